#include "agent/lite/chord.hpp"

#include <map>
#include <vector>

#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

std::string chord_in(std::string_view text)
{
    static const std::map<std::string, std::string, std::less<>> modifiers = {
        {"ctrl", "Control"},
        {"control", "Control"},
        {"strg", "Control"},
        {"cmd", "Meta"},
        {"command", "Meta"},
        {"meta", "Meta"},
        {"alt", "Alt"},
        {"option", "Alt"},
        {"shift", "Shift"}
    };
    auto plain = without_tail_words(without_prefix_words(text, {"the", "keys", "key"}), {"key", "keys"});
    for (auto at = plain.find('-'); at != std::string::npos; at = plain.find('-', at + 1)) plain[at] = '+';
    std::string chord;
    const auto parts = split(plain, "+");
    if (parts.size() < 2) return "";
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto part = trimmed(parts[i]);
        const auto modifier = modifiers.find(lower(part));
        const bool is_last = i + 1 == parts.size();
        if (part.empty() || part.contains(' ') || (!is_last && modifier == modifiers.end())) return "";
        if (is_last && modifier != modifiers.end()) return "";
        chord += (chord.empty() ? "" : "+") + (!is_last           ? modifier->second
                                               : part.size() == 1 ? lower(part)
                                                                  : part);
    }
    return chord;
}

}  // namespace lissom::agent::lite
