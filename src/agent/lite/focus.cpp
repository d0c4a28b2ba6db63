#include "agent/lite/focus.hpp"

#include <algorithm>
#include <set>

#include "agent/lite/listing.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

std::string place_of(std::string url)
{
    url.resize(std::min(url.find('?'), url.size()));
    return url;
}

// The smallest box that holds all of a list.
int around(const Scene& scene, const Weighed& list)
{
    if (list.box >= 0 && scene.node(list.box).ref != 0) return list.box;
    int box = list.listing.boxes.front();
    while (box >= 0 && !scene.is_inside(list.listing.boxes.back(), box)) box = scene.parent(box);
    return box;
}

// "‹ 1 2 3 ›", "Rows per page: 10 1–10 of 42 ‹ ›": the way through a list, and no list.
bool is_pager(const Scene& scene, const Weighed& list)
{
    static const std::set<std::string, std::less<>> turners = {
        "next page", "previous page", "first page", "last page", "go to next page", "go to previous page"
    };
    for (const int box : list.listing.boxes)
        for (int i = box; i < scene.end_of(box); ++i)
            if (scene.node(i).is_operable && turners.contains(lower(trimmed(scene.node(i).name))))
                return true;
    const auto says_something = [&](int box) {
        return std::ranges::any_of(words_of(scene.text_of(box)), [](const std::string& word) {
            return word.size() > 2 && !number_word(word);
        });
    };
    const auto telling = std::ranges::count_if(list.listing.boxes, says_something);
    return static_cast<std::size_t>(telling) * 2 < list.listing.boxes.size();
}

// The lists that a person would see as such: not the small ones that lie in the records of another one, nor
// what is small beside the largest.
std::vector<Weighed> rivals(const Scene& scene)
{
    constexpr double least_share = 0.2;  // of what the largest fills
    auto all = all_listings(scene);
    double largest = 0;
    for (const auto& each : all) largest = std::max(largest, each.weight);
    std::vector<Weighed> kept;
    for (auto& each : all) {
        const int box = around(scene, each);
        if (box < 0 || (each.listing.boxes.size() < 2 && each.listing.columns.empty())) continue;
        if (each.weight < largest * least_share || is_pager(scene, each)) continue;
        const bool is_inner = std::ranges::any_of(kept, [&](const Weighed& other) {
            return std::ranges::any_of(other.listing.boxes, [&](int row) {
                return scene.is_inside(box, row);
            });
        });
        // A table's rows are what its body repeats, too.
        const bool is_again = std::ranges::any_of(kept, [&](const Weighed& other) {
            return around(scene, other) == box ||
                   std::ranges::find(other.listing.boxes, each.listing.boxes.back()) !=
                       other.listing.boxes.end();
        });
        if (!is_inner && !is_again) kept.push_back(std::move(each));
    }
    // What holds another list as one of its records is a frame around lists.
    std::erase_if(kept, [&](const Weighed& each) {
        return std::ranges::any_of(kept, [&](const Weighed& other) {
            const int inner = around(scene, other);
            return &other != &each && std::ranges::any_of(each.listing.boxes, [&](int row) {
                return inner != around(scene, each) && scene.is_inside(inner, row);
            });
        });
    });
    return kept;
}

Focus focus_on_list(const Scene& scene, const Weighed& list, int box)
{
    return {scene.node(box).ref, list.listing.columns, place_of(scene.snapshot().url)};
}

std::vector<std::string> names_of(const Scene& scene, const Weighed& list, const std::vector<Weighed>& all)
{
    auto words = std::vector<std::string>();
    const auto add = [&](std::string_view text) {
        for (auto& word : content_words(text)) words.push_back(std::move(word));
    };
    for (const auto& column : list.listing.columns) add(column);
    const int box = around(scene, list);
    if (!scene.node(box).is_named_by_content) add(scene.node(box).name);
    for (int i = box; i < list.listing.boxes.front(); ++i)
        if (scene.node(i).tag == "caption") add(scene.text_of(i));
    for (int i = box - 1; i >= 0; --i) {
        // A heading over another list is not over this one.
        const bool is_past = std::ranges::any_of(all, [&](const Weighed& other) {
            return other.listing.boxes.back() == i || scene.is_inside(i, other.listing.boxes.back());
        });
        if (is_past && !scene.is_inside(box, i)) break;
        if (scene.node(i).role != "heading") continue;
        add(scene.text_of(i));
        break;
    }
    return words;
}

}  // namespace

std::optional<Focus> focus_around(const Scene& scene, view::Ref control)
{
    const auto all = rivals(scene);
    const int at = scene.index_of(control);
    if (all.size() < 2 || at < 0) return std::nullopt;
    for (int up = at; up >= 0; up = scene.parent(up)) {
        const Weighed* found = nullptr;
        int count = 0;
        for (const auto& each : all) {
            const int box = around(scene, each);
            if (!scene.is_inside(box, up) && !scene.is_inside(up, box)) continue;
            found = &each;
            ++count;
        }
        if (count > 1) return std::nullopt;
        if (count == 1 && scene.is_inside(around(scene, *found), up) && scene.node(up).ref != 0)
            return focus_on_list(scene, *found, up);
    }
    return std::nullopt;
}

std::optional<Focus> focus_named(const Scene& scene, std::string_view phrase)
{
    const auto all = rivals(scene);
    if (all.size() < 2) return std::nullopt;
    const auto words = content_words(phrase);
    const Weighed* best = nullptr;
    std::size_t most = 0;
    bool is_tie = false;
    for (const auto& each : all) {
        const auto names = names_of(scene, each, all);
        std::set<std::string> said;
        for (const auto& word : words)
            if (std::ranges::any_of(names, [&](const std::string& name) {
                    return word == name || stem(word) == stem(name);
                }))
                said.insert(stem(word));
        if (said.size() > most)
            best = &each, most = said.size(), is_tie = false;
        else if (said.size() == most)
            is_tie = true;
    }
    if (best == nullptr || is_tie) return std::nullopt;
    // With what stands around it alone: its search, its pages.
    int box = around(scene, *best);
    for (int up = scene.parent(box); up >= 0; up = scene.parent(up)) {
        const bool is_alone = std::ranges::none_of(all, [&](const Weighed& other) {
            return &other != best && scene.is_inside(around(scene, other), up);
        });
        if (!is_alone) break;
        if (scene.node(up).ref != 0) box = up;
    }
    return focus_on_list(scene, *best, box);
}

bool apply_focus(Scene& scene, Focus& focus)
{
    if (place_of(scene.snapshot().url) != focus.url) return false;
    const auto all = rivals(scene);
    int box = scene.index_of(focus.box);
    for (const auto& each : all) {
        if (box >= 0 || focus.columns.empty() || each.listing.columns != focus.columns) continue;
        box = around(scene, each);
        focus.box = scene.node(box).ref;
    }
    if (box < 0) return false;
    for (const auto& each : all) {
        int other = around(scene, each);
        if (scene.is_inside(other, box) || scene.is_inside(box, other)) continue;
        while (scene.parent(other) >= 0 && !scene.is_inside(box, scene.parent(other)))
            other = scene.parent(other);
        scene.put_aside(other);
    }
    return true;
}

}  // namespace lissom::agent::lite
