#include "agent/lite/pick.hpp"

#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite {

namespace {

constexpr double same_option = 0.75;

view::Ref option_like(const Scene& scene, std::string_view value)
{
    view::Ref found = 0;
    double top = same_option;
    for (const auto& node : scene.nodes()) {
        if (node.ref == 0 || node.is_disabled ||
            (node.role != "option" && node.role != "menuitem" && node.role != "menuitemradio"))
            continue;
        const double score = similarity(value, node.name);
        if (score > top) top = score, found = node.ref;
    }
    return found;
}

}  // namespace

bool is_drawn_list(const view::Node& node)
{
    return node.role == "combobox" && node.ref != 0 && !node.is_editable && node.tag != "select" &&
           !node.is_disabled;
}

view::Ref drawn_list_named(const Scene& scene, std::string_view name)
{
    int dialog = -1;
    for (int i = 0; i < scene.size(); ++i)
        if (scene.node(i).role == "dialog" || scene.node(i).tag == "dialog") dialog = i;
    view::Ref found = 0;
    double top = 0.6;
    for (int i = 0; i < scene.size(); ++i) {
        if (!is_drawn_list(scene.node(i))) continue;
        // What lies behind a dialog is out of reach.
        const double score =
            similarity(name, scene.node(i).name) + (dialog >= 0 && scene.is_inside(i, dialog) ? 0.3 : 0);
        if (score > top) top = score, found = scene.node(i).ref;
    }
    return found;
}

Async<Done> pick_from(Run& run, view::Ref list, std::string value)
{
    constexpr Millis opening_limit(1'500);
    if (option_like(run.hands.scene(), value) == 0) CO_TRY_DONE(co_await run.hands.press(list));
    CO_TRY(
        const bool came,
        co_await run.hands.look_until(
            [&](const Scene& now) { return option_like(now, value) != 0; }, opening_limit
        )
    );
    if (!came) co_return cannot("the list does not offer \"" + value + "\"");
    CO_TRY_DONE(co_await run.hands.press(option_like(run.hands.scene(), value)));
    CO_TRY_DONE(co_await run.hands.look());
    co_return Done();
}

}  // namespace lissom::agent::lite
