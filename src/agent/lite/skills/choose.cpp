#include <algorithm>
#include <set>

#include "agent/lite/calendar.hpp"
#include "agent/lite/colors.hpp"
#include "agent/lite/explore.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/kinds.hpp"
#include "agent/lite/measure.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/slider.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

bool is_tick(const view::Node& node)
{
    return node.role == "checkbox" || node.role == "radio" || node.role == "switch" ||
           node.role == "menuitemcheckbox" || node.role == "menuitemradio";
}

// The native list that has the option, the one the place names first.
struct Listed {
    view::Ref list = 0;
    std::string option;
};
Listed listed(const Scene& scene, std::string_view item, std::string_view place)
{
    Listed found;
    double top = 0.7;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.options.empty() || node.is_disabled || node.ref == 0) continue;
        const double bonus = place.empty() ? 0 : 0.3 * says(scene, i, parse_target(place).words);
        const auto label = label_of(scene, i);
        const bool names_list = !label.empty() && contains_word(item, label);
        for (const auto& option : node.options) {
            double score = similarity(item, option) + bonus;
            // "the country United Kingdom": the list and what is chosen of it.
            if (contains_word(item, option) && (names_list || option.size() > 3))
                score = std::max(score, (names_list ? 0.95 : 0.75) + bonus);
            if (score > top) top = score, found = {node.ref, option};
        }
    }
    return found;
}

Async<Done> tick(Run& run, view::Ref box, bool wanted)
{
    const auto* node = run.hands.scene().snapshot().find(box);
    if (node == nullptr) co_return cannot("the box has gone from the page");
    if ((node->checked == view::Tristate::on) == wanted) co_return Done();
    JsonObject params{{"element", "e" + std::to_string(box)}};
    CO_TRY_DONE(co_await run.hands.act(wanted ? "check" : "uncheck", std::move(params)));
    co_return Done();
}

