#pragma once

#include <vector>

#include "agent/agent.hpp"
#include "models/model.hpp"

namespace lissom::agent {

// The tools a model gets: the browser actions, the client's own tools, `more` and `done`.
std::vector<models::Tool> tools_for(const Assignment& assignment);

// Only `done`: at the last step.
std::vector<models::Tool> last_tools_for(const Assignment& assignment);

bool is_custom_tool(const Assignment& assignment, std::string_view name);

}  // namespace lissom::agent
