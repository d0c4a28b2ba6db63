#include "agent/lite/fields.hpp"

#include <algorithm>
#include <set>

#include "agent/lite/calendar.hpp"
#include "agent/lite/colors.hpp"
#include "agent/lite/explore.hpp"
#include "agent/lite/forms.hpp"
#include "agent/lite/kinds.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/pick.hpp"
#include "agent/lite/slider.hpp"
#include "agent/lite/target.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite {

namespace {

constexpr Millis suggestions_limit(1'500);  // suggestions come from a server, after the typing has paused

bool mentions(const view::Node& node, std::initializer_list<std::string_view> words)
{
    for (const auto* name : {"class", "id", "autocomplete", "aria-autocomplete", "list", "data-role"}) {
        const auto at = node.attributes.find(name);
        if (at == node.attributes.end()) continue;
        for (const auto word : words)
            if (lower(at->second).contains(word)) return true;
    }
    return false;
}

// What a list of suggestions is made of, when it has come with the typing.
std::vector<int> suggestions(const Scene& scene, view::Ref field)
{
    std::vector<int> found;
    const int at = scene.index_of(field);
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || node.ref == field || node.name.empty() || node.tag == "select") continue;
        const bool is_item = node.role == "option" || node.role == "menuitem" ||
                             ((node.role == "listitem" || node.is_operable) && node.is_new);
        if (!is_item || node.role == "textbox") continue;
        if (at >= 0 && node.rect.y + node.rect.height < scene.node(at).rect.y - 300) continue;
        found.push_back(i);
    }
    // Of an item and the link in it, the inner one takes the press.
    std::erase_if(found, [&](int i) {
        return std::ranges::any_of(found, [&](int other) { return other != i && scene.is_inside(other, i); });
    });
    return found;
}

bool looks_like_hex_color(std::string_view text) { return color_from_hex(text).has_value(); }

Async<Done> put_option(Run& run, view::Ref field, std::string value)
{
    JsonObject params{{"element", "e" + std::to_string(field)}, {"option", value}};
    CO_TRY_DONE(co_await run.hands.act("select", std::move(params)));
    co_return Done();
}

// The option of a native list that the words mean.
std::string nearest_option(const std::vector<std::string>& options, std::string_view value)
{
    std::string found;
    double top = 0.6;
    for (const auto& option : options) {
        const double score = similarity(value, option);
        if (score > top) top = score, found = option;
    }
    return found;
}

// A date in three lists, month, day and year: the list of each and its option. Empty where they are no such
// lists.
std::vector<std::pair<view::Ref, std::string>> date_parts(const Scene& scene, int field, const Date& date)
{
    const auto has = [](const view::Node& list, const auto& holds) {
        return std::ranges::find_if(list.options, holds);
    };
    // Above the outermost box stands the page itself.
    constexpr int most_levels = 5;
    int box = field;
    for (int level = 0; box >= 0 && level < most_levels; ++level) {
        box = scene.parent(box);
        const int end = box < 0 ? scene.size() : scene.end_of(box);
        std::vector<std::pair<view::Ref, std::string>> parts;
        bool takes_month = false, takes_day = false, takes_year = false;
        for (int i = std::max(box, 0); i < end; ++i) {
            const auto& list = scene.node(i);
            if (list.tag != "select" || list.is_disabled) continue;
            const auto month =
                has(list, [&](const std::string& option) { return month_named(option) == date.month; });
            const auto year =
                has(list, [&](const std::string& option) { return option == std::to_string(date.year); });
            const auto day =
                has(list, [&](const std::string& option) { return number_word(option) == date.day; });
            if (!takes_month && month != list.options.end())
                takes_month = true, parts.emplace_back(list.ref, *month);
            else if (!takes_year && date.year != 0 && year != list.options.end())
                takes_year = true, parts.emplace_back(list.ref, *year);
            else if (!takes_day && day != list.options.end())
                takes_day = true, parts.emplace_back(list.ref, *day);
        }
        if (takes_month && takes_day && (takes_year || date.year == 0)) return parts;
    }
    return {};
}

// "MM/DD/YYYY", "dd.mm.yyyy", "yyyy-mm-dd"
bool is_notation(std::string_view text)
{
    const auto small = lower(trimmed(text));
    return small.size() == 10 && small.contains("mm") && (small.contains("yyyy") || small.contains("jjjj")) &&
           small.find_first_not_of("mdyjt./- ") == std::string::npos &&
           small.find_first_of("./-") != std::string::npos;
}

