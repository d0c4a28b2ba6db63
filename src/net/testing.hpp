#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "base/async.hpp"
#include "base/result.hpp"
#include "net/websocket.hpp"

namespace lissom::net {

// The other side of a WebSocket, for tests: connects to a server on this machine, from its own event loop.
Async<Result<std::shared_ptr<WebSocket>>>
connect_websocket(boost::asio::io_context& loop, std::uint16_t port, std::string target, Headers headers);

}  // namespace lissom::net
