#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "agent/lite/run.hpp"

namespace lissom::agent::lite {

// Something of a form that takes a value: a field, a list, or a group of radio buttons.
struct FormField {
    view::Ref ref = 0;  // of radio buttons: the group's first
    std::string label;
    std::string type;  // "text", "area", "email", "number", "date", "select", "radio", "check", "password",
                       // "pick" (a list the page draws)
    std::vector<std::string> options;  // of lists and groups
    std::vector<view::Ref> radios;     // one for each option
    bool is_empty = true;
};

// What a box (-1: the page) asks for, without the site's search.
std::vector<FormField> form_fields(const Scene& scene, int box = -1);

// What an instruction says of each field, from "name 'Zoe', city Oslo, 25.50 to 'Ann' saying 'Thanks'"; empty
// where it says nothing.
struct Assigned {
    std::vector<std::string> values;
    int count = 0;        // how many fields got one
    int left_quotes = 0;  // quoted texts that found no field: it is not this form
};
Assigned assign(const std::vector<FormField>& fields, std::string_view details);

// Puts them in. Answers the field that was filled last; 0 when there was nothing to fill.
Async<Result<view::Ref>>
fill_fields(Run& run, std::vector<FormField> fields, std::vector<std::string> values);

// The form, dialog or section around a field; -1: none.
int form_around(const Scene& scene, int index);

// Is the form there to look up what the site has, as "Go to number" is? It makes nothing new.
bool only_looks_up(const Scene& scene, int form);

// "Repeat password", "Confirm e-mail": the same as the field before.
bool asks_again(std::string_view label);

}  // namespace lissom::agent::lite
