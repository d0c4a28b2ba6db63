#include <algorithm>
#include <optional>

#include "agent/lite/fields.hpp"
#include "agent/lite/skills/by_page.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

struct Edit {
    enum class Kind { replace, remove, append, prepend };
    Kind kind = Kind::replace;
    std::string old_text;
    std::string new_text;
    bool is_line = false;
};

std::optional<Edit> edit_in(const std::string& clause)
{
    for (const std::string_view pattern :
         {"(replace|exchange|substitute|change|correct|swap) [the] "
          "[word|text|line|name|phrase|words|sentence|all|every] "
          "{\"old} (by|with|for|to|into) [the] [word|text|line|phrase] {\"new} [{*}]",
          "(replace|exchange|substitute) [the] [word|name] {!old} (by|with|for) [the] [word|name] {!new} "
          "[(in|of) [the|my] {*}]"})
        if (auto slots = fit(pattern, clause))
            return Edit{Edit::Kind::replace, unquoted(slots->at("old")), unquoted(slots->at("new"))};
    if (auto slots =
            fit("(delete|remove|cut|erase|drop|take out) [the] {!what} {\"old} [(from|in|of|out of) [the|my] "
                "{*}]",
                clause)) {
        const auto what = lower(slots->at("what"));
        const bool is_line = what == "line" || what == "sentence" || what == "paragraph";
        if (is_line || what == "word" || what == "text" || what == "phrase" || what == "words")
            return Edit{Edit::Kind::remove, slots->at("old"), "", is_line};
    }
    for (const std::string_view pattern :
         {"(add|append|write|put|insert) [the|a] [line|text|sentence|words|word|paragraph] {\"new} (at|to) "
          "the (end|bottom) [{*}]",
          "append [the] [line|text|sentence|words|word] {\"new} [to [the|my] {*}]"})
        if (auto slots = fit(pattern, clause))
            return Edit{Edit::Kind::append, "", slots->at("new"), !contains_word(clause, "word")};
    if (auto slots =
            fit("(delete|remove|erase|drop|take out) (one|an|a) {\"old} [(from|in|of|out of) [the|my] {*}]",
                clause))
        return Edit{Edit::Kind::remove, slots->at("old"), ""};
    if (auto slots =
            fit("(add|write|put|insert|prepend) [the|a] [line|text|sentence|words|word] {\"new} (at|to) the "
                "(beginning|start|top) [{*}]",
                clause))
        return Edit{Edit::Kind::prepend, "", slots->at("new"), !contains_word(clause, "word")};
    return std::nullopt;
}

// The text as it is to be; nothing where it has not what is to be changed.
std::optional<std::string> edited(std::string text, const Edit& edit)
{
    const auto break_before = text.empty() || text.ends_with('\n') ? "" : edit.is_line ? "\n" : " ";
    if (edit.kind == Edit::Kind::append) return text + break_before + edit.new_text;
    if (edit.kind == Edit::Kind::prepend) return edit.new_text + (edit.is_line ? "\n" : " ") + text;
    auto at = text.find(edit.old_text);
    if (edit.old_text.empty() || at == std::string::npos) return std::nullopt;
    if (edit.kind == Edit::Kind::replace) {
        for (; at != std::string::npos; at = text.find(edit.old_text, at + edit.new_text.size()))
            text.replace(at, edit.old_text.size(), edit.new_text);
        return text;
    }
    auto length = edit.old_text.size();
    // With the break or the blank that parted it from the rest.
    const auto end = at + length;
    if (end < text.size() && (text[end] == '\n' || text[end] == ' '))
        ++length;
    else if (at > 0 && (text[at - 1] == '\n' || text[at - 1] == ' '))
        --at, ++length;
    text.erase(at, length);
    return text;
}

}  // namespace

Async<Result<bool>> edit_text(Run& run, const lite::Step& step)
{
    const auto edit = edit_in(step.clause);
    if (!edit) co_return false;
    CO_TRY(const auto* scene, co_await run.hands.look());
    // Of the texts that could be meant the only one.
    view::Ref field = 0;
    for (const int each : open_fields(*scene)) {
        const auto& node = scene->node(each);
        if (!node.is_editable || node.tag == "input" || node.tag == "select") continue;
        const auto held = node.value.empty() ? scene->text_of(each) : node.value;
        if (!edit->old_text.empty() && !contains_word(held, edit->old_text)) continue;
        // The end of a page or a letter is where it has a text, not in an empty field for something else.
        const bool is_of_text =
            fit("{*} (of|in) [the|my|this] (page|article|letter|document|text|note) [{*}]", step.clause)
                .has_value();
        if (is_of_text && trimmed(held).empty()) continue;
        if (field != 0) co_return false;
        field = node.ref;
    }
    if (field == 0) co_return false;
    CO_TRY_DONE(co_await run.hands.press(field));
    // Breaks of lines are part of it: they are read where it stands.
    CO_TRY(
        const auto held,
        co_await run.hands.page().evaluate(
            "(() => { const at = document.activeElement; return at ? at.value ?? at.innerText : null; })()",
            {},
            Millis(2'000)
        )
    );
    if (!held.is_string()) co_return false;
    const auto text = edited(std::string(held.get_string()), *edit);
    if (!text) co_return cannot("the text has no \"" + edit->old_text + "\"");
    CO_TRY_DONE(co_await run.hands.fill(field, *text));
    run.form_field = field;
    run.has_open_form = true;
    co_return true;
}

}  // namespace lissom::agent::lite::skills
