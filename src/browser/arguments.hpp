#pragma once

#include <string>
#include <vector>

#include "browser/folder.hpp"
#include "browser/pool.hpp"

namespace lissom::browser {

enum class Engine {
    light,  // the headless shell: fast, no extensions, known as a robot
    full,   // the whole Chromium in new headless mode: looks like a person's browser
};

struct ChromiumSpec {
    Engine engine = Engine::light;
    std::string program;
    std::filesystem::path user_data;  // empty: a fresh one in the process's folder
    bool has_extensions = false;
    std::string user_agent;  // what it says it is where no page can be told what to say; empty: the truth
    bool is_unsandboxed = false;
    std::vector<std::string> extra_arguments;
};

std::vector<std::string> chromium_arguments(const ChromiumSpec& spec, const BrowserFolder& folder);

// A short list of what Chromium needs of our environment: keys and passwords live in the rest.
std::vector<std::string> chromium_environment(const BrowserFolder& folder);

}  // namespace lissom::browser
