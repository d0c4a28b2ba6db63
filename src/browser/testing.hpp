#pragma once

// Helpers for tests of rooms that drive a real Chromium. Not used by the program.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "base/nursery.hpp"
#include "base/signal.hpp"
#include "browser/pool.hpp"

namespace lissom::browser {

// How a TestServer's answer ends.
enum class Ending {
    complete,
    unfinished,  // head and body are sent, but more was promised; until release()
    silent,      // nothing is sent until release()
    cut,         // the connection is closed without an answer
};

struct TestAnswer {
    std::string body;
    std::string type = "text/html; charset=utf-8";
    int status = 200;
    std::vector<std::string> headers;  // "Location: /there"
    Ending ending = Ending::complete;
};

// A web server of few words on 127.0.0.1, on the event loop of the test.
class TestServer {
public:
    explicit TestServer(boost::asio::any_io_executor executor);
    ~TestServer();

    // What a path (without the query) answers; 404 where nothing was said.
    void serve(std::string path, TestAnswer answer);
    void serve(std::string path, std::string html)
    {
        serve(std::move(path), TestAnswer{.body = std::move(html)});
    }
    void release(const std::string& path);  // lets the answers go on that wait

    // "http://127.0.0.1:PORT/path"; the host "localhost" is another site that reaches the same server.
    std::string url(std::string_view path, std::string_view host = "127.0.0.1") const;
    std::uint16_t port() const;
    std::size_t hits(const std::string& path) const;
    const std::string& last_request() const { return last_request_; }  // head and body, as received

    Async<void> stop();

private:
    Async<void> accept();
    Async<void> talk(boost::asio::ip::tcp::socket socket);
    Async<bool> answer(boost::asio::ip::tcp::socket& socket, std::string path);

    boost::asio::ip::tcp::acceptor acceptor_;
    std::map<std::string, TestAnswer> answers_;
    std::map<std::string, std::size_t> hits_;
    std::map<std::string, int> releases_;
    std::string last_request_;
    Signal released_;
    Nursery nursery_;
};

// A fresh Context of a Chromium that is started once per test binary, a TestServer, and the event loop both
// live on.
//
//   struct ClickTest : testing::Test { browser::Fixture browser; };
//   browser.server().serve("/", "<button>Go</button>");
//   auto arrived = browser.run(browser.page().go_to(browser.server().url("/"), Millis(5000)));
class Fixture {
public:
    explicit Fixture(ContextOptions options = {});
    ~Fixture();
    Fixture(const Fixture&) = delete;
    Fixture& operator=(const Fixture&) = delete;

    // Before the first Fixture of the binary: the script that PoolSettings::world_script would be.
    static void use_world_script(std::string script);
    // A pool's settings as tests want them: no network but this machine, folders out of the way.
    static PoolSettings settings();

    Context& context() { return *context_; }
    Page& page() { return context_->page(); }
    TestServer& server() { return *server_; }
    Pool& pool();
    boost::asio::io_context& loop();

    // Serves `html` and goes there.
    void show(std::string html);

    // Drives the loop until the coroutine ends, a minute at most.
    void run(Async<void> coroutine);
    template <class T>
    T run(Async<T> coroutine)
    {
        std::optional<T> result;
        run(keep(std::move(coroutine), result));
        return *std::move(result);
    }

private:
    template <class T>
    static Async<void> keep(Async<T> coroutine, std::optional<T>& result)
    {
        result.emplace(co_await std::move(coroutine));
    }

    std::unique_ptr<TestServer> server_;
    std::unique_ptr<Context> context_;
};

}  // namespace lissom::browser
