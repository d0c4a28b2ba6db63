#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "task/spec.hpp"

namespace lissom::agent {

// The secrets of one assignment. An agent knows their names and writes `<secret>name</secret>` where a value
// belongs; the value is put in at the last moment, only for a frame whose address the secret allows, and
// masked wherever it comes back.
class Secrets {
public:
    explicit Secrets(std::vector<std::pair<std::string, task::Secret>> secrets);

    bool empty() const { return secrets_.empty(); }
    std::vector<std::string> names() const;

    // All of them without the addresses they may be used at: as such they are masked like any other, and
    // neither named nor released.
    std::vector<std::pair<std::string, task::Secret>> hidden() const;

    // Is there a placeholder anywhere in the parameters?
    bool are_named_in(const JsonObject& params) const;

    // The parameters with every placeholder replaced. forbidden: the frame's address is not one the secret
    // allows; invalid_argument: there is no secret of that name (the message lists the names).
    Result<JsonObject> release(const JsonObject& params, std::string_view frame_url) const;

    // The text with every value of a secret (plain, URL-encoded, base64, JSON-escaped) replaced by its
    // placeholder. Values shorter than four characters are left alone: masking "12" everywhere would corrupt
    // what the agent reads.
    std::string mask(std::string text) const;
    Json mask(const Json& json) const;

private:
    struct Form {
        std::string text;         // one way to write a value
        std::string placeholder;  // what stands there instead
    };

    std::vector<std::pair<std::string, task::Secret>> secrets_;
    std::vector<Form> forms_;  // longest first, so that a form within another is not masked by halves
};

std::string placeholder_of(std::string_view secret_name);

}  // namespace lissom::agent
