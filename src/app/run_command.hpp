#pragma once

#include <string>

#include "app/config.hpp"
#include "cli/task.hpp"

namespace lissom::app {

struct RunOptions {
    cli::TaskOptions task;
    std::string server;  // empty: the one that works in the data folder, else one of its own for this task
    bool as_json = false;
};

// `lissom run "TASK"`: steps on standard error, the answer on standard output. Ctrl-C ends the task too.
int run_task(Config config, RunOptions options);

}  // namespace lissom::app
