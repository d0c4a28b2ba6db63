#include "browser/sandbox.hpp"

#include <grp.h>
#include <pwd.h>
#include <sched.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

namespace lissom::browser {
namespace {

// Tries what Chromium will try: new user, process and network namespaces, as the user it will be.
bool has_user_namespaces(const std::optional<UnixUser>& user)
{
    const pid_t child = fork();
    if (child < 0) return false;
    if (child == 0) {
        if (user && (setgroups(0, nullptr) != 0 || setgid(user->gid) != 0 || setuid(user->uid) != 0))
            _exit(1);
        _exit(unshare(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET) == 0 ? 0 : 1);
    }
    int status = 0;
    return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// The older way: a root-owned helper beside Chromium (Debian's package chromium-sandbox).
bool has_setuid_helper(const std::string& chromium)
{
    const auto helper = std::filesystem::path(chromium).parent_path() / "chrome-sandbox";
    struct stat facts{};
    return stat(helper.c_str(), &facts) == 0 && facts.st_uid == 0 && (facts.st_mode & S_ISUID);
}

}  // namespace

std::optional<UnixUser> unprivileged_user()
{
    for (const char* name : {"lissom", "nobody"})
        if (const passwd* entry = getpwnam(name); entry && entry->pw_uid != 0)
            return UnixUser{name, entry->pw_uid, entry->pw_gid};
    return std::nullopt;
}

Result<SandboxPlan> plan_sandbox(const std::string& chromium)
{
    SandboxPlan plan;
    if (geteuid() == 0) {
        plan.user = unprivileged_user();
        if (!plan.user)
            return Error{
                ErrorCode::unavailable,
                "the server runs as root and Chromium's sandbox needs an ordinary user: make one (useradd "
                "--system lissom), "
                "or start with --no-sandbox"
            };
    }
    if (!has_user_namespaces(plan.user) && !has_setuid_helper(chromium))
        return Error{
            ErrorCode::unavailable,
            "Chromium cannot sandbox itself on this machine: user namespaces are switched off. Allow them "
            "(sysctl "
            "kernel.unprivileged_userns_clone=1, kernel.apparmor_restrict_unprivileged_userns=0, or the "
            "container's seccomp "
            "profile), install the package chromium-sandbox, or start with --no-sandbox"
        };
    return plan;
}

}  // namespace lissom::browser
