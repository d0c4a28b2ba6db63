// Numbers, money, ratings and counts, as pages write them.

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "extract/values.hpp"
#include "extract/words.hpp"

namespace lissom::extract {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0; }

struct Currency {
    std::string_view sign;
    std::string_view code;
};

// Longer signs first: "US$" is not "$" after two letters.
constexpr auto currencies = std::to_array<Currency>(
    {{"US$", "USD"}, {"CA$", "CAD"}, {"A$", "AUD"},  {"C$", "CAD"},  {"R$", "BRL"},  {"HK$", "HKD"},
     {"$", "USD"},   {"€", "EUR"},   {"£", "GBP"},   {"¥", "JPY"},   {"₹", "INR"},   {"₽", "RUB"},
     {"₩", "KRW"},   {"₺", "TRY"},   {"zł", "PLN"},  {"Kč", "CZK"},  {"USD", "USD"}, {"EUR", "EUR"},
     {"GBP", "GBP"}, {"CHF", "CHF"}, {"JPY", "JPY"}, {"INR", "INR"}, {"CAD", "CAD"}, {"AUD", "AUD"},
     {"SEK", "SEK"}, {"NOK", "NOK"}, {"DKK", "DKK"}, {"PLN", "PLN"}, {"CZK", "CZK"}, {"BRL", "BRL"},
     {"CNY", "CNY"}, {"Rs.", "INR"}, {"Rs", "INR"},  {"₸", "KZT"},   {"тг", "KZT"},  {"₴", "UAH"},
     {"грн", "UAH"}, {"руб", "RUB"}, {"р.", "RUB"},  {"元", "TWD"},  {"円", "JPY"},  {"원", "KRW"},
     {"lei", "RON"}, {"Lei", "RON"}, {"Ft", "HUF"},  {"HUF", "HUF"}, {"RON", "RON"}, {"₫", "VND"},
     {"₱", "PHP"},   {"₦", "NGN"},   {"฿", "THB"},   {"₪", "ILS"},   {"kr", "SEK"},  {"TL", "TRY"},
     {"AED", "AED"}, {"SGD", "SGD"}, {"NZD", "NZD"}, {"MXN", "MXN"}, {"ZAR", "ZAR"}}
);

// Bytes of a space that may stand inside a number or beside a sign: plain, no-break, thin, narrow no-break.
std::size_t space_at(std::string_view text, std::size_t at)
{
    for (const std::string_view space : {" ", "\u00a0", "\u2009", "\u202f"})
        if (text.substr(at).starts_with(space)) return space.size();
    return 0;
}

double power_of_suffix(std::string_view text, std::size_t at, std::size_t& length)
{
    const auto rest = text.substr(at);
    const auto ends = [&](std::size_t size) { return rest.size() == size || !is_letter(rest[size]); };
    const auto low = lower(rest.substr(0, 9));
    for (const auto& [suffix, power] : std::to_array<std::pair<std::string_view, double>>(
             {{"k", 1e3},
              {"m", 1e6},
              {"mn", 1e6},
              {"b", 1e9},
              {"bn", 1e9},
              {" million", 1e6},
              {" billion", 1e9}}
         ))
        if (low.starts_with(suffix) && ends(suffix.size())) {
            // "5 m" and "3 b" are units; "5m" beside a point of decimals or a big K is a power.
            length = suffix.size();
            return power;
        }
    return 1;
}

// Which of the marks in "1,299.00", "1.299,00", "1,299", "1.5" is the point of decimals: its index or npos.
std::size_t decimal_mark(std::string_view digits)
{
    const auto last = digits.find_last_of(".,");
    if (last == std::string_view::npos) return last;
    const char mark = digits[last];
    const char other = mark == '.' ? ',' : '.';
    const auto behind = digits.size() - last - 1;
    if (std::ranges::count(digits, mark) > 1) return std::string_view::npos;
    if (digits.find(other) != std::string_view::npos) return last;
    if (behind == 3 && (mark == ',' || last > 3) && digits[0] != '0') return std::string_view::npos;
    if (behind == 3 && mark == '.' && last <= 3 && digits[0] != '0') return last;  // "1.299" is English
    return last;
}

