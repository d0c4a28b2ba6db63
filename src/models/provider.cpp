#include "models/provider.hpp"

namespace lissom::models {
namespace {

// Of a fence around JSON: "```json\n{…}\n```".
std::string_view without_fence(std::string_view text)
{
    const auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos || !text.substr(begin).starts_with("```")) return text;
    const auto line = text.find('\n', begin);
    const auto end = text.rfind("```");
    if (line == std::string_view::npos || end <= line) return text;
    return text.substr(line + 1, end - line - 1);
}

}  // namespace

ToolCall tool_call(std::string id, std::string name, std::string_view arguments)
{
    ToolCall call{.id = std::move(id), .name = std::move(name), .input = {}};
    const auto written = without_fence(arguments);
    if (written.find_first_not_of(" \t\r\n") == std::string_view::npos) return call;
    auto parsed = parse_json(written);
    // Some write JSON into JSON.
    if (parsed && parsed->is_string()) parsed = parse_json(std::string(parsed->get_string()));
    if (parsed && parsed->is_object())
        call.input = parsed->get_object();
    else if (!parsed || !parsed->is_null())
        call.malformed = std::string(arguments);
    return call;
}

std::string without_thoughts(std::string text)
{
    constexpr std::string_view opening = "<think>";
    constexpr std::string_view closing = "</think>";
    const auto begin = text.find_first_not_of(" \t\r\n");
    // Templates that open the thinking themselves leave only its end in the answer.
    const bool has_opened =
        begin != std::string::npos && std::string_view(text).substr(begin).starts_with(opening);
    const auto end = text.find(closing);
    if (end == std::string::npos) return has_opened ? "" : text;  // it thought until it was cut off
    const auto inner = text.find(opening, has_opened ? begin + opening.size() : 0);
    if (!has_opened && inner < end) return text;  // a word of the answer's own
    text.erase(0, end + closing.size());
    text.erase(0, text.find_first_not_of(" \t\r\n"));
    return text;
}

std::string cut(std::string_view text, std::size_t most)
{
    if (text.size() <= most) return std::string(text);
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
    return std::string(text.substr(0, most));
}

}  // namespace lissom::models
