// Of ChromiumPage: keys and text.

#include "base/try.hpp"
#include "browser/chromium_page.hpp"
#include "browser/keyboard.hpp"

namespace lissom::browser {
namespace {

// https://chromedevtools.github.io/devtools-protocol/tot/Input/#method-dispatchKeyEvent
JsonObject key_event(std::string_view type, const Key& key, int modifiers)
{
    // A key held together with Control, Alt or Meta is a command and types nothing.
    const bool types = type == "keyDown" && !key.text.empty() && (modifiers & ~Modifier::shift) == 0;
    JsonObject event;
    event["type"] = type == "keyDown" && !types ? "rawKeyDown" : type;
    event["key"] = key.key;
    event["code"] = key.code;
    event["windowsVirtualKeyCode"] = key.number;
    event["location"] = key.location;
    event["modifiers"] = modifiers;
    if (types) event["text"] = event["unmodifiedText"] = key.text;
    return event;
}

std::size_t length_of_character(unsigned char first)
{
    if (first >= 0xF0) return 4;
    if (first >= 0xE0) return 3;
    return first >= 0xC0 ? 2 : 1;
}

}  // namespace

Async<Done> ChromiumPage::press_key(std::string chord)
{
    CO_TRY(const auto pressed, parse_chord(chord));
    CO_TRY_DONE(check_running());
    CO_TRY_DONE(co_await come_to_front());
    const int modifiers = modifiers_ | pressed.modifiers;

    // The modifiers go down and up too, as under a person's fingers: pages listen for them.
    int held = modifiers_;
    std::vector<Key> down;
    for (const std::string_view name : {"Control", "Alt", "Shift", "Meta"}) {
        CO_TRY(const auto key, find_key(name));
        if ((pressed.modifiers & key.modifier & ~modifiers_) == 0) continue;
        held |= key.modifier;
        post_input("Input.dispatchKeyEvent", key_event("keyDown", key, held));
        down.push_back(key);
    }
    post_input("Input.dispatchKeyEvent", key_event("keyDown", pressed.key, modifiers));
    auto is_up = co_await input("Input.dispatchKeyEvent", key_event("keyUp", pressed.key, modifiers));
    for (; !down.empty(); down.pop_back()) {
        held &= ~down.back().modifier;
        post_input("Input.dispatchKeyEvent", key_event("keyUp", down.back(), held));
    }
    co_return is_up;
}

Async<Done> ChromiumPage::key_down(std::string name)
{
    CO_TRY(const auto key, find_key(name));
    modifiers_ |= key.modifier;
    co_return co_await input("Input.dispatchKeyEvent", key_event("keyDown", key, modifiers_));
}

Async<Done> ChromiumPage::key_up(std::string name)
{
    CO_TRY(const auto key, find_key(name));
    modifiers_ &= ~key.modifier;
    co_return co_await input("Input.dispatchKeyEvent", key_event("keyUp", key, modifiers_));
}

Async<Done> ChromiumPage::type_text(std::string text)
{
    CO_TRY_DONE(check_running());
    CO_TRY_DONE(co_await come_to_front());
    for (std::size_t at = 0; at < text.size();) {
        const auto length = length_of_character(static_cast<unsigned char>(text[at]));
        const auto character = text.substr(at, length);
        at += length;
        if (const auto key = length == 1 ? find_key(character) : Result<Key>(Error{})) {
            const int modifiers = modifiers_ | (key->needs_shift ? Modifier::shift : 0);
            post_input("Input.dispatchKeyEvent", key_event("keyDown", *key, modifiers));
            CO_TRY_DONE(co_await input("Input.dispatchKeyEvent", key_event("keyUp", *key, modifiers)));
        } else {
            CO_TRY_DONE(co_await insert_text(character));
        }
    }
    co_return Done();
}

Async<Done> ChromiumPage::insert_text(std::string text)
{
    JsonObject params;
    params["text"] = std::move(text);
    co_return co_await input("Input.insertText", std::move(params));
}

}  // namespace lissom::browser
