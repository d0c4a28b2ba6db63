#include "api/auth.hpp"
#include "api/handlers.hpp"
#include "base/try.hpp"
#include "runner/keys.hpp"
#include "runner/limits.hpp"
#include "runner/runner.hpp"

namespace lissom::api {

// GET /server: what this server is, for whoever has a key; how it was set up, for the one who runs it.
Async<Result<net::Response>> show_server(Context& context, const Call& call)
{
    const bool is_operator = call.key_id == context.settings.operator_key;
    const auto counts = context.runner.counts();
    JsonArray features;
    for (const auto name : runner::all_features()) features.push_back(Json(name));

    JsonObject json{
        {"version", LISSOM_VERSION},
        {"is_operator", is_operator},
        {"key", call.key_id},
        {"max_upload_bytes", context.settings.max_upload_bytes},
        {"features", std::move(features)},
    };
    if (is_operator) {
        json["waiting"] = counts.waiting;
        json["running"] = counts.running;
        json["steps"] = counts.steps;
        json["settings"] = context.settings.shown;
    }
    co_return success(std::move(json));
}

}  // namespace lissom::api
