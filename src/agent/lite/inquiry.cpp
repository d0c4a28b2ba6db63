#include "agent/lite/inquiry.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "agent/lite/query_words.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

using WordSet = std::set<std::string, std::less<>>;

// They only ask, point or join, or say what is done with anything.
bool only_asks(const std::string& word)
{
    static const WordSet words = {
        "when",       "where",     "who",      "whom",    "which",    "what",     "how",      "why",
        "whether",    "does",      "do",       "did",     "is",       "are",      "was",      "were",
        "be",         "been",      "has",      "have",    "had",      "can",      "could",    "will",
        "would",      "must",      "should",   "the",     "a",        "an",       "of",       "in",
        "on",         "at",        "to",       "from",    "for",      "by",       "with",     "and",
        "or",         "as",        "it",       "its",     "this",     "that",     "these",    "those",
        "there",      "their",     "they",     "them",    "he",       "she",      "his",      "her",
        "i",          "me",        "my",       "we",      "our",      "us",       "you",      "your",
        "please",     "tell",      "give",     "show",    "name",     "need",     "want",     "know",
        "find",       "get",       "look",     "up",      "list",     "into",     "about",    "than",
        "also",       "here",      "now",      "much",    "many",     "come",     "came",     "comes",
        "take",       "takes",     "took",     "place",   "happen",   "happens",  "happened", "go",
        "goes",       "went",      "leave",    "leaves",  "left",     "reach",    "reaches",  "arrive",
        "arrives",    "contain",   "contains", "include", "includes", "included", "say",      "says",
        "said",       "mean",      "means",    "called",  "cost",     "costs",    "paid",     "pay",
        "pays",       "spend",     "spent",    "used",    "use",      "uses",     "like",     "according",
        "exactly",    "currently", "do",       "against", "needed",   "i'd",      "let",      "held",
        "stand",      "stands",    "all",      "any",     "page",     "site",     "whole",    "ordered",
        "altogether", "together",  "combined", "amount",  "gave",     "given",    "gives",    "ride"
    };
    return words.contains(word);
}

const WordSet& money_words()
{
    static const WordSet words = {
        "cost",
        "costs",
        "price",
        "prices",
        "pay",
        "pays",
        "paid",
        "spend",
        "spent",
        "fee",
        "fees",
        "rent",
        "fare",
        "expensive"
    };
    return words;
}

bool is_measure(const std::string& word)
{
    static const WordSet words = {"most",     "least",   "fewest",  "more",     "less",     "fewer",
                                  "under",    "over",    "above",   "below",    "before",   "after",
                                  "since",    "until",   "between", "than",     "average",  "mean",
                                  "highest",  "lowest",  "largest", "smallest", "cheapest", "longest",
                                  "shortest", "best",    "worst",   "newest",   "oldest",   "latest",
                                  "earliest", "nearest", "second",  "third",    "top",      "older",
                                  "newer",    "cheaper", "larger"};
    return words.contains(word);
}

}  // namespace

bool Inquiry::has(std::string_view word) const { return contains_word(all, word); }

bool are_alike_words(std::string_view a, std::string_view b)
{
    if (a == b) return true;
    const bool has_figure = a.find_first_of("0123456789") != std::string_view::npos ||
                            b.find_first_of("0123456789") != std::string_view::npos;
    if (has_figure) return false;
    if (const auto month = month_named(a); month && month == month_named(b)) return true;
    return are_kin(a, b) || are_synonyms(a, b);
}

Inquiry inquiry_in(std::string_view question)
{
    Inquiry asked;
    auto all = words_of(question);
    for (const auto& word : all) asked.all += (asked.all.empty() ? "" : " ") + word;
    const auto at = [&](std::size_t i) { return i < all.size() ? all[i] : std::string(); };
    std::size_t first = 0;  // the word that asks
    static const WordSet openers = {"how", "when", "who", "where", "which", "what"};
    while (first < all.size() && !openers.contains(all[first]) && first < 2) ++first;
    const bool is_opened = openers.contains(at(first));
    const auto opener = is_opened ? at(first) : std::string();
    static const WordSet helping = {"is", "are", "does", "do", "did", "can", "has", "was", "will"};
    if (!is_opened && helping.contains(at(0))) asked.kind = Kind::whether;
    if (opener == "how" && at(first + 1) == "much") asked.kind = Kind::amount;
    if (opener == "how" && at(first + 1) == "many") asked.kind = Kind::number, asked.noun = at(first + 2);
    if (opener == "how" && at(first + 1) == "long") asked.kind = Kind::span;
    if (opener == "how" && at(first + 1) == "expensive") asked.kind = Kind::amount;
    // "How deep is the harbour": its depth.
    static const std::map<std::string, std::string, std::less<>> qualities = {
        {"deep", "depth"},
        {"heavy", "weight"},
        {"tall", "height"},
        {"high", "height"},
        {"wide", "width"},
        {"old", "age"},
        {"fast", "speed"},
        {"far", "distance"},
        {"big", "size"},
        {"large", "size"}
    };
    const auto quality = opener == "how" ? qualities.find(at(first + 1)) : qualities.end();
    if (opener == "when") asked.kind = Kind::moment;
    if (opener == "who" || opener == "whom") asked.kind = Kind::person;
    if (opener == "where") asked.kind = Kind::place;
    const bool names_thing = (opener == "which" || opener == "what") && !only_asks(at(first + 1));
    if (names_thing) {
        asked.kind = Kind::thing;
        asked.noun = at(first + 1);
        static const WordSet moments = {"time", "date", "day", "year", "month"};
        if (moments.contains(asked.noun)) asked.kind = Kind::moment;
        asked.is_of_several = asked.noun.size() > 3 && asked.noun.ends_with('s');
    }
    for (const auto& word : all) {
        asked.is_money = asked.is_money || money_words().contains(word);
        asked.has_measure = asked.has_measure || is_measure(word);
        asked.denies = asked.denies || word == "no" || word == "not" || word == "without" ||
                       word == "except" || word == "never" || word.ends_with("n't");
    }
    if (asked.is_money && (asked.kind == Kind::value || asked.kind == Kind::amount))
        asked.kind = Kind::amount;
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto word = all[i];
        if (word.ends_with("'s")) word.resize(word.size() - 2);
        const bool is_in_total = word == "total" && i > 0 && all[i - 1] == "in";
        const bool asks = only_asks(word) || is_in_total || (i == first + 1 && opener == "how") ||
                          (asked.kind == Kind::amount && money_words().contains(word)) ||
                          (asked.kind == Kind::moment && word == asked.noun);
        if (!asks && word.size() + (word.find_first_of("0123456789") != std::string::npos) > 1)
            asked.words.push_back(std::move(word));
    }
    if (quality != qualities.end()) asked.words.push_back(quality->second);
    // "When do the altos meet on 3 December": what is done by a thing that has a time.
    static const WordSet behind = {"", "on", "at", "in", "from", "to", "with"};
    const bool has_deed = asked.kind == Kind::moment || asked.kind == Kind::span || asked.kind == Kind::place;
    for (std::size_t i = first + 1;
         has_deed && (at(first + 1) == "do" || at(first + 1) == "does") && i < all.size();
         ++i)
        if (i > first + 3 && asked.deed.empty() && behind.contains(at(i + 1)) && !only_asks(all[i]) &&
            all[i].find_first_of("0123456789") == std::string::npos)
            asked.deed = all[i];
    return asked;
}

bool says(std::string_view text, std::string_view word)
{
    return std::ranges::any_of(words_of(text), [&](const std::string& each) {
        return are_alike_words(each, word);
    });
}

}  // namespace lissom::agent::lite
