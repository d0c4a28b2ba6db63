#include "base/together.hpp"

#include <exception>

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include "base/nursery.hpp"

namespace lissom {

Async<void> together(std::vector<Async<void>> parts)
{
    Nursery nursery(co_await boost::asio::this_coro::executor);
    for (auto& part : parts) nursery.spawn("part", std::move(part));
    std::exception_ptr thrown;
    try {
        co_await nursery.join();
    } catch (...) {
        thrown = std::current_exception();
    }
    if (!thrown) co_return;
    // From here nothing may interrupt: the parts use what the caller is about to give up.
    co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::disable_cancellation());
    co_await nursery.stop();
    std::rethrow_exception(thrown);
}

}  // namespace lissom
