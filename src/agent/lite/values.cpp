#include "agent/lite/values.hpp"

#include <array>
#include <cmath>
#include <cstdio>

#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Reads digits with thousands separators and decimals; moves `at` behind them.
double read_number(std::string_view text, std::size_t& at)
{
    double value = 0;
    while (at < text.size()) {
        if (is_digit(text[at])) {
            value = value * 10 + (text[at++] - '0');
        } else if (text[at] == ',' && at + 3 < text.size() && is_digit(text[at + 1]) &&
                   is_digit(text[at + 2]) && is_digit(text[at + 3]) &&
                   (at + 4 >= text.size() || !is_digit(text[at + 4]))) {
            ++at;
        } else {
            break;
        }
    }
    if (at + 1 < text.size() && text[at] == '.' && is_digit(text[at + 1])) {
        double part = 0.1;
        for (++at; at < text.size() && is_digit(text[at]); ++at, part /= 10) value += part * (text[at] - '0');
    }
    return value;
}

std::string two_digits(int value) { return (value < 10 ? "0" : "") + std::to_string(value); }

std::optional<Date> numeric_date(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!is_digit(text[i]) || (i > 0 && is_digit(text[i - 1]))) continue;
        int parts[3] = {0, 0, 0};
        int lengths[3] = {0, 0, 0};
        std::size_t at = i;
        int count = 0;
        char separator = 0;
        while (count < 3 && at < text.size() && is_digit(text[at])) {
            for (; at < text.size() && is_digit(text[at]) && lengths[count] < 5; ++at, ++lengths[count])
                parts[count] = parts[count] * 10 + (text[at] - '0');
            ++count;
            const bool goes_on = at + 1 < text.size() &&
                                 (text[at] == '/' || text[at] == '-' || text[at] == '.') &&
                                 is_digit(text[at + 1]) && (separator == 0 || separator == text[at]);
            if (count < 3 && goes_on)
                separator = text[at++];
            else
                break;
        }
        if (count != 3) continue;
        Date date;
        if (lengths[0] == 4)
            date = {parts[0], parts[1], parts[2]};
        else if (separator == '.')
            date = {parts[2], parts[1], parts[0]};
        else if (parts[0] > 12)
            date = {parts[2], parts[1], parts[0]};
        else
            date = {parts[2], parts[0], parts[1]};
        if (lengths[2] == 2 && lengths[0] != 4) date.year += 2000;
        if (date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= 31) return date;
    }
    return std::nullopt;
}

// A recursive descent over + - * / and brackets.
class Sum {
public:
    explicit Sum(std::string_view text)
        : text_(text)
    {
    }

    std::optional<double> value()
    {
        const double result = terms();
        skip();
        if (!is_good_ || at_ != text_.size()) return std::nullopt;
        return result;
    }

private:
    void skip()
    {
        while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    }

    bool take(std::string_view sign)
    {
        skip();
        if (!text_.substr(at_).starts_with(sign)) return false;
        at_ += sign.size();
        return true;
    }

    double terms()
    {
        double left = factors();
        while (is_good_) {
            if (take("+"))
                left += factors();
            else if (take("-") || take("−") || take("–"))
                left -= factors();
            else
                break;
        }
        return left;
    }

    double factors()
    {
        double left = factor();
        while (is_good_) {
            if (take("*") || take("x") || take("X") || take("×") || take("·")) {
                left *= factor();
            } else if (take("/") || take("÷") || take(":")) {
                const double right = factor();
                if (right == 0) is_good_ = false;
                left = is_good_ ? left / right : 0;
            } else {
                break;
            }
        }
        return left;
    }

    double factor()
    {
        if (++depth_ > 50) is_good_ = false;
        skip();
        if (!is_good_) return 0;
        if (take("-") || take("−")) return -factor();
        if (take("(")) {
            const double inner = terms();
            if (!take(")")) is_good_ = false;
            return inner;
        }
        if (at_ >= text_.size() || !is_digit(text_[at_])) {
            is_good_ = false;
            return 0;
        }
        return read_number(text_, at_);
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int depth_ = 0;
    bool is_good_ = true;
};

// a*x + b of one side of an equation; false when it is more than that.
bool linear_side(std::string_view side, char unknown, double& a, double& b)
{
    std::string plain;
    for (const char c : side)
        if (c != ' ') plain += c;
    const auto replaced = [&](double x) {
        std::string text;
        for (std::size_t i = 0; i < plain.size(); ++i) {
            if (plain[i] != unknown) {
                text += plain[i];
                continue;
            }
            if (i > 0 && (is_digit(plain[i - 1]) || plain[i - 1] == ')')) text += '*';
            text += "(" + number_text(x) + ")";
        }
        return evaluate(text);
    };
    const auto at_0 = replaced(0);
    const auto at_1 = replaced(1);
    const auto at_2 = replaced(2);
    if (!at_0 || !at_1 || !at_2) return false;
    b = *at_0;
    a = *at_1 - *at_0;
    return std::abs(*at_2 - *at_1 - a) < 1e-6;
}

}  // namespace

