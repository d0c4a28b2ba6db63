#include "api/auth.hpp"
#include "api/upload.hpp"
#include "base/ids.hpp"
#include "base/try.hpp"
#include "runner/keys.hpp"

namespace lissom::api {

// POST /file: multipart, `file` and `file_purpose`.
Async<Result<net::Response>> upload_file(Context& context, const Call& call)
{
    CO_TRY_DONE(runner::check_feature(context.auth.keys().limits_of(call.key_id), "files"));
    CO_TRY(auto form, form_from(call.request));

    store::Upload upload;
    upload.id = "f_" + random_id();
    upload.key_id = call.key_id;
    upload.kind = "file";
    upload.file_name = form.file.file_name;
    upload.purpose = form.purpose;
    upload.size_bytes = static_cast<std::int64_t>(form.file.body.size());
    upload.created_at_ms = context.clock();
    upload.expires_at_ms = upload.created_at_ms + context.settings.file_lifetime.count();
    CO_TRY_DONE(co_await keep_upload(context, upload, std::move(form.file.body)));
    co_return success(JsonObject{{"id", upload.id}});
}

// GET /file
Async<Result<net::Response>> list_files(Context& context, const Call& call)
{
    CO_TRY(auto uploads, co_await context.store.uploads(call.key_id, "file"));
    JsonArray list;
    for (const auto& upload : uploads)
        list.push_back(
            {{"id", upload.id},
             {"file_name", upload.file_name},
             {"file_purpose", upload.purpose},
             {"size_bytes", upload.size_bytes},
             {"creation_time", upload.created_at_ms / 1'000},
             {"expires_at", upload.expires_at_ms ? Json(upload.expires_at_ms / 1'000) : Json()}}
        );
    co_return success(std::move(list));
}

// DELETE /file/{id}
Async<Result<net::Response>> delete_file(Context& context, const Call& call)
{
    CO_TRY_DONE(co_await forget_upload(context, call.key_id, "file", call.request.path_param("file_id")));
    co_return success(true);
}

}  // namespace lissom::api
