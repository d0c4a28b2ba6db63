#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace lissom::agent::lite {

struct Rgb {
    int red = 0;
    int green = 0;
    int blue = 0;
};

// The CSS names people use, and a few they use besides.
std::optional<Rgb> color_named(std::string_view name);
bool is_color_name(std::string_view word);

std::optional<Rgb> color_from_hex(std::string_view hex);  // "#rrggbb"
std::string to_hex(Rgb color);                            // "#rrggbb"

// 0: the same; 1: as far apart as black and white. Weighs what the eye weighs.
double distance(Rgb a, Rgb b);

// Is it what people call a shade of this colour: its hue, whatever its lightness?
bool is_shade_of(Rgb color, std::string_view name);

// The name people would give it: one of the basic colours.
std::string basic_name(Rgb color);

}  // namespace lissom::agent::lite
