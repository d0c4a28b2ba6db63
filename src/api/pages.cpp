#include "api/handlers.hpp"
#include "embedded/api/home.html.hpp"
#include "embedded/api/openapi.json.hpp"

namespace lissom::api {

// GET /
Async<Result<net::Response>> show_home(Context&, const Call&)
{
    net::Response response;
    response.headers["Content-Type"] = "text/html; charset=utf-8";
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'";
    response.body = embedded::home_html;
    co_return response;
}

// GET /openapi.json
Async<Result<net::Response>> show_openapi(Context&, const Call&)
{
    net::Response response;
    response.headers["Content-Type"] = "application/json";
    response.body = embedded::openapi_json;
    co_return response;
}

}  // namespace lissom::api
