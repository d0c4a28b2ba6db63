#include "app/config.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>

#include "base/try.hpp"

namespace lissom::app {
namespace {

constexpr auto network_group = "Where it listens and what it keeps";
constexpr auto browser_group = "Browser";
constexpr auto egress_group = "Where browsers may go";
constexpr auto model_group = "Model";
constexpr auto live_group = "Live view and recording";
constexpr auto limit_group = "Limits";
// Of a command that only says that it takes them. (What CLI11 keeps out of --help by itself it does not name
// in errors either.)
constexpr auto unsaid_group = "Settings of `lissom serve`";

const std::map<std::string, bool> switch_names = {{"on", true}, {"off", false}};
const std::map<std::string, PrivateNetworks> private_names = {
    {"auto", PrivateNetworks::automatic},
    {"allow", PrivateNetworks::allow},
    {"block", PrivateNetworks::block}
};
const std::map<std::string, SandboxChoice> sandbox_names = {
    {"auto", SandboxChoice::automatic},
    {"on", SandboxChoice::on},
    {"off", SandboxChoice::off},
};
const std::map<std::string, ModelSize> size_names = {
    {"large", ModelSize::large},
    {"small", ModelSize::small},
};
const std::map<std::string, log::Level> level_names = {
    {"debug", log::Level::debug},
    {"info", log::Level::info},
    {"warn", log::Level::warn},
    {"error", log::Level::error},
    {"off", log::Level::off},
};
const std::map<std::string, log::Format> format_names = {
    {"text", log::Format::text},
    {"json", log::Format::json},
};

// "--max-sessions" is LISSOM_MAX_SESSIONS in the environment and max-sessions in the file.
std::string environment_name(std::string_view flag)
{
    std::string name = "LISSOM_";
    for (auto c : flag.substr(2))
        name += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    return name;
}

template <class T>
std::string name_in(const std::map<std::string, T>& names, T value)
{
    for (const auto& [name, each] : names)
        if (each == value) return name;
    return "";
}

class WithoutUnsaid : public CLI::Formatter {
    std::string make_group(std::string group, bool is_positional, std::vector<const CLI::Option*> options)
        const override
    {
        if (group == unsaid_group) return {};
        return CLI::Formatter::make_group(std::move(group), is_positional, std::move(options));
    }
};

class Settings {
public:
    Settings(CLI::App& command, Shown shown)
        : command_(command),
          shown_(shown)
    {
    }

    template <class T>
    CLI::Option* add(std::string group, const std::string& flag, T& value, std::string help)
    {
        return finish(
            group, flag, command_.add_option(flag, value, std::move(help)), CLI::detail::to_string(value)
        );
    }

    template <class T>
    CLI::Option* add_choice(
        std::string group,
        const std::string& flag,
        T& value,
        const std::map<std::string, T>& names,
        std::string help
    )
    {
        std::vector<std::string> allowed;
        allowed.reserve(names.size());
        for (const auto& [name, _] : names) allowed.push_back(name);
        auto* option = command_.add_option_function<std::string>(
            flag, [&value, &names](const std::string& name) { value = names.at(name); }, std::move(help)
        );
        option->check([allowed](const std::string& given) {
            if (std::ranges::find(allowed, given) != allowed.end()) return std::string();
            return "'" + given + "' is not one of " + CLI::detail::join(allowed, ", ");
        });
        option->type_name(CLI::detail::join(allowed, "|"));
        return finish(group, flag, option, name_in(names, value));
    }

private:
    CLI::Option*
    finish(const std::string& group, const std::string& flag, CLI::Option* option, std::string fallback)
    {
        option->envname(environment_name(flag));
        if (!fallback.empty() && fallback != "[]") option->default_str(std::move(fallback));
        option->group(shown_ == Shown::all || group.empty() ? group : unsaid_group);
        return option;
    }

