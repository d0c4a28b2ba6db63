#include "agent/lite/people.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <vector>

#include "agent/lite/instruction.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

bool is_capital(const Token& token)
{
    return !token.is_mark && !token.is_quoted && !token.text.empty() &&
           std::isupper(static_cast<unsigned char>(token.text.front())) != 0 &&
           std::ranges::none_of(token.text, [](char c) {
               return std::isdigit(static_cast<unsigned char>(c)) != 0;
           });
}

bool is_of_calendar(const std::string& word)
{
    static const std::set<std::string, std::less<>> days = {
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
    };
    return month_named(word) || days.contains(word);
}

bool is_figures(const std::string& text, std::size_t fewest, std::size_t most)
{
    return text.size() >= fewest && text.size() <= most &&
           text.find_first_not_of("0123456789") == std::string::npos;
}

// "4", "12b"
bool is_house_number(const std::string& text)
{
    constexpr std::size_t longest = 4;
    if (text.empty() || text.size() > longest || std::isdigit(static_cast<unsigned char>(text.front())) == 0)
        return false;
    return text.find_first_not_of("0123456789") == std::string::npos ||
           text.find_first_not_of("0123456789") == text.size() - 1;
}

// From `at` on: how many words with capitals follow each other.
std::size_t capitals_from(const std::vector<Token>& tokens, std::size_t at)
{
    std::size_t end = at;
    while (end < tokens.size() && is_capital(tokens[end]) && !is_of_calendar(tokens[end].small)) ++end;
    return end - at;
}

}  // namespace

std::string person_in(std::string_view text)
{
    const auto phrase = tokenize(text);
    const auto& tokens = phrase.tokens;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto count = capitals_from(tokens, i);
        if (count == 0) continue;
        const auto end = i + count;
        const bool is_order_word = is_order(tokens[i].text + " it") && i == 0;
        const bool is_street = end < tokens.size() && is_house_number(tokens[end].text);
        if (count >= 2 && count <= 4 && !is_order_word && !is_street)
            return phrase.source.substr(tokens[i].begin, tokens[end - 1].end - tokens[i].begin);
        i = end - 1;
    }
    return "";
}

std::optional<Address> address_in(std::string_view text)
{
    static const std::set<std::string, std::less<>> numbered = {
        "seat", "room",    "table", "parcel", "ticket",   "order", "number",
        "no",   "version", "page",  "step",   "level",    "phone", "part",
        "size", "row",     "item",  "zip",    "postcode", "pin",   "code"
    };
    constexpr std::size_t shortest_code = 4, longest_code = 6;
    const auto phrase = tokenize(text);
    const auto& tokens = phrase.tokens;
    Address found;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto count = capitals_from(tokens, i);
        const auto end = i + count;
        if (count > 0 && found.street.empty() && end < tokens.size() && is_house_number(tokens[end].text) &&
            !numbered.contains(tokens[end - 1].small) &&
            (end + 1 >= tokens.size() || tokens[end + 1].is_mark))
            found.street = phrase.source.substr(tokens[i].begin, tokens[end].end - tokens[i].begin);
        if (count > 0) i = end - 1;
        if (count == 0 && is_figures(tokens[i].text, shortest_code, longest_code)) {
            const auto town = capitals_from(tokens, i + 1);
            if (town == 0) continue;
            found.postcode = tokens[i].text;
            found.town =
                phrase.source.substr(tokens[i + 1].begin, tokens[i + town].end - tokens[i + 1].begin);
        }
    }
    if (found.street.empty() && found.postcode.empty()) return std::nullopt;
    return found;
}

}  // namespace lissom::agent::lite
