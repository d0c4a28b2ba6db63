#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "base/result.hpp"

namespace lissom {

using Json = boost::json::value;
using JsonObject = boost::json::object;
using JsonArray = boost::json::array;

Result<Json> parse_json(std::string_view text);
std::string dump(const Json& json);

// Field readers for what must be there: the error names the field, so a client or a model can correct itself.
Result<std::string> require_string(const JsonObject& object, std::string_view key);
Result<std::int64_t> require_int(const JsonObject& object, std::string_view key);

// Field readers for what may be missing, null or of another type: then the fallback is the answer. For
// messages of Chromium and of our own store, not for requests of clients.
std::string string_or(const JsonObject& object, std::string_view key, std::string_view fallback = "");
std::int64_t int_or(const JsonObject& object, std::string_view key, std::int64_t fallback = 0);
double number_or(const JsonObject& object, std::string_view key, double fallback = 0);
bool bool_or(const JsonObject& object, std::string_view key, bool fallback = false);

// Null where the field is missing or of another type.
const JsonObject* object_at(const JsonObject& object, std::string_view key);
const JsonArray* array_at(const JsonObject& object, std::string_view key);

}  // namespace lissom
