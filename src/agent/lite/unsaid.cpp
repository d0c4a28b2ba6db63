#include "agent/lite/unsaid.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include "agent/lite/inquiry.hpp"
#include "agent/lite/measure.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

// Words before a noun that leave nothing out, or what a page shows without a word for it.
bool limits_nothing(const std::string& word)
{
    static const std::set<std::string, std::less<>> words = {
        "visible", "existing", "current",  "different", "single", "individual", "following", "main",
        "given",   "various",  "distinct", "displayed", "first",  "last",       "next",      "other",
        "new",     "full",     "complete", "relevant",  "unique", "separate",   "top",       "possible"
    };
    return words.contains(word) || is_idle_word(word) || number_word(word) || ordinal(word) ||
           measure_in(word);
}

bool is_year(const std::string& word)
{
    return word.size() == 4 && (word.starts_with("19") || word.starts_with("20")) &&
           word.find_first_not_of("0123456789") == std::string::npos;
}

bool is_said(const std::vector<std::string>& page, const std::string& word)
{
    return std::ranges::any_of(page, [&](const std::string& each) {
        return are_alike_words(each, word) || each.contains(word);
    });
}

}  // namespace

std::string unsaid_limit(const Scene& scene, const std::string& asked)
{
    auto page = words_of(scene.whole_text() + " " + scene.snapshot().title + " " + scene.snapshot().url);
    for (const auto& node : scene.nodes())
        for (auto& word : words_of(node.name + " " + node.value)) page.push_back(std::move(word));
    for (const auto& word : words_of(asked))
        if (is_year(word) && !is_said(page, word)) return word;
    for (const std::string_view pattern :
         {"{*} (every|each) {!limit} {!noun} [{*}]", "{*} all [of] [the] {!limit} {!noun} [{*}]"}) {
        const auto slots = fit(pattern, "x " + asked);
        if (!slots) continue;
        const auto limit = lower(slots->at("limit")), noun = lower(slots->at("noun"));
        // "All product names": what is said of the noun is another noun that the page has.
        if (limits_nothing(limit) || is_idle_word(noun) || !is_said(page, noun)) continue;
        if (!is_said(page, limit)) return limit;
    }
    return "";
}

}  // namespace lissom::agent::lite
