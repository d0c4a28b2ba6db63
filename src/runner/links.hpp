#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runner/settings.hpp"
#include "task/task.hpp"

namespace lissom::runner {

// What a signed link opens.
enum class Purpose {
    downloads,
    view,     // the live view, to look on
    control,  // the live view, and to take over
    recording,
};

struct LinkTarget {
    Purpose purpose = Purpose::downloads;
    std::string key_id;
    std::string task_id;
};

// Links that are opened without a key say in themselves what they open and until when, under an HMAC-SHA-256
// of it: whoever holds one may open that one thing, and nothing has to be remembered.
std::string sign_link(std::string_view secret, const LinkTarget& target, std::int64_t expires_at_s);

// None: not ours, changed, or expired. Whether its purpose fits is for the caller to look at.
std::optional<LinkTarget> read_link(std::string_view secret, std::string_view token, std::int64_t now_s);

// Where a person looks at a task (Purpose::view), or takes over too (Purpose::control). Clients append
// "&interactive=…&embed=…", so it has a query already.
std::string live_url(const Settings& settings, const task::Task& task, Purpose purpose);
std::string recording_url(const Settings& settings, const task::Task& task);

}  // namespace lissom::runner
