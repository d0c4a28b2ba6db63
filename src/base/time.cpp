#include "base/time.hpp"

namespace lissom {

Clock system_clock()
{
    return [] {
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        return std::int64_t{std::chrono::duration_cast<Millis>(now).count()};
    };
}

Async<void> pause(Millis duration)
{
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, duration);
    co_await timer.async_wait(boost::asio::use_awaitable);
}

Error timed_out(std::string_view what, Millis limit)
{
    const auto ms = limit.count();
    const auto text = ms % 1000 == 0 ? std::to_string(ms / 1000) + " s" : std::to_string(ms) + " ms";
    return Error{ErrorCode::timeout, std::string(what) + " took longer than " + text};
}

}  // namespace lissom
