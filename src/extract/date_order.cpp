#include "extract/date_order.hpp"

#include <charconv>
#include <string_view>

namespace lissom::extract {
namespace {

struct Evidence {
    bool has_day_first = false;
    bool has_month_first = false;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The one or two digits that end before, or begin at, the mark; -1 where there are more or none.
int short_number(std::string_view digits)
{
    int value = -1;
    if (!digits.empty() && digits.size() <= 2)
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

void look_at(std::string_view text, Evidence& evidence)
{
    constexpr int most_months = 12;
    constexpr int most_days = 31;
    for (auto mark = text.find('/'); mark != std::string_view::npos; mark = text.find('/', mark + 1)) {
        auto from = mark;
        while (from > 0 && is_digit(text[from - 1])) --from;
        auto to = mark + 1;
        while (to < text.size() && is_digit(text[to])) ++to;
        // A year has to follow: "24/7" is no date.
        const bool has_year = to + 2 < text.size() && text[to] == '/' && is_digit(text[to + 1]);
        const int first = short_number(text.substr(from, mark - from));
        const int second = short_number(text.substr(mark + 1, to - mark - 1));
        if (!has_year || first < 1 || second < 1 || first > most_days || second > most_days) continue;
        if (first > most_months && second <= most_months) evidence.has_day_first = true;
        if (second > most_months && first <= most_months) evidence.has_month_first = true;
    }
}

}  // namespace

std::optional<bool> writes_day_first(const PageData& data)
{
    Evidence evidence;
    for (const auto& field : data.fields) look_at(field.text, evidence);
    for (const auto& group : data.groups)
        for (const auto& record : group.records)
            for (const auto& field : record.fields) look_at(field.text, evidence);
    if (evidence.has_day_first == evidence.has_month_first) return std::nullopt;
    return evidence.has_day_first;
}

}  // namespace lissom::extract
