#include "agent/lite/instruction.hpp"

#include <array>
#include <set>

#include "agent/lite/ellipsis.hpp"
#include "agent/lite/fitting.hpp"
#include "agent/lite/manners.hpp"
#include "agent/lite/measure.hpp"
#include "agent/lite/rephrase.hpp"
#include "agent/lite/rules.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

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
        "pdf",  "txt",  "csv", "png",  "jpg", "jpeg", "zip", "doc", "docx", "json", "html", "py",
        "sh",   "gif",  "xls", "xlsx", "ppt", "pptx", "odt", "ods", "md",   "log",  "xml",  "yml",
        "yaml", "webp", "svg", "mp3",  "mp4", "wav",  "gz",  "tar", "rtf",  "bak",  "ini",  "conf"
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
    static constexpr std::array<std::string_view, 13> endings = {
        " please",
        " when done",
        " when you are done",
        " when finished",
        " when you're done",
        " when you are finished",
        " once done",
        " afterwards",
        " at the end",
        " in one of the tabs",
        " in one of the sections",
        " in one of the menus",
        " on one of the pages"
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
        // "Tell me when they are": asked, and nothing to wait for.
        if (fit("(tell|ask|show|let) (me|us) [know]", (*slots)["rest"])) continue;
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

// "in all upper case letters": how it is written, not what.
void take_letter_case(Step& step, std::string& clause)
{
    if (const auto slots = fit(
            "(type|enter|write|input|put) {what} (backwards|reversed|in reverse|in reverse order) [{after}]",
            clause
        )) {
        step.slots["case"] = "reverse";
        clause = first_word(clause) + " " + slots->at("what") +
                 (slots->contains("after") ? " " + slots->at("after") : "");
        return;
    }
    for (const std::string_view pattern :
         {"{before} (in|using|with) [all|only] (upper case|uppercase|upper-case|capital|lower case|lowercase|"
          "lower-case|small) [letters|characters|case] [only] [{after}]",
          "{before} (in|using) [all|only] (capitals|caps) [{after}]"}) {
        const auto slots = fit(pattern, clause);
        if (!slots || !fit("(type|enter|write|input|put|insert) {*}", clause)) continue;
        const bool is_lower =
            fit("{*} (lower|lowercase|lower-case|small) {*}", "x " + clause + " x").has_value();
        step.slots["case"] = is_lower ? "lower" : "upper";
        clause = slots->at("before") + (slots->contains("after") ? " " + slots->at("after") : "");
        return;
    }
}

std::string without_first_word(std::string_view clause)
{
    const auto phrase = tokenize(clause);
    return phrase.tokens.size() < 2 ? "" : phrase.source.substr(phrase.tokens[1].begin);
}

std::string style_in(std::string_view clause)
{
    for (const auto& word : words_of(clause)) {
        if (word == "bold") return "bold";
        if (word.starts_with("italic")) return "italic";
        if (word.starts_with("underline")) return "underline";
        if (word == "strikethrough" || word == "strike") return "strikethrough";
    }
    return "";
}

// Verbs that are labels of the buttons that send forms.
bool is_sending(const std::string& word)
{
    static const std::set<std::string, std::less<>> known = {
        "submit",
        "save",
        "confirm",
        "send",
        "register",
        "subscribe",
        "continue",
        "apply",
        "reset",
        "post",
        "publish",
        "update",
        "finish",
        "complete",
        "create",
        "place"
    };
    return known.contains(word);
}

bool is_agreement(const std::string& word)
{
    return word == "accept" || word == "allow" || word == "agree" || word == "consent";
}

bool is_question(std::string_view clause)
{
    static const std::set<std::string, std::less<>> words = {
        "what", "what's", "how", "which", "who", "whose", "when", "where", "is", "are", "does", "do"
    };
    // "Do not join": no question, and nothing to do.
    if (fit("(do not|don't|never) {*}", clause)) return false;
    // "In which office does Ann work", "at what time does it start"
    return words.contains(first_word(clause)) ||
           fit("(in|at|on|from|to|by|for|of|under|since|with) (which|what|whom|whose) {!thing} {*}",
               clause) ||
           fit("(from|since|until|by|for) (when|how much|how many|how long) {*}", clause);
}

// "I need the price of the lamp": said, and meant as a question, where a thing's field is named.
std::optional<std::string> need_in(std::string_view clause)
{
    const auto slots = fit(
        "(i need|i want|i'd like|i would like|i'm looking for) [to get|to have|to see|to know] [the|a list "
        "of|a list of the] {field} (of|for) {of}",
        clause
    );
    static const std::set<std::string, std::less<>> fields = {
        "price",  "prices", "name",   "names", "number", "date",  "time", "address",
        "e-mail", "email",  "phone",  "title", "titles", "cost",  "list", "total",
        "amount", "length", "weight", "size",  "status", "author"
    };
    if (!slots) return std::nullopt;
    const auto words = words_of(slots->at("field"));
    if (words.empty() || !fields.contains(words.back())) return std::nullopt;
    return "the " + slots->at("field") + " of " + slots->at("of");
}

// The action's name for the verbs that act on a record.
void name_action(Step& step, const std::string& clause)
{
    auto action = first_word(clause);
    if (step.has("sign")) action = lower(step.slot("sign"));
    if (step.has("folder")) action = "move";
    if (step.has("means")) action = "share via " + step.slot("means");
    if (action == "respond" || action == "answer") action = "reply";
    if (action == "complete" || action == "finish" || action == "check" || action == "tick" ||
        action == "cross")
        action = "done";
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
    static constexpr std::array<std::string_view, 43> names = {
        "open_url", "go_back",   "login",  "search",   "click",  "close",    "focus",  "hover",   "expand",
        "explore",  "press_key", "fill",   "choose",   "check",  "uncheck",  "drag",   "arrange", "draw",
        "point",    "highlight", "format", "copy",     "resize", "classify", "match",  "act",     "find",
        "compose",  "sort",      "narrow", "consent",  "logout", "buy",      "answer", "solve",   "guess",
        "play",     "command",   "upload", "download", "scroll", "wait",     "none"
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
    const auto small = lower(trimmed(phrase));
    if (references.contains(small)) return true;
    // "its answer", "the tool's result", "what it returned"
    return fit("(its|the tool's|the|that|their|this|your) "
               "(answer|result|results|output|response|reply|value|return value|"
               "outcome) [of it|it gave|it returned|of the tool|from the tool|from it]",
               small)
               .has_value() ||
           fit("what (it|the tool|they) (returned|returns|answered|answers|said|says|gave|gives|told)", small)
               .has_value();
}

bool forbids_submit(std::string_view instruction)
{
    // "… but do not book yet": what the button at the end would do, said in whatever word.
    if (fit("{*} (do not|don't|without) {!verb} [it|them|anything|this] [yet|now]", instruction) ||
        fit("{*} (do not|don't) {!verb} [it|them|anything|this] yet [{*}]", instruction))
        return true;
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
    take_letter_case(step, clause);

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
    if (auto need = need_in(clause)) {
        step.verb = Verb::answer;
        step.slots["question"] = *std::move(need);
        return step;
    }
    if (is_question(clause)) {
        step.verb = Verb::answer;
        auto question = clause;
        while (!question.empty() && (question.back() == '?' || question.back() == ' ')) question.pop_back();
        step.slots["question"] = question;
        return step;
    }
    for (const auto& rule : rules()) {
        Slots slots;
        if (!fits_rule(rule, clause, slots)) continue;
        for (auto& [name, said] : slots) step.slots[name] = std::move(said);
        step.verb = rule.verb;
        // "Get notified by SMS": a state to be in, and nothing to be found.
        const bool is_state = step.verb == Verb::find && first_word(clause) == "get" &&
                              first_word(step.slot("object")).ends_with("ed");
        if (is_state) {
            step.verb = Verb::none;
            step.slots.clear();
            return step;
        }
        if (step.verb == Verb::act) name_action(step, clause);
        if (step.verb == Verb::buy && !step.has("action")) step.slots["action"] = "add to cart";
        if (step.verb == Verb::format) step.slots["style"] = style_in(clause);
        if (step.verb == Verb::fill) step.slots["body"] = clause;
        if (step.has("turn")) {
            const auto turn = lower(step.slot("turn"));
            step.slots.clear();
            step.verb = Verb::none;
            if (turn != "next" && turn != "previous" && turn != "first" && turn != "last") continue;
            step.verb = Verb::click;
            step.slots["object"] = turn;
        }
        if (step.has("menu")) step.slots["value"] = step.slot("menu") + " > " + step.slot("entry");
        if (step.has("setting")) step.slots["value"] = step.slot("setting");
        if (step.has("extreme")) step.slots["value"] = step.slot("extreme");
        if (step.verb == Verb::act && step.has("which"))
            step.slots["record"] = "the " + step.slot("which") + " " + step.slot("kind");
        else if (step.verb == Verb::act && step.has("kind"))
            step.slots["record"] = step.slot("kind") + " " + step.slot("record");
        if (step.verb == Verb::choose && step.has("stars"))
            step.slots["value"] = step.slot("stars") + " stars";
        if (step.verb == Verb::check && step.slots.contains("object") &&
            (first_word(clause) == "accept" || first_word(clause) == "agree"))
            step.slots["object"] = without_first_word(clause);
        // "Undo it": the verb is the label.
        if (step.verb == Verb::click && first_word(clause) == "undo" && refers_back(step.slot("object")))
            step.slots["object"] = clause = "undo";
        if (step.verb == Verb::click && is_sending(first_word(clause))) step.slots["label"] = clause;
        if (step.verb == Verb::compose) step.slots["details"] = without_first_word(clause);
        if (step.verb == Verb::consent)
            step.slots["choice"] = is_agreement(first_word(clause)) ? "accept" : "reject";
        if (step.verb == Verb::sort && !step.has("order")) step.slots["order"] = without_first_word(clause);
        if (step.verb == Verb::command) step.slots["text"] = "run " + step.slot("text");
        if (step.verb == Verb::click && !step.has("object"))
            step.slots["object"] =
                fit("(go|move|carry) (on|ahead) [{*}]", clause) ? "next" : first_word(clause);
        return step;
    }
    step.slots.clear();
    // "Street: 12 Elm Road": a form read out.
    if (const auto at = clause.find(": "); at != std::string::npos && at > 0) {
        constexpr std::size_t longest_label = 4;  // words
        const auto label = clause.substr(0, at);
        if (words_of(label).size() <= longest_label && quoted_texts(label).empty() && !is_order(label)) {
            step.verb = Verb::fill;
            step.slots["field"] = label;
            step.slots["value"] = trimmed(clause.substr(at + 2));
        }
    }
    return step;
}

namespace {

struct Visit {
    std::string url;
    std::string rest;  // of the clause, without the address
};

// "Search https://x.org for lamps", "on https://x.org find …": where it is to be done is said along the way.
std::optional<Visit> visit_in(const std::string& clause)
{
    static const std::set<std::string, std::less<>> typing = {
        "enter", "type", "fill", "paste", "put", "write", "input"
    };
    static const std::set<std::string, std::less<>> leading = {
        "on",
        "at",
        "from",
        "in",
        "to",
        "visit",
        "open",
        "search",
        "of",
        "using",
        "via",
        "site",
        "website",
        "page",
        "load",
        "browse",
        "with"
    };
    const auto phrase = tokenize(clause);
    const auto& tokens = phrase.tokens;
    if (tokens.empty() || typing.contains(tokens.front().small)) return std::nullopt;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].is_quoted || tokens[i].is_mark || !looks_like_url(tokens[i].text)) continue;
        if (i > 0 && !leading.contains(tokens[i - 1].small)) continue;
        std::size_t from = i;
        while (from > 0 && leading.contains(tokens[from - 1].small) && tokens[from - 1].small != "search")
            --from;
        while (from > 0 && tokens[from - 1].small == "the") --from;
        const bool goes = from > 0 && tokens[from - 1].small == "go";
        if (goes) --from;
        auto before =
            phrase.source.substr(0, from == tokens.size() ? phrase.source.size() : tokens[from].begin);
        auto after = i + 1 < tokens.size() ? phrase.source.substr(tokens[i + 1].begin) : "";
        auto rest = trimmed(before) + " " + after;
        while (!rest.empty() && std::string_view(" ,.;:").contains(rest.front())) rest.erase(0, 1);
        // "Go to the shop at https://…": that is where, said twice.
        if (trimmed(after).empty() && fit("(go to|open|visit|navigate to|browse to|load|go) [{*}]", rest))
            rest.clear();
        return Visit{tokens[i].text, trimmed(rest)};
    }
    return std::nullopt;
}

