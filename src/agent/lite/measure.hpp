#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lissom::agent::lite {

// "cheapest", "shortest", "highest rated": by what a record is compared, and whether less is better.
struct Measure {
    std::string word;  // as written
    std::string what;  // "price", "duration", "rating", "time", "date", "number"
    bool is_least = true;
};

// The first superlative of a phrase, if there is one.
std::optional<Measure> measure_in(std::string_view phrase);
std::string without_measure(std::string_view phrase, const Measure& measure);

// What the record's text shows of it.
std::optional<double> measured(const Measure& measure, std::string_view text);

// "$12.50", "12,50 €", "EUR 12"
std::optional<double> price_in(std::string_view text);

}  // namespace lissom::agent::lite
