#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "task/spec.hpp"

namespace lissom::runner {

// What a key may do. Everything is allowed where nothing is said.
struct Limits {
    std::optional<std::int64_t>
        concurrent_sessions;        // tasks and sessions with a browser at once; more of them wait
    std::optional<double> credits;  // all its tasks together, ever
    std::optional<std::int64_t> requests_per_minute;  // to the API; a burst of that many is fine
    std::optional<std::int64_t> expires_at_ms;        // after it the key is as good as revoked
    std::set<std::string, std::less<>> disabled_features;
};

// The features that can be switched off for a key.
std::vector<std::string_view> all_features();

// {"concurrent_sessions": 2, "credits": 100, "requests_per_minute": 600, "expires_at_ms": 1765000000000,
// "disabled_features": ["certificates"]}, each of them optional. invalid_argument names the field and what is
// allowed.
Result<Limits> limits_from_json(const JsonObject& json);
JsonObject limits_schema();  // JSON Schema of what it takes

// forbidden: this feature is switched off for the key.
Done check_feature(const Limits& limits, std::string_view feature);

// forbidden: the task asks for a feature that is switched off for the key.
Done check_features(const Limits& limits, const task::Spec& spec);

}  // namespace lissom::runner
