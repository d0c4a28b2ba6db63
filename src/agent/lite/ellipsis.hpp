#pragma once

#include <string>
#include <vector>

namespace lissom::agent::lite {

// What is said of a second deed without its verb: "press A, then B twice, then OK" is "press A", "press B",
// "press B" and "press OK". The clause itself where nothing is left out.
std::vector<std::string> spelled_out(const std::string& clause);

// "How much was it", asked after "who paid for the firewood": "how much was the firewood". The clause itself
// where it asks on its own.
std::string with_subject_of(const std::string& before, const std::string& clause);

}  // namespace lissom::agent::lite
