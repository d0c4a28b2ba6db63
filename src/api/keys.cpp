#include "runner/keys.hpp"

#include <string>

#include "api/auth.hpp"
#include "api/handlers.hpp"
#include "api/openapi.hpp"
#include "base/try.hpp"
#include "runner/limits.hpp"
#include "task/fields.hpp"

namespace lissom::api {
namespace {

constexpr std::size_t max_name_letters = 100;

// Whoever runs the server; every other key sees itself alone.
bool is_operator(const Context& context, const Call& call)
{
    return call.key_id == context.settings.operator_key;
}

Error only_for_the_operator()
{
    return Error{
        ErrorCode::forbidden,
        "keys are made and revoked with the server's own key (the one of its first start)"
    };
}

JsonObject describe(const store::Key& key, const Call& call)
{
    return {
        {"id", key.id},
        {"name", key.name},
        {"hint", key.hint},
        {"created_at", key.created_at_ms / 1'000},
        {"last_used_at", key.last_used_at_ms ? Json(key.last_used_at_ms / 1'000) : Json()},
        {"revoked", key.is_revoked},
        {"limits", key.limits},
        {"credits_used", key.credits_used},
        {"is_mine", key.id == call.key_id},
    };
}

struct NewKey {
    std::string name;
    JsonObject limits;
};

void read_new_key(task::Fields& fields, NewKey& key)
{
    fields.require("name", key.name, "must say whose key it is");
    fields.hold("name", key.name, max_name_letters);
    fields.read("limits", key.limits);
}

}  // namespace

JsonObject key_schema()
{
    auto fields = task::Fields::describing();
    NewKey key;
    read_new_key(fields, key);
    auto schema = fields.schema();
    auto limits = runner::limits_schema();
    limits["type"] = JsonArray{"object", "null"};
    schema["properties"].get_object()["limits"] = std::move(limits);
    return schema;
}

// GET /key
Async<Result<net::Response>> list_keys(Context& context, const Call& call)
{
    const auto& keys = context.auth.keys();
    JsonArray list;
    for (const auto& key : keys.list())
        if (is_operator(context, call) || key.id == call.key_id) list.push_back(describe(key, call));
    co_return success(std::move(list));
}

// POST /key {name, limits}
Async<Result<net::Response>> create_key(Context& context, const Call& call)
{
    if (!is_operator(context, call)) co_return only_for_the_operator();
    CO_TRY(const auto body, parse_json(call.request.body));
    const auto* object = body.if_object();
    if (!object) co_return Error{ErrorCode::invalid_argument, "the body must be a JSON object"};
    task::Fields fields(*object);
    NewKey wanted;
    read_new_key(fields, wanted);
    CO_TRY_DONE(fields.done());

    CO_TRY(auto made, co_await context.auth.keys().create(std::move(wanted.name), std::move(wanted.limits)));

    auto json = describe(made.key, call);
    json["key"] = made.text;  // this once
    auto response = success(std::move(json));
    response.headers["Cache-Control"] = "no-store";
    co_return response;
}

// DELETE /key/{id}
Async<Result<net::Response>> revoke_key(Context& context, const Call& call)
{
    if (!is_operator(context, call)) co_return only_for_the_operator();
    const auto id = call.request.path_param("key_id");
    if (id == call.key_id)
        co_return Error{ErrorCode::conflict, "this is the key you are using: it would lock you out"};
    CO_TRY_DONE(co_await context.auth.keys().revoke(id));
    co_return success(true);
}

}  // namespace lissom::api
