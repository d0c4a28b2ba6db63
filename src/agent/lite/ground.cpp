#include "agent/lite/ground.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "agent/lite/colors.hpp"
#include "agent/lite/icon_words.hpp"
#include "agent/lite/kinds.hpp"
#include "agent/lite/signs.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

using view::Node;

const std::string& attribute(const Node& node, std::string_view name)
{
    static const std::string none;
    const auto at = node.attributes.find(std::string(name));
    return at == node.attributes.end() ? none : at->second;
}

std::string file_stem(std::string_view address)
{
    address = address.substr(0, address.find_first_of("?#"));
    if (const auto slash = address.rfind('/'); slash != std::string_view::npos)
        address.remove_prefix(slash + 1);
    return std::string(address.substr(0, address.find('.')));
}

double kind_bonus(const Scene& scene, int index, const Target& target)
{
    if (target.kind.empty()) return 0;
    if (is_kind(scene, index, target.kind)) return 0.18;
    return -0.22;
}

double use_bonus(const Scene& scene, int index, Use use)
{
    const auto& node = scene.node(index);
    switch (use) {
        case Use::type:
            if (node.is_editable) return 0.1;
            return node.tag == "input" || node.tag == "textarea" || node.role == "textbox" ? -0.05 : -0.6;
        case Use::press:
        case Use::choose: {
            double bonus = 0;
            if (node.is_disabled) bonus -= 0.25;
            if (node.is_covered) bonus -= 0.03;
            if (node.role == "text")
                return bonus + (scene.node(scene.operable_at(index)).is_operable ? -0.08 : -0.16);
            if (!node.is_operable) return bonus - 0.14;
            if (node.role != "generic" && node.role != "label") bonus += 0.06;
            // A box that holds other operable things is the place of the thing, not the thing.
            for (int i = index + 1; i < scene.end_of(index); ++i)
                if (scene.node(i).is_operable && scene.node(i).ref != 0) return bonus - 0.1;
            return bonus;
        }
        case Use::look: return 0;
    }
    return 0;
}

bool is_landmark(const Node& node)
{
    return node.tag == "html" || node.tag == "body" || node.role == "main" || node.tag == "head";
}

double area(const Node& node) { return node.rect.area(); }

// "top left", "bottom": the farther in that direction, the better.
double towards(const Node& node, std::string_view position, const view::Scroll& scroll)
{
    const auto centre = node.rect.centre();
    double value = 0;
    if (position.contains("top") || position.contains("upper")) value -= centre.y;
    if (position.contains("bottom") || position.contains("lower")) value += centre.y;
    if (position.contains("left")) value -= centre.x;
    if (position.contains("right")) value += centre.x;
    if (position.contains("middle"))
        value -= std::hypot(centre.x - scroll.width / 2, centre.y - scroll.viewport / 2);
    return value;
}

bool fits_color(const Scene& scene, int index, std::string_view color)
{
    auto wanted = color_named(color);
    if (!wanted) wanted = color_from_hex(color);
    if (!wanted) return true;
    const auto& node = scene.node(index);
    for (const auto& shown :
         {node.background,
          node.role == "shape" || node.role == "text" ? node.color : std::string(),
          attribute(node, "fill")}) {
        const auto have = color_from_hex(shown);
        if (have && (distance(*have, *wanted) < 0.12 || basic_name(*have) == basic_name(*wanted)))
            return true;
        if (!shown.empty() && lower(shown) == lower(color)) return true;
    }
    return false;
}

// The ones with (nearly) the same score as the first: what an ordinal counts.
std::size_t ties(const std::vector<Candidate>& ranked)
{
    std::size_t count = 0;
    while (count < ranked.size() && ranked[count].score > ranked.front().score - 0.06) ++count;
    return count;
}

