#pragma once

#include <string>
#include <utility>
#include <vector>

#include "agent/agent.hpp"
#include "agent/lite/account.hpp"
#include "agent/lite/focus.hpp"
#include "agent/lite/scene.hpp"
#include "agent/secrets.hpp"

namespace lissom::agent::lite {

// The eyes and hands of one assignment: looks at the front page, acts on it through the actions room, tells
// every step and counts them. Owned by run_lite; skills use it and keep nothing of it across an act but
// element numbers.
class Hands {
public:
    Hands(Surroundings& surroundings, const Assignment& assignment);

    // The page as it is now. The reference is good until the next look or act.
    Async<Result<const Scene*>> look();
    const Scene& scene() const { return scene_; }  // as last looked at

    // One step. Errors: page_error as the action tells it; too_many_requests when max_steps are used up.
    Async<Result<actions::Effect>> act(std::string action, JsonObject params);

    Async<Result<actions::Effect>> press(view::Ref ref);
    // How presses are done from here on: with the "left" or "right" button, once or twice.
    void press_with(std::string button, int count) { button_ = std::move(button), count_ = count; }
    Async<Result<actions::Effect>> press_at(browser::Point point);
    Async<Result<actions::Effect>> fill(view::Ref ref, std::string text);
    Async<Result<actions::Effect>> type(std::string text);
    Async<Result<actions::Effect>> key(std::string chord, int times = 1, view::Ref ref = 0);
    Async<Result<actions::Effect>> drag(browser::Point from, browser::Point to);

    // Looks again and again until the condition holds or the time is over: for what a page shows only after a
    // while. Answers whether it holds.
    Async<Result<bool>> look_until(std::function<bool(const Scene&)> holds, Millis limit);

    // Of several lists of a page the one that was sorted, searched or turned: only what it says counts from
    // here on, until the page has it no more.
    void focus_on(std::optional<Focus> focus);
    const std::optional<Focus>& focus() const { return focus_; }

    // Brings a node into the viewport and looks again.
    Async<Result<const Scene*>> bring_into_view(view::Ref ref);

    browser::Page& page() { return surroundings_.stage.browser.page(); }
    Surroundings& surroundings() { return surroundings_; }
    const std::string& last_effect() const { return last_effect_; }  // of the last act that went well
    // Was a button pressed since this was last asked for?
    bool took_button() { return std::exchange(has_pressed_button_, false); }
    // Does the page mark fields as wrong that it did not before the last button was pressed?
    bool is_refused() const { return wrong_fields(scene_) > wrong_before_; }
    // What the page asks for since the last button was pressed: "Please choose a date"; empty where it asks
    // for nothing.
    std::string complaint() const;
    int steps() const { return steps_; }
    // What the deeds so far had to do with.
    const Account& account() const { return account_; }
    void begin_step() { account_.begin_step(); }

    // The secrets of the assignment: skills know their names, and fill in placeholders.
    const Secrets& secrets() const { return secrets_; }
    // A text of the instruction that must not be told: a password it names.
    void keep_secret(std::string text);

    std::string masked(std::string text) const;

private:
    void note(const JsonObject& params);  // for the account
    static int wrong_fields(const Scene& scene);

    Surroundings& surroundings_;
    const Assignment& assignment_;
    Scene scene_;
    std::optional<Focus> focus_;
    Secrets secrets_;
    std::vector<std::string> hidden_;
    int steps_ = 0;
    Account account_;
    std::string last_effect_;
    bool has_pressed_button_ = false;
    std::string button_ = "left";
    int count_ = 1;
    std::string said_before_press_;
    int wrong_before_ = 1 << 20;  // no button was pressed yet
    bool is_clearing_ = false;    // what covers the page is being put away
};

}  // namespace lissom::agent::lite
