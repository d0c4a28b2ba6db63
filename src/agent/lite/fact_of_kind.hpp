#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "agent/lite/scene.hpp"

namespace lissom::agent::lite {

// Of a line that tells several things in a row, "Kiel · 0431-220 · otto@kiel.de", the one of the kind that is
// asked for: "the number", "the e-mail address", "the city". Nothing where none or several are of that kind.
std::optional<std::string> fact_of_kind(std::string_view line, std::string_view asked);

// The one fact of that kind that a record says whose name this is: its own box, or what stands behind its
// name in a list of names.
std::optional<std::string> fact_about(const Scene& scene, const std::string& name, std::string_view asked);

}  // namespace lissom::agent::lite
