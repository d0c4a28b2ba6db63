#include "api/handlers.hpp"
#include "base/try.hpp"
#include "runner/runner.hpp"
#include "store/store.hpp"

namespace lissom::api {

// GET /healthz: the process is up and its event loop turns.
Async<Result<net::Response>> is_alive(Context&, const Call&)
{
    co_return net::Response::json(200, {{"status", "ok"}, {"version", LISSOM_VERSION}});
}

// GET /readyz: new tasks would be taken and kept.
Async<Result<net::Response>> is_ready(Context& context, const Call&)
{
    if (context.runner.is_stopping()) co_return Error{ErrorCode::unavailable, "the server is stopping"};
    CO_TRY_DONE(co_await within(Millis(2'000), "the store's answer", context.store.ping()));
    co_return net::Response::json(200, {{"status", "ready"}});
}

}  // namespace lissom::api
