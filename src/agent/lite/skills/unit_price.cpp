#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "agent/lite/amounts.hpp"
#include "agent/lite/listing.hpp"
#include "agent/lite/measure.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/skills/answering.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

// What packages of different sizes cost by the kilogram, the litre or the piece.
namespace lissom::agent::lite::skills {

namespace {

struct Priced {
    int box = -1;
    std::string title;
    double price = 0;  // of one unit
};

// Of each package of the list that says its price and how much is in it.
std::vector<Priced> priced_by(const Scene& scene, const std::string& unit)
{
    std::vector<Priced> all;
    const auto listing = listing_for(scene, "records");
    if (!listing) return all;
    for (const int box : listing->boxes) {
        const auto text = scene.text_of(box);
        const auto price = price_in(text);
        const auto content = content_in(text);
        if (!price || !content || content->unit != unit || content->amount <= 0) continue;
        all.push_back({box, collapsed(title_of(scene, *listing, box)), *price / content->amount});
    }
    return all;
}

// The words of a question or wish that tell one package from another.
std::vector<std::string> telling_words(const std::string& phrase)
{
    std::vector<std::string> words;
    for (auto& word : content_words(phrase)) {
        const bool is_known =
            fit("(per|kg|kilo|kilogram|litre|liter|l|piece|unit|price|cost|costs|cheapest|cheaper|"
                "lowest|dearest|expensive|most|least|best|value|which|one|much|how|what|add|cart)",
                word)
                .has_value();
        if (!is_known) words.push_back(std::move(word));
    }
    return words;
}

bool says_any(const std::string& text, const std::vector<std::string>& words)
{
    for (const auto& word : words)
        if (contains_word(text, word)) return true;
    return false;
}

}  // namespace

int cheapest_by_unit(const Scene& scene, const std::string& phrase)
{
    const auto unit = unit_asked_for(phrase);
    if (unit.empty()) return -1;
    const bool is_dearest = fit("{*} (most expensive|dearest|highest) {*}", "x " + phrase + " x").has_value();
    // "The Arborio or the Jasmine rice": only those; a word that all of them say tells none of them.
    auto all = priced_by(scene, unit);
    const auto words = telling_words(phrase);
    std::vector<Priced> named;
    if (contains_word(phrase, "or"))
        for (const auto& each : all) {
            std::vector<std::string> own;
            for (const auto& word : words) {
                bool is_common = true;
                for (const auto& other : all) is_common = is_common && contains_word(other.title, word);
                int saying = 0;
                for (const auto& other : all) saying += contains_word(other.title, word) ? 1 : 0;
                if (!is_common && saying == 1) own.push_back(word);
            }
            if (says_any(each.title, own)) named.push_back(each);
        }
    if (named.size() >= 2) all = std::move(named);
    const Priced* best = nullptr;
    bool is_tie = false;
    for (const auto& each : all) {
        if (best != nullptr && each.price == best->price) is_tie = true;
        if (best != nullptr && (is_dearest ? each.price <= best->price : each.price >= best->price)) continue;
        best = &each;
        is_tie = false;
    }
    return best == nullptr || all.size() < 2 || is_tie ? -1 : best->box;
}

std::optional<std::string> tell_unit_price(const Scene& scene, const std::string& question)
{
    const auto unit = unit_asked_for(question);
    if (unit.empty()) return std::nullopt;
    if (fit("[{*}] (cheapest|cheaper|lowest|least expensive|best|dearest|most expensive|highest) [{*}]",
            question)) {
        const int best = cheapest_by_unit(scene, question);
        if (best < 0) return std::nullopt;
        for (const auto& each : priced_by(scene, unit))
            if (each.box == best) return each.title;
        return std::nullopt;
    }
    if (!fit("(how much|what) {*}", question)) return std::nullopt;
    const auto words = telling_words(question);
    std::optional<double> found;
    for (const auto& each : priced_by(scene, unit)) {
        bool says_all = !words.empty();
        for (const auto& word : words) says_all = says_all && contains_word(scene.text_of(each.box), word);
        if (!says_all) continue;
        if (found) return std::nullopt;  // two of the name
        found = each.price;
    }
    if (!found) return std::nullopt;
    constexpr double cents = 100;
    auto text = std::to_string(std::round(*found * cents) / cents);
    return text.substr(0, text.find('.') + 3);
}

}  // namespace lissom::agent::lite::skills
