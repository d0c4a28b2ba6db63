#include "live/live.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>

#include "api/api.hpp"
#include "api/query.hpp"
#include "api/web_files.hpp"
#include "base/try.hpp"
#include "net/url.hpp"
#include "runner/folders.hpp"
#include "runner/runner.hpp"
#include "vault/file.hpp"

namespace lissom::api {
namespace {

using runner::Purpose;

constexpr std::string_view live_prefix = "/live/";
constexpr std::string_view socket_suffix = "/ws";

// Between the end of a live view and the final status of its task, at most.
constexpr Millis final_status_limit(10'000);
constexpr Millis final_status_interval(100);

std::optional<runner::LinkTarget> live_target(const Context& context, std::string_view token)
{
    auto target = context.runner.open_link(token);
    if (target && target->purpose != Purpose::view && target->purpose != Purpose::control) target.reset();
    return target;
}

// A page of somebody else that has learnt a link must not act with it in a visitor's browser. Programs that
// are no browser send no origin.
bool is_own_origin(const Context& context, const net::Request& request)
{
    const auto origin = request.header("origin");
    if (origin.empty()) return true;
    const auto asking = net::Url::parse(origin);
    if (!asking) return false;
    if (const auto base = net::Url::parse(context.runner.settings().public_base);
        base && base->origin() == asking->origin())
        return true;
    // Behind a proxy that does not say so, the name it was asked by is our name.
    const auto own = net::Url::parse(
        std::string(asking->is_secure() ? "https://" : "http://") + std::string(request.header("host"))
    );
    return own && own->origin() == asking->origin();
}

net::Response refuse(unsigned status, std::string_view why)
{
    return net::Response::json(status, JsonObject{{"detail", why}});
}

void tell_end(net::WebSocket& socket, const task::Task& task)
{
    JsonObject message;
    message["type"] = "ended";
    message["status"] = task::name_of(task.status);
    message["recording_url"] = task.recording_url.value_or("");
    socket.send({.is_binary = false, .data = dump(message)});
}

}  // namespace

// GET /live/{token}: what a live_url points at.
Async<Result<net::Response>> show_live_page(Context& context, const Call& call)
{
    const bool is_embedded = read(call.request, param::embed);
    auto response =
        web_file("live/viewer.html", call.request, is_embedded ? Framing::anywhere : Framing::by_own_pages);
    // The page itself says what is wrong, in words for people.
    if (!live_target(context, call.request.path_param("token")) && response.status == 200)
        response.status = 404;
    response.headers["Cache-Control"] = "private, no-store";
    co_return response;
}

Async<std::optional<net::Response>>
handle_websocket(Context& context, net::Request request, AcceptWebSocket accept)
{
    std::string_view path = request.path;
    if (!context.live || !path.starts_with(live_prefix) || !path.ends_with(socket_suffix))
        co_return refuse(404, "there is no WebSocket here");
    path.remove_prefix(live_prefix.size());
    path.remove_suffix(std::min(path.size(), socket_suffix.size()));
    const auto target = live_target(context, path);
    if (!target) co_return refuse(404, "the link is not valid, or has expired");
    if (!is_own_origin(context, request)) co_return refuse(403, "pages of other origins may not connect");
    const bool may_control = target->purpose == Purpose::control && read(request, param::interactive);

    auto socket = co_await accept();
    if (!socket) co_return refuse(400, socket.error().message);
    co_await context.live->visit(
        target->task_id, *socket, may_control ? live::Right::to_control : live::Right::to_watch
    );
    // Whoever comes too late learns how it ended. The browser is gone a little before the status says so.
    const auto deadline = moment() + final_status_limit;
    for (;;) {
        const auto task = co_await context.runner.find(target->key_id, target->task_id);
        if (!task || context.live->is_on(target->task_id)) break;
        if (task::is_final(task->status)) tell_end(**socket, *task);
        if (task::is_final(task->status) || moment() > deadline) break;
        co_await pause(final_status_interval);
    }
    (*socket)->close();
    co_return std::nullopt;
}

// GET /task/{id}/live: both links to a live view, the one that gives control and the one to look on.
Async<Result<net::Response>> get_live_links(Context& context, const Call& call)
{
    CO_TRY(const auto task, co_await context.runner.find(call.key_id, call.request.path_param("task_id")));
    JsonObject links;
    links["live_url"] = links["view_url"] = nullptr;
    if (task.live_url) {
        links["live_url"] = *task.live_url;
        links["view_url"] = runner::live_url(context.runner.settings(), task, Purpose::view);
    }
    co_return success(std::move(links));
}

namespace {

class Film : public net::Content {
public:
    Film(vault::FileReader reader, std::string task_id)
        : reader_(std::move(reader)),
          task_id_(std::move(task_id))
    {
    }
    std::size_t size() const override { return reader_.size(); }
    std::string version() const override { return task_id_; }  // a film is made once
    Result<std::string> read(std::size_t offset) const override { return reader_.read(offset); }

private:
    vault::FileReader reader_;
    std::string task_id_;
};

}  // namespace

// GET /recordings/{token}: what a recording_url points at.
Async<Result<net::Response>> get_recording(Context& context, const Call& call)
{
    constexpr std::string_view suffix = ".mp4";
    auto token = call.request.path_param("token");
    if (token.ends_with(suffix)) token.resize(token.size() - suffix.size());
    const Error gone{ErrorCode::not_found, "there is no such recording"};
    const auto target = context.runner.open_link(token);
    if (!target || target->purpose != Purpose::recording) co_return gone;
    // The task is asked for too: data that was deleted is not there for old links.
    CO_TRY(const auto task, co_await context.runner.find(target->key_id, target->task_id));
    const auto& settings = context.runner.settings();
    const auto file = runner::kept_recording(settings.folder, task.id);
    if (std::error_code ec; !std::filesystem::exists(file, ec)) co_return gone;
    CO_TRY(auto film, vault::FileReader::open(*settings.vault, task.key_id, file));

    net::Response response;
    response.headers["Content-Type"] = "video/mp4";
    response.headers["Content-Disposition"] = "inline; filename=\"" + task.id + ".mp4\"";
    response.headers["Cache-Control"] = "private, no-store";
    response.content = std::make_shared<Film>(std::move(film), task.id);
    co_return response;
}

}  // namespace lissom::api
