#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "agent/lite/explore.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/forms.hpp"
#include "agent/lite/given.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

int password_field(const Scene& scene)
{
    const auto fields = scene.where([](const view::Node& node) {
        return node.input_type == "password" && node.ref != 0 && !node.is_hidden;
    });
    return fields.empty() ? -1 : fields.front();
}

// The only field for text, where it asks who one is: the password's comes on the next page; -1.
int user_field(const Scene& scene)
{
    int found = -1;
    for (const int each : open_fields(scene)) {
        if (!scene.node(each).is_editable) continue;
        if (found >= 0) return -1;
        found = each;
    }
    if (found < 0) return -1;
    const auto label = lower(label_of(scene, found));
    for (const std::string_view word : {"mail", "user", "login", "account", "phone", "id"})
        if (label.contains(word)) return found;
    return -1;
}

// "Next" below the user's name; 0.
view::Ref way_on(const Scene& scene)
{
    for (const auto& node : scene.nodes()) {
        const auto name = lower(trimmed(node.name));
        if (node.ref != 0 && node.role == "button" && !node.is_disabled &&
            (name == "next" || name == "continue" || name == "go on"))
            return node.ref;
    }
    return 0;
}

// "my password", "the given one": no value, but where it is.
bool is_reference(std::string_view value)
{
    static const std::set<std::string, std::less<>> words = {
        "secret",
        "secrets",
        "metadata",
        "given",
        "provided",
        "stored",
        "saved",
        "credentials",
        "password",
        "placeholder",
        "mine",
        "above",
        "below",
        "details"
    };
    const auto said = content_words(value);
    return std::ranges::all_of(said, [](const std::string& word) { return words.contains(word); });
}

// Who one is: what the instruction says, the metadata, or a secret.
std::string
credential(const Run& run, const std::vector<Pair>& pairs, std::initializer_list<std::string_view> names)
{
    for (const auto& pair : pairs) {
        for (const auto name : names) {
            if (similarity(name, pair.key) <= 0.7) continue;
            auto value = run.resolved(pair.value);
            const bool is_given = value != pair.value || !given_for(run.assignment, names).empty();
            if (value != pair.value || !is_given || !is_reference(value)) return value;
        }
    }
    return given_for(run.assignment, names);
}

// "nora / seagull7", "as nora, password seagull7": both in a row.
std::optional<std::vector<Pair>> both_in(std::string text)
{
    std::erase_if(text, [](char c) { return c == '(' || c == ')'; });
    for (const std::string_view pattern :
         {"[to {*}] [as|with|using] [the] [user|username|login] {!user} / {!password}",
          "[to {*}] [as|with|using] [the] [user|username|user name|login] {!user} [,] [and|with|using] "
          "[the|my] "
          "(password|pass|passcode|code|pin) [is|:] {!password}",
          "[to] [the|my|our] {!kind} {!user} (with|using) [the] (password|pass|passcode|code|pin) "
          "{!password}"}) {
        const auto slots = fit(pattern, text);
        if (slots && !is_reference(slots->at("password")))
            return std::vector<Pair>{{"username", slots->at("user")}, {"password", slots->at("password")}};
    }
    return std::nullopt;
}

// The button that logs in, below the fields; 0.
view::Ref login_button(const Scene& scene, int field)
{
    for (const auto* words : {"log in", "sign in", "submit", "continue"})
        for (const auto& each : rank(scene, words, Use::press)) {
            const auto& node = scene.node(each.index);
            if (each.score < good_enough) break;
            if (each.index > field && node.ref != 0 && node.is_operable && node.role != "link" &&
                !node.is_disabled)
                return node.ref;
        }
    return 0;
}

// The Enter key sends a form; fields that are in none are sent by their button.
Async<Done> send_login(Run& run, view::Ref password)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const int field = scene->index_of(password);
    const auto button = field < 0 || form_around(*scene, field) >= 0 ? 0 : login_button(*scene, field);
    if (button != 0) {
        CO_TRY_DONE(co_await run.hands.press(button));
    } else {
        CO_TRY_DONE(co_await run.hands.key("Enter", 1, password));
    }
    co_return Done();
}

}  // namespace

namespace {

// "… and stay signed in", ", but do not remember me": what is said of the box beside the fields is no part of
// the password. Takes it off the text.
std::optional<bool> take_remembering(std::string& text)
{
    const auto small = lower(text);
    std::size_t begin = std::string::npos;
    for (const std::string_view phrase :
         {"stay signed in",
          "stay logged in",
          "keep me signed in",
          "keep me logged in",
          "remember me",
          "remember my login",
          "remember this device",
          "keep the session"})
        begin = std::min(begin, small.find(phrase));
    if (begin == std::string::npos) return std::nullopt;
    text.resize(begin);
    bool is_wanted = true;
    for (bool again = true; again;) {
        again = false;
        while (!text.empty() && std::string_view(" ,.;").contains(text.back())) text.pop_back();
        for (const std::string_view word :
             {"and", "but", "do not", "don't", "please", "never", "also", "to"}) {
            const bool is_last = lower(text) == word || lower(text).ends_with(" " + std::string(word));
            if (!is_last) continue;
            if (word == "do not" || word == "don't" || word == "never") is_wanted = false;
            text.resize(text.size() - word.size());
            again = true;
        }
    }
    return is_wanted;
}

// The box that keeps one logged in; 0.
view::Ref remembering_box(const Scene& scene)
{
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || node.is_disabled || (node.role != "checkbox" && node.role != "switch")) continue;
        for (const std::string_view word : {"remember", "signed in", "logged in", "keep me", "stay"})
            if (contains_word(label_of(scene, i), word)) return node.ref;
    }
    return 0;
}

