#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "agent/lite/phrase.hpp"
#include "agent/lite/skills/by_page.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

// "47 times 12" as keys: "47*12="; nothing where it is no sum of two numbers or more.
std::optional<std::string> keys_for(std::string text)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 12> signs = {
        {{"multiplied by", "*"},
         {"divided by", "/"},
         {"times", "*"},
         {"plus", "+"},
         {"minus", "-"},
         {"over", "/"},
         {"x", "*"},
         {"×", "*"},
         {"÷", "/"},
         {"−", "-"},
         {"add", "+"},
         {"subtract", "-"}}
    };
    text = lower(text);
    for (const auto& [word, sign] : signs)
        for (auto at = text.find(word); at != std::string::npos; at = text.find(word))
            text.replace(at, word.size(), sign);
    std::erase_if(text, [](char c) { return c == ' ' || c == '?' || c == '='; });
    if (text.empty() || text.find_first_not_of("0123456789.+-*/") != std::string::npos) return std::nullopt;
    if (text.find_first_of("+-*/", 1) == std::string::npos) return std::nullopt;
    return text + "=";
}

std::optional<std::string> sum_in_clause(const std::string& clause)
{
    for (const std::string_view pattern :
         {"(use|take) [the|this] calculator to (work out|calculate|compute|find|find out|solve|add|do) {sum}",
          "(calculate|compute|work out|add|do) {sum} (with|on|using|by) [the|this] calculator [{*}]",
          "(with|on|using) [the|this] calculator [,] (calculate|compute|work out|find) {sum}",
          "(what is|what's|how much is) {sum}"})
        if (const auto slots = fit(pattern, clause))
            if (auto keys = keys_for(slots->at("sum"))) return keys;
    return std::nullopt;
}

std::map<char, view::Ref> keys_on(const Scene& scene)
{
    static const std::map<std::string, char, std::less<>> names = {
        {"÷", '/'},   {"/", '/'},      {"×", '*'},      {"x", '*'},        {"*", '*'},
        {"−", '-'},   {"–", '-'},      {"-", '-'},      {"+", '+'},        {"=", '='},
        {".", '.'},   {",", '.'},      {"divide", '/'}, {"multiply", '*'}, {"subtract", '-'},
        {"add", '+'}, {"equals", '='}, {"plus", '+'},   {"minus", '-'},    {"enter", '='}
    };
    std::map<char, view::Ref> keys;
    for (const auto& node : scene.nodes()) {
        const auto name = lower(trimmed(node.name));
        if (node.ref == 0 || !node.is_operable || node.is_disabled || node.is_editable) continue;
        if (name.size() == 1 && name.front() >= '0' && name.front() <= '9')
            keys.try_emplace(name.front(), node.ref);
        else if (const auto at = names.find(name); at != names.end())
            keys.try_emplace(at->second, node.ref);
    }
    return keys;
}

// The number the keys have led to: what stands above them all.
std::string shown(const Scene& scene, const std::map<char, view::Ref>& keys)
{
    double top = 1e9;
    for (const auto& [key, ref] : keys)
        if (const int at = scene.index_of(ref); at >= 0) top = std::min(top, scene.node(at).rect.y);
    std::string found;
    for (const auto& node : scene.nodes()) {
        const auto& text = node.role == "text"                       ? node.name
                           : node.is_editable || node.tag == "input" ? node.value
                                                                     : "";
        const auto plain = trimmed(text);
        if (plain.empty() || node.rect.y >= top ||
            plain.find_first_not_of("0123456789.,-−") != std::string::npos)
            continue;
        found = plain;
    }
    return found;
}

}  // namespace

Async<Result<bool>> use_calculator(Run& run, const lite::Step& step)
{
    const auto sum = sum_in_clause(step.clause);
    // "What is 128 divided by 8? Use the calculator.": it has been used.
    if (!sum && !run.text.empty() && fit("use [the|this] calculator [{*}]", step.clause)) co_return true;
    if (!sum) co_return false;
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto keys = keys_on(*scene);
    if (!keys.contains('=') || !keys.contains('+') || !keys.contains('7')) co_return false;
    for (const char key : *sum)
        if (!keys.contains(key)) co_return cannot(std::string("the calculator has no key for ") + key);
    for (const char key : *sum) CO_TRY_DONE(co_await run.hands.press(keys.at(key)));
    CO_TRY(scene, co_await run.hands.look());
    run.text = shown(*scene, keys);
    if (!run.text.empty()) run.answer = Json(run.text);
    co_return true;
}

}  // namespace lissom::agent::lite::skills
