#include "agent/lite/signs.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "agent/lite/emoji.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

struct Sign {
    std::string_view sign;
    std::string_view words;
};

// One sign people write for a word: "x" closes, "+" adds, ">" goes on.
constexpr std::array table = {
    Sign{"×", "x close remove delete"},
    Sign{"✕", "x close remove delete"},
    Sign{"✖", "x close remove delete"},
    Sign{"❌", "x close remove delete"},
    Sign{"x", "close"},
    Sign{"+", "add plus increase more"},
    Sign{"➕", "add plus increase more"},
    Sign{"-", "remove minus decrease less"},
    Sign{"−", "remove minus decrease less"},
    Sign{">", "next forward"},
    Sign{"<", "previous prev back"},
    Sign{"»", "next last"},
    Sign{"«", "previous first"},
    Sign{"›", "next"},
    Sign{"‹", "previous prev"},
    Sign{"→", "next right forward"},
    Sign{"←", "previous back left"},
    Sign{"↑", "up"},
    Sign{"↓", "down"},
    Sign{"…", "more"},
    Sign{"⋯", "more"},
    Sign{"⋮", "more menu"},
    Sign{"☰", "menu"},
    Sign{"★", "star"},
    Sign{"☆", "star"},
    Sign{"⭐", "star"},
    Sign{"♥", "like love heart"},
    Sign{"♡", "like love heart"},
    Sign{"❤", "like love heart"},
    Sign{"👍", "like"},
    Sign{"👎", "dislike"},
    Sign{"▲", "up increase"},
    Sign{"▼", "down decrease"},
    Sign{"🗑", "delete trash remove bin"},
    Sign{"✎", "edit pencil"},
    Sign{"✏", "edit pencil"},
    Sign{"🖉", "edit pencil"},
    Sign{"🔍", "search find magnifier"},
    Sign{"🔎", "search find magnifier"},
    Sign{"⌕", "search find"},
    Sign{"🖨", "print printer"},
    Sign{"⎙", "print"},
    Sign{"➦", "share forward"},
    Sign{"↗", "share"},
    Sign{"↩", "reply undo back"},
    Sign{"↪", "forward redo"},
    Sign{"↺", "undo reload"},
    Sign{"↻", "refresh reload redo"},
    Sign{"⟳", "refresh reload"},
    Sign{"☎", "call phone telephone"},
    Sign{"📞", "call phone telephone"},
    Sign{"✉", "mail email message envelope"},
    Sign{"📧", "mail email"},
    Sign{"⚙", "settings gear options"},
    Sign{"🔔", "bell notifications"},
    Sign{"🏠", "home"},
    Sign{"⌂", "home"},
    Sign{"🛒", "cart basket"},
    Sign{"⬇", "download"},
    Sign{"⬆", "upload"},
    Sign{"▶", "play next"},
    Sign{"◀", "previous back"},
    Sign{"⏸", "pause"},
    Sign{"⏹", "stop"},
    Sign{"■", "stop"},
    Sign{"📎", "attach attachment"},
    Sign{"🔒", "lock"},
    Sign{"💾", "save"},
    Sign{"✓", "ok done check confirm"},
    Sign{"✔", "ok done check confirm"},
    Sign{"📋", "copy clipboard paste"},
    Sign{"❓", "help"},
    Sign{"🚩", "flag"},
    Sign{"⚑", "flag"},
    Sign{"📌", "pin"},
    Sign{"🔇", "mute"},
    Sign{"🎤", "microphone"},
    Sign{"📷", "camera photo"},
    Sign{"✂", "cut scissors"},
    Sign{"↶", "undo"},
    Sign{"↷", "redo"},
    Sign{"🖶", "print printer"},
    Sign{"🔗", "link chain"},
    Sign{"🗄", "archive"},
    Sign{"⏰", "snooze alarm remind clock"},
    Sign{"📅", "calendar date"},
    Sign{"📆", "calendar date"},
    Sign{"🗓", "calendar date"},
    Sign{"💬", "comment message chat text sms reply"},
    Sign{"🗨", "comment message chat reply"},
    Sign{"🔊", "volume sound louder unmute"},
    Sign{"🔉", "quieter volume"},
    Sign{"📁", "folder"},
    Sign{"📂", "folder open"},
    Sign{"📄", "document file page new"},
    Sign{"🖼", "picture image"},
    Sign{"👤", "user profile account person"},
    Sign{"👥", "people users group"},
    Sign{"ℹ", "info information"},
    Sign{"⚠", "warning alert"},
    Sign{"🔄", "refresh reload sync"},
    Sign{"⏭", "next skip"},
    Sign{"⏮", "previous"},
    Sign{"⏯", "play pause"},
    Sign{"🔀", "shuffle"},
    Sign{"🔁", "repeat retweet repost"},
    Sign{"👁", "view show eye preview"},
    Sign{"🔓", "unlock"},
    Sign{"💳", "pay card payment"},
    Sign{"📍", "location map place pin"},
    Sign{"🔖", "bookmark save"},
    Sign{"⤴", "share"},
    Sign{"📤", "share send outbox upload"},
    Sign{"📥", "inbox download archive"},
    Sign{"🚫", "block ban"},
    Sign{"✍", "write edit"},
    Sign{"📝", "note edit write memo"},
    Sign{"🌐", "language web globe"},
    Sign{"🌙", "dark moon night"},
    Sign{"☀", "light sun day"}
};

// Says how a sign is to be drawn, and is none itself.
constexpr std::string_view variation = "\xEF\xB8\x8F";

std::string_view bare(std::string_view sign)
{
    while (sign.ends_with(variation)) sign.remove_suffix(variation.size());
    return sign;
}

}  // namespace

bool is_picture_sign(std::string_view name)
{
    const auto text = trimmed(name);
    if (text.empty() || std::ranges::any_of(text, [](unsigned char c) { return std::isalnum(c) != 0; }))
        return false;
    // Letters of other scripts are words; signs stand apart from them in Unicode, from U+2000 on.
    constexpr unsigned char first_of_signs = 0xE2;
    constexpr unsigned char first_of_letters = 0xE3;  // U+3000: the scripts of East Asia …
    constexpr unsigned char last_of_letters = 0xED;   // … up to U+D7FF
    int count = 0;
    for (const char c : bare(text)) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0U) == 0x80U) continue;
        const bool is_letter = (byte >= 0xC0U && byte < first_of_signs && byte != 0xC2U && byte != 0xC3U) ||
                               (byte >= first_of_letters && byte <= last_of_letters);
        if (is_letter) return false;
        ++count;
    }
    return count <= 2;
}

bool sign_says(std::string_view sign, std::string_view words)
{
    const auto plain = trimmed(sign);
    const auto said = trimmed(words);
    const auto says = [&](const Sign& each) {
        return each.sign == bare(plain) && contains_word(each.words, said);
    };
    return std::ranges::any_of(table, says) || emoji_says(bare(plain), said);
}

}  // namespace lissom::agent::lite
