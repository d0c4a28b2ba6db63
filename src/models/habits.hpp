#pragma once

#include <string>

#include "models/model.hpp"
#include "net/client.hpp"

namespace lissom::models {

// How a server is told that an answer must fit a schema. Those that imitate OpenAI know less than it does.
enum class ShapeOrder {
    json_schema,  // as OpenAI has it
    json_object,  // JSON, with the schema beside it: llama.cpp's servers hold the model to it, others only to
                  // JSON
    none,         // by the words of the prompt alone
};

// By which name a server is told how long an answer may be.
enum class LengthLimit { max_tokens, max_completion_tokens, none };

// What a server can do, as far as its refusals have shown: it is asked for all of it first.
struct Habits {
    std::string base_url;
    bool streams = true;  // streams show a provider that has gone silent long before the limit
    ShapeOrder shape_order = ShapeOrder::json_schema;
    LengthLimit length_limit = LengthLimit::max_tokens;
    bool obeys_tool_choice = true;
    bool sees_pictures = true;
    bool wants_thoughts_back = false;  // the model's thinking with its messages
    bool takes_any_schema = true;      // of tools; else they are told in the plainest words

    bool operator==(const Habits&) const = default;
};

// The same, less what `refusal` says that the server cannot do; what it was where it says nothing of the
// kind. Never gives back what was taken away, so that asking again comes to an end.
Habits after_refusal(const Habits& habits, const net::Reply& refusal, const Ask& ask);

// What is to be remembered for other asks: not what the server says of one schema alone.
bool is_of_one_ask(const net::Reply& refusal);

}  // namespace lissom::models
