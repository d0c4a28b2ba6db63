#include "app/event_loop.hpp"

#include <csignal>

#include <boost/asio/signal_set.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/nursery.hpp"

namespace lissom::app {
namespace {

Async<void> keep_code(Async<int> command, int& code) { code = co_await std::move(command); }

}  // namespace

int run_to_end(boost::asio::io_context& loop, Async<int> command)
{
    int code = 1;
    Nursery nursery(loop.get_executor());
    nursery.spawn("command", keep_code(std::move(command), code));
    loop.run();
    return code;
}

Async<int> wait_for_signal()
{
    boost::asio::signal_set signals(co_await boost::asio::this_coro::executor, SIGINT, SIGTERM);
    co_return co_await signals.async_wait(boost::asio::use_awaitable);
}

}  // namespace lissom::app
