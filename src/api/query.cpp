#include "api/query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/try.hpp"
#include "task/fields.hpp"

namespace lissom::api {
namespace {

Json number(double value, bool is_whole)
{
    return is_whole || value == std::floor(value) ? Json(static_cast<std::int64_t>(value)) : Json(value);
}

Result<double> number_from(std::string_view text, const NumberParam& param)
{
    double value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool is_number = code == std::errc() && end == text.data() + text.size() && std::isfinite(value);
    if (is_number && value >= param.least && value <= param.most &&
        !(param.is_whole && value != std::floor(value)))
        return value;
    return Error{
        ErrorCode::invalid_argument,
        fmt::format(
            "\"{}\" must be a {}number between {:.0f} and {:.0f}",
            param.name,
            param.is_whole ? "whole " : "",
            param.least,
            param.most
        )
    };
}

}  // namespace

Result<std::optional<double>> read_if_said(const net::Request& request, const NumberParam& param)
{
    const auto text = request.param(param.name).value_or("");
    if (text.empty()) return std::optional<double>();
    TRY(const auto value, number_from(text, param));
    return std::optional<double>(value);
}

Result<double> read_of_path(const net::Request& request, const NumberParam& param)
{
    return number_from(request.path_param(param.name), param);
}

Result<double> read(const net::Request& request, const NumberParam& param)
{
    TRY(const auto said, read_if_said(request, param));
    return said.value_or(param.fallback);
}

Result<std::string> read(const net::Request& request, const NameParam& param)
{
    auto text = request.param(param.name).value_or("");
    if (text.empty()) return std::string(param.one_of.front());
    if (std::ranges::find(param.one_of, text) != param.one_of.end()) return text;
    return Error{
        ErrorCode::invalid_argument,
        fmt::format("\"{}\" must be one of {}", param.name, fmt::join(param.one_of, ", "))
    };
}

Result<std::vector<std::string>> read(const net::Request& request, const NamesParam& param)
{
    const auto said = request.param(param.name).value_or("");
    std::vector<std::string> names;
    for (std::string_view list = said; !list.empty();) {
        const auto name = list.substr(0, list.find(','));
        list.remove_prefix(std::min(list.size(), name.size() + 1));
        if (std::ranges::find(param.out_of, name) == param.out_of.end())
            return Error{
                ErrorCode::invalid_argument,
                fmt::format(
                    "\"{}\" must be names out of {}, with commas between",
                    param.name,
                    fmt::join(param.out_of, ", ")
                )
            };
        names.emplace_back(name);
    }
    return names;
}

Result<std::string> read(const net::Request& request, const TextParam& param)
{
    auto text = request.param(param.name).value_or("");
    if (task::count_letters(text) <= param.most_letters) return text;
    return Error{
        ErrorCode::invalid_argument,
        fmt::format("\"{}\" may have at most {} characters", param.name, param.most_letters)
    };
}

bool read(const net::Request& request, const FlagParam& param)
{
    const auto text = request.param(param.name).value_or("");
    return text == "true" || text == "True" || text == "1";
}

JsonObject schema_of(const NumberParam& param)
{
    JsonObject schema{
        {"type", param.is_whole ? "integer" : "number"},
        {"minimum", number(param.least, param.is_whole)},
        {"maximum", number(param.most, param.is_whole)},
    };
    if (param.fallback != 0) schema["default"] = number(param.fallback, param.is_whole);
    return schema;
}

JsonObject schema_of(const NameParam& param)
{
    JsonArray names(param.one_of.begin(), param.one_of.end());
    names.emplace_back("");
    return {{"type", "string"}, {"enum", std::move(names)}};
}

JsonObject schema_of(const NamesParam& param)
{
    const auto any = fmt::format("({})", fmt::join(param.out_of, "|"));
    return {{"type", "string"}, {"pattern", fmt::format("^({}(,{})*)?$", any, any)}};
}

JsonObject schema_of(const TextParam& param)
{
    return {{"type", "string"}, {"maxLength", param.most_letters}};
}

// Without a type: nothing that is said is refused.
JsonObject schema_of(const FlagParam&) { return {{"default", false}}; }

}  // namespace lissom::api
