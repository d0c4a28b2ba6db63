#include "agent/lite/numbered.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "agent/lite/inquiry.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

bool is_number(std::string_view word)
{
    return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
}

// "6" of "version 6", "12" of "lot 12". What is counted or measured, "top 10" and "over 3 nights", is named
// by other words, and days by their month.
std::optional<std::string> number_of_thing(const std::string& question)
{
    static const std::set<std::string, std::less<>> things = {
        "version",  "release",  "revision", "edition", "build",    "chapter", "section",  "article",
        "rule",     "round",    "stage",    "step",    "week",     "match",   "game",     "race",
        "heat",     "episode",  "season",   "volume",  "issue",    "meeting", "session",  "lecture",
        "lesson",   "unit",     "module",   "lot",     "room",     "flat",    "platform", "gate",
        "line",     "route",    "bus",      "track",   "ticket",   "order",   "invoice",  "case",
        "question", "exercise", "table",    "figure",  "group",    "level",   "phase",    "block",
        "plot",     "berth",    "stop",     "zone",    "district", "ward"
    };
    const auto words = words_of(question);
    for (std::size_t i = 0; i + 1 < words.size(); ++i)
        if (things.contains(words[i]) && is_number(words[i + 1])) return words[i + 1];
    return std::nullopt;
}

// "6", "v6", "6th", "six": but no part of "16" or of "2026".
bool says_number(std::string_view text, const std::string& number)
{
    return std::ranges::any_of(words_of(text), [&](const std::string& word) {
        const auto from = word.find_first_of("0123456789");
        if (from == std::string::npos) {
            const auto spoken = number_word(word);
            return spoken && std::to_string(*spoken) == number;
        }
        const auto end = word.find_first_not_of("0123456789", from);
        return word.substr(from, end == std::string::npos ? end : end - from) == number;
    });
}

}  // namespace

bool is_of_other_number(const Scene& scene, const std::string& question, const std::string& answer)
{
    const auto number = number_of_thing(question);
    if (!number || answer.empty()) return false;
    constexpr int reach = 24;  // nodes before it: a row, or a heading and what follows
    bool is_said = false;
    for (int i = 0; i < scene.size(); ++i) {
        if (scene.node(i).role != "text" || !contains_word(collapsed(scene.node(i).name), answer)) continue;
        is_said = true;
        for (int at = std::max(0, i - reach); at <= i; ++at)
            if (says_number(scene.node(at).name, *number)) return false;
        for (int up = i, steps = 0; up >= 0 && steps < 4; up = scene.parent(up), ++steps) {
            const auto& role = scene.node(up).role;
            if ((role == "row" || role == "listitem") && says_number(scene.text_of(up), *number))
                return false;
        }
    }
    return is_said;
}

}  // namespace lissom::agent::lite
