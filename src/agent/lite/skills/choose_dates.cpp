#include "agent/lite/skills/choose_dates.hpp"

#include <algorithm>
#include <vector>

#include "agent/lite/calendar.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

std::optional<DateRange> date_range_in(const std::string& clause)
{
    std::optional<Slots> slots;
    for (const std::string_view pattern :
         {"{*} (from|between) {from} (to|until|till|through|and) {to}",
          "{*} (arriving|arrive|arrival|leaving|checking in|check in|check-in|starting|departing) [on] "
          "{from} [and|,] "
          "(leaving|leave|returning|return|departing|departure|coming back|checking out|check "
          "out|check-out|ending|"
          "back) [on] {to}",
          "{from} (until|till|through) {to}",
          "{!verb} {from} (-|–) {to}"}) {
        slots = fit(pattern, clause);
        if (slots && date_in(slots->at("to"))) break;
        slots.reset();
    }
    if (!slots) return std::nullopt;
    const auto to = date_in(slots->at("to"));
    if (!to || to->day == 0) return std::nullopt;
    auto from = date_in(slots->at("from"));
    if (!from) {
        const auto words = words_of(slots->at("from"));
        const auto day = words.size() == 1 ? number_in(words.front()) : std::nullopt;
        if (!day || *day < 1 || *day > 31) return std::nullopt;
        from = Date{to->year, to->month, static_cast<int>(*day)};
    }
    if (from->day == 0) return std::nullopt;
    if (from->year == 0) from->year = to->year;
    return DateRange{*from, *to};
}

bool is_only_date(const std::string& value)
{
    return std::ranges::all_of(words_of(value), [](const std::string& word) {
        return month_named(word) || ordinal(word) || number_in(word) || word == "the" || word == "of" ||
               word == "on" || word == "date" || word == "day";
    });
}

namespace {

// A calendar may come up only when what shows the days is pressed: "Check-in — Check-out", "Dates".
Async<Done> open_calendar(Run& run)
{
    const auto& scene = run.hands.scene();
    if (shows_calendar(scene)) co_return Done();
    view::Ref opener = 0;
    double top = 0;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        constexpr std::size_t longest = 60;
        const auto said = collapsed(node.name.empty() ? scene.text_of(i) : node.name);
        if (node.ref == 0 || !node.is_operable || node.is_disabled || said.size() > longest) continue;
        for (const std::string_view word :
             {"check-in", "check in", "dates", "arrival", "travel dates", "select dates", "date", "when"})
            if (contains_word(said, word) && 1.0 / static_cast<double>(said.size()) > top)
                top = 1.0 / static_cast<double>(said.size()), opener = node.ref;
    }
    if (opener == 0) co_return Done();
    CO_TRY_DONE(co_await run.hands.press(opener));
    co_return Done();
}

}  // namespace

Async<Done> choose_range(Run& run, DateRange range)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    std::vector<view::Ref> fields;
    for (const int each : open_fields(*scene)) {
        const auto& node = scene->node(each);
        const bool takes_dates = node.role == "datepicker" || node.input_type == "date" ||
                                 contains_word(label_of(*scene, each), "date");
        if (takes_dates) fields.push_back(node.ref);
    }
    if (fields.size() >= 2) {
        CO_TRY_DONE(co_await put(run, fields[0], us_text(range.from)));
        co_return co_await put(run, fields[1], us_text(range.to));
    }
    run.has_open_form = true;
    CO_TRY_DONE(co_await open_calendar(run));
    CO_TRY_DONE(co_await pick_date(run, 0, range.from));
    co_return co_await pick_date(run, 0, range.to);
}

Async<Done> choose_date(Run& run, Date date, std::string place)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    auto fields = fields_named(*scene, place.empty() ? "date" : place);
    if (fields.empty()) {
        for (const int each : open_fields(*scene))
            if (scene->node(each).role == "datepicker" || !scene->node(each).is_editable ||
                contains_word(label_of(*scene, each), "date"))
                fields.push_back(each);
    }
    if (fields.empty() && open_fields(*scene).size() == 1) fields = open_fields(*scene);
    if (fields.empty()) co_return co_await pick_date(run, 0, date);
    co_return co_await put(run, scene->node(fields.front()).ref, us_text(date));
}

}  // namespace lissom::agent::lite::skills
