#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/model.hpp"
#include "view/snapshot.hpp"

namespace lissom::agent {

// The word of a small model that gives up; to the agent it is `done` without success.
constexpr std::string_view give_up = "give_up";

// An action on an element, "click" and "e12".
using Deed = std::pair<std::string, std::string>;

// Where the model stands on its way.
struct Way {
    bool has_moved = false;     // the browser is at another address than at first
    bool has_files = true;      // the task gave some, or some were downloaded
    bool knows_address = true;  // the task names one: a small model that has none makes one up
};

// What a small model may do next: few tools, each with the inputs it cannot do without, and of elements only
// those that the page shows and that the tool is for. A server that holds a model to a schema then keeps it
// from what small models do wrong most: elements that are not there, text for a button, a tool out of place.
class SmallSteps {
public:
    // `told` is the page as the model reads it. `idle` are deeds that changed nothing: not again.
    SmallSteps(
        const std::vector<models::Tool>& tools,
        const view::Snapshot& page,
        std::string_view told,
        const std::set<Deed>& idle,
        Way way
    );

    std::string text() const;   // a line for each
    JsonObject schema() const;  // of one step: {"memory", "action", "input"}

private:
    std::vector<models::Tool> tools_;
    JsonObject definitions_;  // that the response model brings along
};

}  // namespace lissom::agent
