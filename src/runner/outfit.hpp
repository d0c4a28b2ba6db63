#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "actions/action.hpp"
#include "base/async.hpp"
#include "base/result.hpp"
#include "browser/context.hpp"
#include "runner/house.hpp"
#include "task/spec.hpp"

namespace lissom::runner {

// What a task takes along: the browser it asked for, the files it may use, where it may go.
struct Outfit {
    browser::ContextOptions context;
    std::map<std::string, std::filesystem::path> files;
    actions::AddressCheck may_visit;
    std::filesystem::path artifacts;
};

// Whether everything the task names is there and its key's: profile, files, extensions, certificates. For
// submit(), so that the client learns of a mistake at once. Errors: not_found, invalid_argument.
Async<Done> check_outfit(House& house, std::string key_id, task::Spec spec);

Async<Result<Outfit>> fit_out(House& house, std::string key_id, std::string task_id, task::Spec spec);

// Keeps what the browser learned, for the next task with this profile.
Async<Done> save_profile(House& house, std::string key_id, std::string profile_id, browser::Context& browser);

}  // namespace lissom::runner
