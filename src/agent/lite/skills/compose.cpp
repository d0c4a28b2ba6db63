#include <algorithm>
#include <cctype>
#include <set>

#include "agent/lite/explore.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/forms.hpp"
#include "agent/lite/said.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

constexpr Millis form_limit(3'000);    // a dialog opens, a page loads
constexpr Millis silent_limit(1'000);  // after a press that nothing came of at once

// "customer" of "a customer with name 'Zoe'", "comment" of "a comment as 'Ida'".
std::string thing_in(std::string_view details)
{
    // "a new task 'Water the roses' with priority High": what it is called comes right behind it.
    if (const auto slots = fit("(a|an|another|one|the|my) [new] {!thing} {\"text} {*}", details))
        return slots->at("thing");
    if (const auto slots =
            fit("(a|an|another|one|the|my) [new] {thing} "
                "(with|for|as|to|named|called|titled|saying|that|of|on|at|from|by|in|"
                "using|whose|about|reading) {*}",
                details))
        return slots->at("thing");
    if (const auto slots = fit("(a|an|another|one|the|my) [new] {thing} {\"text}", details))
        return slots->at("thing");
    if (const auto slots = fit("(a|an|another|one|the|my) [new] {thing} : {*}", details))
        return slots->at("thing");
    if (const auto slots = fit("(a|an|another|one|the|my) [new] {thing}", details)) return slots->at("thing");
    return "";
}

// Does it name something with a page of its own?
bool names_page(std::string_view details)
{
    return fit("{*} (on|to|for|under|about) [the] "
               "(article|post|story|topic|thread|page|product|item|ticket|issue|question|recipe|event|photo|"
               "video|hotel|book) {*}",
               details)
        .has_value();
}

struct Found {
    std::vector<FormField> fields;
    Assigned assigned;
    double merit = 0;
    std::string about;  // what the form says
};

// "Ola Nord and Tim Zorn", where only Ola is to be found: a name that went nowhere was meant, too.
bool leaves_a_name(const Found& found, const std::string& details, const std::string& about)
{
    const auto phrase = tokenize(details);
    for (std::size_t i = 0; i < phrase.tokens.size(); ++i) {
        const auto& token = phrase.tokens[i];
        if (token.is_mark || token.is_quoted || token.text.empty() ||
            std::isupper(static_cast<unsigned char>(token.text.front())) == 0)
            continue;
        const bool is_time = month_named(token.small) || date_in(details) || token.small.ends_with("day");
        if (is_time || token.text == "I") continue;
        // "kind Rowing", where the form says "kind" and no field of it took the value.
        const bool is_value = i > 0 && !phrase.tokens[i - 1].is_mark &&
                              contains_word(found.about, phrase.tokens[i - 1].small) &&
                              !contains_word(found.about, token.text);
        if (!is_value && contains_word(about, token.text)) continue;
        bool is_kept = false;
        for (std::size_t f = 0; f < found.fields.size() && !is_kept; ++f) {
            const auto& field = found.fields[f];
            is_kept = contains_word(found.assigned.values[f], token.text) ||
                      contains_word(field.label, token.text) ||
                      std::ranges::any_of(field.options, [&](const std::string& option) {
                          return contains_word(option, token.text);
                      });
        }
        if (!is_kept) return true;
    }
    return false;
}

// "A cabin with a hammock", where nothing on the page speaks of one: it would be left out in silence.
std::string untold_word(const Found& found, const std::string& details, const std::string& about)
{
    for (const auto& token : tokenize(details).tokens) {
        const auto& word = token.small;
        constexpr std::size_t shortest = 4;
        if (token.is_mark || token.is_quoted || word.size() < shortest || is_manner(word) ||
            word.find_first_not_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos)
            continue;
        // Only what is said of it: "with a hammock", "without breakfast".
        const bool is_feature =
            fit("{*} (with|without|including) (a|an) " + word + " [{*}]", details).has_value();
        if (!is_feature || contains_word(about, word) || contains_word(about, stem(word))) continue;
        const bool is_kept = std::ranges::any_of(found.assigned.values, [&](const std::string& value) {
            return contains_word(value, word);
        });
        const bool is_like = std::ranges::any_of(words_of(about), [&](const std::string& each) {
            return is_like_word(each, word);
        });
        if (!is_kept && !is_like) return token.text;
    }
    return "";
}

// Of the forms of the page the one that takes most of what was said.
std::optional<Found> form_for(const Scene& scene, const std::string& details, const std::string& thing)
{
    std::vector<int> boxes;
    for (int i = 0; i < scene.size(); ++i)
        if (scene.node(i).role == "form" || scene.node(i).tag == "form" || scene.node(i).role == "dialog")
            boxes.push_back(i);
    if (boxes.empty()) boxes.push_back(-1);
    std::optional<Found> best;
    for (const int box : boxes) {
        Found found;
        found.fields = form_fields(scene, box);
        if (found.fields.empty() || only_looks_up(scene, box)) continue;
        found.assigned = assign(found.fields, details);
        // "… that says Lovely roses", "called Elsa", where there is one field to say it in.
        const auto text =
            fit("[{*}] (saying|that says|reading|which says|called|named|titled) {text}", details);
        const bool is_only_text = found.fields.size() == 1 && (found.fields.front().type == "text" ||
                                                               found.fields.front().type == "area");
        if (text && is_only_text) {
            found.assigned.values = {unquoted(text->at("text"))};
            found.assigned.count = 1;
            found.assigned.left_quotes = 0;
        }
        if (found.assigned.count == 0 || found.assigned.left_quotes > 0) continue;
        found.merit = found.assigned.count;
        // One text in a form of many fields is hardly the form that was meant.
        found.merit -=
            0.1 * static_cast<double>(found.fields.size() - static_cast<std::size_t>(found.assigned.count));
        if (box >= 0 && scene.node(box).role == "dialog") found.merit += 0.5;
        if (box >= 0) found.about = scene.node(box).name + " " + scene.text_of(box);
        if (!thing.empty() && contains_word(found.about, thing)) found.merit += 1;
        for (const auto& field : found.fields)
            if (!thing.empty() && contains_word(field.label, thing)) found.merit += 1;
        if (!best || found.merit > best->merit) best = std::move(found);
    }
    return best;
}

// "Post comment" right behind the field for it sends what stands there, and opens nothing.
bool ends_field_before(const Scene& scene, int button)
{
    constexpr int nearest = 4;  // nodes back, with line breaks and words between
    for (int i = button - 1; i >= 0 && i >= button - nearest; --i) {
        if (scene.node(i).is_operable && !scene.node(i).is_editable) return false;
        // What filters a list has a form of its own, which the button behind it does not end.
        const int form = form_around(scene, i);
        if (form >= 0 && !scene.is_inside(button, form)) return false;
        // A search looks through what is there, and makes nothing new.
        if (scene.node(i).is_editable)
            return scene.node(i).role != "searchbox" && says(scene, i, "search") < 0.5 &&
                   says(scene, i, "filter") < 0.5;
    }
    return false;
}

// A button behind the fields of the form that it stands in, where the form has several.
bool ends_form_around(const Scene& scene, int button)
{
    int form = scene.parent(button);
    while (form >= 0 && scene.node(form).tag != "form" && scene.node(form).role != "form")
        form = scene.parent(form);
    if (form < 0) return false;
    const auto fields = open_fields(scene);
    constexpr int fewest_fields = 2;
    return std::ranges::count_if(fields, [&](int each) {
               return each < button && scene.is_inside(each, form);
           }) >= fewest_fields;
}

bool only_one_like(const Scene& scene, view::Ref button)
{
    const auto* like = scene.snapshot().find(button);
    return std::ranges::count_if(scene.nodes(), [&](const view::Node& node) {
               return node.role == like->role && node.name == like->name && node.is_operable;
           }) == 1;
}

// One word that is the kind of thing the clause speaks of: "Issues", where an issue is wanted.
bool is_kind_said(const std::string& name, const std::string& clause)
{
    const auto words = words_of(name);
    return words.size() == 1 && std::ranges::any_of(words_of(clause), [&](const std::string& word) {
               return stem(word) == stem(words.front());
           });
}

// The words right before a control, which stands in no record: the title of its group.
std::string title_before(const Scene& scene, int control)
{
    constexpr int reach = 6;  // nodes
    for (int i = control - 1; i >= 0 && i >= control - reach; --i) {
        const auto& node = scene.node(i);
        if (node.is_operable && node.role != "form") return "";
        if (node.role == "text" && !trimmed(node.name).empty()) return trimmed(node.name);
    }
    return "";
}

// Of a button that every record of the page has, the one of the record that the clause names; 0 where it
// names none of them.
view::Ref one_of_records(const Scene& scene, view::Ref button, const std::string& clause)
{
    const int at = button == 0 ? -1 : scene.index_of(button);
    if (at < 0) return 0;
    std::vector<int> like;
    for (int i = 0; i < scene.size(); ++i)
        if (scene.node(i).role == scene.node(at).role && scene.node(i).name == scene.node(at).name &&
            scene.node(i).ref != 0 && scene.node(i).is_operable)
            like.push_back(i);
    if (like.size() < 2) return button;
    view::Ref named = 0;
    for (const int each : like) {
        const int record = record_of(scene, each);
        bool is_named = record < 0 && is_kind_said(title_before(scene, each), clause);
        for (int i = std::max(record, 0); record >= 0 && i < scene.end_of(record) && !is_named; ++i) {
            const auto& node = scene.node(i);
            constexpr std::size_t shortest = 3;  // letters of a name
            const auto name = trimmed(node.name);
            is_named = node.role == "text" && name.size() >= shortest && !number_in(name) &&
                       lower(name) != lower(scene.node(at).name) &&
                       (is_kind_said(name, clause) || contains_word(clause, name));
        }
        if (!is_named) continue;
        if (named != 0) return 0;
        named = scene.node(each).ref;
    }
    return named;
}

// The button or link behind which the form is: "Add customer", "New customer", "Write a review".
view::Ref opener(const Scene& scene, const std::string& clause, const std::string& thing)
{
    const auto verb = words_of(clause).empty() ? "" : words_of(clause).front();
    view::Ref found = 0;
    double top = 0.62;
    const auto last = words_of(thing).empty() ? std::string() : words_of(thing).back();
    auto about = words_of(scene.snapshot().title + " " + scene.snapshot().url);
    for (int i = 0; i < scene.size(); ++i)
        if (scene.node(i).role == "heading" && scene.node(i).level <= 2)
            for (auto& word : words_of(scene.text_of(i))) about.push_back(std::move(word));
    const bool is_of_thing = !last.empty() && std::ranges::any_of(about, [&](const std::string& word) {
        return stem(word) == stem(last);
    });
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || !node.is_operable || node.is_disabled || node.is_editable || node.name.empty())
            continue;
        constexpr std::size_t longest_label = 30;  // of what is no button but drawn as one
        static const std::set<std::string, std::less<>> making = {"new", "add", "create", "write", "+"};
        const auto said = words_of(node.name);
        const bool is_drawn = node.role == "generic" && node.name.size() < longest_label && !said.empty() &&
                              making.contains(said.front());
        if (node.role != "button" && node.role != "link" && node.role != "tab" && node.role != "menuitem" &&
            !is_drawn)
            continue;
        if (ends_field_before(scene, i)) continue;
        // "Book appointment" at the end of a form sends it.
        if (node.role == "button" && ends_form_around(scene, i)) continue;
        double score = 0;
        for (const auto* opening : {"", "new ", "add ", "create ", "write ", "leave ", "post "}) {
            const auto label = *opening == '\0' ? verb + " " + thing : opening + thing;
            score = std::max(score, similarity(label, node.name) - (*opening == '\0' ? 0 : 0.05));
        }
        if (!thing.empty()) score = std::max(score, similarity(thing, node.name) - 0.2);
        // "Create" alone, on the page of such things.
        static const std::set<std::string, std::less<>> alone = {
            "create", "new", "add", "add new", "create new", "+", "+ new", "+ add"
        };
        if (is_of_thing && alone.contains(lower(collapsed(node.name)))) score = std::max(score, 0.9);
        if (score > top) top = score, found = node.ref;
    }
    // "Rent" on every card, and the clause names one of them.
    const auto first = std::ranges::find_if(scene.nodes(), [&](const view::Node& node) {
        return found == 0 && node.ref != 0 && node.role == "button" && node.is_operable && !verb.empty() &&
               lower(trimmed(node.name)) == verb;
    });
    if (first != scene.nodes().end()) {
        const auto named = one_of_records(scene, first->ref, clause);
        return named == first->ref && only_one_like(scene, first->ref) ? 0 : named;
    }
    return one_of_records(scene, found, clause);
}

