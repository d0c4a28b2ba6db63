#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace lissom::task {

enum class Device { desktop, desktop_lg, mobile };
enum class AgentKind { smooth, smooth_lite };

struct ToolSignature {
    std::string name;
    std::string description;
    JsonObject inputs;  // JSON Schema of an object; a bare map {param: {type, description}} is lifted to one
    std::string output;
};

struct Certificate {
    std::string p12;       // decoded bytes
    std::string password;  // may be empty
};

struct Proxy {
    std::string server;  // empty: none
    std::string username;
    std::string password;
};

// What a client asked for: POST /task, validated. Source: the contract's section 3.
struct Spec {
    std::optional<std::string> instruction;  // "task"; none: a session that waits for events
    std::optional<Json> response_model;      // JSON Schema
    std::string url;                         // empty: none
    JsonObject metadata;
    std::vector<std::string> files;
    AgentKind agent = AgentKind::smooth;
    int max_steps = 32;
    Device device = Device::desktop;
    std::optional<std::vector<std::string>> allowed_urls;
    bool enable_recording = true;
    std::string profile_id;  // empty: none
    bool profile_read_only = false;
    bool use_stealth = true;
    Proxy proxy;
    std::vector<Certificate> certificates;
    bool use_adblock = true;
    bool use_captcha_solver = true;
    JsonObject additional_tools;
    std::vector<ToolSignature> custom_tools;
    JsonObject experimental_features;
    std::vector<std::string> extensions;
    bool show_cursor = false;
    std::string webhook_url;  // ours
};

// invalid_argument names the field, what is wrong and what is allowed.
Result<Spec> spec_from_json(const Json& json);

// As kept in the store: without proxy password, certificates and webhook secrets.
JsonObject to_stored_json(const Spec& spec);

struct Secret {
    std::string value;
    std::vector<std::string> allowed_urls;
};

// The input of a run_task event.
struct RunSpec {
    std::string instruction;
    std::optional<Json> response_model;
    std::string url;
    JsonObject metadata;
    int max_steps = 32;
    std::vector<std::pair<std::string, Secret>> secrets;
};
Result<RunSpec> run_spec_from_json(const Json& input);

std::string_view name_of(Device device);
std::string_view name_of(AgentKind agent);

}  // namespace lissom::task
