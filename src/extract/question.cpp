#include "extract/question.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace lissom::extract {
namespace {

const std::set<std::string_view> asking = {"what", "which",  "who",    "when",    "where",   "how",
                                           "tell", "give",   "find",   "get",     "extract", "return",
                                           "read", "report", "answer", "list",    "name",    "say",
                                           "show", "fetch",  "state",  "provide", "output",  "collect",
                                           "copy", "grab"};

// Words around what is asked for.
const std::set<std::string_view> filler = {
    "what",   "which",   "is",     "are",     "was",    "were",     "does",    "do",        "did",
    "the",    "a",       "an",     "of",      "for",    "this",     "that",    "these",     "tell",
    "me",     "us",      "give",   "find",    "out",    "get",      "extract", "return",    "read",
    "report", "answer",  "list",   "say",     "please", "show",     "shown",   "displayed", "fetch",
    "state",  "provide", "output", "collect", "copy",   "grab",     "current", "currently", "i",
    "my",     "your",    "you",    "we",      "it",     "its",      "there",   "here",      "have",
    "has",    "all",     "each",   "every",   "their",  "and",      "with",    "as",        "to",
    "can",    "could",   "would",  "exact",   "full",   "complete", "value",   "text",      "first",
    "last",   "s",       "only",   "just",    "much",   "many",     "how",     "s",         "long"
};

// What follows says where, not what.
const std::set<std::string_view> place_opens = {
    "on",
    "in",
    "from",
    "at",
    "listed",
    "shown",
    "visible",
    "displayed",
    "under",
    "over",
    "above",
    "below",
    "sorted",
    "ordered",
    "that",
    "which",
    "whose",
    "with",
    "where"
};

std::vector<std::string> sentences_of(std::string_view text)
{
    std::vector<std::string> sentences;
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_end =
            (text[i] == '.' || text[i] == '?' || text[i] == '!' || text[i] == ';' || text[i] == '\n') &&
            (i + 1 == text.size() || text[i + 1] == ' ' || text[i] == '\n');
        // "Open the order and tell me its number": what is asked comes behind the "and".
        const bool is_and = text.substr(i).starts_with(" and ") || text.substr(i).starts_with(", ") ||
                            text.substr(i).starts_with(" then ");
        bool asks = false;
        if (is_and) {
            const auto next = text.substr(text.find(' ', i + 1) + 1);
            const auto words = words_of(next.substr(0, 20));
            asks = !words.empty() && asking.contains(words[0]);
        }
        if (!is_end && !asks) continue;
        sentences.push_back(trimmed(text.substr(start, i - start)));
        start = is_end ? i + 1 : text.find(' ', i + 1);
    }
    if (start < text.size()) sentences.push_back(trimmed(text.substr(start)));
    std::erase(sentences, "");
    return sentences;
}

bool asks(const std::string& sentence)
{
    const auto words = words_of(sentence);
    for (std::size_t i = 0; i < words.size() && i < 3; ++i)
        if (asking.contains(words[i])) return true;
    return false;
}

Words core_of(const std::string& sentence)
{
    Words core;
    const auto words = words_of(sentence);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto& word = words[i];
        if (!core.empty() && place_opens.contains(word)) break;
        if (i == 0 && word == "who") core.push_back("author");
        if (i == 0 && word == "when") core.push_back("date");
        if (word == "how" && i + 1 < words.size() && words[i + 1] == "much") core.push_back("price");
        const bool says_something = !filler.contains(word) && !asking.contains(word);
        if (says_something || (word == "name" && !core.empty())) core.push_back(word);
    }
    // "the name of the seller", "what is the title"
    if (core.empty() && std::ranges::find(words, "name") != words.end()) core.push_back("name");
    return core;
}

}  // namespace

Words question_words(std::string_view question)
{
    const auto sentences = sentences_of(question.substr(0, 4000));
    for (auto sentence = sentences.rbegin(); sentence != sentences.rend(); ++sentence)
        if (asks(*sentence))
            if (auto core = core_of(*sentence); !core.empty()) return core;
    for (const auto& sentence : sentences)
        if (auto core = core_of(sentence); !core.empty() && core.size() <= 6) return core;
    return {};
}

Asked asked_of(std::string_view question)
{
    const auto sentences = sentences_of(question.substr(0, 4000));
    for (auto sentence = sentences.rbegin(); sentence != sentences.rend(); ++sentence) {
        if (!asks(*sentence) && sentences.size() > 1) continue;
        const auto at = lower(*sentence).find(" of ");
        if (at == std::string::npos) break;
        Asked asked{core_of(sentence->substr(0, at)), core_of(sentence->substr(at + 4))};
        if (!asked.what.empty() && !asked.of.empty()) return asked;
        break;
    }
    return {question_words(question), {}};
}

}  // namespace lissom::extract
