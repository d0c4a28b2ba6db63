#include "agent/smooth/grounds.hpp"

#include <cctype>
#include <charconv>
#include <utility>
#include <vector>

namespace lissom::agent {
namespace {

constexpr std::size_t most_figures = 100'000;  // of a long run; what comes later still counts as not seen
constexpr std::size_t fewest_digits = 2;

bool is_digit(char letter) { return std::isdigit(static_cast<unsigned char>(letter)) != 0; }

// Without what parts their digits: "1,234.50" is "123450".
std::vector<std::string> figures_of(std::string_view text)
{
    std::vector<std::string> figures;
    std::string figure;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        const bool is_inside = i < text.size() && !figure.empty() && (text[i] == '.' || text[i] == ',') &&
                               i + 1 < text.size() && is_digit(text[i + 1]);
        if (i < text.size() && is_digit(text[i]))
            figure += text[i];
        else if (!is_inside && !figure.empty())
            figures.push_back(std::exchange(figure, {}));
    }
    return figures;
}

// "99.5"; JSON may have "9.95E1".
std::string as_people_write(double number)
{
    char digits[64];
    const auto [end, error] =
        std::to_chars(std::begin(digits), std::end(digits), number, std::chars_format::fixed);
    return error == std::errc() ? std::string(digits, end) : "";
}

// All texts and figures of a JSON value, without the names of its fields.
void collect(const Json& json, std::string& text)
{
    if (const auto* words = json.if_string())
        text += std::string(*words) + " ";
    else if (const auto* real = json.if_double())
        text += as_people_write(*real) + " ";
    else if (json.is_number())
        text += dump(json) + " ";
    else if (const auto* list = json.if_array())
        for (const auto& entry : *list) collect(entry, text);
    else if (const auto* object = json.if_object())
        for (const auto& [name, entry] : *object) collect(entry, text);
}

}  // namespace

void Grounds::add(std::string_view text)
{
    for (auto& figure : figures_of(text))
        if (figures_.size() < most_figures) figures_.insert(std::move(figure));
}

std::optional<std::string> Grounds::missing(const Json& output) const
{
    std::string text;
    collect(output, text);
    for (const auto& figure : figures_of(text))
        if (figure.size() >= fewest_digits && !figures_.contains(figure)) return figure;
    return std::nullopt;
}

}  // namespace lissom::agent
