#include <optional>
#include <string>

#include "agent/lite/fields.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/skills/answering.hpp"
#include "agent/lite/words.hpp"

// Whether something is switched on, as the page shows it.
namespace lissom::agent::lite::skills {

namespace {

struct AskedState {
    std::string thing;
    bool is_on = true;  // what is asked for
};

std::optional<AskedState> state_asked_for(const std::string& question)
{
    static constexpr std::string_view on =
        "(is|are) [the|my|our] {thing} [currently|now|still|already] [switched|turned|set] "
        "(on|enabled|active|activated|ticked|checked|selected|chosen)";
    static constexpr std::string_view off =
        "(is|are) [the|my|our] {thing} [currently|now|still|already] [switched|turned|set] "
        "(off|disabled|inactive|deactivated|unticked|unchecked)";
    if (const auto slots = fit(on, question)) return AskedState{slots->at("thing"), true};
    if (const auto slots = fit(off, question)) return AskedState{slots->at("thing"), false};
    return std::nullopt;
}

}  // namespace

std::optional<std::string> tell_whether(const Scene& scene, const std::string& question)
{
    const auto asked = state_asked_for(question);
    if (!asked) return std::nullopt;
    const auto thing =
        without_tail_words(asked->thing, {"option", "setting", "switch", "box", "checkbox", "mode"});
    int found = -1;
    double top = 0.7;
    bool is_tie = false;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        const bool is_pressed = node.attributes.contains("aria-pressed");
        if (node.ref == 0 || (node.checked == view::Tristate::none && !is_pressed)) continue;
        const double score = similarity(thing, label_of(scene, i));
        if (score > top + 1e-9) {
            top = score, found = i, is_tie = false;
        } else if (score > top - 1e-9 && found >= 0) {
            is_tie = true;
        }
    }
    if (found < 0 || is_tie) return std::nullopt;
    const auto& node = scene.node(found);
    const auto pressed = node.attributes.find("aria-pressed");
    const bool is_on =
        node.checked == view::Tristate::on || (pressed != node.attributes.end() && pressed->second == "true");
    return is_on == asked->is_on ? "yes" : "no";
}

}  // namespace lissom::agent::lite::skills
