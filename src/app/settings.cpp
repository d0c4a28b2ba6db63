#include <CLI/CLI.hpp>
#include <map>

#include "app/config.hpp"

namespace lissom::app {
namespace {

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

// Adds settings to a command, each under the heading begun last.
class Settings {
public:
    Settings(CLI::App& command, Shown shown)
        : command_(command),
          shown_(shown)
    {
    }

    void begin(std::string heading) { group_ = shown_ == Shown::all ? std::move(heading) : unsaid_group; }

    template <class T>
    CLI::Option* add(const std::string& flag, T& value, std::string help)
    {
        return finish(flag, command_.add_option(flag, value, std::move(help)), CLI::detail::to_string(value));
    }

    template <class T>
    CLI::Option*
    add_choice(const std::string& flag, T& value, const std::map<std::string, T>& names, std::string help)
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
        return finish(flag, option, name_in(names, value));
    }

    // The one that is no setting itself: it names the file of the others.
    void add_file(const std::string& flag, const std::string& help)
    {
        command_.add_option(flag, help)->type_name("FILE")->group(group_)->check(CLI::ExistingFile);
    }

    // One that may be given several times.
    CLI::Option* add_list(const std::string& flag, std::vector<std::string>& values, std::string help)
    {
        return add(flag, values, std::move(help))->allow_extra_args(false);
    }

private:
    CLI::Option* finish(const std::string& flag, CLI::Option* option, std::string fallback)
    {
        option->envname(environment_name(flag));
        if (!fallback.empty() && fallback != "[]") option->default_str(std::move(fallback));
        option->group(group_);
        return option;
    }

