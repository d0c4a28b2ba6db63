#include "agent/lite/measure.hpp"

#include <array>
#include <cctype>

#include "agent/lite/amounts.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

struct Named {
    std::string_view word;
    std::string_view what;
    bool is_least;
};
constexpr std::array measures = {
    Named{"least expensive", "price", true}, Named{"most expensive", "price", false},
    Named{"lowest priced", "price", true},   Named{"highest priced", "price", false},
    Named{"lowest price", "price", true},    Named{"highest price", "price", false},
    Named{"best rating", "rating", false},   Named{"highest rating", "rating", false},
    Named{"lowest rating", "rating", true},  Named{"worst rating", "rating", true},
    Named{"best rated", "rating", false},    Named{"highest rated", "rating", false},
    Named{"top rated", "rating", false},     Named{"lowest rated", "rating", true},
    Named{"worst rated", "rating", true},    Named{"most popular", "rating", false},
    Named{"cheapest", "price", true},        Named{"priciest", "price", false},
    Named{"dearest", "price", false},        Named{"costliest", "price", false},
    Named{"shortest", "duration", true},     Named{"quickest", "duration", true},
    Named{"fastest", "duration", true},      Named{"longest", "duration", false},
    Named{"slowest", "duration", false},     Named{"earliest", "time", true},
    Named{"latest", "time", false},          Named{"soonest", "time", true},
    Named{"newest", "date", false},          Named{"oldest", "date", true},
    Named{"most recent", "date", false},     Named{"largest", "number", false},
    Named{"biggest", "number", false},       Named{"highest", "number", false},
    Named{"greatest", "number", false},      Named{"most", "number", false},
    Named{"smallest", "number", true},       Named{"lowest", "number", true},
    Named{"fewest", "number", true},         Named{"least", "number", true}
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::optional<Measure> measure_in(std::string_view phrase)
{
    // "the greater number" of two, or of several.
    static constexpr std::array compared = {
        Named{"greater", "number", false},
        Named{"larger", "number", false},
        Named{"bigger", "number", false},
        Named{"higher", "number", false},
        Named{"smaller", "number", true},
        Named{"lower", "number", true},
        Named{"lesser", "number", true}
    };
    for (const auto& each : compared)
        if (fit("[the] {!word} (number|value|digit|amount|price) [{*}]", phrase) &&
            starts_with_word(lower(without_prefix_words(phrase, {"the"})), each.word))
            return Measure{std::string(each.word), std::string(each.what), each.is_least};
    for (const auto& each : measures)
        if (contains_word(phrase, each.word))
            return Measure{std::string(each.word), std::string(each.what), each.is_least};
    return std::nullopt;
}

std::string without_measure(std::string_view phrase, const Measure& measure)
{
    const auto small = lower(phrase);
    const auto at = small.find(measure.word);
    if (at == std::string::npos) return std::string(phrase);
    return collapsed(
        std::string(phrase.substr(0, at)) + " " + std::string(phrase.substr(at + measure.word.size()))
    );
}

std::optional<double> price_in(std::string_view text)
{
    static constexpr std::array<std::string_view, 9> signs = {
        "$", "€", "£", "¥", "USD", "EUR", "GBP", "CHF", "₹"
    };
    for (const auto sign : signs) {
        for (auto at = text.find(sign); at != std::string_view::npos; at = text.find(sign, at + 1)) {
            auto after = at + sign.size();
            while (after < text.size() && text[after] == ' ') ++after;
            if (after < text.size() && is_digit(text[after])) return number_in(text.substr(after));
            // "12.50 €"
            auto before = at;
            while (before > 0 &&
                   (text[before - 1] == ' ' || static_cast<unsigned char>(text[before - 1]) == 0xa0 ||
                    static_cast<unsigned char>(text[before - 1]) == 0xc2))
                --before;
            auto begin = before;
            while (begin > 0 &&
                   (is_digit(text[begin - 1]) || text[begin - 1] == '.' || text[begin - 1] == ','))
                --begin;
            if (begin < before) return number_in(text.substr(begin, before - begin));
        }
    }
    return std::nullopt;
}

std::optional<double> measured(const Measure& measure, std::string_view text)
{
    if (measure.what == "price") return price_in(text);
    if (measure.what == "duration") {
        const auto minutes = duration_in(text);
        return minutes ? minutes : number_in(text);
    }
    if (measure.what == "time") {
        if (const auto time = time_in(text)) return *time;
        if (const auto date = date_in(text)) return date->year * 372 + date->month * 31 + date->day;
        return std::nullopt;
    }
    if (measure.what == "date") {
        if (const auto date = date_in(text)) return date->year * 372 + date->month * 31 + date->day;
        return std::nullopt;
    }
    if (measure.what == "rating") {
        // "★ 4.2", "4.2 ★"
        if (const auto star = text.find("★"); star != std::string_view::npos) {
            const auto sign = std::string_view("★").size();
            if (const auto after = trimmed(text.substr(star + sign));
                !after.empty() && is_digit(after.front()))
                return number_in(after);
            const auto before = trimmed(text.substr(0, star));
            if (!before.empty() && is_digit(before.back()))
                return number_in(before.substr(before.find_last_of(' ') + 1));
        }
        if (const auto slots = fit("[{*}] {#stars} (stars|star|/5|/10|points|rating) [{*}]", text))
            return number_in(slots->at("stars"));
        if (const auto slots = fit("[{*}] (rating|rated|score) [of|:] {#stars} [{*}]", text))
            return number_in(slots->at("stars"));
        return std::nullopt;
    }
    if (const auto bytes = bytes_in(text)) return bytes;
    return number_in(text);
}

}  // namespace lissom::agent::lite
