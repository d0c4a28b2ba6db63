#include <algorithm>
#include <functional>
#include <numeric>
#include <optional>
#include <set>

#include "agent/lite/described.hpp"
#include "agent/lite/explore.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/forms.hpp"
#include "agent/lite/given.hpp"
#include "agent/lite/grid.hpp"
#include "agent/lite/kinds.hpp"
#include "agent/lite/looks.hpp"
#include "agent/lite/pick.hpp"
#include "agent/lite/reading.hpp"
#include "agent/lite/skills/record.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/target.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

// "an item that starts with "Fra" and ends with "nce""
struct Constraint {
    std::string prefix;
    std::string suffix;
    std::string inside;
};

std::optional<Constraint> constraint_in(const std::string& value)
{
    Constraint result;
    if (const auto slots =
            fit("{*} (starts|begins|starting|beginning|start|begin) with {prefix} and [that] "
                "(ends|ending|end) (with|in) {suffix}",
                value)) {
        result.prefix = unquoted(slots->at("prefix"));
        result.suffix = unquoted(slots->at("suffix"));
    } else if (const auto first =
                   fit("{*} (starts|begins|starting|beginning|start|begin) with {prefix}", value)) {
        result.prefix = unquoted(first->at("prefix"));
    } else if (const auto last = fit("{*} (ends|ending|end) (with|in) {suffix}", value)) {
        result.suffix = unquoted(last->at("suffix"));
    } else if (const auto middle = fit("{*} (contains|containing|including|with) {inside}", value);
               middle && !quoted_texts(value).empty()) {
        result.inside = unquoted(middle->at("inside"));
    } else {
        return std::nullopt;
    }
    return result;
}

bool meets(const Constraint& constraint, std::string_view text)
{
    return text.starts_with(constraint.prefix) && text.ends_with(constraint.suffix) &&
           text.contains(constraint.inside);
}

std::vector<view::Ref> refs_of(const Scene& scene, const std::vector<int>& indexes)
{
    std::vector<view::Ref> refs;
    refs.reserve(indexes.size());
    for (const int each : indexes) refs.push_back(scene.node(each).ref);
    return refs;
}

Async<Done> fill_constrained(Run& run, Constraint constraint, std::string field)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto fields = fields_named(*scene, field.empty() ? "the field" : field);
    if (fields.empty()) co_return cannot("there is no field to enter that into");
    const auto typed = !constraint.prefix.empty()   ? constraint.prefix
                       : !constraint.inside.empty() ? constraint.inside
                                                    : constraint.suffix;
    co_return co_await put_with_suggestions(
        run,
        scene->node(fields.front()).ref,
        typed,
        [constraint](std::string_view text) { return meets(constraint, text) ? 1.0 : 0.0; }
    );
}

// Puts the password again where the form asks for it twice.
Async<Done> repeat_password(Run& run, std::vector<view::Ref> used, std::string password)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    for (const int each : open_fields(*scene)) {
        const auto& node = scene->node(each);
        if (node.input_type != "password" || std::ranges::find(used, node.ref) != used.end()) continue;
        if (!asks_again(label_of(*scene, each))) continue;
        CO_TRY_DONE(co_await put(run, node.ref, password));
        co_return Done();
    }
    co_return Done();
}

// Does the page say what goes into the field? Names of its own making (ids, classes) say nothing to a person.
bool is_labelled(const Scene& scene, int field)
{
    const auto label = label_of(scene, field);
    const auto& node = scene.node(field);
    return !label.empty() && std::ranges::none_of(
                                 std::initializer_list<const char*>{"name", "id", "class"},
                                 [&](const char* name) {
                                     const auto at = node.attributes.find(name);
                                     return at != node.attributes.end() && at->second == label;
                                 }
                             );
}

// "number", "date": a word that any field could be called by names one only where its label says it.
std::vector<int> fields_keyed(const Scene& scene, const std::string& key)
{
    if (key.empty()) return {};
    auto fields = fields_named(scene, key);
    const auto target = parse_target(key);
    if (target.words.empty() && target.quoted.empty() && !target.ordinal && target.position.empty() &&
        open_fields(scene).size() > 1)
        std::erase_if(fields, [&](int each) { return !contains_word(label_of(scene, each), key); });
    return fields;
}

