#pragma once

#include <string>

#include "app/config.hpp"
#include "cli/task.hpp"

namespace lissom::app {

struct RunOptions {
    cli::TaskOptions task;
    std::string server;  // empty: the one that works in the data folder, else one of its own for this task
    bool as_json = false;
    std::string replay;  // a task's id or a script's file: what it did is done again instead of `task.task`
};

// `lissom run "TASK"`: steps on standard error, the answer on standard output. Ctrl-C ends the task too.
int run_task(Config config, RunOptions options);

}  // namespace lissom::app
