#pragma once

#include <cstddef>
#include <vector>

#include "agent/lite/run.hpp"

// Lists whose items are put into another order by hand.
namespace lissom::agent::lite::skills {

// The list an item stands in, as its items from top to bottom (or left to right); empty where it is in none.
std::vector<int> items_around(const Scene& scene, int item);

// Brings one item to another's place: by the arrows that each item has, else by dragging. Error not_doable:
// nothing in the list has moved.
Async<Done> move_item(Run& run, const std::vector<int>& items, std::size_t from, std::size_t to);

}  // namespace lissom::agent::lite::skills