    CLI::App& command_;
    Shown shown_;
};

std::filesystem::path expand_home(const std::filesystem::path& path)
{
    auto text = path.string();
    if (text != "~" && !text.starts_with("~/")) return std::filesystem::absolute(path).lexically_normal();
    const char* home = std::getenv("HOME");  // NOLINT(concurrency-mt-unsafe): start-up, one thread
    return std::filesystem::path(home ? home : "/") / (text.size() > 2 ? text.substr(2) : "");
}

Done apply_file(CLI::App& command, const std::filesystem::path& file)
{
    std::vector<CLI::ConfigItem> items;
    try {
        items = CLI::ConfigTOML().from_file(file.string());
    } catch (const CLI::Error& error) {
        return Error{ErrorCode::invalid_argument, file.string() + ": " + error.what()};
    }
    for (const auto& item : items) {
        if (item.name == "++" || item.name == "--")
            continue;  // how the parser marks the begin and end of a [section]
        auto* option = item.parents.empty() ? command.get_option_no_throw("--" + item.name) : nullptr;
        if (!option || option->get_envname().empty())
            return Error{
                ErrorCode::invalid_argument,
                file.string() + ": no setting is called '" + item.fullname() + "'"
            };
        if (option->count() > 0) continue;  // a flag or the environment said it already
        try {
            option->add_result(item.inputs);
            option->run_callback();
        } catch (const CLI::Error& error) {
            return Error{ErrorCode::invalid_argument, file.string() + ": " + error.what()};
        }
    }
    return {};
}

}  // namespace

void add_settings(CLI::App& command, Config& config, Shown shown)
{
    Settings settings(command, shown);
    if (shown == Shown::few) command.formatter(std::make_shared<WithoutUnsaid>());
    auto listen_is_valid = [](const std::string& text) {
        auto endpoint = parse_listen(text);
        return endpoint ? std::string() : endpoint.error().message;
    };

    settings
        .add(
            network_group,
            "--listen",
            config.listen,
            "address and port to serve on; port 0 takes any free one"
        )
        ->type_name("ADDRESS:PORT")
        ->check(listen_is_valid);
    auto* data = settings.add(
        network_group,
        "--data",
        config.data,
        "folder for the database, profiles, recordings and the local key"
    );
    data->type_name("FOLDER")->group(network_group);
    settings
        .add(
            network_group,
            "--public-url",
            config.public_url,
            "base of the links handed out, when a proxy stands in front"
        )
        ->type_name("URL");
    settings
        .add(
            network_group,
            "--store",
            config.store,
            "postgresql://… or sqlite:///path; without it, SQLite in the data folder"
        )
        ->type_name("ADDRESS");
    settings
        .add(
            network_group,
            "--vault-key-file",
            config.vault_key_file,
            "holds the key that seals profiles and recordings; without it, one is made in the data folder"
        )
        ->type_name("FILE");
    settings
        .add(
            network_group, "--api-key", config.api_key, "the local user's key; better given as LISSOM_API_KEY"
        )
        ->type_name("KEY");
    settings.add_choice(
        network_group, "--log-level", config.log_level, level_names, "what is worth a line on standard error"
    );
    settings.add_choice(
        network_group, "--log-format", config.log_format, format_names, "lines for people or for machines"
    );

    settings.add(browser_group, "--chromium", config.chromium, "the full browser; without it, looked for")
        ->type_name("FILE");
    settings
        .add(
            browser_group,
            "--headless-shell",
            config.headless_shell,
            "the light browser; without it, looked for"
        )
        ->type_name("FILE");
    settings.add_choice(
        browser_group,
        "--sandbox",
        config.sandbox,
        sandbox_names,
        "Chromium's own; auto: on wherever this machine allows it"
    );
    settings
        .add(
            browser_group, "--spare-contexts", config.spare_contexts, "ready-made browser contexts kept warm"
        )
        ->type_name("NUMBER")
        ->check(CLI::Range(0, 16));
    settings
        .add(
            browser_group,
            "--browser-argument",
            config.browser_arguments,
            "passed on to Chromium; may be given several times"
        )
        ->type_name("ARGUMENT")
        ->allow_extra_args(false);
    settings.add_choice(
        egress_group,
        "--private-networks",
        config.private_networks,
        private_names,
        "this machine and the networks around it; auto: only while it listens on loopback"
    );
    settings
        .add(
            egress_group,
            "--reachable-network",
            config.reachable_networks,
            "allowed all the same; may be given several times"
        )
        ->type_name("NETWORK")
        ->allow_extra_args(false);
    settings
        .add(
            egress_group,
            "--resolve",
            config.resolve,
            "an address for a host name; may be given several times"
        )
        ->type_name("NAME=ADDRESS")
        ->allow_extra_args(false);

    settings
        .add(
            model_group,
            "--model",
            config.model,
            "who thinks for the agent `smooth`, such as openai:gpt-5-mini"
        )
        ->type_name("PROVIDER:MODEL");
    settings
        .add(
            model_group,
            "--extracting-model",
            config.extracting_model,
            "reads data that a page does not say for machines; default: the same"
        )
        ->type_name("PROVIDER:MODEL");
    settings
        .add(
            model_group, "--validating-model", config.validating_model, "checks results before they are given"
        )
        ->type_name("PROVIDER:MODEL");
    settings
        .add(
            model_group,
            "--model-base-url",
            config.model_base_url,
            "of the provider's API, where it is not its own"
        )
        ->type_name("URL");
    settings
        .add(
            model_group,
            "--model-key",
            config.model_key,
            "without it, the provider's usual environment variable, for its maker's address alone"
        )
        ->type_name("KEY");
    settings.add(model_group, "--model-proxy", config.model_proxy, "HTTP proxy on the way to the provider")
        ->type_name("URL");
    settings.add_choice(
        model_group, "--model-size", config.model_size, size_names, "small: short prompts, one action a call"
    );
    settings
        .add(
            model_group,
            "--model-silence-seconds",
            config.model_silence_seconds,
            "a provider that sends nothing for so long is asked once more, then given up"
        )
        ->check(CLI::Range(1, 3600));
    settings
        .add(
            model_group,
            "--model-price",
            config.model_price,
            "dollars a million tokens, for credits and budgets: [PROVIDER:MODEL=]INPUT,CACHED,OUTPUT[,STORED]"
        )
        ->type_name("PRICE")
        ->delimiter(';')
        ->allow_extra_args(false);
    settings
        .add(
            model_group,
            "--extracting-key",
            config.extracting_key,
            "of the extracting model, where the first one's is not its own"
        )
        ->type_name("KEY");
    settings
        .add(
            model_group,
            "--validating-key",
            config.validating_key,
            "of the validating model, where the first one's is not its own"
        )
        ->type_name("KEY");
    settings
        .add(
            model_group,
            "--budget-minutes",
            config.budget_minutes,
            "a task of the agent `smooth` ends after so long"
        )
        ->check(CLI::Range(1, 1440));
    settings
        .add(
            model_group,
            "--budget-tokens",
            config.budget_tokens,
            "and after so many tokens of its model, read and written"
        )
        ->check(CLI::PositiveNumber);
    settings
        .add(
            model_group,
            "--budget-dollars",
            config.budget_dollars,
            "and after so much money, where the price is known"
        )
        ->check(CLI::PositiveNumber);
    settings
        .add(
            model_group,
            "--credits-per-step",
            config.credits_per_step,
            "of a model whose price is zero or not known"
        )
        ->check(CLI::NonNegativeNumber);
    settings.add_choice(
        live_group,
        "--live-control",
        config.live_control,
        switch_names,
        "whether a live_url lets a person take over, or only look on"
    );
    settings
        .add(
            live_group,
            "--take-over-seconds",
            config.take_over_seconds,
            "the agent goes on when a person who took over has done nothing for so long"
        )
        ->type_name("SECONDS")
        ->check(CLI::Range(1, 3'600));
    settings
        .add(
            live_group,
            "--wait-for-person-seconds",
            config.person_seconds,
            "an action of a client waits so long for a person who has taken over"
        )
        ->type_name("SECONDS")
        ->check(CLI::Range(1, 3'600));
    settings
        .add(
            live_group,
            "--captcha-seconds",
            config.captcha_seconds,
            "a task that meets a captcha waits so long for a person at its live view"
        )
        ->type_name("SECONDS")
        ->check(CLI::Range(0, 86'400));
    settings.add_choice(
        live_group,
        "--step-pictures",
        config.step_pictures,
        switch_names,
        "whether a small picture of the page is kept with each step of the trace"
    );
    settings
        .add(
            live_group,
            "--recording-days",
            config.recording_days,
            "recordings are kept so long; 0: until the task's data is deleted"
        )
        ->type_name("DAYS")
        ->check(CLI::Range(0, 36'500));
    settings
        .add(
            limit_group,
            "--max-sessions",
            config.max_sessions,
            "tasks that have a browser at the same time; 0: as many as this machine carries"
        )
        ->type_name("NUMBER")
        ->check(CLI::Range(0, 10'000));
    settings
        .add(
            limit_group,
            "--max-waiting",
            config.max_waiting,
            "tasks that may queue; more are refused with 429"
        )
        ->type_name("NUMBER")
        ->check(CLI::Range(0, 1'000'000));
    settings.add(limit_group, "--max-upload-mb", config.max_upload_mb, "largest file or extension taken")
        ->type_name("MEGABYTES")
        ->check(CLI::Range(1, 4'096));
    settings
        .add(
            limit_group,
            "--long-poll-seconds",
            config.long_poll_seconds,
            "how long GET /task/{id} waits for news"
        )
        ->type_name("SECONDS")
        ->check(CLI::Range(0, 25));
    settings
        .add(limit_group, "--stop-seconds", config.stop_seconds, "time that running tasks get after SIGTERM")
        ->type_name("SECONDS")
        ->check(CLI::Range(0, 3'600));

    command.add_option("--config", "settings file (TOML); without it, lissom.toml in the data folder")
        ->type_name("FILE")
        ->group(shown == Shown::all ? network_group : unsaid_group)
        ->check(CLI::ExistingFile);
}

void take_from_environment(CLI::Option& option)
{
    option.clear();
    // NOLINTNEXTLINE(concurrency-mt-unsafe): start-up, one thread
    const char* value = std::getenv(option.get_envname().c_str());
    if (!value || !*value) return;
    option.add_result(value);
    option.run_callback();
}

Done complete(CLI::App& command, Config& config)
{
    auto named = command.get_option("--config");
    std::filesystem::path file;
    if (named->count() > 0)
        file = named->as<std::string>();
    else if (const char* from_environment =
                 std::getenv("LISSOM_CONFIG"))  // NOLINT(concurrency-mt-unsafe): start-up
        file = from_environment;

    if (!file.empty()) {
        TRY_DONE(apply_file(command, file));
    } else {
        file = expand_home(config.data) / "lissom.toml";
        std::error_code ignored;
        if (std::filesystem::exists(file, ignored)) TRY_DONE(apply_file(command, file));
    }

    config.data = expand_home(config.data);
    if (!config.vault_key_file.empty()) config.vault_key_file = expand_home(config.vault_key_file);
    if (config.store.empty()) config.store = "sqlite://" + (config.data / "lissom.db").string();
    while (config.public_url.ends_with('/')) config.public_url.pop_back();
    return {};
}

}  // namespace lissom::app
