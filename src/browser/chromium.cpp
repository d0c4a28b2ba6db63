#include "browser/chromium.hpp"

#include "base/log.hpp"
#include "base/try.hpp"
#include "browser/gatekeeper.hpp"

namespace lissom::browser {
namespace {

// The last line that is not one of Chromium's routine complaints about a missing desktop.
std::string reason_in(const std::string& words)
{
    std::string reason;
    std::size_t start = 0;
    while (start < words.size()) {
        auto end = words.find('\n', start);
        if (end == std::string::npos) end = words.size();
        const auto line = words.substr(start, end - start);
        start = end + 1;
        const bool is_routine = line.find("dbus") != std::string::npos ||
                                line.find("DevTools remote debugging") != std::string::npos;
        if (!line.empty() && !is_routine) reason = line;
    }
    return reason;
}

JsonObject only_pages()
{
    JsonObject filter;
    filter["type"] = "page";
    return filter;
}

cdp::Command command(std::string method, JsonObject params = {}, Millis limit = Millis(10'000))
{
    return cdp::Command{
        .session = "", .method = std::move(method), .params = std::move(params), .limit = limit
    };
}

}  // namespace

Result<std::shared_ptr<Chromium>> Chromium::launch(
    boost::asio::any_io_executor executor,
    ChromiumSpec spec,
    std::filesystem::path parent,
    SandboxPlan sandbox
)
{
    TRY(auto folder, BrowserFolder::make(parent, sandbox.user));
    spec.is_unsandboxed = sandbox.is_off;
    if (sandbox.user && !spec.user_data.empty()) {
        TRY_DONE(check_reachable(*sandbox.user, spec.user_data));
        give_to(*sandbox.user, spec.user_data);
    }

    LaunchSpec launch_spec;
    launch_spec.program = spec.program;
    launch_spec.arguments = chromium_arguments(spec, folder);
    launch_spec.environment = chromium_environment(folder);
    launch_spec.user = sandbox.user;
    TRY(const auto launched, browser::launch(launch_spec));

    auto chromium = std::make_shared<Chromium>(executor, std::move(spec), std::move(folder), launched);
    chromium->user_ = sandbox.user;
    return chromium;
}

Chromium::Chromium(
    boost::asio::any_io_executor executor,
    ChromiumSpec spec,
    BrowserFolder folder,
    const Launched& launched
)
    : executor_(executor),
      spec_(std::move(spec)),
      folder_(std::move(folder)),
      process_(executor, launched),
      nursery_(executor)
{
    listen();
    nursery_.spawn("browser end", follow_end());
}

Async<Done> Chromium::greet(Millis limit)
{
    auto greeted = co_await first_words(limit);
    if (greeted) co_return Done();
    auto why = reason_in(process_.last_words());
    if (why.find("sandbox") != std::string::npos)
        why += "; start with --no-sandbox to do without the sandbox";
    if (why.empty()) why = greeted.error().message;
    co_return Error{ErrorCode::unavailable, "Chromium does not start: " + why};
}

Async<Done> Chromium::first_words(Millis limit)
{
    CO_TRY(const auto version, co_await connection().send(command("Browser.getVersion", {}, limit)));
    const auto product = string_or(version, "product");
    version_.number = product.substr(product.find('/') + 1);
    version_.user_agent = string_or(version, "userAgent");

    // Every page, popups too, stands still before its first line until we have prepared it.
    JsonObject attach;
    attach["autoAttach"] = true;
    attach["waitForDebuggerOnStart"] = true;
    attach["flatten"] = true;
    attach["filter"] = JsonArray{only_pages()};
    CO_TRY_DONE(co_await connection().send(command("Target.setAutoAttach", std::move(attach), limit)));
    co_return Done();
}

void Chromium::listen()
{
    auto& from = connection();
    subscriptions_.push_back(from.on("", "Target.attachedToTarget", [this](const JsonObject& params) {
        attached(params);
    }));
    subscriptions_.push_back(from.on("", "Target.detachedFromTarget", [this](const JsonObject& params) {
        const auto session = string_or(params, "sessionId");
        const auto entry = sessions_.find(session);
        if (entry == sessions_.end()) return;
        auto* tenant = entry->second;
        sessions_.erase(entry);
        tenant->page_detached(session);
    }));
    subscriptions_.push_back(from.on("", "Fetch.requestPaused", [this](const JsonObject& request) {
        request_paused(request);
    }));
    subscriptions_.push_back(from.on("", "Browser.downloadWillBegin", [this](const JsonObject& params) {
        const auto frame = string_or(params, "frameId");
        for (const auto& [context, tenant] : tenants_) {
            if (!context.empty() && !tenant->owns_frame(frame)) continue;
            downloads_[string_or(params, "guid")] = tenant;
            tenant->download_began(params);
            return;
        }
    }));
    subscriptions_.push_back(from.on("", "Browser.downloadProgress", [this](const JsonObject& params) {
        const auto entry = downloads_.find(string_or(params, "guid"));
        if (entry == downloads_.end()) return;
        auto* tenant = entry->second;
        if (string_or(params, "state") != "inProgress") downloads_.erase(entry);
        tenant->download_went_on(params);
    }));
}

// On the browser's own session, for those of pages learn of some frames and workers too late.
Async<Done> Chromium::shut_gate(Gate gate)
{
    if (gates_++ > 0) co_return Done();
    CO_TRY_DONE(co_await connection().send(command("Fetch.enable", gate_command(gate))));
    co_return Done();
}

void Chromium::open_gate()
{
    if (--gates_ == 0) connection().post(command("Fetch.disable"));
}

void Chromium::request_paused(const JsonObject& request)
{
    if (!decide(request)) nursery_.spawn("gate", decide_later(request));
}

// False: whose frame it is has not been told yet.
bool Chromium::decide(const JsonObject& request)
{
    const auto frame = string_or(request, "frameId");
    for (const auto& [context, tenant] : tenants_) {
        // A tenant without a context of its own has the browser for itself, with workers that have no frame.
        if (!context.empty() && !tenant->owns_frame(frame)) continue;
        if (const auto* gate = tenant->gate())
            decide_at_gate(*gate, connection(), request, tenant->is_page(frame));
        else
            let_pass(connection(), request);
        return true;
    }
    return false;
}

// A frame's or popup's first request may be told before the frame is. One that stays nobody's is refused.
Async<void> Chromium::decide_later(JsonObject request)
{
    constexpr Millis longest(3'000);
    constexpr Millis between(3);
    const auto deadline = moment() + longest;
    while (moment() < deadline) {
        co_await pause(between);
        if (decide(request)) co_return;
    }
    refuse(connection(), request);
}

void Chromium::attached(const JsonObject& params)
{
    const auto* info = object_at(params, "targetInfo");
    if (!info) return;
    AttachedPage page{
        string_or(params, "sessionId"),
        string_or(*info, "targetId"),
        string_or(*info, "url"),
        string_or(*info, "openerId")
    };
    auto* tenant = tenant_of(string_or(*info, "browserContextId"));
    if (!tenant) {
        // A page that Chromium opened for itself: let it go its way.
        connection().post({.session = page.session, .method = "Runtime.runIfWaitingForDebugger", .params = {}}
        );
        return;
    }
    sessions_[page.session] = tenant;
    tenant->page_attached(std::move(page));
}

Tenant* Chromium::tenant_of(const std::string& context)
{
    auto entry = tenants_.find(context);
    if (entry == tenants_.end()) entry = tenants_.find("");
    return entry == tenants_.end() ? nullptr : entry->second;
}

void Chromium::enter(const std::string& context, Tenant& tenant) { tenants_[context] = &tenant; }

void Chromium::leave(const std::string& context)
{
    const auto entry = tenants_.find(context);
    if (entry == tenants_.end()) return;
    const auto is_his = [tenant = entry->second](const auto& other) { return other.second == tenant; };
    std::erase_if(sessions_, is_his);
    std::erase_if(downloads_, is_his);
    tenants_.erase(entry);
}

Async<void> Chromium::follow_end()
{
    while (!connection().failure()) co_await connection().ended().wait();
    tell_failure();
}

void Chromium::tell_failure()
{
    const auto error = *connection().failure();
    const auto tenants = tenants_;
    for (const auto& [context, tenant] : tenants) tenant->browser_failed(error);
}

Async<void> Chromium::stop(Millis grace)
{
    if (grace > Millis(0) && !connection().failure())
        (void)co_await connection().send(command("Browser.close", {}, grace));
    co_await process_.stop(grace);
    co_await nursery_.stop();
}

}  // namespace lissom::browser
