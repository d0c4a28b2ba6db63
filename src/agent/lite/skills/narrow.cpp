#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "agent/lite/explore.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/gathering.hpp"
#include "agent/lite/listing.hpp"
#include "agent/lite/pick.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/skills/ask.hpp"
#include "agent/lite/skills/narrow_bound.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/skills/wander.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

// A list made shorter by what the page has for it: links and boxes beside it, lists, a filter that is put
// together from field, comparison and value.
namespace lissom::agent::lite::skills {

namespace {

constexpr Millis narrowing_limit(3'000);

using Words = std::vector<std::string>;

bool has_kin(const Words& words, std::string_view word)
{
    return std::ranges::any_of(words, [&](const std::string& each) {
        return are_kin(each, word) || are_synonyms(each, word);
    });
}

// "Closed" of "Closed (5)", "Closed 5": how many there are is no part of its name.
std::string without_count(std::string_view name)
{
    auto text = collapsed(name);
    while (!text.empty() && std::string_view("0123456789(), ").contains(text.back())) text.pop_back();
    return text.empty() ? collapsed(name) : text;
}

// What the page is about: its title and headings, the list's own words.
Words words_about(const Scene& scene)
{
    auto words = words_of(scene.snapshot().title);
    for (int i = 0; i < scene.size(); ++i)
        if (scene.node(i).role == "heading" && scene.node(i).level <= 2)
            for (auto& word : words_of(scene.text_of(i))) words.push_back(std::move(word));
    if (const auto records = records_on(scene))
        words.insert(words.end(), records->about.begin(), records->about.end());
    return words;
}

// What stands over a group of links or boxes: "By status", "Category".
Words words_over(const Scene& scene, int index)
{
    constexpr std::size_t longest_group = 500;  // letters: more is no group but the page
    constexpr int highest = 6;
    for (int up = scene.parent(index), level = 0; up >= 0 && level < highest;
         up = scene.parent(up), ++level) {
        if (scene.text_of(up).size() > longest_group) break;
        const auto& box = scene.node(up);
        auto words = box.is_named_by_content ? Words() : words_of(box.name);
        for (int i = up; i < index; ++i) {
            const auto& node = scene.node(i);
            if (node.role != "text") continue;
            const int element = scene.operable_at(i);
            const bool is_sibling = element >= 0 && scene.node(element).is_operable &&
                                    scene.is_inside(element, up) && element != up &&
                                    scene.node(element).tag != "summary" &&
                                    scene.node(element).role != "heading";
            if (is_sibling) continue;
            for (auto& word : words_of(node.name)) words.push_back(std::move(word));
        }
        if (!words.empty()) return words;
    }
    return {};
}

bool is_filler(std::string_view word)
{
    static const std::set<std::string, std::less<>> words = {
        "is", "equals", "equal", "=", "filter", "set", "having", "whose", "status", "down", "where", "every"
    };
    return is_idle_word(word) || words.contains(word);
}

// The boxes of the list; the entries of a menu that came up over it are none.
std::vector<int> record_boxes(const Scene& scene)
{
    const auto listing = listing_for(scene, "records");
    if (!listing || listing->boxes.empty()) return {};
    for (int up = listing->boxes.front(); up >= 0; up = scene.parent(up)) {
        const auto& role = scene.node(up).role;
        if (role.starts_with("menu") || role == "listbox" || role == "option") return {};
    }
    return listing->boxes;
}

// One control that leaves only what fits.
struct Way {
    view::Ref ref = 0;
    std::string option;  // of a list
    double merit = 0;
};

// Does the option say the condition, with nothing left that neither it nor its group nor the page says?
std::optional<double>
merit_of(const Words& condition, const std::string& option, const Words& group, const Words& about)
{
    const auto said = words_of(option);
    if (said.empty() || std::ranges::all_of(said, [](const std::string& word) { return is_filler(word); }))
        return std::nullopt;
    std::set<std::size_t> taken;
    for (const auto& word : said) {
        bool is_found = false;
        for (std::size_t i = 0; i < condition.size() && !is_found; ++i)
            if (!taken.contains(i) && (condition[i] == word || stem(condition[i]) == stem(word)))
                taken.insert(i), is_found = true;
        if (!is_found) return std::nullopt;
    }
    double merit = static_cast<double>(taken.size());
    for (std::size_t i = 0; i < condition.size(); ++i) {
        if (taken.contains(i)) continue;
        if (has_kin(group, condition[i]))
            merit += 1;
        else if (!has_kin(about, condition[i]) && !is_filler(condition[i]))
            return std::nullopt;
    }
    return merit;
}

std::vector<Way> ways_to(const Scene& scene, const Words& condition)
{
    const auto records = record_boxes(scene);
    const auto about = words_about(scene);
    std::vector<Way> ways;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || node.is_disabled || scene.is_aside(i)) continue;
        if (std::ranges::any_of(records, [&](int box) { return scene.is_inside(i, box); })) continue;
        if (!node.options.empty()) {
            const auto group = words_of(label_of(scene, i));
            for (const auto& option : node.options)
                if (const auto merit = merit_of(condition, without_count(option), group, about))
                    ways.push_back({node.ref, option, *merit});
            continue;
        }
        if (!node.is_operable || node.is_editable || node.name.empty()) continue;
        static const std::set<std::string, std::less<>> roles = {
            "link", "button", "radio", "checkbox", "option", "menuitem", "menuitemradio", "tab", "switch"
        };
        if (!roles.contains(node.role)) continue;
        if (const auto merit = merit_of(condition, without_count(node.name), words_over(scene, i), about))
            ways.push_back({node.ref, "", *merit});
    }
    std::ranges::sort(ways, [](const Way& a, const Way& b) {
        return a.merit != b.merit ? a.merit > b.merit : a.ref < b.ref;
    });
    return ways;
}

// A menu's entry and the box in it.
bool are_one(const Scene& scene, const Way& a, const Way& b)
{
    const int first = scene.index_of(a.ref), second = scene.index_of(b.ref);
    return first >= 0 && second >= 0 && (scene.is_inside(first, second) || scene.is_inside(second, first));
}

// -- a filter that is put together
// ----------------------------------------------------------------------------------------------------------

struct Comparison {
    std::string field;
    std::string sign;  // "=", "<", ">", "<=", ">=", "contains"
    std::string value;
};

Comparison comparison_in(const std::string& condition)
{
    struct Form {
        std::string_view pattern, sign;
    };
    static constexpr std::array forms = {
        Form{"{*} (less than|smaller than|lower than|below|under|<|before) {value}", "<"},
        Form{"{*} (more than|greater than|larger than|higher than|above|over|>|after) {value}", ">"},
        Form{"{*} (at least|>=) {value}", ">="},
        Form{"{*} (at most|<=) {value}", "<="},
        Form{"{*} (contains|containing|like) {value}", "contains"},
        Form{"{*} (equals|equal to|is|=|:|exactly) {value}", "="}
    };
    for (const auto& form : forms)
        if (const auto slots = fit(form.pattern, "x " + condition)) {
            const auto at = condition.rfind(slots->at("value"));
            return {trimmed(condition.substr(0, at)), std::string(form.sign), unquoted(slots->at("value"))};
        }
    const auto space = condition.find(' ');
    if (space == std::string::npos) return {};
    return {condition.substr(0, space), "=", unquoted(condition.substr(space + 1))};
}

// The entry of a list of comparisons that means the sign; empty.
std::string comparison_option(const std::vector<std::string>& options, std::string_view sign)
{
    static const std::array<std::pair<std::string_view, std::vector<std::string_view>>, 6> names = {{
        {"=", {"=", "equals", "is", "equal", "exactly", "equal to", "=="}},
        {"<", {"<", "less than", "smaller than", "smaller", "lower than", "before", "lt"}},
        {">", {">", "greater than", "more than", "larger than", "greater", "after", "gt"}},
        {"<=", {"<=", "≤", "at most", "less than or equal"}},
        {">=", {">=", "≥", "at least", "greater than or equal"}},
        {"contains", {"contains", "like", "includes"}},
    }};
    for (const auto& [each, words] : names) {
        if (each != sign) continue;
        for (const auto word : words)
            for (const auto& option : options)
                if (lower(collapsed(option)) == word) return option;
    }
    return "";
}

struct Builder {
    view::Ref field = 0;
    std::string field_option;
    view::Ref comparison = 0;
    std::string comparison_option;
    view::Ref value = 0;
};

// A list of fields, a list of comparisons and a place for the value, side by side.
std::optional<Builder> builder_in(const Scene& scene, const Comparison& wanted)
{
    Builder found;
    const auto field_words = content_words(wanted.field);
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || node.is_disabled) continue;
        if (!node.options.empty() && found.field == 0) {
            for (const auto& option : node.options)
                if (!words_of(option).empty() &&
                    std::ranges::all_of(words_of(option), [&](const std::string& word) {
                        return has_kin(field_words, word);
                    }))
                    found.field = node.ref, found.field_option = option;
            continue;
        }
        if (!node.options.empty() && found.field != 0 && found.comparison == 0) {
            found.comparison_option = comparison_option(node.options, wanted.sign);
            if (!found.comparison_option.empty())
                found.comparison = node.ref;
            else
                found.field = 0;
            continue;
        }
        if (found.comparison != 0 && node.is_editable) {
            found.value = node.ref;
            return found;
        }
    }
    return std::nullopt;
}