// A label and the button inside of it are one thing to a person.
void drop_nested_twins(const Scene& scene, std::vector<int>& indexes)
{
    std::vector<int> kept;
    for (const int index : indexes) {
        const bool is_inside = !kept.empty() && scene.is_inside(index, kept.back());
        if (!is_inside) {
            kept.push_back(index);
        } else if (scene.node(index).role != "text" && !scene.node(kept.back()).is_operable) {
            kept.back() = index;
        }
    }
    indexes = std::move(kept);
}

void apply_order(const Scene& scene, const Target& target, std::vector<Candidate>& ranked)
{
    if (ranked.size() < 2) return;
    const auto count = ties(ranked);
    std::vector<int> equal;
    equal.reserve(count);
    for (std::size_t i = 0; i < count; ++i) equal.push_back(ranked[i].index);
    std::ranges::sort(equal);
    drop_nested_twins(scene, equal);
    int chosen = -1;
    if (target.size != Size::any) {
        const bool smallest = target.size == Size::smallest || target.size == Size::small;
        chosen = *std::ranges::min_element(equal, [&](int a, int b) {
            return smallest ? area(scene.node(a)) < area(scene.node(b))
                            : area(scene.node(a)) > area(scene.node(b));
        });
    } else if (!target.position.empty()) {
        chosen = *std::ranges::max_element(equal, [&](int a, int b) {
            return towards(scene.node(a), target.position, scene.snapshot().scroll) <
                   towards(scene.node(b), target.position, scene.snapshot().scroll);
        });
    } else if (target.ordinal) {
        const int number =
            *target.ordinal < 0 ? static_cast<int>(equal.size()) + *target.ordinal + 1 : *target.ordinal;
        if (number < 1 || number > static_cast<int>(equal.size())) {
            ranked.clear();  // there is no fifth of three
            return;
        }
        chosen = equal[static_cast<std::size_t>(number - 1)];
    }
    if (chosen < 0) return;
    const auto at = std::ranges::find(ranked, chosen, &Candidate::index);
    std::rotate(ranked.begin(), at, at + 1);
}

double score_of(const Scene& scene, int index, const Target& target, Use use)
{
    const auto& node = scene.node(index);
    if (is_landmark(node)) return 0;
    double score = 0;
    if (!target.quoted.empty()) {
        score = says(scene, index, target.quoted);
        if (!target.words.empty()) score += 0.05 * says(scene, index, target.words);
    } else if (!target.words.empty()) {
        score = std::max(says(scene, index, target.words), says(scene, index, target.phrase));
    } else if (!target.kind.empty()) {
        // Nothing but a kind was said: "the button"; or the kind's word is the label: "Tab", "Search".
        const double literal = says(scene, index, target.phrase);
        score = is_kind(scene, index, target.kind) ? 0.6 : literal > 0.8 ? literal * 0.9 : 0;
        score = std::max(score, is_kind(scene, index, target.kind) ? literal : 0);
    } else if (!target.color.empty() || target.size != Size::any || target.ordinal) {
        score = node.is_operable ? 0.6 : 0.55;
    }
    if (score <= 0.2) return 0;
    score += kind_bonus(scene, index, target) + use_bonus(scene, index, use);
    if (!target.color.empty() && !fits_color(scene, index, target.color)) {
        // "Red mug" may be words of a name as well as a look.
        score = says(scene, index, target.color + " " + target.words) > 0.75 ? score : score - 0.4;
    }
    return score;
}

