#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/lite/colors.hpp"
#include "agent/lite/scene.hpp"

namespace lissom::agent::lite {

// A drawn thing: a shape, a letter or a digit of a picture, or a painted box of the page.
struct Figure {
    int index = -1;  // into the scene
    std::string
        kind;  // "circle", "rectangle", "triangle", "polygon", "line", "letter", "digit", "text", "box"
    std::string text;  // of letters, digits and texts
    browser::Rect rect;
    double extent = 0;  // how large it is drawn, in pixels
    std::optional<Rgb> color;
    bool is_outline = false;  // drawn by its edge only
    int corners = 0;
};

// All drawn things, in the order they are drawn. Boxes of the page are among them only where there is no
// drawing.
std::vector<Figure> figures_of(const Scene& scene);

// A description taken apart: "small red circles", "digits", "large item", "q".
struct Description {
    std::string size;          // "small", "large", "smallest", "largest" or empty
    std::string color;         // a name or empty
    std::string kind;          // as Figure::kind, "shape", "item", or empty
    std::string text;          // one letter or digit that was named itself
    int corners = 0;           // of a pentagon 5; 0: not said
    std::string form;          // "square", "oval", "ring": which of a kind; empty: any
    bool is_complete = false;  // every word was understood
};
Description describe(std::string_view phrase);

// Those that fit, in drawing order.
std::vector<Figure> figures_like(const Scene& scene, const Description& description);

// What a person would call it: "circle", "letter", …
std::string kind_of_figure(const Figure& figure);

}  // namespace lissom::agent::lite
