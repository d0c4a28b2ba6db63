#pragma once

#include <boost/asio/io_context.hpp>

#include "base/async.hpp"

namespace lissom::app {

// Runs one coroutine and whatever it starts; answers what it answered. 1 where an exception escaped it.
int run_to_end(boost::asio::io_context& loop, Async<int> command);

// Resumes at SIGINT or SIGTERM, with the number. While it waits, the signal does nothing else.
Async<int> wait_for_signal();

}  // namespace lissom::app
