#include <algorithm>
#include <set>

#include "agent/lite/explore.hpp"
#include "agent/lite/kinds.hpp"
#include "agent/lite/skills/record.hpp"
#include "agent/lite/words.hpp"

// The control that does a deed: on one record, or on the page.
namespace lissom::agent::lite::skills {

bool is_other_deed(std::string_view name, std::string_view action)
{
    const auto words = words_of(name);
    if (words.size() < 2) return false;
    const bool is_copy = words.back() == "copy" || words.back() == "duplicate";
    static const std::set<std::string, std::less<>> parts = {
        "menu", "sidebar", "panel", "drawer", "dialog", "navigation", "search", "filters"
    };
    return (is_copy && action != "copy" && action != "duplicate") ||
           (parts.contains(words.back()) && !contains_word(action, words.back()));
}

view::Ref control_for(const Scene& scene, std::string_view action, int box)
{
    const auto best_of = [&](bool is_text_enough) {
        view::Ref found = 0;
        double top = good_enough;
        for (const auto& each : rank(scene, action, Use::press)) {
            if (box >= 0 && !scene.is_inside(each.index, box)) continue;
            // The record itself may be named by all it says; its control is smaller.
            if (each.index == box || scene.node(each.index).is_editable) continue;
            const auto ref = ref_of(scene, each.index, Use::press);
            // A box to tick sets something of the page, where it is none of a record.
            if (box < 0 && is_tick_box(scene.node(each.index))) continue;
            if (is_other_deed(scene.text_of(each.index) + " " + scene.node(each.index).name, action))
                continue;
            // What a cell says leads to the record, not to a deed.
            if (box >= 0 && ref == scene.node(box).ref) continue;
            const int at = scene.index_of(ref);
            if (!is_text_enough && (at < 0 || !scene.node(at).is_operable)) continue;
            if (each.score > top) top = each.score, found = ref;
        }
        return found;
    };
    // "40 likes" says more of liking than the heart beside it does, and cannot be pressed.
    auto found = best_of(false);
    if (found == 0) found = best_of(true);
    if (found != 0) return found;
    // "Remove from queue", "Delete event": the deed, and what it is done to.
    for (int i = std::max(box, 0); i < (box < 0 ? scene.size() : scene.end_of(box)); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || !node.is_operable || node.is_disabled || node.is_editable || i == box) continue;
        for (const auto& text : {node.name, node.description}) {
            constexpr std::size_t longest = 4;
            const auto words = words_of(text);
            if (words.empty() || words.size() > longest || stem(words.front()) != stem(lower(action)) ||
                is_other_deed(text, action))
                continue;
            if (found != 0 && found != node.ref) return 0;  // of two none is meant
            found = node.ref;
        }
    }
    return found;
}

view::Ref only_control_for(const Scene& scene, std::string_view action)
{
    const auto found = control_for(scene, action, -1);
    const int at = found == 0 ? -1 : scene.index_of(found);
    if (at < 0) return 0;
    const auto name = lower(collapsed(scene.node(at).name));
    // A link above a list and the same one below it are one, where they lead somewhere.
    const auto href = scene.node(at).href.ends_with('#') ? std::string() : scene.node(at).href;
    const auto like = std::ranges::count_if(scene.nodes(), [&](const view::Node& node) {
        return node.ref != 0 && node.is_operable && lower(collapsed(node.name)) == name &&
               node.role == scene.node(at).role && (href.empty() || node.href != href);
    });
    return like > (href.empty() ? 1 : 0) && !name.empty() ? 0 : found;
}

view::Ref control_in_record(Run& run, std::string_view action)
{
    const auto& scene = run.hands.scene();
    const int record = scene.index_of(run.record);
    for (int box = record; box >= 0; box = scene.parent(box)) {
        const auto& node = scene.node(box);
        if (node.tag == "body" || node.tag == "html" || node.role == "main") break;
        if (box != record && scene.alike(box).size() < 2) continue;
        const auto control = control_for(scene, action, box);
        if (control == 0) continue;
        run.record = node.ref;
        return control;
    }
    return 0;
}

}  // namespace lissom::agent::lite::skills
