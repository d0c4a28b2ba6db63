#pragma once

namespace lissom::browser {

// CSS pixels of the page's main viewport, origin at its top left corner.
struct Point {
    double x = 0;
    double y = 0;
};

struct Rect {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;

    Point centre() const { return {x + width / 2, y + height / 2}; }
    double area() const { return width * height; }
    bool contains(Point at) const { return at.x >= x && at.y >= y && at.x < x + width && at.y < y + height; }
};

}  // namespace lissom::browser
