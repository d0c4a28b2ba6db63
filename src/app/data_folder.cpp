#include "app/data_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <utility>

#include "base/try.hpp"

namespace lissom::app {
namespace {

std::string reason() { return std::generic_category().message(errno); }

Result<std::string> read(const std::filesystem::path& file)
{
    std::ifstream in(file);
    std::string text;
    if (!std::getline(in, text) || text.empty())
        return Error{ErrorCode::not_found, file.string() + " is not there or empty"};
    return text;
}

// Readable by the owner only, and never half there.
Done write(const std::filesystem::path& file, const std::string& text)
{
    auto partial = file;
    partial += ".part";
    auto out = ::open(partial.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    auto line = text + "\n";
    auto is_written = out >= 0 &&
                      ::write(out, line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
                      ::fsync(out) == 0;
    if (out >= 0) ::close(out);
    if (!is_written || ::rename(partial.c_str(), file.c_str()) != 0)
        return Error{ErrorCode::unavailable, "cannot write " + file.string() + ": " + reason()};
    return {};
}

}  // namespace

Result<DataFolder> DataFolder::open(const std::filesystem::path& path)
{
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (!error) std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
    if (error) {
        return Error{
            ErrorCode::unavailable,
            "cannot use the folder " + path.string() + ": " + error.message() + "; choose another with --data"
        };
    }

    auto lock = ::open((path / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0)
        return Error{
            ErrorCode::unavailable,
            "cannot write in " + path.string() + ": " + reason() + "; choose another folder with --data"
        };
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock);
        auto url = read(path / "server");
        return Error{
            ErrorCode::conflict,
            "another server" + (url ? " (" + *url + ")" : std::string()) + " works in " + path.string() +
                "; stop it, or choose another folder with --data"
        };
    }
    return DataFolder(path, lock);
}

DataFolder::DataFolder(std::filesystem::path path, int lock)
    : path_(std::move(path)),
      lock_(lock)
{
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : path_(std::move(other.path_)),
      lock_(std::exchange(other.lock_, -1))
{
}

DataFolder& DataFolder::operator=(DataFolder&& other) noexcept
{
    std::swap(path_, other.path_);
    std::swap(lock_, other.lock_);
    return *this;
}

DataFolder::~DataFolder()
{
    if (lock_ < 0) return;
    ::unlink((path_ / "server").c_str());
    ::close(lock_);
}

Result<std::string> DataFolder::secret(const std::string& name, std::string (*make)())
{
    if (auto kept = read(path_ / name)) return kept;
    auto fresh = make();
    TRY_DONE(set_secret(name, fresh));
    return fresh;
}

Done DataFolder::set_secret(const std::string& name, const std::string& value)
{
    return write(path_ / name, value);
}

bool DataFolder::has_secret(const std::string& name) const { return read(path_ / name).has_value(); }

Done DataFolder::announce(const std::string& url) { return write(path_ / "server", url); }

Result<std::string> read_secret(const std::filesystem::path& file)
{
    namespace fs = std::filesystem;
    std::error_code ec;
    const auto readers =
        fs::status(file, ec).permissions() & (fs::perms::group_read | fs::perms::others_read);
    if (!ec && readers != fs::perms::none)
        return Error{
            ErrorCode::invalid_argument,
            file.string() + " can be read by others; make it yours alone: chmod 600 " + file.string()
        };
    return read(file);
}

Result<std::string> running_server(const std::filesystem::path& data)
{
    // The file outlives a killed server; the lock does not.
    auto lock = ::open((data / "lock").c_str(), O_RDWR | O_CLOEXEC);
    auto is_free = lock < 0 || ::flock(lock, LOCK_EX | LOCK_NB) == 0;
    if (lock >= 0) ::close(lock);
    if (is_free) return Error{ErrorCode::not_found, "no server works in " + data.string()};
    return read(data / "server");
}

Result<std::string> local_key(const std::filesystem::path& data) { return read(data / "local-key"); }

}  // namespace lissom::app
