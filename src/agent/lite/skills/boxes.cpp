#include <algorithm>
#include <set>

#include "agent/lite/explore.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/grid.hpp"
#include "agent/lite/kinds.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

// "The first and the third box": counted over the tick boxes of the page; empty where anything else is said,
// or there are not as many.
std::vector<view::Ref> boxes_counted(const Scene& scene, const std::string& object)
{
    const auto plain = without_tail_words(object, {"box", "boxes", "checkbox", "checkboxes", "tickbox"});
    std::vector<view::Ref> all, chosen;
    for (const auto& node : scene.nodes())
        if (node.ref != 0 && is_tick_box(node) && node.role != "radio" && !node.is_hidden)
            all.push_back(node.ref);
    for (const auto& item : list_items(plain)) {
        const auto number = ordinal(lower(
            without_tail_words(without_prefix_words(item, {"the"}), {"box", "checkbox", "tickbox", "one"})
        ));
        const int count = static_cast<int>(all.size());
        const int at = !number ? -1 : *number < 0 ? count + *number : *number - 1;
        if (at < 0 || at >= count) return {};
        chosen.push_back(all[static_cast<std::size_t>(at)]);
    }
    return chosen;
}

// The only box whose label says all of the words; 0.
view::Ref only_box_saying(const Scene& scene, const std::string& words)
{
    const auto wanted = content_words(words);
    view::Ref found = 0;
    for (const auto& node : scene.nodes()) {
        if (node.ref == 0 || !is_tick_box(node) || wanted.empty()) continue;
        if (!std::ranges::all_of(wanted, [&](const std::string& word) {
                return contains_word(node.name, word);
            }))
            continue;
        if (found != 0) return 0;
        found = node.ref;
    }
    return found;
}

Async<Done> set_boxes(Run& run, lite::Step step, bool wanted)
{
    auto object = run.resolved(step.slot("object"));
    if (refers_back(object) && contains_word(step.clause, "agree")) object = "agree";
    CO_TRY(const bool are_set, co_await choose_all_but(run, object, wanted));
    if (are_set && fit("(make sure|ensure|see to it) {*}", step.clause)) {
        // How it is to be in the end: the others the other way round.
        const auto slots = fit("{*} (except|but|besides|except for|other than|apart from) {those}", object);
        lite::Step rest;
        rest.slots["object"] = slots ? slots->at("those") : "";
        rest.clause = (wanted ? "uncheck " : "check ") + rest.slot("object");
        if (slots) co_return co_await set_boxes(run, rest, !wanted);
    }
    if (are_set) co_return Done();
    CO_TRY(const auto* scene, co_await run.hands.look());
    run.has_open_form = true;
    // "Only Milk": the others not.
    if (const auto slots = fit("(only|just) [the] {those}", object); slots && wanted) {
        CO_TRY(
            const bool are_others_off, co_await choose_all_but(run, "all but " + slots->at("those"), false)
        );
        if (!are_others_off)
            co_return cannot("which are meant by \"" + object + "\" is not plain on this page");
        object = slots->at("those");
        CO_TRY(scene, co_await run.hands.look());
    }
    auto target = parse_target(object);
    std::vector<view::Ref> refs;
    if (fit("[all of] (everything|all|them all|all of them) [(boxes|checkboxes|options|items)]", object)) {
        for (const auto& node : scene->nodes())
            if (node.ref != 0 && !node.is_disabled && is_tick_box(node) && node.role != "radio")
                refs.push_back(node.ref);
    } else if (const auto line = grid_line(*scene, object); target.is_all && !line.empty()) {
        for (const int each : line) refs.push_back(scene->node(each).ref);
        const bool are_boxes =
            std::ranges::all_of(line, [&](int each) { return is_tick_box(scene->node(each)); });
        if (!are_boxes) {
            for (const auto ref : refs) CO_TRY_DONE(co_await run.hands.press(ref));
            co_return Done();
        }
    } else if (target.is_all) {
        for (const int each : every(*scene, target, Use::choose))
            if (is_tick_box(scene->node(each))) refs.push_back(scene->node(each).ref);
    } else if (auto counted = boxes_counted(*scene, object); !counted.empty()) {
        refs = std::move(counted);
    } else {
        const auto items = list_items(object);
        for (const auto& item : items) {
            for (const auto& each : rank(*scene, item, Use::choose)) {
                if (each.score < good_enough) break;
                if (!is_tick_box(scene->node(each.index))) continue;
                refs.push_back(scene->node(each.index).ref);
                break;
            }
        }
        if (refs.empty() && items.size() > 1 && quoted_texts(object).size() != 1) {
            for (const auto& item : items) {
                auto one = step;
                one.slots["object"] = item;
                CO_TRY_DONE(co_await set_boxes(run, one, wanted));
            }
            co_return Done();
        }
        // Half of what was named is not what was asked for.
        if (!refs.empty() && refs.size() < items.size())
            co_return cannot("not all of \"" + object + "\" are on the page");
    }
    // "Accept the rules": the one box whose long label says so; a link in that label is not it.
    if (refs.empty() && !target.is_all)
        if (const auto box = only_box_saying(*scene, object); box != 0) refs.push_back(box);
    if (refs.empty()) {
        // Behind a tab or a fold there may be a box after all; else whatever is called so is pressed.
        CO_TRY(const auto ranked, co_await locate(run, object, Use::choose));
        for (const auto& each : ranked) {
            const auto& node = run.hands.scene().node(each.index);
            if (each.score < good_enough) break;
            if (is_tick_box(node)) co_return co_await tick(run, node.ref, wanted);
        }
        CO_TRY(const auto effect, co_await press_best(run, object));
        if (!effect.has_changed) co_return cannot("pressing \"" + object + "\" changed nothing");
        co_return Done();
    }
    for (const auto ref : refs) CO_TRY_DONE(co_await tick(run, ref, wanted));
    co_return Done();
}

