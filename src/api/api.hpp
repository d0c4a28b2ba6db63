#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "api/handlers.hpp"
#include "net/websocket.hpp"

namespace lissom::api {

enum class Access {
    key,   // under /api/v1 and /v1, for whoever shows a key
    open,  // likewise, for everybody
    root,  // at the root of the server, for everybody
};

struct Route {
    net::Method method;
    std::string_view path;
    Handler* handler;
    Access access = Access::key;
};

using AcceptWebSocket = std::function<Async<Result<std::shared_ptr<net::WebSocket>>>()>;

// The whole API at a glance, in routes.cpp.
std::span<const Route> routes();

// Finds the handler, asks for the key, runs it, and turns a failed Result or an escaped exception into an
// HTTP error.
Async<net::Response> handle(Context& context, net::Request request);

// The one WebSocket: /live/{token}/ws. Answers a refusal, or none when the viewer has come and gone.
Async<std::optional<net::Response>>
handle_websocket(Context& context, net::Request request, AcceptWebSocket accept);

}  // namespace lissom::api
