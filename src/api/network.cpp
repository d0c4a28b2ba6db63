#include "api/handlers.hpp"
#include "api/query.hpp"
#include "base/try.hpp"
#include "egress/network_log.hpp"
#include "runner/runner.hpp"

namespace lissom::api {
namespace {

JsonArray entries_of(JsonObject& network)
{
    auto* entries = network.if_contains("entries");
    return entries && entries->is_array() ? std::move(entries->get_array()) : JsonArray();
}

net::Response archive(const JsonArray& entries, const std::string& task)
{
    auto response = net::Response::json(200, egress::to_har(entries, LISSOM_VERSION));
    response.headers["Content-Disposition"] = "attachment; filename=\"" + task + ".har\"";
    return response;
}

}  // namespace

// GET /task/{id}/network?format=
Async<Result<net::Response>> get_network(Context& context, const Call& call)
{
    CO_TRY(const auto format, read(call.request, param::format));
    const auto task = call.request.path_param("task_id");
    CO_TRY(auto network, co_await context.runner.network(call.key_id, task));

    auto entries = entries_of(network);
    if (format == "har") co_return archive(entries, task);
    JsonObject body{{"r", std::move(entries)}};
    if (auto* totals = network.if_contains("totals")) body["totals"] = std::move(*totals);
    co_return net::Response::json(200, std::move(body));
}

}  // namespace lissom::api