std::vector<double> numbers_in(std::string_view text)
{
    std::vector<double> result;
    for (std::size_t i = 0; i < text.size();) {
        const bool starts =
            is_digit(text[i]) || (text[i] == '.' && i + 1 < text.size() && is_digit(text[i + 1]) &&
                                  (i == 0 || !is_digit(text[i - 1])));
        if (!starts) {
            ++i;
            continue;
        }
        // "A-3" is no minus three, "$-3" and "(-3" are.
        const bool has_sign = i > 0 && (text[i - 1] == '-' || (i > 2 && text.substr(i - 3, 3) == "−"));
        const std::size_t before = has_sign && text[i - 1] == '-' ? i - 1 : i - (has_sign ? 3 : 0);
        const bool is_minus =
            has_sign && (before == 0 || !(is_letter(text[before - 1]) || is_digit(text[before - 1])));
        const double value = read_number(text, i);
        result.push_back(is_minus ? -value : value);
        if (i < text.size() && text[i] == '.') ++i;
    }
    return result;
}

std::optional<double> number_in(std::string_view text)
{
    const auto all = numbers_in(text);
    if (!all.empty()) return all.front();
    return std::nullopt;
}

std::string number_as_written(std::string_view text)
{
    std::string number;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_decimal =
            text[i] == '.' && i + 1 < text.size() && is_digit(text[i + 1]) && !number.empty();
        if (is_digit(text[i]) || is_decimal || (text[i] == '-' && number.empty()))
            number += text[i];
        else if (!number.empty() && text[i] != ',')
            break;
    }
    return number;
}

std::string number_text(double value)
{
    if (std::abs(value - std::round(value)) < 1e-9)
        return std::to_string(static_cast<long long>(std::llround(value)));
    char text[64];
    std::snprintf(text, sizeof text, "%.10g", value);
    return text;
}

std::optional<int> month_named(std::string_view word)
{
    static constexpr std::array<std::string_view, 12> months = {
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december"
    };
    const auto small = lower(word);
    if (small.size() < 3) return std::nullopt;
    for (std::size_t i = 0; i < months.size(); ++i)
        if (months[i] == small || (small.size() <= 4 && months[i].starts_with(small)) || small == "sept") {
            if (small == "sept") return 9;
            return static_cast<int>(i) + 1;
        }
    return std::nullopt;
}

std::optional<Date> date_in(std::string_view text)
{
    if (auto date = numeric_date(text)) return date;
    const auto words = words_of(text);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto month = month_named(words[i]);
        if (!month) continue;
        Date date{0, *month, 0};
        const auto day_of = [](const std::string& word) -> int {
            if (const auto number = ordinal(word); number && *number > 0 && *number <= 31) return *number;
            if (word.size() <= 2 && !word.empty() && is_digit(word.front())) return std::stoi(word);
            return 0;
        };
        const auto year_of = [](const std::string& word) {
            return word.size() == 4 && is_digit(word.front()) && is_digit(word.back()) ? std::stoi(word) : 0;
        };
        if (i > 0) date.day = day_of(words[i - 1]);
        for (std::size_t k = i + 1; k < words.size() && k <= i + 2; ++k) {
            if (date.day == 0 && k == i + 1) date.day = day_of(words[k]);
            if (date.year == 0) date.year = year_of(words[k]);
        }
        // "may" is a word of its own; without a day or a year it says nothing about dates.
        if (date.day != 0 || date.year != 0) return date;
    }
    return std::nullopt;
}

std::string iso_text(const Date& date)
{
    return std::to_string(date.year) + "-" + two_digits(date.month) + "-" + two_digits(date.day);
}
std::string us_text(const Date& date)
{
    return two_digits(date.month) + "/" + two_digits(date.day) + "/" + std::to_string(date.year);
}
std::string clock_text(int minutes) { return two_digits(minutes / 60) + ":" + two_digits(minutes % 60); }

