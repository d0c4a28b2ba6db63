#include "browser/version.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <regex>

#include "base/time.hpp"

namespace lissom::browser {
namespace {

constexpr Millis patience(5'000);
constexpr std::size_t most_words = 4096;

std::string words_of(int descriptor)
{
    std::string words;
    std::array<char, 512> chunk{};
    const auto deadline = moment() + patience;
    while (words.size() < most_words) {
        const auto left = std::chrono::duration_cast<Millis>(deadline - moment()).count();
        pollfd wanted{descriptor, POLLIN, 0};
        if (left <= 0 || poll(&wanted, 1, static_cast<int>(left)) <= 0) break;
        const auto got = read(descriptor, chunk.data(), chunk.size());
        if (got <= 0) break;
        words.append(chunk.data(), static_cast<std::size_t>(got));
    }
    return words;
}

}  // namespace

std::string version_of(const std::string& program, const std::optional<UnixUser>& user)
{
    LaunchSpec spec;
    spec.program = program;
    spec.arguments = {"--version"};
    spec.user = user;
    const auto launched = launch(spec);
    if (!launched) return "";
    const auto words = words_of(launched->child_errors);
    kill(-launched->pid, SIGKILL);
    waitpid(launched->pid, nullptr, 0);
    for (const int descriptor :
         {launched->pid_fd, launched->to_child, launched->from_child, launched->child_errors})
        close(descriptor);

    static const std::regex number(R"(\d+(\.\d+){3})");
    std::smatch found;
    return std::regex_search(words, found, number) ? found.str() : "";
}

}  // namespace lissom::browser
