#pragma once

#include <sys/types.h>

#include <filesystem>

#include "base/result.hpp"
#include "browser/launch.hpp"

namespace lissom::browser {

// The temporary folder of one Chromium: its profile, downloads on their way, files to upload, home and tmp. A
// file lock held for as long as this lives tells the folders of living servers from those of dead ones.
// Removed with it.
class BrowserFolder {
public:
    // Makes a new folder below `parent`, readable by nobody but its owner (`user`, or us).
    static Result<BrowserFolder>
    make(const std::filesystem::path& parent, const std::optional<UnixUser>& user);

    BrowserFolder(BrowserFolder&& other) noexcept;
    BrowserFolder& operator=(BrowserFolder&&) = delete;
    ~BrowserFolder();

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path profile() const { return path_ / "profile"; }
    std::filesystem::path downloads() const { return path_ / "downloads"; }
    std::filesystem::path uploads() const { return path_ / "uploads"; }
    std::filesystem::path home() const { return path_ / "home"; }
    std::filesystem::path temp() const { return path_ / "tmp"; }

private:
    BrowserFolder(std::filesystem::path path, int lock);

    std::filesystem::path path_;
    int lock_ = -1;
};

// Removes the folders that dead servers left below `parent`. Answers how many.
std::size_t sweep(const std::filesystem::path& parent);

// Makes everything below `path` the user's own.
void give_to(const UnixUser& user, const std::filesystem::path& path);

// invalid_argument when the user cannot get to the folder, with the ancestor that bars the way.
Done check_reachable(const UnixUser& user, const std::filesystem::path& path);

}  // namespace lissom::browser
