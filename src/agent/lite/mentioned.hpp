#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "agent/lite/scene.hpp"

namespace lissom::agent::lite {

// One of several things side by side that show another part or state of the page: a size, a tab, a room of a
// chat, an entry beside its details.
struct Choice {
    view::Ref ref = 0;
    std::string name;
};

enum class Among {
    variants,  // in one line, or marked as tabs and radio buttons: what is shown depends on them
    entries,   // one below the other: what is shown is about one of them
};

// The choices that a text names and that are not chosen yet, in reading order. Nothing of a group of which
// two are named: they are compared, or it is not clear which is meant.
std::vector<Choice> mentioned_choices(const Scene& scene, std::string_view text, Among among);

}  // namespace lissom::agent::lite
