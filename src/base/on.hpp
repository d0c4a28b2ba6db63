#pragma once

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/async.hpp"

namespace lissom {

// Runs a blocking function (SQL, files, zipping, encoding) on a pool's thread and resumes here with what it
// returned, or with what it threw. The caller waits for it even when it is cancelled meanwhile: the function
// runs to its end all the same.
//
// Not a coroutine spawned on the pool: cancelling one from this thread races with its end there, and Asio
// then throws on the pool's thread, where nobody catches.
template <class Function>
Async<std::invoke_result_t<Function>> on(boost::asio::thread_pool& pool, Function function)
{
    using Result = std::invoke_result_t<Function>;
    using Kept = std::conditional_t<std::is_void_v<Result>, std::monostate, Result>;
    auto initiate = [&pool](auto handler, Function call) {
        auto work = boost::asio::make_work_guard(handler);
        boost::asio::post(pool, [work, handler = std::move(handler), call = std::move(call)]() mutable {
            std::exception_ptr thrown;
            std::optional<Kept> kept;
            try {
                if constexpr (std::is_void_v<Result>) {
                    call();
                    kept.emplace();
                } else {
                    kept.emplace(call());
                }
            } catch (...) {
                thrown = std::current_exception();
            }
            // A handler is called, and destroyed, where its coroutine lives.
            boost::asio::post(
                work.get_executor(),
                [handler = std::move(handler), thrown, kept = std::move(kept)]() mutable {
                    std::move(handler)(thrown, std::move(kept));
                }
            );
        });
    };
    auto kept = co_await boost::asio::
        async_initiate<const boost::asio::use_awaitable_t<>, void(std::exception_ptr, std::optional<Kept>)>(
            initiate, boost::asio::use_awaitable, std::move(function)
        );
    if constexpr (!std::is_void_v<Result>) co_return *std::move(kept);
}

}  // namespace lissom
