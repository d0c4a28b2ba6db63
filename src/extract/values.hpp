#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lissom::extract {

// A number as a page writes it: "1,299.00", "1.299,00", "1.2k", "(5)". Where it stands in the text, in bytes.
struct Number {
    double value = 0;
    std::size_t at = 0;
    std::size_t length = 0;
};

struct Money {
    double value = 0;
    std::string currency;  // ISO code; "$" alone is USD
    std::string text;      // "$1,299.00"
    std::size_t at = 0;
};

struct Rating {
    double value = 0;
    double maximum = 5;
};

struct Counted {
    double value = 0;
    std::string number;  // as written
    std::string unit;    // "comments", "points"
    std::size_t at = 0;
};

std::vector<Number> find_numbers(std::string_view text);
std::vector<Money> find_money(std::string_view text);
std::optional<Rating> find_rating(std::string_view text);

// "142 points", "37 comments": numbers and the word that follows them.
std::vector<Counted> find_counts(std::string_view text);

// The number a text stands for: all that is beside it is a currency, a unit or a few words.
std::optional<double> to_number(std::string_view text);

// "2026-11-22", and with a time where the text has one "2026-11-22T17:30:00". Only what is a whole date, with
// its year. `day_first` decides "3/4/2026".
struct Date {
    std::string day;
    std::string time;  // "17:30:00", empty where none was said
    std::string zone;  // "Z", "+01:00" or empty
    std::size_t at = 0;
    std::size_t length = 0;
};
std::optional<Date> find_date(std::string_view text, bool day_first = false);
bool looks_like_duration(std::string_view text);  // "2h 15m", "54:12", "6 min"
// "PT1H10M", "1 h 10 min", "54:12" in seconds; months have 30 days.
std::optional<double> find_duration(std::string_view text);
bool looks_like_time_words(std::string_view text);  // "3 hours ago", "yesterday", "Nov 22"

// yes/no, true/false, ✓/✗ …
std::optional<bool> to_boolean(std::string_view text);

// "Ada Lovelace", "Ludwig van Beethoven", "alice": not a sentence, a command or a figure.
bool looks_like_person(std::string_view text);

// "B07FW264WL", "804.023.81", "TE502955-1293415": a number of things, not a word or a sentence.
bool looks_like_identifier(std::string_view text);
bool looks_like_url(std::string_view text);
std::optional<std::string> find_email(std::string_view text);
std::optional<std::string> find_phone(std::string_view text);

// JSON likes whole numbers whole.
bool is_whole(double value);

}  // namespace lissom::extract
