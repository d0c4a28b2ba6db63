#include "agent/lite/price_list.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "agent/lite/measure.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

struct Priced {
    std::vector<std::string> name;  // its words
    double price = 0;
    std::string written;
};

// "Pen $3", "Tickets: adults €12": what stands beside the price in one piece of a text.
std::optional<Priced> priced_in(std::string text)
{
    constexpr std::size_t most_words = 4;
    const auto price = price_in(text);
    if (!price || numbers_in(text).size() != 1) return std::nullopt;
    // What is said before a colon is said of all that follow.
    const auto first_digit = text.find_first_of("0123456789");
    if (const auto colon = text.rfind(':', first_digit); colon != std::string::npos) {
        const auto before = trimmed(text.substr(0, colon));
        const auto behind = trimmed(text.substr(colon + 1));
        const bool is_named_behind = words_of(behind).size() > 1;
        text = is_named_behind ? behind : before + " " + behind;
    }
    Priced found{{}, *price, ""};
    for (const auto& word : content_words(text))
        if (!number_in(word) && word != "usd" && word != "eur" && word != "each" && word != "per")
            found.name.push_back(word);
    if (found.name.empty() || found.name.size() > most_words) return std::nullopt;
    for (const auto& part : split(collapsed(text), " "))
        if (part.find_first_of("0123456789") != std::string::npos) found.written = part;
    while (!found.written.empty() && std::string_view(".,;:").contains(found.written.back()))
        found.written.pop_back();
    return found;
}

std::vector<Priced> price_list(const Scene& scene)
{
    std::vector<Priced> list;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        constexpr std::size_t longest = 160;
        const bool is_line = node.role == "text" || node.role == "row" || node.role == "listitem";
        const auto text = node.role == "text" ? node.name : is_line ? scene.text_of(i) : std::string();
        if (text.empty() || text.size() > longest) continue;
        for (const auto& piece : split(text, ","))
            for (const auto& half : split(piece, ";"))
                for (const auto& part : split(half, "·")) {
                    auto one = priced_in(part);
                    if (one && std::ranges::none_of(list, [&](const Priced& each) {
                            return each.name == one->name;
                        }))
                        list.push_back(*std::move(one));
                }
    }
    return list;
}

// The only one whose name the words are; null where none is, or two are.
const Priced* thing_named(const std::vector<Priced>& list, std::string_view phrase)
{
    const auto words = content_words(phrase);
    const Priced* found = nullptr;
    for (const auto& each : list) {
        const bool is_it = !words.empty() && std::ranges::all_of(words, [&](const std::string& word) {
            return std::ranges::any_of(each.name, [&](const std::string& name) {
                return stem(name) == stem(word);
            });
        });
        if (!is_it) continue;
        if (found != nullptr) return nullptr;
        found = &each;
    }
    return found;
}

// "A pen and two bags": so many of each; nothing where one of them has no price.
std::optional<double> sum_of(const std::vector<Priced>& list, const std::string& things)
{
    double sum = 0;
    for (const auto& item : list_items(things)) {
        const auto words = split(collapsed(item), " ");
        const auto count = number_word(words.front());
        const auto* thing =
            thing_named(list, without_prefix_words(item, {"a", "an", "the", "one", words.front()}));
        if (!count) thing = thing_named(list, without_prefix_words(item, {"a", "an", "the"}));
        if (thing == nullptr) return std::nullopt;
        sum += count.value_or(1) * thing->price;
    }
    return sum;
}

std::string money(double value)
{
    constexpr double cents = 100;
    return number_text(std::round(value * cents) / cents);
}

}  // namespace

std::optional<std::string> priced(const Scene& scene, const std::string& question)
{
    const auto list = price_list(scene);
    if (list.size() < 2) return std::nullopt;
    if (const auto slots =
            fit("how much more (does|do|is|are) [a|an|the] {first} (cost|pay|costs) than [a|an|the] {second}",
                question)) {
        const auto *first = thing_named(list, slots->at("first")),
                   *second = thing_named(list, slots->at("second"));
        if (first == nullptr || second == nullptr) return std::nullopt;
        return money(std::abs(first->price - second->price));
    }
    for (const std::string_view pattern :
         {"(how much|what) (do|does|would|will) {things} (cost|pay|come to) "
          "[together|altogether|in total|in all|combined]",
          "[what is] [the] (sum|total|total price|total cost|combined price) (of|for) {things}",
          "how much (is|are) {things} [together|altogether|in total|in all]"})
        if (const auto slots = fit(pattern, question)) {
            const auto sum = sum_of(list, slots->at("things"));
            const bool are_several = list_items(slots->at("things")).size() > 1 ||
                                     number_word(split(collapsed(slots->at("things")), " ").front());
            if (sum && are_several) return money(*sum);
        }
    for (const std::string_view pattern :
         {"[what is] [the] (price|cost) (of|for) [a|an|the] {thing}",
          "(how much|what) (is|does|are|do) [a|an|the] {thing} [(cost|pay)]"})
        if (const auto slots = fit(pattern, question))
            if (const auto* thing = thing_named(list, slots->at("thing"))) return thing->written;
    return std::nullopt;
}

}  // namespace lissom::agent::lite
