#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "agent/lite/instruction.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

// Words that open an imperative clause.
const std::set<std::string, std::less<>> imperatives = {
    "accept",   "activate",  "add",       "agree",     "answer",       "apply",       "arrange",
    "attach",   "block",     "book",      "browse",    "buy",          "calculate",   "cancel",
    "change",   "check",     "choose",    "clear",     "click",        "close",       "collapse",
    "complete", "compute",   "confirm",   "copy",      "count",        "create",      "delete",
    "deselect", "determine", "disable",   "dismiss",   "double-click", "download",    "drag",
    "draw",     "drop",      "enable",    "ensure",    "enter",        "expand",      "extract",
    "fill",     "filter",    "find",      "flag",      "focus",        "follow",      "forward",
    "get",      "give",      "go",        "guess",     "highlight",    "hit",         "hover",
    "identify", "input",     "insert",    "like",      "list",         "locate",      "log",
    "login",    "look",      "make",      "mark",      "move",         "mute",        "navigate",
    "open",     "order",     "paste",     "pick",      "place",        "play",        "press",
    "purchase", "push",      "put",       "read",      "register",     "remove",      "reply",
    "report",   "reserve",   "reset",     "resize",    "retweet",      "return",      "right-click",
    "save",     "say",       "scroll",    "search",    "select",       "send",        "set",
    "share",    "show",      "sign",      "slide",     "solve",        "sort",        "star",
    "submit",   "subscribe", "switch",    "tap",       "tell",         "tick",        "toggle",
    "trash",    "turn",      "type",      "uncheck",   "untick",       "unsubscribe", "update",
    "upload",   "bold",      "italicize", "underline", "adjust",       "raise",       "reduce",
    "lower",    "agree",     "use",       "reject",    "decline",      "refuse",      "deny",
    "allow",    "publish",   "post",      "leave",     "schedule",     "invite",      "transfer",
    "pay",      "rename",    "archive",   "bookmark",  "unfollow",     "unstar",      "finish",
    "edit",     "rate",      "increase",  "decrease",  "continue",     "proceed",     "undo",
    "fetch",    "dial",      "respond",   "sort",      "verify",       "view",        "visit",
    "wait",     "win",       "write",     "filter",    "narrow",       "restrict",    "limit",
    "refine",   "display",   "head",      "jump",      "bring",        "remember",    "memorize",
    "memorise", "note",      "start",     "run",       "take",         "watch",       "empty",
    "enrol",    "enroll",    "cross",     "hide",      "rent",         "hire",        "convert",
    "vote",     "request",   "execute",   "replace",   "comment",      "deactivate",  "join",
    "approve",  "resolve",   "restart",   "duplicate", "swap",         "exchange",    "enlarge",
    "shrink",   "widen"
};

// Words that open a clause, and are nouns or names of buttons as often.
const std::set<std::string, std::less<>> also_nouns = {
    "answer",   "block",    "book",    "cancel",   "change",   "check",    "click",   "close",  "copy",
    "count",    "download", "drop",    "filter",   "flag",     "focus",    "forward", "get",    "go",
    "guess",    "hit",      "input",   "like",     "list",     "look",     "make",    "mark",   "mute",
    "open",     "order",    "place",   "play",     "press",    "purchase", "push",    "read",   "register",
    "reply",    "report",   "reset",   "return",   "save",     "search",   "set",     "share",  "show",
    "slide",    "star",     "start",   "switch",   "tap",      "tick",     "turn",    "type",   "upload",
    "use",      "view",     "visit",   "wait",     "win",      "post",     "update",  "delete", "cut",
    "hide",     "kill",     "love",    "hate",     "keep",     "stop",     "begin",   "add",    "apply",
    "complete", "post",     "leave",   "schedule", "transfer", "pay",      "rate",    "edit",   "finish",
    "increase", "decrease", "invite",  "note",     "run",      "watch",    "empty",   "cross",  "rent",
    "hire",     "vote",     "request", "comment",  "join"
};

// Verbs that need no object.
const std::set<std::string, std::less<>> complete_alone = {
    "submit",
    "login",
    "register",
    "confirm",
    "save",
    "subscribe",
    "continue",
    "search",
    "cancel",
    "undo",
    "apply",
    "send",
    "finish",
    "proceed",
    "publish",
    "join"
};

const std::set<std::string, std::less<>> fillers =
    {"and", "then", "also", "finally", "please", "next", "afterwards", "now", "lastly", "after", "but"};

