#include "egress/wire.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "egress/tls_wire.hpp"
#include "net/address.hpp"

namespace lissom::egress {
namespace {

namespace asio = boost::asio;
using Socket = asio::ip::tcp::socket;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

template <class Stream>
Async<std::size_t> read_some(Stream& stream, std::span<char> into)
{
    const auto [error, count] =
        co_await stream.async_read_some(asio::buffer(into.data(), into.size()), as_result);
    co_return error ? 0 : count;
}

template <class Stream>
Async<bool> write_all(Stream& stream, std::string_view octets)
{
    const auto [error, count] = co_await asio::async_write(stream, asio::buffer(octets), as_result);
    co_return !error;
}

class PlainWire final : public Wire {
public:
    explicit PlainWire(Socket socket)
        : socket_(std::move(socket))
    {
    }

    Async<std::size_t> read(std::span<char> into) override { return read_some(socket_, into); }
    Async<bool> write(std::string_view octets) override { return write_all(socket_, octets); }
    void finish() override
    {
        boost::system::error_code ignored;  // gone already
        socket_.shutdown(Socket::shutdown_send, ignored);
    }
    void close() override
    {
        boost::system::error_code ignored;
        socket_.close(ignored);
    }
    std::optional<Socket> release() override { return std::move(socket_); }

private:
    Socket socket_;
};

}  // namespace

Async<std::size_t> TlsWire::read(std::span<char> into) { return read_some(stream_, into); }

Async<bool> TlsWire::write(std::string_view octets) { return write_all(stream_, octets); }

// TLS can end one direction only with a message that must be waited for; everybody understands the end of the
// connection.
void TlsWire::finish()
{
    boost::system::error_code ignored;
    stream_.next_layer().shutdown(Socket::shutdown_send, ignored);
}

void TlsWire::close()
{
    boost::system::error_code ignored;
    stream_.next_layer().close(ignored);
}

std::unique_ptr<Wire> plain_wire(Socket socket) { return std::make_unique<PlainWire>(std::move(socket)); }

Async<Result<std::unique_ptr<Wire>>> tls_wire(Socket socket, std::string host)
{
    asio::ssl::context context(asio::ssl::context::tls_client);
    boost::system::error_code ignored;  // without authorities the handshake says what is missing
    context.set_default_verify_paths(ignored);
    context.set_verify_mode(asio::ssl::verify_peer);
    context.set_verify_callback(asio::ssl::host_name_verification(host));
    auto wire = std::make_unique<TlsWire>(std::move(socket), std::move(context));
    // By the standard a host that is an address is not named.
    if (!net::address_from_host(host)) SSL_set_tlsext_host_name(wire->stream().native_handle(), host.c_str());
    const auto [error] = co_await wire->stream().async_handshake(asio::ssl::stream_base::client, as_result);
    if (error) co_return Error{ErrorCode::unavailable, error.message()};
    co_return std::unique_ptr<Wire>(std::move(wire));
}

}  // namespace lissom::egress