Async<Result<bool>> narrow_by_builder(Run& run, Comparison wanted)
{
    if (wanted.value.empty()) co_return false;
    const auto built = builder_in(run.hands.scene(), wanted);
    if (!built) co_return false;
    for (const auto& [list, option] :
         {std::pair(built->field, built->field_option), std::pair(built->comparison, built->comparison_option)
         }) {
        JsonObject params{{"element", "e" + std::to_string(list)}, {"option", option}};
        CO_TRY_DONE(co_await run.hands.act("select", std::move(params)));
    }
    const auto number = number_in(wanted.value);
    const bool is_bound = wanted.sign != "=" && wanted.sign != "contains" && number;
    CO_TRY_DONE(co_await run.hands.fill(built->value, is_bound ? number_text(*number) : wanted.value));
    CO_TRY_DONE(co_await run.hands.key("Enter", 1, built->value));
    co_return true;
}

// -- what came of it
// ----------------------------------------------------------------------------------------------------------

// Each record has to say it where the list has a column for it; nothing to be said where it has none.
Done check_list(const Scene& scene, const Comparison& wanted)
{
    if (wanted.sign != "=" || wanted.value.empty()) return {};
    const auto records = records_on(scene);
    if (!records) return {};
    for (std::size_t c = 0; c < records->columns.size(); ++c) {
        if (similarity(wanted.field, records->columns[c]) < 0.8) continue;
        for (const auto& row : records->rows)
            if (!row[c].empty() && !contains_word(row[c], wanted.value))
                return cannot(
                    "the list was narrowed to " + wanted.value + ", but still has " + records->columns[c] +
                    " \"" + row[c] + "\""
                );
    }
    return {};
}

