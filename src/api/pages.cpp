#include "api/handlers.hpp"
#include "api/openapi.hpp"
#include "api/web_files.hpp"

namespace lissom::api {

// GET /
Async<Result<net::Response>> show_home(Context&, const Call& call)
{
    co_return web_file("dashboard/index.html", call.request);
}

// GET /docs
Async<Result<net::Response>> show_docs(Context&, const Call& call)
{
    co_return web_file("docs/index.html", call.request);
}

// GET /openapi.json
Async<Result<net::Response>> show_openapi(Context&, const Call&)
{
    net::Response response;
    response.headers["Content-Type"] = "application/json";
    response.body = openapi_document();
    co_return response;
}

}  // namespace lissom::api
