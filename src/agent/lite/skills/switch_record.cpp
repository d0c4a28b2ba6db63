#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "agent/lite/explore.hpp"
#include "agent/lite/skills/by_page.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

// A record that is switched on or off where it stands: the switch in its row.
namespace lissom::agent::lite::skills {

namespace {

struct Wish {
    std::string record;
    bool is_on = true;
};

std::optional<Wish> wish_in(const std::string& clause)
{
    struct Form {
        std::string_view pattern;
        bool is_on;
    };
    static constexpr Form forms[] = {
        {"(deactivate|disable|suspend|switch off|turn off) [the] {record}", false},
        {"(make|set|mark) [the] {record} [to|as] (inactive|disabled|not active|off)", false},
        {"(activate|reactivate|enable|switch on|turn on) [the] {record}", true},
        {"(make|set|mark) [the] {record} [to|as] (active|enabled|on)", true}
    };
    for (const auto& form : forms)
        if (const auto slots = fit(form.pattern, clause))
            return Wish{unquoted(slots->at("record")), form.is_on};
    return std::nullopt;
}

bool is_switch(const view::Node& node) { return node.role == "switch" && node.ref != 0 && !node.is_disabled; }

// The switch of the row that says the name; 0 where it has several, or several rows say it.
view::Ref switch_of(const Scene& scene, const std::string& record)
{
    view::Ref found = 0;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if ((node.role != "row" && node.role != "listitem") || !contains_word(scene.text_of(i), record))
            continue;
        std::vector<view::Ref> switches;
        for (int k = i; k < scene.end_of(i); ++k)
            if (is_switch(scene.node(k))) switches.push_back(scene.node(k).ref);
        if (switches.size() != 1 || (found != 0 && found != switches.front())) return 0;
        found = switches.front();
    }
    return found;
}

}  // namespace

Async<Result<bool>> switch_record(Run& run, const lite::Step& step)
{
    const auto wish = wish_in(without_tail_words(step.clause, {"."}));
    if (!wish) co_return false;
    CO_TRY(const auto* scene, co_await run.hands.look());
    auto found = switch_of(*scene, wish->record);
    // The record may be on a page further behind.
    const bool is_here = contains_word(scene->whole_text(), wish->record);
    if (!is_here && std::ranges::count_if(scene->nodes(), is_switch) > 1) {
        CO_TRY(const bool came, co_await skills::find_record(run, "\"" + wish->record + "\""));
        if (came) found = switch_of(run.hands.scene(), wish->record);
    }
    if (found == 0) co_return false;
    CO_TRY_DONE(co_await tick(run, found, wish->is_on));
    co_return true;
}

}  // namespace lissom::agent::lite::skills
