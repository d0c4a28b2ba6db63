#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lissom::agent::lite {

// Numbers, sums of money, dates, times and spans of time, as people write them.

// Reads digits with thousands separators and decimals; moves `at` behind them.
double read_number(std::string_view text, std::size_t& at);
std::optional<double> number_in(std::string_view text);  // the first: "$1,200.50" → 1200.5, "-3 °C" → -3
std::vector<double> numbers_in(std::string_view text);
std::string number_as_written(std::string_view text);  // "$1,200.50" → "1200.50"
std::string number_text(double value);                 // "3", "3.5": as a person would write it

struct Date {
    int year = 0;   // 0: not said
    int month = 0;  // 1 to 12
    int day = 0;    // 0: a month only
    auto operator<=>(const Date&) const = default;
};
std::optional<Date> date_in(std::string_view text
);  // "10/12/2016" (month first), "2016-10-12", "October 12, 2016", "12 Oct"
std::optional<int> month_named(std::string_view word);  // "Oct", "October"
std::string iso_text(const Date& date);                 // "2016-10-12"
std::string us_text(const Date& date);                  // "10/12/2016"

// Minutes since midnight: "5:30 PM", "17:30".
std::optional<int> time_in(std::string_view text);
std::string clock_text(int minutes);  // "17:30"

// Minutes: "3h 25m", "2 hours 5 minutes", "45 min".
std::optional<double> duration_in(std::string_view text);

// "3 + 4 x 2", "(2+3)*4", "12 ÷ 4"; nothing where the text is more than a sum.
std::optional<double> evaluate(std::string_view expression);

// The sum in a text: "What is 3 + 4 = ?", "7 x 2 =".
std::optional<double> sum_in(std::string_view text);

// "3x + 2 = 11", "5 - y = 2": the unknown.
std::optional<double> unknown_in(std::string_view text);

}  // namespace lissom::agent::lite
