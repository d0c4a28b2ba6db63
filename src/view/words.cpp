#include "view/words.hpp"

namespace lissom::view {
namespace {

bool begins_ref(std::string_view text, std::size_t at)
{
    return at + 2 < text.size() && text[at] == '[' && text[at + 1] == 'e' && text[at + 2] >= '0' &&
           text[at + 2] <= '9';
}

}  // namespace

std::string shortened(std::string_view text, std::size_t limit)
{
    if (text.size() <= limit) return std::string(text);
    auto end = limit;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    return std::string(text.substr(0, end)) + "…";
}

std::string without_colon(std::string_view text)
{
    while (!text.empty() && (text.back() == ':' || text.back() == '*' || text.back() == ' '))
        text.remove_suffix(1);
    return std::string(text);
}

std::string without_bars(std::string_view text)
{
    std::string safe;
    for (const char c : text) {
        if (c == '|') safe += '\\';
        safe += c;
    }
    return safe;
}

std::string as_bare_text(std::string_view text, Place place)
{
    std::string safe;
    safe.reserve(text.size() + 4);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool leads_a_line = i == 0 && place == Place::line_start &&
                                  (c == '[' || c == '(' || c == '#' || c == '-' || c == '|' || c == '*');
        if (leads_a_line || c == '\\' || begins_ref(text, i)) safe += '\\';
        safe += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return safe;
}

std::string in_quotes(std::string_view text, std::size_t limit)
{
    std::string quoted = "\"";
    for (const char c : shortened(text, limit)) {
        if (c == '\n') {
            quoted += "\\n";
            continue;
        }
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return quoted + '"';
}

}  // namespace lissom::view
