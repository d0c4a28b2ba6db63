#pragma once

#include <string>
#include <vector>

#include "app/config.hpp"

namespace lissom::app {

enum class Verdict {
    fine,
    note,     // works, but could be better
    missing,  // the server cannot do its work
};

struct Finding {
    Verdict verdict = Verdict::fine;
    std::string subject;  // "Chromium"
    std::string text;     // what was found
    std::string remedy;   // what to do about it; empty where there is nothing to do
};

// A model is essential where `needs_model`; smooth-lite does without.
std::vector<Finding> examine(const Config& config, bool needs_model = false);

// `lissom doctor`: prints the findings; 1 where something is missing.
int doctor(const Config& config, bool needs_model);

}  // namespace lissom::app
