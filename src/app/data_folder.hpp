#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace lissom::app {

// The server's folder: readable by its owner only, and held by one server at a time.
class DataFolder {
public:
    // Makes it where it is missing. Errors: unavailable (it cannot be written), conflict (another server
    // holds it).
    static Result<DataFolder> open(const std::filesystem::path& path);

    DataFolder(DataFolder&& other) noexcept;
    DataFolder& operator=(DataFolder&& other) noexcept;
    ~DataFolder();

    const std::filesystem::path& path() const { return path_; }

    // A secret that is made once and stays: `local-key`, `link-secret`.
    Result<std::string> secret(const std::string& name, std::string (*make)());
    Done set_secret(const std::string& name, const std::string& value);
    bool has_secret(const std::string& name) const;

    // Tells `lissom run` and friends where this server is, until the folder is let go.
    Done announce(const std::string& url);

private:
    DataFolder(std::filesystem::path path, int lock);

    std::filesystem::path path_;
    int lock_ = -1;
};

// The first line of a file that the operator keeps a secret in. Error: it is not there, empty, or readable by
// others.
Result<std::string> read_secret(const std::filesystem::path& file);

// What a running server announced. not_found: none runs on this folder.
Result<std::string> running_server(const std::filesystem::path& data);

// The key the local command line uses. not_found: no server has ever run there.
Result<std::string> local_key(const std::filesystem::path& data);

}  // namespace lissom::app
