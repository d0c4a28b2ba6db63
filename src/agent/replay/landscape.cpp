#include "agent/replay/landscape.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace lissom::agent::replay {
namespace {

constexpr auto none = static_cast<std::size_t>(-1);
constexpr double least_like = 5;     // a role and a place alone are too little
constexpr double least_ahead = 0.7;  // of the second best: two that are alike are a question
constexpr std::size_t most_letters = 120;
constexpr std::size_t fewest_records = 2;

constexpr std::array marks_kept{
    std::string_view("id"),
    std::string_view("name"),
    std::string_view("data-testid"),
    std::string_view("data-test"),
    std::string_view("data-qa"),
    std::string_view("data-cy"),
    std::string_view("itemprop"),
    std::string_view("autocomplete"),
    std::string_view("type"),
};

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words)
{
    return std::ranges::find(words, word) != words.end();
}

bool is_place(const view::Node& node)
{
    return is_one_of(
               node.role,
               {"form",
                "dialog",
                "alertdialog",
                "navigation",
                "main",
                "search",
                "banner",
                "contentinfo",
                "complementary",
                "tabpanel",
                "menu",
                "toolbar",
                "iframe"}
           ) ||
           (is_one_of(node.role, {"region", "group", "article"}) && !node.name.empty());
}

bool is_record(const view::Node& node) { return is_one_of(node.role, {"row", "listitem", "article"}); }

std::string family_of(std::string_view role)
{
    if (is_one_of(role, {"textbox", "searchbox", "combobox", "spinbutton", "listbox"})) return "field";
    if (is_one_of(role, {"button", "link", "menuitem", "tab"})) return "press";
    if (is_one_of(role, {"checkbox", "switch", "menuitemcheckbox"})) return "box";
    return std::string(role);
}

std::string lower(std::string_view text)
{
    std::string lowered(text);
    std::ranges::transform(lowered, lowered.begin(), [](unsigned char letter) {
        return static_cast<char>(letter < 128 ? std::tolower(letter) : letter);
    });
    return lowered;
}

std::set<std::string> words_of(std::string_view text)
{
    std::set<std::string> words;
    std::string word;
    for (const char letter : lower(text) + " ") {
        const auto octet = static_cast<unsigned char>(letter);
        if (std::isalnum(octet) || octet >= 128) {
            word += letter;
        } else if (!word.empty()) {
            words.insert(std::exchange(word, {}));
        }
    }
    return words;
}

// Of all words in either, those in both: 0 to 1.
double overlap(std::string_view one, std::string_view other)
{
    const auto left = words_of(one);
    const auto right = words_of(other);
    if (left.empty() || right.empty()) return 0;
    const auto both = std::ranges::count_if(left, [&](const auto& word) { return right.contains(word); });
    return static_cast<double>(both) /
           static_cast<double>(left.size() + right.size() - static_cast<std::size_t>(both));
}

double worth(std::string_view mark)
{
    if (is_one_of(mark, {"type", "autocomplete"})) return 1;
    return mark == "itemprop" ? 3 : 4;
}

double likeness_of_marks(const Target& wanted, const Target& there)
{
    double like = 0;
    for (const auto& [key, value] : wanted.marks) {
        const auto other = there.marks.find(key);
        if (other == there.marks.end()) continue;
        like += other->second == value ? worth(key) : -worth(key) / 3;
    }
    return like;
}

double likeness_of_record(const Target& wanted, const Target& there)
{
    if (wanted.record.empty() && there.record.empty()) return 0;
    if (wanted.record.empty() || there.record.empty()) return -1;
    return lower(wanted.record) == lower(there.record) ? 3 : -4;
}

std::string path_of(std::string_view address)
{
    const auto scheme = address.find("://");
    const auto path = scheme == std::string_view::npos ? 0 : address.find('/', scheme + 3);
    return path == std::string_view::npos ? "/" : std::string(address.substr(path));
}

std::string cut(std::string_view text) { return std::string(text.substr(0, most_letters)); }

}  // namespace

std::string mark_of(std::string_view text)
{
    std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
    for (const char letter : text) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3;
    std::string digits(16, '0');
    for (auto& digit : digits) {
        digit = "0123456789abcdef"[hash & 15U];
        hash >>= 4U;
    }
    return digits;
}

