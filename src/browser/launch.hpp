#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace lissom::browser {

// Whom Chromium runs as when the server is root.
struct UnixUser {
    std::string name;
    uid_t uid = 0;
    gid_t gid = 0;
};

struct LaunchSpec {
    std::string program;
    std::vector<std::string> arguments;    // without the program itself
    std::vector<std::string> environment;  // "NAME=value", all of it
    std::optional<UnixUser> user;          // empty: stay who we are
    int input = -1;                        // what it reads as its standard input; -1: nothing
};

// A child process that leads its own process group. The descriptors are the caller's.
struct Launched {
    pid_t pid = -1;
    int pid_fd = -1;        // readable once the process has ended
    int to_child = -1;      // its descriptor 3
    int from_child = -1;    // its descriptor 4
    int child_errors = -1;  // what it writes to standard output and error
};

// Starts the program; it is killed when the calling thread ends, however that ends. unavailable: the sentence
// says why.
Result<Launched> launch(const LaunchSpec& spec);

}  // namespace lissom::browser
