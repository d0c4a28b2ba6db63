#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "agent/agent.hpp"

namespace lissom::agent::lite {

// What a person gave beside the instruction: metadata by key, and secrets by name. Of a secret only its
// placeholder is ever handed out; the value goes in where it is typed, if it may go there.

// The text with "{city}", "{{city}}" and "metadata.city" replaced, and as a whole a placeholder where it does
// no more than name a secret: "the secret shop_password", "my shop password".
std::string with_given(const Assignment& assignment, std::string text);

// What was given under a name like one of these, the metadata before the secrets; empty: nothing.
std::string given_for(const Assignment& assignment, std::initializer_list<std::string_view> names);

}  // namespace lissom::agent::lite
