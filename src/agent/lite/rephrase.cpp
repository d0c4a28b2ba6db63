#include "agent/lite/rephrase.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "agent/lite/instruction.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

// "chosen" and others that no ending explains.
std::string irregular(std::string_view word)
{
    static const std::map<std::string, std::string, std::less<>> known = {
        {"chosen", "choose"},
        {"chose", "choose"},
        {"written", "write"},
        {"wrote", "write"},
        {"found", "find"},
        {"sent", "send"},
        {"gone", "go"},
        {"went", "go"},
        {"put", "put"},
        {"set", "set"},
        {"hit", "hit"},
        {"read", "read"},
        {"made", "make"},
        {"hidden", "hide"},
        {"drawn", "draw"},
        {"left", "leave"}
    };
    const auto at = known.find(word);
    return at == known.end() ? "" : at->second;
}

std::string deed(std::string_view done, const std::string& rest)
{
    const auto verb = imperative_of(done);
    return verb.empty() ? "" : verb + " " + rest;
}

// Verbs of looking through things; what they end with is what is looked for.
bool is_looking(std::string_view clause)
{
    static const std::set<std::string, std::less<>> verbs = {
        "expand", "open", "switch", "scroll", "look", "browse", "go", "turn", "press", "click", "page", "keep"
    };
    const auto words = words_of(clause);
    return !words.empty() && verbs.contains(words.front());
}

// "After clicking A, click B": the comma parts them.
std::vector<std::string> parted_by_comma(const std::string& clause)
{
    const auto phrase = tokenize(clause);
    const auto& tokens = phrase.tokens;
    if (tokens.empty() || (tokens.front().small != "after" && tokens.front().small != "before")) return {};
    std::size_t verb = 1;
    while (verb < tokens.size() && (tokens[verb].small == "you" || tokens[verb].small == "have" ||
                                    tokens[verb].small == "having" || tokens[verb].small == "you've"))
        ++verb;
    for (std::size_t i = verb + 1; i + 1 < tokens.size(); ++i) {
        if (tokens[i].small != "," || tokens[i].is_quoted) continue;
        const auto inner =
            i > verb + 1
                ? phrase.source.substr(tokens[verb + 1].begin, tokens[i - 1].end - tokens[verb + 1].begin)
                : std::string();
        const auto side = deed(tokens[verb].small, inner);
        const auto main = phrase.source.substr(tokens[i + 1].begin);
        if (side.empty() || !is_order(main)) return {};
        return tokens.front().small == "after" ? std::vector{side, main} : std::vector{main, side};
    }
    return {};
}

// "{slot}" of a pattern's other half put in its place. What stood in quotes and ends like a sentence keeps
// them: its full stop is a part of it.
std::string filled_in(std::string_view form, const Slots& slots, const std::string& clause)
{
    const auto quotes = quoted_texts(clause);
    const auto as_said = [&](const std::string& text) {
        const bool ends_sentence = text.ends_with('.') || text.ends_with('!') || text.ends_with('?');
        const bool was_quoted = ends_sentence && std::ranges::find(quotes, text) != quotes.end();
        return was_quoted ? "\"" + text + "\"" : text;
    };
    std::string text;
    for (std::size_t at = 0; at < form.size();) {
        const auto end = form[at] == '{' ? form.find('}', at) : std::string_view::npos;
        if (end == std::string_view::npos) {
            text += form[at++];
            continue;
        }
        const auto slot = slots.find(form.substr(at + 1, end - at - 1));
        if (slot != slots.end()) text += as_said(slot->second);
        at = end + 1;
    }
    return collapsed(text);
}

// What is done to something that somebody wrote or has.
bool is_record_deed(std::string_view verb)
{
    static const std::set<std::string, std::less<>> verbs = {
        "like",    "delete", "remove", "report", "archive", "star",   "flag", "share",
        "open",    "follow", "mute",   "block",  "hide",    "pin",    "edit", "bookmark",
        "approve", "reject", "accept", "cancel", "ship",    "resolve"
    };
    return verbs.contains(lower(verb));
}

