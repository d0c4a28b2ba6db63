#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/thread_pool.hpp>

#include "browser/chromium.hpp"
#include "browser/chromium_page.hpp"
#include "browser/downloads.hpp"

namespace lissom::browser {

// How a context is made, before anybody is known to want it.
struct ContextSetting {
    std::optional<ProxySettings> proxy;
    std::shared_ptr<const WorldScripts> world;
    std::optional<Gate> gate;   // of a browser of its own
    bool owns_browser = false;  // the default context of a process of its own: a profile, extensions
};

// browser::Context over the DevTools Protocol. Made by the pool with its first page ready, handed to a
// session later.
class ChromiumContext final : public Context, private Tenant, private PageOwner {
public:
    // Called once, when the context is closed or, if nobody could close it, destroyed.
    using OnGone = std::function<void(ChromiumContext& context)>;

    ChromiumContext(
        boost::asio::any_io_executor executor,
        boost::asio::thread_pool& disk,
        std::shared_ptr<Chromium> chromium,
        ContextSetting setting,
        OnGone on_gone
    );
    ~ChromiumContext() override;

    // Makes it in Chromium, with its first page ready.
    Async<Done> begin();
    // Makes it what a session wants: device, cookies, downloads.
    Async<Done> become(ContextOptions options);

    bool owns_browser() const { return setting_.owns_browser; }
    bool has_given_proxy() const { return options_.proxy.has_value(); }
    void count_as_used() { is_used_ = true; }
    bool is_counted_as_used() const { return is_used_; }
    const std::shared_ptr<Chromium>& shared_chromium() const { return chromium_; }

    Page& page() override { return *front_.back(); }
    std::vector<Page*> pages() override;
    Async<Result<Page*>> open_page() override;
    Async<Done> bring_to_front(Page& page) override;
    Async<Done> close_page(Page& page) override;
    const std::vector<Download>& downloads() const override { return downloads_.list(); }
    Async<Result<JsonArray>> cookies() override;
    std::optional<ProxySettings> proxy() const override { return setting_.proxy; }
    std::optional<Error> failure() const override;
    Signal& changed() override { return changed_; }
    Async<void> close() override;

private:
    // -- Tenant
    void page_attached(AttachedPage page) override;
    void page_detached(const std::string& session) override;
    bool owns_frame(const std::string& frame) const override;
    bool is_page(const std::string& frame) const override;
    const Gate* gate() const override { return gate_ ? &*gate_ : nullptr; }
    void download_began(const JsonObject& facts) override;
    void download_went_on(const JsonObject& facts) override;
    void browser_failed(const Error& error) override;
    // -- PageOwner
    void page_changed() override;
    void read_title_soon(ChromiumPage& page) override;
    bool is_in_front(const Page& page) const override { return front_.back() == &page; }
    void network_told(std::string_view event, const JsonObject& params) override
    {
        if (options_.on_network) options_.on_network(event, params);
    }

    void leave();
    Async<void> prepare(ChromiumPage& page);
    Async<void> read_title(ChromiumPage& page);
    Async<void> replace_last_page();
    Async<void> raise(ChromiumPage& page);
    Async<void> fetch_download(Downloads::Move move);
    Async<Result<JsonObject>> ask(std::string method, JsonObject params);
    JsonObject of_this_context() const;
    JsonObject download_behaviour() const;
    Async<Done> shut_gate(std::optional<Gate> gate);
    ChromiumPage* find(const Page& page);

    boost::asio::any_io_executor executor_;
    boost::asio::thread_pool& disk_;
    std::shared_ptr<Chromium>
        chromium_;  // shared with the pool, which may give up on it before we are closed
    ContextSetting setting_;
    OnGone on_gone_;
    std::string id_;  // Chromium's; empty when we own the browser
    ContextOptions options_;
    PagePreparation preparation_;
    std::optional<Gate> gate_;
    Downloads downloads_;
    // Closed pages stay: somebody may still be talking to one, and gets a clear error.
    std::vector<std::unique_ptr<ChromiumPage>> pages_;
    std::vector<ChromiumPage*> front_;  // open pages, the one in front last; never empty after begin()
    bool is_used_ = false;
    bool is_closing_ = false;
    bool is_gone_ = false;
    Signal changed_;
    Watch watch_;
    Nursery nursery_;
};

}  // namespace lissom::browser