// "From 1 May" and "to 5 May", where the page has two fields for days: the first and the second of them.
std::vector<int> end_of_range(const Scene& scene, const Pair& pair)
{
    static const std::set<std::string, std::less<>> first = {"from", "start", "starting", "beginning"};
    static const std::set<std::string, std::less<>> second = {
        "to", "until", "till", "through", "end", "ending"
    };
    const auto key = lower(trimmed(pair.key));
    if ((!first.contains(key) && !second.contains(key)) || !date_in(pair.value)) return {};
    auto days = open_fields(scene);
    std::erase_if(days, [&](int each) {
        const auto& node = scene.node(each);
        const auto hint = lower(node.placeholder);
        const bool is_day = node.input_type == "date" || hint.contains("yyyy") ||
                            contains_word(label_of(scene, each), "date") ||
                            contains_word(label_of(scene, each), "day");
        return !is_day;
    });
    if (days.size() != 2) return {};
    return {first.contains(key) ? days.front() : days.back()};
}

// How many fields have the same name.
std::ptrdiff_t fields_called(const Scene& scene, const std::string& name)
{
    return std::ranges::count_if(open_fields(scene), [&](int each) {
        return similarity(name, label_of(scene, each)) > 0.85;
    });
}

// Each value to the field its key names; what is left over to the fields left over, in order. What has a name
// goes into no field of another name: it would be a wrong deed that nobody sees.
Async<Done> fill_pairs(Run& run, std::vector<Pair> pairs, std::string place)
{
    std::vector<view::Ref> used;
    std::vector<Pair> open;
    std::string password;
    for (const auto& pair : pairs) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        auto fields = fields_keyed(*scene, pair.key);
        if (fields.empty()) fields = end_of_range(*scene, pair);
        const auto ref = fields.empty() ? 0 : scene->node(fields.front()).ref;
        if (ref == 0 || std::ranges::find(used, ref) != used.end()) {
            open.push_back(pair);
            continue;
        }
        used.push_back(ref);
        if (scene->node(fields.front()).input_type == "password") password = pair.value;
        CO_TRY_DONE(co_await put(run, ref, pair.value));
    }
    if (!password.empty() && open.empty()) CO_TRY_DONE(co_await repeat_password(run, used, password));
    for (const auto& pair : open) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        auto fields = place.empty() ? open_fields(*scene) : fields_named(*scene, place);
        if (fields.empty()) fields = open_fields(*scene);
        std::erase_if(fields, [&](int i) {
            return std::ranges::find(used, scene->node(i).ref) != used.end();
        });
        // The search in a page's head takes nothing that has a name of its own.
        if (!pair.key.empty())
            std::erase_if(fields, [&](int i) {
                return scene->is_furniture(i) || (is_labelled(*scene, i) && fields.size() > 1);
            });
        if (fields.empty())
            co_return cannot("there is no field for \"" + (pair.key.empty() ? pair.value : pair.key) + "\"");
        used.push_back(scene->node(fields.front()).ref);
        CO_TRY_DONE(co_await put(run, used.back(), pair.value));
    }
    co_return Done();
}

// The metadata of the task, each to the field of its name.
Async<Done> fill_from_metadata(Run& run)
{
    bool has_filled = false;
    for (const auto& [key, value] : run.assignment.metadata) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        const auto fields = fields_named(*scene, std::string(key));
        if (fields.empty()) continue;
        has_filled = true;
        CO_TRY_DONE(co_await put(
            run,
            scene->node(fields.front()).ref,
            value.is_string() ? std::string(value.get_string()) : dump(value)
        ));
    }
    if (!has_filled) co_return cannot("none of the given data fits a field of the page");
    co_return Done();
}

// "the user name and my password" where both were given beside the instruction; empty where one was not.
std::vector<Pair> known_by_name(const Run& run, const std::string& text)
{
    std::vector<Pair> pairs;
    for (const auto& item : list_items(text)) {
        const auto name = without_prefix_words(item, {"the", "my", "your", "our", "given"});
        auto value = given_for(run.assignment, {name});
        if (value.empty()) return {};
        pairs.push_back({name, std::move(value)});
    }
    return pairs;
}