// Does the page have a control that says itself that it leads to a new one?
bool is_opener(const Scene& scene, const std::string& clause, const std::string& thing)
{
    const auto button = thing.empty() ? 0 : opener(scene, clause, thing);
    const auto* node = button == 0 ? nullptr : scene.snapshot().find(button);
    static const std::set<std::string, std::less<>> opening = {
        "new", "add", "create", "write", "leave", "post"
    };
    return node != nullptr && std::ranges::any_of(words_of(node->name), [](const std::string& word) {
               return opening.contains(word);
           });
}

// "at 7:30 PM", where the times are buttons.
Async<Done> press_time(Run& run, std::string clause)
{
    const auto wanted = time_in(clause);
    if (!wanted) co_return Done();
    const auto& scene = run.hands.scene();
    std::vector<view::Ref> times;
    view::Ref found = 0;
    for (const auto& node : scene.nodes()) {
        if (node.ref == 0 || !node.is_operable || node.is_editable || node.name.size() > 10) continue;
        const auto time = time_in(node.name);
        if (!time) continue;
        times.push_back(node.ref);
        if (*time == *wanted) found = node.ref;
    }
    if (found != 0 && times.size() > 1) CO_TRY_DONE(co_await run.hands.press(found));
    co_return Done();
}

// What the button says that sends it: the verb of the wish where one does, "vote".
std::string sending_word(const Scene& scene, const std::string& clause)
{
    const auto verb = words_of(clause).empty() ? std::string() : words_of(clause).front();
    const bool is_on_button = std::ranges::any_of(scene.nodes(), [&](const view::Node& node) {
        return node.role == "button" && node.is_operable && starts_with_word(lower(node.name), verb);
    });
    return is_on_button ? verb : "submit";
}

