#pragma once

#include <boost/asio/ssl.hpp>

#include "egress/wire.hpp"

namespace lissom::egress {

// A connection through TLS, of either side. The handshake is its maker's affair.
class TlsWire final : public Wire {
public:
    using Socket = boost::asio::ip::tcp::socket;

    TlsWire(Socket socket, boost::asio::ssl::context context)
        : context_(std::move(context)),
          stream_(std::move(socket), context_)
    {
    }

    boost::asio::ssl::stream<Socket>& stream() { return stream_; }

    Async<std::size_t> read(std::span<char> into) override;
    Async<bool> write(std::string_view octets) override;
    void finish() override;
    void close() override;

private:
    boost::asio::ssl::context context_;
    boost::asio::ssl::stream<Socket> stream_;
};

}  // namespace lissom::egress
