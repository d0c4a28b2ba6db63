#include <set>
#include <string>
#include <vector>

#include "agent/lite/fields.hpp"
#include "agent/lite/forms.hpp"
#include "agent/lite/mentioned.hpp"
#include "agent/lite/skills/buying.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

// What the page lets one choose of a thing before it is taken.
namespace lissom::agent::lite::skills {

Async<Result<std::string>> choose_variants(Run& run, std::string object)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    auto left = object;
    const auto drop = [&](const std::string& name) {
        const auto at = lower(left).rfind(lower(name));
        if (at != std::string::npos) left.erase(at, name.size());
    };
    for (const auto& choice : mentioned_choices(*scene, object, Among::variants)) {
        if (run.hands.scene().index_of(choice.ref) < 0) continue;
        CO_TRY_DONE(co_await run.hands.press(choice.ref));
        CO_TRY_DONE(co_await run.hands.look());
        drop(choice.name);
    }
    CO_TRY(scene, co_await run.hands.look());
    for (auto& field : form_fields(*scene)) {
        if (field.type != "select" && field.type != "radio") continue;
        for (const auto& option : field.options) {
            const bool is_letter = option.size() < 3;
            if (number_in(option) || (is_letter ? !contains_word(object, field.label + " " + option)
                                                : !contains_word(object, option)))
                continue;
            std::vector<std::string> chosen{option};
            std::vector<FormField> fields{field};
            CO_TRY_DONE(co_await fill_fields(run, std::move(fields), std::move(chosen)));
            drop(option);
            break;
        }
    }
    if (left == object) co_return object;
    std::vector<std::string> kept;
    static const std::set<std::string, std::less<>> leading = {
        "in", "size", "colour", "color", "and", "with", ","
    };
    for (const auto& piece : split(left, ","))
        for (const auto& word : split(collapsed(piece), " "))
            if (!leading.contains(lower(word)) && !word.empty()) kept.push_back(word);
    left.clear();
    for (const auto& word : kept) left += (left.empty() ? "" : " ") + word;
    co_return left;
}

view::Ref quantity_field(const Scene& scene)
{
    view::Ref found = 0;
    for (const int each : open_fields(scene)) {
        const auto& node = scene.node(each);
        const auto label = lower(label_of(scene, each));
        const bool is_quantity = contains_word(label, "quantity") || contains_word(label, "qty") ||
                                 contains_word(label, "amount") || contains_word(label, "how many");
        if (!is_quantity || node.is_disabled) continue;
        if (found != 0) return 0;
        found = node.ref;
    }
    return found;
}

}  // namespace lissom::agent::lite::skills
