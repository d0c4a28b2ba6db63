#pragma once

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <libpq-fe.h>

#include "base/time.hpp"
#include "store/testing/temporary_folder.hpp"

namespace lissom::store {

// For tests: a PostgreSQL server of their own, in a temporary folder, reached through a socket there. Runs as
// an unprivileged user where the test is root, because PostgreSQL refuses to be root; ends with its owner,
// also when the test is killed.
class TemporaryPostgres {
public:
    // Where Debian puts the programs; empty where PostgreSQL is not installed.
    static std::filesystem::path programs()
    {
        for (const auto* version : {"17", "16", "15", "14"}) {
            const auto folder = std::filesystem::path("/usr/lib/postgresql") / version / "bin";
            if (std::filesystem::exists(folder / "initdb")) return folder;
        }
        return {};
    }

    TemporaryPostgres()
    {
        if (::getuid() == 0) {
            const auto* user = ::getpwnam("postgres");
            if (!user) user = ::getpwnam("nobody");
            if (!user) throw std::runtime_error("no unprivileged user to run PostgreSQL as");
            user_ = *user;
            if (::chown(folder_.path().c_str(), user->pw_uid, user->pw_gid) != 0)
                throw std::runtime_error("cannot give away the temporary folder");
        }
        const auto data = (folder_.path() / "data").string();
        const auto made = start(
            {"initdb",
             "--pgdata",
             data,
             "--auth",
             "trust",
             "--username",
             "lissom",
             "--no-sync",
             "--locale",
             "C",
             "--encoding",
             "UTF8"}
        );
        int status = 0;
        ::waitpid(made, &status, 0);
        if (status != 0) throw std::runtime_error("initdb failed, see " + log_path());
        // What it forgets in a power cut does not matter to a test.
        server_ = start(
            {"postgres",
             "-D",
             data,
             "-k",
             folder_.path().string(),
             "-c",
             "listen_addresses=",
             "-c",
             "fsync=off",
             "-c",
             "max_connections=20"}
        );
        wait_until_it_answers();
    }
    TemporaryPostgres(const TemporaryPostgres&) = delete;
    TemporaryPostgres& operator=(const TemporaryPostgres&) = delete;

    ~TemporaryPostgres()
    {
        if (server_ <= 0) return;
        ::kill(server_, SIGQUIT);  // "immediate shutdown"
        int status = 0;
        ::waitpid(server_, &status, 0);
    }

    std::string address(const std::string& database) const
    {
        return "postgresql://lissom@/" + database + "?host=" + folder_.path().string();
    }

    // An empty one; answers its address.
    std::string new_database()
    {
        const auto name = "test_" + std::to_string(++databases_);
        command("CREATE DATABASE " + name);
        return address(name);
    }

    // As the administrator, in the database "postgres".
    void command(const std::string& sql)
    {
        auto* connection = ::PQconnectdb(address("postgres").c_str());
        auto* result = ::PQexec(connection, sql.c_str());
        const auto status = ::PQresultStatus(result);
        const std::string why = ::PQerrorMessage(connection);
        ::PQclear(result);
        ::PQfinish(connection);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
            throw std::runtime_error(sql + ": " + why);
    }

private:
    std::string log_path() const { return (folder_.path() / "log").string(); }

    ::pid_t start(const std::vector<std::string>& words)
    {
        const auto program = (programs() / words.front()).string();
        std::vector<char*> arguments;
        for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
        arguments.push_back(nullptr);
        const auto log = log_path();
        const auto folder = folder_.path().string();

        const auto child = ::fork();
        if (child < 0) throw std::runtime_error("cannot fork");
        if (child > 0) return child;
        if (user_ &&
            (::setgroups(0, nullptr) != 0 || ::setgid(user_->pw_gid) != 0 || ::setuid(user_->pw_uid) != 0))
            ::_exit(126);
        ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
        const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        ::dup2(out, STDOUT_FILENO);
        ::dup2(out, STDERR_FILENO);
        if (::chdir(folder.c_str()) != 0) ::_exit(126);
        ::execv(program.c_str(), arguments.data());
        ::_exit(127);
    }

    void wait_until_it_answers()
    {
        const auto started = moment();
        while (::PQping(address("postgres").c_str()) != PQPING_OK) {
            if (::waitpid(server_, nullptr, WNOHANG) == server_) {
                server_ = 0;
                throw std::runtime_error("PostgreSQL ended at once, see " + log_path());
            }
            if (seconds_since(started) > 30) throw std::runtime_error("PostgreSQL did not start within 30 s");
            ::poll(nullptr, 0, 10);
        }
    }

    TemporaryFolder folder_;
    std::optional<::passwd> user_;
    ::pid_t server_ = 0;
    int databases_ = 0;
};

}  // namespace lissom::store
