#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/signal.hpp"
#include "browser/page.hpp"

namespace lissom::browser {

enum class Device { desktop, desktop_lg, mobile };

struct ProxySettings {
    std::string
        server;  // "http://127.0.0.1:4000"; Chromium takes no credentials here, our egress relay adds them
};

// Holds a session's pages to a list of addresses, below the pages and however they go there: links,
// redirects, forms, scripts, popups, frames. What it refuses does not load, and the page stays as it was.
struct Gate {
    std::function<Done(std::string_view url)> may_load;  // of http and https addresses
    // `is_page`: a whole page was refused, not a frame in it or one of its parts.
    std::function<void(std::string url, Error why, bool is_page)> on_refusal;
    // Every request of every kind, not documents and frames alone: asks for a process of its own.
    bool holds_everything = false;
};

// What a session wants of its browser.
struct ContextOptions {
    Device device = Device::desktop;
    bool stealth = false;  // look like a person's browser: full Chromium, no automation marks
    std::optional<ProxySettings> proxy;
    std::filesystem::path download_folder;          // empty: downloads are refused
    JsonArray cookies;                              // to start with, as Storage.setCookies takes them
    std::vector<std::filesystem::path> extensions;  // unpacked folders; ask for a full Chromium of their own
    std::filesystem::path
        user_data;  // a profile's folder: asks for a process of its own; empty: a fresh context
    // Told which proxy the context has got, before anything of the session goes through it.
    std::function<void(const ProxySettings& proxy)> on_proxy;
    std::vector<std::string> browser_arguments;  // for Chromium; ask for a process of its own
    std::optional<Gate> gate;                    // none: pages go where they like
    // Told what Chromium's Network domain says of the requests of all pages, frames and workers, by the name
    // of its event.
    std::function<void(std::string_view event, const JsonObject& params)> on_network;
};

enum class DownloadState { running, done, failed };

struct Download {
    std::string url;
    std::string file_name;       // suggested by the site, made safe
    std::filesystem::path path;  // where it is when done
    DownloadState state = DownloadState::running;
    std::uint64_t bytes = 0;
};

// One session's browser: isolated cookies and storage, one or more pages, one of them in front. Owned by the
// session that asked the Pool for it; the owner must co_await close() before it goes.
class Context {
public:
    virtual ~Context() = default;

    // The page in front: the one an agent and a person look at. A popup comes to the front by itself; when
    // the front page is closed, the one before it comes back. There is always one while the context is alive.
    virtual Page& page() = 0;
    virtual std::vector<Page*> pages() = 0;        // in the order they were opened
    virtual Async<Result<Page*>> open_page() = 0;  // about:blank, comes to the front
    virtual Async<Done> bring_to_front(Page& page) = 0;
    virtual Async<Done> close_page(Page& page) = 0;

    virtual const std::vector<Download>& downloads() const = 0;
    virtual Async<Result<JsonArray>> cookies() = 0;  // session cookies too

    // The proxy that this context's traffic goes through; empty when there is none.
    virtual std::optional<ProxySettings> proxy() const { return std::nullopt; }

    // Set when the whole browser is gone: the sentence to tell a person. No call can succeed any more.
    virtual std::optional<Error> failure() const = 0;

    // Woken when a page opens, closes, crashes, navigates or shows a dialog, when a download changes, when
    // the browser dies.
    virtual Signal& changed() = 0;

    virtual Async<void> close() = 0;
};

}  // namespace lissom::browser
