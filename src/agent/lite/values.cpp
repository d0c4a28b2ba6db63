#include "agent/lite/values.hpp"

#include <array>
#include <cmath>
#include <cstdio>

#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

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
    // "1.284,55", "38,20": two digits behind a comma that ends the number are cents.
    const auto is_figure = [&](std::size_t i) { return i < text.size() && is_digit(text[i]); };
    std::size_t cents = at;
    while (cents < text.size() && text[cents] == '.' && is_figure(cents + 1) && is_figure(cents + 2) &&
           is_figure(cents + 3) && !is_figure(cents + 4))
        cents += 4;
    const bool are_cents = cents < text.size() && text[cents] == ',' && is_figure(cents + 1) &&
                           is_figure(cents + 2) && !is_figure(cents + 3);
    if (are_cents) {
        for (++at; at < cents; ++at)
            if (is_figure(at)) value = value * 10 + (text[at] - '0');
        value = std::round(value * 100 + (text[cents + 1] - '0') * 10 + (text[cents + 2] - '0')) / 100;
        at = cents + 3;
        return value;
    }
    if (at + 1 < text.size() && text[at] == '.' && is_digit(text[at + 1])) {
        double part = 0.1;
        for (++at; at < text.size() && is_digit(text[at]); ++at, part /= 10) value += part * (text[at] - '0');
    }
    return value;
}

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
