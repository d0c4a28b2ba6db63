#pragma once

#include "base/async.hpp"
#include "base/nursery.hpp"
#include "base/result.hpp"

namespace lissom::runner {

// For waits with a limit: when all of it has ended.
inline Async<Done> joined(Nursery& nursery)
{
    co_await nursery.join();
    co_return Done();
}

}  // namespace lissom::runner