Async<Done> fill_and_send(Run& run, Found found)
{
    const auto clause = run.steps[run.at].clause;
    CO_TRY_DONE(co_await fill_fields(run, std::move(found.fields), std::move(found.assigned.values)));
    CO_TRY_DONE(co_await press_time(run, clause));
    const bool is_sent_next = (run.at + 1 < run.steps.size() && run.steps[run.at + 1].verb == Verb::click) ||
                              run.has_step_after(Verb::check) || run.has_step_after(Verb::fill) ||
                              run.has_step_after(Verb::choose);
    if (is_sent_next || forbids_submit(run.assignment.instruction)) co_return Done();
    CO_TRY_DONE(co_await submit(run, sending_word(run.hands.scene(), clause)));
    // No button: lists of things to do take what was typed by the Enter key.
    const auto& scene = run.hands.scene();
    const int field = scene.index_of(run.form_field);
    if (run.has_open_form && field >= 0 && scene.node(field).tag == "input" && scene.node(field).is_editable)
        CO_TRY_DONE(co_await run.hands.key("Enter", 1, run.form_field));
    run.has_open_form = false;
    co_return Done();
}

// "An address: Mill Lane 4, Bath": values without names go into the fields in their order, where there are as
// many. False where one would be lost.
bool give_in_order(Found& found, const std::string& said)
{
    std::vector<std::string> pieces;
    for (const auto& piece : split(said, ","))
        if (!trimmed(piece).empty()) pieces.push_back(unquoted(trimmed(piece)));
    const auto is_kept = [&](const std::string& piece) {
        for (std::size_t i = 0; i < found.fields.size(); ++i) {
            const auto& value = found.assigned.values[i];
            if (!value.empty() && (contains_word(piece, value) || contains_word(value, piece))) return true;
            // Ticked boxes and options go by their names.
            if (!value.empty() && contains_word(piece, found.fields[i].label)) return true;
            if (!value.empty() && (date_in(piece) || number_in(piece))) return true;
        }
        return false;
    };
    if (std::ranges::all_of(pieces, is_kept)) return true;
    std::vector<std::size_t> texts;
    for (std::size_t i = 0; i < found.fields.size(); ++i)
        if (found.fields[i].type == "text" || found.fields[i].type == "area") texts.push_back(i);
    if (texts.size() != pieces.size()) return false;
    for (std::size_t i = 0; i < texts.size(); ++i) found.assigned.values[texts[i]] = pieces[i];
    return true;
}