// A native date, time, month or week field takes one notation only.
std::string native_notation(const view::Node& node, const std::string& value)
{
    const auto date = date_in(value);
    const auto time = time_in(value);
    if (node.input_type == "date" && date) return iso_text(*date);
    if (node.input_type == "month" && date) return iso_text(*date).substr(0, 7);
    if (node.input_type == "time" && time) return clock_text(*time);
    if (node.input_type == "datetime-local" && date)
        return iso_text(*date) + "T" + clock_text(time.value_or(0));
    // The notation it asks for by example.
    const auto example = lower(node.placeholder);
    if (date && date->year != 0 && date->day != 0 && is_notation(example)) {
        const auto iso = iso_text(*date);
        const auto year = iso.substr(0, 4), month = iso.substr(5, 2), day = iso.substr(8, 2);
        const std::string mark(1, example[example.find_first_not_of("mdyjta")]);
        if (example.starts_with("y")) return year + mark + month + mark + day;
        if (example.starts_with("d") || example.starts_with("t")) return day + mark + month + mark + year;
        return month + mark + day + mark + year;
    }
    return value;
}

// What stands on the same line before a field that has no label: "Guests: [ ]".
std::string text_beside(const Scene& scene, int field)
{
    const auto& at = scene.node(field).rect;
    constexpr double near = 220;
    constexpr std::size_t longest_label = 40;
    const auto is_field = [&](int i) { return scene.node(i).is_editable || scene.node(i).tag == "select"; };
    for (int i = field - 1, steps = 0; i >= 0 && steps < 12; --i, ++steps) {
        const auto& node = scene.node(i);
        if (is_field(i)) break;  // the words before belong to that one
        if (node.role != "text" || scene.node(scene.operable_at(i)).is_operable) continue;
        const bool is_on_line = node.rect.y < at.y + at.height && at.y < node.rect.y + node.rect.height;
        const bool is_before = node.rect.x < at.x && at.x - (node.rect.x + node.rect.width) < near;
        const auto text = trimmed(node.name);
        if (is_on_line && is_before && text.size() < longest_label) return text;
    }
    // Written behind it, drawn before it.
    for (int i = field + 1, steps = 0; i < scene.size() && steps < 6; ++i, ++steps) {
        const auto& node = scene.node(i);
        if (is_field(i)) break;
        const bool is_on_line = node.rect.y < at.y + at.height && at.y < node.rect.y + node.rect.height;
        const bool is_before =
            node.rect.x + node.rect.width <= at.x + 2 && at.x - (node.rect.x + node.rect.width) < near;
        if (node.role == "text" && is_on_line && is_before && trimmed(node.name).size() < longest_label)
            return trimmed(node.name);
    }
    return "";
}

// "Cabin: Suite", where one of several round buttons stands for the group: the one that says the value.
Async<Done> choose_of_group(Run& run, view::Ref radio, std::string value)
{
    const auto& scene = run.hands.scene();
    for (const auto& group : form_fields(scene)) {
        if (std::ranges::find(group.radios, radio) == group.radios.end()) continue;
        for (std::size_t i = 0; i < group.options.size() && i < group.radios.size(); ++i) {
            if (similarity(value, group.options[i]) < 0.85) continue;
            JsonObject params{{"element", "e" + std::to_string(group.radios[i])}};
            CO_TRY_DONE(co_await run.hands.act("check", std::move(params)));
            co_return Done();
        }
    }
    co_return cannot("none of the choices says \"" + value + "\"");
}

}  // namespace

std::vector<int> open_fields(const Scene& scene)
{
    return scene.where([](const view::Node& node) {
        if (node.ref == 0 || node.is_disabled || node.is_hidden) return false;
        if (node.is_editable) return true;
        if (node.tag == "select" || (node.tag == "input" && node.role == "slider")) return true;
        // Fields that only a calendar fills are read-only to the keyboard.
        return node.tag == "input" && (node.role == "textbox" || node.role == "datepicker");
    });
}