std::optional<Number> number_at(std::string_view text, std::size_t at)
{
    std::size_t end = at;
    std::string digits;
    while (end < text.size()) {
        const char c = text[end];
        if (is_digit(c)) {
            digits += c;
            ++end;
            continue;
        }
        if ((c == ',' || c == '.' || c == '\'') && end + 1 < text.size() && is_digit(text[end + 1])) {
            if (c != '\'') digits += c;
            ++end;
            continue;
        }
        // "1 299": a space parts thousands only before exactly three digits.
        const auto space = space_at(text, end);
        const auto three = text.substr(end + space, 3);
        const bool thousands =
            space > 0 && digits.size() <= 3 && three.size() == 3 && std::ranges::all_of(three, is_digit) &&
            (end + space + 3 >= text.size() || !is_digit(text[end + space + 3])) && space > 1;
        if (!thousands) break;
        digits += three;
        end += space + 3;
    }
    const auto mark = decimal_mark(digits);
    std::string plain;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (is_digit(digits[i]))
            plain += digits[i];
        else if (i == mark)
            plain += '.';
    }
    double value = 0;
    const auto [_, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
    if (error != std::errc()) return std::nullopt;

    std::size_t suffix = 0;
    const auto power = power_of_suffix(text, end, suffix);
    if (power > 1) {
        // 1.2 * 1000 is 1200.0000000000002 without.
        value = std::round(value * power * 1000) / 1000;
        end += suffix;
    }
    return Number{value, at, end - at};
}

std::size_t skip_spaces_back(std::string_view text, std::size_t at)
{
    for (;;) {
        std::size_t taken = 0;
        for (const std::string_view space : {" ", "\u00a0", "\u2009", "\u202f"})
            if (text.substr(0, at).ends_with(space)) taken = space.size();
        if (taken == 0) return at;
        at -= taken;
    }
}

const Currency* currency_before(std::string_view text, std::size_t at)
{
    const auto before = text.substr(0, skip_spaces_back(text, at));
    for (const auto& currency : currencies) {
        if (!before.ends_with(currency.sign)) continue;
        const auto start = before.size() - currency.sign.size();
        if (is_letter(currency.sign[0]) && currency.sign[0] > 0 && start > 0 && is_letter(before[start - 1]))
            continue;
        return &currency;
    }
    return nullptr;
}

const Currency* currency_after(std::string_view text, std::size_t at, std::size_t& end)
{
    while (const auto space = space_at(text, at)) at += space;
    for (const auto& currency : currencies) {
        if (!text.substr(at).starts_with(currency.sign)) continue;
        const auto stop = at + currency.sign.size();
        // "$5 $6": the sign belongs to the number behind it.
        if (stop < text.size() && (is_digit(text[stop]) || is_letter(text[stop]))) continue;
        end = stop;
        return &currency;
    }
    return nullptr;
}

}  // namespace

std::vector<Number> find_numbers(std::string_view text)
{
    std::vector<Number> numbers;
    for (std::size_t i = 0; i < text.size() && numbers.size() < 50; ++i) {
        if (!is_digit(text[i])) continue;
        auto number = number_at(text, i);
        if (!number) continue;
        i += number->length;
        // A minus is a sign where nothing stands before it ("−5°", "(-3)"), a dash in "3-5".
        const auto before = text.substr(0, number->at);
        const auto clear = [&](std::size_t size) {
            return before.size() == size || (!is_digit(before[before.size() - size - 1]) &&
                                             !is_letter(before[before.size() - size - 1]));
        };
        if ((before.ends_with('-') && clear(1)) || (before.ends_with("−") && clear(3)))
            number->value = -number->value;
        numbers.push_back(*number);
    }
    return numbers;
}

namespace {

// "44 890 zł": plain spaces between groups of three digits, where the currency that follows says that all of
// it is one amount. Answers where it begins.
std::size_t
with_thousands(std::string_view text, const std::vector<Number>& numbers, std::size_t last, double& value)
{
    auto start = numbers[last].at;
    double power = 1000;
    for (std::size_t i = last; i > 0; --i) {
        const auto& group = numbers[i];
        const auto& before = numbers[i - 1];
        const auto whole = text.substr(group.at, 3);
        const bool is_group = whole.size() == 3 && std::ranges::all_of(whole, is_digit) &&
                              group.value < 1000 && before.at + before.length + 1 == group.at &&
                              text[group.at - 1] == ' ';
        const bool is_plain = before.length <= 3 && is_whole(before.value) && before.value > 0 &&
                              std::ranges::all_of(text.substr(before.at, before.length), is_digit);
        if (!is_group || !is_plain) break;
        value += before.value * power;
        power *= 1000;
        start = before.at;
    }
    return start;
}

}  // namespace

std::vector<Money> find_money(std::string_view text)
{
    std::vector<Money> found;
    const auto numbers = find_numbers(text);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const auto& number = numbers[i];
        auto start = number.at;
        auto end = number.at + number.length;
        auto value = number.value;
        const auto* currency = currency_before(text, start);
        if (currency) {
            start = skip_spaces_back(text, start) - currency->sign.size();
        } else {
            currency = currency_after(text, end, end);
            if (currency) start = with_thousands(text, numbers, i, value);
        }
        if (!currency) continue;
        const auto before = text.substr(0, start);
        if (before.ends_with('-') || before.ends_with("−")) value = -std::abs(value);
        found.push_back(
            {value, std::string(currency->code), std::string(text.substr(start, end - start)), start}
        );
    }
    return found;
}

