#pragma once

#include <string>

#include "agent/lite/scene.hpp"

namespace lissom::agent::lite {

// What limits the records that are asked for, and the page says nowhere: "critical" of "every critical
// ticket", "2019" of "how many books were read in 2019". All of them would be an answer to another question.
// Empty where there is no such word.
std::string unsaid_limit(const Scene& scene, const std::string& asked);

}  // namespace lissom::agent::lite
