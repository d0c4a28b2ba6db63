#include "agent/lite/fitting.hpp"

#include <set>

#include "agent/lite/colors.hpp"
#include "agent/lite/figures.hpp"
#include "agent/lite/instruction.hpp"
#include "agent/lite/target.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

const std::set<std::string, std::less<>> trade_verbs =
    {"book", "order", "buy", "purchase", "reserve", "sell"};

bool is_direction(const std::string& word)
{
    static const std::set<std::string, std::less<>> known = {
        "up",       "down",      "left",      "right",      "upward", "upwards", "downward", "downwards",
        "leftward", "leftwards", "rightward", "rightwards", "larger", "bigger",  "smaller",  "wider",
        "taller",   "narrower",  "shorter",   "greater",    "less",   "longer",  "higher",   "lower"
    };
    return known.contains(word);
}

bool is_dimension(const std::string& word)
{
    static const std::set<std::string, std::less<>> known = {"width", "height", "size", "length", "area"};
    return known.contains(word);
}

// What people post, and others report.
bool is_posted(std::string_view noun)
{
    static const std::set<std::string, std::less<>> known = {
        "tweet", "post", "user", "comment", "message", "photo", "video", "account", "reply", "review", "email"
    };
    return known.contains(lower(noun));
}

bool is_sign(const std::string& word)
{
    return word == "star" || word == "flag" || word == "like" || word == "heart" || word == "bookmark";
}

bool is_slider(std::string_view phrase)
{
    return contains_word(phrase, "slider") || contains_word(phrase, "sliders") ||
           contains_word(phrase, "handle") || contains_word(phrase, "knob");
}

// An end of a scale that belongs to nothing else.
bool is_limit(const std::string& word)
{
    return word == "maximum" || word == "minimum" || word == "max" || word == "min";
}

}  // namespace

bool names_mail(std::string_view phrase)
{
    for (const std::string_view noun :
         {"email", "e-mail", "mail", "message", "letter", "emails", "messages", "mails"})
        if (contains_word(phrase, noun)) return true;
    return false;
}

std::string first_word(std::string_view clause)
{
    const auto words = words_of(clause);
    return words.empty() ? "" : words.front();
}

bool fits_rule(const Rule& rule, const std::string& clause, Slots& slots)
{
    auto fitted = rule.is_greedy ? fit_greedy(rule.pattern, clause) : fit(rule.pattern, clause);
    if (!fitted) return false;
    slots = std::move(*fitted);
    if (rule.verb == Verb::buy && slots.contains("action"))
        return trade_verbs.contains(lower(slots["action"]));
    if (rule.verb == Verb::scroll && slots.contains("way"))
        return lower(slots["way"]) == "up" || lower(slots["way"]) == "down";
    if (rule.verb == Verb::scroll && slots.contains("object")) {
        const auto place = lower(slots["place"]);
        return place == "end" || place == "bottom" || place == "top" || place == "beginning" ||
               place == "start";
    }
    // "Add 'x' to the text field" is entering it.
    if (rule.verb == Verb::compose && slots.contains("place")) {
        const auto kind = parse_target(slots["place"]).kind;
        if (kind == "field" || kind == "textarea" || kind == "box") return false;
    }
    // "Accept the terms" is a box to tick; "accept the invitation" is not.
    if (rule.verb == Verb::check && (first_word(clause) == "accept" || first_word(clause) == "agree")) {
        return fit("[{*}] "
                   "(terms|conditions|policy|agreement|licence|license|tos|gtc|rules|guidelines|regulations|"
                   "declaration) [{*}]",
                   clause)
                   .has_value() ||
               fit("agree to (them|it|this)", clause).has_value();
    }
    // Of drawn things; accounts are connected otherwise.
    if (rule.verb == Verb::draw && slots.contains("from"))
        return describe(slots["from"]).is_complete && describe(slots["to"]).is_complete;
    if (rule.verb == Verb::draw && first_word(clause) != "draw") {
        return fit("[{*}] "
                   "(line|circle|square|rectangle|triangle|dot|point|shape|box|star|lines|cross|polygon) "
                   "[{*}]",
                   slots["object"])
            .has_value();
    }
    // "Make the user 'Ben' an admin": of a thing of the site, not of a widget or a text.
    if (rule.verb == Verb::act && slots.contains("one"))
        return kind_named(slots["one"]).empty() && slots["one"] != "word" && slots["one"] != "text" &&
               !number_in(slots["state"]) && quoted_texts(slots["state"]).empty();
    if (rule.verb == Verb::act && slots.contains("which"))
        return ordinal(lower(slots["which"])).has_value() && is_posted(slots["kind"]);
    if (rule.verb == Verb::act && slots.contains("kind")) return is_posted(slots["kind"]);
    if (rule.verb == Verb::act && slots.contains("sign")) return is_sign(lower(slots["sign"]));
    if (rule.verb == Verb::act && slots.contains("folder")) return names_mail(slots["record"]);
    if (rule.verb == Verb::fill && slots.contains("extreme")) {
        return is_slider(slots["field"]) || is_limit(lower(slots["extreme"]));
    }
    if (rule.verb == Verb::fill && slots.contains("setting")) return is_slider(slots["field"]);
    if (rule.verb == Verb::format && slots.contains("paint"))
        return !slots["paint"].empty() && color_named(slots["paint"]).has_value();
    if (rule.verb == Verb::arrange && slots.contains("sequence"))
        return list_items(slots["sequence"]).size() > 1 && !slots["sequence"].starts_with("of ");
    if (rule.verb == Verb::arrange && slots.contains("first")) return true;
    if (rule.verb == Verb::arrange) {
        return fit("[{*}] "
                   "(order|ascending|descending|alphabetically|smallest|largest|lowest|highest|numerically|"
                   "increasing|decreasing|oldest|newest|shortest|longest|a to z|z to a|a z|z a) [{*}]",
                   slots["order"])
            .has_value();
    }
    if (slots.contains("direction") && !is_direction(lower(slots["direction"]))) return false;
    if (slots.contains("dimension") && !is_dimension(lower(slots["dimension"]))) return false;
    return true;
}

}  // namespace lissom::agent::lite
