#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "actions/action.hpp"
#include "base/async.hpp"
#include "base/result.hpp"
#include "browser/context.hpp"
#include "egress/policy.hpp"
#include "runner/house.hpp"
#include "runner/profiles.hpp"
#include "task/spec.hpp"

namespace lissom::runner {

// What a task takes along: the browser it asked for, the files it may use, where it may go.
struct Outfit {
    browser::ContextOptions context;
    std::map<std::string, std::filesystem::path> files;
    actions::AddressCheck may_visit;
    std::vector<egress::UrlPattern> patterns;  // of allowed_urls; none: everywhere
    egress::Policy policy;
    std::filesystem::path artifacts;
    std::filesystem::path folder;         // copies for its browser
    std::optional<ProfileLease> profile;  // its own copy
};

// Whether everything the task names is there and its key's: profile, files, extensions, certificates. For
// submit(), so that the client learns of a mistake at once. Errors: not_found, invalid_argument.
Async<Done> check_outfit(House& house, std::string key_id, task::Spec spec);

Async<Result<Outfit>> fit_out(House& house, std::string key_id, std::string task_id, task::Spec spec);

// Removes the copies, when nothing uses them any more.
Async<void> put_outfit_away(House& house, std::filesystem::path folder, std::optional<ProfileLease> profile);

}  // namespace lissom::runner
