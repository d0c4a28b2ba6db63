#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <set>
#include <string>

#include "base/nursery.hpp"
#include "base/signal.hpp"
#include "base/time.hpp"
#include "net/request_parser.hpp"
#include "net/response_head.hpp"
#include "net/server.hpp"
#include "net/socket.hpp"

namespace lissom::net {

class Connection;

// Which part of a file the client wants: its headers Range and If-Range.
struct FileConditions {
    std::string range;
    std::string if_range;
};

// What the connections of one server share. They keep it alive, so a server may go before its last connection
// has ended.
struct ServerCore {
    ServerCore(
        boost::asio::io_context& loop,
        ServerSettings server_settings,
        Server::Handler on_request,
        Server::WebSocketHandler on_upgrade
    );

    void close_all();

    ServerSettings settings;
    Server::Handler handler;
    Server::WebSocketHandler on_websocket;
    std::set<Connection*> connections;
    Signal emptied;
};

// One client's TCP connection: reads requests, has them answered one after the other, writes the responses.
// Owned by its own coroutine, which ends when either side is done.
class Connection {
public:
    static void start(Socket socket, std::shared_ptr<ServerCore> core);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Ends it now: the handler is cancelled, the socket closed.
    void abort();
    // Ends it when its present wait for the client has lasted too long.
    void check_deadline(Moment now);

private:
    Connection(Socket socket, std::shared_ptr<ServerCore> core);
    static Async<void> run(std::unique_ptr<Connection> self);

    Async<bool> serve_one();  // false: the connection ends
    Async<bool> read_request(RequestParser& parser);
    Async<bool> answer(Request& request, RequestParser& parser);
    Async<std::optional<Response>> response_to(Request& request, bool is_upgrade);
    Async<bool> refuse(unsigned status, std::string why);
    Async<void> linger();
    Async<void> close();

    Async<bool> write_response(Response response, HeadFacts facts, bool is_head, FileConditions conditions);
    Async<bool> write_file(Response response, HeadFacts facts, bool is_head, FileConditions conditions);
    Async<bool> write_content(Response response, HeadFacts facts, bool is_head, FileConditions conditions);
    Async<bool> write_stream(Response response, HeadFacts facts, bool is_head);
    Async<bool> write_chunk(std::string chunk, Framing framing);
    Async<bool> write(std::string_view bytes);  // the caller keeps the bytes until it ends
    Async<bool> send_file(int file, std::size_t offset, std::size_t length);

    Async<bool> more();  // waits for bytes of the client; false: there will be none
    void start_read();
    void on_read(boost::system::error_code error, std::size_t count);
    void take_what_is_there();
    void wake_reader();

    Async<Result<std::shared_ptr<WebSocket>>> accept_websocket();

    enum class Waiting { no, for_request, for_rest_of_request, for_client_to_take, for_client_to_leave };
    void wait_for(Waiting what);

    std::shared_ptr<ServerCore> core_;
    Socket socket_;
    Nursery nursery_;  // runs run(), so that abort() can cancel it
    std::string remote_address_;
    std::string received_;  // and not yet parsed
    // Where the read in progress puts its bytes. Small, for each of thousands of idle clients has one.
    std::array<char, 128> chunk_;
    std::move_only_function<void()> waiting_reader_;
    std::function<void()> abort_websocket_;
    struct Handshake {
        Request request;
        std::string target;
    };
    std::unique_ptr<Handshake> handshake_;  // of a WebSocket while its handler decides
    Moment deadline_ = Moment::max();
    Waiting waiting_ = Waiting::no;
    bool is_reading_ = false;
    bool has_ended_ = false;    // the client sends no more
    bool has_expired_ = false;  // the request did not arrive in time
    bool is_handling_ = false;
    bool is_closed_ = false;
};

}  // namespace lissom::net
