#include "agent/lite/instruction.hpp"

#include <array>
#include <set>

#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

struct Rule {
    Verb verb;
    std::string_view pattern;
    bool is_greedy = false;  // the slots take as much as they can: "the book on the table in {place}"
};

// The first rule that fits wins, so the narrow ones stand above the wide ones.
constexpr std::array rules = {
    // -- the means named beside the end
    // -----------------------------------------------------------------------------
    Rule{Verb::click, "{purpose} by (clicking|pressing|tapping|hitting) [on] {object}"},
    Rule{
        Verb::click,
        "(click|press|tap|hit) [on] {object} [in order] to "
        "(delete|remove|mark|open|close|submit|send|save|continue|view|see|finish|confirm|add|reply|forward|"
        "star|proceed|search|log|complete) {purpose}"
    },
    // -- where
    // -----------------------------------------------------------------------------------------------------
    Rule{Verb::go_back, "(go|navigate) back [to the previous page]"},
    Rule{Verb::login, "(log in|login|log on|sign in|signin|log into|sign into) [{text}]"},
    // -- questions
    // -------------------------------------------------------------------------------------------------
    Rule{Verb::answer, "(tell|show|give) (me|us) {question}"},
    Rule{
        Verb::answer,
        "(return|report|extract|say|output|answer with|respond with|find out|list) {question}"
    },
    Rule{Verb::answer, "(answer|answer the question) {question}"},
    Rule{Verb::answer, "{question} ?"},
    // -- games and sums
    // --------------------------------------------------------------------------------------------
    Rule{
        Verb::play,
        "[playing as {side}] (win|play|beat|finish|complete) [a|the] (game|round|match) of {game}"
    },
    Rule{Verb::play, "(win|play) {game} [playing] as {side}"},
    Rule{Verb::play, "(win|play) {game}"},
    Rule{
        Verb::guess,
        "(guess|find|figure out|work out) [the|a|my] [secret|hidden|correct|right] number {text}"
    },
    Rule{Verb::guess, "(guess) [the|a|my] [secret|hidden|correct|right] number"},
    Rule{Verb::solve, "(solve|calculate|compute|work out|evaluate) {object}"},
    // -- shapes and places
    // -----------------------------------------------------------------------------------------
    Rule{
        Verb::point,
        "(create|draw|make|add|place|put) a (line|point|dot) that (bisects|halves|splits) {object}"
    },
    Rule{Verb::point, "(bisect|halve) {object}"},
    Rule{
        Verb::point,
        "(find|click|mark|select|tap|press|point to|place a point at) [and click|click] [on|at|in] "
        "[the|exact] (center|centre|middle|midpoint|mid point) {object}"
    },
    Rule{
        Verb::point,
        "(click|tap|press|mark|plot|find|select) [and click] [on|at] [the] [grid] "
        "(coordinate|coordinates|point|position|location) {object}"
    },
    Rule{Verb::draw, "(draw|create|make) (a|an|the|two) {object}"},
    Rule{
        Verb::drag,
        "(drag|move|slide|shift|push|pull) {object} so that {*} (inside|in|within|on|over|into|on top of) "
        "{place}"
    },
    Rule{
        Verb::resize,
        "(resize|change|adjust|make|drag|stretch|shrink|enlarge) {object} so that [the|its] {!dimension} "
        "(is|becomes|gets) {!direction} {*}"
    },
    Rule{Verb::resize, "(make|resize) [the] {object} (larger|bigger|wider|taller|smaller|narrower|shorter)"},
    Rule{Verb::highlight, "highlight {object}"},
    Rule{Verb::highlight, "select [all] [of] the text {object}"},
    // -- sorting and dragging
    // --------------------------------------------------------------------------------------
    Rule{Verb::arrange, "(sort|order|arrange|rank|put|place|drag) {object} (in|into|by|from) {order}"},
    Rule{Verb::drag, "(drag|move|slide|shift) {object} {!direction} [by] {distance}"},
    Rule{Verb::drag, "(drag|move|slide|shift|pull|push) {object} [to the] {!direction}"},
    Rule{
        Verb::drag,
        "(drag|move|drop|pull) [and drop] {object} (into|onto|inside|over|on top of|within|to|in|on) {place}"
    },
    Rule{Verb::drag, "(drag|move|drop|pull|push) {object}"},
    // -- classes and answers on buttons
    // ----------------------------------------------------------------------------
    Rule{
        Verb::classify,
        "(mark|label|classify|tag|categorize|identify|choose) {object} as [either|being] {first} or {second}"
    },
    Rule{
        Verb::classify,
        "(decide|determine|choose|say|indicate|mark|select) (whether|if) {object} (is|are) {first} or "
        "{second}"
    },
    Rule{
        Verb::match,
        "(click|press|tap|select|choose|pick|hit) [on] [the] {object} that [best|correctly] "
        "(describes|matches|represents|names|shows|corresponds to|identifies|fits) {thing}"
    },
    Rule{
        Verb::buy,
        "(add|put|place) {object} (to|into|in) [the|my|your] (cart|basket|bag|shopping cart|shopping "
        "basket|trolley)"
    },
    // -- fields
    // ----------------------------------------------------------------------------------------------------
    Rule{Verb::fill, "(fill|fill in|fill out|complete) {field} (with|using) {value}"},
    Rule{Verb::fill, "(change|update|set|edit) {field} to {value}"},
    Rule{
        Verb::fill,
        "(enter|type|write|input|insert|put|paste|key in|provide|add) {value} (in|into|in to|to|inside|on) "
        "[both|all|each|each of] {field}"
    },
    Rule{Verb::fill, "(enter|type|write|input|insert|put|key in|provide|use|set) {value} as {field}"},
    Rule{Verb::fill, "(enter|input|provide|set|specify) {value} for {field}"},
    Rule{Verb::fill, "(enter|type|write|input|insert|paste|key in|fill in|fill out|provide|specify) {value}"},
    // -- choosing
    // --------------------------------------------------------------------------------------------------
    Rule{Verb::choose, "(select|choose|pick|set) {value} (from|with|using|in|on) [the|a|an] {place}"},
    Rule{Verb::choose, "(select|choose|pick|set) {value} as {place}"},
    Rule{Verb::choose, "(select|choose|pick) {value}"},
    Rule{Verb::check, "(check|tick|enable|turn on|switch on|toggle on) {object}"},
    Rule{Verb::uncheck, "(uncheck|untick|deselect|disable|turn off|switch off|clear) {object}"},
    // -- things with actions
    // ---------------------------------------------------------------------------------------
    Rule{
        Verb::act,
        "(reply|respond) [to] {record} (with|saying) [the|this] [text|message|words|reply|answer] {value}"
    },
    Rule{Verb::act, "(reply|respond) (with|saying) [the|this] [text|message|words|reply|answer] {value}"},
    Rule{Verb::act, "answer {record} (with|saying) [the|this] [text|message] {value}"},
    Rule{Verb::act, "mark {record} as {state}"},
    Rule{
        Verb::act,
        "(delete|trash|archive|star|unstar|flag|retweet|share|mute|block|report|remove|like|follow|unfollow|"
        "bookmark|favorite|pin) {record}"
    },
    // -- getting about
    // ---------------------------------------------------------------------------------------------
    Rule{Verb::explore, "(switch|browse|look|go|scroll|flip) (between|through|over|across|around) {object}"},
    Rule{
        Verb::focus,
        "(focus|focus in|focus into|focus on|click into|put the cursor in|place the cursor in) {object}"
    },
    Rule{
        Verb::hover,
        "(hover|hover over|hover on|mouse over|move the mouse over|move the mouse to) {object}"
    },
    Rule{Verb::expand, "(expand|collapse|unfold|open up) {object}"},
    Rule{Verb::close, "(close|dismiss|cancel) {object}"},
    Rule{Verb::upload, "(upload|attach) {object} (to|into|in|as) {place}"},
    Rule{Verb::upload, "(upload|attach) {object}"},
    Rule{Verb::download, "download {object}"},
    Rule{Verb::scroll, "scroll [down|up] [to|until] {place}"},
    Rule{Verb::wait, "wait (until|for|till) {condition}"},
    Rule{Verb::search, "(search|look) [{place}] for {query}"},
    Rule{Verb::search, "(search|query|google) {query}"},
    Rule{Verb::buy, "{!action} {object}"},  // only for the verbs of trade
    // -- pressing things
    // -------------------------------------------------------------------------------------------
    Rule{Verb::press_key, "(press|hit|push) [the] {!key} key [on the keyboard]"},
    Rule{
        Verb::click,
        "(click|press|tap|hit|push|activate|follow|double-click|double click|right-click|right "
        "click|toggle|switch to|go to|open|turn to|navigate to|visit|accept|confirm|agree to) [on|onto] "
        "{object}"
    },
    Rule{Verb::click, "(submit|save|confirm|send|register|subscribe|continue|apply|reset) [{object}]"},
    Rule{
        Verb::find,
        "(find|locate|look up|get|identify|read|count|determine|view|show|check|search for|copy) {object}"
    },
    Rule{Verb::act, "(send|forward) {record}"},
};