// How one value and its field are said: "the volume to 8", "x7Kp in the password box".
std::optional<Pair> assignment_in(const std::string& piece, bool sets)
{
    const auto slots = sets ? fit("[the] {field} to {value}", piece)
                            : fit("{value} (in|into|as|for|on) [the] {field}", piece);
    if (!slots) return std::nullopt;
    return Pair{slots->at("field"), unquoted(slots->at("value"))};
}

// "Set the volume to 8, the bass to 2 and the treble to 6": each field and its value; empty where it is not
// said so.
std::vector<Pair> assignments_in(const std::string& clause)
{
    std::vector<Pair> pairs;
    auto slots = fit("(set|change|update|adjust|edit|move|turn|put) {rest}", clause);
    const bool sets = slots && fit("{*} to {*}", slots->at("rest"));
    if (!sets) slots = fit("(enter|type|write|input|insert|put|key in|use|fill in) {rest}", clause);
    if (!slots) return pairs;
    std::vector<std::string> pieces;
    for (const auto& piece : split(slots->at("rest"), ",")) {
        // "March 3, 2026": a comma of the value.
        const bool is_rest = sets && !pieces.empty() && !assignment_in(piece, sets);
        if (is_rest)
            pieces.back().append(",").append(piece);
        else
            pieces.push_back(piece);
    }
    for (const auto& piece : pieces) {
        auto rest = without_prefix_words(piece, {"and"});
        while (!rest.empty()) {
            auto one = rest;
            std::string others;
            // The "and" that a whole assignment stands behind.
            for (auto at = rest.find(" and "); at != std::string::npos; at = rest.find(" and ", at + 1)) {
                if (!assignment_in(rest.substr(at + 5), sets) || !assignment_in(rest.substr(0, at), sets))
                    continue;
                one = rest.substr(0, at);
                others = rest.substr(at + 5);
                break;
            }
            auto pair = assignment_in(one, sets);
            if (!pair) return {};
            pairs.push_back(*std::move(pair));
            rest = others;
        }
    }
    return pairs;
}

// Sliders and counters are set by their handles; what is left are fields.
Async<Result<std::vector<Pair>>> set_scales(Run& run, std::vector<Pair> pairs)
{
    std::vector<Pair> left;
    for (auto& pair : pairs) {
        lite::Step one;
        one.verb = Verb::fill;
        one.slots["field"] = pair.key;
        one.clause = "set " + pair.key + " to " + pair.value;
        const bool may_be = quoted_texts(pair.value).empty() && !pair.key.empty();
        bool is_set = false;
        if (may_be) {
            CO_TRY(is_set, co_await set_scale(run, std::move(one), pair.value));
        }
        if (!is_set) left.push_back(std::move(pair));
    }
    co_return left;
}

// "the names Ann, Bob and Cy, one per line": the lines of it; empty where that was not said.
std::string lines_in(const std::string& value)
{
    const auto slots =
        fit("{list} [,] (one per line|one on each line|each on its own line|each on a separate line|on "
            "separate lines|"
            "one line each)",
            value);
    if (!slots) return "";
    auto list = slots->at("list");
    if (const auto named = fit("the {!noun} {rest}", list); named && lower(named->at("noun")).ends_with('s'))
        list = named->at("rest");
    std::string lines;
    for (const auto& item : list_items(list)) lines += (lines.empty() ? "" : "\n") + unquoted(item);
    return lines;
}

// "Ben's phone number": the phone number of Ben. A name ("Ann's Diner") stays as it is.
std::string without_possessive(const std::string& value)
{
    const auto at = value.find("'s ");
    if (at == std::string::npos || !quoted_texts(value).empty() || at + 3 >= value.size() ||
        std::islower(static_cast<unsigned char>(value[at + 3])) == 0)
        return value;
    return "the " + value.substr(at + 3) + " of " + without_prefix_words(value.substr(0, at), {"the"});
}

// As the instruction wants it written; quotes stay around what they hold.
std::string in_case(std::string text, std::string_view letter_case)
{
    if (letter_case.empty()) return text;
    if (letter_case == "reverse") {
        // Only of plain letters the bytes can be turned round.
        if (std::ranges::all_of(text, [](unsigned char c) { return c < 0x80; })) std::ranges::reverse(text);
        return text;
    }
    for (char& c : text) {
        const auto letter = static_cast<unsigned char>(c);
        c = static_cast<char>(letter_case == "upper" ? std::toupper(letter) : std::tolower(letter));
    }
    return text;
}