void Landscape::Best::take(std::size_t i, double its_like)
{
    if (its_like > like) {
        second = std::exchange(like, its_like);
        index = i;
    } else {
        second = std::max(second, its_like);
    }
}

std::optional<std::size_t> Landscape::Best::of(double least) const
{
    return like >= least && like - second >= least_ahead ? index : std::nullopt;
}

bool Landscape::is_text(const view::Node& node)
{
    return node.role == "text" || (!node.value.empty() && node.input_type != "password");
}

const std::string& Landscape::said(std::size_t index) const
{
    const auto& node = snapshot_.nodes[index];
    return node.role == "text" ? node.name : node.value;
}

Landscape::Landscape(const view::Snapshot& snapshot)
    : snapshot_(snapshot),
      around_(snapshot.nodes.size())
{
    auto heading = none;
    auto label = none;
    for (std::size_t i = 0; i < snapshot.nodes.size(); ++i) {
        const auto& node = snapshot.nodes[i];
        auto& around = around_[i];
        around.label = label;
        around.heading = heading;
        if (node.parent >= 0) {
            const auto above = static_cast<std::size_t>(node.parent);
            around.place = is_place(snapshot.nodes[above]) ? node.parent : around_[above].place;
            around.record = is_record(snapshot.nodes[above]) ? node.parent : around_[above].record;
        }
        around.nth = ++counts_[{around.place, node.role}];
        if (node.role == "heading") heading = i;
        if (node.role == "text") label = i;
    }
}

std::optional<std::size_t> Landscape::index_of(view::Ref ref) const
{
    for (std::size_t i = 0; i < snapshot_.nodes.size(); ++i)
        if (ref != 0 && snapshot_.nodes[i].ref == ref) return i;
    return std::nullopt;
}

Target Landscape::describe(std::size_t index) const
{
    const auto& node = snapshot_.nodes[index];
    const auto& around = around_[index];
    Target target{.role = node.role, .name = node.name, .placeholder = node.placeholder};
    target.input_type = node.input_type;
    if (node.role == "link") target.address = path_of(node.href);
    // A run of text has no marks of its own: those of what it stands in.
    const bool is_run = node.role == "text" && node.parent >= 0;
    const auto& marked = is_run ? snapshot_.nodes[static_cast<std::size_t>(node.parent)] : node;
    for (const auto key : marks_kept)
        if (const auto mark = marked.attributes.find(std::string(key)); mark != marked.attributes.end())
            target.marks[mark->first] = mark->second;
    if (around.label != none) target.label = cut(snapshot_.nodes[around.label].name);
    if (around.heading != none) target.heading = cut(snapshot_.nodes[around.heading].name);
    if (around.place >= 0) {
        const auto& place = snapshot_.nodes[static_cast<std::size_t>(around.place)];
        target.place = place.name.empty() ? place.role : place.role + " \"" + cut(place.name) + "\"";
    }
    if (around.record >= 0)
        for (auto i = static_cast<std::size_t>(around.record) + 1; i < snapshot_.nodes.size(); ++i)
            if (snapshot_.nodes[i].role == "text") {
                if (i != index) target.record = cut(snapshot_.nodes[i].name);
                break;
            }
    target.nth = around.nth;
    target.of = counts_.at({around.place, node.role});
    return target;
}

double Landscape::likeness(const Target& wanted, const Target& there)
{
    if (family_of(wanted.role) != family_of(there.role)) return 0;
    double like = wanted.role == there.role ? 1.5 : 0.5;
    if (!wanted.name.empty() && lower(wanted.name) == lower(there.name))
        like += 5;
    else if (const double shared = overlap(wanted.name, there.name); shared > 0)
        like += 3 * shared;
    else if (!wanted.name.empty() && !there.name.empty())
        like -= 1;
    like += likeness_of_marks(wanted, there) + likeness_of_record(wanted, there);
    if (!wanted.placeholder.empty() && wanted.placeholder == there.placeholder) like += 2;
    if (!wanted.input_type.empty()) like += wanted.input_type == there.input_type ? 0.5 : -1.5;
    if (!wanted.address.empty() && wanted.address == there.address) like += 3;
    if (!wanted.heading.empty() && wanted.heading == there.heading) like += 1;
    if (!wanted.place.empty() && wanted.place == there.place) like += 1;
    if (!wanted.label.empty() && wanted.label == there.label) like += 1;
    if (wanted.of == 1 && there.of == 1) like += 1.5;
    if (wanted.nth == there.nth) like += 0.5;
    return like;
}

