#pragma once

#include <string>
#include <string_view>

namespace lissom::agent::lite {

// What one class name says of the picture it draws: "fa-heart", "icon--heart" and "glyphicon-heart" are
// hearts. Empty where it says no more than that there is a picture.
std::string icon_word(std::string_view class_name);

}  // namespace lissom::agent::lite