// The one passage of a page that is neither a control nor a heading.
std::optional<std::string> only_passage(const Scene& scene)
{
    std::optional<std::string> found;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.role != "text" || trimmed(node.name).empty()) continue;
        const int at = scene.operable_at(i), around = scene.element_of(i);
        const auto& role = scene.node(around).role;
        if (scene.node(at).is_operable || role == "heading" || role == "label") continue;
        if (found) return std::nullopt;
        found = trimmed(node.name);
    }
    return found;
}

// "(repeat it where asked)" is no part of a value.
std::string without_hints(std::string text)
{
    const auto open = text.find(" (");
    const auto close = text.find(')', open == std::string::npos ? 0 : open);
    if (open == std::string::npos || close == std::string::npos) return text;
    const auto inside = text.substr(open + 2, close - open - 2);
    for (const std::string_view word :
         {"repeat", "again", "twice", "confirm", "where asked", "if asked", "both"})
        if (contains_word(inside, word)) return text.substr(0, open) + text.substr(close + 1);
    return text;
}

// "the word pear": the text itself, with what it is said before it.
std::string named_text(const std::string& value)
{
    const auto slots = fit("the (word|name|text|phrase|term|string|number|value) {!one}", value);
    static const std::set<std::string, std::less<>> telling = {
        "shown", "displayed", "given", "provided", "above", "below", "there", "highlighted", "written"
    };
    const bool is_named = slots && quoted_texts(value).empty() && !telling.contains(lower(slots->at("one")));
    return is_named ? slots->at("one") : value;
}

// "Ann Lee", "Desk Lamp": two words and more, each with a capital.
bool is_proper_name(const std::string& phrase)
{
    const auto words = split(collapsed(phrase), " ");
    return words.size() >= 2 && std::ranges::all_of(words, [](const std::string& word) {
               return !word.empty() && std::isupper(static_cast<unsigned char>(word.front())) != 0;
           });
}

// "the form: sender Ann, weight 2": what goes into the form; empty where it is not said so.
std::string behind_form(const std::string& value)
{
    const auto colon = value.find(": ");
    const bool is_form =
        colon != std::string::npos && fit("[the|this|that|your|my] [{*}] form", value.substr(0, colon));
    return is_form ? value.substr(colon + 2) : "";
}

// The field whose whole label the text begins with, and the rest of it; 0 where there is none, or several
// are.
std::pair<view::Ref, std::string> label_and_value(const Scene& scene, const std::string& text)
{
    const auto said = without_prefix_words(text, {"the", "my", "your", "our", "an", "a"});
    std::pair<view::Ref, std::string> found{0, ""};
    for (const int each : open_fields(scene)) {
        if (!scene.node(each).is_editable || !is_labelled(scene, each)) continue;
        const auto label = collapsed(label_of(scene, each));
        if (!starts_with_word(lower(said), lower(label)) || said.size() <= label.size() + 1) continue;
        const auto rest = without_prefix_words(trimmed(said.substr(label.size())), {":", "is", "as"});
        // "The date of the day after …" says what it is, not what goes into a field.
        if (fit("(of|after|before|that|which|for|from|in|on) {*}", rest)) return {0, ""};
        // "… 6 and width 7": more than one field was spoken of.
        const bool names_more = std::ranges::any_of(open_fields(scene), [&](int other) {
            return other != each && contains_word(rest, label_of(scene, other));
        });
        if (found.first != 0 || names_more || rest.empty()) return {0, ""};
        found = {scene.node(each).ref, rest};
    }
    return found;
}

// "Right" in the group "Alignment"; 0.
view::Ref choice_in_group(const Scene& scene, const std::string& group, const std::string& value)
{
    static const std::set<std::string, std::less<>> roles = {"group", "radiogroup", "toolbar", "tablist"};
    const auto wanted = lower(trimmed(unquoted(value)));
    for (int box = 0; box < scene.size(); ++box) {
        if (!roles.contains(scene.node(box).role) || similarity(group, scene.node(box).name) < 0.6) continue;
        for (int i = box + 1; i < scene.end_of(box); ++i) {
            const auto& node = scene.node(i);
            if (node.ref != 0 && node.is_operable && !node.is_editable && lower(trimmed(node.name)) == wanted)
                return node.ref;
        }
    }
    return 0;
}