bool acts_on_reference(const Step& step)
{
    return (step.verb == Verb::buy || step.verb == Verb::act) &&
           refers_back(step.slot(step.verb == Verb::buy ? "object" : "record"));
}

}  // namespace

std::vector<Step> parse(std::string_view instruction)
{
    std::vector<Step> steps;
    std::vector<std::string> clauses;
    for (const auto& clause : clauses_of(without_politeness(collapsed(instruction))))
        for (const auto& one : spelled_out(clause))
            for (auto& deed : deeds_in_order(one)) clauses.push_back(std::move(deed));
    for (std::size_t i = 1; i < clauses.size(); ++i) clauses[i] = with_subject_of(clauses[i - 1], clauses[i]);
    for (const auto& clause : clauses) {
        auto step = parse_clause(clause);
        const auto visit = step.verb == Verb::open_url ? std::nullopt : visit_in(without_manners(clause));
        if (!visit) {
            steps.push_back(std::move(step));
            continue;
        }
        Step open{Verb::open_url, {}, "go to " + visit->url, "", ""};
        open.slots["url"] = visit->url;
        steps.push_back(std::move(open));
        if (!visit->rest.empty()) steps.push_back(parse_clause(visit->rest));
    }
    // "Find the cheapest mug and add it to the cart" is one deed.
    for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
        if (steps[i].verb != Verb::find || steps[i + 1].verb != Verb::buy || !acts_on_reference(steps[i + 1]))
            continue;
        steps[i + 1].slots["object"] = steps[i].slot("object");
        steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(i));
    }
    // "Find the cheapest train from A to B and select it": booked like any other.
    for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
        const auto object = steps[i].slot("object");
        const auto& next = steps[i + 1];
        const bool is_taken = (next.verb == Verb::choose && refers_back(next.slot("value"))) ||
                              (next.verb == Verb::click && refers_back(next.slot("object")));
        if (steps[i].verb != Verb::find || !is_taken || !measure_in(object) ||
            !fit("{*} from {*} to {*}", object))
            continue;
        steps[i] = parse_clause("book " + object);
        steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(i + 1));
    }
    // "Find the link X and click it", too.
    for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
        const auto object = steps[i].slot("object");
        if (steps[i].verb != Verb::find || steps[i + 1].verb != Verb::click || names_mail(object) ||
            measure_in(object) || !refers_back(steps[i + 1].slot("object")))
            continue;
        steps[i + 1].slots["object"] = object;
        steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(i));
    }
    if (steps.empty()) steps.push_back({Verb::none, {}, std::string(instruction), "", ""});
    return steps;
}

}  // namespace lissom::agent::lite
