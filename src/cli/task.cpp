#include "cli/task.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "base/ids.hpp"
#include "base/try.hpp"
#include "cli/call.hpp"

namespace lissom::cli {
namespace {

// A poll that finds no server is repeated so often, a second apart: servers are restarted.
constexpr int max_lost_polls = 10;

Async<Result<JsonObject>> ask(net::Client& client, net::Call call)
{
    CO_TRY(auto reply, co_await client.fetch(std::move(call)));
    CO_TRY(auto json, result_of(reply));
    if (!json.is_object())
        co_return Error{ErrorCode::unavailable, "the server's answer is not of the Smooth API"};
    co_return std::move(json.as_object());
}

Async<Result<std::string>> upload(net::Client& client, Server server, std::string path)
{
    std::ifstream in(path, std::ios::binary);
    if (!in) co_return Error{ErrorCode::invalid_argument, "--file: cannot read " + path};
    std::string content{std::istreambuf_iterator<char>(in), {}};

    auto boundary = "lissom-" + random_id();
    auto name = std::filesystem::path(path).filename().string();
    std::erase_if(name, [](char c) { return c == '"' || c == '\r' || c == '\n'; });
    auto call = call_of(server, net::Method::post, "/file");
    call.headers["Content-Type"] = "multipart/form-data; boundary=" + boundary;
    call.body = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name +
                "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + content + "\r\n--" + boundary +
                "--\r\n";
    CO_TRY(auto uploaded, co_await ask(client, std::move(call)));
    co_return require_string(uploaded, "id");
}

JsonObject request_body(const TaskOptions& options, JsonArray files)
{
    JsonObject body;
    body["task"] = options.task;
    if (!options.url.empty()) body["url"] = options.url;
    if (options.schema) body["response_model"] = *options.schema;
    if (options.metadata) body["metadata"] = *options.metadata;
    if (!options.allowed_urls.empty())
        body["allowed_urls"] = JsonArray(options.allowed_urls.begin(), options.allowed_urls.end());
    if (!files.empty()) body["files"] = std::move(files);
    if (!options.profile.empty()) body["profile_id"] = options.profile;
    body["device"] = options.device;
    body["agent"] = options.agent;
    body["max_steps"] = options.max_steps;
    if (!options.experimental_features.empty()) body["experimental_features"] = options.experimental_features;
    return body;
}

bool is_final(std::string_view status)
{
    return status == "done" || status == "failed" || status == "cancelled";
}

}  // namespace

Async<Result<TaskOptions>> options_of_task(net::Client& client, Server server, std::string id)
{
    CO_TRY(
        auto task, co_await ask(client, call_of(server, net::Method::get, "/task/" + id + "?details=true"))
    );
    const auto* spec = object_at(task, "request");
    if (!spec || string_or(*spec, "task").empty())
        co_return Error{
            ErrorCode::invalid_argument,
            "the task " + id + " has no instruction that could be carried out again"
        };
    TaskOptions options{.task = string_or(*spec, "task"), .url = string_or(*spec, "url")};
    if (const auto* schema = object_at(*spec, "response_model")) options.schema = *schema;
    if (const auto* metadata = object_at(*spec, "metadata")) options.metadata = *metadata;
    options.agent = string_or(*spec, "agent", options.agent);
    options.device = string_or(*spec, "device", options.device);
    options.profile = string_or(*spec, "profile_id");
    options.max_steps = static_cast<int>(int_or(*spec, "max_steps", options.max_steps));
    const auto* patterns = array_at(*spec, "allowed_urls");
    for (const auto& pattern : patterns ? *patterns : JsonArray())
        if (pattern.is_string()) options.allowed_urls.emplace_back(pattern.get_string());
    options.experimental_features["replay"] = "only";
    co_return options;
}

Result<TaskOptions> options_of_script(const Json& script)
{
    const auto* object = script.if_object();
    if (!object || string_or(*object, "instruction").empty())
        return Error{ErrorCode::invalid_argument, "the file is no script: it has no \"instruction\""};
    TaskOptions options{.task = string_or(*object, "instruction"), .url = string_or(*object, "start_url")};
    if (const auto* schema = object_at(*object, "response_model")) options.schema = *schema;
    options.experimental_features = {{"replay", "only"}, {"script", script}};
    return options;
}

Async<Result<std::string>> submit_task(net::Client& client, Server server, TaskOptions options)
{
    JsonArray files;
    for (const auto& path : options.files) {
        CO_TRY(auto id, co_await upload(client, server, path));
        files.emplace_back(id);
    }
    auto call = call_of(server, net::Method::post, "/task");
    call.headers["Content-Type"] = "application/json";
    call.body = dump(request_body(options, std::move(files)));
    CO_TRY(auto task, co_await ask(client, std::move(call)));
    co_return require_string(task, "id");
}

Async<Result<JsonObject>> follow_task(net::Client& client, Server server, std::string id)
{
    std::int64_t cursor = 1;  // above 0, so that the server holds the poll until there is news
    int lost = 0;
    for (;;) {
        auto path = "/task/" + id + "?event_t=" + std::to_string(cursor);
        auto task = co_await ask(client, call_of(server, net::Method::get, path));
        if (!task) {
            auto is_passing =
                task.error().code == ErrorCode::unavailable || task.error().code == ErrorCode::timeout;
            if (!is_passing || ++lost > max_lost_polls) co_return task.error();
            co_await pause(Millis(1'000));
            continue;
        }
        lost = 0;

        if (const auto* events = array_at(*task, "events")) {
            for (const auto& event : *events) {
                const auto* object = event.if_object();
                if (!object) continue;
                if (auto line = describe(*object); !line.empty()) std::cerr << "  " << line << std::endl;
                cursor = std::max(cursor, int_or(*object, "timestamp"));
            }
        }
        if (is_final(string_or(*task, "status"))) co_return *std::move(task);
    }
}

Async<Done> cancel_task(net::Client& client, Server server, std::string id)
{
    CO_TRY(auto reply, co_await client.fetch(call_of(server, net::Method::del, "/task/" + id)));
    CO_TRY([[maybe_unused]] auto done, result_of(reply));
    co_return Done();
}

std::string describe(const JsonObject& event)
{
    auto name = string_or(event, "name");
    const auto* payload = object_at(event, "payload");
    if (name == "session_started") return "browser ready";
    if (name != "step" || !payload) return "";

    auto number = std::to_string(int_or(*payload, "number"));
    auto effect = string_or(*payload, "effect");
    auto action = string_or(*payload, "action");
    if (bool_or(*payload, "failed")) return number + ". " + action + " failed: " + effect;
    return number + ". " + (effect.empty() ? action : effect);
}

std::string describe_output(const Json& output)
{
    return output.is_string() ? std::string(output.get_string()) : dump(output);
}

}  // namespace lissom::cli
