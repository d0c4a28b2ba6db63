#include "browser/launch.hpp"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace lissom::browser {
namespace {

constexpr int command_fd = 3;      // where --remote-debugging-pipe reads
constexpr int answer_fd = 4;       // where it writes
constexpr int first_free_fd = 50;  // ends are moved out of the way of 0 to 4 before they are put there

class Pipe {
public:
    Pipe() { is_open_ = pipe2(ends_.data(), O_CLOEXEC) == 0; }
    ~Pipe()
    {
        for (const int end : ends_)
            if (end >= 0) ::close(end);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    bool is_open() const { return is_open_; }
    int read_end() const { return ends_[0]; }
    int write_end() const { return ends_[1]; }
    int take_read_end() { return std::exchange(ends_[0], -1); }
    int take_write_end() { return std::exchange(ends_[1], -1); }

private:
    std::array<int, 2> ends_{-1, -1};
    bool is_open_ = false;
};

std::vector<char*> pointers_to(const std::vector<std::string>& texts)
{
    std::vector<char*> pointers;
    for (const auto& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
    pointers.push_back(nullptr);
    return pointers;
}

[[noreturn]] void give_up(int failure_fd)
{
    const int number = errno;
    [[maybe_unused]] const auto written = ::write(failure_fd, &number, sizeof number);
    _exit(127);
}

// Between fork and exec only async-signal-safe calls are allowed: other threads may hold any lock.
[[noreturn]] void become(
    char* const* arguments,
    char* const* environment,
    const UnixUser* user,
    pid_t parent,
    int commands,
    int answers,
    int errors,
    int failure,
    int input
)
{
    setpgid(0, 0);
    if (user && (setgroups(0, nullptr) != 0 || setgid(user->gid) != 0 || setuid(user->uid) != 0))
        give_up(failure);

    // Changing the user clears the death signal, so it is set after that; the parent may have died in
    // between.
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent) give_up(failure);

    // The server's signal dispositions and mask are none of Chromium's business.
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int number : {SIGPIPE, SIGTERM, SIGINT, SIGHUP, SIGCHLD}) signal(number, SIG_DFL);

    const int standard_input =
        input < 0 ? open("/dev/null", O_RDWR | O_CLOEXEC) : fcntl(input, F_DUPFD_CLOEXEC, first_free_fd);
    const int high_commands = fcntl(commands, F_DUPFD_CLOEXEC, first_free_fd);
    const int high_answers = fcntl(answers, F_DUPFD_CLOEXEC, first_free_fd);
    const int high_errors = fcntl(errors, F_DUPFD_CLOEXEC, first_free_fd);
    const int high_failure = fcntl(failure, F_DUPFD_CLOEXEC, first_free_fd);
    if (standard_input < 0 || high_commands < 0 || high_answers < 0 || high_errors < 0 || high_failure < 0)
        give_up(failure);
    if (dup2(standard_input, 0) < 0 || dup2(high_errors, 1) < 0 || dup2(high_errors, 2) < 0 ||
        dup2(high_commands, command_fd) < 0 || dup2(high_answers, answer_fd) < 0)
        give_up(high_failure);

    // Whatever else is open (sockets, databases) closes at exec.
    syscall(SYS_close_range, answer_fd + 1, ~0u, CLOSE_RANGE_CLOEXEC);
    execve(arguments[0], arguments, environment);
    give_up(high_failure);
}

Error cannot_start(const std::string& program, int number)
{
    return Error{ErrorCode::unavailable, "cannot start " + program + ": " + std::strerror(number)};
}

}  // namespace

Result<Launched> launch(const LaunchSpec& spec)
{
    Pipe commands;
    Pipe answers;
    Pipe errors;
    Pipe failure;
    if (!commands.is_open() || !answers.is_open() || !errors.is_open() || !failure.is_open())
        return cannot_start(spec.program, errno);

    std::vector<std::string> words{spec.program};
    words.insert(words.end(), spec.arguments.begin(), spec.arguments.end());
    const auto arguments = pointers_to(words);
    const auto environment = pointers_to(spec.environment);
    const pid_t parent = getpid();

    const pid_t pid = fork();
    if (pid < 0) return cannot_start(spec.program, errno);
    if (pid == 0)
        become(
            arguments.data(),
            environment.data(),
            spec.user ? &*spec.user : nullptr,
            parent,
            commands.read_end(),
            answers.write_end(),
            errors.write_end(),
            failure.write_end(),
            spec.input
        );

    // The failure pipe closes at exec: a read that ends without a number means that the program runs.
    ::close(failure.take_write_end());
    int number = 0;
    if (::read(failure.read_end(), &number, sizeof number) == sizeof number) {
        waitpid(pid, nullptr, 0);
        return cannot_start(spec.program, number);
    }

    const int pid_fd = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
    if (pid_fd < 0) {
        const int reason = errno;
        kill(-pid, SIGKILL);
        waitpid(pid, nullptr, 0);
        return cannot_start(spec.program, reason);
    }
    return Launched{pid, pid_fd, commands.take_write_end(), answers.take_read_end(), errors.take_read_end()};
}

}  // namespace lissom::browser
