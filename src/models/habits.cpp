#include "models/habits.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "models/failure.hpp"
#include "net/url.hpp"

namespace lissom::models {
namespace {

bool has_one_of(std::string_view text, std::initializer_list<std::string_view> signs)
{
    return std::ranges::any_of(signs, [&](std::string_view sign) { return text.contains(sign); });
}

// As the beginning of a word: "stream" is in "stream_options", and not in "upstream error".
bool has_word(std::string_view text, std::string_view word)
{
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1))
        if (at == 0 || !std::isalpha(static_cast<unsigned char>(text[at - 1]))) return true;
    return false;
}

bool has_pictures(const Ask& ask)
{
    return std::ranges::any_of(ask.messages, [](const Message& message) { return !message.images.empty(); });
}

ShapeOrder weaker(ShapeOrder order)
{
    return order == ShapeOrder::json_schema ? ShapeOrder::json_object : ShapeOrder::none;
}

// "… is not supported with this model, use max_completion_tokens", or a limit that is more than the model
// has.
LengthLimit other_limit(LengthLimit limit, std::string_view text)
{
    const bool is_unknown =
        has_one_of(text, {"unsupported", "not supported", "unrecognized", "unknown", "not permitted"});
    if (is_unknown && limit == LengthLimit::max_tokens && text.contains("max_completion_tokens"))
        return LengthLimit::max_completion_tokens;
    if (is_unknown && limit == LengthLimit::max_completion_tokens) return LengthLimit::max_tokens;
    return LengthLimit::none;
}

bool is_about_length(std::string_view text)
{
    return has_one_of(text, {"max_tokens", "max_completion_tokens", "in the completion"});
}

// Addresses are given with and without the version that most servers have in front of their paths.
bool lacks_version(const net::Reply& refusal, const std::string& base_url)
{
    const auto url = net::Url::parse(base_url);
    return refusal.status == 404 && url && (url->path().empty() || url->path() == "/");
}

}  // namespace

bool is_of_one_ask(const net::Reply& refusal)
{
    const auto text = lower_case(refusal.body);
    return has_one_of(text, {"invalid schema", "grammar"}) && !is_about_length(text);
}

Habits after_refusal(const Habits& habits, const net::Reply& refusal, const Ask& ask)
{
    auto less = habits;
    const auto text = lower_case(refusal.body);
    if (lacks_version(refusal, habits.base_url)) {
        less.base_url += "/v1";
    } else if (refusal.status == 429 || refusal.status == 401 || refusal.status == 403) {
        return less;  // that is about the account, whatever the words
    } else if (has_pictures(ask) && habits.sees_pictures &&
               has_one_of(text, {"image", "vision", "multimodal", "multi-modal", "mmproj"})) {
        less.sees_pictures = false;
    } else if (!habits.wants_thoughts_back &&
               has_one_of(text, {"reasoning_content", "thinking` blocks", "thinking blocks"})) {
        less.wants_thoughts_back = true;
    } else if ((ask.must_call_tool || ask.schema) && habits.obeys_tool_choice &&
               has_one_of(text, {"tool_choice", "tool choice"})) {
        less.obeys_tool_choice = false;
    } else if (habits.length_limit != LengthLimit::none && is_about_length(text)) {
        less.length_limit = other_limit(habits.length_limit, text);
    } else if (ask.schema && habits.shape_order != ShapeOrder::none &&
               has_one_of(text, {"response_format", "json_schema", "json_object", "schema", "grammar"})) {
        // Some say so with 400 or 422, some with 500.
        less.shape_order = weaker(habits.shape_order);
    } else if (!ask.tools.empty() && habits.takes_any_schema &&
               has_one_of(text, {"schema", "additionalproperties", "$defs", "$ref", "anyof", "parameters"})) {
        less.takes_any_schema = false;
    } else if (habits.streams && refusal.status < 500 && has_word(text, "stream")) {
        less.streams = false;  // an imitation that cannot, or not with its usage told
    }
    return less;
}

}  // namespace lissom::models
