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

// The dialog that is open; -1.
int open_dialog(const Scene& scene)
{
    for (int i = scene.size() - 1; i >= 0; --i) {
        const auto& role = scene.node(i).role;
        if (role == "dialog" || role == "alertdialog" || scene.node(i).tag == "dialog") return i;
    }
    return -1;
}

int button_meaning(const Scene& scene, int dialog, bool agrees)
{
    int found = -1;
    int top = 0;
    for (int i = dialog; i < scene.end_of(dialog); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || !node.is_operable || node.is_editable || node.is_disabled) continue;
        const auto words = words_of(node.name);
        if (words.empty()) continue;
        int yes = 0, no = 0;
        for (const auto& word : words) {
            yes += agreeing.contains(word) ? 1 : 0;
            no += refusing.contains(word) ? 2 : 0;  // "do not delete"
        }
        const int score = agrees ? yes - no : no - yes;
        if (score > top) top = score, found = i;
    }
    return found;
}

}  // namespace

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

}  // namespace lissom::agent::lite::skills
