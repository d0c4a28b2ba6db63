#include "agent/lite/paraphrase.hpp"

#include <array>

#include "agent/lite/phrase.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

struct Form {
    std::string_view said;
    std::string_view plain;
};

constexpr std::array forms = {
    // -- sums of money
    Form{
        "how much [money|in total] (did|do|have|has|had|does) {!who} (spend|spent|pay|paid) (on|for|at) "
        "[the] {what}",
        "the sum of {what}"
    },
    Form{"how much was (spent|paid) (on|for) [the] {what}", "the sum of {what}"},
    Form{
        "(what|which) (was|is|were|are) [the|my|our] (largest|biggest|highest) "
        "(expense|payment|purchase|transaction|cost|bill)",
        "the most expensive entry"
    },
    Form{
        "(what|which) (was|is|were|are) [the|my|our] (smallest|lowest) "
        "(expense|payment|purchase|transaction|cost|bill)",
        "the cheapest entry"
    },
    // -- the most of what a verb says
    Form{
        "(which|what) {things} (pays|costs|earns|brings|pay|cost|earn) [the] most [money]",
        "the most expensive {things}"
    },
    Form{
        "(which|what) {things} (pays|costs|earns|brings|pay|cost|earn) [the] least [money]",
        "the cheapest {things}"
    },
    Form{"(which|what|who) {things} (weighs|weigh) [the] most", "the {things} with the highest weight"},
    Form{"(which|what|who) {things} (weighs|weigh) [the] least", "the {things} with the lowest weight"},
    Form{"how many {things} (weigh|weighs) {bound}", "how many {things} have a weight of {bound}"},
    Form{"how many {things} (cost|costs) {bound}", "how many {things} have a price of {bound}"},
    Form{"(which|what) {things} (last|lasts|takes|take) [the] longest", "the longest {things}"},
    Form{
        "how many {what} (do|does|did|have|has) all [of] [the] {!who} [have|has] "
        "(together|altogether|combined|in total|in all)",
        "the sum of {what}"
    },
    Form{"how old (is|was|are) {!who}", "the age of {who}"},
    // -- when, and what for
    Form{
        "when (did|do|does|will) {!who} (pay|paid|buy|bought|get|receive|send) [for] [the] {what}",
        "the date of {what}"
    },
    Form{"when (was|is|were|are) [the] {what} [paid|bought|due|sent|delivered]", "the date of {what}"},
    Form{"(what|how much) (does|do|did) [a|an|the] {what} (cost|costs)", "the price of {what}"},
    Form{"how much (is|are) [a|an|the] {what}", "the price of {what}"}
};

constexpr std::array whose = {
    Form{
        "(which|what) {field} (does|do|did|is|are) {who} "
        "(live|work|come|belong|play|stay|sit|study|living|working) "
        "[in|at|for|from|to|on]",
        "the {field} of {who}"
    },
    Form{"(which|what) {field} is {who} (in|at|from|on)", "the {field} of {who}"}
};

std::string filled_in(const Form& form, const Slots& slots)
{
    std::string text(form.plain);
    for (const auto& [name, value] : slots) {
        const auto slot = "{" + name + "}";
        if (const auto at = text.find(slot); at != std::string::npos) text.replace(at, slot.size(), value);
    }
    return text;
}

}  // namespace

std::optional<std::string> field_of_somebody(std::string_view question)
{
    const auto plain = without_tail_words(question, {"?"});
    for (const auto& form : whose)
        if (const auto slots = fit(form.said, plain)) return filled_in(form, *slots);
    return std::nullopt;
}

std::vector<std::string> asked_otherwise(std::string_view question)
{
    const auto plain = without_tail_words(question, {"?"});
    std::vector<std::string> all;
    for (const auto& form : forms)
        if (const auto slots = fit(form.said, plain)) all.push_back(filled_in(form, *slots));
    return all;
}

}  // namespace lissom::agent::lite
