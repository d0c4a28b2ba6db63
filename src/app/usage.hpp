#pragma once

#include <CLI/App.hpp>
#include <string>

namespace lissom::app {

// What is wrong with a command line, and the help that says how it is done: for people. `error` is what
// parsing threw.
std::string told_usage(CLI::App& app, const CLI::Error& error);

// The command that was chosen, or the last part of it: "keys create".
CLI::App* chosen(CLI::App& app);

}  // namespace lissom::app
