#include <algorithm>
#include <string>
#include <vector>

#include "agent/lite/fields.hpp"
#include "agent/lite/skills/by_page.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

// Pages that take commands, as a terminal does.
namespace lissom::agent::lite::skills {

namespace {

// What a command has printed: the text that was not there before it.
std::vector<std::string> printed(const Scene& scene, const std::string& command)
{
    std::vector<std::string> words;
    for (const auto& node : scene.nodes()) {
        if (node.role != "text" || !(node.is_new || node.is_changed) || trimmed(node.name) == command)
            continue;
        for (const auto& word : split(collapsed(node.name), " ")) {
            const bool is_prompt = word.ends_with('$') || word.ends_with('>') || word.ends_with('#') ||
                                   word == command || word.empty() ||
                                   static_cast<unsigned char>(word.front()) > 127;
            if (!is_prompt) words.push_back(word);
        }
    }
    return words;
}

bool fits_file(const std::string& file, std::string_view wish)
{
    const auto small = lower(wish);
    if (fit("[{*}] (no|without|lacks|lacking) [a|an|any|file] [file] extension [{*}]", small))
        return !file.contains('.');
    for (const std::string_view pattern :
         {"{*} (extension|suffix) {ext}",
          "{*} (ending|ends|end) (in|with) {ext}",
          "{*} {ext} (extension|file|files)"}) {
        const auto slots = fit(pattern, wish);
        if (!slots) continue;
        auto ext = unquoted(slots->at("ext"));
        if (!ext.starts_with('.')) continue;
        return file.size() > ext.size() && file.ends_with(ext);
    }
    for (const std::string_view pattern : {"{*} (starting|starts|beginning|begins) with {prefix}"})
        if (const auto slots = fit(pattern, wish)) return file.starts_with(unquoted(slots->at("prefix")));
    for (const std::string_view pattern : {"{*} (named|called) {name}", "[{*}] [the] file {name}"})
        if (const auto slots = fit(pattern, wish)) return file == unquoted(slots->at("name"));
    return contains_word(wish, file);
}

int terminal_of(const Scene& scene)
{
    for (int i = 0; i < scene.size(); ++i)
        for (const auto* name : {"id", "class", "aria-label"}) {
            const auto& node = scene.node(i);
            const auto at = node.attributes.find(name);
            if (node.ref == 0 || at == node.attributes.end()) continue;
            const auto words = words_of(at->second);
            if (std::ranges::any_of(words, [](const std::string& word) {
                    return word == "terminal" || word == "console" || word == "shell" || word == "xterm";
                }))
                return i;
        }
    // By what its line is called.
    for (int i = 0; i < scene.size(); ++i)
        if (scene.node(i).ref != 0 && scene.node(i).is_editable)
            for (const auto& word : words_of(scene.node(i).name))
                if (word == "prompt" || word == "command" || word == "terminal" || word == "console")
                    return i;
    // By its prompt: a line that ends with "$", in a box that listens.
    for (int i = 0; i < scene.size(); ++i) {
        const auto text = trimmed(scene.node(i).name);
        const bool is_prompt =
            scene.node(i).role == "text" && text.size() < 40 &&
            (text.ends_with('$') || text.ends_with('#') || text.ends_with('>') || text.ends_with("%"));
        if (is_prompt && text.size() > 1) return scene.operable_at(i);
        // The sign alone, with the field to type into right behind it.
        if (is_prompt && i + 1 < scene.size() && scene.node(i + 1).is_editable) return i + 1;
    }
    return -1;
}

Async<Done> run_command(Run& run, std::string command)
{
    CO_TRY_DONE(co_await run.hands.look());
    const auto text = run.hands.scene().whole_text();
    CO_TRY_DONE(co_await run.hands.type(command));
    CO_TRY_DONE(co_await run.hands.key("Enter"));
    CO_TRY(
        const bool came,
        co_await run.hands.look_until(
            [&](const Scene& now) { return now.whole_text().size() > text.size() + command.size(); },
            Millis(1'000)
        )
    );
    (void)came;
    co_return Done();
}

}  // namespace

Async<Result<bool>> use_terminal(Run& run, const lite::Step& step)
{
    const bool is_for_files =
        fit("(list|show) [me] [all] [of] the (files|folders|directory) [(in|of) {*}]", step.clause) ||
        fit("(create|make) (a|an|the) [new] [empty] (file|folder|directory) [named|called] {!name}",
            step.clause) ||
        fit("(delete|remove|erase) (the|all) [{*}] (file|files) [{*}]", step.clause) ||
        fit("rename [the] [file] {!old} (to|into|as) {!new}", step.clause);
    if (!is_for_files) co_return false;
    CO_TRY(const auto* scene, co_await run.hands.look());
    // Where that is all there is to type into; an app with files has its own controls.
    if (terminal_of(*scene) < 0 || open_fields(*scene).size() != 1) co_return false;
    auto typing = step;
    typing.slots["text"] = step.clause;
    CO_TRY_DONE(co_await command(run, typing));
    co_return true;
}

Async<Done> command(Run& run, const lite::Step& step)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const int terminal = terminal_of(*scene);
    if (terminal < 0) co_return cannot("there is no terminal on the page");
    CO_TRY_DONE(co_await run.hands.press(scene->node(terminal).ref));
    const auto wish = step.slot("text");
    const auto quotes = quoted_texts(wish);
    if (const auto slots = fit("(run|execute|enter|type|issue) [the] [command] {command}", wish))
        co_return co_await run_command(run, unquoted(slots->at("command")));
    const auto words = words_of(wish);
    const auto verb = words.empty() ? std::string() : words.front();
    if (const auto slots = fit("rename [the] [file|folder] {old} (to|into|as) {new}", wish))
        co_return co_await run_command(
            run, "mv " + unquoted(slots->at("old")) + " " + unquoted(slots->at("new"))
        );
    std::string tool;
    if (verb == "delete" || verb == "remove" || verb == "erase")
        tool = "rm";
    else if (verb == "show" || verb == "print" || verb == "display" || verb == "read")
        tool = "cat";
    else if (verb == "create" || verb == "make")
        tool = contains_word(wish, "folder") || contains_word(wish, "directory") ? "mkdir" : "touch";
    else if (verb == "list")
        co_return co_await run_command(run, "ls");
    if (tool.empty()) co_return cannot("how to \"" + wish + "\" in a terminal is beyond me");
    if (tool == "touch" || tool == "mkdir") {
        const auto last = split(collapsed(wish), " ").back();
        co_return co_await run_command(run, tool + " " + (quotes.empty() ? last : quotes.front()));
    }
    CO_TRY_DONE(co_await run_command(run, "ls"));
    for (const auto& file : printed(run.hands.scene(), "ls"))
        if (fits_file(file, wish)) co_return co_await run_command(run, tool + " " + file);
    co_return cannot("the terminal lists no file that fits \"" + wish + "\"");
}

}  // namespace lissom::agent::lite::skills
