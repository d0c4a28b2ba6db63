#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace lissom::browser {

// The protocol's bits: Input.dispatchKeyEvent.modifiers.
enum Modifier { alt = 1, control = 2, meta = 4, shift = 8 };

// One key of a US keyboard.
struct Key {
    std::string key;   // KeyboardEvent.key: "a", "Enter"
    std::string code;  // KeyboardEvent.code: "KeyA", "Enter"
    int number = 0;    // KeyboardEvent.keyCode
    std::string text;  // what it types; empty: nothing
    int location = 0;  // 1 left, 2 right, 3 keypad
    int modifier = 0;  // the Modifier it is, if it is one
    bool needs_shift = false;
};

struct Chord {
    int modifiers = 0;
    Key key;
};

// "Enter", "a", "A", "!", "Control". Null key text when there is none. invalid_argument names an unknown key.
Result<Key> find_key(std::string_view name);

// "Control+Shift+A", "Control++".
Result<Chord> parse_chord(std::string_view text);

}  // namespace lissom::browser
