#include "browser/chromium_pool.hpp"

#include <signal.h>
#include <unistd.h>

#include <algorithm>

#include "base/ids.hpp"
#include "base/log.hpp"
#include "base/on.hpp"
#include "base/try.hpp"
#include "browser/device.hpp"
#include "browser/installed.hpp"
#include "browser/version.hpp"
#include "embedded/browser/world.js.hpp"

namespace lissom::browser {
namespace {

constexpr int most_dead_browsers = 3;  // that one session may come upon

std::shared_ptr<const WorldScripts> world_scripts(const std::string& own_script)
{
    WorldScripts scripts;
    scripts.mark = "lissom_" + random_id();
    const auto mark = "globalThis[\"" + scripts.mark + "\"]";
    scripts.first = std::string(embedded::world_js) + "\n;" + mark + "||='first';";
    scripts.whole = scripts.first + "\n" + own_script + "\n;" + mark + "='whole';";
    return std::make_shared<const WorldScripts>(std::move(scripts));
}

}  // namespace

std::unique_ptr<Pool> make_pool(boost::asio::any_io_executor executor, PoolSettings settings)
{
    return std::make_unique<ChromiumPool>(executor, std::move(settings));
}

ChromiumPool::ChromiumPool(boost::asio::any_io_executor executor, PoolSettings settings)
    : executor_(executor),
      settings_(std::move(settings)),
      world_(world_scripts(settings_.world_script)),
      disk_(1),
      light_(executor, Engine::light),
      full_(executor, Engine::full),
      nursery_(executor),
      cleaners_(executor)
{
    // Writing to a browser that has just died is an error to handle, not a reason to die with it.
    signal(SIGPIPE, SIG_IGN);
}

ChromiumPool::~ChromiumPool() { disk_.join(); }

Done ChromiumPool::find_programs()
{
    const auto installed = find_chromium();
    if (settings_.headless_shell.empty()) settings_.headless_shell = installed.headless_shell;
    if (settings_.chromium.empty()) settings_.chromium = installed.chromium;
    // One stands in for the other.
    if (settings_.headless_shell.empty()) settings_.headless_shell = settings_.chromium;
    if (settings_.chromium.empty()) settings_.chromium = settings_.headless_shell;
    if (settings_.chromium.empty())
        return Error{
            ErrorCode::unavailable,
            "there is no Chromium on this machine; on Debian: apt-get install chromium "
            "chromium-headless-shell"
        };
    for (const auto& program : {settings_.headless_shell, settings_.chromium})
        if (access(program.c_str(), X_OK) != 0)
            return Error{ErrorCode::unavailable, program + " is not a program that can be started"};
    return Done();
}

Async<Done> ChromiumPool::prepare()
{
    CO_TRY_DONE(find_programs());
    if (settings_.folder.empty())
        settings_.folder = std::filesystem::temp_directory_path() / "lissom-browsers";
    if (settings_.sandbox.user) {
        CO_TRY_DONE(check_reachable(*settings_.sandbox.user, settings_.folder / "browser"));
    }
    const auto swept = co_await on(disk_, [folder = settings_.folder] { return sweep(folder); });
    if (swept > 0) log::info("removed browser folders of a server that is gone", {{"count", swept}});
    is_prepared_ = true;
    co_return Done();
}

Async<Done> ChromiumPool::start()
{
    if (!is_prepared_) CO_TRY_DONE(co_await prepare());
    auto& first = settings_.warm_full ? full_ : light_;
    first.is_wanted = true;
    CO_TRY(auto browser, co_await browser_with_room(first));
    // One context is made at once, so that the first session need not wait for it either.
    refill_soon(first);
    if (settings_.warm_full) nursery_.spawn("warm light browser", warm_later(light_));
    co_return Done();
}

ChromiumSpec ChromiumPool::spec_of(Engine engine) const
{
    ChromiumSpec spec;
    spec.engine = engine;
    spec.program = engine == Engine::light ? settings_.headless_shell : settings_.chromium;
    spec.extra_arguments = settings_.extra_arguments;
    return spec;
}

ContextSetting ChromiumPool::setting_with(std::optional<ProxySettings> proxy) const
{
    ContextSetting setting;
    setting.proxy = std::move(proxy);
    setting.world = world_;
    return setting;
}

std::optional<ProxySettings> ChromiumPool::next_proxy() const
{
    if (!settings_.open_proxy) return std::nullopt;
    return settings_.open_proxy();
}

// A browser that nobody has taken over yet: if the session that wants it is cancelled meanwhile, it goes.
struct ChromiumPool::Care {
    ChromiumPool& pool;
    std::shared_ptr<Chromium> chromium;
    ~Care()
    {
        if (chromium) pool.cleaners_.spawn("browser end", pool.retire(chromium));
    }
};

// The same of a context: it must be closed, not just destroyed, for its coroutines may still run.
struct ChromiumPool::ContextCare {
    ChromiumPool& pool;
    std::unique_ptr<ChromiumContext> context;
    ~ContextCare()
    {
        if (context) pool.cleaners_.spawn("context end", put_away(std::move(context)));
    }
};

// And of the egress listener that was opened for it.
struct ChromiumPool::ProxyCare {
    ChromiumPool& pool;
    std::optional<ProxySettings> proxy;
    ~ProxyCare()
    {
        if (proxy && pool.settings_.close_proxy) pool.settings_.close_proxy(*proxy);
    }
};

Async<void> ChromiumPool::put_away(std::unique_ptr<ChromiumContext> context) { co_await context->close(); }

Async<Result<std::shared_ptr<Chromium>>> ChromiumPool::launch_browser(ChromiumSpec spec)
{
    const auto start = moment();
    if (spec.engine == Engine::full) {
        // Workers that no page owns, and what they fetch, are told by the command line alone.
        if (!full_version_)
            full_version_ = co_await on(disk_, [program = spec.program, user = settings_.sandbox.user] {
                return version_of(program, user);
            });
        if (!full_version_->empty()) spec.user_agent = desktop_user_agent(*full_version_);
    }
    CO_TRY(auto chromium, Chromium::launch(executor_, std::move(spec), settings_.folder, settings_.sandbox));
    running_.push_back(chromium);
    Care care{*this, chromium};
    CO_TRY_DONE(co_await chromium->greet(settings_.start_limit));
    care.chromium.reset();
    log::debug("browser started", {{"pid", chromium->pid()}, {"seconds", seconds_since(start)}});
    nursery_.spawn("browser watch", watch_browser(chromium));
    co_return chromium;
}

// Several may ask at once: one of them starts it, the others wait.
Async<Result<std::shared_ptr<Chromium>>> ChromiumPool::browser_with_room(Stable& stable)
{
    const auto deadline = moment() + settings_.start_limit;
    for (;;) {
        for (const auto& browser : stable.browsers)
            if (!browser->failure() && browser->tenants() < settings_.max_contexts_per_process)
                co_return browser;
        if (!stable.is_starting) break;
        if (!co_await stable.started.until(deadline, [&] { return !stable.is_starting; }))
            co_return timed_out("starting Chromium", settings_.start_limit);
    }
    if (is_stopping_) co_return Error{ErrorCode::unavailable, "the server is stopping"};

    stable.is_starting = true;
    struct Flag {
        Stable& stable;
        ~Flag()
        {
            stable.is_starting = false;
            stable.started.notify();
        }
    } const flag{stable};
    auto spec = spec_of(stable.engine);
    // Its contexts have proxies of their own; what Chromium does beside them goes nowhere.
    if (settings_.open_proxy) spec.extra_arguments.emplace_back("--proxy-server=http://127.0.0.1:9");
    // One that is ended from outside while it starts is no sign that the next one will be.
    for (int dead = 0;; ++dead) {
        const auto begun = moment();
        auto browser = co_await launch_browser(spec);
        if (browser) stable.browsers.push_back(*browser);
        const bool was_slow = moment() - begun > settings_.start_limit / 2;
        if (browser || was_slow || is_stopping_ || dead >= most_dead_browsers) co_return browser;
    }
}

// A browser that dies just then is no reason for the session that comes next to fail.
Async<Result<std::unique_ptr<ChromiumContext>>>
ChromiumPool::make_context(Stable& stable, std::optional<ProxySettings> proxy)
{
    for (int dead = 0;; ++dead) {
        CO_TRY(auto browser, co_await browser_with_room(stable));
        auto made = co_await begin_context(browser, setting_with(proxy ? proxy : next_proxy()));
        if (made || !browser->failure() || dead >= most_dead_browsers) co_return made;
    }
}

Async<Result<std::unique_ptr<ChromiumContext>>>
ChromiumPool::begin_context(std::shared_ptr<Chromium> browser, ContextSetting setting)
{
    auto on_gone = [this](ChromiumContext& gone) { context_gone(gone); };
    ContextCare care{
        *this,
        std::make_unique<ChromiumContext>(executor_, disk_, std::move(browser), std::move(setting), on_gone)
    };
    CO_TRY_DONE(co_await care.context->begin());
    co_return std::move(care.context);
}

Async<Result<std::unique_ptr<ChromiumContext>>> ChromiumPool::make_own_browser(const ContextOptions& options)
{
    auto spec = spec_of(options.stealth || !options.extensions.empty() ? Engine::full : Engine::light);
    spec.user_data = options.user_data;
    spec.has_extensions = !options.extensions.empty();
    spec.extra_arguments.insert(
        spec.extra_arguments.end(), options.browser_arguments.begin(), options.browser_arguments.end()
    );
    const auto proxy = options.proxy ? options.proxy : next_proxy();
    ProxyCare proxy_care{*this, options.proxy ? std::nullopt : proxy};
    if (proxy) {
        // Extensions are at work before the browser is handed over.
        if (options.on_proxy) options.on_proxy(*proxy);
        // Here the default context is used, which takes its proxy from the command line.
        spec.extra_arguments.push_back("--proxy-server=" + proxy->server);
        spec.extra_arguments.emplace_back("--proxy-bypass-list=<-loopback>");
    }
    CO_TRY(auto browser, co_await launch_browser(std::move(spec)));
    Care care{*this, browser};
    for (const auto& folder : options.extensions) {
        JsonObject params;
        params["path"] = folder.string();
        auto loaded = co_await browser->connection().send(
            {.session = "", .method = "Extensions.loadUnpacked", .params = std::move(params)}
        );
        if (!loaded)
            co_return Error{
                ErrorCode::invalid_argument, "the extension could not be loaded: " + loaded.error().message
            };
    }
    auto setting = setting_with(proxy);
    setting.owns_browser = true;
    setting.gate = options.gate;
    proxy_care.proxy.reset();
    care.chromium.reset();  // from here the context cares
    ++own_browsers_;
    co_return co_await begin_context(std::move(browser), std::move(setting));
}

// A context as it was made: a spare one if there is one.
Async<Result<std::unique_ptr<ChromiumContext>>> ChromiumPool::blank_context(const ContextOptions& options)
{
    if (!options.user_data.empty() || !options.extensions.empty() ||
        (options.gate && options.gate->holds_everything) || !options.browser_arguments.empty())
        co_return co_await make_own_browser(options);

    auto& stable = stable_for(options);
    stable.is_wanted = true;
    auto context = options.proxy ? nullptr : co_await ready_context(stable);
    if (!context) {
        CO_TRY(context, co_await make_context(stable, options.proxy));
    }
    if (options.on_proxy && context->proxy()) options.on_proxy(*context->proxy());
    co_return std::move(context);
}

Async<Result<std::unique_ptr<Context>>> ChromiumPool::acquire(ContextOptions options)
{
    struct Asking {
        std::size_t& count;
        explicit Asking(std::size_t& its_count)
            : count(its_count)
        {
            ++count;
        }
        Asking(const Asking&) = delete;
        Asking& operator=(const Asking&) = delete;
        ~Asking() { --count; }
    } const asking(asking_);
    for (int dead = 0;; ++dead) {
        if (is_stopping_) co_return Error{ErrorCode::unavailable, "the server is stopping"};
        ContextCare care{*this, nullptr};
        auto& context = care.context;
        CO_TRY(context, co_await blank_context(options));
        ++in_use_;
        context->count_as_used();
        last_start_ = moment();
        stable_for(options).demand.note_session(last_start_);
        refill_soon(stable_for(options));
        const auto became = co_await context->become(options);
        // Its browser died while nobody was looking: that is no reason for the session that comes next to
        // fail.
        if (!became && context->shared_chromium()->failure() && dead < most_dead_browsers) continue;
        CO_TRY_DONE(became);
        co_return std::unique_ptr<Context>(std::move(context));
    }
}

// Puts another browser in the place of one that died.
Async<void> ChromiumPool::watch_browser(std::shared_ptr<Chromium> chromium)
{
    while (!chromium->failure()) co_await chromium->connection().ended().wait();
    if (is_stopping_) co_return;
    forget(chromium);
    for (auto* stable : {&light_, &full_}) {
        // Spare contexts of the dead one are of no use.
        for (auto& spare : std::exchange(stable->spare, {}))
            if (spare->shared_chromium() == chromium)
                cleaners_.spawn("context end", put_away(std::move(spare)));
            else
                stable->spare.push_back(std::move(spare));
        refill_soon(*stable);
    }
    cleaners_.spawn("browser end", retire(chromium));
}

void ChromiumPool::forget(const std::shared_ptr<Chromium>& chromium)
{
    for (auto* stable : {&light_, &full_}) std::erase(stable->browsers, chromium);
}

Async<void> ChromiumPool::retire(std::shared_ptr<Chromium> chromium)
{
    forget(chromium);
    co_await chromium->stop(Millis(0));
    std::erase(running_, chromium);
}

void ChromiumPool::context_gone(ChromiumContext& context)
{
    if (context.is_counted_as_used()) --in_use_;
    if (context.owns_browser()) --own_browsers_;
    if (context.proxy() && settings_.close_proxy && !context.has_given_proxy())
        settings_.close_proxy(*context.proxy());

    // A browser of its own goes with its context, a further process with its last one; the first stays warm.
    const auto& chromium = context.shared_chromium();
    const auto is_first_of = [&](const Stable& stable) {
        return !stable.browsers.empty() && stable.browsers.front() == chromium;
    };
    const bool is_first = is_first_of(light_) || is_first_of(full_);
    if (context.owns_browser() || (!is_first && chromium->tenants() == 0)) {
        forget(chromium);
        cleaners_.spawn("browser end", retire(chromium));
    }
}

std::optional<unsigned> ChromiumPool::runs_as() const
{
    return settings_.sandbox.user ? settings_.sandbox.user->uid : geteuid();
}

std::size_t ChromiumPool::processes_alive() const
{
    return static_cast<std::size_t>(std::ranges::count_if(running_, [](const auto& chromium) {
        return !chromium->failure();
    }));
}

std::size_t ChromiumPool::processes_expected() const
{
    std::size_t shared = 0;
    for (const auto* stable : {&light_, &full_})
        shared += std::max<std::size_t>(stable->browsers.size(), stable->is_wanted ? 1 : 0);
    return shared + own_browsers_;
}

Async<void> ChromiumPool::stop()
{
    is_stopping_ = true;
    co_await nursery_.stop();
    co_await cleaners_.join();
    for (auto* stable : {&light_, &full_}) {
        for (auto& spare : std::exchange(stable->spare, {})) co_await spare->close();
        stable->browsers.clear();
    }
    for (const auto& chromium : std::exchange(running_, {})) co_await chromium->stop(Millis(0));
}

}  // namespace lissom::browser