// "Ann>Bob>Carl": one menu after the other.
Async<Done> walk_menu(Run& run, std::vector<std::string> path)
{
    for (std::size_t i = 0; i < path.size(); ++i) {
        const auto name = path[i];
        const auto is_shown = [&](const Scene& scene) {
            const auto ranked = rank(scene, name, Use::press);
            return !ranked.empty() && ranked.front().score > 0.8;
        };
        CO_TRY(const bool came, co_await run.hands.look_until(is_shown, Millis(1'500)));
        if (!came) co_return cannot("the menu has no \"" + name + "\"");
        const auto& scene = run.hands.scene();
        const auto ref = ref_of(scene, rank(scene, name, Use::press).front().index, Use::press);
        if (i + 1 == path.size()) {
            CO_TRY_DONE(co_await run.hands.press(ref));
            co_return Done();
        }
        // Menus open under the pointer or by a press: the gentle way first.
        const auto next = path[i + 1];
        const auto is_open = [&](const Scene& now) {
            const auto ranked = rank(now, next, Use::press);
            return !ranked.empty() && ranked.front().score > 0.8;
        };
        JsonObject params{{"element", "e" + std::to_string(ref)}};
        CO_TRY_DONE(co_await run.hands.act("hover", std::move(params)));
        CO_TRY(const bool opened, co_await run.hands.look_until(is_open, Millis(700)));
        if (opened) continue;
        CO_TRY_DONE(co_await run.hands.press(ref));
    }
    co_return Done();
}

// A list that is no native one: press it, wait for its options, press the one.
Async<Done> choose_from_popup(Run& run, std::string item, std::string place)
{
    const auto& scene = run.hands.scene();
    std::vector<int> lists = scene.where([](const view::Node& node) {
        const auto popup = node.attributes.find("aria-haspopup");
        return node.ref != 0 && node.is_operable && !node.is_disabled && node.tag != "select" &&
               (node.role == "combobox" || node.role == "listbox" ||
                (popup != node.attributes.end() &&
                 (popup->second == "listbox" || popup->second == "true" || popup->second == "menu")) ||
                node.expanded == view::Tristate::off);
    });
    const auto words = parse_target(place).words;
    if (!words.empty())
        std::ranges::sort(lists, [&](int a, int b) {
            const double x = says(scene, a, words), y = says(scene, b, words);
            return x != y ? x > y : a < b;
        });
    std::vector<view::Ref> refs;
    for (const int each : lists) refs.push_back(scene.node(each).ref);
    constexpr std::size_t max_lists = 6;
    if (refs.size() > max_lists) refs.resize(max_lists);
    for (const auto ref : refs) {
        CO_TRY_DONE(co_await run.hands.press(ref));
        const auto shown = [&](const Scene& now) {
            const auto ranked = rank(now, item, Use::choose);
            return !ranked.empty() && ranked.front().score >= 0.75;
        };
        CO_TRY(const bool came, co_await run.hands.look_until(shown, Millis(800)));
        if (came) {
            const auto& now = run.hands.scene();
            CO_TRY_DONE(
                co_await run.hands.press(ref_of(now, rank(now, item, Use::choose).front().index, Use::choose))
            );
            co_return Done();
        }
        CO_TRY_DONE(co_await run.hands.key("Escape"));
    }
    co_return cannot("there is no \"" + item + "\" to choose on the page");
}

Async<Done> choose_one(Run& run, std::string item, std::string place)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    run.has_open_form = true;
    const auto ranked = rank(*scene, item, Use::choose);
    const auto in_list = listed(*scene, item, place);
    for (const auto& each : ranked) {
        if (each.score < good_enough) break;
        const auto& node = scene->node(each.index);
        if (!is_tick(node)) continue;
        if (in_list.list != 0 && each.score < 0.9) break;
        co_return co_await tick(run, node.ref, true);
    }
    if (in_list.list != 0) {
        JsonObject params{{"element", "e" + std::to_string(in_list.list)}, {"option", in_list.option}};
        CO_TRY_DONE(co_await run.hands.act("select", std::move(params)));
        co_return Done();
    }
    if (!ranked.empty() && ranked.front().score >= good_enough) {
        CO_TRY_DONE(co_await run.hands.press(ref_of(*scene, ranked.front().index, Use::choose)));
        co_return Done();
    }
    auto popped = co_await choose_from_popup(run, item, place);
    if (popped || popped.error().code != ErrorCode::not_doable) co_return popped;
    CO_TRY_DONE(co_await press_best(run, item));
    co_return Done();
}

// "words similar to big, happy": each word's nearest box, no box twice.
Async<Done> choose_similar(Run& run, std::vector<std::string> words)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto boxes = scene->where([](const view::Node& node) { return node.ref != 0 && is_tick(node); });
    std::set<view::Ref> chosen;
    for (const auto& word : words) {
        view::Ref found = 0;
        double top = 0.3;
        for (const int each : boxes) {
            if (chosen.contains(scene->node(each).ref)) continue;
            const auto& name = scene->node(each).name;
            const double score = std::max(similarity(word, name), closeness(lower(word), lower(name)) - 0.35);
            if (score > top) top = score, found = scene->node(each).ref;
        }
        if (found != 0) chosen.insert(found);
    }
    if (chosen.empty()) co_return cannot("nothing on the page is similar to these words");
    run.has_open_form = true;
    for (const auto box : chosen) CO_TRY_DONE(co_await tick(run, box, true));
    co_return Done();
}

// "all the shades of red": whatever is painted so.
Async<Done> choose_shades(Run& run, std::string color)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    std::vector<view::Ref> refs;
    for (int i = 0; i < scene->size(); ++i) {
        const auto& node = scene->node(i);
        const auto paint = color_from_hex(node.role == "shape" ? node.color : node.background);
        if (node.ref == 0 || !paint || !is_shade_of(*paint, color) || scene->end_of(i) > i + 2 ||
            node.rect.width > 400)
            continue;
        refs.push_back(node.ref);
    }
    if (refs.empty()) co_return cannot("nothing on the page is " + color);
    run.has_open_form = true;
    for (const auto ref : refs) CO_TRY_DONE(co_await run.hands.press(ref));
    co_return Done();
}

