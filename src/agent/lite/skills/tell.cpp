#include <algorithm>

#include "agent/lite/comprehension.hpp"
#include "agent/lite/explore.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/figures.hpp"
#include "agent/lite/kinds.hpp"
#include "agent/lite/measure.hpp"
#include "agent/lite/questions.hpp"
#include "agent/lite/reading.hpp"
#include "agent/lite/sequences.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"
#include "extract/extract.hpp"

namespace lissom::agent::lite::skills {

namespace {

// Buttons that read as answers do: the one that says exactly this, if there are others to choose from.
int answer_button(const Scene& scene, const std::string& answer)
{
    int found = -1;
    int answers = 0;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || !node.is_operable ||
            (node.role != "button" && node.role != "radio" && node.role != "option"))
            continue;
        const bool is_alike =
            number_in(answer) ? number_in(node.name).has_value() && node.name.size() < 12 : true;
        if (is_alike) ++answers;
        if (lower(trimmed(node.name)) == lower(answer)) found = i;
    }
    return answers >= 2 ? found : -1;
}

// Where a sum may stand: in the instruction, in one line of the page, on the page as a whole.
std::vector<std::string> sums_in(const Scene& scene, const std::string& object)
{
    std::vector<std::string> texts{object};
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        const bool is_line =
            node.is_block || node.role == "paragraph" || node.role == "heading" || node.role == "text";
        const auto text = is_line ? (node.role == "text" ? node.name : scene.text_of(i)) : std::string();
        constexpr std::size_t longest = 600;
        if (text.find_first_of("0123456789") != std::string::npos && text.size() < longest)
            texts.push_back(text);
    }
    // The line that says most, first: "7 x 8 =" before its "7".
    std::ranges::sort(texts.begin() + 1, texts.end(), [](const std::string& a, const std::string& b) {
        const bool x = a.contains('='), y = b.contains('=');
        return x != y ? x : a.size() != b.size() ? a.size() < b.size() : a < b;
    });
    texts.push_back(scene.whole_text());
    return texts;
}

bool is_sent_next(const Run& run)
{
    const auto& next = run.steps[run.at + 1];
    return next.verb == Verb::click && !run.has_step_after(Verb::fill);
}

// Into the one field that is there for it.
Async<Done> enter_answer(Run& run)
{
    const auto& scene = run.hands.scene();
    std::vector<view::Ref> open;
    for (const int each : open_fields(scene))
        if (scene.node(each).is_editable && scene.node(each).value.empty())
            open.push_back(scene.node(each).ref);
    if (open.size() == 1) CO_TRY_DONE(co_await put(run, open.front(), run.text));
    co_return Done();
}

}  // namespace

Async<Done> give_answer(Run& run, std::string answer)
{
    run.text = answer;
    run.answer = Json(answer);
    if (run.assignment.response_model) co_return Done();
    if (run.at + 1 < run.steps.size() && is_sent_next(run)) co_return co_await enter_answer(run);
    if (run.steps.size() > 1) co_return Done();
    const auto& scene = run.hands.scene();
    constexpr std::size_t most_of_a_quiz = 700;  // letters: a page that says more is no quiz
    if (scene.whole_text().size() > most_of_a_quiz) co_return Done();
    const int button = answer_button(scene, answer);
    if (button >= 0) {
        CO_TRY_DONE(co_await run.hands.press(scene.node(button).ref));
        co_return Done();
    }
    const auto fields = open_fields(scene);
    if (fields.size() == 1 && scene.node(fields.front()).is_editable &&
        scene.node(fields.front()).value.empty()) {
        const bool is_quiz = std::ranges::any_of(scene.nodes(), [](const view::Node& node) {
            return node.role == "button" && similarity("submit", node.name) > 0.7;
        });
        if (is_quiz) CO_TRY_DONE(co_await put(run, scene.node(fields.front()).ref, answer));
    }
    co_return Done();
}

Async<Done> solve(Run& run, const lite::Step& step)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto object = step.slot("object");
    auto tasks = sums_in(*scene, object);
    for (const auto& node : scene->nodes())
        if (node.role == "text" && missing_in(node.name)) tasks.insert(tasks.begin(), node.name);
    for (const auto& text : tasks) {
        auto value = missing_in(text);
        if (!value) value = unknown_in(text);
        if (!value) value = sum_in(text);
        if (!value) value = word_problem(text);
        if (!value) continue;
        run.text = number_text(*value);
        if (run.at + 1 == run.steps.size()) co_return co_await give_answer(run, run.text);
        run.answer = Json(run.text);
        // The button comes next: what it sends is put in now.
        if (is_sent_next(run)) CO_TRY_DONE(co_await enter_answer(run));
        co_return Done();
    }
    co_return cannot("there is no sum or equation to solve on the page");
}

Async<Done> match(Run& run, const lite::Step& step)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto figures = figures_of(*scene);
    if (figures.empty()) co_return cannot("there is no \"" + step.slot("thing") + "\" on the page");
    // Of several, the largest is the figure that is meant.
    const auto& figure = *std::ranges::max_element(figures, [](const Figure& a, const Figure& b) {
        return a.rect.area() < b.rect.area();
    });
    std::vector<std::string> words = {kind_of_figure(figure), figure.text};
    if (figure.color) words.push_back(basic_name(*figure.color));
    words.push_back("shape");
    for (const auto& word : words) {
        if (word.empty()) continue;
        auto target = parse_target(step.slot("object"));
        int found = -1;
        double top = 0.7;
        for (int i = 0; i < scene->size(); ++i) {
            const auto& node = scene->node(i);
            if (node.ref == 0 || !node.is_operable || node.name.empty()) continue;
            const double score = similarity(word, node.name);
            if (score > top) top = score, found = i;
        }
        if (found < 0) continue;
        CO_TRY_DONE(co_await run.hands.press(scene->node(found).ref));
        co_return Done();
    }
    co_return cannot("nothing to press describes the " + kind_of_figure(figure));
}

}  // namespace lissom::agent::lite::skills