// "a comment on the article 'Night trains'", "a room at Casa das Flores": the record that it belongs to is
// opened first, where it is not open already. Answers what is left to say of the form.
Async<Result<std::string>> without_record(Run& run, const lite::Step& step)
{
    auto details = step.slot("details");
    CO_TRY(const auto* scene, co_await run.hands.look());
    if (step.has("record")) {
        const auto at = details.rfind(step.slot("record"));
        if (at != std::string::npos) details = trimmed(details.substr(0, at));
        CO_TRY_DONE(co_await open_found(run, step.slot("record")));
        co_return details;
    }
    std::string name;
    if (const auto slots = fit("{*} (on|to|for|under|at|about) [the|my] [{!kind}] {\"name} [{*}]", details))
        name = slots->at("name");
    const bool is_quoted = !name.empty();
    for (int i = 0; i < scene->size() && !is_quoted; ++i) {
        const auto& node = scene->node(i);
        if (node.role != "link" || node.ref == 0 || !scene->is_content(i)) continue;
        const auto said = trimmed(node.name);
        if (said.size() > name.size() && words_of(said).size() >= 2 && contains_word(details, said) &&
            details.contains(said))
            name = said;
    }
    if (name.empty()) co_return details;
    const auto is_heading = [&](const Scene& now) {
        return std::ranges::any_of(now.nodes(), [&](const view::Node& node) {
            return node.role == "heading" && trimmed(node.name) == name;
        });
    };
    if (!is_heading(*scene)) {
        int link = -1;
        for (int i = 0; i < scene->size() && link < 0; ++i)
            if (scene->node(i).role == "link" && scene->node(i).ref != 0 &&
                similarity(name, scene->node(i).name) > 0.9)
                link = i;
        // A name in quotes may as well be a value of the form: "to 'Ann'".
        if (link < 0)
            co_return is_quoted && !names_page(details) ? Result<std::string>(details)
                                                        : cannot("there is no \"" + name + "\" on the page");
        const auto text = scene->whole_text();
        CO_TRY_DONE(co_await run.hands.press(scene->node(link).ref));
        CO_TRY_DONE(co_await run.hands.look_until(
            [&](const Scene& now) { return now.whole_text() != text; }, form_limit
        ));
    }
    const auto at = details.find(name);
    const bool has_quotes = at > 0 && (details[at - 1] == '"' || details[at - 1] == '\'');
    details.erase(has_quotes ? at - 1 : at, name.size() + (has_quotes ? 2 : 0));
    co_return collapsed(details);
}

}  // namespace