// Names of buttons that end what was said before: "…, then pay", "pick pink and paint". Not after one of the
// same kind, where they are two names: "copy and paste".
bool ends_with_button(const std::vector<Token>& tokens, std::size_t at)
{
    static const std::set<std::string, std::less<>> enders = {
        "pay",       "book",   "order", "reserve", "check",  "go",     "filter", "invite", "choose",
        "pick",      "start",  "paint", "reply",   "post",   "add",    "buy",    "verify", "unlock",
        "update",    "ok",     "done",  "ready",   "enter",  "print",  "draw",   "answer", "convert",
        "calculate", "vote",   "play",  "dial",    "call",   "next",   "login",  "create", "compare",
        "rent",      "donate", "mix",   "close",   "select", "accept", "guess",  "try"
    };
    const bool is_last = at + 1 >= tokens.size() || (at + 2 >= tokens.size() && tokens[at + 1].small == ".");
    if (!is_last || at < 2 || !enders.contains(tokens[at].text)) return false;
    // The word before the "and": of two names in a row, none is a deed.
    std::size_t before = at - 1;
    while (before > 0 &&
           (tokens[before].is_mark || tokens[before].small == "and" || tokens[before].small == "then"))
        --before;
    return !tokens[before].is_quoted && !enders.contains(tokens[before].small) &&
           !complete_alone.contains(tokens[before].small);
}

std::size_t skip_fillers(const std::vector<Token>& tokens, std::size_t at)
{
    while (at < tokens.size() && !tokens[at].is_quoted &&
           (tokens[at].is_mark || fillers.contains(tokens[at].small)))
        ++at;
    return at;
}

bool opens_clause(const std::vector<Token>& tokens, std::size_t at)
{
    if (at >= tokens.size() || tokens[at].is_quoted) return false;
    const auto& word = tokens[at].small;
    if (word == "what" || word == "how" || word == "which" || word == "who") return at + 1 < tokens.size();
    if (!imperatives.contains(word)) return false;
    const bool is_last = at + 1 >= tokens.size() || tokens[at + 1].is_mark;
    if (is_last)
        return complete_alone.contains(word) && (at + 1 >= tokens.size() || tokens[at + 1].small == ".");
    const auto& next = tokens[at + 1];
    if (next.is_quoted) return true;
    if (word == "remember" && next.small == "me") return false;  // the box of a login form
    static const std::set<std::string, std::less<>> not_after_verbs = {"and", "or", "of", "is", "are", "was"};
    if (not_after_verbs.contains(next.small)) {
        // "find and click", "submit and return": the verb shares the object that follows.
        return next.small == "and" && !also_nouns.contains(word) && opens_clause(tokens, at + 2);
    }
    return true;
}

// Does the text from here on tell what to do, so that a cut after it makes sense?
bool is_imperative(const std::vector<Token>& tokens, std::size_t begin, std::size_t end)
{
    static const std::set<std::string, std::less<>> openings = {
        "what", "how", "which", "who", "when", "where", "i", "is", "are", "can", "could", "would"
    };
    auto at = skip_fillers(tokens, begin);
    if (at >= end) return false;
    // "In the menu, go to …": where it is done stands before the deed.
    static const std::set<std::string, std::less<>> places = {
        "in", "on", "from", "within", "inside", "at", "under", "using"
    };
    if (!tokens[at].is_quoted && places.contains(tokens[at].small)) {
        while (at < end && tokens[at].small != ",") ++at;
        at = skip_fillers(tokens, at);
        if (at >= end) return false;
    }
    // "For each number choose …"
    if (tokens[at].small == "for" && at + 1 < end &&
        (tokens[at + 1].small == "each" || tokens[at + 1].small == "every"))
        return true;
    return imperatives.contains(tokens[at].small) || openings.contains(tokens[at].small);
}

// "Dr. Smith", "Roe v. Wade", "e.g. this", "No. 5": full stops that end no sentence.
bool is_abbreviation(const std::vector<Token>& tokens, std::size_t stop)
{
    static const std::set<std::string, std::less<>> known = {
        "mr", "mrs", "ms", "dr", "st", "no", "v", "vs", "e.g", "i.e", "etc", "approx", "prof"
    };
    if (stop == 0 || tokens[stop - 1].is_quoted) return false;
    // "Zora B. and her sister": the letter of a name, where the sentence goes on behind it.
    const auto& before = tokens[stop - 1].text;
    const bool is_letter =
        before.size() == 1 && std::isupper(static_cast<unsigned char>(before.front())) != 0;
    const bool goes_on = stop + 1 < tokens.size() && !tokens[stop + 1].is_quoted &&
                         std::islower(static_cast<unsigned char>(tokens[stop + 1].text.front())) != 0;
    return known.contains(tokens[stop - 1].small) || (is_letter && goes_on);
}

