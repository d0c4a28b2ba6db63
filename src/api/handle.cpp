#include <exception>
#include <optional>
#include <set>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include "api/api.hpp"
#include "api/auth.hpp"
#include "api/http_error.hpp"
#include "api/metrics.hpp"
#include "api/packed_body.hpp"
#include "base/log.hpp"

namespace lissom::api {
namespace {

using net::Method;
using Params = std::map<std::string, std::string>;

// JSON bodies carry schemas and base64 certificates, nothing larger; only uploads may be.
constexpr std::size_t max_json_bytes = 4u << 20;

constexpr std::string_view prefixes[] = {"/api/v1", "/v1"};

std::string_view next_segment(std::string_view& path)
{
    path.remove_prefix(1);
    auto segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    return segment;
}

std::optional<Params> match(std::string_view pattern, std::string_view path)
{
    Params params;
    while (!pattern.empty() && !path.empty()) {
        auto wanted = next_segment(pattern);
        auto given = next_segment(path);
        if (wanted.starts_with('{') && !given.empty())
            params.emplace(wanted.substr(1, wanted.size() - 2), given);
        else if (wanted != given)
            return std::nullopt;
    }
    if (pattern.empty() && path.empty()) return params;
    return std::nullopt;
}

struct Place {
    std::string_view path;
    bool is_below_api = false;
};

// "/api/v1/task/" is "/task" of the API.
Place place_of(std::string_view path)
{
    if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    for (auto prefix : prefixes) {
        if (path == prefix) return {"/", true};
        if (path.starts_with(prefix) && path.substr(prefix.size()).starts_with('/'))
            return {path.substr(prefix.size()), true};
    }
    return {path, false};
}

struct Found {
    const Route* route = nullptr;
    Params params;
    std::string allow;  // the methods that would be right, where the given one is wrong
};

Method method_of(const net::Request& request)
{
    return request.method == Method::head ? Method::get : request.method;
}

Found find_route(Method method, std::string_view path)
{
    auto place = place_of(path);
    Found found;
    std::set<std::string_view> methods;
    for (const auto& route : routes()) {
        // What stands at the root is found below the API's address too: some know no other.
        if (route.access != Access::root && !place.is_below_api) continue;
        auto params = match(route.path, place.path);
        if (!params) continue;
        if (route.method == method) return {&route, *std::move(params), {}};
        methods.insert(net::name_of(route.method));
    }
    for (auto name : methods) found.allow += (found.allow.empty() ? "" : ", ") + std::string(name);
    return found;
}

net::Response preflight(const std::string& allow)
{
    auto response = success(true);
    response.headers["Access-Control-Allow-Methods"] = allow;
    // Tracing and the like add headers of their own; the star stands for all but Authorization.
    response.headers["Access-Control-Allow-Headers"] =
        "*, apikey, authorization, content-type, last-event-id, smooth-compat";
    response.headers["Access-Control-Max-Age"] = "86400";
    return response;
}

net::Response refuse(unsigned status, std::string_view detail)
{
    return net::Response::json(status, {{"detail", detail}});
}

// `call` stays with the caller: thousands of held polls are as many frames of this.
Async<net::Response> run(Context& context, const Route& route, Call& call)
{
    try {
        if (route.access == Access::key) {
            auto key_id = co_await context.auth.check(call.request);
            if (!key_id) {
                auto refused = to_response(key_id.error());
                if (key_id.error().code == ErrorCode::too_many_requests)
                    refused.headers["Retry-After"] = std::to_string(context.auth.retry_after(call.request));
                co_return refused;
            }
            call.key_id = *std::move(key_id);
        }
        auto response = co_await route.handler(context, call);
        co_return response ? *std::move(response) : to_response(response.error());
    } catch (const boost::system::system_error& error) {
        if (error.code() == boost::asio::error::operation_aborted)
            co_return refuse(503, "the server is stopping");
        log::error("a handler threw", {{"route", route.path}, {"what", error.what()}});
    } catch (const std::exception& bug) {
        // A handler reports what it expects to go wrong as an Error; what reaches this line is ours to mend.
        log::error("a handler threw", {{"route", route.path}, {"what", bug.what()}});
    }
    co_return refuse(500, "a fault of this server; its log says more");
}

// The answer where no route takes the request.
std::optional<net::Response> refuse_early(const net::Request& request, const Found& found)
{
    if (found.route) return std::nullopt;
    if (found.allow.empty()) return refuse(404, "no such endpoint: " + request.path);
    if (request.method == Method::options) return preflight(found.allow);
    auto response = refuse(
        405, std::string(net::name_of(method_of(request))) + " is not allowed here; allowed: " + found.allow
    );
    response.headers["Allow"] = found.allow;
    return response;
}

// Unpacks the body; the answer to one that cannot be read, or is too large.
std::optional<net::Response> prepare_body(const Context& context, net::Request& request)
{
    const auto is_upload = request.header("content-type").starts_with("multipart/");
    const auto max_bytes = is_upload ? context.settings.max_upload_bytes : max_json_bytes;
    if (auto unpacked = unpack_body(request, max_bytes); !unpacked) return to_response(unpacked.error());
    if (request.body.size() > max_bytes)
        return refuse(
            413,
            std::string("the ") + (is_upload ? "upload" : "body") + " is larger than " +
                std::to_string(max_bytes >> 20) + " MB"
        );
    // Some systems put a byte order mark in front of all they write.
    if (!is_upload && request.body.starts_with("\xEF\xBB\xBF")) request.body.erase(0, 3);
    return std::nullopt;
}

}  // namespace

net::Response success(Json value) { return net::Response::json(200, JsonObject{{"r", std::move(value)}}); }

Async<net::Response> handle(Context& context, net::Request request)
{
    auto began = moment();
    auto method = request.method;
    auto found = find_route(method_of(request), request.path);
    auto response = refuse_early(request, found);
    if (!response) response = prepare_body(context, request);
    if (!response) {
        request.path_params = std::move(found.params);
        Call call{std::move(request), {}};
        response = co_await run(context, *found.route, call);
    }
    auto route_name = found.route ? found.route->path : "none";
    context.metrics.count_request(method, route_name, response->status, seconds_since(began));

    // Any page may ask; without the key it learns nothing, and no cookie is ever looked at.
    response->headers["Access-Control-Allow-Origin"] = "*";
    response->headers["X-Content-Type-Options"] = "nosniff";
    response->headers["Referrer-Policy"] = "no-referrer";
    if (method == Method::head) response->body.clear();
    co_return *std::move(response);
}

}  // namespace lissom::api
