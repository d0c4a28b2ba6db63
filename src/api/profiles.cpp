#include <set>

#include "api/auth.hpp"
#include "api/composed.hpp"
#include "api/handlers.hpp"
#include "api/openapi.hpp"
#include "base/ids.hpp"
#include "base/on.hpp"
#include "base/try.hpp"
#include "runner/folders.hpp"
#include "runner/keys.hpp"
#include "store/store.hpp"
#include "task/fields.hpp"

namespace lissom::api {
namespace {

constexpr std::size_t max_id_letters = 128;
// What is_id() allows, but for "." and "..".
constexpr std::string_view id_pattern = R"(^[^/\\\u0000-\u001f\u007f]+$)";

// People choose profile ids; they travel as one segment of a URL.
bool is_id(std::string_view id)
{
    auto is_bad = [](char c) {
        return c == '/' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    };
    return !id.empty() && task::count_letters(id) <= max_id_letters && id != "." && id != ".." &&
           !std::ranges::any_of(id, is_bad);
}

JsonObject describe(const store::Profile& profile)
{
    std::set<std::string_view> domains;
    for (const auto& cookie : profile.cookies) {
        const auto* object = cookie.if_object();
        const auto* domain = object ? object->if_contains("domain") : nullptr;
        if (!domain || !domain->is_string()) continue;
        std::string_view text = domain->get_string();
        if (text.starts_with('.')) text.remove_prefix(1);
        domains.insert(text);
    }

    JsonObject json;
    json["id"] = profile.id;
    json["cookie_domains"] = JsonArray(domains.begin(), domains.end());
    json["cookie_count"] = profile.cookies.size();
    json["profile_size_bytes"] = profile.size_bytes;
    if (profile.last_saved_at_ms > 0)
        json["last_saved_at"] = profile.last_saved_at_ms / 1'000;
    else
        json["last_saved_at"] = nullptr;
    return json;
}

// Clients before 0.4 say "session_id". The first name given counts; each must be an id.
void read_wanted(task::Fields& fields, std::string& id)
{
    for (const auto* name : {"id", "profile_id", "session_id"}) {
        std::string text;
        fields.read(name, text);
        fields.note(name, {{"minLength", 1}, {"maxLength", max_id_letters}, {"pattern", id_pattern}});
        if (!fields.find(name)) continue;
        auto given = composed(text);
        if (!is_id(given))
            fields.refuse(name, "must have 1 to 128 characters, without slashes and control characters");
        if (id.empty()) id = std::move(given);
    }
}

// {"id": "work"}, {"id": null}, {} or no body at all.
Result<std::string> wanted_id(const net::Request& request)
{
    if (request.body.empty()) return random_id();
    TRY(auto body, parse_json(request.body));
    const auto* object = body.if_object();
    if (!object)
        return Error{
            ErrorCode::invalid_argument, "the body must be a JSON object such as {\"id\": \"work\"}"
        };
    task::Fields fields(*object);
    std::string id;
    read_wanted(fields, id);
    TRY_DONE(fields.done());
    return id.empty() ? random_id() : id;
}

}  // namespace

JsonObject profile_schema()
{
    auto fields = task::Fields::describing();
    std::string id;
    read_wanted(fields, id);
    return fields.schema();
}

// POST /profile
Async<Result<net::Response>> create_profile(Context& context, const Call& call)
{
    CO_TRY_DONE(runner::check_feature(context.auth.keys().limits_of(call.key_id), "profiles"));
    CO_TRY(auto id, wanted_id(call.request));

    store::Profile profile;
    profile.id = id;
    profile.key_id = call.key_id;
    profile.created_at_ms = context.clock();
    if (auto done = co_await context.store.insert_profile(std::move(profile)); !done) {
        if (done.error().code == ErrorCode::conflict)
            co_return Error{ErrorCode::conflict, "profile \"" + id + "\" exists already"};
        co_return done.error();
    }
    co_return success(JsonObject{{"id", id}});
}

// GET /profile
Async<Result<net::Response>> list_profiles(Context& context, const Call& call)
{
    CO_TRY(auto profiles, co_await context.store.profiles(call.key_id));
    JsonArray list;
    for (const auto& profile : profiles) list.push_back(describe(profile));
    co_return success(std::move(list));
}

// DELETE /profile/{id}
Async<Result<net::Response>> delete_profile(Context& context, const Call& call)
{
    auto id = composed(call.request.path_param("profile_id"));
    if (!co_await context.store.find_profile(call.key_id, id))
        co_return Error{ErrorCode::not_found, "profile \"" + id + "\" not found"};
    CO_TRY_DONE(co_await context.store.delete_profile(call.key_id, id));

    auto folder = runner::profile_folder(context.settings.data, call.key_id, id);
    co_await on(context.disk, [folder] {
        std::error_code ignored;  // the profile may never have been used
        return std::filesystem::remove_all(folder, ignored);
    });
    co_return success(true);
}

// GET /browser/profile, as clients before 0.4 know it
Async<Result<net::Response>> list_profile_ids(Context& context, const Call& call)
{
    CO_TRY(auto profiles, co_await context.store.profiles(call.key_id));
    JsonArray ids;
    for (const auto& profile : profiles) ids.emplace_back(profile.id);
    co_return success(JsonObject{{"profile_ids", ids}, {"session_ids", ids}});
}

}  // namespace lissom::api