Async<Done> take_way(Run& run, Way way)
{
    const auto text = run.hands.scene().content_text();
    const auto url = run.hands.page().url();
    const auto* node = run.hands.scene().snapshot().find(way.ref);
    const bool is_chosen =
        node != nullptr && (node->checked == view::Tristate::on || node->selected == view::Tristate::on ||
                            (!way.option.empty() && node->value == way.option));
    if (is_chosen) co_return Done();
    if (!way.option.empty()) {
        JsonObject params{{"element", "e" + std::to_string(way.ref)}, {"option", way.option}};
        CO_TRY_DONE(co_await run.hands.act("select", std::move(params)));
    } else {
        CO_TRY_DONE(co_await run.hands.press(way.ref));
    }
    const auto has_changed = [&](const Scene& now) {
        return now.content_text() != text || run.hands.page().url() != url;
    };
    CO_TRY(const bool quickly, co_await run.hands.look_until(has_changed, Millis(500)));
    if (quickly) co_return Done();
    // A form of filters is sent by its button.
    run.form_field = way.ref;
    CO_TRY_DONE(co_await submit(run, "apply"));
    CO_TRY(const bool late, co_await run.hands.look_until(has_changed, narrowing_limit));
    if (!late) co_return cannot("nothing changed when the list was narrowed");
    co_return Done();
}

