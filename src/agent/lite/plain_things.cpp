#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "agent/lite/calendar.hpp"
#include "agent/lite/colors.hpp"
#include "agent/lite/explore.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/plain_parts.hpp"
#include "agent/lite/steppers.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

struct Span {
    std::size_t first = 0, last = 0;
};

// The words that say a date with a day, the fewest that say all of it.
std::optional<std::pair<Span, Date>> date_said(const Said& said)
{
    constexpr std::size_t longest = 6;  // "the 3rd of October , 2026"
    for (std::size_t i = 0; i < said.words.size(); ++i) {
        std::optional<Date> found;
        std::size_t last = i;
        const auto reach = [&](std::size_t from) {
            for (std::size_t k = from; k < said.words.size() && k < from + longest; ++k) {
                const auto date = date_in(said.between(from, k));
                if (!date || date->day == 0) continue;
                if (!found || (found->year == 0 && date->year != 0)) found = date, last = k;
            }
        };
        reach(i);
        if (!found) continue;
        // What comes before the day is none of it, and the year may stand farther behind.
        std::size_t first = i;
        while (first < last && date_in(said.between(first + 1, last)) == found) ++first;
        reach(first);
        return std::pair(Span{first, last}, *found);
    }
    return std::nullopt;
}

std::optional<std::pair<Span, int>> time_said(const Said& said)
{
    constexpr std::size_t longest = 6;  // "half past two in the afternoon"
    std::optional<std::pair<Span, int>> found;
    for (std::size_t i = 0; i < said.words.size() && !found; ++i)
        for (std::size_t k = i; k < said.words.size() && k < i + longest; ++k) {
            if (std::any_of(
                    said.words.begin() + static_cast<std::ptrdiff_t>(i),
                    said.words.begin() + static_cast<std::ptrdiff_t>(k) + 1,
                    [](const SaidWord& word) { return word.is_used; }
                ))
                break;
            const auto time = time_in(said.between(i, k));
            if (time && (!found || found->second != *time)) found = {{i, k}, *time};
        }
    // What comes before it is no part of it: "for 4 people at 7:30".
    while (found && found->first.first < found->first.last &&
           time_in(said.between(found->first.first + 1, found->first.last)) == found->second)
        ++found->first.first;
    // The half of the day may stand farther behind.
    if (found)
        for (auto k = found->first.first; k < said.words.size() && k < found->first.first + longest; ++k)
            if (const auto time = time_in(said.between(found->first.first, k));
                time && *time != found->second && k > found->first.last)
                found = {{found->first.first, k}, *time};
    // "in the morning" goes with it.
    static constexpr std::array<std::string_view, 9> halves = {
        "in", "the", "morning", "afternoon", "evening", "at", "night", "o'clock", "oclock"
    };
    while (found && found->first.last + 1 < said.words.size() &&
           std::ranges::find(halves, said.words[found->first.last + 1].small) != halves.end())
        ++found->first.last;
    return found;
}

void use_span(Said& said, Span span)
{
    for (auto i = span.first; i <= span.last; ++i) said.words[i].is_used = true;
}

bool has_date_field(const Scene& scene)
{
    return std::ranges::any_of(open_fields(scene), [&](int i) {
        return scene.node(i).input_type == "date" || contains_word(label_of(scene, i), "date");
    });
}

// A row of little things to press, as many as there can be stars, with no words on them.
std::vector<std::vector<int>> star_rows(const Scene& scene)
{
    constexpr std::size_t fewest = 3, most = 10;
    std::vector<std::vector<int>> rows;
    for (int i = 0; i < scene.size(); ++i) {
        if (scene.node(i).role == "text") continue;
        const auto children = scene.children(i);
        if (children.size() < fewest || children.size() > most) continue;
        const bool are_stars = std::ranges::all_of(children, [&](int child) {
            const auto& node = scene.node(child);
            const auto text = trimmed(scene.text_of(child));
            return node.ref != 0 && node.is_operable && node.role != "text" &&
                   (text == "★" || text == "☆" || text == "⭐" || text == "✩" || text == "*");
        });
        if (are_stars) rows.push_back(children);
    }
    return rows;
}

// The first words of a box: what it is about.
std::string title_like(const Scene& scene, int box)
{
    for (int i = box; i < scene.end_of(box); ++i)
        if (scene.node(i).role == "text" && trimmed(scene.node(i).name).size() > 1 &&
            !trimmed(scene.node(i).name).starts_with("★") && !trimmed(scene.node(i).name).starts_with("☆"))
            return scene.node(i).name;
    return "";
}

}  // namespace

