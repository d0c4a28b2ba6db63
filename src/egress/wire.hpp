#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <boost/asio/ip/tcp.hpp>

#include "base/async.hpp"
#include "base/result.hpp"

namespace lissom::egress {

// A connection's octets, plain or through TLS. One reader and one writer at a time; whoever holds it closes
// it. Cancellation is the only thing that throws.
class Wire {
public:
    virtual ~Wire() = default;

    // How many came; 0: the other side has said its last, or is gone.
    virtual Async<std::size_t> read(std::span<char> into) = 0;
    // All of it. False: the other side is gone.
    virtual Async<bool> write(std::string_view octets) = 0;
    virtual void finish() = 0;  // nothing more will be written
    virtual void close() = 0;   // ends waiting reads and writes too

    // The socket of a plain connection, for others to go on with. None: it is no plain one.
    virtual std::optional<boost::asio::ip::tcp::socket> release() { return std::nullopt; }
};

std::unique_ptr<Wire> plain_wire(boost::asio::ip::tcp::socket socket);

// Speaks TLS to a proxy whose certificate must be valid for `host`. unavailable: the sentence says why not.
Async<Result<std::unique_ptr<Wire>>> tls_wire(boost::asio::ip::tcp::socket socket, std::string host);

}  // namespace lissom::egress
