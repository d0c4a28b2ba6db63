#pragma once

#include <cstdint>

#include "base/json.hpp"

namespace lissom::runner {

// Cookies as the DevTools Protocol tells them (Storage.getCookies).

// What a profile has after a session: what the session changed since it began, and for the rest what is there
// now, which other sessions may have changed meanwhile.
JsonArray merge_cookies(const JsonArray& at_begin, const JsonArray& at_end, const JsonArray& now_there);

// For Storage.setCookies, which refuses all where it dislikes one: those that have not expired, with the
// fields it takes. A cookie of one host only stays that.
JsonArray cookies_to_set(const JsonArray& kept, std::int64_t now_ms);

}  // namespace lissom::runner