// Terms that want to be read before they are agreed to: what scrolls is scrolled to its end.
Async<Result<const view::Node*>> read_to_the_end(Run& run, view::Ref box)
{
    const auto& scene = run.hands.scene();
    view::Ref text = 0;
    for (const auto& node : scene.nodes())
        if (node.ref != 0 && node.can_scroll && !node.is_editable && node.tag != "html" && node.tag != "body")
            text = text == 0 ? node.ref : text;
    if (text != 0) {
        JsonObject params{{"direction", "bottom"}, {"element", "e" + std::to_string(text)}};
        CO_TRY_DONE(co_await run.hands.act("scroll", std::move(params)));
        constexpr Millis enabling_limit(1'000);
        CO_TRY_DONE(co_await run.hands.look_until(
            [&](const Scene& now) {
                const auto* node = now.snapshot().find(box);
                return node == nullptr || !node->is_disabled;
            },
            enabling_limit
        ));
    }
    co_return run.hands.scene().snapshot().find(box);
}

// What is left when those that are named are taken out; empty where one of them is not there.
std::vector<int>
others(const Scene& scene, const std::vector<int>& boxes, const std::vector<std::string>& named)
{
    auto left = boxes;
    for (const auto& name : named) {
        if (const auto counted = boxes_counted(scene, name); counted.size() == 1) {
            std::erase(left, scene.index_of(counted.front()));
            continue;
        }
        int found = -1;
        double top = good_enough;
        for (const int each : boxes)
            if (const double score = says(scene, each, name); score > top) top = score, found = each;
        if (found < 0) return {};
        std::erase(left, found);
    }
    return left;
}

}  // namespace

