#include <algorithm>

#include "agent/lite/explore.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

// The tool of an editor for a style: its words, its title, or the letter it wears.
view::Ref tool_for(const Scene& scene, const std::string& style)
{
    view::Ref found = 0;
    double top = 0.6;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || !node.is_operable || node.is_disabled || node.is_editable) continue;
        const auto letter = lower(trimmed(node.name));
        double score = says(scene, i, style);
        if (letter.size() == 1 && letter.front() == style.front()) score = std::max(score, 0.9);
        if (score > top) top = score, found = node.ref;
    }
    return found;
}

// What paints text: a list with the colour in it, or a control of that name or colour.
struct Colours {
    view::Ref list = 0;
    std::string option;
    view::Ref tool = 0;
};
Colours colours_of(const Scene& scene, const std::string& paint)
{
    for (const auto& node : scene.nodes())
        for (const auto& option : node.options)
            if (node.tag == "select" && lower(option) == lower(paint)) return {node.ref, option, 0};
    return {0, "", tool_for(scene, paint)};
}

int editor_in(const Scene& scene)
{
    for (int i = 0; i < scene.size(); ++i)
        if (scene.node(i).is_editable && scene.node(i).tag != "input" && scene.node(i).tag != "textarea")
            return i;
    return -1;
}

}  // namespace

// Selects the words with the keyboard, as a person with a steady hand would, and presses the tool.
Async<Done> format(Run& run, const lite::Step& step)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const int editor = editor_in(*scene);
    const auto paint = step.slot("paint");
    const auto colours = paint.empty() ? Colours{} : colours_of(*scene, paint);
    const auto tool = paint.empty() ? tool_for(*scene, step.slot("style")) : colours.tool;
    if (editor < 0 || (tool == 0 && colours.list == 0))
        co_return cannot("there is no editor on the page that can make text " + step.slot("style") + paint);
    const auto quotes = quoted_texts(step.slot("object"));
    auto words = quotes.empty()
                     ? without_prefix_words(step.slot("object"), {"the", "word", "text", "words", "phrase"})
                     : quotes.front();
    for (const std::string_view tail :
         {" in the editor", " in the text", " in the text editor", " in the field"})
        if (lower(words).ends_with(tail)) words.resize(words.size() - tail.size());
    const auto text = scene->text_of(editor);
    const auto ref = scene->node(editor).ref;
    const bool is_all = words.empty() || contains_word(step.slot("object"), "everything") ||
                        contains_word(step.slot("object"), "all") || words == "text";
    CO_TRY_DONE(co_await run.hands.press(ref));
    CO_TRY_DONE(co_await run.hands.key("Control+a", 1, ref));
    if (!is_all && words != text) {
        const auto at = text.find(words);
        if (at == std::string::npos) co_return cannot("there is no \"" + words + "\" in the editor");
        CO_TRY_DONE(co_await run.hands.key("ArrowLeft", 1));
        if (at > 0)
            CO_TRY_DONE(co_await run.hands.key("ArrowRight", static_cast<int>(letters_in(text.substr(0, at))))
            );
        CO_TRY_DONE(co_await run.hands.key("Shift+ArrowRight", static_cast<int>(letters_in(words))));
    }
    run.has_open_form = true;
    if (colours.list != 0) {
        JsonObject params{{"element", "e" + std::to_string(colours.list)}, {"option", colours.option}};
        CO_TRY_DONE(co_await run.hands.act("select", std::move(params)));
        co_return Done();
    }
    CO_TRY_DONE(co_await run.hands.press(tool));
    co_return Done();
}

}  // namespace lissom::agent::lite::skills
