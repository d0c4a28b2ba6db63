#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "agent/lite/scene.hpp"

namespace lissom::agent::lite {

// "the highlighted word", "the text in red", "the word that is bold": the text run that is drawn so; -1 where
// the phrase speaks of no look, or nothing has it.
int text_with_look(const Scene& scene, std::string_view phrase);

// "the number written on the green card", "the letter in the blue box": what stands on the thing that is
// drawn so.
std::optional<std::string> text_written_on(const Scene& scene, std::string_view phrase);

}  // namespace lissom::agent::lite
