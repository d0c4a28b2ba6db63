#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/thread_pool.hpp>

#include "base/async.hpp"
#include "browser/arguments.hpp"
#include "browser/context.hpp"
#include "browser/device.hpp"
#include "browser/process.hpp"
#include "browser/sandbox.hpp"

namespace lissom::browser {

// A page target as Target.attachedToTarget tells it.
struct AttachedPage {
    std::string session;
    std::string target;
    std::string url;
    std::string opener;  // target of the page that opened it; empty: we did
};

// Hears what happens to the pages of one browser context. The context itself, seen from its Chromium.
class Tenant {
public:
    virtual ~Tenant() = default;
    virtual void page_attached(AttachedPage page) = 0;
    virtual void page_detached(const std::string& session) = 0;
    virtual bool owns_frame(const std::string& frame) const = 0;
    virtual bool is_page(const std::string& frame) const = 0;  // its main frame, that is
    virtual const Gate* gate() const = 0;                      // null: its pages go where they like
    virtual void download_began(const JsonObject& facts) = 0;
    virtual void download_went_on(const JsonObject& facts) = 0;
    virtual void browser_failed(const Error& error) = 0;
};

// One running Chromium: its folder, its process, its protocol connection, the contexts in it. Shared by the
// pool, which starts and stops it, and by its contexts, which may be closed after the pool has given up on
// it.
class Chromium {
public:
    // Starts the process. Whoever did so must co_await stop(), also when it does not greet.
    static Result<std::shared_ptr<Chromium>> launch(
        boost::asio::any_io_executor executor,
        ChromiumSpec spec,
        std::filesystem::path folder,
        SandboxPlan sandbox
    );

    Chromium(
        boost::asio::any_io_executor executor,
        ChromiumSpec spec,
        BrowserFolder folder,
        const Launched& launched
    );

    // Waits until it speaks. unavailable: the sentence says why it does not.
    Async<Done> greet(Millis limit);

    cdp::Connection& connection() { return process_.connection(); }
    const BrowserFolder& folder() const { return folder_; }
    const Version& version() const { return version_; }
    const ChromiumSpec& spec() const { return spec_; }
    pid_t pid() const { return process_.pid(); }
    Signal& ended() { return process_.ended(); }
    const std::optional<Error>& failure() { return connection().failure(); }
    const std::optional<UnixUser>& user() const { return user_; }

    // Pages of this browser context are told to the tenant, until left. An empty id: of every context.
    void enter(const std::string& context, Tenant& tenant);
    void leave(const std::string& context);
    std::size_t tenants() const { return tenants_.size(); }

    // From here on requests are held until the gate of the tenant they belong to has decided. Every call is
    // followed by an open_gate(), when that tenant goes.
    Async<Done> shut_gate(Gate gate);
    void open_gate();

    // `grace`: how long it may take to write what it has to; zero kills it.
    Async<void> stop(Millis grace);

private:
    Async<Done> first_words(Millis limit);
    void listen();
    void attached(const JsonObject& params);
    Tenant* tenant_of(const std::string& context);
    void request_paused(const JsonObject& request);
    bool decide(const JsonObject& request);
    Async<void> decide_later(JsonObject request);
    void tell_failure();
    Async<void> follow_end();

    boost::asio::any_io_executor executor_;
    ChromiumSpec spec_;
    BrowserFolder folder_;
    std::optional<UnixUser> user_;
    Process process_;
    Version version_;
    std::map<std::string, Tenant*> tenants_;    // by browser context id
    std::map<std::string, Tenant*> sessions_;   // who was told of a page's session
    std::map<std::string, Tenant*> downloads_;  // by the download's id
    std::size_t gates_ = 0;                     // that are shut
    std::vector<cdp::Subscription> subscriptions_;
    Nursery nursery_;
};

}  // namespace lissom::browser
