#include "cli/call.hpp"

#include <string>

namespace lissom::cli {
namespace {

// The server answers a long poll within 25 s at the most.
constexpr Millis call_limit(40'000);

std::string api_url(const Server& server, std::string_view path)
{
    std::string_view base = server.url;
    while (base.ends_with('/')) base.remove_suffix(1);
    for (const std::string_view suffix : {"/v1", "/api"})
        if (base.ends_with(suffix)) base.remove_suffix(suffix.size());
    return std::string(base) + "/api/v1" + std::string(path);
}

ErrorCode code_of(int status)
{
    if (status == 401) return ErrorCode::unauthorized;
    if (status == 429) return ErrorCode::too_many_requests;
    return status >= 500 ? ErrorCode::unavailable : ErrorCode::invalid_argument;
}

}  // namespace

net::Call call_of(const Server& server, net::Method method, std::string_view path)
{
    net::Call call;
    call.method = method;
    call.url = api_url(server, path);
    call.headers["apikey"] = server.key;
    call.headers["User-Agent"] = "lissom/" LISSOM_VERSION;
    call.limit = call_limit;
    return call;
}

Result<Json> result_of(const net::Reply& reply)
{
    auto body = parse_json(reply.body);
    const auto* object = body ? body->if_object() : nullptr;
    if (reply.status >= 400) {
        auto detail = object ? string_or(*object, "detail") : std::string();
        if (detail.empty()) detail = "the server answered " + std::to_string(reply.status);
        return Error{code_of(reply.status), std::move(detail)};
    }
    if (!object || !object->contains("r"))
        return Error{ErrorCode::unavailable, "the server's answer is not of the Smooth API"};
    return object->at("r");
}

}  // namespace lissom::cli
