#include <array>
#include <optional>
#include <string>

#include "agent/lite/phrase.hpp"
#include "agent/lite/skills/answering.hpp"
#include "agent/lite/skills/record.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

// Whether a thing can be had, in the words of the page.
namespace lissom::agent::lite::skills {

namespace {

// The first short text from `begin` to `end` that says it; the words that deny it are looked for first.
std::optional<std::string> stated_between(const Scene& scene, int begin, int end)
{
    static constexpr std::array<std::string_view, 8> sayings = {
        "unavailable",
        "not available",
        "out of stock",
        "sold out",
        "in stock",
        "available",
        "fully booked",
        "vacant"
    };
    constexpr std::size_t longest = 60;  // letters: more speaks of something else
    for (int i = begin; i < end; ++i) {
        const auto& node = scene.node(i);
        if (node.role != "text" || node.name.size() > longest || !scene.is_content(i)) continue;
        for (const auto saying : sayings)
            if (contains_word(node.name, saying)) return trimmed(node.name);
    }
    return std::nullopt;
}

std::optional<std::string> stated_on_page_of(const Scene& scene, const std::string& name)
{
    for (int i = 0; i < scene.size(); ++i)
        if (scene.node(i).role == "heading" && contains_word(scene.text_of(i), name))
            return stated_between(scene, i, scene.size());
    return std::nullopt;
}

}  // namespace

std::optional<std::string> asks_availability_of(const std::string& question)
{
    const auto slots =
        fit("(is|are) [the] {of} [still|currently|now] (available|in stock|sold out|out of stock)", question);
    if (!slots) return std::nullopt;
    return unquoted(slots->at("of"));
}

Async<Result<std::optional<std::string>>> tell_availability(Run& run, std::string name)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    if (auto stated = stated_on_page_of(*scene, name)) co_return stated;
    if (!contains_word(scene->content_text(), name)) co_return std::nullopt;
    CO_TRY(const bool found, co_await find_record(run, "\"" + name + "\""));
    if (!found) co_return std::nullopt;
    const auto& now = run.hands.scene();
    const int record = now.index_of(run.record);
    if (record >= 0)
        if (auto stated = stated_between(now, record, now.end_of(record))) co_return stated;
    CO_TRY_DONE(co_await open_record(run));
    co_return stated_on_page_of(run.hands.scene(), name);
}

}  // namespace lissom::agent::lite::skills