Async<Done> choose_color(Run& run, std::string color)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    for (const int each : open_fields(*scene)) {
        const auto& node = scene->node(each);
        if (node.input_type == "color" || color_from_hex(node.value))
            co_return co_await put(run, node.ref, color);
    }
    co_return co_await choose_one(run, color, "");
}

Async<Done> choose_date(Run& run, Date date, std::string place)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    auto fields = fields_named(*scene, place.empty() ? "date" : place);
    if (fields.empty()) {
        for (const int each : open_fields(*scene))
            if (scene->node(each).role == "datepicker" || !scene->node(each).is_editable ||
                contains_word(label_of(*scene, each), "date"))
                fields.push_back(each);
    }
    if (fields.empty() && open_fields(*scene).size() == 1) fields = open_fields(*scene);
    if (fields.empty()) co_return co_await pick_date(run, 0, date);
    co_return co_await put(run, scene->node(fields.front()).ref, us_text(date));
}

Async<Done> choose_number(Run& run, double number, std::string place)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    auto found = sliders(*scene);
    if (found.empty())
        found =
            scene->where([](const view::Node& node) { return node.ref != 0 && node.role == "spinbutton"; });
    if (found.empty()) co_return co_await choose_one(run, number_text(number), place);
    int chosen = found.front();
    double top = 0;
    for (const int each : found) {
        const double score = says(*scene, each, place);
        if (score > top) top = score, chosen = each;
    }
    co_return co_await slide_to(run, scene->node(chosen).ref, number);
}

// "quantity 3": the field for numbers of that name; 0.
view::Ref field_with_number(const Scene& scene, std::string_view value)
{
    for (const int each : open_fields(scene)) {
        const auto& node = scene.node(each);
        if (!node.is_editable || node.tag == "select" || node.tag == "textarea") continue;
        const auto label = label_of(scene, each);
        if (!label.empty() && contains_word(value, label)) return node.ref;
    }
    return 0;
}

std::vector<std::string> menu_path(const std::string& value)
{
    for (const std::string_view separator : {" > ", ">", " → ", " » ", " -> "})
        if (value.contains(separator)) return split(value, separator);
    return {};
}

Async<Done> set_boxes(Run& run, const lite::Step& step, bool wanted)
{
    auto object = run.resolved(step.slot("object"));
    if (refers_back(object) && contains_word(step.clause, "agree")) object = "agree";
    CO_TRY(const auto* scene, co_await run.hands.look());
    run.has_open_form = true;
    auto target = parse_target(object);
    std::vector<view::Ref> refs;
    if (target.is_all) {
        for (const int each : every(*scene, target, Use::choose))
            if (is_tick(scene->node(each))) refs.push_back(scene->node(each).ref);
    } else {
        for (const auto& item : list_items(object)) {
            for (const auto& each : rank(*scene, item, Use::choose)) {
                if (each.score < good_enough) break;
                if (!is_tick(scene->node(each.index))) continue;
                refs.push_back(scene->node(each.index).ref);
                break;
            }
        }
    }
    if (refs.empty()) {
        CO_TRY_DONE(co_await press_best(run, object));
        co_return Done();
    }
    for (const auto ref : refs) CO_TRY_DONE(co_await tick(run, ref, wanted));
    co_return Done();
}

}  // namespace

