#pragma once

#include <boost/asio/awaitable.hpp>

namespace lissom {

// What every function that waits returns. It starts when it is awaited and follows cancellation: a cancelled
// wait throws boost::system::system_error(operation_aborted), unwinding cleans up, and the owner of the
// coroutine catches it.
template <class T>
using Async = boost::asio::awaitable<T>;

}  // namespace lissom
