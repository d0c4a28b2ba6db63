#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "agent/lite/pairs.hpp"
#include "agent/lite/run.hpp"

namespace lissom::agent::lite {

// The fields of the page a person could fill now (text, number, date, lists), in reading order.
std::vector<int> open_fields(const Scene& scene);

// What a field is called: its label, what stands in it while it is empty, its name in the form.
std::string label_of(const Scene& scene, int field);

// The field a phrase names ("the password field", "both text fields", "textbox"); the only one when the
// phrase says no more than that it is a field. Empty when there is none.
std::vector<int> fields_named(const Scene& scene, std::string_view phrase);

// Puts a value into a field in the way the field takes it: typing, picking from suggestions, a list, a
// calendar, a slider. Errors: not_doable says what the field would not take.
Async<Done> put(Run& run, view::Ref field, std::string value);

// Does typing there bring up suggestions?
bool offers_suggestions(const view::Node& node);

// Types and picks the suggestion that fits; `fits` decides on the text of a suggestion (0 not at all, 1 the
// best).
Async<Done> put_with_suggestions(
    Run& run,
    view::Ref field,
    std::string typed,
    std::function<double(std::string_view)> fits
);

}  // namespace lissom::agent::lite