// "Use the textbox to enter", "switch between the tabs to find and click": the means before the end.
bool opens_purpose(const std::vector<Token>& tokens, std::size_t begin, std::size_t at)
{
    if (tokens[at].small != "to" || tokens[at].is_quoted || at + 1 >= tokens.size()) return false;
    const auto first = skip_fillers(tokens, begin);
    if (first >= at) return false;
    static const std::set<std::string, std::less<>> means = {
        "switch", "expand", "open", "browse", "scroll", "look", "explore", "go"
    };
    if (!means.contains(tokens[first].small)) return false;
    const auto& verb = tokens[at + 1].small;
    return verb == "find" || verb == "locate" || verb == "reveal" || verb == "click" || verb == "select";
}

struct Cut {
    std::size_t end = 0;   // of the clause before
    std::size_t next = 0;  // where the clause after begins
};

// "with the name Spell checker, type enhancement, …": the name of a field in a list of them, where no place
// follows that it could be typed into.
bool is_field_in_list(const std::vector<Token>& tokens, std::size_t begin, std::size_t at)
{
    static const std::set<std::string, std::less<>> nouns = {
        "type", "order", "rate", "place", "return", "report", "set", "order", "schedule", "leave", "state"
    };
    static const std::set<std::string, std::less<>> makers = {
        "create", "add", "make", "register", "open", "file", "report", "submit", "new", "fill", "book", "post"
    };
    const auto first = skip_fillers(tokens, begin);
    if (!nouns.contains(tokens[at].small) || !makers.contains(tokens[first].small)) return false;
    const bool lists = std::any_of(
        tokens.begin() + static_cast<std::ptrdiff_t>(first),
        tokens.begin() + static_cast<std::ptrdiff_t>(at),
        [](const Token& token) {
            return !token.is_quoted &&
                   (token.small == "with" || token.small == "called" || token.small == ":" ||
                    token.small == "named" || token.small == "titled");
        }
    );
    if (!lists || at + 1 >= tokens.size() || tokens[at + 1].is_quoted) return false;
    for (std::size_t i = at + 1; i < tokens.size() && !tokens[i].is_mark; ++i)
        if (tokens[i].small == "into" || tokens[i].small == "in") return false;
    return true;
}

std::optional<Cut> cut_at(const std::vector<Token>& tokens, std::size_t begin, std::size_t at)
{
    const auto& token = tokens[at];
    if (token.is_quoted) return std::nullopt;
    const bool ends_sentence = token.is_mark && (token.small == "." || token.small == ";" ||
                                                 token.small == "!" || token.small == "?");
    if (ends_sentence) {
        if (token.small == "." && is_abbreviation(tokens, at)) return std::nullopt;
        return Cut{at + (token.small == "?" ? 1 : 0), at + 1};
    }
    if (!is_imperative(tokens, begin, at)) return std::nullopt;
    // "find and click the link": one deed, not two.
    if (at == skip_fillers(tokens, begin) + 1 && token.small == "and") return std::nullopt;
    const bool is_joint =
        token.small == "," || token.small == "and" || token.small == "then" || token.small == "but";
    if (is_joint) {
        auto next = skip_fillers(tokens, at);
        // ", to find and click": the comma goes with the purpose.
        if (next < tokens.size() && opens_purpose(tokens, begin, next)) return Cut{at, next + 1};
        if (next < tokens.size() && is_field_in_list(tokens, begin, next)) return std::nullopt;
        if (opens_clause(tokens, next)) return Cut{at, next};
        if (ends_with_button(tokens, next)) return Cut{at, next};
    }
    if (opens_purpose(tokens, begin, at)) return Cut{at, at + 1};
    return std::nullopt;
}

}  // namespace

bool is_order(std::string_view clause)
{
    const auto phrase = tokenize(clause);
    const auto first = skip_fillers(phrase.tokens, 0);
    return first < phrase.tokens.size() && imperatives.contains(phrase.tokens[first].small);
}

std::vector<std::string> clauses_of(std::string_view instruction)
{
    const auto phrase = tokenize(instruction);
    const auto& tokens = phrase.tokens;
    std::vector<std::string> clauses;
    std::size_t begin = 0;
    const auto keep = [&](std::size_t end) {
        begin = std::min(skip_fillers(tokens, begin), tokens.size());
        while (end > begin && tokens[end - 1].is_mark && tokens[end - 1].small != "?" &&
               !is_abbreviation(tokens, end - 1))
            --end;
        if (end > begin)
            clauses.push_back(
                phrase.source.substr(tokens[begin].begin, tokens[end - 1].end - tokens[begin].begin)
            );
    };
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        const auto cut = cut_at(tokens, begin, at);
        if (!cut) continue;
        keep(cut->end);
        begin = cut->next;
        at = cut->next - 1;
    }
    keep(tokens.size());
    return clauses;
}

}  // namespace lissom::agent::lite
