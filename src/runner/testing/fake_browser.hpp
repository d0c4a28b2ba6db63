#pragma once

// A browser without Chromium, for tests of what happens around one.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "base/signal.hpp"
#include "browser/pool.hpp"

namespace lissom::runner::testing {

// What the test lets its browsers do, and what they were asked.
struct Script {
    std::function<Async<Result<browser::Navigation>>(std::string url)> go_to;  // empty: arrives at once
    std::function<Async<Result<Json>>(std::string js, Json args)>
        evaluate;  // empty: answers the script's text
    JsonArray cookies;
    std::optional<browser::Dialog> dialog;  // that is open
    std::optional<Error> refusal;           // of the next browser that is asked for

    std::vector<std::string> log;  // "open", "goto …", "close" in their order
    std::vector<browser::ContextOptions> asked;
};

class FakePage : public browser::Page {
public:
    explicit FakePage(Script& script)
        : script_(script)
    {
    }

    const std::string& id() const override { return id_; }
    std::string url() const override { return url_; }
    std::string title() const override { return "a page"; }
    bool is_closed() const override { return false; }
    bool is_crashed() const override { return false; }
    const browser::Activity& activity() const override { return activity_; }

    Async<Result<browser::Navigation>> go_to(std::string url, Millis) override
    {
        script_.log.push_back("goto " + url);
        if (script_.go_to) co_return co_await script_.go_to(url);
        url_ = url;
        co_return browser::Navigation{url, 200};
    }
    Async<Result<Json>> evaluate(std::string js, Json args, Millis) override
    {
        script_.log.push_back("evaluate " + js);
        if (script_.evaluate) co_return co_await script_.evaluate(js, args);
        co_return Json(js);
    }

    Async<Result<browser::Navigation>> go_back(Millis) override { co_return nothing(); }
    Async<Result<browser::Navigation>> go_forward(Millis) override { co_return nothing(); }
    Async<Result<browser::Navigation>> reload(Millis) override { co_return nothing(); }
    Async<Done> settle(browser::Activity, Millis, browser::FrameId) override { co_return Done(); }
    Async<Result<Json>> call(browser::FrameId, std::string, JsonArray, Millis) override
    {
        co_return nothing();
    }
    Async<Result<std::string>> call_for_object(browser::FrameId, std::string, JsonArray, Millis) override
    {
        co_return nothing();
    }
    Async<Result<Json>> call_with_nodes(browser::FrameId, std::string, std::vector<std::int64_t>, Millis)
        override
    {
        co_return nothing();
    }
    std::vector<browser::Frame> frames() const override { return {}; }
    Async<Result<browser::Point>> frame_origin(browser::FrameId) override { co_return nothing(); }
    Async<Done> move_mouse(browser::Point) override { co_return nothing(); }
    Async<Done> press_mouse(browser::Point, browser::Click) override { co_return nothing(); }
    Async<Done> release_mouse(browser::Point, browser::Click) override { co_return nothing(); }
    Async<Done> click(browser::Point, browser::Click) override { co_return nothing(); }
    Async<Done> turn_wheel(browser::Point, double, double) override { co_return nothing(); }
    Async<Done> drag(std::vector<browser::Point>) override { co_return nothing(); }
    Async<Done> tap(browser::Point) override { co_return nothing(); }
    Async<Done> type_text(std::string) override { co_return nothing(); }
    Async<Done> insert_text(std::string) override { co_return nothing(); }
    Async<Done> press_key(std::string) override { co_return nothing(); }
    Async<Done> key_down(std::string) override { co_return nothing(); }
    Async<Done> key_up(std::string) override { co_return nothing(); }
    Async<Done> set_files(browser::FrameId, std::string, std::vector<std::string>) override
    {
        co_return nothing();
    }
    std::optional<browser::Dialog> open_dialog() const override { return script_.dialog; }
    Async<Done> answer_dialog(bool accept, std::string) override
    {
        script_.log.push_back(accept ? "accept" : "dismiss");
        script_.dialog.reset();
        co_return Done();
    }
    Async<Result<browser::Screenshot>> screenshot(browser::ScreenshotOptions) override
    {
        co_return nothing();
    }
    Async<Result<std::string>> print_pdf() override { co_return nothing(); }
    Async<Result<JsonObject>> send(browser::FrameId, std::string, JsonObject, Millis) override
    {
        co_return nothing();
    }

private:
    static Error nothing() { return Error{ErrorCode::page_error, "the fake page cannot do this"}; }

    Script& script_;
    std::string id_ = "page";
    std::string url_ = "about:blank";
    browser::Activity activity_;
};

class FakeContext : public browser::Context {
public:
    FakeContext(boost::asio::any_io_executor executor, Script& script, std::vector<FakeContext*>& open)
        : script_(script),
          open_(open),
          page_(script),
          changed_(executor)
    {
        open_.push_back(this);
    }
    ~FakeContext() override
    {
        std::erase(open_, this);
        if (!is_closed_) log::error("a browser was dropped without close()");
    }

    browser::Page& page() override { return page_; }
    std::vector<browser::Page*> pages() override { return {&page_}; }
    Async<Result<browser::Page*>> open_page() override { co_return &page_; }
    Async<Done> bring_to_front(browser::Page&) override { co_return Done(); }
    Async<Done> close_page(browser::Page&) override { co_return Done(); }
    const std::vector<browser::Download>& downloads() const override { return downloads_; }
    Async<Result<JsonArray>> cookies() override
    {
        script_.log.push_back("cookies");
        co_return script_.cookies;
    }
    std::optional<Error> failure() const override { return failure_; }
    Signal& changed() override { return changed_; }
    Async<void> close() override
    {
        script_.log.push_back("close");
        is_closed_ = true;
        co_return;
    }

    void die(std::string sentence)
    {
        failure_ = Error{ErrorCode::unavailable, std::move(sentence)};
        changed_.notify_all();
    }
    void set_downloads(std::vector<browser::Download> downloads)
    {
        downloads_ = std::move(downloads);
        changed_.notify_all();
    }

private:
    Script& script_;
    std::vector<FakeContext*>& open_;
    FakePage page_;
    Signal changed_;
    std::vector<browser::Download> downloads_;
    std::optional<Error> failure_;
    bool is_closed_ = false;
};

class FakePool : public browser::Pool {
public:
    explicit FakePool(boost::asio::any_io_executor executor)
        : executor_(std::move(executor))
    {
    }

    Script script;
    std::vector<FakeContext*> open;

    Async<Done> prepare() override { co_return Done(); }
    Async<Done> start() override { co_return Done(); }
    Async<Result<std::unique_ptr<browser::Context>>> acquire(browser::ContextOptions options) override
    {
        script.log.push_back("open");
        script.asked.push_back(std::move(options));
        if (script.refusal) co_return *script.refusal;
        co_return std::make_unique<FakeContext>(executor_, script, open);
    }
    std::size_t processes_alive() const override { return 1; }
    std::size_t contexts_in_use() const override { return open.size(); }
    Async<void> stop() override { co_return; }

private:
    boost::asio::any_io_executor executor_;
};

}  // namespace lissom::runner::testing