// A field that is none to the eye: a list of the page's own making, a counter, or one that a record shows
// when it is edited.
Async<Result<bool>> set_elsewhere(Run& run, std::string field, std::string value)
{
    if (const auto slots = fit("[the] {name} of [the] {record}", field)) {
        auto edited = co_await edit_record(run, slots->at("name"), slots->at("record"), value);
        if (edited) co_return true;
        if (edited.error().code != ErrorCode::not_doable) co_return std::move(edited).error();
    }
    if (const int cell = lettered_cell(run.hands.scene(), field); cell >= 0) {
        run.has_open_form = true;
        run.form_field = run.hands.scene().node(cell).ref;
        CO_TRY_DONE(co_await put(run, run.form_field, value));
        co_return true;
    }
    if (const auto choice = choice_in_group(run.hands.scene(), field, value); choice != 0) {
        CO_TRY_DONE(co_await run.hands.press(choice));
        co_return true;
    }
    if (const auto list = drawn_list_named(run.hands.scene(), field); list != 0) {
        run.form_field = list;
        run.has_open_form = true;
        CO_TRY_DONE(co_await pick_from(run, list, value));
        co_return true;
    }
    // Round buttons of one question.
    for (auto& each : form_fields(run.hands.scene())) {
        if (each.type != "radio" || similarity(field, each.label) < 0.7) continue;
        const bool is_offered = std::ranges::any_of(each.options, [&](const std::string& option) {
            return similarity(value, option) > 0.85;
        });
        if (!is_offered) continue;
        CO_TRY_DONE(co_await fill_fields(run, {each}, {value}));
        co_return true;
    }
    const auto& scene = run.hands.scene();
    const bool has_list = std::ranges::any_of(scene.nodes(), [&](const view::Node& node) {
        return node.role == "combobox" && !node.is_editable && node.tag != "select" && !node.is_disabled &&
               similarity(field, node.name) > 0.6;
    });
    if (!has_list) co_return false;
    lite::Step choosing;
    choosing.verb = Verb::choose;
    choosing.slots["value"] = value;
    choosing.slots["place"] = field;
    CO_TRY_DONE(co_await choose(run, choosing));
    co_return true;
}

}  // namespace

