#include "agent/lite/remarks.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include "agent/lite/phrase.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

// What may be an order with a verb that is not known: neither a statement nor where or when something is.
std::string order_in(const std::string& clause)
{
    static const std::set<std::string, std::less<>> no_verbs = {
        "in",     "on",      "at",       "from",    "for",      "of",      "with",   "by",      "to",
        "if",     "as",      "after",    "before",  "when",     "while",   "since",  "because", "so",
        "that",   "this",    "these",    "those",   "you",      "i",       "we",     "it",      "and",
        "or",     "but",     "is",       "are",     "was",      "were",    "not",    "only",    "given",
        "using",  "under",   "above",    "below",   "into",     "once",    "until",  "during",  "here",
        "there",  "note",    "remember", "imagine", "suppose",  "assume",  "let",    "thank",   "thanks",
        "be",     "all",     "both",     "through", "than",     "like",    "inside", "within",  "about",
        "near",   "over",    "has",      "have",    "consider", "inspect", "see",    "good",    "ignore",
        "beware", "despite", "between",  "per",     "via"
    };
    const auto words = split(collapsed(clause), " ");
    const bool is_verb = !words.empty() && !no_verbs.contains(lower(words.front())) &&
                         !lower(words.front()).ends_with("ing") && !lower(words.front()).ends_with("ed");
    return is_verb ? clause : "";
}

}  // namespace

bool is_remark(const Step& step)
{
    return step.verb == Verb::none && !is_order(step.clause) &&
           !fit("{!verb} (the|all|every|my) {*}", order_in(step.clause));
}

bool is_wish(const std::string& clause)
{
    return fit("(i|we) [really|just|only] (need|want|prefer|wish|choose|take|pick|would like|would prefer|'d "
               "like) "
               "{*}",
               clause) ||
           fit("(i'd|we'd) (like|prefer|rather) {*}", clause) ||
           fit("{*} (should|must|has to|have to|needs to|need to) be {*}", clause);
}

bool names_choice(const Scene& scene, const std::string& clause)
{
    constexpr std::size_t longest = 4;
    const auto words = content_words(clause);
    if (words.empty() || words_of(clause).size() > longest) return false;
    return std::ranges::any_of(scene.nodes(), [&](const view::Node& node) {
        const bool is_choice = node.ref != 0 && node.is_operable && !node.is_editable &&
                               (node.role == "radio" || node.role == "option" || node.role == "checkbox" ||
                                node.role == "generic" || node.role == "switch");
        return is_choice && node.name.size() < 60 &&
               std::ranges::any_of(
                   words, [&](const std::string& word) { return contains_word(node.name, word); }
               );
    });
}

}  // namespace lissom::agent::lite
