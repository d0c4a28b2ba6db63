#include <algorithm>
#include <array>

#include "actions/action.hpp"
#include "actions/declared.hpp"
#include "base/try.hpp"

namespace lissom::actions {
namespace {

constexpr std::array catalog{
    &go_to,   &go_back,   &go_forward,    &reload,   &click,      &fill,  &type,   &press,
    &select,  &check,     &uncheck,       &hover,    &scroll,     &drag,  &upload, &switch_tab,
    &new_tab, &close_tab, &answer_dialog, &wait_for, &screenshot, &print, &read,   &read_file,
};

// Numbers of elements mean one thing in the whole session: no tab gives out what another has given before.
void share_numbers(Stage& stage)
{
    std::int64_t given = 0;
    for (const auto* page : stage.browser.pages()) given = std::max(given, page->refs_given);
    for (auto* page : stage.browser.pages()) page->refs_given = given;
}

// The page is not what the agent left: it learns so with what came of its action, before it looks again.
void tell_of_person(Result<Effect>& effect)
{
    constexpr auto what = "; before that a person had the controls, and may have changed the page";
    if (effect)
        effect->text += what;
    else
        effect = Error{effect.error().code, effect.error().message + what};
}

}  // namespace

std::span<const Action* const> all_actions() { return catalog; }

const Action* find_action(std::string_view name)
{
    const auto found = std::ranges::find(catalog, name, &Action::name);
    return found == catalog.end() ? nullptr : *found;
}

Async<Result<Effect>> perform(Stage& stage, std::string name, JsonObject params)
{
    const auto* action = find_action(name);
    if (action == nullptr) {
        std::string names;
        for (const auto* each : catalog) names += (names.empty() ? "" : ", ") + std::string(each->name);
        co_return Error{
            ErrorCode::invalid_argument, "there is no action '" + name + "'; there are: " + names
        };
    }
    if (stage.clear_way) co_await stage.clear_way(name);
    const bool person_was_here = stage.turn && co_await stage.turn();
    auto effect = co_await action->run(stage, params);
    share_numbers(stage);
    if (stage.clear_way) co_await stage.clear_way({});
    if (person_was_here) tell_of_person(effect);
    // To the caller a press that was stopped is one more way for a page to refuse.
    if (!effect && effect.error().code == ErrorCode::conflict)
        co_return Error{ErrorCode::page_error, effect.error().message};
    co_return effect;
}

}  // namespace lissom::actions
