#pragma once

#include <string>

#include "base/json.hpp"

// The document at /openapi.json: words, routes and answers stand in openapi.json; what a request may carry
// (fields, types, bounds, names, defaults) is put in from the definitions that requests are held to.

namespace lissom::api {

const std::string& openapi_document();

// JSON Schemas of bodies, each beside what reads it.
JsonObject key_schema();              // keys.cpp
JsonObject profile_schema();          // profiles.cpp
JsonObject browser_session_schema();  // legacy.cpp
JsonObject tool_response_schema();    // legacy.cpp
JsonObject file_form();               // upload.cpp, multipart
JsonObject extension_form();          // upload.cpp, multipart

}  // namespace lissom::api
