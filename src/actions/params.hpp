#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"
#include "browser/geometry.hpp"
#include "view/snapshot.hpp"

namespace lissom::actions {

// Readers of an action's parameters. Errors are invalid_argument and name the parameter, so that a model can
// mend its call.

// "e12", "[e12]" or 12.
Result<view::Ref> ref_from(const JsonObject& params, std::string_view key = "element");
Result<std::optional<view::Ref>>
optional_ref_from(const JsonObject& params, std::string_view key = "element");

// {"x": 10, "y": 20} or [10, 20] under the key; nothing where it is missing or null.
Result<std::optional<browser::Point>> optional_point_from(const JsonObject& params, std::string_view key);

Result<std::string>
text_from(const JsonObject& params, std::string_view key);  // numbers and booleans become text
std::string
optional_text_from(const JsonObject& params, std::string_view key, std::string_view fallback = "");

// What is told in the place of a secret text ("is_secret", named by "shown_as"); empty where it is no secret.
std::string shown_instead(const JsonObject& params);

}  // namespace lissom::actions
