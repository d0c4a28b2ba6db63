#include "base/json.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_stack.hpp>

namespace lissom {
namespace {

// Builds a value from what the parser meets, with exact numbers. Boost's own handler takes the parser's quick
// reading of them, which in 1.81 misses the last digit of one double in ten: what was stored would differ
// from what was told.
class ExactBuilder {
public:
    static constexpr std::size_t max_object_size = JsonObject::max_size();
    static constexpr std::size_t max_array_size = JsonArray::max_size();
    static constexpr std::size_t max_key_size = boost::json::string::max_size();
    static constexpr std::size_t max_string_size = boost::json::string::max_size();

    using Code = boost::system::error_code;
    using View = boost::json::string_view;

    ExactBuilder() { stack_.reset(); }
    Json take() { return stack_.release(); }

    bool on_document_begin(Code&) { return true; }
    bool on_document_end(Code&) { return true; }
    bool on_object_begin(Code&) { return true; }
    bool on_object_end(std::size_t size, Code&) { return stack_.push_object(size), true; }
    bool on_array_begin(Code&) { return true; }
    bool on_array_end(std::size_t size, Code&) { return stack_.push_array(size), true; }
    bool on_key_part(View text, std::size_t, Code&) { return stack_.push_chars(text), true; }
    bool on_key(View text, std::size_t, Code&) { return stack_.push_key(text), true; }
    bool on_string_part(View text, std::size_t, Code&) { return stack_.push_chars(text), true; }
    bool on_string(View text, std::size_t, Code&) { return stack_.push_string(text), true; }
    bool on_number_part(View, Code&) { return true; }
    bool on_int64(std::int64_t number, View, Code&) { return stack_.push_int64(number), true; }
    bool on_uint64(std::uint64_t number, View, Code&) { return stack_.push_uint64(number), true; }
    bool on_double(double quick, View text, Code&)
    {
        double exact = 0;
        const auto* text_end = text.data() + text.size();
        const auto [end, code] = std::from_chars(text.data(), text_end, exact);
        stack_.push_double(code == std::errc() && end == text_end ? exact : quick);
        return true;
    }
    bool on_bool(bool value, Code&) { return stack_.push_bool(value), true; }
    bool on_null(Code&) { return stack_.push_null(), true; }
    bool on_comment_part(View, Code&) { return true; }
    bool on_comment(View, Code&) { return true; }

private:
    boost::json::value_stack stack_;
};

Json parse_strictly(std::string_view text, boost::system::error_code& ec)
{
    boost::json::basic_parser<ExactBuilder> parser{boost::json::parse_options()};
    const auto read = parser.write_some(false, text.data(), text.size(), ec);
    if (!ec && read < text.size()) ec = boost::json::error::extra_data;
    return ec ? Json() : parser.handler().take();
}

// The UTF-16 unit that "\uXXXX" at the begin of `text` stands for.
std::optional<unsigned> escaped_unit(std::string_view text)
{
    if (!text.starts_with("\\u") || text.size() < 6) return std::nullopt;
    unsigned unit = 0;
    const auto [end, code] = std::from_chars(text.data() + 2, text.data() + 6, unit, 16);
    if (code != std::errc() || end != text.data() + 6) return std::nullopt;
    return unit;
}

bool is_first_half(unsigned unit) { return (unit & 0xFC00) == 0xD800; }
bool is_second_half(unsigned unit) { return (unit & 0xFC00) == 0xDC00; }

// JavaScript's strings may hold half a character, where a page cut an emoji in two, and its JSON then says
// "\ud83d". No Unicode text can hold that; what stands for it is the replacement character.
std::string with_whole_characters(std::string_view text)
{
    std::string whole;
    whole.reserve(text.size());
    while (!text.empty()) {
        std::size_t length = text.starts_with('\\') ? 2 : 1;
        const auto unit = escaped_unit(text);
        if (unit) length = 6;
        const auto next = unit ? escaped_unit(text.substr(6)) : std::nullopt;
        const bool is_pair = unit && next && is_first_half(*unit) && is_second_half(*next);
        if (is_pair) length = 12;
        length = std::min(length, text.size());
        if (unit && !is_pair && (is_first_half(*unit) || is_second_half(*unit)))
            whole += "\\ufffd";
        else
            whole += text.substr(0, length);
        text.remove_prefix(length);
    }
    return whole;
}

}  // namespace

Result<Json> parse_json(std::string_view text)
{
    boost::system::error_code ec;
    auto json = parse_strictly(text, ec);
    // Rare enough to be read twice.
    if (ec && (text.contains("\\ud") || text.contains("\\uD"))) {
        boost::system::error_code still;
        json = parse_strictly(with_whole_characters(text), still);
        ec = still;
    }
    if (ec) return Error{ErrorCode::invalid_argument, "not valid JSON: " + ec.message()};
    return json;
}

std::string dump(const Json& json) { return boost::json::serialize(json); }

Result<std::string> require_string(const JsonObject& object, std::string_view key)
{
    const auto* value = object.if_contains(key);
    if (!value || !value->is_string())
        return Error{ErrorCode::invalid_argument, "\"" + std::string(key) + "\" must be a string"};
    return std::string(value->get_string());
}

Result<std::int64_t> require_int(const JsonObject& object, std::string_view key)
{
    const auto* value = object.if_contains(key);
    if (!value || !value->is_int64())
        return Error{ErrorCode::invalid_argument, "\"" + std::string(key) + "\" must be an integer"};
    return value->get_int64();
}

std::string string_or(const JsonObject& object, std::string_view key, std::string_view fallback)
{
    const auto* value = object.if_contains(key);
    return std::string(value && value->is_string() ? std::string_view(value->get_string()) : fallback);
}

std::int64_t int_or(const JsonObject& object, std::string_view key, std::int64_t fallback)
{
    const auto* value = object.if_contains(key);
    if (!value) return fallback;
    boost::system::error_code ec;
    const auto number = value->to_number<std::int64_t>(ec);
    return ec ? fallback : number;
}

double number_or(const JsonObject& object, std::string_view key, double fallback)
{
    const auto* value = object.if_contains(key);
    return value && value->is_number() ? value->to_number<double>() : fallback;
}

bool bool_or(const JsonObject& object, std::string_view key, bool fallback)
{
    const auto* value = object.if_contains(key);
    return value && value->is_bool() ? value->get_bool() : fallback;
}

const JsonObject* object_at(const JsonObject& object, std::string_view key)
{
    const auto* value = object.if_contains(key);
    return value ? value->if_object() : nullptr;
}

const JsonArray* array_at(const JsonObject& object, std::string_view key)
{
    const auto* value = object.if_contains(key);
    return value ? value->if_array() : nullptr;
}

}  // namespace lissom
