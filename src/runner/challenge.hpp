#pragma once

#include <optional>
#include <string>

#include "base/async.hpp"
#include "base/result.hpp"
#include "browser/page.hpp"

namespace lissom::runner {

// A page asks whether a person is there, and does not go on before somebody has shown it.
struct Challenge {
    std::string kind;  // "reCAPTCHA", "Cloudflare Turnstile" …; "captcha": of the site's own making
    std::string url;   // of the page

    bool operator==(const Challenge&) const = default;
};

// What an agent is about to do.
enum class Next { anything, press };

// What stands in the way now; one in a form that nobody fills in does not. An error: the page does not say.
Async<Result<std::optional<Challenge>>> find_challenge(browser::Page& page, Next next);

}  // namespace lissom::runner
