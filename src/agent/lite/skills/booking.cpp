#include <string>

#include "agent/lite/explore.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/skills/buying.hpp"
#include "agent/lite/skills/choose_dates.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/steppers.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

// Booking by days: when, for how many, and off it goes.
namespace lissom::agent::lite::skills {

Async<Result<bool>> choose_days(Run& run, std::string clause)
{
    const auto range = date_range_in(clause);
    if (!range) co_return false;
    auto chosen = co_await choose_range(run, *range);
    // The page of the thing may have the calendar, or a form that takes days in another way.
    if (!chosen && chosen.error().code != ErrorCode::not_doable) co_return std::move(chosen).error();
    run.has_open_form = chosen.has_value();
    co_return chosen.has_value();
}

Async<Done> set_party(Run& run, std::string clause)
{
    const auto slots =
        fit("[{*}] for {#count} (people|persons|guests|adults|travellers|of us) [{*}]", clause);
    const auto count = slots ? number_word(slots->at("count")) : std::nullopt;
    if (!count) co_return Done();
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto all = steppers(*scene);
    if (all.size() == 1) {
        if (all.front().number == *count) co_return Done();
        co_return co_await step_to(run, all.front(), *count);
    }
    for (const auto* name : {"guests", "people", "persons", "adults", "travellers"}) {
        const auto fields = fields_named(*scene, name);
        if (!fields.empty() && contains_word(label_of(*scene, fields.front()), name))
            co_return co_await put(run, scene->node(fields.front()).ref, std::to_string(*count));
    }
    co_return cannot("the page does not take for how many it is");
}

Async<Done> send_booking(Run& run, std::string action)
{
    run.has_open_form = true;
    CO_TRY_DONE(co_await submit(run, action));
    if (!run.has_open_form) co_return Done();
    auto pressed = co_await press_best(run, action);
    if (!pressed) co_return cannot("there is nothing to " + action + " with");
    run.has_open_form = false;
    co_return Done();
}

}  // namespace lissom::agent::lite::skills
