#pragma once

#include <string_view>
#include <vector>

#include "agent/lite/run.hpp"

namespace lissom::agent::lite {

// Does the phrase count things of a list: "search result", "article", "product"?
bool names_result(std::string_view words);

// The titles of what a page lists, in order: the largest family of links that look alike, without its page
// turner.
std::vector<int> result_links(const Scene& scene);

// What leads to more of a list: "next", "older posts", "load more"; 0 where there is none.
view::Ref next_page(const Scene& scene);
// The way back: "previous", "newer", the page number before; 0 where there is none.
view::Ref previous_page(const Scene& scene);
// Where pages are numbered the one with this number; 0 where there is none, or it is the one in front.
view::Ref numbered_page(const Scene& scene, int number);

// Presses the n-th of them (1 first, -1 the last on the page), on later pages where the first has too few.
Async<Done> press_result(Run& run, int number);

}  // namespace lissom::agent::lite
