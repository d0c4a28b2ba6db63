#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "base/json.hpp"
#include "live/frame.hpp"
#include "net/websocket.hpp"

namespace lissom::live {

// One person who looks on. A slow one misses frames and never waits for old ones: while too many are on their
// way, only the newest is kept, and goes out as soon as there is room.
class Viewer {
public:
    explicit Viewer(std::shared_ptr<net::WebSocket> socket);

    void show(const Frame& frame);
    void tell(const JsonObject& message);
    // The viewer has drawn the frame of this number.
    void seen(std::uint32_t number);
    void close();

    net::WebSocket& socket() { return *socket_; }

private:
    bool has_room() const;
    void send(const Frame& frame);

    std::shared_ptr<net::WebSocket> socket_;  // shared with net, whose writer may outlast us
    std::optional<Frame> kept_;
    std::uint32_t sent_ = 0;
    std::optional<std::uint32_t> seen_;  // none: it has never said
};

// The message that carries a frame: number, width, height and the time it has waited here, in 4 big-endian
// octets each, then the JPEG.
std::string frame_message(const Frame& frame, std::uint32_t number, Moment now);

}  // namespace lissom::live