Async<Done> compose(Run& run, const lite::Step& step)
{
    // "Anything but the castle": what is not wanted is no value of a form.
    if (quoted_texts(step.clause).empty() &&
        fit("{*} (anything|anyone|any|all|everything|everyone|not|none) [{*}] (but|except|besides|of) {*}",
            step.clause))
        co_return cannot("what is left by \"" + step.clause + "\" is not plain on this page");
    // A place in a text is none in a form.
    if (fit("{*} (at|to) the (end|beginning|start|top|bottom) of {*}", step.clause))
        co_return cannot("there is no text on the page that can be edited");
    CO_TRY(const auto said, co_await without_record(run, step));
    const auto thing = thing_in(said);
    const auto at = thing.empty() ? std::string::npos : said.find(thing);
    // "a double room for two": the thing says something, too, where it is more than a word.
    const bool is_telling = words_of(thing).size() > 1;
    const auto details =
        at == std::string::npos || is_telling ? said : trimmed(said.substr(at + thing.size()));
    CO_TRY(const auto* scene, co_await run.hands.look());
    auto found = form_for(*scene, details, thing);
    const bool is_sure = found && found->merit >= 1.4;
    // The list of such things first, where the way to a new one is from there.
    constexpr int most_ways = 2;
    for (int way = 0; way < most_ways && !is_sure && (way == 0 || !found); ++way) {
        const auto button = opener(run.hands.scene(), step.clause, thing.empty() ? said : thing);
        if (button == 0) break;
        {
            scene = &run.hands.scene();
            const auto text = scene->whole_text();
            CO_TRY(const auto effect, co_await run.hands.press(button));
            CO_TRY(
                const bool came,
                co_await run.hands.look_until(
                    [&](const Scene& now) {
                        return now.whole_text() != text && (form_for(now, details, thing).has_value() ||
                                                            (way == 0 && is_opener(now, step.clause, thing)));
                    },
                    effect.has_changed || effect.has_navigated ? form_limit : silent_limit
                )
            );
            if (came) found = form_for(run.hands.scene(), details, thing);
            if (!came) way = most_ways;
            // A button that does it at once: there is nothing to fill in.
            if (!came && run.hands.scene().whole_text() != text && form_fields(run.hands.scene()).empty())
                co_return Done();
        }
    }
    const auto told = fit("(a|an|another|one|the|my) [new] {!of} [{!what}] : {values}", said);
    if (found && told && !give_in_order(*found, told->at("values")))
        co_return cannot("the form has no place for all of \"" + told->at("values") + "\"");
    if (found && !told && leaves_a_name(*found, details, run.hands.scene().whole_text() + " " + thing))
        co_return cannot("the form has no place for all of \"" + step.clause + "\"");
    if (const auto word = found ? untold_word(*found, said, run.hands.scene().whole_text()) : std::string();
        !word.empty())
        co_return cannot("nothing on the page speaks of \"" + word + "\"");
    if (!found) co_return cannot("there is no form on the page that takes \"" + step.clause + "\"");
    co_return co_await fill_and_send(run, *std::move(found));
}

}  // namespace lissom::agent::lite::skills
