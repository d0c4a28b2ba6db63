#pragma once

#include <optional>
#include <string_view>

#include "agent/lite/scene.hpp"

namespace lissom::agent::lite {

class Hands;

// What lays itself over a page and asks about cookies, or offers a newsletter.
struct Banner {
    int box = -1;
    bool is_about_cookies = false;
};
std::optional<Banner> banner_in(const Scene& scene);

enum class Choice { reject, accept };

// The control that ends the banner: refusing before closing, agreeing only where there is no other way out; 0
// where there is none.
view::Ref way_out(const Scene& scene, const Banner& banner, Choice choice);

// Is the instruction itself about banners, so that none may be put away unasked?
bool speaks_of_banners(std::string_view instruction);

// Puts away what covers the page, as far as there is such a thing. Answers whether something was.
Async<Result<bool>> clear_way(Hands& hands);

}  // namespace lissom::agent::lite