// "Status" of "Sort by status ascending", where a heading says what its press does.
std::string plain_column(const std::string& column)
{
    const auto slots = fit("sort by {name} [ascending|descending]", lower(column));
    return slots ? slots->at("name") : column;
}

// "cancelled orders": the column that has such a value says which field is meant; nothing where none does, or
// two.
std::optional<Comparison> by_column(const Scene& scene, const std::string& condition, const Comparison& said)
{
    const auto records = records_on(scene);
    if (!records) return std::nullopt;
    for (const auto& column : records->columns)
        if (similarity(said.field, plain_column(column)) > 0.8) return std::nullopt;  // it is named
    std::optional<Comparison> found;
    for (const auto& word : content_words(condition)) {
        for (std::size_t c = 0; c < records->columns.size(); ++c) {
            const auto row = std::ranges::find_if(records->rows, [&](const auto& each) {
                return lower(trimmed(each[c])) == word;
            });
            if (row == records->rows.end()) continue;
            if (found && (found->field != plain_column(records->columns[c]) || lower(found->value) != word))
                return std::nullopt;
            found = Comparison{plain_column(records->columns[c]), "=", trimmed((*row)[c])};
        }
    }
    return found;
}

// A list or a field with suggestions that is called like the field, beside the list and in none of its
// records.
Async<Result<bool>> narrow_by_list(Run& run, Comparison wanted)
{
    if (wanted.field.empty() || wanted.value.empty() || wanted.sign != "=") co_return false;
    const auto& scene = run.hands.scene();
    const auto text = scene.content_text();
    view::Ref typed = 0;
    for (const int each : open_fields(scene))
        if (scene.node(each).is_editable && offers_suggestions(scene.node(each)) &&
            similarity(wanted.field, label_of(scene, each)) > 0.8)
            typed = scene.node(each).ref;
    const auto list = drawn_list_named(scene, wanted.field);
    if (typed == 0 && list == 0) co_return false;
    if (list != 0) {
        CO_TRY_DONE(co_await pick_from(run, list, wanted.value));
    } else {
        CO_TRY_DONE(co_await put(run, typed, wanted.value));
    }
    run.has_open_form = false;
    CO_TRY(
        const bool came,
        co_await run.hands.look_until(
            [&](const Scene& now) { return now.content_text() != text; }, narrowing_limit
        )
    );
    if (!came) co_return cannot("nothing changed when the list was narrowed to " + wanted.value);
    // The list comes a moment after the control shows what was chosen.
    CO_TRY_DONE(co_await run.hands.look_until(
        [&](const Scene& now) { return check_list(now, wanted).has_value(); }, narrowing_limit
    ));
    co_return true;
}

// What was pressed to come by more to narrow with: "field" is the one that it is for, where it says so.
struct WayIn {
    bool is_open = false;
    std::string field;
};

// What a word without the name of its field is most likely a value of.
bool is_state_field(std::string_view name)
{
    static const std::set<std::string, std::less<>> fields = {
        "status", "state", "type", "category", "kind", "stage", "priority"
    };
    return fields.contains(lower(collapsed(name)));
}

struct Opener {
    view::Ref ref = 0;
    std::string field;
};

