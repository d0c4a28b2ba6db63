#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
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
    std::string server;  // "http://host:port", https or socks5; the scheme is always there, credentials
                         // never. Empty: none
    std::string username;
    std::string password;
};

struct Secret {
    std::string value;
    std::vector<std::string> allowed_urls;  // patterns of where it may be entered
};
using Secrets = std::vector<std::pair<std::string, Secret>>;  // by name

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
    Secrets secrets;          // ours: of its task and of each run_task
};

// Bounds of a request. The first four are the Smooth API's own; the others keep one request from filling the
// memory.
constexpr int min_steps = 2;
constexpr int max_steps = 128;
constexpr std::size_t max_metadata_keys = 16;
constexpr std::size_t max_metadata_letters = 2048;
constexpr std::size_t max_list_entries = 256;
constexpr std::size_t max_certificate_bytes = 64 << 10;

// invalid_argument names the field, what is wrong and what is allowed. Unknown fields are ignored, as the
// API's are.
Result<Spec> spec_from_json(const Json& json);
JsonObject spec_schema();  // JSON Schema of what it takes

// As kept in the store: without proxy password, certificates and secrets.
JsonObject to_stored_json(const Spec& spec);

// The input of a run_task event.
struct RunSpec {
    std::string instruction;
    std::optional<Json> response_model;
    std::string url;
    JsonObject metadata;
    int max_steps = 32;
    Secrets secrets;
};
Result<RunSpec> run_spec_from_json(const Json& input);
JsonObject run_spec_schema();

// An address a browser may be sent to: http or https with a host. The error begins with the field's name.
// What a schema can say of it is `web_address_pattern`.
Done check_web_address(std::string_view field, std::string_view url);

constexpr std::string_view web_address_pattern = R"(^$|^[hH][tT][tT][pP][sS]?://[^/?#\s])";

std::string_view name_of(Device device);
std::string_view name_of(AgentKind agent);
std::optional<Device> device_from(std::string_view name);

}  // namespace lissom::task