Async<Done> choose(Run& run, const lite::Step& step)
{
    auto value = run.resolved(step.slot("value"));
    auto place = step.slot("place");
    // "the card with the highest number" has no place in it.
    if (measure_in(place) && lower(step.clause).contains(" with ")) {
        value += " with the " + place;
        place.clear();
    }
    if (measure_in(value) && quoted_texts(value).empty()) {
        CO_TRY(const bool is_pressed, co_await press_extreme(run, value));
        if (is_pressed) co_return Done();
    }
    const auto small = lower(value);
    if (small == "nothing" || small == "none" || small == "no options" || small == "no boxes")
        co_return Done();
    if (const auto slots = fit("[all] [of] [the] (shades|tints|tones) of {color}", value))
        co_return co_await choose_shades(run, slots->at("color"));
    if (const auto slots =
            fit("[all] [the] (words|items|options|boxes|checkboxes|terms) [that are] (similar "
                "to|like|related to|close to|synonymous with|meaning) {words}",
                value)) {
        co_return co_await choose_similar(run, list_items(slots->at("words")));
    }
    if (const auto path = menu_path(value); path.size() > 1) co_return co_await walk_menu(run, path);
    if (color_named(value) && contains_word(place, "color")) co_return co_await choose_color(run, value);
    if (const auto date = date_in(value); date && date->day != 0 && date->year != 0)
        co_return co_await choose_date(run, *date, place);
    const auto number = number_in(value);
    const bool is_number = number && value.find_first_not_of("0123456789.,-+ ") == std::string::npos;
    if (is_number &&
        (contains_word(place, "slider") || contains_word(place, "spinner") || contains_word(place, "range")))
        co_return co_await choose_number(run, *number, place);

    if (number && words_of(value).size() > 1) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        const auto field = field_with_number(*scene, value);
        if (field != 0) co_return co_await put(run, field, number_text(*number));
    }
    const auto target = parse_target(value);
    if (target.is_all && target.quoted.empty()) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        std::vector<view::Ref> refs;
        for (const int each : every(*scene, target, Use::choose))
            refs.push_back(ref_of(*scene, each, Use::choose));
        if (!refs.empty()) {
            for (const auto ref : refs) {
                const auto* node = run.hands.scene().snapshot().find(ref);
                if (node != nullptr && is_tick(*node)) {
                    CO_TRY_DONE(co_await tick(run, ref, true));
                } else {
                    CO_TRY_DONE(co_await run.hands.press(ref));
                }
            }
            co_return Done();
        }
    }
    // One thing whose name holds a comma or an "and" is tried before the list of its parts.
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto whole = rank(*scene, value, Use::choose);
    const auto in_list = listed(*scene, value, place);
    const auto parts = list_items(value);
    const bool are_all_listed = parts.size() > 1 && std::ranges::all_of(parts, [&](const std::string& part) {
                                    return listed(*scene, part, place).list != 0;
                                });
    if ((!whole.empty() && whole.front().score > 0.95) || (in_list.list != 0 && !are_all_listed))
        co_return co_await choose_one(run, value, place);
    auto items = list_items(value);
    if (items.empty()) items = {value};
    if (items.size() > 1) {
        // A list that takes several takes them at once: one more would put the ones before away.
        view::Ref list = 0;
        JsonArray options;
        for (const auto& item : items) {
            const auto at = listed(*scene, item, place);
            const auto* node = scene->snapshot().find(at.list);
            if (node == nullptr || node->role != "listbox" || (list != 0 && list != at.list)) break;
            list = at.list;
            options.emplace_back(at.option);
        }
        if (options.size() == items.size()) {
            run.has_open_form = true;
            JsonObject params{{"element", "e" + std::to_string(list)}, {"option", std::move(options)}};
            auto chosen = co_await run.hands.act("select", std::move(params));
            if (chosen) co_return Done();
        }
    }
    for (const auto& item : items) CO_TRY_DONE(co_await choose_one(run, item, place));
    co_return Done();
}

Async<Done> check(Run& run, const lite::Step& step) { co_return co_await set_boxes(run, step, true); }

Async<Done> uncheck(Run& run, const lite::Step& step) { co_return co_await set_boxes(run, step, false); }

}  // namespace lissom::agent::lite::skills
