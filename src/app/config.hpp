#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "base/result.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace lissom::app {

enum class SandboxChoice { automatic, on, off };

// Whether browsers reach this machine and the networks around it. Automatic: while the server listens on
// loopback only.
enum class PrivateNetworks { automatic, allow, block };

// A small model is a local one of a few billion parameters: short prompts, one action a call.
enum class ModelSize { large, small };

// Every setting of the server, read once: flags over environment (LISSOM_*) over lissom.toml over these
// defaults. docs/configuration.md explains each; a test holds that page to this list.
struct Config {
    std::string listen = "127.0.0.1:8080";
    std::filesystem::path data = "~/.lissom";
    std::string public_url;                // base of the links we hand out; empty: http://<listen>
    std::string store;                     // empty: SQLite in the data folder
    std::filesystem::path vault_key_file;  // empty: in the data folder, made on first start
    std::string api_key;  // of the local user; empty: the one of the data folder, made on first start
    log::Level log_level = log::Level::info;
    log::Format log_format = log::Format::text;

    std::string chromium;        // empty: looked for
    std::string headless_shell;  // likewise
    SandboxChoice sandbox = SandboxChoice::automatic;
    unsigned spare_contexts = 1;
    std::vector<std::string> browser_arguments;

    PrivateNetworks private_networks = PrivateNetworks::automatic;
    std::vector<std::string> reachable_networks;  // whatever the above says
    std::vector<std::string> resolve;             // NAME=ADDRESS, before any name server is asked

    std::string model;             // "openai:gpt-5-mini"; empty: tasks are done without a model
    std::string extracting_model;  // reads data out of pages; empty: the model above
    std::string validating_model;  // checks results; empty: nobody does
    std::string model_base_url;    // empty: the provider's own
    std::string model_key;         // empty: the provider's usual environment variable
    std::string model_proxy;
    ModelSize model_size = ModelSize::large;
    unsigned model_silence_seconds = 90;   // a provider that sends nothing for so long is given up
    std::vector<std::string> model_price;  // dollars a million tokens: app/prices.hpp
    std::string extracting_key;            // empty: as the first model's, or the environment's
    std::string validating_key;            // likewise
    unsigned budget_minutes = 20;          // of one task of the agent `smooth`
    std::int64_t budget_tokens = 2'000'000;
    double budget_dollars = 5;      // where the price is known
    double credits_per_step = 0.5;  // where the model costs nothing, or nobody knows what

    bool live_control = true;         // a live_url lets a person take over
    unsigned take_over_seconds = 30;  // a person who has taken over may do nothing for so long
    unsigned person_seconds = 300;    // a client's action waits so long for a person who has taken over
    unsigned captcha_seconds = 300;   // work waits so long for a person who passes a challenge
    bool step_pictures = true;        // a small picture of the page after each step
    unsigned recording_days = 30;     // recordings are kept so long; 0: until their data is deleted

    unsigned max_sessions = 0;  // 0: by this machine's cores and memory
    unsigned max_waiting = 100;
    unsigned max_upload_mb = 100;
    unsigned long_poll_seconds = 15;
    unsigned stop_seconds = 10;
};

// Whether a command's --help lists the settings, or only says that it takes them.
enum class Shown { all, few };

void add_settings(CLI::App& command, Config& config, Shown shown);

// For a flag that was given without its value: as if it had not been given.
void take_from_environment(CLI::Option& option);

// After the command line was parsed: fills what neither flags nor environment said from the file (--config,
// or lissom.toml in the data folder), and makes paths absolute. The error names the file and the setting.
Done complete(CLI::App& command, Config& config);

struct Endpoint {
    std::string address;
    std::uint16_t port = 0;
};
// "127.0.0.1:8080", "[::1]:8080", "0.0.0.0:0".
Result<Endpoint> parse_listen(std::string_view listen);
bool is_loopback(std::string_view address);
std::string to_url(const Endpoint& endpoint);

}  // namespace lissom::app
