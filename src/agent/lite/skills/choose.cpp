#include <algorithm>
#include <set>

#include "agent/lite/colors.hpp"
#include "agent/lite/day_named.hpp"
#include "agent/lite/explore.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/figures.hpp"
#include "agent/lite/forms.hpp"
#include "agent/lite/kinds.hpp"
#include "agent/lite/left_out.hpp"
#include "agent/lite/measure.hpp"
#include "agent/lite/pick.hpp"
#include "agent/lite/positions.hpp"
#include "agent/lite/reading.hpp"
#include "agent/lite/skills/choose_dates.hpp"
#include "agent/lite/skills/choose_groups.hpp"
#include "agent/lite/skills/pressing.hpp"
#include "agent/lite/skills/record.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/slider.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

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

// "Ann>Bob>Carl": one menu after the other.
Async<Done> walk_menu(Run& run, std::vector<std::string> path)
{
    for (std::size_t i = 0; i < path.size(); ++i) {
        const auto name = "\"" + path[i] + "\"";  // "Image" is a label here, not a kind of thing
        const auto is_shown = [&](const Scene& scene) {
            const auto ranked = rank(scene, name, Use::press);
            return !ranked.empty() && ranked.front().score > 0.8;
        };
        CO_TRY(const bool came, co_await run.hands.look_until(is_shown, Millis(1'500)));
        if (!came) co_return cannot("the menu has no " + name);
        const auto& scene = run.hands.scene();
        const auto ref = ref_of(scene, rank(scene, name, Use::press).front().index, Use::press);
        if (i + 1 == path.size()) {
            CO_TRY_DONE(co_await run.hands.press(ref));
            co_return Done();
        }
        // Menus open under the pointer or by a press: the gentle way first.
        const auto next = "\"" + path[i + 1] + "\"";
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

// The only option on the page that the words say, beside the name of its list; 0.
view::Ref option_said(const Scene& scene, std::string_view item)
{
    view::Ref found = 0;
    for (const auto& node : scene.nodes()) {
        if (node.ref == 0 || node.is_disabled || node.role != "option" || node.name.empty() ||
            !contains_word(item, node.name))
            continue;
        if (found != 0) return 0;
        found = node.ref;
    }
    return found;
}

// What an open list offers for the words; 0. Lists themselves are no choices, though some say all of theirs.
view::Ref offered(const Scene& scene, std::string_view item, const std::vector<view::Ref>& lists)
{
    constexpr double sure = 0.75;
    const auto ranked = rank(scene, item, Use::choose);
    if (ranked.empty() || ranked.front().score < sure) return 0;
    const auto ref = ref_of(scene, ranked.front().index, Use::choose);
    if (std::ranges::find(lists, ref) == lists.end()) return ref;
    return option_said(scene, item);
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
        const auto shown = [&](const Scene& now) { return offered(now, item, refs) != 0; };
        CO_TRY(const bool came, co_await run.hands.look_until(shown, Millis(800)));
        // "The region North", where the list says "All regions" and now offers "North".
        if (const auto option = came ? 0 : option_said(run.hands.scene(), item); option != 0) {
            CO_TRY_DONE(co_await run.hands.press(option));
            co_return Done();
        }
        if (came) {
            CO_TRY_DONE(co_await run.hands.press(offered(run.hands.scene(), item, refs)));
            co_return Done();
        }
        CO_TRY_DONE(co_await run.hands.key("Escape"));
    }
    co_return cannot("there is no \"" + item + "\" to choose on the page");
}

// The same list may stand in every record: then it is that of the record the instruction names, or none.
Result<Listed> of_record(const Run& run, const Scene& scene, Listed found)
{
    const auto* list = scene.snapshot().find(found.list);
    if (list == nullptr) return found;
    std::vector<int> like;
    for (int i = 0; i < scene.size(); ++i)
        if (scene.node(i).ref != 0 && scene.node(i).tag == "select" && scene.node(i).name == list->name &&
            scene.node(i).options == list->options)
            like.push_back(i);
    if (like.size() < 2 || list->name.empty()) return found;
    auto names = quoted_texts(run.assignment.instruction);
    if (!run.subject.empty()) names.push_back(run.subject);
    std::vector<int> named;
    for (const int each : like) {
        const int record = record_of(scene, each);
        const auto text = record < 0 ? std::string() : scene.text_of(record);
        if (std::ranges::any_of(names, [&](const std::string& name) { return contains_word(text, name); }))
            named.push_back(each);
    }
    if (named.size() != 1)
        return cannot(
            "\"" + list->name + "\" stands there " + std::to_string(like.size()) +
            " times, and which is meant was not said"
        );
    return Listed{scene.node(named.front()).ref, found.option};
}

// The only thing in a box whose name the words say; 0.
view::Ref choice_in(const Scene& scene, int box, std::string_view words)
{
    view::Ref found = 0;
    for (int i = box + 1; i < scene.end_of(box); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || !node.is_operable || node.is_disabled || node.name.empty()) continue;
        if (!contains_word(words, node.name)) continue;
        if (found != 0) return 0;
        found = node.ref;
    }
    return found;
}

Async<Done> choose_one(Run& run, std::string item, std::string place)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto ranked = rank(*scene, item, Use::choose);
    CO_TRY(const auto in_list, of_record(run, *scene, listed(*scene, item, place)));
    run.has_open_form = true;
    for (const auto& each : ranked) {
        if (each.score < good_enough) break;
        const auto& node = scene->node(each.index);
        if (!is_tick_box(node)) continue;
        if (in_list.list != 0 && each.score < 0.9) break;
        co_return co_await tick(run, node.ref, true);
    }
    if (in_list.list != 0) {
        JsonObject params{{"element", "e" + std::to_string(in_list.list)}, {"option", in_list.option}};
        CO_TRY_DONE(co_await run.hands.act("select", std::move(params)));
        co_return Done();
    }
    if (!ranked.empty() && ranked.front().score >= good_enough) {
        const auto& node = scene->node(ranked.front().index);
        const bool leads = node.role == "tab" || node.role == "link";
        if (leads && !left_out("choose " + item + " " + place, node.name).empty())
            co_return cannot("there is no \"" + item + "\" to choose on the page");
        // "The station Bergen": the list is called by its name, then what is to be chosen of it.
        if (node.role == "combobox" && node.tag != "select") {
            auto rest = trimmed(without_prefix_words(item, {"the", "a", "an"}));
            const auto label = collapsed(label_of(*scene, ranked.front().index));
            rest = starts_with_word(lower(rest), lower(label)) ? trimmed(rest.substr(label.size())) : "";
            if (!rest.empty()) co_return co_await put(run, node.ref, unquoted(rest));
            if (!left_out("choose " + item, node.name).empty())
                co_return cannot("there is no \"" + item + "\" to choose on the page");
        }
        // "The frame size large": a box that is called so is none of its choices.
        if (node.role == "group" || node.role == "radiogroup" || node.role == "toolbar") {
            const auto choice = choice_in(*scene, ranked.front().index, item);
            if (choice == 0) co_return cannot("\"" + node.name + "\" has no such choice as \"" + item + "\"");
            CO_TRY_DONE(co_await run.hands.press(choice));
            co_return Done();
        }
        CO_TRY_DONE(co_await run.hands.press(ref_of(*scene, ranked.front().index, Use::choose)));
        co_return Done();
    }
    auto popped = co_await choose_from_popup(run, item, place);
    if (popped || popped.error().code != ErrorCode::not_doable) co_return popped;
    CO_TRY(const auto found, co_await locate(run, item, Use::press));
    // A box with more in it than was said is none of its choices.
    const auto& best = run.hands.scene().node(found.front().index);
    if (best.role == "generic" && words_of(best.name).size() > words_of(item).size())
        co_return cannot("there is no \"" + item + "\" to choose on the page");
    CO_TRY_DONE(co_await press_best(run, item));
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
    for (const auto& node : scene->nodes()) {
        if (node.ref == 0 || node.is_disabled) continue;
        if (node.input_type == "color" || (node.is_editable && color_from_hex(node.value)))
            co_return co_await put(run, node.ref, color);
    }
    co_return co_await choose_one(run, color, "");
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

// "a large coffee with oat milk": the groups and lists that have an option in it, two of them at least.
std::vector<std::pair<FormField, std::string>> groups_named(const Scene& scene, const std::string& value)
{
    std::vector<std::pair<FormField, std::string>> found;
    if (!quoted_texts(value).empty()) return found;
    for (auto& field : form_fields(scene)) {
        if (field.options.size() < 2) continue;
        for (const auto& option : field.options) {
            if (option.size() < 3 || !contains_word(value, option)) continue;
            found.emplace_back(field, option);
            break;
        }
    }
    return found.size() >= 2 ? found : std::vector<std::pair<FormField, std::string>>{};
}

bool names_message(std::string_view phrase)
{
    for (const std::string_view noun : {"emails", "mails", "messages", "e-mails", "letters"})
        if (contains_word(phrase, noun)) return true;
    return false;
}

// "all mails from Bob": the boxes of the records that name him.
Async<Done> mark_messages(Run& run, std::string phrase)
{
    CO_TRY(const bool found, co_await find_record(run, phrase));
    if (!found) co_return cannot("there is no \"" + phrase + "\" on the page");
    const auto& scene = run.hands.scene();
    const auto who = who_in(phrase);
    std::vector<view::Ref> boxes;
    for (const int record : scene.alike(scene.index_of(run.record))) {
        if (!contains_word(scene.text_of(record), who)) continue;
        for (int i = record; i < scene.end_of(record); ++i)
            if (scene.node(i).role == "checkbox") boxes.push_back(scene.node(i).ref);
    }
    if (boxes.empty()) co_return cannot("\"" + phrase + "\" have no boxes to mark them by");
    for (const auto box : boxes) CO_TRY_DONE(co_await tick(run, box, true));
    co_return Done();
}

// "the languages English and Dutch": a list that the page draws, and what is to be chosen of it; 0 where no
// list is called so.
std::pair<view::Ref, std::string>
list_and_choice(const Scene& scene, const std::string& value, const std::string& place)
{
    if (!place.empty()) return {0, ""};
    for (const auto& node : scene.nodes()) {
        const auto name = words_of(node.name);
        if (!is_drawn_list(node) || name.empty()) continue;
        const auto rest = without_prefix_words(value, {"the", "a", "an", "as"});
        auto said = split(collapsed(rest), " ");
        if (said.size() <= name.size()) continue;
        bool is_named = true;
        for (std::size_t i = 0; i < name.size() && is_named; ++i)
            is_named = stem(lower(said[i])) == stem(name[i]) || lower(said[i]) == name[i] + ":";
        if (!is_named) continue;
        std::string choice;
        for (std::size_t i = name.size(); i < said.size(); ++i)
            choice += (choice.empty() ? "" : " ") + said[i];
        return {node.ref, unquoted(choice)};
    }
    return {0, ""};
}

// "The airport Bern": the one field of that name that is typed into, and what goes there; 0 where there is
// none, or the page has a choice of that name.
std::pair<view::Ref, std::string> typed_choice(const Scene& scene, const std::string& value)
{
    const auto slots = fit("[the|a|an|as] {!label} {rest}", value);
    const auto fields = open_fields(scene);
    if (!slots || fields.empty() || !quoted_texts(value).empty()) return {0, ""};
    view::Ref found = 0;
    for (const int each : fields) {
        const auto label = words_of(label_of(scene, each));
        if (!scene.node(each).is_editable || label.empty() || stem(label.front()) != stem(slots->at("label")))
            continue;
        if (found != 0) return {0, ""};
        found = scene.node(each).ref;
    }
    const bool is_choice = std::ranges::any_of(scene.nodes(), [&](const view::Node& node) {
        return node.is_operable && !node.is_editable &&
               lower(collapsed(node.name)) == lower(slots->at("rest"));
    });
    return is_choice ? std::pair<view::Ref, std::string>{0, ""} : std::pair{found, slots->at("rest")};
}

// "The third entry of the list", "the city that comes last in the list": which of its options.
std::optional<int> nth_of_list(const std::string& value, const std::string& place)
{
    const auto whole = value + (place.empty() ? "" : " in " + without_prefix_words(place, {"the"}));
    for (const std::string_view pattern :
         {"[the] {nth} (entry|option|item|one|choice|element|value) (of|in|from) [the] "
          "(list|dropdown|menu|select) "
          "[box|list]",
          "[the] {!thing} (that comes|which comes|that is|which is|that stands) {nth} (of|in|on) [the] "
          "(list|dropdown|menu|select) [box|list]"})
        if (const auto slots = fit(pattern, whole); slots && words_of(slots->at("nth")).size() == 1)
            return ordinal(slots->at("nth"));
    return std::nullopt;
}

// Of the only list of the page; what says that nothing is chosen yet is none of its entries.
Async<Result<bool>> choose_nth_option(Run& run, int nth)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto lists = scene->where([](const view::Node& node) {
        return node.ref != 0 && node.tag == "select" && !node.is_disabled;
    });
    if (lists.size() != 1) co_return false;
    const auto& list = scene->node(lists.front());
    auto options = list.options;
    if (!options.empty() &&
        (words_of(options.front()).empty() || fit("(choose|select|pick|please) [{*}]", options.front())))
        options.erase(options.begin());
    const int count = static_cast<int>(options.size());
    const int at = nth < 0 ? count + nth : nth - 1;
    if (at < 0 || at >= count) co_return false;
    JsonObject params{
        {"element", "e" + std::to_string(list.ref)}, {"option", options[static_cast<std::size_t>(at)]}
    };
    run.has_open_form = true;
    CO_TRY_DONE(co_await run.hands.act("select", std::move(params)));
    co_return true;
}

std::vector<std::string> menu_path(const std::string& value)
{
    // "File, then Export, then Image"
    if (fit("{first} then {rest}", value) && quoted_texts(value).empty()) {
        std::vector<std::string> path;
        for (const auto& each : split(value, ","))
            for (const auto& name : split(each, " then "))
                if (auto plain = without_prefix_words(name, {"then", "and"});
                    !plain.empty() && plain != "then")
                    path.push_back(std::move(plain));
        return path;
    }
    for (const std::string_view separator : {" > ", ">", " → ", " » ", " -> "})
        if (value.contains(separator)) return split(value, separator);
    return {};
}

// "Couch, present and child", where the boxes say sofa, gift and kid: for each word the only box that means
// the same; empty where one has none, or more than one.
std::vector<view::Ref> boxes_meaning(const Scene& scene, const std::vector<std::string>& words)
{
    std::vector<view::Ref> boxes;
    for (const auto& word : words) {
        const auto said = lower(without_prefix_words(word, {"the", "a", "an"}));
        view::Ref found = 0;
        for (const auto& node : scene.nodes()) {
            if (node.ref == 0 || node.role != "checkbox" || node.is_disabled) continue;
            const auto name = lower(trimmed(node.name));
            if (name != said && !are_synonyms(said, name)) continue;
            if (found != 0) return {};
            found = node.ref;
        }
        if (found == 0) return {};
        boxes.push_back(found);
    }
    return boxes;
}

}  // namespace

Async<Done> choose(Run& run, const lite::Step& step)
{
    auto value = run.resolved(step.slot("value"));
    auto place = step.slot("place");
    if (const auto nth = nth_of_list(value, place)) {
        CO_TRY(const bool is_chosen, co_await choose_nth_option(run, *nth));
        if (is_chosen) co_return Done();
    }
    // Words that only look like a place: "mails from Bob", "an item that starts with B", "the same as …".
    for (const auto& [tail, link] :
         {std::pair<std::string_view, std::string>{" starts", " with "},
          {" begins", " with "},
          {" ends", " with "},
          {" the same", " as "},
          {"mails", " from "},
          {"messages", " from "}}) {
        if (place.empty() || !lower(value).ends_with(tail)) continue;
        const auto whole = fit("{!verb} {rest}", step.clause);
        value = whole ? whole->at("rest") : value + link + place;
        place.clear();
    }
    // "the card with the highest number" has no place in it.
    if (measure_in(place) && lower(step.clause).contains(" with ")) {
        value += " with the " + place;
        place.clear();
    }
    if (place.empty() && quoted_texts(value).empty()) {
        CO_TRY(const bool is_pressed, co_await press_fitting(run, value));
        if (is_pressed) co_return Done();
    }
    if (measure_in(value) && quoted_texts(value).empty()) {
        CO_TRY(const bool is_pressed, co_await press_extreme(run, value));
        if (is_pressed) co_return Done();
    }
    // Told by its place on the page, or in the month; what reads like a place to choose from belongs to it.
    if (const auto whole = fit("{!verb} {rest}", step.clause); whole && quoted_texts(value).empty()) {
        CO_TRY(const auto* page, co_await run.hands.look());
        if (const int placed = thing_by_position(*page, whole->at("rest")); placed >= 0) {
            run.has_open_form = true;
            CO_TRY_DONE(co_await run.hands.press(ref_of(*page, placed, Use::choose)));
            co_return Done();
        }
        if (const auto day = day_named(*page, whole->at("rest")))
            co_return co_await choose_date(run, *day, "");
    }
    const auto small = lower(value);
    if (refers_back(value) && run.text.empty() && place.empty()) {
        // "… and choose it": what is in front, by the button that says so.
        CO_TRY(const auto* page, co_await run.hands.look());
        const auto verb = words_of(step.clause).front();
        const auto button = std::ranges::find_if(page->nodes(), [&](const view::Node& node) {
            return node.role == "button" && !node.is_disabled && lower(trimmed(node.name)) == verb;
        });
        if (button != page->nodes().end()) {
            CO_TRY_DONE(co_await run.hands.press(button->ref));
            co_return Done();
        }
    }
    if (small == "nothing" || small == "none" || small == "no options" || small == "no boxes")
        co_return Done();
    // "Only ham": what is ticked besides is not to stay so.
    if (fit("(only|just) [the] {those}", value) && place.empty()) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        if (std::ranges::count_if(scene->nodes(), [](const view::Node& node) {
                return node.role == "checkbox" || node.role == "switch";
            }) > 1) {
            lite::Step ticking = step;
            ticking.verb = Verb::check;
            ticking.slots["object"] = value;
            co_return co_await check(run, ticking);
        }
    }
    if (const auto slots = fit("[all] [of] [the] (shades|tints|tones) of {color}", value))
        co_return co_await choose_shades(run, slots->at("color"));
    if (const auto slots =
            fit("[all] [the] (words|items|options|boxes|checkboxes|terms) [that are] (similar "
                "to|like|related to|close to|synonymous with|meaning|mean the same as|that mean the same "
                "as|that mean|"
                "that match|with the same meaning as|of the same meaning as) {words}",
                value)) {
        co_return co_await choose_similar(run, list_items(slots->at("words")));
    }
    // "an item that starts with …" is typed for, where no list is open.
    if (fit("{*} (that|which) (starts|begins|ends) with {*}", value)) {
        lite::Step typing = step;
        typing.slots["value"] = value;
        typing.slots["field"] = "";
        co_return co_await fill(run, typing);
    }
    if (const auto quotes = quoted_texts(value); !quotes.empty() && place.empty()) {
        CO_TRY(const bool are_marked, co_await mark_records(run, quotes));
        if (are_marked) co_return Done();
    }
    if (parse_target(value).is_all && names_message(value)) co_return co_await mark_messages(run, value);
    CO_TRY(const bool are_ticked, co_await choose_all_but(run, value, true));
    if (are_ticked) co_return Done();
    if (const auto path = menu_path(value); path.size() > 1) co_return co_await walk_menu(run, path);
    if (const auto range = date_range_in(step.clause)) co_return co_await choose_range(run, *range);
    if (contains_word(place, "slider") || contains_word(place, "spinner") || contains_word(place, "keypad")) {
        lite::Step setting = step;
        setting.slots["field"] = place;
        CO_TRY(const bool is_set, co_await set_scale(run, setting, value));
        if (is_set) co_return Done();
    }
    // "The colour red", "#33cc66 with the colour picker".
    const auto painted = fit("[the] (colour|color) {!color}", value);
    const auto color = unquoted(painted ? painted->at("color") : value);
    const bool is_color = color_named(color) || (color.starts_with('#') && color_from_hex(color));
    if (is_color && (painted || contains_word(place, "color") || contains_word(place, "colour"))) {
        auto chosen = co_await choose_color(run, color);
        if (chosen || chosen.error().code != ErrorCode::not_doable) co_return chosen;
    }
    // A patch of that colour, where nothing is called so.
    if (is_color && place.empty()) {
        CO_TRY(const auto* page, co_await run.hands.look());
        const auto patches = figures_like(*page, describe(color));
        const bool is_label = std::ranges::any_of(page->nodes(), [&](const view::Node& node) {
            return lower(collapsed(node.name)) == lower(color) ||
                   std::ranges::any_of(node.options, [&](const std::string& option) {
                       return lower(option) == lower(color);
                   });
        });
        if (patches.size() == 1 && !is_label) {
            run.has_open_form = true;
            CO_TRY_DONE(co_await run.hands.press(page->node(patches.front().index).ref));
            co_return Done();
        }
    }
    if (const auto date = date_in(value); date && date->day != 0 && (date->year != 0 || is_only_date(value)))
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
                if (node != nullptr && is_tick_box(*node)) {
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
    if (const auto named = list_and_choice(*scene, value, place); named.first != 0) {
        run.form_field = named.first;
        run.has_open_form = true;
        co_return co_await pick_from(run, named.first, named.second);
    }
    if (const auto [field, rest] = typed_choice(*scene, value); field != 0 && place.empty())
        co_return co_await put(run, field, rest);
    if (auto groups = groups_named(*scene, step.clause); !groups.empty()) {
        std::vector<std::string> chosen;
        for (auto& group : groups) chosen.push_back(group.second);
        std::vector<FormField> fields;
        for (auto& group : groups) fields.push_back(std::move(group.first));
        CO_TRY_DONE(co_await fill_fields(run, std::move(fields), std::move(chosen)));
        co_return Done();
    }
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
    if (place.empty() && quoted_texts(value).empty())
        if (const auto boxes = boxes_meaning(*scene, items); !boxes.empty()) {
            run.has_open_form = true;
            for (const auto box : boxes) CO_TRY_DONE(co_await tick(run, box, true));
            co_return Done();
        }
    for (const auto& item : items) {
        CO_TRY(scene, co_await run.hands.look());
        const auto ranked = rank(*scene, item, Use::choose);
        const bool is_named = !ranked.empty() && ranked.front().score > 0.95;
        if (const auto choice = is_named ? 0 : choice_under(*scene, item); choice != 0) {
            CO_TRY_DONE(co_await run.hands.press(choice));
            continue;
        }
        CO_TRY_DONE(co_await choose_one(run, item, place));
    }
    co_return Done();
}

}  // namespace lissom::agent::lite::skills
