#include <memory>

#include "api/auth.hpp"
#include "api/extension_archive.hpp"
#include "api/upload.hpp"
#include "base/ids.hpp"
#include "base/on.hpp"
#include "base/try.hpp"
#include "runner/folders.hpp"
#include "runner/keys.hpp"

namespace lissom::api {
namespace {

JsonArray describe(const std::vector<store::Upload>& uploads)
{
    JsonArray list;
    for (const auto& upload : uploads)
        list.push_back(
            {{"id", upload.id},
             {"file_name", upload.file_name},
             {"creation_time", upload.created_at_ms / 1'000}}
        );
    return list;
}

}  // namespace

// POST /extension: multipart, `file` is a zip.
Async<Result<net::Response>> upload_extension(Context& context, const Call& call)
{
    CO_TRY_DONE(runner::check_feature(context.auth.keys().limits_of(call.key_id), "extensions"));
    CO_TRY(auto form, form_from(call.request));

    store::Upload upload;
    upload.id = "e_" + random_id();
    upload.key_id = call.key_id;
    upload.kind = "extension";
    upload.file_name = form.file.file_name;
    upload.size_bytes = static_cast<std::int64_t>(form.file.body.size());
    upload.created_at_ms = context.clock();

    auto folder = runner::extension_folder(context.settings.data, upload.id);
    // Shared: were this request cancelled, the unpacking would go on.
    auto zip = std::make_shared<std::string>(std::move(form.file.body));
    CO_TRY_DONE(co_await on(context.disk, [folder, zip] { return unpack_extension(*zip, folder); }));
    if (auto kept = co_await keep_upload(context, upload, std::move(*zip)); !kept) {
        co_await on(context.disk, [folder] {
            std::error_code ignored;
            std::filesystem::remove_all(folder, ignored);
        });
        co_return kept.error();
    }
    co_return success(JsonObject{{"id", upload.id}});
}

// GET /extension
Async<Result<net::Response>> list_extensions(Context& context, const Call& call)
{
    CO_TRY(auto uploads, co_await context.store.uploads(call.key_id, "extension"));
    co_return success(describe(uploads));
}

// DELETE /extension/{id}, and the documented DELETE /browser/extension/{id}
Async<Result<net::Response>> delete_extension(Context& context, const Call& call)
{
    CO_TRY_DONE(
        co_await forget_upload(context, call.key_id, "extension", call.request.path_param("extension_id"))
    );
    co_return success(true);
}

// GET /browser/extension, as clients before 0.4 know it
Async<Result<net::Response>> list_browser_extensions(Context& context, const Call& call)
{
    CO_TRY(auto uploads, co_await context.store.uploads(call.key_id, "extension"));
    co_return success(JsonObject{{"extensions", describe(uploads)}});
}

}  // namespace lissom::api
