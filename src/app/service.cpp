#include "app/service.hpp"

#include <optional>

#include "api/api.hpp"
#include "api/auth.hpp"
#include "api/metrics.hpp"
#include "api/upload.hpp"
#include "app/broadcast.hpp"
#include "app/data_folder.hpp"
#include "app/egress_settings.hpp"
#include "app/minds.hpp"
#include "base/ids.hpp"
#include "base/log.hpp"
#include "base/nursery.hpp"
#include "base/signal.hpp"
#include "base/together.hpp"
#include "base/try.hpp"
#include "browser/pool.hpp"
#include "net/client.hpp"
#include "net/server.hpp"
#include "runner/keys.hpp"
#include "runner/runner.hpp"
#include "store/store.hpp"
#include "vault/vault.hpp"
#include "view/snapshot.hpp"

namespace lissom::app {
namespace {

// Uploads, archives and clean-up; SQL has its own thread in store.
constexpr std::size_t disk_threads = 4;

// The id of the key that first start makes: the local user's.
constexpr auto local_key_id = "local";

constexpr Millis housekeeping_interval(10 * 60'000);

// A form is a little larger than the file it carries.
constexpr std::size_t form_overhead_bytes = 64u << 10;

std::string fresh_key() { return "sk_" + std::string(local_key_id) + "_" + random_id(32); }
std::string fresh_secret() { return random_id(43); }

}  // namespace

struct Service::State {
    State(boost::asio::io_context& its_loop, Config its_config, browser::SandboxPlan its_sandbox)
        : loop(its_loop),
          config(std::move(its_config)),
          sandbox(std::move(its_sandbox)),
          nursery(its_loop.get_executor()),
          ready(its_loop.get_executor())
    {
    }

    Done listen();
    Result<std::filesystem::path> make_browser_folder();
    Done open_vault();
    Done open_store();
    Done open_gateway();
    Async<Done> open_keys(const std::string& local_key);
    Async<Done> open_browsers();
    Async<Done> open_runner(const std::string& link_secret);
    void open_doors();
    Async<Done> open_rooms(const std::string& local_key, const std::string& link_secret);
    Async<Done> open_rooms_while_browser_starts(const std::string& local_key, const std::string& link_secret);
    browser::PoolSettings pool_settings();
    JsonObject config_to_show() const;
    runner::Settings runner_settings(const std::string& link_secret) const;
    Async<net::Response> answer(net::Request request);
    Async<net::Response> answer_when_ready(net::Request request);
    Async<std::optional<net::Response>> upgrade(net::Request request, api::AcceptWebSocket accept);
    Async<void> keep_house();

    boost::asio::io_context& loop;
    Config config;
    browser::SandboxPlan sandbox;
    Clock clock = system_clock();
    Nursery nursery;
    Signal ready;
    Endpoint endpoint;
    std::string url;
    std::filesystem::path browser_folder;