// "Write to Ann with the subject Hall that it is booked": each part under its own name, so that none is taken
// for another. Empty where it is no such letter.
std::string letter_in_parts(const std::string& clause)
{
    const auto slots =
        fit("(write|send|compose|email|e-mail|mail) [a|an] [new] [message|mail|email|e-mail|letter] to {who} "
            "(with|under) [the] subject {subject} (that says|saying that|saying|that|reading|and [the] "
            "(text|message|body)) {text}",
            clause);
    if (!slots) return "";
    const auto subject = unquoted(slots->at("subject")), text = unquoted(slots->at("text"));
    if (subject.contains('"') || text.contains('"')) return "";
    return "write a message to " + slots->at("who") + ", subject \"" + subject + "\", text \"" + text + "\"";
}

// The same deed as rules read it: the verb whole and in front, whose it is behind what it is.
std::string in_common_order(const std::string& clause)
{
    struct Form {
        std::string_view said;
        std::string_view plain;
    };
    static constexpr std::array forms = {
        Form{"(turn|switch|toggle) {object} on [again]", "turn on {object}"},
        Form{"(turn|switch|toggle) {object} off [again]", "turn off {object}"},
        Form{"(turn|switch) everything on (except|but) {those}", "turn on everything except {those}"},
        Form{"(turn|switch) everything off (except|but) {those}", "turn off everything except {those}"},
        Form{"read {object} (to|until|till) [the|its] (end|bottom)", "scroll {object} to the end"},
        Form{"pay (by|with|via|using|per) {how}", "choose {how}"},
        Form{"{!how} payment", "choose {how}"},
        Form{"open [up] [the] (chat|conversation|thread) with {who}", "open \"{who}\""},
        Form{"(say|answer|reply) : {text}", "write \"{text}\""},
        Form{
            "(open|view|show|choose|select|go to|click|click on) (the|that) {!thing} (that|which) "
            "(is|was|has been) found",
            "open the first result"
        },

        Form{"{!verb} what {who} (wrote|said|posted|shared)", "{verb} the post by {who}"},
        Form{"(take|grab|get) [the] (seat|seats|slot|table|place) {which}", "choose the seat {which}"},
        Form{"take {object} (out of|off) {place}", "remove {object} from {place}"},
        Form{"(type|enter|fill|put|write|key) it in", "enter it"},
        Form{"(show|display|list|see|view) {#count} {!things} per page", "set {things} per page to {count}"},
        Form{"(get rid of|throw away|throw out) {object}", "delete {object}"},
        Form{"(leave|add) the {!noun} {\"text}", "enter \"{text}\" as {noun}"},
        Form{"(empty|blank) {object}", "clear {object}"},
        Form{"(sign|underline it|cross it out) with a {!look} line {where}", "draw a {look} line {where}"},
        Form{
            "(leave|quit|exit|finish|close|confirm|submit|send) (it|this|the field|the form) (with|by) "
            "[pressing] [the] {!key} [key]",
            "press {key}"
        },
        Form{"(leave|quit|exit) (with|by) [pressing] [the] {!key} [key]", "press {key}"},
        Form{"{!verb} it until {until}", "press {verb} until {until}"},
        Form{"(answer|reply|respond) with (it|that|this)", "enter it"},
        Form{"(answer|reply|respond) with the word", "enter the word"},
        Form{"(keep|go on|continue) guessing [until] [{*}]", "guess the number"},
        Form{"take the (suggestion|proposal) {which}", "choose the suggestion {which}"},
        Form{
            "(put|place|set|make) (an x|an o|a mark|your mark|my mark|a cross|a piece|your x) "
            "(in|into|on|to) "
            "{place}",
            "click {place}"
        },
        Form{
            "(tick|check|mark|select|choose) [all] [of] the {!words} (that mean|which mean|that mean the "
            "same as|"
            "with the same meaning as|synonymous with) {what}",
            "select words similar to {what}"
        },
        Form{
            "only {object} (should|must|has to|have to|ought to) be "
            "(on|checked|ticked|selected|enabled|active)",
            "check only {object}"
        },
        Form{"(all|every) [of] [the] {things} (on|checked|ticked|enabled)", "turn on all {things}"},
        Form{"(all|every) [of] [the] {things} (off|unchecked|unticked|disabled)", "turn off all {things}"},
        Form{"(type|enter|write) it", "enter it"},
        Form{
            "(get|find|book|give) me the {!most} {!kind} [from] {from} to {to} , [on] {date}",
            "book the {most} {kind} from {from} to {to} on {date}"
        },
        Form{"give {thing} a (heart|like)", "like {thing}"},
        Form{"give {thing} a star", "star {thing}"},
        Form{
            "{deed} as soon as (it is possible|possible|you can|it is enabled|it is active|it appears)",
            "press {deed}"
        },
        Form{"bring {object} to the {!end} [of [the] {*}]", "move {object} to the {end}"},
        Form{"(swap|exchange|switch) the first two [{!things}]", "swap the first one and the second one"},
        Form{"enlarge {object}", "make {object} bigger"},
        Form{"shrink {object}", "make {object} smaller"},
        Form{"widen {object}", "make {object} wider"},
        Form{"swipe {object} (to the|towards the) {side}", "drag {object} to the {side}"},
        Form{"{start} corresponding (to|with) {end}", "{start} that corresponds with {end}"},
        Form{"{deed} so that it replaces {*}", "{deed}"},
        Form{"mark {object} with (a|the) star", "star {object}"},
        Form{"mark {object} with (a|the) flag", "flag {object}"},
        Form{
            "{deed} (in|on|using|with|via|through) the (terminal|console|command line|shell)",
            "use the terminal to {deed}"
        },
        Form{
            "(check|tick|mark) [all] [the] words (similar to|meaning|like) {words}",
            "select words similar to {words}"
        },
        Form{"(cross|check|tick) {object} off [{*}]", "tick off {object}"},
        Form{"(remember|memorize|memorise|note|note down|write down|keep in mind) {object}", "read {object}"}
    };
    for (const auto& form : forms)
        if (const auto slots = fit(form.said, clause)) return filled_in(form.plain, *slots, clause);
    if (auto letter = letter_in_parts(clause); !letter.empty()) return letter;
    // What is so now, and is to be put down.
    static constexpr std::array statements = {
        Form{
            "[the] {field} of {record} (is|are) now {value} (instead of|and not|not|rather than) {*}",
            "set the {field} of {record} to {value}"
        },
        Form{
            "[the] {field} of {record} (should|must|has to) (be|read|say) {value}",
            "set the {field} of {record} to {value}"
        },
        Form{"[the] {field} of {record} (is|are) now {value}", "set the {field} of {record} to {value}"},
    };
    for (const auto& form : statements)
        if (const auto slots = is_order(clause) ? std::nullopt : fit(form.said, clause))
            return filled_in(form.plain, *slots, clause);
    // "Replace the price by 2" is said of a field, "replace 'A' by 'B'" of a text.
    if (const auto slots = fit("replace {field} (with|by) {value}", clause);
        slots && quoted_texts(clause).size() < 2 && words_of(slots->at("field")).size() > 1)
        return filled_in("set {field} to {value}", *slots, clause);
    // "In the row Bolts, set the price to 2": the price of Bolts.
    if (const auto slots =
            fit("(in|for|on) [the] (row|line|entry|record|item) [of|for|with] {record} , "
                "(set|change|replace|update|edit) [the] {field} (to|with|by) {value}",
                clause))
        return filled_in("set the {field} of {record} to {value}", *slots, clause);
    // "Archive both messages from Ella": all of them.
    if (const auto slots = fit("{!verb} both {those}", clause);
        slots && is_record_deed(slots->at("verb")) && fit("{*} (by|from|of) {*}", slots->at("those")))
        return slots->at("verb") + " all " + slots->at("those");
    // "Like Lotte's comment": the comment by Lotte.
    if (const auto slots = fit("{!verb} {whose} {!what}", clause);
        slots && is_record_deed(slots->at("verb"))) {
        const auto& whose = slots->at("whose");
        if (whose.ends_with("'s") && whose.size() > 3 && quoted_texts(clause).empty())
            return slots->at("verb") + " the " + slots->at("what") + " by " +
                   without_prefix_words(whose.substr(0, whose.size() - 2), {"the"});
    }
    // "Change Ann Lee's phone to 12": the phone of Ann Lee.
    if (const auto slots = fit("(change|set|update|edit|correct) {whose} {what} to {value}", clause)) {
        const auto words = split(collapsed(clause), " ");
        for (std::size_t i = 1; i + 2 < words.size() && lower(words[i]) != "to"; ++i) {
            if (!words[i].ends_with("'s") || words[i].size() < 4) continue;
            std::string whose, rest;
            for (std::size_t k = 1; k <= i; ++k) whose += (whose.empty() ? "" : " ") + words[k];
            whose.resize(whose.size() - 2);
            std::size_t to = i + 1;
            for (; to < words.size() && lower(words[to]) != "to"; ++to)
                rest += (rest.empty() ? "" : " ") + words[to];
            std::string value;
            for (std::size_t k = to; k < words.size(); ++k) value.append(" ").append(words[k]);
            if (!rest.empty() && quoted_texts(whose).empty())
                return std::string(words.front())
                    .append(" the ")
                    .append(rest)
                    .append(" of ")
                    .append(without_prefix_words(whose, {"the"}))
                    .append(value);
        }
    }
    return clause;
}

}  // namespace