double Landscape::text_likeness(const Target& wanted, const Target& there)
{
    if (family_of(wanted.role) != family_of(there.role)) return 0;
    double like = 1 + likeness_of_marks(wanted, there) + likeness_of_record(wanted, there);
    if (!wanted.label.empty() && lower(wanted.label) == lower(there.label)) like += 3;
    if (!wanted.heading.empty() && wanted.heading == there.heading) like += 1.5;
    if (wanted.place == there.place) like += 0.5;
    if (wanted.nth == there.nth) like += wanted.of == there.of ? 1.5 : 0.75;
    return like;
}

std::optional<std::size_t> Landscape::find(const Target& target) const
{
    Best best;
    for (std::size_t i = 0; i < snapshot_.nodes.size(); ++i) {
        if (snapshot_.nodes[i].ref == 0 || snapshot_.nodes[i].role == "text") continue;
        if (const double like = likeness(target, describe(i)); like > 0) best.take(i, like);
    }
    return best.of(least_like);
}

std::string Landscape::texts_below(std::size_t index) const
{
    std::string texts;
    const int depth = snapshot_.nodes[index].depth;
    for (auto i = index + 1; i < snapshot_.nodes.size() && snapshot_.nodes[i].depth > depth; ++i)
        if (snapshot_.nodes[i].role == "text") texts += snapshot_.nodes[i].name + "\n";
    return texts;
}

std::string Landscape::records_mark(std::size_t index) const
{
    const int record = is_record(snapshot_.nodes[index]) ? static_cast<int>(index) : around_[index].record;
    if (record < 0) return "";
    const auto place = around_[static_cast<std::size_t>(record)].place;
    if (place >= 0 && is_one_of(
                          snapshot_.nodes[static_cast<std::size_t>(place)].role,
                          {"navigation", "menu", "toolbar", "banner", "contentinfo"}
                      ))
        return "";
    const auto& first = snapshot_.nodes[static_cast<std::size_t>(record)];
    std::multiset<std::string> entries;
    for (std::size_t i = 0; i < snapshot_.nodes.size(); ++i)
        if (snapshot_.nodes[i].parent == first.parent && snapshot_.nodes[i].role == first.role)
            entries.insert(texts_below(i));
    if (entries.size() < fewest_records) return "";
    std::string all;
    for (const auto& entry : entries) all += entry + "\x1e";
    return mark_of(all);
}

std::string Landscape::page_mark() const
{
    std::multiset<std::string> texts;
    for (const auto& node : snapshot_.nodes)
        if (node.role == "text") texts.insert(node.name);
    std::string all;
    for (const auto& text : texts) all += text + "\n";
    return mark_of(all);
}

JsonObject to_json(const Target& target)
{
    JsonObject json{{"role", target.role}};
    const auto put = [&](std::string_view key, const std::string& text) {
        if (!text.empty()) json[key] = text;
    };
    put("name", target.name);
    put("placeholder", target.placeholder);
    put("input_type", target.input_type);
    put("address", target.address);
    if (!target.marks.empty()) {
        auto& marks = json["marks"].emplace_object();
        for (const auto& [key, value] : target.marks) marks[key] = value;
    }
    put("after_text", target.label);
    put("under_heading", target.heading);
    put("within", target.place);
    put("record", target.record);
    json["nth"] = target.nth;
    json["of"] = target.of;
    return json;
}

Target target_from(const JsonObject& json)
{
    Target target{
        .role = string_or(json, "role"),
        .name = string_or(json, "name"),
        .placeholder = string_or(json, "placeholder"),
        .input_type = string_or(json, "input_type"),
        .address = string_or(json, "address"),
        .marks = {},
        .label = string_or(json, "after_text"),
        .heading = string_or(json, "under_heading"),
        .place = string_or(json, "within"),
        .record = string_or(json, "record"),
        .nth = static_cast<int>(int_or(json, "nth")),
        .of = static_cast<int>(int_or(json, "of")),
    };
    if (const auto* marks = object_at(json, "marks"))
        for (const auto& [key, value] : *marks)
            if (value.is_string()) target.marks[std::string(key)] = std::string(value.get_string());
    return target;
}

}  // namespace lissom::agent::replay