Async<Done> set_remembering(Run& run, bool is_wanted)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto box = remembering_box(*scene);
    if (box == 0 && is_wanted) co_return cannot("the page has no box to stay logged in");
    if (box != 0) CO_TRY_DONE(co_await tick(run, box, is_wanted));
    co_return Done();
}

// The first sentence the page did not say before.
std::string new_words(const Scene& scene, const std::string& said_before)
{
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.role != "text" || scene.node(scene.operable_at(i)).is_operable) continue;
        auto text = collapsed(node.name);
        if (text.contains(' ') && !said_before.contains(text)) return text;
    }
    return "";
}

// Sent, and there is still a field for the password: the form came again, or the page says what is wrong.
Done see_whether_accepted(const Scene& scene, view::Ref password, const std::string& said_before)
{
    static constexpr std::array<std::string_view, 17> refusing = {
        "invalid",
        "incorrect",
        "wrong",
        "failed",
        "denied",
        "unknown",
        "error",
        "correct",
        "again",
        "match",
        "couldn't",
        "could not",
        "not recognized",
        "not recognised",
        "not valid",
        "no account",
        "not found"
    };
    const auto said = new_words(scene, said_before);
    const bool is_refusal =
        std::ranges::any_of(refusing, [&said](auto word) { return contains_word(said, word); });
    // Another password field may be that of the person's own settings.
    const bool came_again = scene.index_of(password) < 0 && login_button(scene, password_field(scene)) != 0;
    if (!is_refusal && !came_again) return {};
    // Not to be tried in another way: too many wrong passwords lock an account.
    return Error{
        ErrorCode::page_error,
        "the site did not accept the user name and password" +
            (is_refusal ? ": it says \"" + said + "\"" : std::string())
    };
}

}  // namespace

Async<Done> login(Run& run, const lite::Step& step)
{
    auto text = step.slot("text");
    const auto remembering = take_remembering(text);
    auto pairs = pairs_in(text);
    if (auto both = both_in(text)) pairs = *std::move(both);
    CO_TRY(const auto* scene, co_await run.hands.look());
    if (password_field(*scene) < 0 && user_field(*scene) < 0) {
        // The form is behind a link.
        CO_TRY_DONE(co_await press_best(run, "log in"));
        CO_TRY(
            const bool came,
            co_await run.hands.look_until(
                [](const Scene& now) { return !open_fields(now).empty(); }, Millis(3'000)
            )
        );
        if (!came) co_return cannot("there is no form to log in with");
        scene = &run.hands.scene();
    }
    const auto user = credential(run, pairs, {"username", "user", "email", "login", "name"});
    const auto password = credential(run, pairs, {"password", "passcode", "pin"});
    // "My e-mail is …, my password …": said, and filled in, before.
    if (password.empty() && run.did_plainly && run.has_open_form) {
        if (remembering) CO_TRY_DONE(co_await set_remembering(run, *remembering));
        run.has_open_form = false;
        CO_TRY(scene, co_await run.hands.look());
        const int filled = password_field(*scene);
        if (filled < 0) co_return cannot("there is no field for the password");
        co_return co_await send_login(run, scene->node(filled).ref);
    }
    if (password.empty()) co_return cannot("no password was given to log in with");
    run.hands.keep_secret(password);

    int field = password_field(*scene);
    if (!user.empty()) {
        // The user's field is the last one to take text before the password's; on some sites it stands on a
        // page of its own.
        int name = -1;
        for (const int each : open_fields(*scene))
            if (scene->node(each).is_editable && scene->node(each).input_type != "password" &&
                (field < 0 || each < field))
                name = each;
        if (name < 0) co_return cannot("there is no field for the user name");
        CO_TRY_DONE(co_await put(run, scene->node(name).ref, user));
        if (field < 0) {
            CO_TRY(scene, co_await run.hands.look());
            if (const auto on = way_on(*scene); on != 0) {
                CO_TRY_DONE(co_await run.hands.press(on));
            } else {
                CO_TRY_DONE(co_await run.hands.key("Enter"));
            }
            CO_TRY(
                const bool came,
                co_await run.hands.look_until(
                    [](const Scene& now) { return password_field(now) >= 0; }, Millis(5'000)
                )
            );
            if (!came) co_return cannot("no field for the password came up");
        } else {
            CO_TRY_DONE(co_await run.hands.look());
        }
        field = password_field(run.hands.scene());
    }
    if (field < 0) co_return cannot("there is no field for the password");
    const auto password_ref = run.hands.scene().node(field).ref;
    CO_TRY_DONE(co_await put(run, password_ref, password));
    if (remembering) CO_TRY_DONE(co_await set_remembering(run, *remembering));
    run.has_open_form = false;
    // A step of its own may press the button.
    if (run.at + 1 < run.steps.size() && run.steps[run.at + 1].verb == Verb::click &&
        similarity("log in", run.steps[run.at + 1].slot("object")) > 0.6)
        co_return Done();
    const auto said_before = run.hands.scene().whole_text();
    CO_TRY_DONE(co_await send_login(run, password_ref));
    CO_TRY(
        const bool is_in,
        co_await run.hands.look_until([](const Scene& now) { return password_field(now) < 0; }, Millis(3'000))
    );
    if (!is_in) CO_TRY_DONE(see_whether_accepted(run.hands.scene(), password_ref, said_before));
    co_return Done();
}

}  // namespace lissom::agent::lite::skills
