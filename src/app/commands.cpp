#include "app/commands.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <CLI/CLI.hpp>
#include <csignal>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>

#include "app/commit.hpp"
#include "app/config.hpp"
#include "app/doctor.hpp"
#include "app/keys_command.hpp"
#include "app/run_command.hpp"
#include "app/serve.hpp"
#include "app/snapshot_command.hpp"
#include "app/trace_command.hpp"
#include "app/usage.hpp"
#include "base/try.hpp"

namespace lissom::app {
namespace {

constexpr int wrong_usage = 2;

// What every command needs: its settings, and what to do with them once they are complete.
struct Command {
    Config config;
    std::function<int(Config)> action;
};

// Given as it stands, or as @FILE.
Result<Json> json_of(const std::string& text)
{
    auto content = text;
    if (text.starts_with('@')) {
        std::ifstream in(text.substr(1), std::ios::binary);
        if (!in) return Error{ErrorCode::invalid_argument, "cannot read " + text.substr(1)};
        content.assign(std::istreambuf_iterator<char>(in), {});
    }
    TRY(auto json, parse_json(content));
    if (!json.is_object()) return Error{ErrorCode::invalid_argument, "must be a JSON object"};
    return json;
}

// As CLI11 asks: empty, or what is wrong; it puts the flag's name in front.
std::string check_json(const std::string& text)
{
    auto json = json_of(text);
    return json ? std::string() : json.error().message;
}

void add_serve(CLI::App& app, Command& command)
{
    auto* serve_app = app.add_subcommand("serve", "start the server");
    add_settings(*serve_app, command.config, Shown::all);
    serve_app->footer(
        "Every setting may also come from the environment (LISSOM_MAX_SESSIONS=4) or from lissom.toml in the "
        "data\n"
        "folder (max-sessions = 4); flags win over the environment, the environment over the file.\n\n"
        "Examples:\n"
        "  lissom serve\n"
        "  lissom serve --listen 0.0.0.0:8080 --public-url https://agents.example.com\n"
        "  LISSOM_API_KEY=$(cat key) lissom serve --listen 127.0.0.1:0 --data /srv/lissom --log-format json"
    );
    serve_app->callback([&command] {
        command.action = [](Config config) { return serve(std::move(config)); };
    });
}

void add_run(CLI::App& app, Command& command, RunOptions& options)
{
    auto* run_app = app.add_subcommand("run", "carry out one task and print its answer");
    auto& task = options.task;
    auto schema = std::make_shared<std::string>();
    auto metadata = std::make_shared<std::string>();
    run_app->add_option("task", task.task, "what to do, in plain words")->required()->type_name("TASK");
    run_app->add_option("--url", task.url, "the page to begin at")->type_name("URL");
    run_app->add_option("--schema", *schema, "JSON Schema that the answer must fit, or @FILE")
        ->type_name("JSON")
        ->check(check_json);
    run_app->add_option("--metadata", *metadata, "values the agent may use, or @FILE")
        ->type_name("JSON")
        ->check(check_json);
    run_app->add_option("--file", task.files, "give this file to the task; may be given several times")
        ->type_name("FILE")
        ->check(CLI::ExistingFile)
        ->allow_extra_args(false);
    run_app
        ->add_option(
            "--allowed-url", task.allowed_urls, "visit only what matches; may be given several times"
        )
        ->type_name("PATTERN")
        ->allow_extra_args(false);
    run_app->add_option("--profile", task.profile, "browse with this profile's cookies and storage")
        ->type_name("ID");
    run_app->add_option("--device", task.device, "desktop, desktop-lg or mobile")
        ->type_name("NAME")
        ->capture_default_str();
    run_app->add_option("--agent", task.agent, "smooth or smooth-lite")
        ->type_name("NAME")
        ->capture_default_str();
    run_app->add_option("--max-steps", task.max_steps, "give up after so many steps (2 to 128)")
        ->type_name("NUMBER")
        ->capture_default_str();
    run_app->add_flag("--json", options.as_json, "print the whole response, not only the output");
    run_app
        ->add_option(
            "--server",
            options.server,
            "use this server; without it, the one that works in the data folder, or one just for this task"
        )
        ->type_name("URL");
    add_settings(*run_app, command.config, Shown::few);
    run_app->get_option("--api-key")->group("Options");
    run_app->footer(
        "The steps go to standard error, the answer to standard output; the exit code is 0 when the task is "
        "done, else 1.\n"
        "All settings of `lissom serve` are taken too.\n\n"
        "Examples:\n"
        "  lissom run \"Return the heading of the page\" --url https://example.com\n"
        "  lissom run \"Find the cheapest blue mug\" --url https://shop.example.com \\\n"
        "      --schema '{\"type\": \"object\", \"properties\": {\"name\": {\"type\": \"string\"}, "
        "\"price\": {\"type\": \"number\"}}}'\n"
        "  lissom run \"Upload the CV and send the form\" --url https://jobs.example.com --file cv.pdf"
    );
    run_app->callback([&command, &options, schema, metadata] {
        if (!schema->empty()) options.task.schema = *json_of(*schema);
        if (!metadata->empty()) options.task.metadata = json_of(*metadata)->as_object();
        command.action = [&options](Config config) { return run_task(std::move(config), options); };
    });
}

void add_snapshot(CLI::App& app, Command& command, SnapshotOptions& options)
{
    auto* snapshot_app = app.add_subcommand("snapshot", "print a page the way an agent sees it");
    snapshot_app->add_option("url", options.url, "the page")->required()->type_name("URL");
    snapshot_app->add_option("--max-tokens", options.max_tokens, "cut it to so many tokens")
        ->type_name("NUMBER")
        ->check(CLI::Range(100, 1'000'000))
        ->capture_default_str();
    snapshot_app->add_flag("--json", options.as_json, "everything that is known of every element");
    add_settings(*snapshot_app, command.config, Shown::few);
    snapshot_app->footer("Example:\n  lissom snapshot https://example.com");
    snapshot_app->callback([&command, &options] {
        command.action = [&options](Config config) { return print_snapshot(std::move(config), options); };
    });
}

void add_replay(CLI::App& app, Command& command, RunOptions& options)
{
    auto* replay_app =
        app.add_subcommand("replay", "do again what a task did, by its script and without a model");
    auto metadata = std::make_shared<std::string>();
    replay_app->add_option("what", options.replay, "the task's id, or the file of a script")
        ->required()
        ->type_name("ID|FILE");
    replay_app->add_option("--metadata", *metadata, "other values than then, or @FILE")
        ->type_name("JSON")
        ->check(check_json);
    replay_app->add_option("--url", options.task.url, "another page to begin at")->type_name("URL");
    replay_app->add_flag("--json", options.as_json, "print the whole response, not only the output");
    replay_app->add_option("--server", options.server, "not the server that works in the data folder")
        ->type_name("URL");
    add_settings(*replay_app, command.config, Shown::few);
    replay_app->get_option("--api-key")->group("Options");
    replay_app->footer(
        "Scripts are in the data folder, below replays/, for people to read and edit.\n\n"
        "Example:\n  lissom replay 3WgCcxOYcsvjsxuzIAiE36 --metadata '{\"amount\": \"100\"}'"
    );
    replay_app->callback([&command, &options, metadata] {
        if (!metadata->empty()) options.task.metadata = json_of(*metadata)->as_object();
        command.action = [&options](Config config) { return run_task(std::move(config), options); };
    });
}

void add_trace(CLI::App& app, Command& command, TraceOptions& options)
{
    auto* trace_app = app.add_subcommand("trace", "print what a task saw, was asked, did and spent");
    trace_app->add_option("id", options.task, "the task's id")->required()->type_name("ID");
    trace_app->add_flag("--all", options.has_everything, "the pages it saw and what the model said, too");
    trace_app->add_flag("--json", options.as_json, "everything, as JSON");
    trace_app->add_option("--server", options.server, "not the server that works in the data folder")
        ->type_name("URL");
    add_settings(*trace_app, command.config, Shown::few);
    trace_app->get_option("--api-key")->group("Options");
    trace_app->footer("Example:\n  lissom trace 3WgCcxOYcsvjsxuzIAiE36 --all | less");
    trace_app->callback([&command, &options] {
        command.action = [&options](Config config) { return print_trace(std::move(config), options); };
    });
}

void add_doctor(CLI::App& app, Command& command)
{
    auto* doctor_app = app.add_subcommand("doctor", "say what this machine lacks, and how to mend it");
    add_settings(*doctor_app, command.config, Shown::few);
    auto* model = doctor_app->get_option("--model");
    model->expected(0, 1)->group("Options")->description(
        "ask this model one real question; without a name, the one that the settings name"
    );
    doctor_app->footer(
        "Takes the settings of `lissom serve`, to examine what they would lead to. Exit code 1: something "
        "essential is missing.\n\nExamples:\n  lissom doctor\n  lissom doctor --model ollama:qwen3:8b"
    );
    doctor_app->callback([&command, model] {
        const bool needs_model = model->count() > 0;
        if (needs_model && command.config.model.empty()) take_from_environment(*model);
        command.action = [needs_model](const Config& config) { return doctor(config, needs_model); };
    });
}

void add_keys(CLI::App& app, Command& command, std::string& subject)
{
    auto* keys_app = app.add_subcommand("keys", "make, list and revoke API keys");
    keys_app->require_subcommand(1);
    keys_app->footer(
        "A running server notices within seconds. Each key has its own tasks, profiles and "
        "files.\n\nExample:\n  lissom keys create \"build server\""
    );

    auto* create = keys_app->add_subcommand("create", "make a key and print it, this once");
    create->add_option("name", subject, "whose it is, for people")->required()->type_name("NAME");
    auto* list = keys_app->add_subcommand("list", "the keys there are; the keys themselves are not kept");
    auto* revoke = keys_app->add_subcommand("revoke", "refuse a key from now on");
    revoke->add_option("id", subject, "its id, as `lissom keys list` shows it")->required()->type_name("ID");
    for (auto* each : {create, list, revoke}) add_settings(*each, command.config, Shown::few);

    create->callback([&] {
        command.action = [&subject](const Config& config) { return create_key(config, subject); };
    });
    list->callback([&] { command.action = [](const Config& config) { return list_keys(config); }; });
    revoke->callback([&] {
        command.action = [&subject](const Config& config) { return revoke_key(config, subject); };
    });
}

void add_version(CLI::App& app, Command& command)
{
    app.add_subcommand("version", "say which Lissom this is")->callback([&command] {
        command.action = [](const Config&) {
            std::cout << "lissom " LISSOM_VERSION
                      << (*commit ? std::string(" (") + commit + ")" : std::string()) << "\n";
            return 0;
        };
    });
}

void prepare_process()
{
    // A core would hold keys and the secrets of tasks.
    constexpr rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    // Each waiting client and each browser pipe is a file.
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &files);
    }
    // A client that hangs up is an error of a write, not of the process.
    std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace

int run(int argc, char** argv)
{
    CLI::App app("Lissom carries out tasks on the web: say in plain words what you want done.", "lissom");
    app.require_subcommand(1);
    app.set_help_all_flag("--help-all", "help of every command");
    app.footer(
        "Examples:\n"
        "  lissom serve                       start the server; it prints how to use it\n"
        "  lissom run \"Return the heading of the page\" --url https://example.com\n"
        "  lissom doctor                      when something does not work\n\n"
        "`lissom COMMAND --help` says more about a command."
    );

    Command command;
    RunOptions run_options;
    SnapshotOptions snapshot_options;
    TraceOptions trace_options;
    std::string key_subject;
    add_serve(app, command);
    add_run(app, command, run_options);
    add_replay(app, command, run_options);
    add_doctor(app, command);
    add_keys(app, command, key_subject);
    add_snapshot(app, command, snapshot_options);
    add_trace(app, command, trace_options);
    add_version(app, command);

    if (argc == 1) {
        std::cerr << app.help();
        return wrong_usage;
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& help) {
        return app.exit(help);
    } catch (const CLI::Error& error) {
        std::cerr << "lissom: " << told_usage(app, error) << "\n";
        return wrong_usage;
    }

    auto* at = chosen(app);
    if (at->get_option_no_throw("--config")) {
        if (auto done = complete(*at, command.config); !done) {
            std::cerr << "lissom: " << done.error().message << "\n";
            return wrong_usage;
        }
    }
    prepare_process();
    log::configure(command.config.log_level, command.config.log_format);
    return command.action(command.config);
}

}  // namespace lissom::app
