#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/thread_pool.hpp>

#include "base/nursery.hpp"
#include "base/signal.hpp"
#include "base/time.hpp"
#include "net/address.hpp"

namespace lissom::egress {

// What names are said to be, before anybody is asked: "shop.test" → 127.0.0.1. "*" is every name; no address:
// there is no such name.
using FixedNames = std::map<std::string, std::optional<net::Address>, std::less<>>;

// "shop.test=127.0.0.1", "*=" (no name exists).
Done add_fixed_name(FixedNames& names, std::string_view rule);

// Looks host names up, with the system's means, in threads of its own. Names are asked for once at a time and
// kept for a while.
class Resolver {
public:
    Resolver(boost::asio::any_io_executor executor, FixedNames names);
    ~Resolver();

    // Addresses in the order to try them. not_found: the name does not exist, or nobody answers.
    Async<Result<std::vector<net::Address>>> resolve(std::string host);

    Async<void> close();

private:
    struct Entry {
        std::vector<net::Address> addresses;
        bool is_known = false;
        Moment until;  // when it is to be asked for again
    };

    std::optional<std::vector<net::Address>> without_asking(const std::string& host) const;
    Async<void> look_up(std::string host);
    void make_room();

    FixedNames names_;
    boost::asio::thread_pool threads_;
    std::map<std::string, Entry> known_;
    Signal answered_;
    Nursery nursery_;
};

}  // namespace lissom::egress
