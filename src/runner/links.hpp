#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lissom::runner {

// What a signed link opens.
enum class Purpose { downloads };

struct LinkTarget {
    Purpose purpose = Purpose::downloads;
    std::string key_id;
    std::string task_id;
};

// Links that are opened without a key say in themselves what they open and until when, under an HMAC-SHA-256
// of it: whoever holds one may open that one thing, and nothing has to be remembered.
std::string sign_link(std::string_view secret, const LinkTarget& target, std::int64_t expires_at_s);

// None: not ours, changed, or expired.
std::optional<LinkTarget> read_link(std::string_view secret, std::string_view token, std::int64_t now_s);

}  // namespace lissom::runner
