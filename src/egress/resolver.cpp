#include "egress/resolver.hpp"

#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <memory>

#include <boost/asio/ip/basic_endpoint.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "base/on.hpp"
#include "base/try.hpp"
#include "net/url.hpp"

namespace lissom::egress {
namespace {

constexpr std::size_t threads = 8;  // a page names some dozen hosts at once
constexpr std::size_t most_known = 4096;
constexpr Millis limit(15'000);  // longer than the system's own time-outs, usually
constexpr Millis kept(30'000);   // getaddrinfo does not say how long an answer holds
constexpr Millis kept_failure(3'000);

std::vector<net::Address> ask_system(const std::string& host)
{
    addrinfo wanted{};
    wanted.ai_family = AF_UNSPEC;
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = AI_ADDRCONFIG;  // no IPv6 address where this machine has none
    addrinfo* list = nullptr;
    if (getaddrinfo(host.c_str(), nullptr, &wanted, &list) != 0) return {};
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owned(list, freeaddrinfo);
    std::vector<net::Address> addresses;
    for (const auto* entry = list; entry; entry = entry->ai_next) {
        boost::asio::ip::tcp::endpoint endpoint;
        if (entry->ai_addrlen > endpoint.capacity()) continue;
        std::copy_n(
            reinterpret_cast<const char*>(entry->ai_addr),
            entry->ai_addrlen,
            reinterpret_cast<char*>(endpoint.data())
        );
        endpoint.resize(entry->ai_addrlen);
        if (std::ranges::find(addresses, endpoint.address()) == addresses.end())
            addresses.push_back(endpoint.address());
    }
    return addresses;
}

Error no_such_name(const std::string& host)
{
    return Error{ErrorCode::not_found, "there is no host called " + host};
}

}  // namespace

Done add_fixed_name(FixedNames& names, std::string_view rule)
{
    const auto equals = rule.find('=');
    if (equals == std::string_view::npos || equals == 0)
        return Error{
            ErrorCode::invalid_argument,
            "\"" + std::string(rule) + "\" must be NAME=ADDRESS, or NAME= for no such name"
        };
    std::string name(rule.substr(0, equals));
    if (name != "*") {
        TRY(name, net::canonical_host(name));
    }
    const std::string text(rule.substr(equals + 1));
    std::optional<net::Address> address;
    if (!text.empty()) {
        boost::system::error_code error;
        address = boost::asio::ip::make_address(text, error);
        if (error) return Error{ErrorCode::invalid_argument, "\"" + text + "\" is not an address"};
    }
    names[name] = address;
    return Done();
}

Resolver::Resolver(boost::asio::any_io_executor executor, FixedNames names)
    : names_(std::move(names)),
      threads_(threads),
      answered_(executor),
      nursery_(executor)
{
}

Resolver::~Resolver() { threads_.join(); }

std::optional<std::vector<net::Address>> Resolver::without_asking(const std::string& host) const
{
    if (auto address = net::address_from_host(host)) return std::vector{*address};
    for (const auto* name : {host.c_str(), "*"}) {
        if (name != host && net::is_loopback_name(host)) break;  // "*" says nothing of this machine
        const auto entry = names_.find(std::string_view(name));
        if (entry == names_.end()) continue;
        if (!entry->second) return std::vector<net::Address>();
        return std::vector{*entry->second};
    }
    // Wherever a name server would send it: browsers hold that this machine is meant.
    if (net::is_loopback_name(host))
        return std::vector<net::Address>{
            boost::asio::ip::address_v4::loopback(), boost::asio::ip::address_v6::loopback()
        };
    return std::nullopt;
}

Async<Result<std::vector<net::Address>>> Resolver::resolve(std::string host)
{
    if (auto addresses = without_asking(host)) {
        if (addresses->empty()) co_return no_such_name(host);
        co_return *std::move(addresses);
    }
    const auto wait = [](Resolver& self, std::string name) -> Async<Result<std::vector<net::Address>>> {
        for (;;) {
            const auto entry = self.known_.find(name);
            const bool is_old =
                entry == self.known_.end() || (entry->second.is_known && entry->second.until < moment());
            if (is_old) {
                self.make_room();
                self.known_[name] = Entry();
                self.nursery_.spawn("name look-up", self.look_up(name));
            } else if (entry->second.is_known) {
                if (entry->second.addresses.empty()) co_return no_such_name(name);
                co_return entry->second.addresses;
            }
            co_await self.answered_.wait();
        }
    };
    co_return co_await within(limit, "looking up " + host, wait(*this, host));
}

Async<void> Resolver::look_up(std::string host)
{
    auto addresses = co_await on(threads_, [host] { return ask_system(host); });
    const auto time = addresses.empty() ? kept_failure : kept;
    known_[host] = Entry{std::move(addresses), true, moment() + time};
    answered_.notify_all();
}

void Resolver::make_room()
{
    if (known_.size() < most_known) return;
    std::erase_if(known_, [](const auto& entry) { return entry.second.is_known; });
}

Async<void> Resolver::close() { co_await nursery_.stop(); }

}  // namespace lissom::egress
