#include "agent/lite/figures.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <utility>

#include "agent/lite/kinds.hpp"
#include "agent/lite/target.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

std::string attribute(const view::Node& node, const char* name)
{
    const auto at = node.attributes.find(name);
    return at == node.attributes.end() ? "" : at->second;
}

int corners_in(std::string points)
{
    // "30,140" are two numbers here.
    std::ranges::replace(points, ',', ' ');
    return static_cast<int>(numbers_in(points).size() / 2);
}

std::optional<Figure> figure_at(const Scene& scene, int index)
{
    const auto& node = scene.node(index);
    Figure figure;
    figure.index = index;
    figure.rect = node.rect;
    figure.extent = std::max(node.rect.width, node.rect.height);
    const auto fill = attribute(node, "fill");
    const auto style_fill = color_from_hex(node.background);
    figure.is_outline = fill == "none" || (fill.empty() && !style_fill);
    figure.color = color_from_hex(node.color);
    if (const auto named = color_named(fill)) figure.color = named;
    if (node.tag == "text") {
        figure.text = trimmed(scene.text_of(index));
        figure.extent = node.font_size;
        figure.is_outline = false;
        if (figure.text.empty()) return std::nullopt;
        const auto first = static_cast<unsigned char>(figure.text.front());
        figure.kind = figure.text.size() > 1     ? "text"
                      : std::isdigit(first) != 0 ? "digit"
                      : std::isalpha(first) != 0 ? "letter"
                                                 : "text";
        return figure;
    }
    if (node.role != "shape") return std::nullopt;
    if (node.tag == "circle" || node.tag == "ellipse")
        figure.kind = "circle";
    else if (node.tag == "rect")
        figure.kind = "rectangle", figure.corners = 4;
    else if (node.tag == "line")
        figure.kind = "line";
    else if (node.tag == "polygon" || node.tag == "polyline") {
        figure.corners = corners_in(attribute(node, "points"));
        figure.kind = figure.corners == 3   ? "triangle"
                      : figure.corners == 2 ? "line"
                      : figure.corners == 4 ? "rectangle"
                                            : "polygon";
    } else {
        figure.kind = "path";
    }
    return figure;
}

bool fits_color(const Figure& figure, const std::string& color)
{
    if (color.empty()) return true;
    const auto wanted = color_named(color);
    if (!wanted || !figure.color) return false;
    // A pale grey is nearer to white, and grey to everybody.
    const bool are_greys = basic_name(*wanted) == "gray" && figure.color->red == figure.color->green &&
                           figure.color->green == figure.color->blue && figure.color->red < 240 &&
                           figure.color->red > 40;
    return are_greys || distance(*wanted, *figure.color) < 0.06 ||
           (distance(*wanted, *figure.color) < 0.3 && basic_name(*wanted) == basic_name(*figure.color));
}

bool fits_kind(const Figure& figure, const Description& description)
{
    if (!description.text.empty()) return figure.text == description.text;
    if (description.kind.empty() || description.kind == "item")
        return figure.kind != "line" && figure.kind != "path";
    if (description.kind == "shape")
        return figure.kind != "letter" && figure.kind != "digit" && figure.kind != "text" &&
               figure.kind != "line";
    if (description.kind == "number")
        return figure.kind == "digit" || (figure.kind == "text" && number_in(figure.text));
    if (description.kind == "box") return figure.kind == "box" || figure.kind == "rectangle";
    if (description.kind == "rectangle") return figure.kind == "rectangle" || figure.kind == "box";
    if (description.corners > 0) return figure.corners == description.corners;
    if (description.kind == "polygon") return figure.corners > 0;
    return figure.kind == description.kind;
}

// Names of shapes that say more than a kind does.
bool take_form(const std::string& word, Description& result)
{
    static constexpr std::array<std::pair<std::string_view, int>, 4> polygons = {
        {{"pentagon", 5}, {"hexagon", 6}, {"heptagon", 7}, {"octagon", 8}}
    };
    const auto name = word.ends_with('s') ? word.substr(0, word.size() - 1) : word;
    for (const auto& [polygon, corners] : polygons)
        if (name == polygon) result.kind = "polygon", result.corners = corners;
    if (name == "oval" || name == "ellipse" || name == "ring" || name == "square") {
        result.kind = name == "square" ? "rectangle" : "circle";
        result.form = name == "ellipse" ? "oval" : name;
    }
    return result.corners > 0 || !result.form.empty();
}

bool has_form(const Figure& figure, const std::string& form)
{
    constexpr double evenness = 1.15;
    const auto [shorter, longer] = std::minmax(figure.rect.width, figure.rect.height);
    if (form == "ring") return figure.is_outline;
    return (longer <= shorter * evenness) == (form == "square");
}

}  // namespace

