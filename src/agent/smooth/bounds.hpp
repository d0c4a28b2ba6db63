#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "agent/agent.hpp"
#include "base/result.hpp"
#include "view/snapshot.hpp"

namespace lissom::agent {

// Is there an address or the name of a host in what a person wrote?
bool names_site(std::string_view text);

// What a model may not be talked into, whatever a page says: the sites that the person named are the task's.
// An address made up for another site is not opened (it could carry away what the agent has read; a front
// page cannot), files and the person's own values go to no other site. Links may lead anywhere, as for a
// person. Where the person named no site at all, the whole web is the task's.
class Bounds {
public:
    // `here` is where the browser is when the work begins. allowed_urls are another matter: the gateway and
    // the gate of each page enforce them, whoever wants to go.
    Bounds(const Assignment& assignment, std::string_view here);

    // forbidden, with a sentence for the model.
    Done check(std::string_view action, const JsonObject& params, const view::Snapshot& page) const;

private:
    bool is_of_the_task(std::string_view url) const;
    Done check_address(const std::string& given, const view::Snapshot& page) const;
    Done check_input(const std::string& text, const view::Snapshot& page) const;

    std::set<std::string> sites_;
    std::string words_;                // of the instruction, in lower case
    std::vector<std::string> values_;  // of the person's metadata
};

}  // namespace lissom::agent
