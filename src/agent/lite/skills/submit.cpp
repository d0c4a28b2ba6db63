#include <algorithm>
#include <set>

#include "agent/lite/explore.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/forms.hpp"
#include "agent/lite/instruction.hpp"
#include "agent/lite/skills/pressing.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

// "Apply" beside the field of a voucher sends that field, and not what was filled in around it.
bool has_field_of_its_own(const Scene& scene, int button, int filled)
{
    for (int box = scene.parent(button); box >= 0; box = scene.parent(box)) {
        int only = -1, count = 0;
        for (int i = box; i < scene.end_of(box); ++i)
            if (scene.node(i).is_editable || scene.node(i).tag == "select") only = i, ++count;
        if (count > 0) return count == 1 && only != filled && scene.node(only).value.empty();
    }
    return false;
}

// The only button whose name begins with the word: "vote" where it reads "Vote now"; 0.
view::Ref only_button_saying(const Scene& scene, std::string_view word)
{
    view::Ref found = 0;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        const auto said = words_of(node.name);
        if (node.ref == 0 || node.role != "button" || !node.is_operable || node.is_disabled ||
            node.is_hidden || said.empty() || said.front() != word)
            continue;
        if (found != 0) return 0;
        found = node.ref;
    }
    return found;
}

std::vector<int> submit_buttons(const Scene& scene)
{
    return scene.where([](const view::Node& node) {
        if (node.ref == 0 || !node.is_operable || node.is_disabled) return false;
        const bool is_button = node.role == "button" || node.role == "generic" || node.role == "link" ||
                               node.input_type == "submit";
        return is_button && (is_submit_word(node.name) || node.input_type == "submit");
    });
}

// The button of a form that sends it: the one that says these words, or looks most like it; 0.
// `field` is what was filled last: "Save due date" ends the field "Due date", not the note below it.
view::Ref button_of_form(const Scene& scene, int form, std::string_view words, std::string_view field)
{
    static const std::set<std::string, std::less<>> sending = {
        "save",  "update",  "apply", "confirm",  "submit",    "send",   "create",  "add",
        "post",  "publish", "book",  "register", "subscribe", "change", "reserve", "continue",
        "place", "order",   "pay",   "transfer", "reply",     "sign",   "join",    "request"
    };
    static const std::set<std::string, std::less<>> others = {
        "cancel",
        "close",
        "reset",
        "clear",
        "back",
        "previous",
        "×",
        "x",
        "+",
        "-",
        "−",
        "delete",
        "remove",
        "clear all",
        "show",
        "hide",
        "browse",
        "choose file"
    };
    view::Ref found = 0;
    double top = 0.2;
    for (int i = form; i < scene.end_of(form); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || node.role != "button" || !node.is_operable || node.is_disabled || node.is_hidden)
            continue;
        const auto name = lower(trimmed(node.name));
        if (others.contains(name) && similarity(words, name) < 0.9) continue;
        const auto type = node.attributes.find("type");
        const bool is_plain = type != node.attributes.end() && type->second == "button";
        double score = similarity(words, name) + (is_submit_word(name) ? 0.4 : 0) + (is_plain ? 0 : 0.3);
        if (node.tag != "button" && node.tag != "input") score -= 0.1;
        const auto said = words_of(name);
        if (!said.empty() && sending.contains(said.front())) score += 0.3;
        const auto of_field = content_words(field);
        const bool is_of_field =
            !of_field.empty() &&
            std::ranges::all_of(of_field, [&](const std::string& word) { return contains_word(name, word); });
        if (is_of_field) score += 0.5;
        if (score >= top) top = score, found = node.ref;
    }
    return found;
}

// Where no form is marked as one: the only button of the page's content whose name says that it ends what was
// entered; 0 where there are two, for one of them is wrong.
view::Ref only_sender(const Scene& scene, int filled)
{
    static const std::set<std::string, std::less<>> ending = {
        "save",
        "update",
        "apply",
        "confirm",
        "submit",
        "send",
        "book",
        "register",
        "reserve",
        "place",
        "continue",
        "order",
        "search",
        "show",
        "find",
        "finish",
        "done",
        "request"
    };
    view::Ref found = 0;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || node.role != "button" || !node.is_operable || node.is_disabled ||
            node.is_hidden || !scene.is_content(i) || has_field_of_its_own(scene, i, filled))
            continue;
        const auto said = words_of(node.name);
        if (said.empty() || !ending.contains(said.front())) continue;
        if (found != 0) return 0;
        found = node.ref;
    }
    return found;
}

