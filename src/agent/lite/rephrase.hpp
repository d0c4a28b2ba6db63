#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lissom::agent::lite {

// The deeds of one clause in the order in which they are to be done, each in the imperative: "press B after
// you have pressed A" is "press A", "press B". Most clauses are one deed and come back as they are.
std::vector<std::string> deeds_in_order(const std::string& clause);

// "pressed", "pressing" → "press"; empty where no verb of an order is in it.
std::string imperative_of(std::string_view word);

}  // namespace lissom::agent::lite