std::vector<Figure> figures_of(const Scene& scene)
{
    std::vector<Figure> figures;
    for (int i = 0; i < scene.size(); ++i)
        if (auto figure = figure_at(scene, i)) figures.push_back(std::move(*figure));
    if (!figures.empty()) return figures;
    const auto is_movable = [](const view::Node& node) {
        return node.role == "generic" && node.is_operable && !node.background.empty();
    };
    const bool has_movable = std::ranges::any_of(scene.nodes(), is_movable);
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (has_movable && !is_movable(node)) continue;  // headers and backgrounds are boxes to nobody
        if (node.role != "generic" || node.background.empty() || scene.end_of(i) > i + 2 ||
            node.rect.width < 4 || node.rect.width > 400)
            continue;
        Figure box{
            i,
            is_circle(node) ? "circle" : "box",
            scene.text_of(i),
            node.rect,
            std::max(node.rect.width, node.rect.height),
            color_from_hex(node.background),
            false,
            is_circle(node) ? 0 : 4
        };
        figures.push_back(std::move(box));
    }
    return figures;
}

Description describe(std::string_view phrase)
{
    Description result;
    result.is_complete = true;
    static const std::set<std::string, std::less<>> idle = {
        "the",   "a",   "an",   "all",     "of",       "every", "each",    "many",
        "there", "are", "is",   "colored", "coloured", "in",    "picture", "figure",
        "below", "on",  "page", "any",     "that",     "which", "one",     "ones"
    };
    auto plain = trimmed(phrase);
    for (const auto& raw : split(plain, " ")) {
        auto word = raw;
        while (!word.empty() && std::string_view(".,?!:;").contains(word.back())) word.pop_back();
        if (word.empty()) continue;
        const auto small = lower(word);
        if (small == "figure" && result.kind.empty() && plain.size() < 12) result.kind = "item";
        // "qs", "7s": one sign and the s of the plural.
        const bool is_sign =
            word.size() == 1 ||
            (word.size() == 2 && word.back() == 's' &&
             std::isalnum(static_cast<unsigned char>(word.front())) != 0 && small != "as" && small != "is");
        const bool is_text = is_sign && small != "a";
        if (!is_text && idle.contains(small)) continue;
        if (is_text) {
            result.text = word.substr(0, 1);
        } else if (small == "small" || small == "little" || small == "tiny") {
            result.size = "small";
        } else if (small == "large" || small == "big") {
            result.size = "large";
        } else if (small == "smallest" || small == "smaller") {
            result.size = "smallest";
        } else if (small == "largest" || small == "larger" || small == "biggest" || small == "bigger") {
            result.size = "largest";
        } else if (is_color_name(small)) {
            result.color = small;
        } else if (take_form(small, result)) {
            continue;
        } else if (const auto kind = kind_named(small); !kind.empty()) {
            result.kind = kind;
        } else {
            result.is_complete = false;
        }
    }
    if (result.kind == "letter" && result.text.size() == 1 &&
        std::isdigit(static_cast<unsigned char>(result.text[0])) != 0)
        result.kind = "digit";
    if (result.kind.empty() && result.text.empty() && result.color.empty() && result.size.empty())
        result.is_complete = false;
    static const std::set<std::string, std::less<>> drawn = {
        "",
        "circle",
        "rectangle",
        "triangle",
        "polygon",
        "line",
        "letter",
        "digit",
        "number",
        "shape",
        "item",
        "box"
    };
    if (!drawn.contains(result.kind)) result.is_complete = false;
    return result;
}

std::vector<Figure> figures_like(const Scene& scene, const Description& description)
{
    const auto all = figures_of(scene);
    double smallest = 1e9;
    double largest = 0;
    for (const auto& each : all) {
        if (each.kind == "line" || each.kind == "path") continue;
        smallest = std::min(smallest, each.extent);
        largest = std::max(largest, each.extent);
    }
    // Where all are of one size, larger than text is large.
    constexpr double text_size = 15;
    const double border = largest > smallest * 1.25 ? (smallest + largest) / 2 : text_size;
    std::vector<Figure> fitting;
    for (const auto& each : all) {
        if (!fits_kind(each, description) || !fits_color(each, description.color)) continue;
        if (description.size == "small" && each.extent > border) continue;
        if (description.size == "large" && each.extent <= border) continue;
        fitting.push_back(each);
    }
    // Whoever calls a rectangle a square means the even ones, where there are such.
    const auto is_so = [&](const Figure& each) { return has_form(each, description.form); };
    if (!description.form.empty() && std::ranges::any_of(fitting, is_so))
        std::erase_if(fitting, [&](const Figure& each) { return !is_so(each); });
    if (fitting.size() > 1 && (description.size == "smallest" || description.size == "largest")) {
        const auto by_extent = [](const Figure& a, const Figure& b) { return a.extent < b.extent; };
        const auto chosen = description.size == "smallest" ? std::ranges::min_element(fitting, by_extent)
                                                           : std::ranges::max_element(fitting, by_extent);
        return {*chosen};
    }
    return fitting;
}

std::string kind_of_figure(const Figure& figure)
{
    if (figure.kind == "polygon" && figure.corners == 5) return "pentagon";
    if (figure.kind == "polygon" && figure.corners == 6) return "hexagon";
    return figure.kind;
}

}  // namespace lissom::agent::lite