Async<Done> fill(Run& run, const lite::Step& step)
{
    if (step.has("record")) co_return co_await rename(run, step.slot("record"), unquoted(step.slot("value")));
    if (step.has("assigned")) {
        CO_TRY(const auto* page, co_await run.hands.look());
        // The page of the one thing has a field for it.
        for (const auto* name : {"assignee", "assigned to", "assign to", "owner", "responsible"})
            for (const int each : open_fields(*page))
                if (similarity(name, label_of(*page, each)) > 0.85)
                    co_return co_await put(run, page->node(each).ref, unquoted(step.slot("value")));
        co_return co_await edit_record(
            run, "assignee|assigned to|owner", step.slot("assigned"), unquoted(step.slot("value"))
        );
    }
    const auto said = named_text(without_hints(step.slot("value")));
    // Of the page's own text what it says is written so, and not its name.
    const bool is_own_text = fit("the (text|word|words|sentence|phrase) [above|below|shown]", said) ||
                             (is_description(said) && !step.slot("case").empty());
    if (is_own_text) {
        CO_TRY(const auto* page, co_await run.hands.look());
        const auto read = refers_back(said) && !run.text.empty() ? std::optional(run.text)
                          : fit("the (text|words|sentence|phrase) [above|below|shown]", said)
                              ? only_passage(*page)
                              : read_described(*page, said);
        if (read) {
            lite::Step filling = step;
            filling.slots["value"] = "\"" + in_case(*read, step.slot("case")) + "\"";
            filling.slots.erase("body");
            filling.slots.erase("case");
            co_return co_await fill(run, filling);
        }
    }
    const auto raw = in_case(said, step.slot("case"));
    const auto plain = without_possessive(raw);
    const bool is_possessive = plain != raw;
    const auto value = is_possessive ? plain : run.resolved(raw);
    if (const auto lines = lines_in(raw); !lines.empty()) {
        CO_TRY(const auto* page, co_await run.hands.look());
        const auto into = fields_named(*page, step.slot("field").empty() ? "the field" : step.slot("field"));
        if (into.empty()) co_return cannot("there is no field to enter these lines into");
        co_return co_await put(run, page->node(into.front()).ref, lines);
    }
    if (value == raw && refers_back(raw) && quoted_texts(step.slot("value")).empty())
        co_return cannot("nothing was read that \"" + raw + "\" could stand for");
    // Of a field that every record of the page has, the one of this record.
    if (const auto slots = fit("[the] {name} (of|for) [the] {record}", step.slot("field"))) {
        CO_TRY(const auto* page, co_await run.hands.look());
        if (fields_called(*page, slots->at("name")) > 1)
            co_return co_await edit_record(run, slots->at("name"), slots->at("record"), unquoted(value));
    }
    // "its priority": of what the page shows by now.
    const auto field = without_prefix_words(step.slot("field"), {"its", "his", "her", "their"});
    if (auto several = assignments_in(step.slot("body")); several.size() > 1) {
        for (auto& pair : several) pair.value = run.resolved(pair.value);
        CO_TRY(several, co_await set_scales(run, std::move(several)));
        if (several.empty()) co_return Done();
        co_return co_await fill_pairs(run, std::move(several), "");
    }
    if (quoted_texts(raw).empty()) {
        CO_TRY(const bool is_set, co_await set_scale(run, step, value));
        if (is_set) co_return Done();
    }
    if (field.empty() && quoted_texts(raw).empty()) {
        if (auto known = known_by_name(run, raw); !known.empty())
            co_return co_await fill_pairs(run, std::move(known), "");
    }
    if (const auto constraint = constraint_in(value)) {
        auto filled = co_await fill_constrained(run, *constraint, field);
        if (filled || filled.error().code != ErrorCode::not_doable) co_return filled;
    }
    CO_TRY(const auto* scene, co_await run.hands.look());
    // "Press Tab and type Peru": where the caret was brought to.
    const bool was_led = run.at > 0 && (run.steps[run.at - 1].verb == Verb::focus ||
                                        fit("(press|hit) [the] tab [key]", run.steps[run.at - 1].clause));
    if (was_led && field.empty() && value == raw && pairs_in(raw).size() == 1)
        for (const auto& node : scene->nodes())
            if (node.is_focused && node.is_editable && node.ref != 0)
                co_return co_await put(run, node.ref, unquoted(value));
    // "Enter the IBAN DE02 …": the field's name, then what goes into it.
    if (field.empty() && quoted_texts(raw).empty() && value == raw) {
        const auto [named, rest] = label_and_value(*scene, value);
        if (named != 0) co_return co_await put(run, named, rest);
    }

    const auto small = lower(value);
    const bool is_neighbour = fit("[the] word (after|before|following|preceding) {*}", value).has_value();
    // "Your code": what the page calls so.
    const bool is_yours = value == raw && !refers_back(raw) && fit("your {!noun}", raw).has_value() &&
                          given_for(run.assignment, {raw}).empty();
    if (is_yours && quoted_texts(raw).empty()) {
        const auto read = read_described(*scene, "the " + raw.substr(5));
        if (!read) co_return cannot("the page does not tell " + raw);
        lite::Step filling = step;
        filling.slots["value"] = "\"" + *read + "\"";
        filling.slots.erase("body");
        co_return co_await fill(run, filling);
    }
    const bool is_described =
        quoted_texts(raw).empty() && (is_possessive || (value == raw && is_description(value)));
    const bool is_reference =
        is_described || (small.starts_with("the ") && (quoted_texts(value).empty() || is_neighbour));
    if (is_reference) {
        auto read = read_described(*scene, value);
        if (!read) {
            CO_TRY(read, co_await tell_by_table(run, value));
        }
        if (read) {
            run.text = *read;
            CO_TRY(scene, co_await run.hands.look());
            const auto counted = counted_text_box(*scene, field);
            auto fields = counted == 0 ? std::vector<int>() : std::vector{scene->index_of(counted)};
            if (fields.empty()) fields = fields_named(*scene, field.empty() ? "the field" : field);
            if (fields.empty()) fields = fields_named(*scene, "the field");
            if (fields.empty()) co_return cannot("there is no field to enter \"" + *read + "\" into");
            for (const auto ref : refs_of(*scene, fields)) CO_TRY_DONE(co_await put(run, ref, *read));
            co_return Done();
        }
        // The words themselves are never what a person wants to be written.
        if (is_described) co_return cannot("the page does not tell " + value);
    }
    const bool is_from_metadata = !run.assignment.metadata.empty() && quoted_texts(value).empty() &&
                                  (contains_word(small, "metadata") || contains_word(small, "my details") ||
                                   contains_word(small, "given data") ||
                                   contains_word(small, "the details") || contains_word(small, "form"));
    if (is_from_metadata) co_return co_await fill_from_metadata(run);

    // A value that was computed or read is one value, whatever it looks like.
    const bool is_ready = value != step.slot("value") || quoted_texts(step.clause).empty();
    auto pairs = pairs_in(raw);
    for (auto& pair : pairs) pair.value = run.resolved(pair.value);
    const bool is_one = value != raw && pairs.size() == 1 && pairs.front().key.empty();
    if ((is_ready && value == run.text) || is_one) pairs = {{"", value}};
    const auto fields = field.empty() ? std::vector<int>() : fields_named(*scene, field);
    if (const auto form_text = behind_form(raw); field.empty() && pairs.size() == 1 && !form_text.empty()) {
        auto form = form_fields(*scene);
        auto assigned = assign(form, form_text);
        if (assigned.left_quotes > 0 || assigned.count == 0)
            co_return cannot("it is not clear what of \"" + form_text + "\" goes into which field");
        CO_TRY_DONE(co_await fill_fields(run, std::move(form), std::move(assigned.values)));
        co_return Done();
    }
    if (pairs.size() == 1 &&
        (pairs.front().key.empty() || fields.size() > 1 || (pairs.front().value == value))) {
        auto into = fields;
        if (into.empty() && !pairs.front().key.empty()) into = fields_named(*scene, pairs.front().key);
        if (into.empty() && field.empty()) into = fields_named(*scene, "the field");
        if (into.empty() && is_proper_name(field)) {
            CO_TRY(const bool found, co_await find_record(run, "\"" + field + "\""));
            if (found) co_return co_await set_state(run, pairs.front().value);
        }
        if (const auto record = into.empty() ? fit("[the] {!kind} {\"name}", field) : std::nullopt;
            record && kind_named(record->at("kind")).empty()) {
            CO_TRY(const bool found, co_await find_record(run, record->at("name")));
            if (found) co_return co_await set_state(run, pairs.front().value);
        }
        // "… and set its price": of what was found before, where it is edited.
        if (into.empty() && field != step.slot("field") && !run.subject.empty()) {
            auto edited = co_await edit_record(run, field, run.subject, pairs.front().value);
            if (edited || edited.error().code != ErrorCode::not_doable) co_return edited;
        }
        if (into.empty() && !field.empty()) {
            CO_TRY(const bool is_set, co_await set_elsewhere(run, field, pairs.front().value));
            if (is_set) co_return Done();
        }
        if (into.empty()) {
            CO_TRY(auto ranked, co_await locate(run, field, Use::type));
            into = {ranked.front().index};
        }
        for (const auto ref : refs_of(run.hands.scene(), into))
            CO_TRY_DONE(co_await put(run, ref, pairs.front().value));
        co_return Done();
    }
    if (field.empty() && pairs.size() > 1) {
        // Lists, boxes and dates, too, where the form has them.
        auto form = form_fields(run.hands.scene());
        auto assigned = assign(form, raw);
        if (assigned.left_quotes == 0 && assigned.count >= static_cast<int>(pairs.size())) {
            CO_TRY_DONE(co_await fill_fields(run, std::move(form), std::move(assigned.values)));
            co_return Done();
        }
    }
    co_return co_await fill_pairs(run, pairs, fields.size() > 1 ? field : "");
}

}  // namespace lissom::agent::lite::skills