std::string label_of(const Scene& scene, int field)
{
    const auto& node = scene.node(field);
    // "MM/DD/YYYY" says how, not what.
    if (is_notation(node.name.empty() ? node.placeholder : node.name))
        if (auto beside = text_beside(scene, field); !beside.empty()) return beside;
    if (!node.name.empty()) return node.name;
    if (!node.placeholder.empty()) return node.placeholder;
    if (auto beside = text_beside(scene, field); !beside.empty()) return beside;
    for (const auto* name : {"name", "id", "class"}) {
        const auto at = node.attributes.find(name);
        if (at != node.attributes.end() && !at->second.empty()) return at->second;
    }
    return node.description;
}

std::vector<int> fields_named(const Scene& scene, std::string_view phrase)
{
    // "the field with the placeholder Street": what it says is its name.
    if (const auto slots =
            fit("[the] {!kind} [field|box|area] (with|that has|having|that says) [the|a] "
                "(placeholder|label|hint|caption|title|text|name) {label}",
                phrase))
        return fields_named(scene, "\"" + unquoted(slots->at("label")) + "\"");
    const auto fields = open_fields(scene);
    // "The number of guests" is what the field "Guests" holds, where none is called so in full.
    if (const auto slots = fit("[the] (number|amount|quantity|count) of [the] {what}", phrase)) {
        const auto is_called = [&](int each) {
            return contains_word(label_of(scene, each), trimmed(phrase));
        };
        if (std::ranges::none_of(fields, is_called)) return fields_named(scene, slots->at("what"));
    }
    auto target = parse_target(phrase);
    // "The right one": of what was said before, a field.
    if (!target.position.empty() && target.words == "one") target.words.clear(), target.kind = "field";
    const bool is_general = target.words.empty() && target.quoted.empty() && !target.ordinal &&
                            target.position.empty() && target.side == Side::any;
    // What a command is typed into, where there is nothing else to type into.
    if (fit("[the] [command] (prompt|terminal|console|shell|command line) [field|input]", phrase)) {
        auto writable = fields;
        std::erase_if(writable, [&](int each) { return !scene.node(each).is_editable; });
        if (writable.size() == 1) return writable;
    }
    // A slider is no spinner, and a spinner no text field.
    if (is_general && (target.kind == "slider" || target.kind == "spinner")) {
        auto of_kind = fields;
        std::erase_if(of_kind, [&](int each) { return !is_kind(scene, each, target.kind); });
        return of_kind;
    }
    if (is_general) {
        const bool is_plural = target.is_all || (target.place.empty() && lower(target.phrase).ends_with("s"));
        std::vector<int> of_kind;
        for (const int each : fields) {
            const auto& node = scene.node(each);
            if (!node.is_editable) continue;
            if (target.kind == "textarea" ? node.tag == "textarea"
                                          : target.kind != "field" || node.tag != "textarea")
                of_kind.push_back(each);
        }
        if (of_kind.empty())
            for (const int each : fields)
                if (scene.node(each).is_editable) of_kind.push_back(each);
        if (of_kind.empty()) of_kind = fields;
        if (is_plural || of_kind.size() <= 1) return of_kind;
        // Several, and nothing said which: the first that is still empty.
        for (const int each : of_kind)
            if (scene.node(each).value.empty()) return {each};
        return {of_kind.front()};
    }
    // "the second one", "the first box": counted off.
    const bool is_counted = target.ordinal && target.quoted.empty() &&
                            (target.words.empty() || target.words == "one" || target.words == "input");
    if (is_counted) {
        std::vector<int> writable;
        for (const int each : fields)
            if (scene.node(each).is_editable &&
                (target.kind != "textarea" || scene.node(each).tag == "textarea"))
                writable.push_back(each);
        const int count = static_cast<int>(writable.size());
        const int at = *target.ordinal < 0 ? count + *target.ordinal : *target.ordinal - 1;
        if (at >= 0 && at < count) return {writable[static_cast<std::size_t>(at)]};
    }
    const auto ranked = rank(scene, target, Use::type);
    for (const auto& each : ranked)
        if (each.score >= good_enough && std::ranges::find(fields, each.index) != fields.end())
            return {each.index};
    // The label is not part of the field's name, but stands beside it.
    int found = -1;
    double top = 0.6;
    for (const int each : fields) {
        const double score =
            similarity(target.words.empty() ? target.phrase : target.words, label_of(scene, each));
        if (score > top) top = score, found = each;
    }
    if (found >= 0) return {found};
    return {};
}