std::optional<Rating> find_rating(std::string_view text)
{
    const auto low = lower(text);
    const auto full = [&] {
        std::size_t stars = 0;
        for (std::size_t at = 0; (at = text.find("★", at)) != std::string_view::npos; at += 3) ++stars;
        return stars;
    }();
    const auto numbers = find_numbers(text);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const auto& number = numbers[i];
        auto rest = std::string_view(low).substr(number.at + number.length);
        const auto next = i + 1 < numbers.size() ? &numbers[i + 1] : nullptr;
        const auto until_next = next ? trimmed(std::string_view(low).substr(
                                           number.at + number.length, next->at - number.at - number.length
                                       ))
                                     : "";
        const bool of_maximum = next && (until_next == "/" || until_next == "out of" || until_next == "of" ||
                                         until_next == "stars out of" || until_next == "von" ||
                                         until_next == "sur" || until_next == "de" || until_next == "su");
        if (of_maximum && (next->value == 5 || next->value == 10 || next->value == 100) &&
            number.value <= next->value)
            return Rating{number.value, next->value};
        rest = rest.substr(std::min(rest.size(), rest.find_first_not_of(" -")));
        if (rest.starts_with("star") && number.value <= 5) return Rating{number.value, 5};
        if (rest.starts_with("★") && number.value <= 5) return Rating{number.value, 5};
    }
    if (full >= 1 && full <= 5 && (full > 1 || text.find("☆") != std::string_view::npos)) {
        std::size_t empty = 0;
        for (std::size_t at = 0; (at = text.find("☆", at)) != std::string_view::npos; at += 3) ++empty;
        if (empty == 0 || full + empty <= 10)
            return Rating{static_cast<double>(full), full + empty > 5 ? 10.0 : 5.0};
    }
    if (full == 1 && numbers.size() == 1 && numbers[0].value <= 5) return Rating{numbers[0].value, 5};
    if ((low.starts_with("rated ") || low.starts_with("rating")) && !numbers.empty() &&
        numbers[0].value <= 10)
        return Rating{numbers[0].value, numbers[0].value <= 5 ? 5.0 : 10.0};
    return std::nullopt;
}

std::vector<Counted> find_counts(std::string_view text)
{
    std::vector<Counted> counts;
    for (const auto& number : find_numbers(text)) {
        if (number.at > 0 && (is_letter(text[number.at - 1]) || text[number.at - 1] == '$')) continue;
        auto at = number.at + number.length;
        if (at < text.size() && text[at] == '+') ++at;
        while (const auto space = space_at(text, at)) at += space;
        if (at < text.size() && text[at] == '-') ++at;  // "5-star"
        auto end = at;
        while (end < text.size() && is_letter(text[end])) ++end;
        if (end == at || end - at > 24) continue;
        counts.push_back(
            {number.value,
             std::string(text.substr(number.at, number.length)),
             std::string(text.substr(at, end - at)),
             number.at}
        );
    }
    return counts;
}

std::optional<double> to_number(std::string_view text)
{
    const auto numbers = find_numbers(text);
    if (numbers.empty()) return std::nullopt;
    // "12,450 (2024)": what stands in brackets behind a number says more about it.
    const auto bracket = text.find(" (");
    if (numbers.size() > 1 && bracket != std::string_view::npos && trimmed(text).ends_with(')') &&
        bracket > numbers[0].at && bracket < numbers[1].at)
        return to_number(text.substr(0, bracket));
    if (const auto money = find_money(text); !money.empty() && numbers.size() == 1) return money[0].value;
    if (const auto rating = find_rating(text)) return rating->value;
    // "(5)" of a balance sheet is a number below nought only beside money; alone it is a count in brackets.
    const auto words = words_of(text);
    const auto letters =
        std::ranges::count_if(words, [](const std::string& word) { return !is_digit(word[0]); });
    if (letters > 3 || (numbers.size() > 1 && letters > 0)) return std::nullopt;
    if (numbers.size() > 1) return std::nullopt;
    // "iPhone 15" is a name; "37 comments", "Only 3 left" and "Qty: 3" are numbers with words.
    const auto before = trimmed(text.substr(0, numbers[0].at));
    const bool labelled = before.ends_with(':') || before.ends_with('#') || before.ends_with('(') ||
                          before.ends_with('~') || before.ends_with('$');
    if (letters > 0 && !before.empty() && !labelled && is_letter(before.back())) {
        const auto low = lower(before);
        if (low != "only" && low != "over" && low != "about" && low != "from" && low != "no" &&
            low != "approx")
            return std::nullopt;
    }
    return numbers[0].value;
}

bool is_whole(double value) { return std::abs(value) < 9e15 && value == std::floor(value); }

}  // namespace lissom::extract
