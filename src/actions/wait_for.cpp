#include "actions/declared.hpp"
#include "actions/hand.hpp"
#include "actions/params.hpp"
#include "base/try.hpp"

namespace lissom::actions {
namespace {

constexpr double default_seconds = 10;
constexpr double max_seconds = 60;
constexpr Millis look_again(50);  // pages do not say when a text appears

struct Wanted {
    std::string text;
    std::string gone;
    std::string url;
    std::optional<view::Ref> element;
};

Async<bool> shows(browser::Page& page, std::string text)
{
    for (const auto& frame : page.frames()) {
        const auto found = co_await page.call(
            frame.id, "text => lissom.find_text(text) !== null", JsonArray{text}, call_limit
        );
        if (found && found->is_bool() && found->get_bool()) co_return true;
    }
    co_return false;
}

Async<bool> has_drawn(browser::Page& page, view::Ref ref)
{
    const auto frame = co_await frame_of(page, ref);
    if (!frame) co_return false;
    const auto drawn = co_await call_on(page, *frame, ref, "element => lissom.is_drawn(element)", {});
    co_return drawn && drawn->is_bool() && drawn->get_bool();
}

// The first thing that has come true, in words; empty while none has.
Async<std::string> come_true(browser::Page& page, Wanted wanted)
{
    if (!wanted.url.empty() && page.url().find(wanted.url) != std::string::npos)
        co_return "the address is " + page.url();
    if (page.open_dialog()) co_return "";
    if (!wanted.text.empty() && co_await shows(page, wanted.text))
        co_return "the page shows \"" + wanted.text + "\"";
    if (!wanted.gone.empty() && !co_await shows(page, wanted.gone))
        co_return "the page no longer shows \"" + wanted.gone + "\"";
    if (wanted.element && co_await has_drawn(page, *wanted.element))
        co_return "e" + std::to_string(*wanted.element) + " is visible";
    co_return "";
}

Async<Result<Effect>> run_wait_for(Stage& stage, const JsonObject& params)
{
    Wanted wanted{
        optional_text_from(params, "text"),
        optional_text_from(params, "gone"),
        optional_text_from(params, "url"),
        std::nullopt
    };
    CO_TRY(wanted.element, optional_ref_from(params));
    const bool is_empty = wanted.text.empty() && wanted.gone.empty() && wanted.url.empty() && !wanted.element;
    if (is_empty)
        co_return Error{
            ErrorCode::invalid_argument, "'text', 'gone', 'url' or 'element' must say what to wait for"
        };
    const auto seconds = std::min(max_seconds, number_or(params, "seconds", default_seconds));

    const auto started = moment();
    while (true) {
        auto& page = stage.browser.page();
        if (const auto failure = stage.browser.failure()) co_return *failure;
        const auto words = co_await come_true(page, wanted);
        if (!words.empty()) {
            Effect effect;
            effect.url = stage.browser.page().url();
            effect.text = "waited; " + words;
            co_return effect;
        }
        if (seconds_since(started) > seconds) break;
        co_await pause(look_again);
    }
    const auto what = !wanted.text.empty()   ? "\"" + wanted.text + "\" did not appear"
                      : !wanted.gone.empty() ? "\"" + wanted.gone + "\" did not go away"
                      : !wanted.url.empty()
                          ? "the address did not come to hold \"" + wanted.url + "\""
                          : "e" + std::to_string(*wanted.element) + " did not become visible";
    co_return Error{ErrorCode::timeout, what + " within " + std::to_string(static_cast<int>(seconds)) + " s"};
}

}  // namespace

const Action wait_for{
    "wait_for",
    "Waits until a text appears or goes away, an element becomes visible, or the address holds some words. "
    "Ordinary loading is waited for anyway.",
    R"({"type":"object","properties":{"text":{"type":"string"},"gone":{"type":"string"},"url":{"type":"string"},"element":{"type":"string"},"seconds":{"type":"number"}}})",
    run_wait_for,
};

}  // namespace lissom::actions
