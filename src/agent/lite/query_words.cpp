#include "agent/lite/query_words.hpp"

#include <algorithm>
#include <set>

#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

QueryWords::QueryWords(std::string_view question)
{
    for (auto& word : words_of(question)) {
        if (word == "mail" && !all_.empty() && all_.back().text == "e") {
            all_.back().text = "email";
            continue;
        }
        for (const std::string_view tail : {"'s", "s'"})
            if (word.size() > tail.size() && word.ends_with(tail)) word.resize(word.size() - tail.size());
        // "aren't", "don't": what is denied follows.
        if (word.ends_with("n't")) word = "not";
        all_.push_back({std::move(word), Part::unknown, 0});
    }
}

std::optional<std::size_t> QueryWords::find(const std::vector<std::string>& phrase, bool exactly) const
{
    if (phrase.empty()) return std::nullopt;
    for (std::size_t i = 0; i + phrase.size() <= all_.size(); ++i) {
        bool is_here = true;
        for (std::size_t k = 0; k < phrase.size() && is_here; ++k) {
            const auto& word = all_[i + k];
            is_here = word.part == Part::unknown &&
                      (word.text == phrase[k] ||
                       (exactly ? stem(word.text) == stem(phrase[k]) : are_kin(word.text, phrase[k])));
        }
        if (is_here) return i;
    }
    return std::nullopt;
}

void QueryWords::take(std::size_t begin, std::size_t count, Part part, std::size_t column)
{
    for (std::size_t i = begin; i < begin + count && i < all_.size(); ++i) {
        all_[i].part = part;
        all_[i].column = column;
    }
}

bool are_kin(std::string_view a, std::string_view b)
{
    if (a == b || stem(a) == stem(b)) return true;
    constexpr std::size_t common_letters = 5;  // fewer are chance: "count" and "country" have five and differ
    constexpr std::size_t longest_ending = 3;  // "assign|ed", "assign|ee"
    const auto common = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
    const auto stem_a = a.size() - common, stem_b = b.size() - common;
    static const std::set<std::string, std::less<>> endings = {
        "", "d", "e", "ed", "ee", "er", "or", "s", "es", "ing", "ion", "y", "ies", "r", "rs", "ers", "al"
    };
    return common >= common_letters && stem_a <= longest_ending && stem_b <= longest_ending &&
           endings.contains(a.substr(common)) && endings.contains(b.substr(common));
}

bool is_idle_word(std::string_view word)
{
    static const std::set<std::string, std::less<>> idle = {
        "still",     "already", "yet",       "made",   "make",    "makes",     "done",       "having",
        "so",        "far",

        "a",         "all",     "also",      "an",     "and",     "any",       "are",        "as",
        "at",        "be",      "been",      "by",     "can",     "currently", "did",        "do",
        "does",      "each",    "every",     "find",   "for",     "from",      "get",        "give",
        "had",       "has",     "have",      "here",   "i",       "in",        "is",         "it",
        "its",       "list",    "listed",    "me",     "my",      "of",        "on",         "only",
        "or",        "our",     "out",       "page",   "please",  "show",      "shown",      "site",
        "table",     "tell",    "that",      "the",    "their",   "there",     "these",      "this",
        "those",     "to",      "us",        "was",    "we",      "were",      "what",       "whats",
        "what's",    "which",   "who",       "whose",  "with",    "you",       "now",        "return",
        "got",       "own",     "owns",      "belong", "belongs", "together",  "both",       "provide",
        "them",      "they",    "he",        "she",    "will",    "would",     "could",      "should",
        "many",      "much",    "how",       "where",  "when",    "him",       "her",        "his",
        "available", "exist",   "display",   "name",   "names",   "called",    "altogether", "whole",
        "entire",    "overall", "under",     "report", "say",     "extract",   "collect",    "row",
        "rows",      "entry",   "entries",   "record", "records", "item",      "items",      "result",
        "results",   "ones",    "one",       "column", "value",   "values",    "website",    "just",
        "left",      "remain",  "remaining", "see",    "work",    "works",     "live",       "lives",
        "come",      "comes"
    };
    return idle.contains(word);
}

}  // namespace lissom::agent::lite
