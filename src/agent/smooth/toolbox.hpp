#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "agent/agent.hpp"
#include "models/model.hpp"

namespace lissom::agent {

// The tools a model gets: the browser actions, the client's own tools, `more` and `done`.
std::vector<models::Tool> tools_for(const Assignment& assignment);

// Only `done`: at the last step.
std::vector<models::Tool> last_tools_for(const Assignment& assignment);

// False for the actions that a client has to switch on and has not.
bool is_offered(const Assignment& assignment, std::string_view action);

// The tool that is meant: models write "Click" and "functions.click" for "click". What is like none stays as
// it is.
std::string offered_name(const Assignment& assignment, const std::string& name);

bool is_custom_tool(const Assignment& assignment, std::string_view name);

}  // namespace lissom::agent
