#include "agent/lite/skills/choose_dates.hpp"

#include <algorithm>
#include <vector>

#include "agent/lite/calendar.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

std::optional<DateRange> date_range_in(const std::string& clause)
{
    const auto slots = fit("{*} (from|between) {from} (to|until|till|through|and) {to}", clause);
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
