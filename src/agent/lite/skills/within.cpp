#include "agent/lite/skills/within.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "agent/lite/deeds.hpp"
#include "agent/lite/instruction.hpp"
#include "agent/lite/skills/pressing.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

struct Reading {
    std::string place;
    std::string rest;  // what is to be done there
};

constexpr std::size_t most_words = 3;  // of the name of a part

// Each way to read the clause as a place and an order, the longest name first.
std::vector<Reading> readings_of(const std::string& clause)
{
    static constexpr std::array<std::string_view, 6> links = {
        "in", "on", "under", "within", "inside", "from"
    };
    std::vector<Reading> readings;
    const auto words = split(collapsed(clause), " ");
    const auto joined = [&](std::size_t from, std::size_t to) {
        std::string text;
        for (auto i = from; i < to; ++i) text += (text.empty() ? "" : " ") + words[i];
        return text;
    };
    const auto plain = [](const std::string& text) {
        auto name = without_prefix_words(text, {"the", "my", "your", "our"});
        name = without_tail_words(name, {"tab", "page", "section", "panel", "menu", ",", "."});
        while (!name.empty() && (name.back() == ',' || name.back() == '.')) name.pop_back();
        return unquoted(name);
    };
    const auto is_link = [&](const std::string& word) {
        return std::ranges::find(links, lower(word)) != links.end();
    };
    for (std::size_t count = most_words + 2; count >= 1; --count) {
        if (words.size() > count + 1 && is_link(words.front()) && is_order(joined(count + 1, words.size())))
            readings.push_back({plain(joined(1, count + 1)), joined(count + 1, words.size())});
        if (words.size() > count + 2 && is_link(words[words.size() - count - 1])) {
            auto rest = joined(0, words.size() - count - 1);
            if (is_order(rest))
                readings.push_back({plain(joined(words.size() - count, words.size())), std::move(rest)});
        }
    }
    if (const auto slots =
            fit("{order} (in|on|under) [the|my|your|our] {place} to {value}", collapsed(clause));
        slots && is_order(slots->at("order")))
        readings.push_back({plain(slots->at("place")), slots->at("order") + " to " + slots->at("value")});
    std::erase_if(readings, [](const Reading& each) {
        return each.place.empty() || words_of(each.place).size() > most_words;
    });
    return readings;
}

bool is_main_menu(const view::Node& node)
{
    const auto name = lower(trimmed(node.name));
    return node.ref != 0 && node.role == "button" && (name == "menu" || name == "☰" || name == "main menu");
}

// A button that is called like a part of the app, "Our boats", and neither does something nor belongs to a
// field of that name.
bool only_shows(const Scene& scene, const view::Node& button)
{
    if (is_deed(button.name) || is_submit_word(button.name)) return false;
    return std::ranges::none_of(scene.nodes(), [&](const view::Node& node) {
        return (node.is_editable || node.tag == "select" || node.role == "combobox") &&
               contains_word(node.name + " " + node.placeholder, lower(trimmed(button.name)));
    });
}

// What leads to a part of the app: a tab, an entry of its menu, a head that folds.
view::Ref way_to(const Scene& scene, const std::string& place, bool in_menu)
{
    view::Ref found = 0;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || !node.is_operable || node.is_disabled || node.name.size() > 40) continue;
        const bool leads =
            (node.role == "tab" && node.selected != view::Tristate::on) || node.role == "menuitem" ||
            node.role == "treeitem" || node.tag == "summary" ||
            (node.role == "link" && scene.is_furniture(i)) ||
            (node.role == "button" && (node.expanded == view::Tristate::off || only_shows(scene, node))) ||
            (in_menu && node.is_new &&
             (node.role == "listitem" || node.role == "link" || node.role == "button" ||
              node.role == "generic"));
        if (!leads) continue;
        // "Our boats" is the boats.
        const auto name = words_of(without_prefix_words(trimmed(node.name), {"the", "my", "your", "our"}));
        const auto wanted = words_of(place);
        const bool is_same =
            name.size() == wanted.size() &&
            std::ranges::equal(name, wanted, [](const auto& a, const auto& b) { return stem(a) == stem(b); });
        if (!is_same) continue;
        if (found != 0) return found;
        found = node.ref;
    }
    return found;
}

Async<Result<bool>> press_and_wait(Run& run, view::Ref ref)
{
    constexpr Millis opening_limit(1'500);
    const auto text = run.hands.scene().whole_text();
    CO_TRY_DONE(co_await run.hands.press(ref));
    co_return co_await run.hands.look_until(
        [&](const Scene& now) { return now.whole_text() != text; }, opening_limit
    );
}

}  // namespace

Async<Result<bool>> go_where_it_is(Run& run)
{
    const auto& step = run.steps[run.at];
    if (step.verb == Verb::answer || step.verb == Verb::open_url || step.verb == Verb::find) co_return false;
    const auto readings = readings_of(step.clause);
    if (readings.empty()) co_return false;
    CO_TRY(const auto* scene, co_await run.hands.look());
    std::optional<Reading> meant;
    view::Ref way = 0;
    for (const auto& each : readings)
        if (way == 0 && (way = way_to(*scene, each.place, false)) != 0) meant = each;
    const auto menu = scene->where(is_main_menu);
    if (way == 0 && menu.size() == 1) {
        CO_TRY_DONE(co_await press_and_wait(run, scene->node(menu.front()).ref));
        for (const auto& each : readings)
            if (way == 0 && (way = way_to(run.hands.scene(), each.place, true)) != 0) meant = each;
        if (way == 0) CO_TRY_DONE(co_await run.hands.key("Escape"));
    }
    if (way == 0) co_return false;
    CO_TRY_DONE(co_await press_and_wait(run, way));
    auto deeds = parse(meant->rest);
    run.steps.erase(run.steps.begin() + static_cast<std::ptrdiff_t>(run.at));
    run.steps.insert(run.steps.begin() + static_cast<std::ptrdiff_t>(run.at), deeds.begin(), deeds.end());
    co_return true;
}

}  // namespace lissom::agent::lite::skills
