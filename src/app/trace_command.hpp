#pragma once

#include <string>

#include "app/config.hpp"

namespace lissom::app {

struct TraceOptions {
    std::string task;    // its id
    std::string server;  // empty: the one that works in the data folder
    bool has_everything = false;
    bool as_json = false;
};

// `lissom trace ID`: what a task saw, was asked, did and spent, step by step.
int print_trace(Config config, TraceOptions options);

}  // namespace lissom::app
