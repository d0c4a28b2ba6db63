#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "agent/lite/explore.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/skills/by_page.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

// A word to somebody, on a page that has the people at its side and one field to write to the one that is
// chosen.
namespace lissom::agent::lite::skills {

namespace {

struct Message {
    std::string person;
    std::string text;
};

std::optional<Message> message_in(const std::string& clause)
{
    // One line each, as long as it is: a pattern cut in two reads as two.
    // clang-format off
    static constexpr std::array<std::string_view, 6> patterns = {
        "(send|write) [the|a] (message|text|line) {\"text} to {person}",
        "(send|write|say|message|text|tell) {\"text} to {person}",
        "(send|write|message|text|tell) {person} [the|a|this] [message|text] [:|saying|that says] {\"text}",
        "(send|write) [a|the] (message|text|line) to {person} (saying|that says|with|:) [the text] {text}",
        "(message|text|tell) {person} : {text}",
        "open [up] [the] (chat|conversation|thread) (with|of) {person} and (say|write|send|type|answer|reply) [:] {text}"
    };
    // clang-format on
    for (const auto pattern : patterns)
        if (const auto slots = fit(pattern, clause))
            return Message{unquoted(slots->at("person")), unquoted(trimmed(slots->at("text")))};
    return std::nullopt;
}

// The field that everything is written into: the last of the page that asks for a message; 0 where there are
// fields for other things, for then it is a form.
view::Ref composer(const Scene& scene)
{
    view::Ref found = 0;
    int count = 0;
    for (const int each : open_fields(scene)) {
        const auto& node = scene.node(each);
        if (!node.is_editable || node.input_type == "search") continue;
        const auto label = lower(label_of(scene, each) + " " + node.placeholder);
        if (label.contains("search") || label.contains("find")) continue;
        ++count;
        for (const std::string_view word : {"message", "write", "type", "say", "reply", "chat", "text"})
            if (contains_word(label, word)) found = node.ref;
    }
    return count == 1 ? found : 0;
}

// Who is in the list at the side, by the name alone: of two none is meant.
view::Ref person_named(const Scene& scene, const std::string& name)
{
    view::Ref found = 0;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.role != "text" || lower(collapsed(node.name)) != lower(collapsed(name))) continue;
        const int at = scene.operable_at(i);
        if (at < 0 || !scene.node(at).is_operable || scene.node(at).is_editable) continue;
        if (found != 0 && found != scene.node(at).ref) return 0;
        found = scene.node(at).ref;
    }
    return found;
}

}  // namespace

Async<Result<bool>> say_to(Run& run, const lite::Step& step)
{
    const auto message = message_in(step.clause);
    if (!message) co_return false;
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto person = composer(*scene) == 0 ? 0 : person_named(*scene, message->person);
    if (person == 0) co_return false;
    CO_TRY_DONE(co_await run.hands.press(person));
    CO_TRY(scene, co_await run.hands.look());
    run.form_field = composer(*scene);
    if (run.form_field == 0) co_return cannot("there is no field to write to " + message->person);
    CO_TRY_DONE(co_await put(run, run.form_field, message->text));
    run.has_open_form = true;
    CO_TRY(scene, co_await run.hands.look());
    const auto ranked = rank(*scene, "send", Use::press);
    if (!ranked.empty() && ranked.front().score >= good_enough) {
        CO_TRY_DONE(co_await run.hands.press(ref_of(*scene, ranked.front().index, Use::press)));
    } else {
        CO_TRY_DONE(co_await run.hands.key("Enter", 1, run.form_field));
    }
    run.has_open_form = false;
    co_return true;
}

}  // namespace lissom::agent::lite::skills
