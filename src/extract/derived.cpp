#include "extract/derived.hpp"

#include <algorithm>
#include <array>

#include "extract/values.hpp"
#include "extract/words.hpp"

namespace lissom::extract {
namespace {

constexpr std::size_t longest_text = 500;  // longer ones are prose: what stands in it is no field of a record
constexpr std::size_t longest_label = 40;
constexpr std::size_t most_parts = 12;  // of one text

Field part_of(const Field& whole, std::string key, std::string label, std::string text)
{
    Field part;
    part.key = whole.key + std::move(key);
    part.label = std::move(label);
    part.text = std::move(text);
    part.link = whole.link;
    part.region = whole.region;
    part.size = whole.size;
    part.repeat = whole.repeat;
    part.order = whole.order;
    part.is_struck = whole.is_struck;
    part.is_bold = whole.is_bold;
    part.is_off_screen = whole.is_off_screen;
    part.is_derived = true;
    return part;
}

// "a | b · c" in its parts.
std::vector<std::string> segments_of(std::string_view text)
{
    std::vector<std::string> segments;
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t mark = 0;
        for (const std::string_view separator :
             {" | ", " · ", " • ", " – ", " — ", "; ", " / ", "·", "•", "|", " - "})
            if (mark == 0 && text.substr(i).starts_with(separator)) mark = separator.size();
        if (mark == 0) {
            ++i;
            continue;
        }
        segments.push_back(trimmed(text.substr(start, i - start)));
        i += mark;
        start = i;
    }
    segments.push_back(trimmed(text.substr(start)));
    std::erase(segments, "");
    return segments;
}

void add_label_and_value(const Field& whole, const std::string& text, std::vector<Field>& parts)
{
    const auto colon = text.find(':');
    if (colon == std::string::npos || colon == 0 || colon > longest_label) return;
    const auto next = text[std::min(text.size() - 1, colon + 1)];
    if (next == '/' || (next >= '0' && next <= '9' && text[colon - 1] >= '0' && text[colon - 1] <= '9'))
        return;  // URL, time
    const auto label = trimmed(text.substr(0, colon));
    const auto value = trimmed(text.substr(colon + 1));
    if (value.empty() || words_of(label).size() > 5) return;
    parts.push_back(part_of(whole, ":" + lower(label), label, value));
}

void add_writer(const Field& whole, const std::string& text, std::vector<Field>& parts)
{
    const auto low = lower(text);
    std::size_t at = std::string::npos;
    if (low.starts_with("by ")) at = 0;
    for (const std::string_view before : {" by ", "written by ", "posted by "})
        if (at == std::string::npos)
            if (const auto found = low.find(before); found != std::string::npos && found < 80)
                at = found + before.size() - 3;
    if (at == std::string::npos) return;
    auto name = text.substr(at + 3);
    const auto rest = lower(name);
    std::size_t end = name.find_first_of("|,(0123456789;\n");
    for (const std::string_view stop :
         {" on ", " in ", " at ", " · ", " • ", " – ", " — ", " - ", " for ", " and published"})
        end = std::min(end, rest.find(stop));
    name = trimmed(name.substr(0, end));
    if (name.empty() || words_of(name).size() > 5) return;
    auto part = part_of(whole, "@by", "author by", name);
    part.carrier = "by";
    parts.push_back(std::move(part));
}

void add_counts(const Field& whole, const std::string& text, std::vector<Field>& parts)
{
    for (const auto& count : find_counts(text)) {
        const auto unit = words_of(count.unit);
        if (unit.empty() || unit[0] == "of" || unit[0] == "out" || unit[0] == "ago") continue;
        auto part = part_of(whole, "#" + unit[0], count.unit, count.number);
        part.carrier = "count";
        parts.push_back(std::move(part));
    }
}

// "Order #10482", "Invoice no. A-17": the number goes by the word before it.
void add_number_of_a_thing(const Field& whole, const std::string& text, std::vector<Field>& parts)
{
    const auto low = lower(text);
    for (const std::string_view mark : {" #", " no. ", " nr. ", " № "}) {
        const auto at = low.find(mark);
        if (at == std::string::npos || at == 0 || at > longest_label) continue;
        const auto start = at + mark.size();
        const auto end = std::min(text.size(), text.find_first_of(" ,;:)", start));
        const auto number = text.substr(start, end - start);
        if (number.size() < 2 || number.size() > 30 ||
            number.find_first_of("0123456789") == std::string::npos)
            continue;
        const auto before = words_of(text.substr(0, at));
        if (before.empty() || before.size() > 3) continue;
        parts.push_back(part_of(whole, "#no", before.back() + " number", number));
        return;
    }
}

// "Episode 42": of things that are counted, the number is what tells them apart.
void add_place_in_series(const Field& whole, const std::string& text, std::vector<Field>& parts)
{
    constexpr std::array<std::string_view, 18> counted = {
        "episode",
        "chapter",
        "lesson",
        "season",
        "issue",
        "volume",
        "part",
        "room",
        "level",
        "day",
        "week",
        "step",
        "round",
        "table",
        "gate",
        "unit",
        "platform",
        "track"
    };
    const auto words = words_of(text);
    if (words.size() != 2 || std::ranges::find(counted, words[0]) == counted.end()) return;
    if (words[1].find_first_not_of("0123456789") != std::string::npos) return;
    parts.push_back(part_of(whole, "#th", words[0] + " number", words[1]));
}

void add_money(const Field& whole, const std::string& text, std::vector<Field>& parts)
{
    const auto found = find_money(text);
    for (std::size_t i = 0; i < found.size() && i < 3; ++i) {
        // "Was $8": the word before an amount says which it is.
        const auto before = trimmed(text.substr(0, found[i].at));
        const auto words = words_of(
            before.substr(before.find_last_of(' ') == std::string::npos ? 0 : before.find_last_of(' '))
        );
        const bool was = !words.empty() && is_about(words.back(), "original") && words.back() != "price";
        auto part = part_of(
            whole, was ? "$was" : "$" + std::to_string(i), was ? "original price was" : "", found[i].text
        );
        part.carrier = "money";
        part.classes = whole.classes;
        part.around = whole.around;
        part.is_struck = whole.is_struck || was;
        parts.push_back(std::move(part));
    }
}

void add_parts(const Field& whole, const std::string& text, std::vector<Field>& parts)
{
    add_label_and_value(whole, text, parts);
    add_writer(whole, text, parts);
    add_counts(whole, text, parts);
    add_number_of_a_thing(whole, text, parts);
    add_place_in_series(whole, text, parts);
    if (const auto rating = find_rating(text)) {
        auto part = part_of(whole, "@rating", "", text);
        part.machine = std::to_string(rating->value);
        part.maximum = rating->maximum;
        part.carrier = "rating";
        parts.push_back(std::move(part));
    }
    if (const auto date = find_date(text)) {
        const auto has_more = date->length + 4 < text.size() && date->time.empty();
        auto part = part_of(whole, "@date", "", has_more ? text.substr(date->at, date->length) : text);
        part.carrier = "date";
        if (has_more) parts.push_back(std::move(part));
    }
}

std::vector<Field> parts_of(const Field& whole)
{
    std::vector<Field> parts;
    if (whole.text.empty() || whole.text.size() > longest_text || whole.carrier == "image" ||
        whole.carrier == "input")
        return parts;
    add_money(whole, whole.text, parts);
    const auto segments = segments_of(whole.text);
    for (std::size_t i = 0; i < segments.size() && parts.size() < most_parts; ++i) {
        add_parts(whole, segments[i], parts);
        if (segments.size() > 1 && !whole.has_parts)
            parts.push_back(part_of(whole, "|" + std::to_string(i), "", segments[i]));
    }
    // "(1,234)" beside stars is how many rated.
    if (whole.text.size() < 16 && whole.text.starts_with('(') && whole.text.ends_with(')')) {
        auto part =
            part_of(whole, "()", "reviews ratings count", whole.text.substr(1, whole.text.size() - 2));
        part.carrier = "count";
        if (find_numbers(part.text).size() == 1) parts.push_back(std::move(part));
    }
    return parts;
}

}  // namespace

void add_derived_fields(std::vector<Field>& fields)
{
    const auto own = fields.size();
    for (std::size_t i = 0; i < own; ++i) {
        if (fields[i].is_derived || fields[i].carrier == "wrap") continue;
        for (auto& part : parts_of(fields[i])) fields.push_back(std::move(part));
    }
}

}  // namespace lissom::extract
