#pragma once

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>

#include "base/time.hpp"
#include "net/http.hpp"

namespace lissom::net {

struct Call {
    Method method = Method::get;
    std::string url;
    Headers headers;
    std::string body;
    Millis limit = Millis(30'000);  // for the whole of it
    Millis silence = Millis(0);     // without a byte either way, in whole seconds; 0: only `limit` counts
    std::size_t max_bytes = 32u << 20;
    std::string proxy;       // "http://user:pw@host:port"; empty: none
    std::string connect_to;  // "203.0.113.9": connect there, whatever the name resolves to; empty: resolve
    bool follow_redirects = false;
    std::function<void(std::string_view)> on_data;  // when set: a 2xx body as it arrives, not in Reply::body
};

struct Reply {
    int status = 0;
    Headers headers;
    std::string body;
};

// Outbound HTTP: model providers, webhooks, our own command line. HTTP/2, TLS, proxies. An HTTP error status
// is a Reply; no reply at all is ErrorCode::unavailable or timeout. Cancellation ends the transfer.
class Client {
public:
    virtual ~Client() = default;
    virtual Async<Result<Reply>> fetch(Call call) = 0;
};

std::unique_ptr<Client> make_client(boost::asio::any_io_executor executor);

}  // namespace lissom::net