// "Save changes" in the foot of a panel, behind the form and not in it: the only such button of what is
// around the form; 0.
view::Ref sender_behind(const Scene& scene, int form)
{
    static const std::set<std::string, std::less<>> ending = {
        "save", "update", "apply", "confirm", "submit", "done", "ok"
    };
    constexpr int highest = 3;
    int box = scene.parent(form);
    for (int level = 0; box >= 0 && level < highest; ++level, box = scene.parent(box)) {
        view::Ref found = 0;
        int count = 0;
        for (int i = scene.end_of(form); i < scene.end_of(box); ++i) {
            const auto& node = scene.node(i);
            const auto said = words_of(node.name);
            if (node.ref == 0 || node.role != "button" || !node.is_operable || node.is_disabled ||
                node.is_hidden || said.empty() || !ending.contains(said.front()))
                continue;
            found = node.ref, ++count;
        }
        if (count > 0) return count == 1 ? found : 0;
    }
    return 0;
}

// "Unlock", whatever it says: the only button of the page's content, where it ends the fields of which one
// was filled in; 0 where there are others, a field stands behind it, or it takes back or destroys.
view::Ref only_button_behind(const Scene& scene, int field)
{
    view::Ref found = 0;
    for (int i = 0; field >= 0 && i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (found != 0 && node.is_editable) return 0;
        if (node.ref == 0 || node.role != "button" || node.is_hidden || !scene.is_content(i)) continue;
        static const std::set<std::string, std::less<>> undoing = {
            "cancel",
            "close",
            "reset",
            "clear",
            "back",
            "previous",
            "delete",
            "remove",
            "show",
            "hide",
            "undo",
            "log",
            "browse",
            "stop",
            "edit"
        };
        const auto said = words_of(node.name);
        if (found != 0 || i < field || node.is_disabled || said.empty() || undoing.contains(said.front()))
            return 0;
        found = node.ref;
    }
    return found;
}

// What is written to others and sent by the Enter key, where there is no button for it.
bool takes_messages(const Scene& scene, int field)
{
    if (field < 0 || !scene.node(field).is_editable) return false;
    static const std::set<std::string, std::less<>> asking = {
        "message", "messages", "reply", "comment", "say", "write", "type", "chat", "send", "answer", "add"
    };
    const auto label = words_of(label_of(scene, field));
    return !label.empty() && asking.contains(label.front());
}

// "Save draft", where it was asked to publish or to send: half of it, and told as if it were done.
bool is_draft_only(const Run& run, const Scene& scene, view::Ref button)
{
    const auto* node = scene.snapshot().find(button);
    if (node == nullptr || !contains_word(node->name, "draft")) return false;
    const auto& said = run.assignment.instruction;
    return !contains_word(said, "draft") && (contains_word(said, "publish") || contains_word(said, "send"));
}

}  // namespace

bool is_submit_word(std::string_view words)
{
    static const std::set<std::string, std::less<>> known = {
        "submit",
        "ok",
        "done",
        "send",
        "save",
        "go",
        "apply",
        "confirm",
        "finish",
        "continue",
        "search",
        "login",
        "log in",
        "sign in",
        "enter"
    };
    auto plain = lower(trimmed(words));
    while (!plain.empty() && (plain.back() == '!' || plain.back() == '.')) plain.pop_back();
    return known.contains(plain);
}

view::Ref submit_button(const Scene& scene, std::string_view words, int field)
{
    auto buttons = submit_buttons(scene);
    // The search in a page's head is not what ends a form of its content.
    if (field >= 0 && !scene.is_furniture(field))
        std::erase_if(buttons, [&](int each) { return scene.is_furniture(each); });
    if (field >= 0)
        std::erase_if(buttons, [&](int each) { return has_field_of_its_own(scene, each, field); });
    int found = -1;
    double top = 0.6;
    for (const int each : buttons) {
        const double score = similarity(words, scene.node(each).name);
        if (score > top) top = score, found = each;
    }
    if (found < 0 && buttons.size() == 1) found = buttons.front();
    return found < 0 ? 0 : scene.node(found).ref;
}

Async<Result<bool>> press_label(Run& run, std::string label)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const int form = form_around(*scene, scene->index_of(run.form_field));
    view::Ref button = 0;
    double top = 0.62;
    for (const auto& each : rank(*scene, label, Use::press)) {
        const auto& node = scene->node(each.index);
        if (node.ref == 0 || node.role != "button" || node.is_disabled) continue;
        const double score = each.score + (form >= 0 && scene->is_inside(each.index, form) ? 0.3 : 0);
        if (score > top) top = score, button = node.ref;
    }
    if (button == 0 && form >= 0) button = button_of_form(*scene, form, label, "");
    if (button == 0) co_return false;
    if (is_draft_only(run, *scene, button))
        co_return cannot("there is no \"" + label + "\" on the page, only a draft could be saved");
    CO_TRY_DONE(co_await run.hands.press(button));
    run.has_open_form = false;
    co_return true;
}