bool offers_suggestions(const view::Node& node)
{
    if (node.tag == "select") return false;
    return node.role == "combobox" || mentions(node, {"autocomplete", "typeahead", "suggest", "combobox"});
}

Async<Done> put_with_suggestions(
    Run& run,
    view::Ref field,
    std::string typed,
    std::function<double(std::string_view)> fits
)
{
    // An empty field is not touched before: the list that opens closes again with the second touch.
    const auto* holding = run.hands.scene().snapshot().find(field);
    if (holding == nullptr || !holding->value.empty()) {
        auto cleared = co_await run.hands.fill(field, "");
        if (!cleared && cleared.error().code == ErrorCode::not_doable) co_return std::move(cleared).error();
        CO_TRY_DONE(co_await run.hands.look());
    }
    JsonObject params{{"element", "e" + std::to_string(field)}, {"text", typed}};
    CO_TRY_DONE(co_await run.hands.act("type", std::move(params)));
    const auto best_of = [field, fits](const Scene& scene) {
        int found = -1;
        double top = 0;
        for (const int each : suggestions(scene, field)) {
            const double score = fits(scene.node(each).name);
            if (score > top + 1e-9) top = score, found = each;
        }
        return found;
    };
    // A list that is built anew with every letter takes what was just found in it away.
    constexpr int tries = 3;
    for (int attempt = 1;; ++attempt) {
        CO_TRY(
            const bool came,
            co_await run.hands.look_until(
                [&](const Scene& scene) { return best_of(scene) >= 0; }, suggestions_limit
            )
        );
        if (!came) co_return cannot("no suggestion came up that fits \"" + typed + "\"");
        const auto& scene = run.hands.scene();
        auto pressed = co_await run.hands.press(ref_of(scene, best_of(scene), Use::choose));
        if (pressed) break;
        if (attempt == tries || !pressed.error().message.contains("no longer on the page"))
            co_return std::move(pressed).error();
    }
    run.has_open_form = true;
    co_return Done();
}

namespace {

// A field that a calendar watches: what it holds is taken out first, then typed letter by letter and entered.
Async<Done> type_date(Run& run, view::Ref field, std::string written)
{
    CO_TRY_DONE(co_await run.hands.press(field));
    CO_TRY_DONE(co_await run.hands.key("Control+a", 1, field));
    CO_TRY_DONE(co_await run.hands.key("Backspace", 1, field));
    CO_TRY_DONE(co_await run.hands.type(written));
    CO_TRY_DONE(co_await run.hands.key("Enter", 1, field));
    CO_TRY(const auto* now, co_await run.hands.look());
    const int at = now->index_of(field);
    const auto held = at < 0 ? std::optional<Date>() : date_in(now->node(at).value);
    const auto wanted = date_in(written);
    const bool is_same = held && wanted && held->day == wanted->day && held->month == wanted->month &&
                         held->year == wanted->year;
    if (!is_same)
        co_return cannot(
            "the field \"" + (at < 0 ? "" : label_of(*now, at)) + "\" would not take " + written
        );
    co_return Done();
}

}  // namespace

namespace {

// A month of days to press that came up with the last act.
bool has_open_calendar(const Scene& scene)
{
    constexpr int fewest_days = 27;
    int days = 0;
    for (const auto& node : scene.nodes()) {
        const bool is_day = node.role == "text" && node.is_new && !node.name.empty() &&
                            node.name.size() <= 2 &&
                            node.name.find_first_not_of("0123456789") == std::string::npos;
        days += is_day ? 1 : 0;
    }
    return days >= fewest_days;
}

// A date typed into a field that opens a calendar is taken when it is agreed to: by the Enter key. What is
// not agreed to is gone again when the field is left.
Async<Done> settle_date(Run& run, view::Ref field)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto* typed = scene->snapshot().find(field);
    if (typed == nullptr || typed->input_type == "date" || !has_open_calendar(*scene)) co_return Done();
    CO_TRY_DONE(co_await run.hands.key("Enter", 1, field));
    CO_TRY(scene, co_await run.hands.look());
    const auto* settled = scene->snapshot().find(field);
    if (settled != nullptr && settled->value.empty())
        co_return cannot(
            "the field \"" + label_of(*scene, scene->index_of(field)) + "\" did not keep the date"
        );
    co_return Done();
}

}  // namespace