std::string imperative_of(std::string_view word)
{
    const auto small = lower(word);
    if (auto known = irregular(small); !known.empty()) return known;
    const auto without = [&](std::string_view ending) {
        return small.ends_with(ending) ? small.substr(0, small.size() - ending.size()) : std::string();
    };
    for (const std::string_view ending : {"ing", "ed"}) {
        auto root = without(ending);
        if (root.size() < 2) continue;
        if (is_order(root + " it")) return root;
        if (is_order(root + "e it")) return root + "e";
        if (root[root.size() - 1] == root[root.size() - 2] &&
            is_order(root.substr(0, root.size() - 1) + " it"))
            return root.substr(0, root.size() - 1);
    }
    return "";
}

namespace {

std::vector<std::string> parted(const std::string& clause)
{
    if (auto parts = parted_by_comma(clause); !parts.empty()) return parts;
    // "On the Invite tab fill in the name": no comma parts them.
    if (const auto slots =
            fit("(on|in|under|at) [the] {place} (tab|page|section|panel|screen) {order}", clause);
        slots && is_order(slots->at("order"))) {
        auto deeds = clauses_of(slots->at("order"));
        deeds.insert(deeds.begin(), "open \"" + unquoted(slots->at("place")) + "\"");
        return deeds;
    }
    // "Continue and confirm the order": two deeds, though they share a line.
    if (const auto slots = fit("(continue|proceed|search|go on) and {rest}", clause);
        slots && is_order(slots->at("rest")) && words_of(slots->at("rest")).size() > 1)
        return {
            clause.substr(0, clause.size() - slots->at("rest").size() - std::string_view(" and ").size()),
            slots->at("rest")
        };
    // "Put A and B into X and C into Y": each place has its own.
    if (const auto slots = fit(
            "(put|place|drop|drag|move|sort) {first} (into|onto) {here} [,] and {second} (into|onto) {there}",
            clause
        );
        slots && !is_order(slots->at("second"))) {
        const auto verb = clause.substr(0, clause.find(' '));
        return {
            verb + " " + slots->at("first") + " into " + slots->at("here"),
            verb + " " + slots->at("second") + " into " + slots->at("there")
        };
    }
    // "Send 'Hello' in the room Deck": the place first, where it is one of several.
    for (const std::string_view pattern :
         {"(send|write|post|say) {text} (in|to|into) [the] (room|channel|chat|conversation|group|thread) "
          "{place}",
          "(send|write|post|say) {text} (in|to|into) [the] {place} "
          "(room|channel|chat|conversation|group|thread)"})
        if (const auto slots = fit(pattern, clause); slots && !slots->at("text").contains(" message"))
            return {
                "open \"" + unquoted(slots->at("place")) + "\"",
                "write \"" + unquoted(slots->at("text")) + "\""
            };
    for (const std::string_view pattern :
         {"{main} after (you have|you've|having) {!done} {rest}", "{main} after {!done} {rest}"}) {
        if (const auto slots = fit(pattern, clause)) {
            const auto first = deed(slots->at("done"), slots->at("rest"));
            if (!first.empty() && is_order(slots->at("main"))) return {first, slots->at("main")};
        }
    }
    if (const auto slots = fit("{main} before [you] {!done} {rest}", clause)) {
        const auto second = deed(slots->at("done"), slots->at("rest"));
        if (!second.empty() && is_order(slots->at("main"))) return {slots->at("main"), second};
    }
    if (const auto slots =
            fit("{*} until [you] (find|see|reach|come to|spot|can see|have found) {object}", clause);
        slots && is_looking(clause))
        return {"find " + slots->at("object")};
    return {clause};
}

}  // namespace

std::vector<std::string> deeds_in_order(const std::string& clause)
{
    auto deeds = parted(clause);
    for (auto& each : deeds) each = in_common_order(each);
    return deeds;
}

}  // namespace lissom::agent::lite
