#include "api/handlers.hpp"
#include "base/try.hpp"
#include "runner/runner.hpp"

namespace lissom::api {

// GET /d/{token}: what a downloads_url points at; the token in it is the permission.
Async<Result<net::Response>> get_downloads(Context& context, const Call& call)
{
    constexpr std::string_view suffix = ".zip";
    auto token = call.request.path_param("token");
    if (token.ends_with(suffix)) token.resize(token.size() - suffix.size());
    CO_TRY(auto archive, co_await context.runner.downloads_archive(std::move(token)));

    net::Response response;
    response.headers["Content-Type"] = "application/zip";
    response.headers["Content-Disposition"] = "attachment; filename=\"downloads.zip\"";
    response.headers["Cache-Control"] = "private, no-store";
    response.file = std::move(archive);
    co_return response;
}

}  // namespace lissom::api
