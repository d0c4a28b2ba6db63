#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/async.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace lissom::net {
class Client;
}

namespace lissom::models {

struct Image {
    std::string media_type;  // "image/jpeg"
    std::string bytes;
};

// A model's wish to call a tool.
struct ToolCall {
    std::string id;
    std::string name;
    JsonObject input;
    std::string
        malformed;   // what the model wrote where `input` should be, when that was no JSON object; else empty
    JsonObject own;  // what the provider wants back with the call as it was, such as a signature
};

enum class Role { system, user, assistant, tool };

struct Message {
    Role role = Role::user;
    std::string text;
    std::vector<Image> images;         // user and tool messages
    std::vector<ToolCall> tool_calls;  // assistant messages
    std::string tool_call_id;          // tool messages: which call this answers
    bool ends_stable_prefix = false;   // what comes up to here is the same in the next ask: cache it
    JsonObject own;                    // assistant messages: Reply::own
};

struct Tool {
    std::string name;
    std::string description;
    JsonObject schema;  // JSON Schema of its input, an object
};

struct Ask {
    std::vector<Message> messages;
    std::vector<Tool> tools;
    bool must_call_tool = false;
    std::optional<Json>
        schema;  // the text of the reply must be JSON that fits; providers that can, enforce it
    int max_output_tokens = 4096;
    Millis limit = Millis(600'000);  // for one attempt; a provider that is silent is given up sooner
};

// As the provider counted them.
struct Usage {
    std::int64_t input_tokens = 0;   // all of them, the cached ones included
    std::int64_t cached_tokens = 0;  // read from the provider's cache
    std::int64_t stored_tokens = 0;  // written into it, which some charge extra
    std::int64_t output_tokens = 0;
    double cost_usd = 0;  // by the price table; 0 where no price is known

    Usage& operator+=(const Usage& other);
};

struct Reply {
    std::string text;
    std::vector<ToolCall> tool_calls;
    Usage usage;
    bool was_cut_off = false;  // ran into max_output_tokens
    JsonObject own;            // what the provider wants back with this message as it was, such as thoughts
};

// Someone who thinks. Errors: unauthorized (the key is wrong), too_many_requests and unavailable (after
// retries), timeout, invalid_argument (the prompt is too long, or the provider refuses the request),
// not_doable (the model refuses to answer).
class Model {
public:
    virtual ~Model() = default;
    virtual Async<Result<Reply>> ask(Ask ask) = 0;
    virtual std::string name() const = 0;  // "openai:gpt-5-mini"
};

struct Price {  // US dollars a million tokens
    double input = 0;
    double cached = 0;
    double output = 0;
    double stored = 0;  // what is written into the cache; 0: as `input`
};

// Which model, where and on whose account.
struct ModelSettings {
    std::string provider;  // a name of the catalog: "openai", "anthropic", "ollama", "openai-compatible"
    std::string model;     // the provider's own name
    std::string base_url;  // empty: the provider's public one
    std::string api_key;
    std::string proxy;
    std::optional<Price> price;
    bool is_small = false;  // a local model of a few billion parameters: short prompts, one action a call
    int retries = 4;
    Millis silence = Millis(90'000);  // a provider that sends nothing for so long is given up; models that
                                      // think first may need a minute
};

// "openai:gpt-5-mini" into provider and model, "openai-compatible:qwen@http://127.0.0.1:8000/v1" also into an
// address. invalid_argument lists the providers there are.
Result<ModelSettings> settings_from(std::string_view address);

// Opens the model, with retries around it. The client must outlive it.
Result<std::unique_ptr<Model>> open_model(ModelSettings settings, net::Client& client);

std::vector<std::string_view> provider_names();

}  // namespace lissom::models