// Of things on one side of a place the nearest; nothing on its other sides.
void keep_side(const Scene& scene, int place, Side side, std::vector<Candidate>& ranked)
{
    constexpr double overlap = 3;     // CSS px; borders may touch
    constexpr double farthest = 600;  // CSS px
    const auto& at = scene.node(place).rect;
    const auto distance = [&](const browser::Rect& rect) -> double {
        switch (side) {
            case Side::below: return rect.y - (at.y + at.height);
            case Side::above: return at.y - (rect.y + rect.height);
            case Side::left: return at.x - (rect.x + rect.width);
            case Side::right: return rect.x - (at.x + at.width);
            case Side::any: break;
        }
        return 0;
    };
    // What stands straight below is below; what stands in the next column is not.
    const auto is_in_line = [&](const browser::Rect& rect) {
        return side == Side::below || side == Side::above
                   ? rect.x < at.x + at.width && at.x < rect.x + rect.width
                   : rect.y < at.y + at.height && at.y < rect.y + rect.height;
    };
    for (auto& each : ranked) {
        const auto& rect = scene.node(each.index).rect;
        const double away = distance(rect);
        if (each.index == place || away < -overlap)
            each.score -= 1;
        else
            each.score += 0.25 * (1 - std::min(1.0, away / farthest)) + (is_in_line(rect) ? 0.05 : -0.1);
    }
}

}  // namespace

double says(const Scene& scene, int index, std::string_view words)
{
    const auto& node = scene.node(index);
    double score = 0;
    const auto consider = [&](std::string_view text, double weight) {
        if (!text.empty() && text.size() < 400) score = std::max(score, weight * similarity(words, text));
    };
    consider(node.name, node.role == "text" ? 0.99 : 1.0);
    if (node.role != "textbox" && node.role != "searchbox")
        consider(node.value, node.tag == "input" ? 0.95 : 0.6);
    consider(node.placeholder, 0.97);
    consider(node.description, 0.93);
    constexpr double sign_match = 0.85;  // a sign is less plain than a word
    if (sign_says(node.name, words)) score = std::max(score, sign_match);
    if (node.role == "text") return score;
    if (node.name.size() < 3 || is_picture_sign(node.name) || node.is_editable || node.role == "img") {
        consider(attribute(node, "icon"), 0.86);
        consider(attribute(node, "class"), 0.82);
        consider(attribute(node, "id"), 0.82);
        consider(attribute(node, "name"), 0.84);
        consider(file_stem(attribute(node, "src")), 0.8);
        consider(attribute(node, "alt"), 0.93);
        // A class list says several things; one of them may be it.
        for (const auto& one : split(attribute(node, "class"), " ")) {
            consider(one, 0.84);
            consider(icon_word(one), 0.84);
        }
    }
    // What a field takes is what people call it: "the password field", "the date".
    if (node.tag == "input" && node.input_type != "text") consider(node.input_type, 0.85);
    return score;
}

bool stands_below(const Scene& scene, int index, int head)
{
    const auto& column = scene.node(scene.element_of(head)).rect;
    const double middle = scene.node(index).rect.centre().x;
    return index > head && middle >= column.x && middle <= column.x + column.width;
}

std::vector<Candidate> rank(const Scene& scene, const Target& target, Use use)
{
    std::vector<Candidate> ranked;
    for (int i = 0; i < scene.size(); ++i) {
        const double score = score_of(scene, i, target, use);
        if (score > 0.3) ranked.push_back({i, score});
    }
    if (!target.place.empty()) {
        const int place = place_named(scene, target.place);
        if (place >= 0 && scene.node(scene.element_of(place)).role == "columnheader") {
            for (auto& each : ranked) each.score += stands_below(scene, each.index, place) ? 0.25 : -0.3;
        } else if (place >= 0 && target.side != Side::any) {
            keep_side(scene, place, target.side, ranked);
        } else if (place >= 0) {
            std::vector<int> good;
            for (const auto& each : ranked)
                if (each.score >= good_enough - 0.1) good.push_back(each.index);
            std::ranges::sort(good);
            const int box = scene.box_with(place, good);
            for (auto& each : ranked)
                if (box >= 0 && scene.is_inside(each.index, box)) each.score += 0.25;
        } else {
            // What reads like a place may be the rest of the label. Of several buttons, "the buttons with
            // even numbers" are not just any.
            const auto is_good = [](const Candidate& each) { return each.score >= good_enough; };
            const bool says_only_kind = target.words.empty() && target.quoted.empty() && !target.ordinal &&
                                        target.color.empty() && target.position.empty() &&
                                        target.size == Size::any &&
                                        std::ranges::count_if(ranked, is_good) > 1;
            // Of several that are called the same none is meant, where the place of the one is unknown.
            const auto is_twin = [&](const Candidate& each) {
                return is_good(each) && scene.node(each.index).ref != 0 &&
                       std::ranges::count_if(ranked, [&](const Candidate& other) {
                           return scene.node(other.index).ref != 0 && is_good(other) &&
                                  scene.node(other.index).role == scene.node(each.index).role &&
                                  scene.node(other.index).name == scene.node(each.index).name;
                       }) > 1;
            };
            const bool has_twins = !target.ordinal && std::ranges::any_of(ranked, is_twin);
            for (auto& each : ranked)
                each.score = std::max(
                    each.score - (says_only_kind || has_twins ? 1 : 0.05),
                    says(scene, each.index, target.phrase) + use_bonus(scene, each.index, use)
                );
        }
    }
    std::ranges::sort(ranked, [](const Candidate& a, const Candidate& b) {
        return a.score != b.score ? a.score > b.score : a.index < b.index;
    });
    apply_order(scene, target, ranked);
    return ranked;
}