Async<Done> tick(Run& run, view::Ref box, bool wanted)
{
    const auto* node = run.hands.scene().snapshot().find(box);
    if (node == nullptr) co_return cannot("the box has gone from the page");
    if (node->is_disabled && (node->checked == view::Tristate::on) != wanted) {
        CO_TRY(node, co_await read_to_the_end(run, box));
        if (node == nullptr || node->is_disabled)
            co_return cannot("the box cannot be ticked: it is disabled");
    }
    if ((node->checked == view::Tristate::on) == wanted) co_return Done();
    JsonObject params{{"element", "e" + std::to_string(box)}};
    auto acted = co_await run.hands.act(wanted ? "check" : "uncheck", std::move(params));
    if (!acted && !acted.error().message.contains("did not become")) co_return std::move(acted).error();
    // A label with a link in it may have taken the press for its own: the keyboard means the box itself.
    const auto wished = wanted ? view::Tristate::on : view::Tristate::off;
    const auto state_of = [&](const Scene& now) {
        const auto* node = now.snapshot().find(box);
        return node == nullptr ? wished : node->checked;
    };
    CO_TRY(const auto* scene, co_await run.hands.look());
    if (state_of(*scene) == wished || state_of(*scene) == view::Tristate::none) co_return Done();
    CO_TRY_DONE(co_await run.hands.key("Space", 1, box));
    CO_TRY(scene, co_await run.hands.look());
    if (state_of(*scene) != wished)
        co_return cannot(std::string("the box would not stay ") + (wanted ? "ticked" : "empty"));
    co_return Done();
}

Async<Done> choose_similar(Run& run, std::vector<std::string> words)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto boxes =
        scene->where([](const view::Node& node) { return node.ref != 0 && is_tick_box(node); });
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

Async<Result<bool>> choose_all_but(Run& run, std::string words, bool wanted)
{
    const auto slots = fit(
        "(all|every|each|everything) [of] [the] [{what}] (except|but|besides|excluding|without|save|except "
        "for|other than|apart from|but not|aside from) [for] [the] {those}",
        words
    );
    if (!slots) co_return false;
    CO_TRY(const auto* scene, co_await run.hands.look());
    std::vector<std::string> named;
    for (const auto& each : list_items(slots->at("those")))
        named.push_back(without_prefix_words(each, {"the", "and", "box", "checkbox", "option", "item"}));
    const auto boxes = scene->where([](const view::Node& node) {
        return node.ref != 0 && !node.is_disabled && is_tick_box(node) && node.role != "radio";
    });
    std::vector<view::Ref> refs;
    for (const int each : others(*scene, boxes, named)) refs.push_back(scene->node(each).ref);
    if (!refs.empty()) {
        run.has_open_form = true;
        for (const auto ref : refs) CO_TRY_DONE(co_await tick(run, ref, wanted));
        co_return true;
    }
    // A list that takes several.
    for (const auto& node : scene->nodes()) {
        if (!wanted || node.role != "listbox" || node.options.size() <= named.size()) continue;
        JsonArray options;
        for (const auto& option : node.options)
            if (std::ranges::none_of(named, [&](const std::string& name) {
                    return similarity(name, option) > 0.8;
                }))
                options.emplace_back(option);
        if (options.size() + named.size() != node.options.size()) continue;
        run.has_open_form = true;
        JsonObject params{{"element", "e" + std::to_string(node.ref)}, {"option", std::move(options)}};
        CO_TRY_DONE(co_await run.hands.act("select", std::move(params)));
        co_return true;
    }
    co_return cannot("which are meant by \"" + words + "\" is not plain on this page");
}

Async<Done> check(Run& run, const lite::Step& step) { co_return co_await set_boxes(run, step, true); }

Async<Done> uncheck(Run& run, const lite::Step& step)
{
    // "Clear the second box": of a field what stands in it is taken out.
    if (const auto slots = fit("clear [out] [the] {field}", step.clause)) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        auto field = counted_text_box(*scene, slots->at("field"));
        if (field == 0)
            if (const auto named = fields_named(*scene, slots->at("field")); named.size() == 1)
                field = scene->node(named.front()).is_editable ? scene->node(named.front()).ref : 0;
        if (field != 0) {
            run.has_open_form = true;
            run.form_field = field;
            CO_TRY_DONE(co_await run.hands.fill(field, ""));
            co_return Done();
        }
    }
    co_return co_await set_boxes(run, step, false);
}

}  // namespace lissom::agent::lite::skills
