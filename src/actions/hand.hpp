#pragma once

#include <optional>
#include <string>

#include "actions/action.hpp"
#include "base/async.hpp"
#include "base/result.hpp"
#include "browser/page.hpp"

namespace lissom::actions {

// Longest wait for the page to come to rest after an action. Most rest at once; what still moves then, moves
// for ever.
inline constexpr Millis settle_cap(5'000);
// One call into the page: scrolling, hit tests, reading a value.
inline constexpr Millis call_limit(10'000);
inline constexpr Millis navigation_limit(30'000);

// An element that can be acted upon, found in its frame.
struct Target {
    view::Ref ref = 0;
    browser::FrameId frame;
    browser::Point point;    // in the main viewport: a press there reaches the element
    std::string what;        // 'e12 button "Save"'
    bool has_focus = false;  // only where Aim asked for it
};

struct Aim {
    bool is_guarded = true;  // a press that would reach something else is stopped
    bool must_be_enabled = true;
    bool must_be_reachable = true;     // false: also what is covered
    bool takes_focus = false;          // give it the focus, with all that it holds selected
    std::optional<browser::Point> at;  // a point of the element, from its corner, instead of the best one
};

// How the page was before an action; taken first, told by finish().
struct Before {
    browser::Page* page = nullptr;
    std::size_t pages = 0;
    std::size_t downloads = 0;
    std::string url;
    browser::Activity activity;
    Moment since = moment();
    browser::FrameId watched;  // the frame where a watch is kept; empty: none
};

// The document's title now.
Async<std::string> title_of(browser::Page& page);

// The page in front. Errors: page_error where it cannot be worked with: a dialog is open, it is closed or has
// crashed.
Result<browser::Page*> front_page(Stage& stage);

// The frame that gave the number out. page_error: no such element.
Async<Result<browser::FrameId>> frame_of(browser::Page& page, view::Ref ref);

// What `function(element)` answered, and in which frame the element is.
struct Told {
    browser::FrameId frame;
    Json value;
};
// page_error: no such element.
Async<Result<Told>> ask_element(browser::Page& page, view::Ref ref, std::string function);

// Calls `function(element, ...args)` in the element's frame.
Async<Result<Json>>
call_on(browser::Page& page, browser::FrameId frame, view::Ref ref, std::string function, JsonArray args);

// Begins the account of an action. With a target, aim_at() begins the watch of its frame; without,
// watch_page() does.
Before look_before(Stage& stage, browser::Page& page);
Async<Result<Target>> aim_at(browser::Page& page, Before& before, view::Ref ref, Aim aim);
Async<Done> watch_page(browser::Page& page, Before& before, view::Ref ref = 0);

// Lets the page come to rest and tells what changed. `did` begins the sentence: "clicked e12 button
// \"Save\"".
Async<Result<Effect>> finish(Stage& stage, Before before, std::string did);

}  // namespace lissom::actions
