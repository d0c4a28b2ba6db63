#include "agent/lite/skills/plain.hpp"

#include <algorithm>

#include "agent/lite/calendar.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/pick.hpp"
#include "agent/lite/plain_reading.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/slider.hpp"
#include "agent/lite/steppers.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

Async<Done> set_number(Run& run, view::Ref ref, std::string value)
{
    const auto& scene = run.hands.scene();
    for (const auto& each : steppers(scene))
        if (each.display == ref) co_return co_await step_to(run, each, *number_in(value));
    if (number_in(value)) co_return co_await put(run, ref, value);
    // A scale whose places have names is gone through from its beginning.
    constexpr int most_places = 20;
    CO_TRY_DONE(co_await run.hands.key("Home", 1, ref));
    for (int place = 0; place < most_places; ++place) {
        CO_TRY(const auto* now, co_await run.hands.look());
        const auto* node = now->snapshot().find(ref);
        if (node == nullptr) break;
        if (lower(trimmed(node->value)) == lower(value)) co_return Done();
        const auto shown = node->value;
        CO_TRY_DONE(co_await run.hands.key("ArrowRight", 1, ref));
        CO_TRY(now, co_await run.hands.look());
        node = now->snapshot().find(ref);
        if (node == nullptr || node->value == shown) break;
    }
    co_return cannot("there is no \"" + value + "\" to set it to");
}

// The time as the page offers it: as a button, or as counters of hours and minutes.
Async<Done> set_time(Run& run, int minutes)
{
    constexpr int half_day = 12 * 60;
    const auto offered = [&](const Scene& now) {
        std::vector<view::Ref> exact, other_half;
        for (int i = 0; i < now.size(); ++i) {
            const auto& node = now.node(i);
            if (node.ref == 0 || !node.is_operable || node.is_disabled || node.name.size() > 10) continue;
            const auto time = time_in(node.name);
            if (!time) continue;
            if (*time == minutes) exact.push_back(node.ref);
            if (*time % half_day == minutes % half_day) other_half.push_back(node.ref);
        }
        return exact.empty() ? other_half : exact;
    };
    constexpr Millis offering_limit(1'000);
    CO_TRY(
        const bool came,
        co_await run.hands.look_until(
            [&](const Scene& now) { return !offered(now).empty() || steppers(now).size() == 2; },
            offering_limit
        )
    );
    if (!came) co_return cannot("the time " + clock_text(minutes) + " is not offered");
    const auto& scene = run.hands.scene();
    if (const auto times = offered(scene); times.size() == 1) {
        CO_TRY_DONE(co_await run.hands.press(times.front()));
        co_return Done();
    }
    const auto counters = steppers(scene);
    if (counters.size() != 2) co_return cannot("the time " + clock_text(minutes) + " is not offered");
    view::Ref half = 0;
    std::string shown;
    for (const auto& node : scene.nodes())
        if (const auto name = lower(trimmed(node.name));
            node.ref != 0 && node.is_operable && (name == "am" || name == "pm"))
            half = node.ref, shown = name;
    int hours = minutes / 60;
    if (half != 0) hours = hours % 12 == 0 ? 12 : hours % 12;
    CO_TRY_DONE(co_await step_to(run, counters[0], hours));
    CO_TRY_DONE(co_await step_to(run, counters[1], minutes % 60));
    if (half != 0 && (shown == "pm") != (minutes >= half_day)) CO_TRY_DONE(co_await run.hands.press(half));
    co_return Done();
}

Async<Done> choose_option(Run& run, view::Ref ref)
{
    const auto* node = run.hands.scene().snapshot().find(ref);
    if (node == nullptr) co_return cannot("what was to be chosen has gone from the page");
    if (node->role == "radio") co_return co_await tick(run, ref, true);
    if (node->selected == view::Tristate::on || node->checked == view::Tristate::on) co_return Done();
    CO_TRY_DONE(co_await run.hands.press(ref));
    co_return Done();
}

Async<Done> do_deed(Run& run, PlainDeed deed)
{
    CO_TRY_DONE(co_await run.hands.look());
    switch (deed.kind) {
        case PlainDeed::Kind::number: co_return co_await set_number(run, deed.ref, deed.value);
        case PlainDeed::Kind::choose: co_return co_await choose_option(run, deed.ref);
        case PlainDeed::Kind::tick: co_return co_await tick(run, deed.ref, true);
        case PlainDeed::Kind::untick: co_return co_await tick(run, deed.ref, false);
        case PlainDeed::Kind::put: co_return co_await put(run, deed.ref, deed.value);
        case PlainDeed::Kind::day: co_return co_await pick_date(run, 0, *date_in(deed.value));
        case PlainDeed::Kind::time: co_return co_await set_time(run, *time_in(deed.value));
        case PlainDeed::Kind::press: {
            CO_TRY_DONE(co_await run.hands.press(deed.ref));
            co_return Done();
        }
        case PlainDeed::Kind::option: {
            JsonObject params{{"element", "e" + std::to_string(deed.ref)}, {"option", deed.value}};
            CO_TRY_DONE(co_await run.hands.act("select", std::move(params)));
            co_return Done();
        }
    }
    co_return Done();
}

// What is left over may be an option of a list that shows none before it is opened.
void give_to_list(const Scene& scene, PlainReading& reading)
{
    view::Ref list = 0;
    for (const auto& node : scene.nodes()) {
        const bool is_taken =
            std::ranges::any_of(reading.deeds, [&](const PlainDeed& deed) { return deed.ref == node.ref; });
        if (!is_drawn_list(node) || is_taken) continue;
        if (list != 0) return;
        list = node.ref;
    }
    if (list == 0 || reading.deeds.empty() || reading.left.empty()) return;
    std::string words;
    for (const auto& word : reading.left) words += (words.empty() ? "" : " ") + word;
    reading.deeds.push_back({PlainDeed::Kind::put, list, words});
    reading.left.clear();
}

// "Move 'Tent' to Done": of something that is on the page already, and its name is no text to be entered.
bool enters_name_of_thing(const Scene& scene, const PlainReading& reading, const std::string& clause)
{
    if (!fit("(move|drag|shift|rename|delete|remove|archive|discard) {*}", clause)) return false;
    return std::ranges::any_of(reading.deeds, [&](const PlainDeed& deed) {
        const auto* node = scene.snapshot().find(deed.ref);
        return deed.kind == PlainDeed::Kind::put && node != nullptr && node->is_editable &&
               !date_in(deed.value) && !number_in(deed.value);
    });
}

}  // namespace

Async<Result<bool>> do_plainly(Run& run, std::string clause)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    auto reading = read_plainly(*scene, clause);
    if (!reading.is_complete()) give_to_list(*scene, reading);
    if (!reading.is_complete() || enters_name_of_thing(*scene, reading, clause)) co_return false;
    for (auto& deed : reading.deeds) CO_TRY_DONE(co_await do_deed(run, std::move(deed)));
    run.has_open_form = true;
    if (run.form_field == 0) run.form_field = reading.deeds.back().ref;
    co_return true;
}

}  // namespace lissom::agent::lite::skills
