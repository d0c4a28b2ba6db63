#include <algorithm>
#include <set>

#include "agent/lite/explore.hpp"
#include "agent/lite/skills/pressing.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

using WordSet = std::set<std::string, std::less<>>;

const WordSet agreeing = {
    "yes",
    "ok",
    "okay",
    "confirm",
    "delete",
    "remove",
    "continue",
    "proceed",
    "accept",
    "agree",
    "sure",
    "submit",
    "save",
    "discard",
    "apply",
    "send",
    "allow"
};
const WordSet refusing =
    {"no", "cancel", "keep", "back", "abort", "close", "dismiss", "decline", "don't", "not", "never"};

// `deed` is what was asked for: on "Yes, cancel it" the word agrees, where a booking is to be cancelled.
int button_meaning(const Scene& scene, int dialog, bool agrees, std::string_view deed = "")
{
    int found = -1;
    int top = 0;
    for (int i = std::max(dialog, 0); i < (dialog < 0 ? scene.size() : scene.end_of(dialog)); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || !node.is_operable || node.is_editable || node.is_disabled) continue;
        const auto words = words_of(node.name);
        if (words.empty()) continue;
        int yes = 0, no = 0;
        for (const auto& word : words) {
            const bool is_deed = !deed.empty() && stem(word) == stem(deed);
            yes += is_deed || agreeing.contains(word) ? 1 : 0;
            if (is_deed) continue;
            no += refusing.contains(word) ? 2 : 0;  // "do not delete"
        }
        const int score = agrees ? yes - no : no - yes;
        if (score > top) top = score, found = i;
    }
    return found;
}

// A small box that came up beside what was pressed, asks, and has one button to agree with and one to refuse
// with: no dialog by its role. -1 where there is none.
int question_bubble(const Scene& scene)
{
    constexpr std::size_t longest = 200;  // letters of such a question
    for (int i = scene.size() - 1; i >= 0; --i) {
        const auto& node = scene.node(i);
        if (node.role != "button" || node.ref == 0 || !node.is_operable || !node.is_new) continue;
        for (int up = scene.parent(i), level = 0; up >= 0 && level < 6; up = scene.parent(up), ++level) {
            const auto text = scene.text_of(up);
            if (text.size() > longest) break;
            const bool can_answer =
                button_meaning(scene, up, true) >= 0 && button_meaning(scene, up, false) >= 0;
            if (can_answer && text.contains('?')) return up;
        }
    }
    return -1;
}

bool speaks_of(std::string_view text, std::string_view deed)
{
    return std::ranges::any_of(words_of(text), [&](const std::string& word) {
        return stem(word) == stem(deed) || are_synonyms(word, deed);
    });
}

// "Are you sure?", "Delete ticket 1044?"
bool asks_whether(std::string_view text, std::string_view deed)
{
    const bool asks = std::ranges::any_of(
        std::initializer_list<std::string_view>{
            "sure", "really", "confirm", "undone", "permanently", "irreversible"
        },
        [&](std::string_view word) { return contains_word(text, word); }
    );
    return asks || (text.contains('?') && speaks_of(text, deed));
}

// A control that asks itself what was pressed: "Delete" that reads "Are you sure?" now. 0 where none does.
view::Ref asking_control(const Scene& scene, std::string_view deed)
{
    constexpr std::size_t most_words = 6;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.role != "button" || node.ref == 0 || !node.is_operable || node.is_disabled) continue;
        if ((!node.is_new && !node.is_changed) || words_of(node.name).size() > most_words) continue;
        if (trimmed(node.name).ends_with('?') && asks_whether(node.name, deed)) return node.ref;
    }
    return 0;
}

// A page that asks has come with the deed, and asks in one sentence: what somebody wrote on a page of
// comments is no question about the "Like" beside it.
bool page_asks(const Scene& scene, std::string_view deed)
{
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        const bool is_said = node.role == "text" && node.is_new && scene.is_content(i);
        if (is_said && !scene.node(scene.operable_at(i)).is_operable && asks_whether(node.name, deed))
            return true;
    }
    return false;
}

}  // namespace

int open_dialog(const Scene& scene)
{
    for (int i = scene.size() - 1; i >= 0; --i) {
        const auto& role = scene.node(i).role;
        if (role == "dialog" || role == "alertdialog" || scene.node(i).tag == "dialog") return i;
    }
    return -1;
}

Async<Result<bool>> answer_dialog(Run& run, std::string word)
{
    static const WordSet confirming = {
        "confirm", "confirm it", "yes", "agree", "the confirmation", "confirmation"
    };
    static const WordSet cancelling = {"cancel", "cancel it", "no", "the cancellation", "abort"};
    const bool agrees = confirming.contains(word);
    if (!agrees && !cancelling.contains(word)) co_return false;
    CO_TRY(const auto* scene, co_await run.hands.look());
    const int dialog = open_dialog(*scene);
    if (dialog < 0) co_return false;
    const int button = button_meaning(*scene, dialog, agrees);
    if (button < 0) co_return false;
    CO_TRY_DONE(co_await run.hands.press(scene->node(button).ref));
    run.has_open_form = false;
    co_return true;
}

Async<Done> confirm_deed(Run& run, std::string deed)
{
    // A question of the browser's own stops the page until it is answered.
    const auto asked = run.hands.page().open_dialog();
    const bool is_native = asked && asked->kind == browser::DialogKind::confirm;
    const bool is_told = run.at + 1 < run.steps.size() && run.steps[run.at + 1].verb == Verb::click;
    if (is_told && !is_native) co_return Done();
    if (is_native) {
        JsonObject params{{"accept", true}};
        CO_TRY_DONE(co_await run.hands.act("dialog", std::move(params)));
        co_return Done();
    }
    // It fades in: what the deed brought was a question, and is to be seen in a moment.
    const auto& effect = run.hands.last_effect();
    // A deed that changed nothing yet may be about to ask.
    const bool is_silent =
        !effect.contains("now shows") && !effect.contains("gone") && !effect.contains("went to");
    const Millis fading_in(effect.contains('?') || is_silent ? 600 : 0);
    int dialog = -1;
    view::Ref asking = 0;
    CO_TRY_DONE(co_await run.hands.look_until(
        [&](const Scene& now) {
            dialog = open_dialog(now);
            if (dialog < 0) dialog = question_bubble(now);
            asking = dialog < 0 ? asking_control(now, deed) : 0;
            // Its buttons can be pressed only when it stands still.
            return asking != 0 || (dialog >= 0 && button_meaning(now, dialog, true, deed) >= 0);
        },
        fading_in
    ));
    const auto* scene = &run.hands.scene();
    if (asking != 0) {
        CO_TRY_DONE(co_await run.hands.press(asking));
        co_return Done();
    }
    const auto text = dialog >= 0 ? scene->text_of(dialog) : scene->content_text();
    constexpr std::size_t longest_question = 400;  // letters: a page that asks says little else
    if (text.size() > longest_question) co_return Done();
    if (dialog >= 0 ? !asks_whether(text, deed) : !page_asks(*scene, deed)) co_return Done();
    const int button = button_meaning(*scene, dialog, true, deed);
    if (button < 0 || (dialog < 0 && !scene->is_content(button))) co_return Done();
    CO_TRY_DONE(co_await run.hands.press(scene->node(button).ref));
    co_return Done();
}

}  // namespace lissom::agent::lite::skills
