#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/async.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "net/client.hpp"

namespace lissom::cli {

// A server of the Smooth API: Lissom or another.
struct Server {
    std::string url;  // "http://127.0.0.1:8080"; /api/v1 is added
    std::string key;
};

struct TaskOptions {
    std::string task;
    std::string url;
    std::optional<Json> schema;
    std::optional<JsonObject> metadata;
    std::vector<std::string> allowed_urls;
    std::vector<std::string> files;  // paths, uploaded first
    std::string profile;
    std::string device = "desktop";
    std::string agent = "smooth";
    int max_steps = 32;
    JsonObject experimental_features;
};

// What was asked for with an earlier task, to ask for it again.
Async<Result<TaskOptions>> options_of_task(net::Client& client, Server server, std::string id);

// The same of a script that was learnt from one.
Result<TaskOptions> options_of_script(const Json& script);

// Uploads the files, submits the task, answers its id.
Async<Result<std::string>> submit_task(net::Client& client, Server server, TaskOptions options);

// Follows it to its end and prints each step to standard error as it happens. Answers the final TaskResponse.
Async<Result<JsonObject>> follow_task(net::Client& client, Server server, std::string id);

Async<Done> cancel_task(net::Client& client, Server server, std::string id);

// One line about an event; empty for those that say nothing to a person.
std::string describe(const JsonObject& event);

// The answer as people want it on standard output: text bare, anything else as JSON.
std::string describe_output(const Json& output);

}  // namespace lissom::cli