void read_moments(const Scene& scene, Said& said, PlainReading& reading)
{
    const auto date = date_said(said);
    if (date && shows_calendar(scene) && !has_date_field(scene)) {
        reading.deeds.push_back({PlainDeed::Kind::day, 0, us_text(date->second)});
        use_span(said, date->first);
        // "on the 3rd": what leads to it is no place.
        said.use_any_of({"day", "date"});
    }
    auto guarded = said;
    if (date) use_span(guarded, date->first);
    const auto time = time_said(guarded);
    if (!time) return;
    const bool has_field = std::ranges::any_of(open_fields(scene), [&](int i) {
        return scene.node(i).input_type == "time" || contains_word(label_of(scene, i), "time");
    });
    // Times come up when a day has been picked, or stand there as counters of hours and minutes.
    const bool is_offered = std::ranges::any_of(scene.nodes(), [](const view::Node& node) {
        return node.is_operable && node.name.size() <= 10 && time_in(node.name);
    });
    const auto counters = steppers(scene);
    if (has_field || (reading.deeds.empty() && !is_offered && counters.size() != 2)) return;
    reading.deeds.push_back({PlainDeed::Kind::time, 0, clock_text(time->second)});
    use_span(said, time->first);
}

void read_stars(const Scene& scene, Said& said, PlainReading& reading)
{
    const auto rows = star_rows(scene);
    if (rows.empty()) return;
    for (std::size_t i = 0; i + 1 < said.words.size(); ++i) {
        const auto number = said.number_at(i);
        const auto& unit = said.words[i + 1].small;
        if (!number || (unit != "star" && unit != "stars" && unit != "points" && unit != "out")) continue;
        // Of several rows the one whose record is named.
        const std::vector<int>* row = rows.size() == 1 ? &rows.front() : nullptr;
        for (const auto& each : rows) {
            const int record = record_of(scene, each.front());
            const int box = record >= 0 ? record : scene.parent(scene.parent(each.front()));
            const auto name = box < 0 ? std::string() : trimmed(title_like(scene, box));
            if (name.empty() || !contains_word(said.source, name)) continue;
            if (row != nullptr && rows.size() > 1) reading.is_ambiguous = true;
            row = &each;
            said.use_words_of(name);
        }
        const auto count = static_cast<std::size_t>(*number);
        if (row == nullptr || count < 1 || count > row->size()) return;
        reading.deeds.push_back({PlainDeed::Kind::press, scene.node((*row)[count - 1]).ref, ""});
        said.words[i].is_used = true;
        said.use_any_of({"star",  "stars", "points",  "out",   "rate",  "rating", "found",
                         "bad",   "good",  "great",   "liked", "loved", "hated",  "film",
                         "movie", "book",  "product", "item",  "quite", "very"});
        return;
    }
}

void read_paints(const Scene& scene, Said& said, PlainReading& reading)
{
    constexpr double largest = 120;  // pixels: more is no patch to choose by
    std::vector<std::pair<int, Rgb>> patches;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        const auto paint = color_from_hex(node.background);
        if (node.ref == 0 || !node.is_operable || !paint || !trimmed(scene.text_of(i)).empty() ||
            node.rect.width > largest || node.is_editable)
            continue;
        patches.emplace_back(i, *paint);
    }
    if (patches.size() < 2) return;
    for (auto& word : said.words) {
        if (word.is_used) continue;
        const auto lightness = [](const Rgb& paint) {
            return 0.3 * paint.red + 0.59 * paint.green + 0.11 * paint.blue;
        };
        int found = -1;
        if (word.small == "darkest" || word.small == "lightest" || word.small == "brightest") {
            const auto by = [&](const auto& a, const auto& b) {
                return lightness(a.second) < lightness(b.second);
            };
            found = (word.small == "darkest" ? std::ranges::min_element(patches, by)
                                             : std::ranges::max_element(patches, by))
                        ->first;
        } else if (is_color_name(word.small)) {
            std::vector<int> fitting;
            for (const auto& [at, paint] : patches)
                if (basic_name(paint) == word.small || is_shade_of(paint, word.small)) fitting.push_back(at);
            if (fitting.size() != 1) {
                reading.is_ambiguous = reading.is_ambiguous || fitting.size() > 1;
                continue;
            }
            found = fitting.front();
        }
        if (found < 0) continue;
        reading.deeds.push_back({PlainDeed::Kind::press, scene.node(found).ref, ""});
        word.is_used = true;
        said.use_any_of({"colour", "color", "paint", "one", "patch"});
        return;
    }
}

}  // namespace lissom::agent::lite
