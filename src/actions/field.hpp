#pragma once

#include <string>
#include <vector>

#include "actions/hand.hpp"

namespace lissom::actions {

// What a field holds after it was given a value, and what is to be said about it.
struct Held {
    std::string held;
    std::string note;
};

// Replaces what a text field or an editor holds by trusted typing. page_error: it holds something else
// afterwards.
Async<Result<Held>> type_over(browser::Page& page, Target target, std::string value);

// For dates, times, sliders and colours: sets the value and fires the field's own events.
Async<Result<Held>> set_at_once(browser::Page& page, Target target, std::string value);

// Chooses in a <select>. page_error names the options there are.
Async<Result<Effect>>
choose_native(Stage& stage, browser::Page& page, view::Ref ref, std::vector<std::string> wanted);

// Clicks a checkbox, radio or switch until it is as wanted; nothing where it is so already.
Async<Result<Effect>> set_box(Stage& stage, browser::Page& page, view::Ref ref, bool is_wanted);

// From now on the element shows dots for what it holds, in pictures and films as to people: a secret comes.
Async<Done> veil(browser::Page& page, view::Ref ref);

std::string shortened(const std::string& text);  // for sentences

}  // namespace lissom::actions
