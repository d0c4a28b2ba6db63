#pragma once

#include <vector>

#include "models/model.hpp"

namespace lissom::models {

// The answers of OpenAI Chat Completions and of its many imitations, read for openai.cpp.
// https://platform.openai.com/docs/api-reference/chat/object
Result<Reply> reply_of_completion(const JsonObject& body);

// https://platform.openai.com/docs/api-reference/chat-streaming
Result<JsonObject> completion_of_stream(const std::vector<JsonObject>& events);

}  // namespace lissom::models
