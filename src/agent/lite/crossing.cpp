#include "agent/lite/crossing.hpp"

#include <string>

#include "agent/lite/ground.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

int column_called(const Scene& scene, const std::string& name)
{
    for (int i = 0; i < scene.size(); ++i)
        if (scene.node(i).role == "columnheader" && lower(collapsed(scene.text_of(i))) == lower(name))
            return i;
    return -1;
}

int row_called(const Scene& scene, const std::string& name)
{
    for (int i = 0; i < scene.size(); ++i) {
        if (scene.node(i).role != "row") continue;
        for (const int cell : scene.children(i))
            if (scene.node(cell).role != "columnheader" &&
                lower(collapsed(scene.text_of(cell))) == lower(name))
                return i;
    }
    return -1;
}

int where_they_meet(const Scene& scene, const std::string& column, const std::string& row)
{
    const int head = column_called(scene, column), line = row_called(scene, row);
    if (head < 0 || line < 0) return -1;
    for (const int cell : scene.children(line))
        if (stands_below(scene, cell, head)) return cell;
    return -1;
}

}  // namespace

int crossing_named(const Scene& scene, std::string_view phrase)
{
    for (const std::string_view pattern :
         {"[the] (cell|field|box|value|number) (for|of|at|with) [the] {one} (in|and|on|at|under|for) [the] "
          "{other}",
          "[the] (cell|field|box) where {one} (and|meets) {other} [(meet|cross)]"}) {
        const auto slots = fit(pattern, phrase);
        if (!slots) continue;
        const auto one = unquoted(slots->at("one")), other = unquoted(slots->at("other"));
        if (const int cell = where_they_meet(scene, one, other); cell >= 0) return cell;
        if (const int cell = where_they_meet(scene, other, one); cell >= 0) return cell;
    }
    return -1;
}

}  // namespace lissom::agent::lite
