#pragma once

#include <cstddef>
#include <filesystem>
#include <set>
#include <string>

#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace lissom::runner {

// What tasks leave in the data folder, below folders.hpp's task_folder().

// When a task has ended: folders in which nothing was left go, and the age of the rest counts from now.
// Blocking.
void tidy_task_folder(const std::filesystem::path& data, const std::string& task_id);

// What is kept of a task until its downloads expire: what its browser asked for, what its pages wrote to
// their consoles.
enum class Log { network, console };

// Blocking.
Done write_log(
    const std::filesystem::path& data,
    const std::string& task_id,
    Log log,
    const JsonObject& what
);
JsonObject
read_log(const std::filesystem::path& data, const std::string& task_id, Log log);  // {}: there is none

// Removes downloads, and the archives made of them, and logs, of tasks that ended so long ago and are
// not among the living ones. Answers of how many tasks. Blocking.
std::size_t remove_old_downloads(
    const std::filesystem::path& data,
    std::chrono::milliseconds age,
    const std::set<std::string>& living
);

}  // namespace lissom::runner
