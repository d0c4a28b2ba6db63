#include "agent/lite/colors.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

// https://www.w3.org/TR/css-color-4/#named-colors, the ones that are words of everyday English
const std::map<std::string, Rgb, std::less<>> names = {
    {"red", {255, 0, 0}},       {"green", {0, 128, 0}},        {"lime", {0, 255, 0}},
    {"blue", {0, 0, 255}},      {"yellow", {255, 255, 0}},     {"orange", {255, 165, 0}},
    {"purple", {128, 0, 128}},  {"violet", {238, 130, 238}},   {"pink", {255, 192, 203}},
    {"brown", {165, 42, 42}},   {"black", {0, 0, 0}},          {"white", {255, 255, 255}},
    {"grey", {128, 128, 128}},  {"gray", {128, 128, 128}},     {"cyan", {0, 255, 255}},
    {"aqua", {0, 255, 255}},    {"magenta", {255, 0, 255}},    {"fuchsia", {255, 0, 255}},
    {"navy", {0, 0, 128}},      {"teal", {0, 128, 128}},       {"olive", {128, 128, 0}},
    {"maroon", {128, 0, 0}},    {"silver", {192, 192, 192}},   {"gold", {255, 215, 0}},
    {"indigo", {75, 0, 130}},   {"turquoise", {64, 224, 208}}, {"beige", {245, 245, 220}},
    {"tan", {210, 180, 140}},   {"crimson", {220, 20, 60}},    {"salmon", {250, 128, 114}},
    {"coral", {255, 127, 80}},  {"khaki", {240, 230, 140}},    {"lavender", {230, 230, 250}},
    {"plum", {221, 160, 221}},  {"orchid", {218, 112, 214}},   {"chocolate", {210, 105, 30}},
    {"ivory", {255, 255, 240}}, {"azure", {240, 255, 255}},    {"scarlet", {255, 36, 0}},
    {"tomato", {255, 99, 71}}
};

struct Hsl {
    double hue = 0;  // degrees
    double saturation = 0;
    double lightness = 0;
};

Hsl to_hsl(Rgb color)
{
    const double r = color.red / 255.0;
    const double g = color.green / 255.0;
    const double b = color.blue / 255.0;
    const double top = std::max({r, g, b});
    const double bottom = std::min({r, g, b});
    Hsl hsl;
    hsl.lightness = (top + bottom) / 2;
    const double spread = top - bottom;
    if (spread < 1e-9) return hsl;
    hsl.saturation = spread / (1 - std::abs(2 * hsl.lightness - 1));
    if (top == r)
        hsl.hue = 60 * std::fmod((g - b) / spread + 6, 6);
    else if (top == g)
        hsl.hue = 60 * ((b - r) / spread + 2);
    else
        hsl.hue = 60 * ((r - g) / spread + 4);
    return hsl;
}

double hue_distance(double a, double b)
{
    const double apart = std::abs(a - b);
    return std::min(apart, 360 - apart);
}

}  // namespace

std::optional<Rgb> color_named(std::string_view name)
{
    const auto at = names.find(lower(trimmed(name)));
    if (at == names.end()) return std::nullopt;
    return at->second;
}

bool is_color_name(std::string_view word) { return names.contains(lower(word)); }

std::optional<Rgb> color_from_hex(std::string_view hex)
{
    if (hex.starts_with('#')) hex.remove_prefix(1);
    if (hex.size() != 6) return std::nullopt;
    unsigned value = 0;
    const auto read = std::from_chars(hex.data(), hex.data() + hex.size(), value, 16);
    if (read.ptr != hex.data() + hex.size()) return std::nullopt;
    return Rgb{
        static_cast<int>(value >> 16), static_cast<int>((value >> 8) & 255), static_cast<int>(value & 255)
    };
}

std::string to_hex(Rgb color)
{
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string hex = "#";
    for (const int part : {color.red, color.green, color.blue}) {
        hex += digits[static_cast<std::size_t>(part / 16)];
        hex += digits[static_cast<std::size_t>(part % 16)];
    }
    return hex;
}

double distance(Rgb a, Rgb b)
{
    const double r = a.red - b.red;
    const double g = a.green - b.green;
    const double blue = a.blue - b.blue;
    return std::sqrt(0.30 * r * r + 0.50 * g * g + 0.20 * blue * blue) / 255.0;
}

bool is_shade_of(Rgb color, std::string_view name)
{
    const auto wanted = color_named(name);
    if (!wanted) return false;
    const auto want = to_hsl(*wanted);
    const auto have = to_hsl(color);
    if (want.saturation < 0.1) return have.saturation < 0.15 && distance(color, *wanted) < 0.35;
    if (have.saturation < 0.08) return false;
    // Between the six pure hues lie sixty degrees: half of that is the border.
    return hue_distance(want.hue, have.hue) <= 30;
}

std::string basic_name(Rgb color)
{
    std::string best;
    double nearest = 2;
    const auto hsl = to_hsl(color);
    constexpr double colourful = 0.5;  // olive is no grey, however near it lies to it
    const bool is_colourful = hsl.saturation > colourful && hsl.lightness > 0.15 && hsl.lightness < 0.85;
    for (const auto* const name :
         {"red",
          "green",
          "lime",
          "blue",
          "yellow",
          "orange",
          "purple",
          "pink",
          "brown",
          "black",
          "white",
          "gray",
          "cyan",
          "magenta",
          "navy"}) {
        const double apart = distance(color, names.find(name)->second);
        if (apart >= nearest || (is_colourful && std::string_view(name) == "gray")) continue;
        nearest = apart;
        best = name;
    }
    return best == "lime" ? "green" : best == "navy" ? "blue" : best;
}

}  // namespace lissom::agent::lite