const std::set<std::string, std::less<>> trade_verbs =
    {"book", "order", "buy", "purchase", "reserve", "sell"};
const std::set<std::string, std::less<>> action_verbs = {"forward", "reply", "send", "delete"};

struct Transfer {
    std::string_view pattern;  // slots person (who gets it) and record (what, or from whom)
};
constexpr std::array transfers = {
    Transfer{"{sender} (wants|would like|needs) [his|her|their|his or her|the] {record} (sent|forwarded|to "
             "be sent|to be forwarded) to {person}"},
    Transfer{"[i] [want|need] {record} (to be|should be|must be|needs to be|has to be) "
             "(sent|forwarded|given|passed on|passed|delivered) [on] to {person}"},
    Transfer{"{person} (wants|needs|is waiting for|waits for|would like|asked for|is asking "
             "for|requested|requests|is looking for|expects|must get|should get|should receive|has to see) "
             "{record}"},
    Transfer{"(forward|send|pass|give) [on] to {person} the {record}"},
    Transfer{"(forward|send|give|pass|deliver|resend) {record} [on|along|over] to {person}"},
    Transfer{"(forward|send|give|pass|show) {person} (the|that|this) {record}"},
    Transfer{"(get|find|take|open) {record} [and] (forward|send|pass|give) it to {person}"},
};

