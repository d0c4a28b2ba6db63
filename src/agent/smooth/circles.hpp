#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "base/json.hpp"
#include "view/snapshot.hpp"

namespace lissom::agent {

// Notices an agent that goes in circles: the same call on the same page.
class Circles {
public:
    // How often this call has now been made on a page that looked just like this one.
    int count(const std::string& action, const JsonObject& input, const view::Snapshot& page);

private:
    std::map<std::size_t, int> seen_;
};

}  // namespace lissom::agent
