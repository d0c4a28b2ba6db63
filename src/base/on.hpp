#pragma once

#include <type_traits>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/async.hpp"

namespace lissom {

// Runs a blocking function (SQL, files, zipping, encoding) on a pool's thread and resumes here with what it returned.
// The function must own what it uses: if the caller is cancelled, it runs to its end all the same.
template <class Function>
Async<std::invoke_result_t<Function>> on(boost::asio::thread_pool& pool, Function function)
{
    auto work = [](Function call) -> Async<std::invoke_result_t<Function>> { co_return call(); };
    co_return co_await boost::asio::co_spawn(pool, work(std::move(function)), boost::asio::use_awaitable);
}

}  // namespace lissom
