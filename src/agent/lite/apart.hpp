#pragma once

#include <string>

#include "agent/lite/scene.hpp"

namespace lissom::agent::lite {

// Does an answer stand far from all that the question speaks of? "alexzeitler" beside the first story is no
// answer about the story of the leaf blowers, which is the twentieth. Only where the page says those words in
// few places, and the answer word for word.
bool stands_apart(const Scene& scene, const std::string& question, const std::string& answer);

// "Date filed: 12/07/2017" to who asks when the case was terminated, where no word of the page speaks of
// that.
bool tells_other_deed(const Scene& scene, const std::string& question, const std::string& answer);

// A moment for "when are they", where the page says other moments too: of what is not named, none is told
// apart.
bool is_one_moment_of_several(const Scene& scene, const std::string& question, const std::string& answer);

// "October 2018" to who asks when the committee meets: the month that a calendar shows, and no meeting of it.
bool is_head_of_calendar(const Scene& scene, const std::string& question, const std::string& answer);

// None of a thing that the page gives a number of: "0" to who asks for the calories, beside "Calories: 356".
bool counts_past(const Scene& scene, const std::string& question, const std::string& answer);

}  // namespace lissom::agent::lite
