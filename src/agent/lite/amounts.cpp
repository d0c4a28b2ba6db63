#include "agent/lite/amounts.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "agent/lite/phrase.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

struct Unit {
    std::string_view name;
    double worth;
    std::string_view whole;  // the unit it is a part of
};

constexpr double kilo = 1024;
constexpr std::array sizes_of_files = {
    Unit{"bytes", 1, "byte"},
    Unit{"kb", kilo, "byte"},
    Unit{"kib", kilo, "byte"},
    Unit{"mb", kilo* kilo, "byte"},
    Unit{"mib", kilo* kilo, "byte"},
    Unit{"gb", kilo* kilo* kilo, "byte"},
    Unit{"gib", kilo* kilo* kilo, "byte"},
    Unit{"tb", kilo* kilo* kilo* kilo, "byte"}
};

constexpr std::array contents = {
    Unit{"g", 0.001, "kg"},       Unit{"gram", 0.001, "kg"}, Unit{"grams", 0.001, "kg"},
    Unit{"kg", 1, "kg"},          Unit{"kilo", 1, "kg"},     Unit{"kilogram", 1, "kg"},
    Unit{"kilograms", 1, "kg"},   Unit{"ml", 0.001, "l"},    Unit{"cl", 0.01, "l"},
    Unit{"dl", 0.1, "l"},         Unit{"l", 1, "l"},         Unit{"litre", 1, "l"},
    Unit{"litres", 1, "l"},       Unit{"liter", 1, "l"},     Unit{"liters", 1, "l"},
    Unit{"pieces", 1, "piece"},   Unit{"pcs", 1, "piece"},   Unit{"pack", 1, "piece"},
    Unit{"tablets", 1, "piece"},  Unit{"rolls", 1, "piece"}, Unit{"bags", 1, "piece"},
    Unit{"capsules", 1, "piece"}, Unit{"sheets", 1, "piece"}
};

// A number with the unit behind it, "500 g" or "500g".
struct Amount {
    double number = 0;
    std::string unit;
    std::size_t at = 0;  // word
};

std::vector<Amount> amounts_in(std::string_view text)
{
    std::vector<Amount> found;
    const auto words = split(collapsed(text), " ");
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto figures = words[i].find_first_not_of("0123456789.,");
        const auto number = number_in(words[i].substr(0, figures));
        if (figures == 0 || !number) continue;
        auto unit = figures != std::string::npos ? words[i].substr(figures)
                    : i + 1 < words.size()       ? words[i + 1]
                                                 : "";
        while (!unit.empty() && std::string_view(",.;)").contains(unit.back())) unit.pop_back();
        found.push_back({*number, lower(unit), i});
    }
    return found;
}

}  // namespace

std::optional<double> bytes_in(std::string_view text)
{
    for (const auto& each : amounts_in(text)) {
        const auto unit = std::ranges::find(sizes_of_files, each.unit, &Unit::name);
        if (unit != sizes_of_files.end()) return each.number * unit->worth;
    }
    return std::nullopt;
}

std::optional<Content> content_in(std::string_view text)
{
    const auto words = split(collapsed(text), " ");
    std::optional<Content> found;
    for (const auto& each : amounts_in(text)) {
        const auto unit = std::ranges::find(contents, each.unit, &Unit::name);
        if (unit == contents.end()) continue;
        double amount = each.number * unit->worth;
        // "6 x 330 ml"
        const bool is_multiple =
            each.at >= 2 && (lower(words[each.at - 1]) == "x" || words[each.at - 1] == "×");
        if (is_multiple) amount *= number_in(words[each.at - 2]).value_or(1);
        if (found && (found->unit != unit->whole || found->amount != amount)) return std::nullopt;
        found = Content{amount, std::string(unit->whole)};
    }
    return found;
}

std::string unit_asked_for(std::string_view question)
{
    for (const std::string_view pattern :
         {"[{*}] (per|each) {!unit} [{*}]", "[{*}] (a|one|for a|for one) {!unit} of {*}"}) {
        const auto said = fit(pattern, question);
        if (!said) continue;
        const auto unit = std::ranges::find(contents, lower(unquoted(said->at("unit"))), &Unit::name);
        if (unit != contents.end() && unit->worth == 1) return std::string(unit->whole);
        if (lower(said->at("unit")) == "piece") return "piece";
    }
    return "";
}

}  // namespace lissom::agent::lite
