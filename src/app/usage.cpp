#include "app/usage.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace lissom::app {
namespace {

// How many letters have to be put in, left out or changed.
std::size_t distance(std::string_view one, std::string_view other)
{
    std::vector<std::size_t> row(other.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < one.size(); ++i) {
        auto diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < other.size(); ++j) {
            const auto changed = diagonal + (one[i] == other[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, changed});
        }
    }
    return row.back();
}

// The one that was meant, if any is near.
std::string nearest(std::string_view word, const std::vector<std::string>& known)
{
    const auto found =
        std::ranges::min_element(known, {}, [&](const auto& each) { return distance(word, each); });
    constexpr std::size_t letters_a_slip = 3;
    const auto most = 1 + word.size() / letters_a_slip;
    return found == known.end() || distance(word, *found) > most ? "" : *found;
}

std::vector<std::string> commands_of(CLI::App& app)
{
    std::vector<std::string> names;
    for (const auto* each : app.get_subcommands([](CLI::App*) { return true; }))
        names.push_back(each->get_name());
    return names;
}

std::vector<std::string> options_of(CLI::App& app)
{
    std::vector<std::string> names;
    for (const auto* each : app.get_options())
        for (const auto& name : each->get_lnames()) names.push_back("--" + name);
    return names;
}

std::string unknown(std::string_view kind, const std::string& word, const std::vector<std::string>& known)
{
    const auto meant = nearest(word, known);
    return "there is no " + std::string(kind) + " " + word +
           (meant.empty() ? "" : "; did you mean " + meant + "?");
}

std::string full_name(const CLI::App* app)
{
    const auto* parent = app->get_parent();
    return (parent ? full_name(parent) + " " : "") + app->get_name();
}

// What stands in the line and is none of the command's; empty where that is not the trouble.
std::string told_stranger(CLI::App& at)
{
    // CLI11 hands them out from the last to the first.
    auto strangers = at.remaining();
    const auto is_option = [](const std::string& word) { return word.starts_with("-"); };
    if (const auto option = std::ranges::find_if(strangers, is_option); option != strangers.end())
        return unknown("option", option->substr(0, option->find('=')), options_of(at));
    if (strangers.empty()) return "";
    const auto commands = commands_of(at);
    if (!commands.empty()) return unknown("command", strangers.front(), commands);
    return "\"" + strangers.front() +
           "\" is one word too many: put quotation marks around what belongs together";
}

}  // namespace

CLI::App* chosen(CLI::App& app)
{
    auto* current = &app;
    while (!current->get_subcommands().empty()) current = current->get_subcommands().front();
    return current;
}

std::string told_usage(CLI::App& app, const CLI::Error& error)
{
    auto* at = chosen(app);
    const auto stranger = told_stranger(*at);
    return (stranger.empty() ? std::string(error.what()) : stranger) + "\n`" + full_name(at) +
           " --help` says how";
}

}  // namespace lissom::app
