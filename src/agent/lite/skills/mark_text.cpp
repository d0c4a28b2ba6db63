#include <algorithm>
#include <array>
#include <string>

#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

// A piece of a longer text, marked with the mouse from its first letter to its last.
namespace lissom::agent::lite::skills {

namespace {

// Where the piece begins and ends in the viewport; null where the page has it not exactly once, as text that
// can be marked.
constexpr std::string_view ends_of_piece = R"js((wanted => {
    const found = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const node = texts.currentNode;
        if (node.parentElement.closest('script, style, button, select, textarea')) continue;
        for (let at = node.data.indexOf(wanted); at >= 0; at = node.data.indexOf(wanted, at + 1)) {
            const is_letter = c => c !== undefined && /[\p{L}\p{N}]/u.test(c);
            if (is_letter(node.data[at - 1]) && is_letter(wanted[0])) continue;
            if (is_letter(node.data[at + wanted.length]) && is_letter(wanted.at(-1))) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + wanted.length);
            const boxes = [...range.getClientRects()];
            if (boxes.length) found.push([boxes[0], boxes.at(-1)]);
        }
    }
    if (found.length !== 1) return null;
    const [first, last] = found[0];
    return [first.left + 0.5, first.top + first.height / 2, last.right - 0.2, last.top + last.height / 2];
}))js";

// What is to be marked, in its own words; empty where a whole passage is meant.
std::string piece_in(const std::string& object)
{
    if (const auto quotes = quoted_texts(object); !quotes.empty()) return quotes.front();
    const auto slots =
        fit("[only] the (word|words|text|phrase|sentence|name|term|number|line) [that says|saying|:] {piece}",
            object);
    return slots ? slots->at("piece") : unquoted(object);
}

}  // namespace

Async<Result<bool>> mark_piece(Run& run, std::string object)
{
    const auto piece = piece_in(object);
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto holds = std::ranges::find_if(scene->nodes(), [&](const view::Node& node) {
        return node.role == "text" && node.name.contains(piece) && node.name.size() > piece.size();
    });
    if (piece.empty() || holds == scene->nodes().end()) co_return false;
    const int around = scene->element_of(static_cast<int>(holds - scene->nodes().begin()));
    CO_TRY_DONE(co_await run.hands.bring_into_view(scene->node(around).ref));
    CO_TRY(
        const auto ends,
        co_await run.hands.page().evaluate(
            std::string(ends_of_piece) + "(" + dump(Json(piece)) + ")", {}, Millis(2'000)
        )
    );
    constexpr std::size_t two_points = 4;
    if (!ends.is_array() || ends.get_array().size() != two_points) co_return false;
    const auto& at = ends.get_array();
    std::array<double, two_points> numbers{};
    for (std::size_t i = 0; i < two_points; ++i) numbers.at(i) = at[i].to_number<double>();
    run.has_open_form = true;
    CO_TRY_DONE(co_await run.hands.drag({numbers[0], numbers[1]}, {numbers[2], numbers[3]}));
    co_return true;
}

Async<Done> use_marking_tool(Run& run, const lite::Step& step)
{
    const auto verb = lower(words_of(step.clause).front());
    const bool is_said = run.at + 1 < run.steps.size() && run.steps[run.at + 1].verb == Verb::click &&
                         lower(unquoted(run.steps[run.at + 1].slot("object"))).starts_with(verb);
    if (is_said) co_return Done();
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto tool = std::ranges::find_if(scene->nodes(), [&](const view::Node& node) {
        return node.role == "button" && !node.is_disabled && lower(trimmed(node.name)) == verb;
    });
    if (tool != scene->nodes().end()) CO_TRY_DONE(co_await run.hands.press(tool->ref));
    co_return Done();
}

}  // namespace lissom::agent::lite::skills
