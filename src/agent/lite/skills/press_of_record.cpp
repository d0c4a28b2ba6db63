#include <set>
#include <string>

#include "agent/lite/explore.hpp"
#include "agent/lite/skills/pressing.hpp"
#include "agent/lite/skills/record.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/target.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

// "The heart of the post 'My garden'", "the reply icon under 'Rain again'", "the comment icon of the first
// post": a control that each of several things has, and which of them is meant.
namespace lissom::agent::lite::skills {

namespace {

// Does the phrase tell one record from the others: by a text in quotes, its number, who it is by?
bool tells_record(const std::string& record)
{
    const auto target = parse_target(record);
    return !quoted_texts(record).empty() || target.ordinal.has_value() ||
           fit("[the] {!what} (by|from|of|about|called|named|titled) {*}", record).has_value();
}

}  // namespace

Async<Result<bool>> press_of_record(Run& run, std::string object)
{
    const auto slots =
        fit("[the] {control} [icon|button|link|symbol|sign] "
            "(of|on|in|under|below|for|at|beside|next to|from|behind) [the] {record}",
            object);
    if (!slots || !quoted_texts(slots->at("control")).empty() || !tells_record(slots->at("record")))
        co_return false;
    CO_TRY(const auto* scene, co_await run.hands.look());
    // Of a control that is there once nothing has to be told apart.
    const auto& control = slots->at("control");
    std::set<view::Ref> several;
    for (const auto& each : rank(*scene, control, Use::press))
        if (each.score >= good_enough) several.insert(ref_of(*scene, each.index, Use::press));
    if (several.size() < 2) co_return false;
    const auto before = run.record;
    CO_TRY(const bool is_found, co_await find_record(run, slots->at("record")));
    const int box = is_found ? run.hands.scene().index_of(run.record) : -1;
    const auto ref = box < 0 ? 0 : control_in_record(run, control);
    if (ref == 0) {
        run.record = before;
        co_return false;
    }
    CO_TRY_DONE(co_await run.hands.press(ref));
    co_return true;
}

}  // namespace lissom::agent::lite::skills
