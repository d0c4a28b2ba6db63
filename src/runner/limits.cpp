#include "runner/limits.hpp"

#include <algorithm>
#include <array>

#include "base/try.hpp"

namespace lissom::runner {
namespace {

// 2^53 - 1: what every client reads exactly.
constexpr std::int64_t most_count = 9'007'199'254'740'991;

// A feature and how a task asks for it; without a test it is asked for on a route of its own.
struct Feature {
    std::string_view name;
    bool (*is_used)(const task::Spec& spec);
};

constexpr std::array<Feature, 9> features{{
    {"agent_with_model", [](const task::Spec& spec) { return spec.agent == task::AgentKind::smooth; }},
    {"certificates", [](const task::Spec& spec) { return !spec.certificates.empty(); }},
    {"custom_tools", [](const task::Spec& spec) { return !spec.custom_tools.empty(); }},
    {"extensions", [](const task::Spec& spec) { return !spec.extensions.empty(); }},
    {"files", [](const task::Spec& spec) { return !spec.files.empty(); }},
    {"profiles", [](const task::Spec& spec) { return !spec.profile_id.empty(); }},
    {"proxy", [](const task::Spec& spec) { return !spec.proxy.server.empty(); }},
    {"sessions", [](const task::Spec& spec) { return !spec.instruction; }},
    {"webhooks", [](const task::Spec& spec) { return !spec.webhook_url.empty(); }},
}};

std::string names_of(const std::vector<std::string_view>& names)
{
    std::string text;
    for (const auto name : names) text.append(text.empty() ? "" : ", ").append(name);
    return text;
}

Result<std::int64_t> count_from(std::string_view field, const Json& value)
{
    if (value.is_int64() && value.get_int64() >= 0 && value.get_int64() <= most_count)
        return value.get_int64();
    return Error{
        ErrorCode::invalid_argument, "\"" + std::string(field) + "\" must be a whole number of at least 0"
    };
}

Result<double> amount_from(std::string_view field, const Json& value)
{
    if (value.is_number() && value.to_number<double>() >= 0) return value.to_number<double>();
    return Error{
        ErrorCode::invalid_argument, "\"" + std::string(field) + "\" must be a number of at least 0"
    };
}

Result<std::set<std::string, std::less<>>> features_from(const Json& value)
{
    const auto known = all_features();
    Error wrong{
        ErrorCode::invalid_argument,
        "\"disabled_features\" must be an array of names out of: " + names_of(known)
    };
    if (!value.is_array()) return wrong;
    std::set<std::string, std::less<>> chosen;
    for (const auto& entry : value.get_array()) {
        if (!entry.is_string() ||
            std::ranges::find(known, std::string_view(entry.get_string())) == known.end())
            return wrong;
        chosen.emplace(entry.get_string());
    }
    return chosen;
}

}  // namespace

JsonObject limits_schema()
{
    const auto names = all_features();
    const JsonObject count{{"type", JsonArray{"integer", "null"}}, {"minimum", 0}, {"maximum", most_count}};
    JsonObject schema{{"type", "object"}, {"additionalProperties", false}};
    schema["properties"] = {
        {"concurrent_sessions", count},
        {"credits", {{"type", JsonArray{"number", "null"}}, {"minimum", 0}}},
        {"requests_per_minute", count},
        {"expires_at_ms", count},
        {"disabled_features",
         {{"type", JsonArray{"array", "null"}}, {"items", {{"enum", JsonArray(names.begin(), names.end())}}}}
        },
    };
    return schema;
}

std::vector<std::string_view> all_features()
{
    std::vector<std::string_view> names;
    for (const auto& feature : features) names.push_back(feature.name);
    return names;
}

Result<Limits> limits_from_json(const JsonObject& json)
{
    Limits limits;
    for (const auto& field : json) {
        const std::string_view name = field.key();
        const auto& value = field.value();
        if (value.is_null()) continue;
        if (name == "concurrent_sessions") {
            TRY(limits.concurrent_sessions, count_from(name, value));
        } else if (name == "credits") {
            TRY(limits.credits, amount_from(name, value));
        } else if (name == "requests_per_minute") {
            TRY(limits.requests_per_minute, count_from(name, value));
        } else if (name == "expires_at_ms") {
            TRY(limits.expires_at_ms, count_from(name, value));
        } else if (name == "disabled_features") {
            TRY(limits.disabled_features, features_from(value));
        } else {
            return Error{
                ErrorCode::invalid_argument,
                "a key has no limit named \"" + std::string(name) +
                    "\"; there are: concurrent_sessions, credits, requests_per_minute, expires_at_ms, "
                    "disabled_features"
            };
        }
    }
    return limits;
}

Done check_feature(const Limits& limits, std::string_view feature)
{
    if (!limits.disabled_features.contains(feature)) return {};
    return Error{
        ErrorCode::forbidden,
        "the feature \"" + std::string(feature) +
            "\" is switched off for this API key: ask whoever runs the server"
    };
}

Done check_features(const Limits& limits, const task::Spec& spec)
{
    if (limits.disabled_features.empty()) return {};
    for (const auto& feature : features) {
        if (!feature.is_used(spec)) continue;
        if (auto checked = check_feature(limits, feature.name); !checked) return checked;
    }
    return {};
}

}  // namespace lissom::runner
