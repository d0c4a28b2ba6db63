#pragma once

#include <string>

#include "app/config.hpp"

namespace lissom::app {

struct SnapshotOptions {
    std::string url;
    int max_tokens = 6'000;
    bool as_json = false;
};

// `lissom snapshot URL`: prints a page the way an agent sees it. Needs no server.
int print_snapshot(Config config, SnapshotOptions options);

}  // namespace lissom::app
