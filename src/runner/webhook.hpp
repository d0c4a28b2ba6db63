#pragma once

#include <string>

#include "base/async.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "egress/gateway.hpp"
#include "net/client.hpp"
#include "task/task.hpp"

namespace lissom::runner {

// What a client's server is told when a task has ended.
struct Notice {
    std::string url;
    std::string id;      // the same for every attempt
    std::string secret;  // signs it: hexadecimal SHA-256 of the API key, which only client and server know
    JsonObject body;
};

// "t=1700000000,v1=<hexadecimal HMAC-SHA256 of "1700000000.BODY">", the way many services sign theirs: who
// checks the time as well cannot be sent an old one again.
std::string sign_notice(std::string_view secret, std::string_view body, std::int64_t seconds);

// What is told of the end of this task. The same of the same task, whoever tells it and when.
Notice notice_of(const task::Task& task, std::string url, std::string secret);

// Posts it until it is taken: again after longer and longer waits while nobody answers, or with a 5xx, 408 or
// 429. The address is held to the same rules as those of browsers, at every attempt. Never fails; logs that
// it was given up.
Async<void> deliver(net::Client& client, egress::Gateway& gateway, Clock clock, Notice notice);

}  // namespace lissom::runner