namespace {

// "No results", "Nothing found": what was typed is none of what the list has, and is not kept either.
bool says_nothing_found(const Scene& scene)
{
    return std::ranges::any_of(scene.nodes(), [](const view::Node& node) {
        constexpr std::size_t longest = 40;
        return node.role == "text" && node.name.size() < longest &&
               (fit("(no|0) [matching] "
                    "(data|results|result|options|matches|match|items|entries|suggestions|people|"
                    "users|records) [{*}]",
                    node.name) ||
                fit("(nothing|nobody|none|not) [was] found [{*}]", node.name));
    });
}

// A field that keeps the browser's own memory away, or says that it looks for something, brings up a list of
// its own: it may take a moment.
bool expects_offers(const view::Node& node)
{
    const auto memory = node.attributes.find("autocomplete");
    if (memory != node.attributes.end() && memory->second == "off" && node.tag == "input") return true;
    const auto hint = lower(node.placeholder.empty() ? node.name : node.placeholder);
    if (node.input_type == "password" || node.tag != "input") return false;
    return hint.ends_with("…") || hint.ends_with("...") || starts_with_word(hint, "search") ||
           starts_with_word(hint, "find") || contains_word(hint, "tag") || contains_word(hint, "airport") ||
           contains_word(hint, "station") || contains_word(hint, "invite");
}

// Some fields say only by what comes up below them that they want a choice: it is taken where it is what was
// typed. A field below which nothing new comes up is a plain one.
Async<Done> take_offer(Run& run, view::Ref field, std::string value)
{
    std::set<view::Ref> known;
    for (const auto& node : run.hands.scene().nodes()) known.insert(node.ref);
    const auto came_up = [field, known](const Scene& now) {
        const int at = now.index_of(field);
        return at >= 0 && std::ranges::any_of(now.nodes(), [&](const view::Node& node) {
                   const auto& box = now.node(at).rect;
                   return node.ref != 0 && !known.contains(node.ref) &&
                          node.rect.y >= box.y + box.height - 2 && node.rect.y < box.y + box.height + 60;
               });
    };
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto* typed_into = scene->snapshot().find(field);
    const bool may_come = typed_into != nullptr && expects_offers(*typed_into) && !number_in(value);
    if (!may_come && !came_up(*scene)) co_return Done();
    if (may_come) {
        CO_TRY(const bool has_come, co_await run.hands.look_until(came_up, suggestions_limit));
        if (!has_come) co_return Done();
    }
    const auto offer = [known, value](const Scene& now) {
        view::Ref longer = 0;
        int count = 0;
        for (const auto& node : now.nodes()) {
            const bool is_item = node.role == "option" || node.role == "menuitem" ||
                                 node.role == "listitem" || (node.is_operable && !node.is_editable);
            if (node.ref == 0 || known.contains(node.ref) || !is_item) continue;
            const auto name =
                lower(collapsed(node.name.empty() ? now.text_of(now.index_of(node.ref)) : node.name));
            if (name == lower(value)) return node.ref;
            // "Bern (Switzerland)" for "Bern".
            if (name.starts_with(lower(value) + " (") || name.starts_with(lower(value) + ",") ||
                name.starts_with(lower(value) + " –") || name.starts_with(lower(value) + " -"))
                longer = node.ref, ++count;
        }
        return count == 1 ? longer : view::Ref(0);
    };
    CO_TRY_DONE(co_await run.hands.look_until(
        [&](const Scene& now) { return offer(now) != 0 || says_nothing_found(now); }, suggestions_limit
    ));
    if (const auto ref = offer(run.hands.scene()); ref != 0) {
        CO_TRY_DONE(co_await run.hands.press(ref));
    } else if (says_nothing_found(run.hands.scene())) {
        co_return cannot("the field does not offer \"" + value + "\"");
    }
    co_return Done();
}

}  // namespace