std::vector<Candidate> rank(const Scene& scene, std::string_view phrase, Use use)
{
    return rank(scene, parse_target(phrase), use);
}

int best(const Scene& scene, std::string_view phrase, Use use)
{
    const auto ranked = rank(scene, phrase, use);
    return ranked.empty() || ranked.front().score < good_enough ? -1 : ranked.front().index;
}

std::vector<int> every(const Scene& scene, const Target& target, Use use)
{
    const auto ranked = rank(scene, target, use);
    std::vector<int> result;
    if (ranked.empty() || ranked.front().score < good_enough) return result;
    for (std::size_t i = 0; i < ties(ranked); ++i) result.push_back(ranked[i].index);
    std::ranges::sort(result);
    drop_nested_twins(scene, result);
    return result;
}

int anchor_of(const Scene& scene, std::string_view words)
{
    int found = -1;
    double top = good_enough;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.role != "text" && node.name.empty()) continue;
        if (is_landmark(node)) continue;
        double score = similarity(words, node.name);
        if (node.role != "text") score -= 0.01;
        // "Ann" in the head is who is logged in; the row of hers is what is meant.
        if (scene.is_furniture(i)) score -= 0.03;
        if (node.name.size() > 30 && contains_word(node.name, words)) score = std::max(score, 0.7);
        if (score > top + 1e-9) top = score, found = i;
    }
    return found;
}

int place_named(const Scene& scene, std::string_view phrase)
{
    const auto target = parse_target(phrase);
    // The most telling words first: a quote, a handle, a proper name.
    if (!target.quoted.empty())
        if (const int at = anchor_of(scene, target.quoted); at >= 0) return at;
    const auto words = words_of(target.phrase);
    for (const auto& token : split(target.phrase, " "))
        if (token.starts_with('@') || token.starts_with('#'))
            if (const int at = anchor_of(scene, token); at >= 0) return at;
    if (target.ordinal && !target.kind.empty()) {
        const auto ranked = rank(scene, target, Use::look);
        if (!ranked.empty()) return ranked.front().index;
    }
    if (const int at = anchor_of(scene, target.phrase); at >= 0) return at;
    std::string names;
    for (const auto& token : split(target.phrase, " "))
        if (!token.empty() && token.front() >= 'A' && token.front() <= 'Z')
            names += (names.empty() ? "" : " ") + token;
    if (names.empty()) return -1;
    if (const int at = anchor_of(scene, names); at >= 0) return at;
    // "Wednesday" is "Wed" where there is little room.
    constexpr std::size_t short_name = 3;
    static const std::set<std::string, std::less<>> days = {
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
    };
    return days.contains(lower(names)) ? anchor_of(scene, names.substr(0, short_name)) : -1;
}

}  // namespace lissom::agent::lite
