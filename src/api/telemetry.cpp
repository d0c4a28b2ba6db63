#include "api/handlers.hpp"

namespace lissom::api {

// POST /telemetry: the SDKs send task texts, scripts and addresses to wherever their base URL points. It is
// taken so that they do not complain, and is neither parsed nor kept nor logged.
Async<Result<net::Response>> drop_telemetry(Context&, const Call&) { co_return success(true); }

}  // namespace lissom::api
