#include "app/sandbox.hpp"

#include <grp.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

namespace lissom::app {
namespace {

// Any unprivileged user will do for the question; this is Debian's `nobody`.
constexpr unsigned unprivileged = 65'534;

bool can_make_namespaces()
{
    auto child = ::fork();
    if (child < 0) return false;
    if (child == 0) {
        if (::geteuid() == 0 &&
            (::setgroups(0, nullptr) != 0 || ::setgid(unprivileged) != 0 || ::setuid(unprivileged) != 0))
            ::_exit(1);
        ::_exit(::unshare(CLONE_NEWUSER | CLONE_NEWPID) == 0 ? 0 : 1);
    }
    int state = 0;
    while (::waitpid(child, &state, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(state) && WEXITSTATUS(state) == 0;
}

}  // namespace

SandboxDecision decide_sandbox(SandboxChoice choice)
{
    switch (choice) {
        case SandboxChoice::on: return {browser::Sandbox::on, "asked for"};
        case SandboxChoice::off: return {browser::Sandbox::off, "asked for"};
        case SandboxChoice::automatic: break;
    }
    if (can_make_namespaces())
        return {browser::Sandbox::on, "unprivileged processes may make user namespaces here"};
    return {
        browser::Sandbox::off,
        "unprivileged processes may not make user namespaces here, and Chromium's sandbox needs them"
    };
}

}  // namespace lissom::app
