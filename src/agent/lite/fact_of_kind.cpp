#include "agent/lite/fact_of_kind.hpp"

#include <algorithm>
#include <cctype>
#include <functional>
#include <vector>

#include "agent/lite/explore.hpp"
#include "agent/lite/measure.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

using Test = std::function<bool(const std::string&)>;

bool has_digit(const std::string& text)
{
    return std::ranges::any_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
}

bool is_address(const std::string& text) { return text.contains('@') && !text.contains(' '); }

bool is_number_to_call(const std::string& text)
{
    constexpr int fewest = 3;
    return text.find_first_not_of("+0123456789 ()/-.") == std::string::npos && !date_in(text) &&
           std::ranges::count_if(text, [](unsigned char c) { return std::isdigit(c) != 0; }) >= fewest;
}

bool is_place(const std::string& text)
{
    return !text.empty() && !has_digit(text) && text.find_first_of("@:") == std::string::npos &&
           std::isupper(static_cast<unsigned char>(text.front())) != 0;
}

// "Nov 17, 2026": the comma parts no two facts.
bool begins_with_year(std::string_view text)
{
    constexpr std::size_t digits = 4;
    return text.size() >= digits && (text.starts_with("19") || text.starts_with("20")) &&
           text.find_first_not_of("0123456789") >= digits;
}

Test test_for(std::string_view asked)
{
    const auto says = [&](std::initializer_list<std::string_view> words) {
        return std::ranges::any_of(words, [&](std::string_view word) { return contains_word(asked, word); });
    };
    if (says({"email", "e-mail", "mail"})) return is_address;
    if (says({"phone", "telephone", "number", "mobile", "dial", "call"})) return is_number_to_call;
    if (says({"price", "cost", "much"}))
        return [](const std::string& text) { return price_in(text).has_value(); };
    if (says({"city", "town", "country", "from", "live", "lives"})) return is_place;
    if (says({"date", "day", "when", "birthday"}))
        return [](const std::string& text) { return date_in(text).has_value(); };
    if (says({"time"})) return [](const std::string& text) { return time_in(text).has_value(); };
    return {};
}

}  // namespace

std::optional<std::string> fact_of_kind(std::string_view line, std::string_view asked)
{
    const auto test = test_for(asked);
    std::vector<std::string> parts{std::string(line)};
    for (const std::string_view sign : {"·", "•", " | ", " – ", " — ", ", ", "\n"}) {
        std::vector<std::string> cut;
        for (const auto& part : parts) {
            const auto first = cut.size();
            for (const auto& piece : split(part, sign)) {
                auto fact = trimmed(piece);
                if (sign == ", " && cut.size() > first && begins_with_year(fact))
                    cut.back() += ", " + fact;
                else
                    cut.push_back(std::move(fact));
            }
        }
        parts = std::move(cut);
    }
    if (!test || parts.size() < 2) return std::nullopt;
    std::erase_if(parts, [&](const std::string& part) { return part.empty() || !test(part); });
    return parts.size() == 1 ? std::optional(parts.front()) : std::nullopt;
}

std::optional<std::string> fact_about(const Scene& scene, const std::string& name, std::string_view asked)
{
    std::optional<std::string> found;
    for (int i = 0; i < scene.size(); ++i) {
        if (scene.node(i).role != "text" || !contains_word(scene.node(i).name, name)) continue;
        const int own = scene.element_of(i);
        int box = record_of(scene, i);
        if (scene.node(own).tag == "dt" && scene.end_of(own) < scene.size()) box = scene.end_of(own);
        std::string line;
        for (int k = std::max(box, 0); box >= 0 && k < scene.end_of(box); ++k)
            if (scene.node(k).role == "text" && !scene.node(scene.operable_at(k)).is_operable)
                line += (line.empty() ? "" : " · ") + scene.node(k).name;
        if (const auto at = line.find(name); at != std::string::npos) line.erase(at, name.size());
        auto fact = fact_of_kind("· " + line, asked);
        if (!fact) continue;
        if (found && *found != *fact) return std::nullopt;
        found = std::move(fact);
    }
    return found;
}

}  // namespace lissom::agent::lite
