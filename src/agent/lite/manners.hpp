#pragma once

#include <string>
#include <string_view>

namespace lissom::agent::lite {

// An instruction without what is said for politeness around its orders and questions: greetings, "could you
// please", "I would like you to", "for me, thanks". A request that is written as a question becomes an order;
// what stands in quotes stays as it is.
std::string without_politeness(std::string_view instruction);

}  // namespace lissom::agent::lite
