#include "browser/testing.hpp"

#include <unistd.h>

#include <exception>
#include <stdexcept>

#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

#include "base/time.hpp"
#include "browser/installed.hpp"

namespace lissom::browser {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr Millis longest_run(60'000);

std::string& world_script()
{
    static std::string script;
    return script;
}

void drive(asio::io_context& loop, Async<void> coroutine)
{
    Nursery nursery(loop.get_executor());
    std::exception_ptr failure;
    bool has_ended = false;
    auto wrapped = [](Async<void> body, std::exception_ptr& error, bool& ended) -> Async<void> {
        try {
            co_await std::move(body);
            ended = true;
        } catch (const boost::system::system_error& cancelled) {
            if (cancelled.code() != asio::error::operation_aborted) error = std::current_exception();
        } catch (...) {
            error = std::current_exception();
        }
    };
    nursery.spawn("test", wrapped(std::move(coroutine), failure, has_ended));
    const auto deadline = moment() + longest_run;
    loop.restart();
    while (nursery.running() > 0 && moment() < deadline) loop.run_one_for(Millis(1000));
    if (nursery.running() > 0) nursery.cancel();
    while (nursery.running() > 0) loop.run_one_for(Millis(1000));
    if (failure) std::rethrow_exception(failure);
    if (!has_ended) throw std::runtime_error("the test's coroutine did not end within a minute");
}

// What lives as long as the test binary.
struct House {
    asio::io_context loop{1};
    std::unique_ptr<Pool> pool = make_pool(loop.get_executor(), Fixture::settings());

    House()
    {
        Done started;
        drive(loop, start(*pool, started));
        if (!started) throw std::runtime_error(started.error().message);
    }
    ~House() { drive(loop, pool->stop()); }

    static Async<void> start(Pool& pool, Done& done) { done = co_await pool.start(); }
};

House& house()
{
    static House instance;
    return instance;
}

std::string_view reason_of(int status) { return status < 400 ? "OK" : "Not OK"; }

std::string path_in(std::string_view head)
{
    const auto start = head.find(' ') + 1;
    const auto target = head.substr(start, head.find(' ', start) - start);
    return std::string(target.substr(0, target.find('?')));
}

std::size_t body_length(std::string_view head)
{
    for (const std::string_view name : {"Content-Length: ", "content-length: "})
        if (const auto at = head.find(name); at != std::string_view::npos)
            return static_cast<std::size_t>(std::atoll(std::string(head.substr(at + name.size(), 12)).c_str())
            );
    return 0;
}

}  // namespace

TestServer::TestServer(asio::any_io_executor executor)
    : acceptor_(executor, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
      released_(executor),
      nursery_(executor)
{
    nursery_.spawn("test server", accept());
}

TestServer::~TestServer() = default;

void TestServer::serve(std::string path, TestAnswer answer) { answers_[std::move(path)] = std::move(answer); }

void TestServer::release(const std::string& path)
{
    ++releases_[path];
    released_.notify_all();
}

std::string TestServer::url(std::string_view path, std::string_view host) const
{
    return "http://" + std::string(host) + ":" + std::to_string(port()) + std::string(path);
}

std::uint16_t TestServer::port() const { return acceptor_.local_endpoint().port(); }

std::size_t TestServer::hits(const std::string& path) const
{
    const auto entry = hits_.find(path);
    return entry == hits_.end() ? 0 : entry->second;
}

Async<void> TestServer::stop()
{
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    co_await nursery_.stop();
}

Async<void> TestServer::accept()
{
    for (;;) nursery_.spawn("test connection", talk(co_await acceptor_.async_accept(asio::use_awaitable)));
}

Async<void> TestServer::talk(tcp::socket socket)
{
    std::string buffer;
    for (;;) {
        boost::system::error_code ec;
        const auto head = co_await asio::async_read_until(
            socket, asio::dynamic_buffer(buffer), "\r\n\r\n", asio::redirect_error(asio::use_awaitable, ec)
        );
        if (ec) co_return;
        const auto whole = head + body_length(std::string_view(buffer).substr(0, head));
        while (buffer.size() < whole) {
            char chunk[4096];
            const auto got = co_await socket.async_read_some(
                asio::buffer(chunk), asio::redirect_error(asio::use_awaitable, ec)
            );
            if (ec) co_return;
            buffer.append(chunk, got);
        }
        last_request_ = buffer.substr(0, whole);
        buffer.erase(0, whole);
        if (!co_await answer(socket, path_in(last_request_))) co_return;
    }
}

Async<bool> TestServer::answer(tcp::socket& socket, std::string path)
{
    ++hits_[path];
    const auto entry = answers_.find(path);
    const auto answer =
        entry == answers_.end() ? TestAnswer{.body = "not found", .status = 404} : entry->second;
    if (answer.ending == Ending::cut) co_return false;

    const int releases = releases_[path];
    const auto wait_for_release = [this, path, releases]() { return releases_[path] == releases; };
    if (answer.ending == Ending::silent)
        while (wait_for_release()) co_await released_.wait();

    const bool is_unfinished = answer.ending == Ending::unfinished;
    auto text = "HTTP/1.1 " + std::to_string(answer.status) + " " + std::string(reason_of(answer.status)) +
                "\r\nContent-Type: " + answer.type +
                "\r\nContent-Length: " + std::to_string(answer.body.size() + (is_unfinished ? 1 : 0)) +
                "\r\n";
    for (const auto& header : answer.headers) text += header + "\r\n";
    text += "\r\n" + answer.body;
    boost::system::error_code ec;
    co_await asio::async_write(socket, asio::buffer(text), asio::redirect_error(asio::use_awaitable, ec));
    if (ec) co_return false;
    if (is_unfinished) {
        while (wait_for_release()) co_await released_.wait();
        co_await asio::async_write(
            socket, asio::buffer(" ", 1), asio::redirect_error(asio::use_awaitable, ec)
        );
    }
    co_return !ec;
}

void Fixture::use_world_script(std::string script) { world_script() = std::move(script); }

PoolSettings Fixture::settings()
{
    // A machine without user namespaces, such as some build servers: the sandbox is not what is tested here.
    static const auto sandbox = plan_sandbox(find_chromium().chromium);
    PoolSettings settings;
    settings.sandbox = sandbox ? *sandbox : SandboxPlan{.user = std::nullopt, .is_off = true};
    settings.folder = std::filesystem::temp_directory_path() / "lissom-tests";
    settings.world_script = world_script();
    settings.extra_arguments = {
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost"
    };
    return settings;
}

Fixture::Fixture(ContextOptions options)
{
    auto acquired = run(pool().acquire(std::move(options)));
    if (!acquired) throw std::runtime_error(acquired.error().message);
    context_ = *std::move(acquired);
    server_ = std::make_unique<TestServer>(loop().get_executor());
}

Fixture::~Fixture()
{
    run(context_->close());
    run(server_->stop());
}

Pool& Fixture::pool() { return *house().pool; }
asio::io_context& Fixture::loop() { return house().loop; }

void Fixture::show(std::string html)
{
    server().serve("/shown", std::move(html));
    auto arrived = run(page().go_to(server().url("/shown"), Millis(10'000)));
    if (!arrived) throw std::runtime_error(arrived.error().message);
}

void Fixture::run(Async<void> coroutine) { drive(loop(), std::move(coroutine)); }

}  // namespace lissom::browser
