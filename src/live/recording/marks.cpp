#include "live/recording/marks.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "live/recording/av.hpp"

namespace lissom::live {
namespace {

struct Colour {
    int y;
    int u;
    int v;
};
constexpr Colour black{16, 128, 128};
constexpr Colour white{235, 128, 128};
constexpr Colour red{98, 96, 206};

// The arrow as people know it; its tip is the point.
constexpr std::array<std::string_view, 18> arrow = {
    "#           ",
    "##          ",
    "#.#         ",
    "#..#        ",
    "#...#       ",
    "#....#      ",
    "#.....#     ",
    "#......#    ",
    "#.......#   ",
    "#........#  ",
    "#.........# ",
    "#......#####",
    "#...#..#    ",
    "#..##...#   ",
    "#.#  #..#   ",
    "##   #...#  ",
    "#     #..#  ",
    "       ##   ",
};

constexpr double ring_radius = 16;
constexpr double ring_width = 4;

class Canvas {
public:
    explicit Canvas(AVFrame& picture)
        : picture_(picture)
    {
    }

    void put(int x, int y, const Colour& colour, double strength)
    {
        if (x < 0 || y < 0 || x >= picture_.width || y >= picture_.height) return;
        blend(picture_.data[0][y * picture_.linesize[0] + x], colour.y, strength);
        if (x % 2 != 0 || y % 2 != 0) return;
        blend(picture_.data[1][y / 2 * picture_.linesize[1] + x / 2], colour.u, strength);
        blend(picture_.data[2][y / 2 * picture_.linesize[2] + x / 2], colour.v, strength);
    }

private:
    static void blend(std::uint8_t& value, int to, double strength)
    {
        value = static_cast<std::uint8_t>(std::lround(value + (to - value) * strength));
    }

    AVFrame& picture_;
};

void draw_ring(Canvas& canvas, const Marks& marks)
{
    // It grows while it fades.
    const auto radius = marks.scale * ring_radius * (1.6 - 0.6 * marks.click);
    const auto width = marks.scale * ring_width;
    const auto reach = static_cast<int>(radius + width);
    const auto x0 = static_cast<int>(marks.x);
    const auto y0 = static_cast<int>(marks.y);
    for (int y = -reach; y <= reach; ++y)
        for (int x = -reach; x <= reach; ++x) {
            const auto off = std::abs(std::hypot(x, y) - radius) / width;
            if (off < 1) canvas.put(x0 + x, y0 + y, red, marks.click * std::min(1.0, 2 * (1 - off)));
        }
}

void draw_arrow(Canvas& canvas, const Marks& marks)
{
    const auto rows = static_cast<int>(std::lround(static_cast<double>(arrow.size()) * marks.scale));
    const auto columns = static_cast<int>(std::lround(static_cast<double>(arrow[0].size()) * marks.scale));
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < columns; ++x) {
            const auto row = std::min(arrow.size() - 1, static_cast<std::size_t>(y / marks.scale));
            const auto column = std::min(arrow[row].size() - 1, static_cast<std::size_t>(x / marks.scale));
            const char cell = arrow[row][column];
            if (cell == ' ') continue;
            canvas.put(
                static_cast<int>(marks.x) + x, static_cast<int>(marks.y) + y, cell == '#' ? black : white, 1
            );
        }
}

}  // namespace

void draw_marks(AVFrame& picture, const Marks& marks)
{
    if (!marks.has_pointer) return;
    Canvas canvas(picture);
    if (marks.click > 0) draw_ring(canvas, marks);
    draw_arrow(canvas, marks);
}

}  // namespace lissom::live