    std::optional<DataFolder> folder;
    boost::asio::thread_pool disk{disk_threads};
    std::shared_ptr<const vault::Vault> vault;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<egress::Gateway> gateway;
    std::unique_ptr<net::Client> http;  // for webhooks
    std::unique_ptr<browser::Pool> browsers;
    std::unique_ptr<Broadcast> broadcast;
    std::unique_ptr<Minds> minds;  // null: no model is configured
    std::unique_ptr<runner::Runner> runner;
    std::unique_ptr<runner::Keys> keys;
    std::unique_ptr<api::Auth> auth;
    std::unique_ptr<api::Metrics> metrics;
    std::unique_ptr<api::Context> context;  // there when all of the above are
    std::unique_ptr<net::Server> server;
};

// Chromium's temporary folders. As root it runs as another user, who may not enter the data folder; a fixed
// place of its own below the temporary folder lets the next start sweep what a killed server left. Its name
// is a secret, so that nobody else can be there first.
Result<std::filesystem::path> Service::State::make_browser_folder()
{
    if (!sandbox.user) return config.data / "browsers";
    TRY(auto name, folder->secret("browser-folder", [] { return "lissom-" + random_id(); }));
    auto path = std::filesystem::temp_directory_path() / name;
    std::error_code error;
    std::filesystem::create_directory(path, error);
    if (!error) std::filesystem::permissions(path, std::filesystem::perms(0711), error);
    if (error)
        return Error{
            ErrorCode::unavailable, "cannot use " + path.string() + " for browsers: " + error.message()
        };
    return path;
}

// The key lies beside the data unless the operator keeps it elsewhere: only then is a copy of the folder of
// no use to whoever takes it.
Done Service::State::open_vault()
{
    std::string key;
    if (config.vault_key_file.empty()) {
        TRY(key, folder->secret("vault-key", fresh_secret));
    } else {
        TRY(key, read_secret(config.vault_key_file));
    }
    auto opened = vault::Vault::with(key);
    if (!opened) return opened.error();
    vault = *std::move(opened);
    return {};
}

Done Service::State::open_store()
{
    TRY(store, store::open_store(loop.get_executor(), config.store, store::Use::as_server, vault));
    return {};
}

Done Service::State::open_gateway()
{
    TRY(auto settings, gateway_settings(config, endpoint));
    gateway = std::make_unique<egress::Gateway>(loop.get_executor(), std::move(settings));
    return {};
}

browser::PoolSettings Service::State::pool_settings()
{
    browser::PoolSettings settings;
    settings.headless_shell = config.headless_shell;
    settings.chromium = config.chromium;
    settings.folder = browser_folder;
    settings.sandbox = sandbox;
    settings.spare_contexts = config.spare_contexts;
    // The published SDKs ask for a browser that looks like a person's unless told otherwise.
    settings.warm_full = config.spare_contexts > 0;
    settings.world_script = view::world_script();
    settings.extra_arguments = config.browser_arguments;
    settings.open_proxy = [this] {
        auto proxy = gateway->open();
        if (proxy) return browser::ProxySettings{*std::move(proxy)};
        log::error("a browser gets no way to the web", {{"why", proxy.error().message}});
        return browser::ProxySettings{"http://127.0.0.1:9"
        };  // where nothing listens: better none than one without rules
    };
    settings.close_proxy = [this](const browser::ProxySettings& proxy) { gateway->close(proxy.server); };
    return settings;
}

runner::Settings Service::State::runner_settings(const std::string& link_secret) const
{
    runner::Settings settings;
    settings.max_concurrent = config.max_sessions;
    settings.max_queued = config.max_waiting;
    settings.hold_limit = std::chrono::seconds(config.long_poll_seconds);
    settings.folder = config.data;
    settings.work = browser_folder / "copies";
    settings.public_base = config.public_url.empty() ? url : config.public_url;
    settings.link_secret = link_secret;
    settings.vault = vault;
    settings.person_limit = std::chrono::seconds(config.person_seconds);
    settings.challenge_limit = std::chrono::seconds(config.captcha_seconds);
    return settings;
}

// For the dashboard: what an operator looks up, nothing that opens a door.
JsonObject Service::State::config_to_show() const
{
    const bool is_sqlite = config.store.empty() || config.store.starts_with("sqlite");
    return {
        {"listen", config.listen},
        {"public_url", config.public_url.empty() ? url : config.public_url},
        {"data", config.data.string()},
        {"store", is_sqlite ? "SQLite" : "PostgreSQL"},
        {"sandbox", !sandbox.is_off},
        {"model", config.model},
        {"extracting_model", config.extracting_model},
        {"validating_model", config.validating_model},
        {"live_control", config.live_control},
        {"take_over_seconds", config.take_over_seconds},
        {"captcha_seconds", config.captcha_seconds},
        {"step_pictures", config.step_pictures},
        {"recording_days", config.recording_days},
        {"max_sessions", config.max_sessions},
        {"max_waiting", config.max_waiting},
        {"max_upload_mb", config.max_upload_mb},
        {"long_poll_seconds", config.long_poll_seconds},
        {"stop_seconds", config.stop_seconds},
    };
}

// Requests that come while the rooms are still being opened wait for them: a client that polls through a
// restart sees a slow answer, not an error.
Async<net::Response> Service::State::answer(net::Request request)
{
    if (!context) return answer_when_ready(std::move(request));
    return api::handle(*context, std::move(request));
}

Async<net::Response> Service::State::answer_when_ready(net::Request request)
{
    while (!context) co_await ready.wait();
    co_return co_await api::handle(*context, std::move(request));
}

Async<std::optional<net::Response>> Service::State::upgrade(net::Request request, api::AcceptWebSocket accept)
{
    while (!context) co_await ready.wait();
    co_return co_await api::handle_websocket(*context, std::move(request), std::move(accept));
}

Done Service::State::listen()
{
    TRY(endpoint, parse_listen(config.listen));
    net::ServerSettings settings;
    settings.address = endpoint.address;
    settings.port = endpoint.port;
    settings.max_body_bytes = (std::size_t(config.max_upload_mb) << 20) + form_overhead_bytes;
    server = net::make_server(
        loop,
        settings,
        [this](net::Request request) { return answer(std::move(request)); },
        [this](net::Request request, api::AcceptWebSocket accept) {
            return upgrade(std::move(request), std::move(accept));
        }
    );
    TRY_DONE(server->listen());
    endpoint.port = server->port();
    url = to_url(endpoint);
    return {};
}

Async<void> Service::State::keep_house()
{
    for (;;) {
        auto done = co_await api::remove_expired_uploads(*context);
        if (!done) log::warn("expired uploads could not be removed", {{"why", done.error().message}});
        if (config.recording_days > 0)
            co_await broadcast->remove_recordings(std::chrono::days(config.recording_days));
        co_await pause(housekeeping_interval);
    }
}

Service::Service(boost::asio::io_context& loop, Config config, browser::SandboxPlan sandbox)
    : state_(std::make_unique<State>(loop, std::move(config), std::move(sandbox)))
{
}

Service::~Service() = default;

// Who may come in.
Async<Done> Service::State::open_keys(const std::string& local_key)
{
    keys = std::make_unique<runner::Keys>(loop.get_executor(), *store, clock);
    CO_TRY_DONE(co_await keys->start());
    CO_TRY_DONE(co_await keys->put(local_key_id, "local user", local_key));
    auth = std::make_unique<api::Auth>(*keys, clock);
    co_return Done();
}

// Found and prepared, not yet started.
Async<Done> Service::State::open_browsers()
{
    browsers = browser::make_pool(loop.get_executor(), pool_settings());
    CO_TRY_DONE(co_await browsers->prepare());
    if (const auto user = browsers->runs_as()) gateway->serve_only({*user});
    co_return Done();
}

Async<Done> Service::State::open_runner(const std::string& link_secret)
{
    CO_TRY(minds, Minds::open(loop.get_executor(), config));
    auto crew = runner::usual_crew();
    if (minds) {
        crew.smooth = minds->smooth();
        crew.extract_with_model =
            [minds = minds.get()](browser::Page& page, Json schema, std::string prompt, runner::Hide hide) {
                return minds->extract(page, std::move(schema), std::move(prompt), std::move(hide));
            };
    }
    crew.gateway = gateway.get();
    http = net::make_client(loop.get_executor());
    crew.http = http.get();
    const auto settings = runner_settings(link_secret);
    broadcast = std::make_unique<Broadcast>(
        loop.get_executor(),
        disk,
        live::Settings{.patience = std::chrono::seconds(config.take_over_seconds)},
        settings,
        config.live_control ? runner::Purpose::control : runner::Purpose::view,
        config.step_pictures
    );
    broadcast->join(crew);
    co_await broadcast->rescue_recordings();
    runner = std::make_unique<runner::Runner>(
        loop.get_executor(), disk, *browsers, *store, std::move(crew), settings, clock, keys.get()
    );
    co_return co_await runner->start();
}

// From here on requests are answered.
void Service::State::open_doors()
{
    metrics = std::make_unique<api::Metrics>(*runner, *browsers);
    api::Settings settings;
    settings.data = config.data;
    settings.max_upload_bytes = (std::size_t(config.max_upload_mb) << 20) + form_overhead_bytes;
    settings.operator_key = local_key_id;
    settings.shown = config_to_show();
    context =
        std::make_unique<api::Context>(*runner, *store, *auth, *metrics, disk, std::move(settings), clock);
    context->live = &broadcast->live();
    ready.notify_all();
    nursery.spawn("housekeeping", keep_house());
}

Async<Done> Service::State::open_rooms(const std::string& local_key, const std::string& link_secret)
{
    CO_TRY_DONE(open_store());
    CO_TRY_DONE(co_await open_keys(local_key));
    CO_TRY_DONE(co_await open_runner(link_secret));
    open_doors();
    co_return Done();
}

// The browser takes longest: by the time it is there, the first task has already asked for it.
Async<Done>
Service::State::open_rooms_while_browser_starts(const std::string& local_key, const std::string& link_secret)
{
    Done browser_started = Error{ErrorCode::unavailable, "the browser was not started"};
    Done rooms_opened = Error{ErrorCode::unavailable, "the server was not opened"};
    const auto into = [](Done& result, Async<Done> work) -> Async<void> {
        result = co_await std::move(work);
    };
    std::vector<Async<void>> parts;
    parts.push_back(into(browser_started, browsers->start()));
    parts.push_back(into(rooms_opened, open_rooms(local_key, link_secret)));
    co_await together(std::move(parts));
    CO_TRY_DONE(rooms_opened);
    co_return browser_started;
}

Async<Result<Started>> Service::start()
{
    auto& house = *state_;

    // First what fails most often, and costs nothing to give back: folder and port.
    CO_TRY(auto folder, DataFolder::open(house.config.data));
    house.folder.emplace(std::move(folder));
    CO_TRY_DONE(house.listen());

    Started started;
    started.url = house.url;
    started.is_first_start = !house.folder->has_secret("local-key");
    if (!house.config.api_key.empty())
        CO_TRY_DONE(house.folder->set_secret("local-key", house.config.api_key));
    CO_TRY(started.key, house.folder->secret("local-key", fresh_key));
    CO_TRY(const auto link_secret, house.folder->secret("link-secret", fresh_secret));

    CO_TRY_DONE(house.open_vault());
    CO_TRY(house.browser_folder, house.make_browser_folder());
    CO_TRY_DONE(house.open_gateway());
    CO_TRY_DONE(co_await house.open_browsers());
    CO_TRY_DONE(co_await house.open_rooms_while_browser_starts(started.key, link_secret));

    CO_TRY_DONE(house.folder->announce(house.url));
    co_return started;
}

Async<void> Service::stop()
{
    auto& house = *state_;
    co_await house.nursery.stop();
    // Clients still read while their tasks come to an end.
    if (house.runner) co_await house.runner->stop(std::chrono::seconds(house.config.stop_seconds));
    if (house.server) co_await house.server->stop();
    if (house.browsers) co_await house.browsers->stop();
    if (house.gateway) co_await house.gateway->stop();
    if (house.keys) co_await house.keys->close();
    if (house.store) co_await house.store->close();
    std::error_code ignored;  // where it is not empty something still lives there, and the next start sweeps
    if (!house.browser_folder.empty()) std::filesystem::remove_all(house.browser_folder / "copies", ignored);
    if (!house.browser_folder.empty()) std::filesystem::remove(house.browser_folder, ignored);
    house.folder.reset();
}

}  // namespace lissom::app
