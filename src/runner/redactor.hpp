#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"

namespace lissom::runner {

// Takes secrets out of what is kept or shown: the value itself and the forms in which pages and programs
// write it (URL encoded, base64, JSON). The agent masks what it tells; this is the second lock, at the one
// door to events and store.
class Redactor {
public:
    // Short or purely numeric values are left alone: hiding every "1234" of a page would garble it.
    void add(std::string_view name, std::string_view value);

    bool is_empty() const { return forms_.empty(); }
    std::string text(std::string text) const;
    Json json(Json json) const;
    JsonObject object(JsonObject object) const;

private:
    std::vector<std::pair<std::string, std::string>>
        forms_;  // what to look for, what to put there; the longest first
};

}  // namespace lissom::runner
