#include "browser/folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/ids.hpp"

namespace lissom::browser {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = "browser-";
constexpr std::size_t name_length =
    10;  // short: Chromium puts a socket below it, whose path may have 107 characters

Error cannot_make(const fs::path& path, std::string_view why)
{
    return Error{
        ErrorCode::unavailable, "cannot make the browser's folder " + path.string() + ": " + std::string(why)
    };
}

// The lock file lies beside the folder's contents; its descriptor keeps the lock, also when the server is
// killed the kernel lets it go.
int take_lock(const fs::path& folder)
{
    const int lock = open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock);
        return -1;
    }
    return lock;
}

void remove_tree(const fs::path& path)
{
    // A Chromium that has just been killed may still be making files: what is left is swept at the next
    // start.
    std::error_code ignored;
    fs::remove_all(path, ignored);
}

}  // namespace

BrowserFolder::BrowserFolder(fs::path path, int lock)
    : path_(std::move(path)),
      lock_(lock)
{
}

BrowserFolder::BrowserFolder(BrowserFolder&& other) noexcept
    : path_(std::move(other.path_)),
      lock_(std::exchange(other.lock_, -1))
{
}

BrowserFolder::~BrowserFolder()
{
    if (lock_ < 0) return;
    remove_tree(path_);
    ::close(lock_);
}

Result<BrowserFolder> BrowserFolder::make(const fs::path& parent, const std::optional<UnixUser>& user)
{
    std::error_code ec;
    fs::create_directories(parent, ec);
    if (ec) return cannot_make(parent, ec.message());

    const auto path = fs::absolute(parent) / (std::string(prefix) + random_id(name_length));
    if (mkdir(path.c_str(), 0700) != 0) return cannot_make(path, std::strerror(errno));
    const int lock = take_lock(path);
    if (lock < 0) return cannot_make(path, std::strerror(errno));

    BrowserFolder folder(path, lock);
    for (const auto& part :
         {folder.profile(), folder.downloads(), folder.uploads(), folder.home(), folder.temp()})
        if (mkdir(part.c_str(), 0700) != 0) return cannot_make(part, std::strerror(errno));
    if (user) give_to(*user, path);
    return folder;
}

std::size_t sweep(const fs::path& parent)
{
    std::size_t count = 0;
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator(parent, ec)) {
        if (!entry.path().filename().string().starts_with(prefix)) continue;
        const int lock = take_lock(entry.path());
        if (lock < 0) continue;  // its server lives
        remove_tree(entry.path());
        ::close(lock);
        ++count;
    }
    return count;
}

void give_to(const UnixUser& user, const fs::path& path)
{
    // Links are given away, not followed: what they point to is not ours to give.
    [[maybe_unused]] int ignored = lchown(path.c_str(), user.uid, user.gid);
    std::error_code ec;
    for (const auto& entry : fs::recursive_directory_iterator(path, ec))
        ignored = lchown(entry.path().c_str(), user.uid, user.gid);
}

Done check_reachable(const UnixUser& user, const fs::path& path)
{
    const auto full = fs::absolute(path);
    fs::path ancestor;
    for (const auto& part : full) {
        ancestor /= part;
        struct stat facts{};
        if (stat(ancestor.c_str(), &facts) != 0) break;  // not made yet: it will be made reachable
        if (ancestor == full) break;                     // given to the user at need
        const bool is_open = facts.st_uid == user.uid   ? (facts.st_mode & S_IXUSR)
                             : facts.st_gid == user.gid ? (facts.st_mode & S_IXGRP)
                                                        : (facts.st_mode & S_IXOTH);
        if (!is_open)
            return Error{
                ErrorCode::invalid_argument,
                "Chromium runs as the user " + user.name + ", who may not enter " + ancestor.string() +
                    "; choose a folder elsewhere (such as below /var/lib or /tmp), or open this one with "
                    "chmod o+x"
            };
    }
    return Done();
}

}  // namespace lissom::browser
