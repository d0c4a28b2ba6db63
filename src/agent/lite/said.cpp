#include "agent/lite/said.hpp"

#include <algorithm>
#include <set>

#include "agent/lite/phrase.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

// "thu" and "Thursday" are one day; empty where it is none.
std::string weekday_named(std::string_view word)
{
    const auto small = lower(word);
    for (const std::string_view day :
         {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
        if (small.size() >= 3 && day.starts_with(small)) return std::string(day);
    return "";
}

}  // namespace

bool is_same_word(std::string_view a, std::string_view b)
{
    if (a == b || (a.size() > 3 && b.size() > 3 && stem(a) == stem(b)) || are_kin(a, b)) return true;
    const auto month = month_named(a);
    if (month) return month == month_named(b);
    const auto weekday = weekday_named(a);
    return !weekday.empty() && weekday == weekday_named(b);
}

bool is_like_word(std::string_view a, std::string_view b) { return is_same_word(a, b) || are_synonyms(a, b); }

bool is_manner(std::string_view word)
{
    static const std::set<std::string, std::less<>> manners = {
        "i",      "we",      "you",    "me",       "us",        "my",       "our",      "your",    "it",
        "its",    "a",       "an",     "the",      "this",      "that",     "these",    "those",   "some",
        "any",    "want",    "wants",  "would",    "like",      "love",     "prefer",   "need",    "needs",
        "wish",   "take",    "get",    "give",     "have",      "has",      "had",      "got",     "make",
        "let",    "lets",    "be",     "is",       "are",       "am",       "was",      "will",    "shall",
        "should", "must",    "can",    "could",    "may",       "please",   "just",     "only",    "also",
        "too",    "and",     "or",     "with",     "for",       "of",       "on",       "in",      "at",
        "to",     "by",      "as",     "from",     "into",      "so",       "then",     "now",     "out",
        "up",     "down",    "set",    "select",   "choose",    "pick",     "put",      "change",  "switch",
        "turn",   "adjust",  "move",   "use",      "via",       "using",    "through",  "add",     "enter",
        "go",     "going",   "do",     "does",     "not",       "dont",     "don",      "t",       "d",
        "ll",     "m",       "re",     "no",       "never",     "without",  "stop",     "more",    "anymore",
        "longer", "others",  "other",  "people",   "everyone",  "somebody", "myself",   "there",   "number",
        "amount", "value",   "option", "level",    "field",     "button",   "here",     "top",     "rather",
        "all",    "both",    "one",    "off",      "enable",    "disable",  "activate", "accept",  "most",
        "least",  "between", "than",   "about",    "travel",    "s",        "ve",       "allowed", "allow",
        "over",   "under",   "below",  "above",    "maximum",   "minimum",  "max",      "min",     "spend",
        "come",   "exactly", "show",   "order",    "again",     "still",    "being",    "under",   "up",
        "keep",   "start",   "begin",  "fill",     "form",      "however",  "but",      "instead", "sure",
        "ok",     "say",     "state",  "mark",     "sized",     "called",   "named",    "hello",   "thanks",
        "per",    "each",    "if",     "possible", "something", "simply",   "kindly"
    };
    return manners.contains(word);
}

std::vector<std::string> telling_words(std::string_view text)
{
    auto words = content_words(text);
    std::erase_if(words, [](const std::string& word) { return word.size() < 2 && !number_word(word); });
    return words;
}

Said::Said(std::string_view clause)
{
    auto phrase = tokenize(clause);
    source = phrase.source;
    for (const auto& token : phrase.tokens) {
        std::string small;
        for (const auto& part : words_of(token.text)) small += part;
        const bool is_sign = small.empty();
        words.push_back(
            {token.text,
             is_sign ? token.small : small,
             token.is_mark || token.small == "and",
             token.is_quoted,
             token.is_mark || is_sign,
             token.begin,
             token.end}
        );
    }
}

std::optional<std::size_t> Said::find(std::string_view word, bool loosely) const
{
    for (std::size_t i = 0; i < words.size(); ++i)
        if (!words[i].is_used &&
            (loosely ? is_like_word(words[i].small, word) : is_same_word(words[i].small, word)))
            return i;
    // "pick it up" for "pickup".
    for (std::size_t i = 0; i + 1 < words.size(); ++i)
        for (std::size_t k = i + 1; k <= i + 2 && k < words.size(); ++k)
            if (!words[i].is_used && !words[k].is_used && words[i].small + words[k].small == word) return i;
    return std::nullopt;
}

std::optional<std::vector<std::size_t>> Said::find_all(const std::vector<std::string>& wanted, bool loosely)
    const
{
    std::vector<std::size_t> places;
    for (const auto& word : wanted) {
        const auto at = find(word, loosely);
        if (!at) return std::nullopt;
        if (std::ranges::find(places, *at) == places.end()) places.push_back(*at);
    }
    return places;
}

void Said::use(const std::vector<std::size_t>& places)
{
    for (const auto at : places) words[at].is_used = true;
}

void Said::use_words_of(std::string_view text)
{
    for (const auto& word : words_of(text))
        for (auto& each : words)
            if (!each.is_used && is_like_word(each.small, word)) each.is_used = true;
}

void Said::use_any_of(std::initializer_list<std::string_view> some)
{
    for (auto& each : words)
        if (std::ranges::find(some, each.small) != some.end()) each.is_used = true;
}

bool Said::is_negated(std::size_t at) const
{
    static const std::set<std::string, std::less<>> negations = {"no", "not", "without", "except", "never"};
    for (std::size_t step = 1; step <= 2 && step <= at; ++step)
        if (negations.contains(words[at - step].small)) return true;
    return false;
}

bool Said::has(std::initializer_list<std::string_view> some) const
{
    return std::ranges::any_of(some, [&](std::string_view one) { return contains_word(source, one); });
}

std::optional<double> Said::number_at(std::size_t at) const
{
    const auto& word = words[at];
    if (word.is_stop || word.is_quoted) return std::nullopt;
    if (const auto number = number_word(word.small); number && word.small != "a") return *number;
    if (word.text.find_first_of("0123456789") == std::string::npos) return std::nullopt;
    return number_in(word.text);
}

std::string Said::between(std::size_t first, std::size_t last) const
{
    return source.substr(words[first].begin, words[last].end - words[first].begin);
}

}  // namespace lissom::agent::lite
