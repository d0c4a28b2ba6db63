#include "agent/lite/rules.hpp"

#include <array>

namespace lissom::agent::lite {

namespace {

// The first rule that fits wins, so the narrow ones stand above the wide ones.
constexpr std::array table = {
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
    Rule{Verb::logout, "(log out|logout|log off|sign out|signout|sign off|log me out|sign me out) [{*}]"},
    Rule{
        Verb::login,
        "(log in|login|log on|sign in|signin|log into|sign into|log me in|sign me in|log us in) [{text}]"
    },
    // -- a list made shorter
    // ------------------------------------------------------------------------------------------------
    Rule{
        Verb::narrow,
        "(filter|narrow|narrow down|restrict|limit|refine) [{what}] (by|to|on|for|using|with|where) "
        "{condition}"
    },
    Rule{Verb::narrow, "(show|display) [me|us] (only|just) {condition}"},
    Rule{Verb::narrow, "only (show|display) [me|us] {condition}"},
    // -- questions
    // -------------------------------------------------------------------------------------------------
    Rule{Verb::answer, "(tell|show|give|get|fetch) (me|us) {question}"},
    Rule{
        Verb::answer,
        "(i need|i want|i'd like|i would like|i'm looking for|i am looking for) to know {question}"
    },
    Rule{Verb::answer, "(name|compare) (the|all|all the) {question}"},
    Rule{Verb::compose, "report that {details}"},
    Rule{Verb::act, "report the {!which} {!kind}"},
    Rule{Verb::act, "report [the|a|this] {!kind} {record}"},
    Rule{
        Verb::answer,
        "(return|report|extract|say|output|answer with|respond with|find out|list) {question}"
    },
    Rule{
        Verb::solve,
        "(answer|solve) [the|this] [word|maths|math|given] (question|problem|riddle|puzzle|task) [{object}]"
    },
    Rule{
        Verb::act,
        "(answer|reply to|respond to) {record} (with|saying) [the|this] [text|message|words] {\"value}"
    },
    Rule{Verb::act, "(answer|reply to|respond to) [the] {record} : {value}"},
    Rule{Verb::answer, "(answer|answer the question) {question}"},
    Rule{Verb::answer, "{question} ?"},
    // -- what lies over a page, and the order of a list
    // ---------------------------------------------------------------------------------------------------
    Rule{
        Verb::consent,
        "(reject|decline|refuse|deny|disallow|accept|allow|agree to|consent to|opt out of) "
        "[all|the|any|optional|only|to|use "
        "of|all the|all optional|non-essential] (cookies|cookie|tracking|the cookie) "
        "[banner|policy|notice|consent] [{*}]"
    },
    Rule{Verb::sort, "(sort|order|arrange|rank) [{what}] by {order}"},
    Rule{Verb::sort, "(show|list) the (cheapest|newest|latest|most expensive|oldest) [{what}] first"},
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
    Rule{
        Verb::guess,
        "(find|find out|figure out|work out|discover) [the|a|my] (secret|hidden|magic|mystery) number"
    },
    Rule{
        Verb::solve,
        "(find|determine|work out|figure out|guess) [out] [the|which] (missing|next) number [{object}]"
    },
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
    Rule{
        Verb::resize,
        "(resize|change|adjust|make|drag|stretch|shrink|enlarge) {object} so that (it|they) "
        "(is|are|becomes|gets) {!direction} [{*}]"
    },
    Rule{
        Verb::resize,
        "(make|resize) [the] {object} {!direction} [than before] [(by|with|using) [dragging|moving|pulling] "
        "(its|the) [corner] (handle|corner|grip|edge|divider|splitter|bar|border)]"
    },
    Rule{
        Verb::point,
        "(create|draw|make|add|place|put) a [third|new] (point|dot) (to|that|which) "
        "(create|make|form|complete|creates|makes|forms|completes) a (right|90 degree) angle {object}"
    },
    Rule{Verb::draw, "(drag|draw) from {from} to {to}"},
    Rule{Verb::draw, "(connect|join|link) {from} (with|to|and) {to}"},
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
    Rule{Verb::highlight, "highlight {object}"},
    Rule{
        Verb::format,
        "(make|turn|set|format|put) {object} (in|to|into|as) (bold|italic|italics|underline|underlined) [{*}]"
    },
    Rule{
        Verb::format,
        "(make|turn|set|format|render|show|print) {object} "
        "(bold|italic|italics|underlined|underline|strikethrough)"
    },
    Rule{Verb::format, "(bold|italicize|italicise|underline|strike through|strike out|strike) {object}"},
    Rule{Verb::format, "(apply|give) (bold|italic|italics|underline) (to|style to|formatting to) {object}"},
    Rule{Verb::act, "(make|set|turn) [the] {!one} {\"record} (a|an|to|to be|into a|into an) {state}"},
    Rule{Verb::highlight, "select [all] [of] the text {object}"},
    Rule{Verb::highlight, "(select|mark) [the] [whole|entire] {!passage} with the mouse"},
    Rule{
        Verb::format,
        "(make|turn|set|change|give) [the] [text|word|words] {object} [the] (colour|color) [to|of] {!paint}"
    },
    Rule{Verb::format, "(make|turn|set|change|give) [the] (colour|color) of {object} [to] {!paint}"},
    // -- things that are set by their handles
    // ---------------------------------------------------------------------------------------------------
    Rule{
        Verb::fill,
        "(drag|move|slide|push|pull|set|put) [the] {field} [all the way] to [the|its] [far|very] "
        "{!extreme} [value|end|side|position|setting]"
    },
    Rule{Verb::fill, "(drag|move|slide|push|set|put) [the] {field} to [the] [value|number] {#setting}"},
    Rule{
        Verb::fill,
        "(increase|raise|decrease|lower|reduce|turn up|turn down) [the] [number of|amount of|value of] "
        "{field} by {#step}"
    },
    Rule{
        Verb::fill,
        "(make|turn|set) [the] {field} {#step} [degree|degrees|point|points|step|steps] "
        "(warmer|hotter|higher|louder|brighter|faster|cooler|colder|lower|quieter|dimmer|slower)"
    },
    Rule{Verb::fill, "(turn|move|slide|drag) [the] {field} all the way {!extreme}"},
    // -- sorting and dragging
    // --------------------------------------------------------------------------------------
    Rule{
        Verb::arrange,
        "(sort|order|arrange|rank|put|place|drag|bring) {object} (in|into|in to) (this|the|that) [following] "
        "order : {sequence}"
    },
    Rule{
        Verb::arrange,
        "(sort|order|arrange|rank|put|place|drag|bring) {object} (in|into|in to) (this|the|that) [following] "
        "order {sequence}"
    },
    Rule{Verb::arrange, "(swap|exchange) {first} (and|with) {second}"},
    Rule{Verb::arrange, "(sort|order|arrange|rank|put|place|drag) {object} (in|into|by|from) {order}"},
    Rule{Verb::act, "(move|file|put) {record} (to|into|in) [the|my|your] [folder|label|mailbox] {folder}"},
    Rule{
        Verb::drag,
        "(drag|move|shift) {object} (above|before|ahead of|in front of|below|after|behind|underneath) [the] "
        "[item] {neighbour}"
    },
    Rule{Verb::drag, "(drag|move|slide|shift) {object} {!direction} [by] {distance}"},
    Rule{Verb::drag, "(drag|move|slide|shift|pull|push) {object} [to the] {!direction}"},
    Rule{
        Verb::drag,
        "(drag|move|drop|pull) [and drop] {object} (into|onto|inside|over|on top of|within|to|in|on) {place}"
    },
    Rule{Verb::drag, "(drag|move|drop|pull|push) {object}"},
    Rule{Verb::act, "(add|put|give|set) (a|an) {!sign} (to|on|for) {record}"},
    Rule{Verb::act, "share {record} (via|through|using|per|over) {means}"},
    // -- forms
    // ------------------------------------------------------------------------------------------------------
    Rule{
        Verb::compose,
        "(write|leave|post|add|make|submit|create|send|open|start|register|schedule|invite|file|publish|book|"
        "reserve) "
        "(a|an|another) [new] {thing} (with|as|named|called|titled|saying|that says|reading|whose) {details}"
    },
    Rule{
        Verb::compose,
        "(write|leave|post|add|put) (a|an|the|another|this) [new] {thing} {\"details} (to|on|under|for|in) "
        "[the] {record}"
    },
    Rule{Verb::compose, "(write|leave|post|add|create|publish) (a|an|another) [new] {thing} {\"details}"},
    Rule{Verb::compose, "(write|leave|post|add|create|publish) (a|an|another) [new] {thing} : {details}"},
    Rule{Verb::compose, "(transfer|pay|wire|send) {#details} {*}"},
    Rule{Verb::compose, "(add|append) {\"details} (to|into|in|on) [the|my|your|this] {place}"},
    Rule{
        Verb::act,
        "(complete|finish|check off|tick off|cross off) [the] (task|item|todo|to-do|entry) {record}"
    },
    Rule{Verb::act, "(complete|finish|check off|tick off|cross off) {\"record}"},
    Rule{Verb::act, "(complete|finish|check off|tick off|cross off) {!record} [again]"},
    Rule{Verb::act, "(check|tick|cross) {record} off"},
    Rule{Verb::act, "(delete|remove|archive|star|pin) {!record} again"},
    Rule{
        Verb::act,
        "(complete|finish|check off|tick off|cross off) (all|every) [the|my] [open] "
        "(tasks|items|todos|task|item)"
    },
    // -- classes and answers on buttons
    // ----------------------------------------------------------------------------
    Rule{
        Verb::classify,
        "(mark|label|classify|tag|categorize|identify|choose) {object} as [either|being] {first} or {second}"
    },
    Rule{
        Verb::classify,
        "(for|with) (each|every|all) {object} (choose|decide|determine|mark|say|select|indicate|pick) "
        "(whether|if) (it|they) (is|are) {first} or {second}"
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
    Rule{Verb::command, "(run|execute|issue) [the] command {text}"},
    Rule{
        Verb::fill,
        "(dial|key in|punch in) {value} [on|with|using|into] [the] [keypad|keyboard|number pad|buttons]"
    },
    Rule{Verb::fill, "(turn|set|put) [the] {field} (up|down) to {#value}"},
    Rule{Verb::fill, "(assign|reassign|re-assign) {assigned} to {value}"},
    Rule{Verb::fill, "rename {record} (to|as|into) {value}"},
    Rule{
        Verb::fill,
        "(change|edit|update|correct) [the] [text|name|title|task|item|entry] {\"record} (to|into) {\"value}"
    },
    Rule{
        Verb::fill,
        "(enter|type|write|input|insert|put|paste) {value} into [both|all|each|each of] {field}"
    },
    Rule{Verb::fill, "(fill|fill in|fill out|complete) {field} (with|using) {value}"},
    Rule{Verb::fill, "(change|update|set|edit|adjust) {field} to {value}"},
    Rule{Verb::fill, "replace [the] {!field} (with|by) {value}"},
    Rule{Verb::fill, "spell [out] [the] [word] {spelled} (with|using|on|by) {*}"},
    Rule{Verb::fill, "switch [the] {field} to {value}"},
    Rule{
        Verb::fill,
        "(increase|decrease|raise|lower|reduce|turn up|turn down) [the] [number of|amount of|value of] "
        "{field} to {value}"
    },
    Rule{Verb::fill, "copy {value} (into|to|and paste it into|and paste it in) {field}"},
    Rule{
        Verb::fill,
        "(enter|type|write|input|insert|put|paste|key in|provide) {value} (in|into|in to|to|inside|on) "
        "[both|all|each|each of] {field}"
    },
    Rule{
        Verb::fill,
        "(enter|type|write|input|insert|put|key in|provide|use|set|fill in|fill out|give) {value} as {field}"
    },
    Rule{Verb::fill, "(enter|input|provide|set|specify|fill in|put in) {value} for {field}"},
    Rule{Verb::fill, "(enter|type|write|input|insert|paste|key in|fill in|fill out|provide|specify) {value}"},
    Rule{
        Verb::choose,
        "(give|leave|set|enter) [it|them] [a] (rating|score) of {#stars} [out of {most}] [stars|points]"
    },
    Rule{Verb::choose, "(give|rate) {*} {#stars} [out of {most}] (stars|star)"},
    // -- menus
    Rule{
        Verb::choose,
        "(from|in) the {menu} menu [,] (choose|select|pick|click|click on|take|press|open) {entry}"
    },
    Rule{Verb::choose, "(choose|select|pick|click|click on|open) {entry} (from|in|of|on) the {!menu} menu"},
    Rule{
        Verb::choose,
        "use the {!menu} menu to (turn on|switch on|enable|choose|select|open|click|activate) {entry}"
    },
    // -- choosing
    // --------------------------------------------------------------------------------------------------
    Rule{Verb::choose, "(select|choose|pick|set) {value} (from|with|using|in|on) [the|a|an] {place}"},
    Rule{Verb::choose, "(select|choose|pick|set) {value} as {place}"},
    Rule{Verb::choose, "(select|choose|pick) {value}"},
    Rule{
        Verb::check,
        "(accept|agree to|agree with|consent to) [all] [the] {object} "
        "(conditions|terms|policy|agreement|notice|rules|guidelines|regulations|statement|declaration|"
        "contract|"
        "licence|license)"
    },
    Rule{Verb::check, "(accept|agree to|agree with|consent to) [the] [all] {!object}"},
    Rule{
        Verb::check,
        "(make sure|ensure|see to it) [that] {object} (is|are) (checked|ticked|selected|enabled|on|turned "
        "on|switched on)"
    },
    Rule{
        Verb::uncheck,
        "(make sure|ensure|see to it) [that] {object} (is|are) (unchecked|unticked|not "
        "checked|disabled|off|turned off|switched off)"
    },
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
    Rule{Verb::act, "comment [with|saying] {\"value} (on|under|to) [the] {record}"},
    Rule{Verb::act, "comment on [the] {record} (with|saying|:) {value}"},
    Rule{Verb::act, "mark {record} as {state}"},
    Rule{Verb::click, "follow [the] (link|hyperlink) {object}"},
    Rule{Verb::click, "follow [the] {object} (link|hyperlink)"},
    Rule{
        Verb::act,
        "(delete|trash|archive|star|unstar|flag|retweet|share|mute|block|report|remove|like|follow|unfollow|"
        "bookmark|favorite|pin|hide|unpin|unhide) {record}"
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
    Rule{
        Verb::download,
        "export [all] [of] [the|my|our] {!object} (list|table|data|records|rows|entries|results)"
    },
    Rule{Verb::download, "export [all] [of] [the|my|our] (list|table|data|records) [of [the|all]] {object}"},
    Rule{
        Verb::scroll,
        "scroll [through] {object} [down|up] [all the way] to [its|the] [very] {!place} [{*}]"
    },
    Rule{Verb::scroll, "scroll [down|up] [all the way] to [the] [very] {!place} of [the|this] {object}"},
    Rule{
        Verb::scroll,
        "scroll {!way} [a little|a bit|slightly|some more|once] [(in|inside|through|within) [the|this] "
        "{object}]"
    },
    Rule{Verb::scroll, "scroll [down|up] [to|until] {place}"},
    Rule{Verb::wait, "wait (until|for|till) {condition}"},
    Rule{
        Verb::search,
        "(look up|look for|find) {query} (in|with|using) [the] (search|search box|search field|search bar)"
    },
    Rule{Verb::search, "(search|look) [{place}] for {query}"},
    Rule{Verb::search, "(search|query|google) {query}"},
    Rule{Verb::buy, "{!action} {object}"},  // only for the verbs of trade
    // -- pressing things
    // -------------------------------------------------------------------------------------------
    Rule{Verb::click, "(keep|go on) (clicking|pressing|tapping|hitting) [on] {object} until {until}"},
    Rule{Verb::click, "(click|press|tap|hit|push) [on] {object} until {until}"},
    Rule{Verb::click, "{!object} until {until}"},
    Rule{Verb::click, "(open|show|bring up) [the] context menu (of|on|for) [the] {object}"},
    Rule{Verb::click, "(go on|move on|carry on|go ahead) [to the next (step|page|screen|part)]"},
    Rule{
        Verb::click,
        "(show|view|see|go to|display) [me] [the] {!turn} (picture|image|photo|slide|card|item|question|step|"
        "screen|quote)"
    },
    Rule{Verb::press_key, "(press|hit|push) [the] {!key} key [on the keyboard]"},
    Rule{
        Verb::click,
        "(click|press|tap|hit|push|activate|follow|double-click|double click|right-click|right "
        "click|toggle|switch to|go to|head to|head over to|jump to|bring up|open|turn to|navigate "
        "to|visit|accept|confirm|agree to) [on|onto] "
        "{object}"
    },
    Rule{
        Verb::click,
        "(submit|save|confirm|send|register|subscribe|continue|apply|reset|post|publish|cancel|undo|proceed|"
        "finish|join) "
        "[{object}]"
    },
    Rule{
        Verb::find,
        "(find|locate|look up|get|identify|read|count|determine|view|show|check|search for|copy) {object}"
    },
    Rule{Verb::act, "(send|forward) {record}"},
};

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

// "…, forward it to her": what is to be done with it has been said.
std::string without_afterthought(const std::string& record)
{
    const auto slots =
        fit("{record} (forward|send|pass|give|resend|get) (it|that|this) [on|along|over] [to] (him|her|them)",
            record);
    return slots ? slots->at("record") : record;
}

bool names_message(std::string_view phrase)
{
    return fit("{*} (email|mail|message|e-mail|information|info|letter|note|emails|messages|it|them) {*}",
               "x " + std::string(phrase) + " x")
        .has_value();
}

}  // namespace

std::span<const Rule> rules() { return table; }

std::optional<Slots> transfer_in(const std::string& clause)
{
    for (const auto& transfer : transfers) {
        auto slots = fit(transfer.pattern, clause);
        if (!slots || !names_message((*slots)["record"])) continue;
        // "… the mail Ann sent to you": nobody sends it to himself.
        const auto& person = (*slots)["person"];
        if (person == "you" || person == "me" || person == "us" || person == "your") continue;
        if (slots->contains("sender")) (*slots)["record"] = "message by " + (*slots)["sender"];
        (*slots)["action"] = "forward";
        (*slots)["record"] = without_afterthought((*slots)["record"]);
        return slots;
    }
    return std::nullopt;
}

}  // namespace lissom::agent::lite
