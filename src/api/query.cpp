#include "api/query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/try.hpp"

namespace lissom::api {
namespace {

Json number(double value, bool is_whole)
{
    return is_whole || value == std::floor(value) ? Json(static_cast<std::int64_t>(value)) : Json(value);
}

}  // namespace

Result<std::optional<double>> read_if_said(const net::Request& request, const NumberParam& param)
{
    const auto text = request.param(param.name).value_or("");
    if (text.empty()) return std::optional<double>();
    double value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool is_number = code == std::errc() && end == text.data() + text.size() && std::isfinite(value);
    if (is_number && value >= param.least && value <= param.most &&
        !(param.is_whole && value != std::floor(value)))
        return std::optional<double>(value);
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

}  // namespace lissom::api