// A button "Filter", or the name of the field where fields are offered to narrow by.
Opener opener_of_filters(const Scene& scene, const std::string& field, bool guesses, bool may_open)
{
    std::string opened_field;
    const auto records = record_boxes(scene);
    view::Ref opener = 0;
    for (int i = 0; i < scene.size() && opener == 0; ++i) {
        const auto& node = scene.node(i);
        // Behind a menu that came up nothing can be pressed.
        if (node.ref == 0 || !node.is_operable || node.is_editable || node.is_disabled || node.is_covered ||
            node.name.empty())
            continue;
        const bool is_in_record =
            std::ranges::any_of(records, [&](int box) { return scene.is_inside(i, box); });
        bool is_heading = node.role == "columnheader";
        for (int up = scene.parent(i), level = 0; up >= 0 && level < 3; up = scene.parent(up), ++level)
            is_heading = is_heading || scene.node(up).role == "columnheader";
        if (is_in_record) continue;
        if (is_heading) {
            // The funnel in a column's heading.
            const bool is_funnel = node.role != "columnheader" && contains_word(node.name, "filter");
            int head = scene.parent(i);
            while (head >= 0 && scene.node(head).role != "columnheader") head = scene.parent(head);
            const auto column = head < 0 ? std::string() : scene.text_of(head);
            if (is_funnel && !field.empty() && similarity(field, column) > 0.8)
                opener = node.ref, opened_field = column;
            continue;
        }
        // The entry of a menu of fields that can be filtered by.
        const bool is_offered = node.role == "menuitem" || node.role == "option";
        const bool is_guess = is_offered && guesses && !scene.is_furniture(i) && is_state_field(node.name);
        const bool is_entry =
            is_guess || (is_offered && !field.empty() && similarity(field, node.name) > 0.9);
        const auto over = words_over(scene, i);
        const bool is_of_field =
            !field.empty() && similarity(field, without_count(node.name)) > 0.9 &&
            (has_kin(over, "filter") || has_kin(over, "facets") || has_kin(over, "refine"));
        const auto name = lower(collapsed(node.name));
        const bool is_filter_button = may_open && node.role != "searchbox" &&
                                      (name == "filter" || name == "filters" || name == "add filter" ||
                                       name == "show filters" || name == "refine");
        if (is_entry) opener = node.ref, opened_field = collapsed(node.name);
        if (is_of_field || is_filter_button) opener = node.ref;
    }
    return {opener, opened_field};
}

Async<Result<WayIn>> open_filters(Run& run, std::string field, bool guesses, bool may_open)
{
    // What a menu offers can be pressed once it has come up.
    constexpr Millis coming_up(700);
    CO_TRY_DONE(co_await run.hands.look_until(
        [&](const Scene& now) { return opener_of_filters(now, field, guesses, may_open).ref != 0; },
        run.hands.steps() > 0 && run.hands.last_effect().contains("now shows") ? coming_up : Millis(0)
    ));
    const auto& scene = run.hands.scene();
    const auto opener = opener_of_filters(scene, field, guesses, may_open);
    if (opener.ref == 0) co_return WayIn();
    const auto text = scene.whole_text();
    CO_TRY_DONE(co_await run.hands.press(opener.ref));
    CO_TRY(
        const bool came,
        co_await run.hands.look_until(
            [&](const Scene& now) { return now.whole_text() != text; }, narrowing_limit
        )
    );
    co_return WayIn{came, opener.field};
}

// What is left to say of a condition once its field is open: neither the field's name nor what is listed.
std::string without_field(const std::string& condition, std::string_view field, const Words& about)
{
    const auto names = words_of(field);
    std::string left;
    for (const auto& word : split(collapsed(condition), " ")) {
        const auto plain = words_of(word);
        const bool is_said = !plain.empty() && (has_kin(names, plain.front()) ||
                                                has_kin(about, plain.front()) || is_filler(plain.front()));
        if (!is_said) left += (left.empty() ? "" : " ") + word;
    }
    return left.empty() ? condition : left;
}

}  // namespace

