#pragma once

#include <string>

#include "egress/policy.hpp"

namespace lissom::egress {

// The HTTP answer to a browser that asked for what it does not get: a page that tells a person why. The
// connection ends with it.
std::string refusal_answer(const Refusal& refusal);

}  // namespace lissom::egress
