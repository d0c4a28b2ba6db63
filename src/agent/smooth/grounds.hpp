#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/json.hpp"

namespace lissom::agent {

// What an answer can stand on: the figures of all that a model was shown. A small model that has found
// nothing says something all the same, often a piece of its prompt, whose example answers with a figure for
// that reason.
class Grounds {
public:
    void add(std::string_view text);

    // A figure of the output that was nowhere. Those of one digit are the model's own: it may have counted.
    std::optional<std::string> missing(const Json& output) const;

private:
    std::set<std::string, std::less<>> figures_;  // their digits alone
};

}  // namespace lissom::agent
