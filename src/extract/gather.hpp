#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "extract/want.hpp"

namespace lissom::extract {

// The scalars and lists of scalars of a shape, with their paths through nested objects, and what must be
// looked for as records of its own.
struct Leaves {
    struct Branch {
        std::string path;
        Words words;
        Shape shape;
    };

    std::vector<Want> wants;
    std::vector<bool> is_needed;  // by want: must be there and may not be null
    std::vector<Branch> branches;
};

Leaves leaves_of(const Shape& shape, const Words& nouns);

using Found = std::map<std::string, Json>;  // by path

// A shape filled with what was found. `missing` names the first place that must be there and was not found.
struct Built {
    std::optional<Json> value;
    std::string missing;
    std::size_t found = 0;
};
Built build(const Shape& shape, const Found& found, const std::string& path = "");

}  // namespace lissom::extract
