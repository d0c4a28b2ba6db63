#include <fcntl.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include <sqlite3.h>

#include "base/log.hpp"
#include "store/database.hpp"
#include "store/query.hpp"

namespace lissom::store {
namespace {

// A file that one process holds. The kernel lets go of it when the process ends, however it ends.
class LockFile {
public:
    LockFile() = default;
    LockFile(const LockFile&) = delete;
    LockFile& operator=(const LockFile&) = delete;
    ~LockFile()
    {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    // False with errno set; EWOULDBLOCK: another process holds it.
    bool take(const std::string& path)
    {
        if (descriptor_ >= 0) return true;
        descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (descriptor_ < 0) return false;
        if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return true;
        const int why = errno;
        ::close(std::exchange(descriptor_, -1));
        errno = why;
        return false;
    }

private:
    int descriptor_ = -1;
};

std::string folder_of(const std::string& path)
{
    const auto folder = std::filesystem::path(path).parent_path().string();
    return folder.empty() ? "." : folder;
}

class Sqlite final : public Database {
public:
    Sqlite(std::string path, Use use)
        : path_(std::move(path)),
          use_(use)
    {
    }

    Done connect() override
    {
        std::error_code ec;
        std::filesystem::create_directories(folder_of(path_), ec);
        if (ec) return cannot_write(ec.message());
        if (use_ == Use::as_server && !lock_.take(path_ + ".lock")) {
            if (errno == EWOULDBLOCK)
                return Error{
                    ErrorCode::unavailable,
                    "the database " + path_ +
                        " is in use by another Lissom server: stop that one, or give this one another folder "
                        "with --data"
                };
            return cannot_write(std::generic_category().message(errno));
        }
        // Made here and not by SQLite, so that nobody else on the machine may read it (its -wal and -shm
        // files follow it).
        const int made = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (made < 0) return cannot_write(std::generic_category().message(errno));
        ::close(made);

        try {
            if (is_open_) session_.close();
            is_open_ = false;
            // Someone may have the file open with the sqlite3 shell for a moment: wait for that, but not for
            // ever.
            session_.open(soci::sqlite3, "dbname=\"" + path_ + "\" timeout=5");
            is_open_ = true;
            // In WAL mode with synchronous=NORMAL a commit is handed to the kernel before it returns, so it
            // outlives kill -9 of this program. Only a power cut or a crash of the machine may lose the last
            // commits (never harm the rest), and a task's browser is lost with those anyway. FULL would wait
            // for the disk on every event: 1 to 10 ms on ordinary ones, the whole budget between an action's
            // end and its client.
            run(session_, "PRAGMA journal_mode = WAL");
            run(session_, "PRAGMA synchronous = NORMAL");
            // What is deleted is overwritten with zeros.
            run(session_, "PRAGMA secure_delete = ON");
            return check();
        } catch (const std::exception& exception) {
            return describe(exception);
        }
    }

    soci::session& session() override { return session_; }

    // Takes the write lock at once: a transaction that reads first and writes later could fail half-way.
    void begin() override { run(session_, "BEGIN IMMEDIATE"); }

    Error describe(const std::exception& exception) override
    {
        const auto* error = dynamic_cast<const soci::sqlite3_soci_error*>(&exception);
        switch (error ? error->result() & 0xff : SQLITE_OK) {
            case SQLITE_BUSY:
            case SQLITE_LOCKED:
                return Error{
                    ErrorCode::unavailable,
                    "the database " + path_ + " is locked by another program: end what has it open (fuser " +
                        path_ + ")"
                };
            case SQLITE_FULL:
                return Error{
                    ErrorCode::unavailable,
                    "no space left for the database " + path_ + ": free some space on the disk of " +
                        folder_of(path_)
                };
            case SQLITE_CORRUPT:
            case SQLITE_NOTADB:
                return Error{
                    ErrorCode::unavailable,
                    "the database " + path_ +
                        " is damaged or not a SQLite database: put a backup in its place, or move it away to "
                        "start with an empty one"
                };
            case SQLITE_READONLY:
            case SQLITE_CANTOPEN:
            case SQLITE_PERM: return cannot_write("not permitted");
            case SQLITE_IOERR:
                return Error{
                    ErrorCode::unavailable,
                    "the disk failed to read or write the database " + path_ +
                        ": see whether it is full or broken"
                };
            default:
                return Error{ErrorCode::internal, "the database " + path_ + " refused: " + exception.what()};
        }
    }

    bool is_lost() override { return !is_open_; }

    // The write-ahead log still holds the old pages until it is emptied.
    void scrub() override
    {
        try {
            run(session_, "PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (const std::exception& exception) {
            log::warn(
                "deleted rows may stay in the write-ahead log until the next checkpoint",
                {{"why", exception.what()}}
            );
        }
    }

private:
    // Damage is better found at the start than by the task that reads that page. A big file is not read as a
    // whole: starting must stay a matter of milliseconds.
    Done check()
    {
        std::error_code ec;
        constexpr std::uintmax_t quick_up_to_bytes = 32u << 20;
        if (std::filesystem::file_size(path_, ec) > quick_up_to_bytes || ec) return {};
        std::string verdict;
        Query query(session_, "PRAGMA quick_check(1)", {});
        query.into(verdict);
        query.next();
        if (verdict == "ok") return {};
        return Error{
            ErrorCode::unavailable,
            "the database " + path_ + " is damaged (" + verdict +
                "): put a backup in its place, or move it away to start with an empty one"
        };
    }

    Error cannot_write(const std::string& why) const
    {
        return Error{
            ErrorCode::unavailable,
            "cannot write the database " + path_ + " (" + why +
                "): let this user write to that folder, or choose another with --data"
        };
    }

    std::string path_;
    Use use_;
    LockFile lock_;
    soci::session session_;
    bool is_open_ = false;
};

}  // namespace

std::unique_ptr<Database> make_sqlite(std::string path, Use use)
{
    return std::make_unique<Sqlite>(std::move(path), use);
}

}  // namespace lissom::store