namespace {

view::Ref ending_button(const Run& run, const Scene& scene, const std::string& words)
{
    const int field = scene.index_of(run.form_field);
    // A page that draws its form anew has lost the field; the dialog it was in is still open.
    const int form = field < 0 ? open_dialog(scene) : form_around(scene, field);
    auto button = form < 0 ? 0 : button_of_form(scene, form, words, field < 0 ? "" : label_of(scene, field));
    if (button == 0 && run.has_open_form && form >= 0) button = sender_behind(scene, form);
    if (button == 0 && run.has_open_form) button = only_button_saying(scene, lower(words));
    if (button == 0) button = submit_button(scene, words, field);
    if (button == 0 && run.has_open_form) button = only_sender(scene, field);
    if (button == 0 && run.has_open_form) button = only_button_behind(scene, field);
    return is_draft_only(run, scene, button) ? 0 : button;
}

// A button that binds a person to something: whoever only sets a value has not asked for that.
bool commits(const std::string& name, std::string_view instruction)
{
    static const std::set<std::string, std::less<>> binding = {
        "book",   "buy",    "order",  "pay",     "purchase", "reserve",  "register",
        "enrol",  "enroll", "donate", "place",   "transfer", "checkout", "rent",
        "borrow", "hire",   "delete", "publish", "bid",      "subscribe"
    };
    const auto said = words_of(name);
    if (said.empty() || !binding.contains(said.front())) return false;
    return std::ranges::none_of(words_of(instruction), [&](const std::string& word) {
        return stem(word) == stem(said.front()) || are_synonyms(word, said.front()) || word == "form" ||
               word == "submit" || word == "send" || word == "complete" || word == "sign";
    });
}

bool has_empty_field(const Scene& scene)
{
    return std::ranges::any_of(open_fields(scene), [&](int each) {
        const auto& node = scene.node(each);
        return node.is_editable && node.value.empty() && node.role != "searchbox" &&
               !scene.is_furniture(each);
    });
}

}  // namespace

Async<Done> submit_what_was_meant(Run& run)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    // "Invite Bea", "set the alarm to seven": the button that says the verb itself.
    const auto last = std::ranges::find_if(run.steps.rbegin(), run.steps.rend(), [](const lite::Step& step) {
        return step.verb != Verb::answer;
    });
    const auto spoken = last == run.steps.rend() ? std::vector<std::string>() : words_of(last->clause);
    if (const auto own = spoken.empty() ? 0 : only_button_saying(*scene, spoken.front()); own != 0) {
        run.has_open_form = false;
        CO_TRY_DONE(co_await run.hands.press(own));
        co_return Done();
    }
    const auto* button = scene->snapshot().find(ending_button(run, *scene, "submit"));
    // "I want to come at two": a wish of its own, and no word about a control. "Pay by invoice" is an order,
    // and no more than that where fields are still empty: whoever has said all that a form asks for wants it
    // sent.
    const bool is_begun = has_empty_field(*scene);
    const bool only_sets = std::ranges::all_of(run.steps, [is_begun](const lite::Step& step) {
        const bool is_read_out = step.clause.contains(": ");  // "Base: salad": a form that is filled in
        return !is_read_out &&
               (step.verb == Verb::fill || step.verb == Verb::choose || step.verb == Verb::check ||
                step.verb == Verb::uncheck || (is_begun && step.verb == Verb::none && is_order(step.clause)));
    });
    if (button != nullptr && only_sets && commits(button->name, run.assignment.instruction)) {
        run.has_open_form = false;
        co_return Done();
    }
    co_return co_await submit(run, "submit");
}

Async<Done> submit(Run& run, std::string words)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto button = ending_button(run, *scene, words);
    const int field = scene->index_of(run.form_field);
    if (button == 0 && run.has_open_form && takes_messages(*scene, field)) {
        CO_TRY_DONE(co_await run.hands.key("Enter", 1, run.form_field));
        run.has_open_form = false;
    }
    if (button == 0) co_return Done();
    CO_TRY_DONE(co_await run.hands.press(button));
    run.has_open_form = false;
    co_return Done();
}

}  // namespace lissom::agent::lite::skills
