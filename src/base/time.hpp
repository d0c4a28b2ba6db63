#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/async.hpp"
#include "base/result.hpp"

namespace lissom {

using Millis = std::chrono::milliseconds;

// Wall clock in milliseconds since 1970, handed to whoever stamps things, so that tests can hold it.
using Clock = std::function<std::int64_t()>;
Clock system_clock();

// For measuring durations.
using Moment = std::chrono::steady_clock::time_point;
inline Moment moment() { return std::chrono::steady_clock::now(); }
inline double seconds_since(Moment start) { return std::chrono::duration<double>(moment() - start).count(); }

// For waits that have no condition to wait for: polling something that cannot notify, back-off. Follows
// cancellation.
Async<void> pause(Millis duration);

Error timed_out(std::string_view what, Millis limit);

namespace detail {

// The `||` of Asio goes on waiting for the timer when the other side throws, so the exception is carried as a
// value.
template <class T>
Async<void> keep_outcome(Async<T> operation, std::optional<T>& result, std::exception_ptr& failure)
{
    try {
        result.emplace(co_await std::move(operation));
    } catch (...) {
        failure = std::current_exception();
    }
}

}  // namespace detail

// Awaits the operation for at most `limit`; then cancels it, waits for its unwinding and answers
// ErrorCode::timeout:
// "<what> took longer than 5 s". T is a Result.
template <class T>
Async<T> within(Millis limit, std::string what, Async<T> operation)
{
    using namespace boost::asio::experimental::awaitable_operators;
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, limit);
    std::optional<T> result;
    std::exception_ptr failure;
    const auto first = co_await (
        detail::keep_outcome(std::move(operation), result, failure) ||
        timer.async_wait(boost::asio::use_awaitable)
    );
    if (first.index() == 1) co_return timed_out(what, limit);
    if (failure) std::rethrow_exception(failure);
    co_return *std::move(result);
}

}  // namespace lissom