std::optional<int> time_in(std::string_view text)
{
    const auto small = lower(text);
    for (std::size_t i = 0; i < small.size(); ++i) {
        if (!is_digit(small[i]) || (i > 0 && (is_digit(small[i - 1]) || small[i - 1] == ':'))) continue;
        std::size_t at = i;
        int hours = 0;
        int minutes = 0;
        for (int n = 0; at < small.size() && is_digit(small[at]) && n < 2; ++at, ++n)
            hours = hours * 10 + (small[at] - '0');
        bool is_clock = false;
        if (at + 2 < small.size() && small[at] == ':' && is_digit(small[at + 1]) && is_digit(small[at + 2])) {
            minutes = (small[at + 1] - '0') * 10 + (small[at + 2] - '0');
            at += 3;
            is_clock = true;
        }
        while (at < small.size() && (small[at] == ' ' || small[at] == '.')) ++at;
        const auto half = small.substr(at, 2);
        const bool has_half = half == "am" || half == "pm" || half == "a." || half == "p.";
        if (!is_clock && !has_half) continue;
        if (has_half && half[0] == 'p' && hours < 12) hours += 12;
        if (has_half && half[0] == 'a' && hours == 12) hours = 0;
        if (hours < 24 && minutes < 60) return hours * 60 + minutes;
    }
    return std::nullopt;
}

std::optional<double> duration_in(std::string_view text)
{
    const auto small = lower(text);
    double minutes = 0;
    bool found = false;
    for (std::size_t i = 0; i < small.size();) {
        if (!is_digit(small[i])) {
            ++i;
            continue;
        }
        const double value = read_number(small, i);
        while (i < small.size() && small[i] == ' ') ++i;
        const auto unit = small.substr(i, 3);
        const bool ends_unit = unit.size() < 2 || !is_letter(unit[1]);
        if (unit.starts_with("day") || (unit.starts_with("d") && ends_unit))
            minutes += value * 1440, found = true;
        else if (unit.starts_with("ho") || unit.starts_with("hr") || (unit.starts_with("h") && ends_unit))
            minutes += value * 60, found = true;
        else if (unit.starts_with("min") || (unit.starts_with("m") && ends_unit))
            minutes += value, found = true;
        else if (unit.starts_with("sec") || (unit.starts_with("s") && ends_unit))
            minutes += value / 60, found = true;
    }
    if (!found) return std::nullopt;
    return minutes;
}

std::optional<double> evaluate(std::string_view expression) { return Sum(expression).value(); }

std::optional<double> sum_in(std::string_view text)
{
    // The longest run of digits, signs and brackets that holds an operator between two numbers.
    const auto belongs = [](char c) {
        return is_digit(c) || std::string_view("+-*/x×÷−().,: \xc3\x97\xb7\xe2\x88\x92").contains(c);
    };
    std::optional<double> best;
    std::size_t longest = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!(is_digit(text[i]) || text[i] == '(' || text[i] == '-') ||
            (i > 0 && (is_digit(text[i - 1]) || is_letter(text[i - 1]))))
            continue;
        std::size_t end = i;
        while (end < text.size() && belongs(text[end])) ++end;
        for (std::size_t stop = end; stop > i + 2; --stop) {
            const auto part = trimmed(text.substr(i, stop - i));
            if (part.size() <= longest || part.find_first_of("+*/x-\xc3\xe2", 1) == std::string::npos)
                continue;
            if (const auto value = evaluate(part)) {
                best = value;
                longest = part.size();
                break;
            }
        }
    }
    return best;
}

std::optional<double> unknown_in(std::string_view text)
{
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    // Sides: what around the sign is made of digits, signs and one letter that stands alone.
    const auto belongs = [&](std::size_t i) {
        const char c = text[i];
        if (is_digit(c) || std::string_view("+-*/(). ").contains(c)) return true;
        const bool alone = is_letter(c) && (i == 0 || !is_letter(text[i - 1])) &&
                           (i + 1 >= text.size() || !is_letter(text[i + 1]));
        return alone;
    };
    std::size_t begin = equals;
    while (begin > 0 && belongs(begin - 1)) --begin;
    std::size_t end = equals + 1;
    while (end < text.size() && belongs(end)) ++end;
    const auto equation = std::string(text.substr(begin, end - begin));
    char unknown = 0;
    for (const char c : equation) {
        if (!is_letter(c)) continue;
        if (unknown != 0 && unknown != c) return std::nullopt;
        unknown = c;
    }
    if (unknown == 0) return std::nullopt;
    double a1 = 0, b1 = 0, a2 = 0, b2 = 0;
    const auto middle = equals - begin;
    if (!linear_side(std::string_view(equation).substr(0, middle), unknown, a1, b1)) return std::nullopt;
    if (!linear_side(std::string_view(equation).substr(middle + 1), unknown, a2, b2)) return std::nullopt;
    if (std::abs(a1 - a2) < 1e-9) return std::nullopt;
    return (b2 - b1) / (a1 - a2);
}

}  // namespace lissom::agent::lite
