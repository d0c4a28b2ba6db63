#pragma once

#include <string>

#include "agent/lite/scene.hpp"

namespace lissom::agent::lite {

// The moment of "version 6" is no moment of another version: does an answer that the page says word for word
// stand where the number, by which the question names its thing, is not said?
bool is_of_other_number(const Scene& scene, const std::string& question, const std::string& answer);

}  // namespace lissom::agent::lite