Async<Done> narrow(Run& run, const lite::Step& step)
{
    auto condition = run.resolved(step.slot("condition"));
    condition = without_prefix_words(condition, {"only", "just", "the", "those", "with", "whose", "a", "by"});
    CO_TRY_DONE(co_await run.hands.look());
    // "The pending reviews", on a page that lists something else.
    const auto things = split(collapsed(condition), " ").back();
    if (things.size() > 3 && things.ends_with('s') && content_words(condition).size() > 1)
        CO_TRY_DONE(co_await go_to_page_of(run, things));
    if (step.has("what")) focus_where_named(run, step.slot("what"));
    auto wanted = comparison_in(condition);
    bool is_field_known = false;
    if (auto told = by_column(run.hands.scene(), condition, wanted))
        wanted = *std::move(told), is_field_known = true;
    bool has_opened = false;
    const bool is_bound =
        wanted.sign == "<" || wanted.sign == ">" || wanted.sign == "<=" || wanted.sign == ">=";
    const auto about = words_about(run.hands.scene());
    for (const auto& word : content_words(step.slot("what")))
        if (!is_idle_word(word) && word != "view" && !has_kin(about, word))
            co_return cannot("the page lists no " + step.slot("what"));
    constexpr int most_tries = 4;  // a button, a menu, a field, its list
    for (int tries = 0; tries < most_tries; ++tries) {
        const auto ways = is_bound ? std::vector<Way>() : ways_to(run.hands.scene(), words_of(condition));
        if (ways.size() > 1 && ways[0].merit == ways[1].merit && ways[0].ref != ways[1].ref &&
            ways[0].option.empty() == ways[1].option.empty() && !are_one(run.hands.scene(), ways[0], ways[1]))
            co_return cannot("more than one thing on the page could narrow the list to " + condition);
        if (!ways.empty()) {
            if (!run.hands.focus()) run.hands.focus_on(focus_around(run.hands.scene(), ways.front().ref));
            CO_TRY_DONE(co_await take_way(run, ways.front()));
            co_return check_list(run.hands.scene(), wanted);
        }
        const auto text = run.hands.scene().content_text();
        CO_TRY(const bool is_set, co_await narrow_by_list(run, wanted));
        if (is_set) co_return check_list(run.hands.scene(), wanted);
        CO_TRY(const bool is_built, co_await narrow_by_builder(run, wanted));
        if (is_built) {
            CO_TRY(
                const bool came,
                co_await run.hands.look_until(
                    [&](const Scene& now) { return now.content_text() != text; }, narrowing_limit
                )
            );
            if (!came) co_return cannot("nothing changed when the list was narrowed to " + condition);
            co_return check_list(run.hands.scene(), wanted);
        }
        CO_TRY(
            const auto opened,
            co_await open_filters(run, wanted.field, has_opened && !is_field_known && !is_bound, !has_opened)
        );
        if (!opened.is_open) break;
        has_opened = true;
        if (opened.field.empty() || is_bound) continue;
        condition = without_field(condition, opened.field, about);
        wanted = {opened.field, "=", condition};
        is_field_known = true;
    }
    // A menu that did not help lies over the list.
    if (has_opened) {
        CO_TRY_DONE(co_await run.hands.key("Escape"));
        CO_TRY_DONE(co_await run.hands.look());
    }
    if (is_bound) {
        CO_TRY(const bool is_bounded, co_await narrow_by_bound(run, condition));
        if (is_bounded) co_return Done();
    }
    // No control for it: whoever asks next is told of those that fit, if the list says so much.
    CO_TRY(const auto fitting, co_await ask_records(run, "all results with " + condition));
    if (!fitting)
        co_return cannot("there is nothing on the page to narrow the list to " + condition + " with");
    run.narrowed = condition;
    if (run.at + 1 >= run.steps.size()) {
        run.text = in_words(*fitting);
        run.answer = *fitting;
    }
    co_return Done();
}

}  // namespace lissom::agent::lite::skills