bool names_message(std::string_view phrase)
{
    return fit("{*} (email|mail|message|e-mail|information|info|letter|note|emails|messages|it|them) {*}",
               "x " + std::string(phrase) + " x")
        .has_value();
}

std::optional<Slots> transfer_in(const std::string& clause)
{
    for (const auto& transfer : transfers) {
        auto slots = fit(transfer.pattern, clause);
        if (!slots || !names_message((*slots)["record"])) continue;
        if (slots->contains("sender")) (*slots)["record"] = "message by " + (*slots)["sender"];
        (*slots)["action"] = "forward";
        return slots;
    }
    return std::nullopt;
}

bool looks_like_url(std::string_view text)
{
    if (text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www.") ||
        text.starts_with("localhost"))
        return true;
    if (text.contains(' ') || text.contains('@')) return false;
    const auto host = text.substr(0, text.find('/'));
    const auto dot = host.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || host.size() - dot < 3) return false;
    const auto top = lower(host.substr(dot + 1));
    static const std::set<std::string, std::less<>> files = {
        "pdf", "txt", "csv", "png", "jpg", "zip", "doc", "docx", "json", "html", "py", "sh", "gif"
    };
    return top.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos && !files.contains(top);
}

// "find and click X", "try to", "you should", "I want you to": manners of speaking around the verb.
std::string without_manners(std::string_view clause)
{
    static const std::vector<std::string_view> manners = {
        "please",
        "now",
        "then",
        "next",
        "finally",
        "also",
        "find and",
        "locate and",
        "search and",
        "go and",
        "try to",
        "try and",
        "you should",
        "you must",
        "you need to",
        "i want you to",
        "i need you to",
        "could you",
        "can you",
        "would you",
        "i want to",
        "i would like to",
        "your task is to",
        "make sure to",
        "make sure you"
    };
    auto bare = without_prefix_words(clause, manners);
    static constexpr std::array<std::string_view, 9> endings = {
        " please",
        " when done",
        " when you are done",
        " when finished",
        " when you're done",
        " when you are finished",
        " once done",
        " afterwards",
        " at the end"
    };
    for (const auto ending : endings)
        if (bare.size() > ending.size() && lower(bare).ends_with(ending))
            bare.resize(bare.size() - ending.size());
    return bare;
}

