#include "api/web_files.hpp"

#include <string>

namespace lissom::api {
namespace {

// What a page of ours may do: nothing from other hosts, no script and no style but its own files.
constexpr auto page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self'; "
    "connect-src 'self'; frame-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors ";

}  // namespace

net::Response web_file(std::string_view path, const net::Request& request, Framing framing)
{
    const auto* file = web::find(path);
    if (!file) return net::Response::json(404, {{"detail", "no such file: " + std::string(path)}});

    net::Response response;
    response.headers["ETag"] = file->etag;
    response.headers["Cache-Control"] = "no-cache";  // kept, but asked for: an updated server shows at once
    response.headers["Content-Security-Policy"] =
        page_policy + std::string(framing == Framing::anywhere ? "*" : "'self'");
    if (request.header("if-none-match") == file->etag) {
        response.status = 304;
        return response;
    }
    response.headers["Content-Type"] = file->content_type;
    response.body = file->bytes;
    return response;
}

// GET /web/{folder}/{file}: what the pages are made of.
Async<Result<net::Response>> show_web_file(Context&, const Call& call)
{
    co_return web_file(
        call.request.path_param("folder") + "/" + call.request.path_param("file"), call.request
    );
}

}  // namespace lissom::api
