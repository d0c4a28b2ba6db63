#include "agent/lite/called.hpp"

#include <algorithm>
#include <string>

#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

std::string_view digits_of(std::string_view name)
{
    while (!name.empty() && std::string_view("# ").contains(name.front())) name.remove_prefix(1);
    while (!name.empty() && std::string_view(". ").contains(name.back())) name.remove_suffix(1);
    return name;
}

// The first text of a box; empty where it has none.
std::string first_text(const Scene& scene, int box)
{
    for (int i = box; i < scene.end_of(box); ++i)
        if (scene.node(i).role == "text" && !trimmed(scene.node(i).name).empty())
            return trimmed(scene.node(i).name);
    return "";
}

// "4" of "4", "#4" and "4. Fix the gate"; empty where the text begins with anything else.
std::string leading_number(std::string_view text)
{
    text = digits_of(text);
    const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto rest = text.substr(end);
    return rest.empty() || rest.starts_with(". ") || rest.starts_with(": ") ? std::string(text.substr(0, end))
                                                                            : "";
}

int box_numbered(const Scene& scene, std::span<const int> boxes, std::string_view name)
{
    const auto number = digits_of(name);
    std::size_t numbered = 0;
    int leading = -1, saying = -1;
    bool is_one = true;
    for (const int box : boxes) {
        const auto own = leading_number(first_text(scene, box));
        numbered += own.empty() ? 0 : 1;
        if (own == number) is_one = is_one && leading < 0, leading = box;
    }
    if (leading >= 0) return is_one ? leading : -1;
    // A list that numbers its rows has no other number for them.
    if (numbered == boxes.size()) return -1;
    for (const int box : boxes)
        for (int i = box; i < scene.end_of(box); ++i) {
            if (scene.node(i).role != "text" || !says_number(scene.node(i).name, number)) continue;
            if (saying >= 0 && saying != box) return -1;
            saying = box;
        }
    return saying;
}

}  // namespace

bool is_plain_number(std::string_view name)
{
    const auto digits = digits_of(name);
    return !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
}

bool says_number(std::string_view text, std::string_view number)
{
    constexpr std::string_view joining = "0123456789./:,-";
    for (auto at = text.find(number); at != std::string_view::npos; at = text.find(number, at + 1)) {
        const auto end = at + number.size();
        const bool is_joined_before = at > 0 && joining.contains(text[at - 1]);
        // A stop that ends a sentence joins nothing.
        const bool is_joined_behind =
            end < text.size() && joining.contains(text[end]) && end + 1 < text.size() && text[end + 1] != ' ';
        if (!is_joined_before && !is_joined_behind) return true;
    }
    return false;
}

int box_called(const Scene& scene, std::span<const int> boxes, std::string_view name)
{
    if (is_plain_number(name)) return box_numbered(scene, boxes, name);
    int saying = -1;
    for (const int box : boxes) {
        if (!contains_word(scene.text_of(box), name)) continue;
        if (saying < 0) saying = box;
        // "Milk" is that, and not the "Milk powder" of the row above.
        for (int i = box; i < scene.end_of(box); ++i)
            if (scene.node(i).role == "text" &&
                lower(collapsed(scene.node(i).name)) == lower(collapsed(name)))
                return box;
    }
    return saying;
}

}  // namespace lissom::agent::lite