// "…, when the price is less than $50"
void take_condition(Step& step, std::string& clause)
{
    for (const std::string_view pattern :
         {"{rest} (when|once|as soon as|while|after|if|whenever) {condition}",
          "(when|once|as soon as|after|if|whenever) {condition} , {rest}"}) {
        auto slots = fit(pattern, clause);
        if (!slots ||
            !fit(
                "{*} (is|are|gets|drops|falls|rises|becomes|reaches|goes|appears|says|shows|turns) {*}",
                "x " + (*slots)["condition"] + " x"
            ))
            continue;
        step.condition = (*slots)["condition"];
        clause = (*slots)["rest"];
        return;
    }
}

// "For the user @ann, click …", "In the second row, click …"
void take_context(Step& step, std::string& clause)
{
    const auto phrase = tokenize(clause);
    if (phrase.tokens.empty()) return;
    static const std::set<std::string, std::less<>> openings = {
        "for", "in", "on", "from", "within", "under", "inside", "at", "using"
    };
    if (!openings.contains(phrase.tokens.front().small)) return;
    for (std::size_t i = 1; i + 1 < phrase.tokens.size(); ++i) {
        if (phrase.tokens[i].small != "," || phrase.tokens[i].is_quoted) continue;
        step.context =
            phrase.source.substr(phrase.tokens[1].begin, phrase.tokens[i - 1].end - phrase.tokens[1].begin);
        clause = phrase.source.substr(phrase.tokens[i + 1].begin);
        return;
    }
}

std::string first_word(std::string_view clause)
{
    const auto words = words_of(clause);
    return words.empty() ? "" : words.front();
}

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

bool fits_rule(const Rule& rule, const std::string& clause, Slots& slots)
{
    auto fitted = rule.is_greedy ? fit_greedy(rule.pattern, clause) : fit(rule.pattern, clause);
    if (!fitted) return false;
    slots = std::move(*fitted);
    if (rule.verb == Verb::buy && slots.contains("action"))
        return trade_verbs.contains(lower(slots["action"]));
    if (rule.verb == Verb::arrange) {
        return fit("[{*}] "
                   "(order|ascending|descending|alphabetically|smallest|largest|lowest|highest|numerically|"
                   "increasing|decreasing|oldest|newest|shortest|longest|a) [{*}]",
                   slots["order"])
            .has_value();
    }
    if (slots.contains("direction") && !is_direction(lower(slots["direction"]))) return false;
    if (slots.contains("dimension") && !is_dimension(lower(slots["dimension"]))) return false;
    return true;
}

bool is_question(std::string_view clause)
{
    static const std::set<std::string, std::less<>> words = {
        "what", "what's", "how", "which", "who", "whose", "when", "where", "is", "are", "does", "do"
    };
    return words.contains(first_word(clause));
}

// The action's name for the verbs that act on a record.
void name_action(Step& step, const std::string& clause)
{
    auto action = first_word(clause);
    if (action == "respond" || action == "answer") action = "reply";
    if (action == "mark") {
        const auto state = lower(step.slot("state"));
        action = contains_word(state, "important") || contains_word(state, "favorite") ||
                         contains_word(state, "starred")
                     ? "star"
                     : state;
    }
    step.slots["action"] = action;
}

}  // namespace

std::string Step::slot(std::string_view name) const
{
    const auto at = slots.find(name);
    return at == slots.end() ? "" : at->second;
}