namespace {

// A list that can be typed into stands behind the field.
bool opens_list(const view::Node& node)
{
    const auto popup = node.attributes.find("aria-haspopup");
    return node.role == "combobox" || (popup != node.attributes.end() && popup->second == "listbox");
}

// Whoever types what such a list does not have finds the field empty again when it is left.
Async<Done> leave_list(Run& run, view::Ref field, std::string value)
{
    CO_TRY_DONE(co_await run.hands.key("Tab", 1, field));
    constexpr Millis settling_limit(600);
    const auto is_emptied = [field](const Scene& now) {
        const auto* node = now.snapshot().find(field);
        return node != nullptr && node->value.empty() && node->is_editable;
    };
    CO_TRY(const bool was_emptied, co_await run.hands.look_until(is_emptied, settling_limit));
    if (was_emptied) co_return cannot("the field does not offer \"" + value + "\"");
    co_return Done();
}

// A form that asks for a new password asks for it twice.
Async<Done> repeat_password(Run& run, view::Ref field, std::string value)
{
    const auto& scene = run.hands.scene();
    if (asks_again(label_of(scene, scene.index_of(field)))) co_return Done();
    for (const int each : open_fields(scene)) {
        const auto& node = scene.node(each);
        if (node.ref == field || node.input_type != "password" || !node.value.empty()) continue;
        if (!asks_again(label_of(scene, each))) continue;
        CO_TRY_DONE(co_await run.hands.fill(node.ref, value));
        co_return Done();
    }
    co_return Done();
}

}  // namespace

Async<Done> put(Run& run, view::Ref field, std::string value)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const int index = scene->index_of(field);
    if (index < 0) co_return cannot("the field has gone from the page");
    const auto node = scene->node(index);
    run.has_open_form = true;
    run.form_field = field;

    if (node.role == "radio") co_return co_await choose_of_group(run, field, value);
    if (is_drawn_list(node)) co_return co_await pick_from(run, field, value);
    if (node.tag == "select") {
        const auto said = date_in(value);
        if (said && said->day != 0 && nearest_option(node.options, value).empty()) {
            auto parts = date_parts(*scene, index, *said);
            if (parts.empty()) co_return cannot("the list \"" + label_of(*scene, index) + "\" takes no date");
            for (const auto& [list, option] : parts) CO_TRY_DONE(co_await put_option(run, list, option));
            co_return Done();
        }
        const auto option = nearest_option(node.options, value);
        if (option.empty())
            co_return cannot("the list \"" + label_of(*scene, index) + "\" has no \"" + value + "\"");
        co_return co_await put_option(run, field, option);
    }
    if (node.role == "slider" || node.role == "spinbutton") {
        const bool types = node.is_editable;
        if (!types && number_in(value)) co_return co_await slide_to(run, field, *number_in(value));
    }
    const auto date = date_in(value);
    if (date && !node.is_editable && node.tag == "input") co_return co_await pick_date(run, field, *date);
    // A field that says itself that it opens something for the day.
    const auto popup = node.attributes.find("aria-haspopup");
    if (date && date->day != 0 && popup != node.attributes.end() &&
        (popup->second == "dialog" || popup->second == "grid")) {
        const auto picked = co_await pick_date(run, field, *date);
        if (picked || picked.error().code != ErrorCode::not_doable) co_return picked;
        co_return co_await type_date(run, field, iso_text(*date));
    }
    if (!node.is_editable && node.tag == "input" && node.role == "textbox" && !date)
        co_return co_await pick_from(run, field, value);
    const auto color = color_named(value);
    if (color && (node.input_type == "color" || looks_like_hex_color(node.value))) {
        auto hex = to_hex(*color);
        if (!node.value.starts_with('#') && node.input_type != "color") hex.erase(0, 1);
        CO_TRY_DONE(co_await run.hands.fill(field, hex));
        co_return Done();
    }
    if (offers_suggestions(node) || opens_list(node)) {
        auto picked = co_await put_with_suggestions(run, field, value, [value](std::string_view text) {
            const double score = similarity(value, text);
            return score > 0.45 ? score : contains_word(text, value) ? 0.45 : 0;
        });
        if (picked || picked.error().code != ErrorCode::not_doable) co_return picked;
        if (says_nothing_found(run.hands.scene())) co_return picked;
    }
    auto filled = co_await run.hands.fill(field, native_notation(node, value));
    if (!filled && date && filled.error().message.contains("did not take"))
        co_return co_await type_date(run, field, native_notation(node, value));
    if (!filled) co_return std::move(filled).error();
    if (node.input_type == "password") CO_TRY_DONE(co_await repeat_password(run, field, value));
    if (date && !opens_list(node)) co_return co_await settle_date(run, field);
    CO_TRY_DONE(co_await take_offer(run, field, value));
    if (!opens_list(node)) co_return Done();
    co_return co_await leave_list(run, field, value);
}

}  // namespace lissom::agent::lite
