#include "app/config.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>

#include "base/try.hpp"

namespace lissom::app {
namespace {

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
