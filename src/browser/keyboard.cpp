#include "browser/keyboard.hpp"

#include <array>
#include <cctype>
#include <optional>

#include "base/try.hpp"

namespace lissom::browser {
namespace {

struct Named {
    std::string_view name;
    std::string_view code;
    int number;
    std::string_view text;
    int location;
    int modifier;
};

// https://www.w3.org/TR/uievents-key/ and the legacy key codes of
// https://www.w3.org/TR/uievents/#legacy-key-models
constexpr std::array named{
    Named{"Enter", "Enter", 13, "\r", 0, 0},
    Named{"Tab", "Tab", 9, "", 0, 0},
    Named{"Escape", "Escape", 27, "", 0, 0},
    Named{"Backspace", "Backspace", 8, "", 0, 0},
    Named{"Delete", "Delete", 46, "", 0, 0},
    Named{"Insert", "Insert", 45, "", 0, 0},
    Named{"Home", "Home", 36, "", 0, 0},
    Named{"End", "End", 35, "", 0, 0},
    Named{"PageUp", "PageUp", 33, "", 0, 0},
    Named{"PageDown", "PageDown", 34, "", 0, 0},
    Named{"ArrowLeft", "ArrowLeft", 37, "", 0, 0},
    Named{"ArrowUp", "ArrowUp", 38, "", 0, 0},
    Named{"ArrowRight", "ArrowRight", 39, "", 0, 0},
    Named{"ArrowDown", "ArrowDown", 40, "", 0, 0},
    Named{"ContextMenu", "ContextMenu", 93, "", 0, 0},
    Named{"CapsLock", "CapsLock", 20, "", 0, 0},
    Named{"PrintScreen", "PrintScreen", 44, "", 0, 0},
    Named{"Pause", "Pause", 19, "", 0, 0},
    Named{"Shift", "ShiftLeft", 16, "", 1, Modifier::shift},
    Named{"Control", "ControlLeft", 17, "", 1, Modifier::control},
    Named{"Alt", "AltLeft", 18, "", 1, Modifier::alt},
    Named{"Meta", "MetaLeft", 91, "", 1, Modifier::meta},
};

// What people and models also write.
struct Alias {
    std::string_view name;
    std::string_view key;
};
constexpr std::array aliases{
    Alias{"Return", "Enter"},
    Alias{"Esc", "Escape"},
    Alias{"Del", "Delete"},
    Alias{"Ctrl", "Control"},
    Alias{"Cmd", "Meta"},
    Alias{"Command", "Meta"},
    Alias{"Win", "Meta"},
    Alias{"Option", "Alt"},
    Alias{"Left", "ArrowLeft"},
    Alias{"Right", "ArrowRight"},
    Alias{"Up", "ArrowUp"},
    Alias{"Down", "ArrowDown"},
    Alias{"Space", " "},
    Alias{"Spacebar", " "},
    Alias{"PgUp", "PageUp"},
    Alias{"PgDn", "PageDown"},
    Alias{"ControlOrMeta", "Control"},
};

// Keys with two signs: without and with Shift.
struct Twin {
    char plain;
    char shifted;
    std::string_view code;
    int number;
};
constexpr std::array twins{
    Twin{'`', '~', "Backquote", 192},
    Twin{'-', '_', "Minus", 189},
    Twin{'=', '+', "Equal", 187},
    Twin{'[', '{', "BracketLeft", 219},
    Twin{']', '}', "BracketRight", 221},
    Twin{'\\', '|', "Backslash", 220},
    Twin{';', ':', "Semicolon", 186},
    Twin{'\'', '"', "Quote", 222},
    Twin{',', '<', "Comma", 188},
    Twin{'.', '>', "Period", 190},
    Twin{'/', '?', "Slash", 191},
};
constexpr std::string_view shifted_digits = ")!@#$%^&*(";

bool equal_but_case(std::string_view a, std::string_view b)
{
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (std::tolower(static_cast<unsigned char>(a[i])) != std::tolower(static_cast<unsigned char>(b[i])))
            return false;
    return true;
}

std::optional<Key> sign_key(char sign)
{
    const std::string text(1, sign);
    const auto byte = static_cast<unsigned char>(sign);
    if (sign == ' ') return Key{.key = text, .code = "Space", .number = 32, .text = text};
    if (sign == '\n' || sign == '\r') return Key{.key = "Enter", .code = "Enter", .number = 13, .text = "\r"};
    if (sign == '\t') return Key{.key = "Tab", .code = "Tab", .number = 9, .text = ""};
    if (byte < 128 && std::isalpha(byte)) {
        const auto upper = static_cast<char>(std::toupper(byte));
        return Key{
            .key = text,
            .code = std::string("Key") + upper,
            .number = upper,
            .text = text,
            .needs_shift = upper == sign
        };
    }
    if (byte < 128 && std::isdigit(byte))
        return Key{.key = text, .code = "Digit" + text, .number = sign, .text = text};
    if (const auto digit = shifted_digits.find(sign); digit != std::string_view::npos)
        return Key{
            .key = text,
            .code = "Digit" + std::to_string(digit),
            .number = '0' + static_cast<int>(digit),
            .text = text,
            .needs_shift = true
        };
    for (const auto& twin : twins)
        if (sign == twin.plain || sign == twin.shifted)
            return Key{
                .key = text,
                .code = std::string(twin.code),
                .number = twin.number,
                .text = text,
                .needs_shift = sign == twin.shifted
            };
    return std::nullopt;
}

// "F1" to "F24"
std::optional<Key> function_key(std::string_view name)
{
    if (name.size() < 2 || name.size() > 3 || std::toupper(static_cast<unsigned char>(name[0])) != 'F')
        return std::nullopt;
    int number = 0;
    for (const char digit : name.substr(1)) {
        if (digit < '0' || digit > '9') return std::nullopt;
        number = number * 10 + (digit - '0');
    }
    if (number < 1 || number > 24) return std::nullopt;
    const auto text = "F" + std::to_string(number);
    return Key{.key = text, .code = text, .number = 111 + number, .text = ""};
}

}  // namespace

Result<Key> find_key(std::string_view name)
{
    if (name.size() == 1)
        if (auto key = sign_key(name[0])) return *key;
    for (const auto& alias : aliases)
        if (equal_but_case(name, alias.name)) return find_key(alias.key);
    for (const auto& entry : named)
        if (equal_but_case(name, entry.name))
            return Key{
                .key = std::string(entry.name),
                .code = std::string(entry.code),
                .number = entry.number,
                .text = std::string(entry.text),
                .location = entry.location,
                .modifier = entry.modifier
            };
    if (auto key = function_key(name)) return *key;
    return Error{
        ErrorCode::invalid_argument,
        "there is no key \"" + std::string(name) +
            "\"; keys are named like \"Enter\", \"ArrowDown\", \"F5\", \"a\" or \"Control+A\""
    };
}

Result<Chord> parse_chord(std::string_view text)
{
    Chord chord;
    std::string_view rest = text;
    // The last part is the key, also when it is the plus itself.
    for (auto plus = rest.find('+', 1); plus != std::string_view::npos && plus + 1 < rest.size();
         plus = rest.find('+', 1)) {
        TRY(const auto modifier, find_key(rest.substr(0, plus)));
        if (modifier.modifier == 0)
            return Error{
                ErrorCode::invalid_argument,
                "\"" + modifier.key + "\" cannot be held in \"" + std::string(text) +
                    "\"; only Shift, Control, Alt and Meta can"
            };
        chord.modifiers |= modifier.modifier;
        rest.remove_prefix(plus + 1);
    }
    TRY(chord.key, find_key(rest));
    const bool is_letter = chord.key.code.starts_with("Key");
    if (is_letter && chord.modifiers != 0) {
        // "Control+A" means the key, whatever its case; with Shift it gives the capital.
        const bool is_capital = (chord.modifiers & Modifier::shift) != 0;
        const char letter = chord.key.code.back();
        chord.key.key = std::string(
            1, is_capital ? letter : static_cast<char>(std::tolower(static_cast<unsigned char>(letter)))
        );
        chord.key.text = chord.key.key;
    } else if (chord.key.needs_shift) {
        chord.modifiers |= Modifier::shift;
    }
    return chord;
}

}  // namespace lissom::browser
