#pragma once

#include <sys/types.h>

#include <optional>

#include <boost/asio/ip/tcp.hpp>

namespace lissom::egress {

// Whose process of this machine is at the other end of a loopback connection. None: the kernel does not say.
std::optional<uid_t> user_of(const boost::asio::ip::tcp::socket& socket);

}  // namespace lissom::egress
