#include <algorithm>
#include <optional>
#include <vector>

#include "agent/lite/listing.hpp"
#include "agent/lite/measure.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/skills/record.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

// "The post with the fewest likes", "the most expensive stay": one of several things by what each of them
// shows.
namespace lissom::agent::lite::skills {

namespace {

// What is counted: "likes" of "the post with the fewest likes"; empty where the measure says itself what it
// is about.
std::string counted_in(const std::string& phrase, const Measure& measure)
{
    if (measure.what != "number") return "";
    const auto small = lower(phrase);
    const auto at = small.find(measure.word);
    auto rest = at == std::string::npos ? "" : trimmed(small.substr(at + measure.word.size()));
    return rest.substr(0, rest.find_first_of(",;"));
}

// "12 likes", "Likes: 12": the number beside the noun.
std::optional<double> count_beside(std::string_view text, const std::string& noun)
{
    const auto tokens = tokenize(text).tokens;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (stem(tokens[i].small) != stem(noun)) continue;
        if (i > 0 && number_in(tokens[i - 1].text)) return number_in(tokens[i - 1].text);
        for (std::size_t k = i + 1; k < tokens.size() && k <= i + 2; ++k)
            if (number_in(tokens[k].text)) return number_in(tokens[k].text);
    }
    return std::nullopt;
}

}  // namespace

int record_by_measure(const Scene& scene, const std::string& phrase)
{
    const auto measure = measure_in(phrase);
    if (!measure || !quoted_texts(phrase).empty()) return -1;
    const auto noun = counted_in(phrase, *measure);
    if (measure->what == "number" && words_of(noun).size() != 1) return -1;
    const auto listing = listing_for(scene, "records");
    if (!listing || listing->boxes.size() < 2) return -1;
    int found = -1;
    bool is_tie = false;
    double top = 0;
    for (const int box : listing->boxes) {
        const auto text = scene.text_of(box);
        auto value = noun.empty() ? measured(*measure, text) : count_beside(text, noun);
        if (!value) return -1;
        const double worth = measure->is_least ? -*value : *value;
        is_tie = found >= 0 && (worth == top || (is_tie && worth < top));
        if (found < 0 || worth > top) found = box, top = worth;
    }
    return is_tie ? -1 : found;
}

}  // namespace lissom::agent::lite::skills
