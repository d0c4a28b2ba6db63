#include "agent/lite/day_named.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>

#include "agent/lite/phrase.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

// From Sunday on, as the calendar of the language counts.
std::optional<unsigned> weekday_number(const std::string& word)
{
    static constexpr std::array<std::string_view, 7> days = {
        "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"
    };
    const auto* const at = std::ranges::find(days, lower(word));
    return at == days.end() ? std::nullopt : std::optional(static_cast<unsigned>(at - days.begin()));
}

// The only year beside the name of a month.
std::optional<int> year_shown(const Scene& scene)
{
    for (const auto& node : scene.nodes()) {
        const auto date = node.role == "text" ? date_in(node.name) : std::nullopt;
        if (date && date->year != 0 && date->month != 0) return date->year;
    }
    return std::nullopt;
}

Date date_of(const std::chrono::year_month_day& day)
{
    return {
        static_cast<int>(day.year()),
        static_cast<int>(static_cast<unsigned>(day.month())),
        static_cast<int>(static_cast<unsigned>(day.day()))
    };
}

}  // namespace

std::optional<Date> day_named(const Scene& scene, std::string_view phrase)
{
    const auto slots = fit("[on] [the] {!nth} {!day} (in|of) {!month} [,] [{#year}]", phrase);
    if (!slots) return std::nullopt;
    const auto nth = ordinal(lower(slots->at("nth")));
    const auto month = month_named(slots->at("month"));
    const auto year = slots->contains("year")
                          ? std::optional(static_cast<int>(number_in(slots->at("year")).value_or(0)))
                          : year_shown(scene);
    if (!nth || !month || !year || *year < 1) return std::nullopt;
    const auto of_month = std::chrono::year(*year) / std::chrono::month(static_cast<unsigned>(*month));
    const bool is_last = *nth < 0;
    if (lower(slots->at("day")) == "day") {
        if (is_last) return date_of(std::chrono::year_month_day(of_month / std::chrono::last));
        const auto day = of_month / std::chrono::day(static_cast<unsigned>(*nth));
        return day.ok() ? std::optional(date_of(day)) : std::nullopt;
    }
    const auto number = weekday_number(slots->at("day"));
    if (!number) return std::nullopt;
    const std::chrono::weekday weekday(*number);
    if (is_last)
        return date_of(
            std::chrono::year_month_day(std::chrono::sys_days(of_month / weekday[std::chrono::last]))
        );
    const auto counted = of_month / weekday[static_cast<unsigned>(*nth)];
    return counted.ok() ? std::optional(date_of(std::chrono::year_month_day(std::chrono::sys_days(counted))))
                        : std::nullopt;
}

}  // namespace lissom::agent::lite