std::string_view name_of(Verb verb)
{
    static constexpr std::array<std::string_view, 37> names = {
        "open_url", "go_back",  "login",     "search",    "click",  "close",  "focus",    "hover",
        "expand",   "explore",  "press_key", "fill",      "choose", "check",  "uncheck",  "drag",
        "arrange",  "draw",     "point",     "highlight", "copy",   "resize", "classify", "match",
        "act",      "find",     "buy",       "answer",    "solve",  "guess",  "play",     "command",
        "upload",   "download", "scroll",    "wait",      "none"
    };
    return names.at(static_cast<std::size_t>(verb));
}

bool refers_back(std::string_view phrase)
{
    static const std::set<std::string, std::less<>> references = {
        "it",
        "them",
        "that",
        "this",
        "your answer",
        "the answer",
        "answer",
        "the result",
        "result",
        "the value",
        "the solution",
        "your solution",
        "that word",
        "the word",
        "that value",
        "the text",
        "that text",
        "that number",
        "the number",
        "the result of it",
        "your result",
        "this value",
        "the copied text",
        "that email",
        "the email",
        "the message",
        "that message",
        "the sum",
        "the code",
        "that code",
        "him",
        "her",
        "they",
        "to them"
    };
    return references.contains(lower(trimmed(phrase)));
}

bool forbids_submit(std::string_view instruction)
{
    return fit("[{*}] (do not|don't|without|never) [yet] (submit|submitting|press submit|click "
               "submit|send|sending|save|saving|press|pressing|click|clicking) [{*}]",
               instruction)
        .has_value();
}

Step parse_clause(std::string_view text)
{
    Step step;
    step.clause = trimmed(text);
    auto clause = without_manners(step.clause);
    take_context(step, clause);
    clause = without_manners(clause);
    take_condition(step, clause);

    if (const auto slots =
            fit("(go to|open|visit|navigate to|browse to|load|go) [the] [page|site|website|url] {!url} "
                "[website|site|page]",
                clause);
        slots && looks_like_url(slots->at("url"))) {
        step.verb = Verb::open_url;
        step.slots = *slots;
        return step;
    }
    if (auto slots = fit("use [the] {place} [below|above|provided] to {rest}", clause)) {
        const bool is_console =
            contains_word(slots->at("place"), "terminal") || contains_word(slots->at("place"), "console") ||
            contains_word(slots->at("place"), "command line") || contains_word(slots->at("place"), "shell") ||
            contains_word(slots->at("place"), "command prompt");
        if (is_console) {
            step.verb = Verb::command;
            step.slots["text"] = slots->at("rest");
            return step;
        }
        auto inner = parse_clause(slots->at("rest"));
        inner.clause = step.clause;
        for (const std::string_view name : {"field", "place"}) {
            if ((inner.verb == Verb::fill && name == "field") ||
                (inner.verb != Verb::fill && name == "place"))
                inner.slots.try_emplace(std::string(name), slots->at("place"));
        }
        return inner;
    }
    if (auto slots = transfer_in(clause)) {
        step.verb = Verb::act;
        step.slots = std::move(*slots);
        return step;
    }
    if (is_question(clause)) {
        step.verb = Verb::answer;
        auto question = clause;
        while (!question.empty() && (question.back() == '?' || question.back() == ' ')) question.pop_back();
        step.slots["question"] = question;
        return step;
    }
    for (const auto& rule : rules) {
        if (!fits_rule(rule, clause, step.slots)) continue;
        step.verb = rule.verb;
        if (step.verb == Verb::act) name_action(step, clause);
        if (step.verb == Verb::buy && !step.has("action")) step.slots["action"] = "add to cart";
        if (step.verb == Verb::click && !step.has("object")) step.slots["object"] = first_word(clause);
        return step;
    }
    step.slots.clear();
    return step;
}

std::vector<Step> parse(std::string_view instruction)
{
    std::vector<Step> steps;
    for (const auto& clause : clauses_of(collapsed(instruction))) steps.push_back(parse_clause(clause));
    if (steps.empty()) steps.push_back({Verb::none, {}, std::string(instruction), "", ""});
    return steps;
}

}  // namespace lissom::agent::lite
