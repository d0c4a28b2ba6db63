#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/async.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "net/http.hpp"

namespace lissom::net {

struct Message {
    bool is_binary = false;
    std::string data;
};

// A connected WebSocket, on either side.
class WebSocket {
public:
    virtual ~WebSocket() = default;

    // None when the other side has closed.
    virtual Async<std::optional<Message>> receive() = 0;
    // Sends in order. False: closed.
    virtual bool send(Message message) = 0;
    // Bytes handed to send() and not yet taken by the network: a slow viewer is one whose backlog grows.
    virtual std::size_t backlog() const = 0;
    virtual void close() = 0;
};

}  // namespace lissom::net