    CLI::App& command_;
    Shown shown_;
    std::string group_;
};

constexpr auto network_heading = "Where it listens and what it keeps";

void add_network(Settings& settings, Config& config)
{
    settings.begin(network_heading);
    settings.add("--listen", config.listen, "address and port to serve on; port 0 takes any free one")
        ->type_name("ADDRESS:PORT")
        ->check([](const std::string& text) {
            const auto endpoint = parse_listen(text);
            return endpoint ? std::string() : endpoint.error().message;
        });
    // Every command names it: it says whose server is meant.
    settings.add("--data", config.data, "folder for the database, profiles, recordings and the local key")
        ->type_name("FOLDER")
        ->group(network_heading);
    settings
        .add("--public-url", config.public_url, "base of the links handed out, when a proxy stands in front")
        ->type_name("URL");
    settings
        .add(
            "--store", config.store, "postgresql://… or sqlite:///path; without it, SQLite in the data folder"
        )
        ->type_name("ADDRESS");
    settings
        .add(
            "--vault-key-file",
            config.vault_key_file,
            "holds the key that seals profiles and recordings; without it, one is made in the data folder"
        )
        ->type_name("FILE");
    settings.add("--api-key", config.api_key, "the local user's key; better given as LISSOM_API_KEY")
        ->type_name("KEY");
    settings.add_choice(
        "--log-level", config.log_level, level_names, "what is worth a line on standard error"
    );
    settings.add_choice("--log-format", config.log_format, format_names, "lines for people or for machines");
    settings.add_file("--config", "settings file (TOML); without it, lissom.toml in the data folder");
}

void add_browser(Settings& settings, Config& config)
{
    settings.begin("Browser");
    settings.add("--chromium", config.chromium, "the full browser; without it, looked for")
        ->type_name("FILE");
    settings.add("--headless-shell", config.headless_shell, "the light browser; without it, looked for")
        ->type_name("FILE");
    settings.add_choice(
        "--sandbox", config.sandbox, sandbox_names, "Chromium's own; auto: on wherever this machine allows it"
    );
    settings.add("--spare-contexts", config.spare_contexts, "ready-made browser contexts kept warm")
        ->type_name("NUMBER")
        ->check(CLI::Range(0, 16));
    settings
        .add_list(
            "--browser-argument",
            config.browser_arguments,
            "passed on to Chromium; may be given several times"
        )
        ->type_name("ARGUMENT");
}

void add_egress(Settings& settings, Config& config)
{
    settings.begin("Where browsers may go");
    settings.add_choice(
        "--private-networks",
        config.private_networks,
        private_names,
        "this machine and the networks around it; auto: only while it listens on loopback"
    );
    settings
        .add_list(
            "--reachable-network",
            config.reachable_networks,
            "allowed all the same; may be given several times"
        )
        ->type_name("NETWORK");
    settings.add_list("--resolve", config.resolve, "an address for a host name; may be given several times")
        ->type_name("NAME=ADDRESS");
}

void add_model(Settings& settings, Config& config)
{
    settings.begin("Model");
    settings.add("--model", config.model, "who thinks for the agent `smooth`, such as openai:gpt-5-mini")
        ->type_name("PROVIDER:MODEL");
    settings
        .add(
            "--extracting-model",
            config.extracting_model,
            "reads data that a page does not say for machines; default: the same"
        )
        ->type_name("PROVIDER:MODEL");
    settings.add("--validating-model", config.validating_model, "checks results before they are given")
        ->type_name("PROVIDER:MODEL");
    settings.add("--model-base-url", config.model_base_url, "of the provider's API, where it is not its own")
        ->type_name("URL");
    settings
        .add(
            "--model-key",
            config.model_key,
            "without it, the provider's usual environment variable, for its maker's address alone"
        )
        ->type_name("KEY");
    settings.add("--model-proxy", config.model_proxy, "HTTP proxy on the way to the provider")
        ->type_name("URL");
    settings.add_choice(
        "--model-size", config.model_size, size_names, "small: short prompts, one action a call"
    );
    settings
        .add(
            "--model-silence-seconds",
            config.model_silence_seconds,
            "a provider that sends nothing for so long is asked once more, then given up"
        )
        ->check(CLI::Range(1, 3600));
    settings
        .add_list(
            "--model-price",
            config.model_price,
            "dollars a million tokens, for credits and budgets: [PROVIDER:MODEL=]INPUT,CACHED,OUTPUT[,STORED]"
        )
        ->type_name("PRICE")
        ->delimiter(';');
    settings
        .add(
            "--extracting-key",
            config.extracting_key,
            "of the extracting model, where the first one's is not its own"
        )
        ->type_name("KEY");
    settings
        .add(
            "--validating-key",
            config.validating_key,
            "of the validating model, where the first one's is not its own"
        )
        ->type_name("KEY");
    settings
        .add("--budget-minutes", config.budget_minutes, "a task of the agent `smooth` ends after so long")
        ->check(CLI::Range(1, 1440));
    settings
        .add(
            "--budget-tokens", config.budget_tokens, "and after so many tokens of its model, read and written"
        )
        ->check(CLI::PositiveNumber);
    settings
        .add("--budget-dollars", config.budget_dollars, "and after so much money, where the price is known")
        ->check(CLI::PositiveNumber);
    settings
        .add("--credits-per-step", config.credits_per_step, "of a model whose price is zero or not known")
        ->check(CLI::NonNegativeNumber);
}

void add_live(Settings& settings, Config& config)
{
    settings.begin("Live view and recording");
    settings.add_choice(
        "--live-control",
        config.live_control,
        switch_names,
        "whether a live_url lets a person take over, or only look on"
    );
    settings
        .add(
            "--take-over-seconds",
            config.take_over_seconds,
            "the agent goes on when a person who took over has done nothing for so long"
        )
        ->type_name("SECONDS")
        ->check(CLI::Range(1, 3'600));
    settings
        .add(
            "--wait-for-person-seconds",
            config.person_seconds,
            "an action of a client waits so long for a person who has taken over"
        )
        ->type_name("SECONDS")
        ->check(CLI::Range(1, 3'600));
    settings
        .add(
            "--captcha-seconds",
            config.captcha_seconds,
            "a task that meets a captcha waits so long for a person at its live view"
        )
        ->type_name("SECONDS")
        ->check(CLI::Range(0, 86'400));
    settings.add_choice(
        "--step-pictures",
        config.step_pictures,
        switch_names,
        "whether a small picture of the page is kept with each step of the trace"
    );
    settings
        .add(
            "--recording-days",
            config.recording_days,
            "recordings are kept so long; 0: until the task's data is deleted"
        )
        ->type_name("DAYS")
        ->check(CLI::Range(0, 36'500));
}

void add_limits(Settings& settings, Config& config)
{
    settings.begin("Limits");
    settings
        .add(
            "--max-sessions",
            config.max_sessions,
            "tasks that have a browser at the same time; 0: as many as this machine carries"
        )
        ->type_name("NUMBER")
        ->check(CLI::Range(0, 10'000));
    settings.add("--max-waiting", config.max_waiting, "tasks that may queue; more are refused with 429")
        ->type_name("NUMBER")
        ->check(CLI::Range(0, 1'000'000));
    settings.add("--max-upload-mb", config.max_upload_mb, "largest file or extension taken")
        ->type_name("MEGABYTES")
        ->check(CLI::Range(1, 4'096));
    settings.add("--long-poll-seconds", config.long_poll_seconds, "how long GET /task/{id} waits for news")
        ->type_name("SECONDS")
        ->check(CLI::Range(0, 25));
    settings.add("--stop-seconds", config.stop_seconds, "time that running tasks get after SIGTERM")
        ->type_name("SECONDS")
        ->check(CLI::Range(0, 3'600));
}

}  // namespace

void add_settings(CLI::App& command, Config& config, Shown shown)
{
    Settings settings(command, shown);
    if (shown == Shown::few) command.formatter(std::make_shared<WithoutUnsaid>());
    add_network(settings, config);
    add_browser(settings, config);
    add_egress(settings, config);
    add_model(settings, config);
    add_live(settings, config);
    add_limits(settings, config);
}

}  // namespace lissom::app
