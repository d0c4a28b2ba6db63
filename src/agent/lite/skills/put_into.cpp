#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "agent/lite/fields.hpp"
#include "agent/lite/ground.hpp"
#include "agent/lite/skills/by_page.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

// Things of the page that are put into boxes of the page: dragged there, for nothing of it is a field.
namespace lissom::agent::lite::skills {

namespace {

// The only element that reads just so, the innermost of nested ones; -1.
int element_reading(const Scene& scene, const std::string& words)
{
    int found = -1;
    for (int i = 0; i < scene.size(); ++i) {
        if (scene.node(i).ref == 0 || lower(collapsed(scene.text_of(i))) != lower(words)) continue;
        if (found >= 0 && !scene.is_inside(i, found)) return -1;
        found = i;
    }
    return found;
}

// "the Glass bin" is the box that reads "Glass", or "Glass bin".
std::string place_as_written(const Scene& scene, const std::string& said)
{
    auto name = unquoted(without_prefix_words(said, {"the", "a"}));
    if (place_named(scene, name) >= 0 && scene.whole_text().contains(name)) return name;
    return without_tail_words(
        name, {"bin", "box", "basket", "container", "column", "area", "zone", "list", "group"}
    );
}

}  // namespace

Async<Result<bool>> put_into(Run& run, const lite::Step& step)
{
    const auto slots =
        fit("(put|place|drop|sort|drag|move) {things} (in|into|onto|inside) {place}", step.clause);
    if (!slots) co_return false;
    CO_TRY(const auto* scene, co_await run.hands.look());
    if (!fields_named(*scene, slots->at("place")).empty()) co_return false;
    std::vector<std::string> names;
    for (const auto& item : list_items(slots->at("things"))) {
        const auto name = unquoted(without_prefix_words(item, {"the", "a"}));
        const int at = element_reading(*scene, name);
        if (at < 0 || scene->node(at).is_editable || scene->node(at).role == "button") co_return false;
        names.push_back(name);
    }
    // One thing is what `drag` is for, whatever it is called.
    const bool is_drag = fit("(drag|move) {*}", step.clause).has_value();
    const auto place = place_as_written(*scene, slots->at("place"));
    if (names.empty() || (is_drag && names.size() == 1) || element_reading(*scene, place) < 0)
        co_return false;
    for (const auto& name : names) {
        lite::Step dragging;
        dragging.verb = Verb::drag;
        dragging.clause = "drag \"" + name + "\" into \"" + place + "\"";
        dragging.slots["object"] = "\"" + name + "\"";
        dragging.slots["place"] = place;
        CO_TRY_DONE(co_await drag(run, dragging));
    }
    co_return true;
}

}  // namespace lissom::agent::lite::skills
