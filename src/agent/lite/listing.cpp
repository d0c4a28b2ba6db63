#include "agent/lite/listing.hpp"

#include <algorithm>
#include <set>

#include "agent/lite/column_head.hpp"
#include "agent/lite/measure.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

using WordSet = std::set<std::string, std::less<>>;

const WordSet any_record = {
    "result",
    "item",
    "entry",
    "record",
    "one",
    "row",
    "hit",
    "match",
    "listing",
    "product",
    "thing",
    "offer",
    "people",
    "person",
    "name",
    "employee"
};
const WordSet news_words =
    {"article", "story", "headline", "news", "post", "teaser", "title", "piece", "blog"};

std::string singular(const std::string& word)
{
    if (word.ends_with("ies") && word.size() > 4) return word.substr(0, word.size() - 3) + "y";
    if (word.ends_with("ches") || word.ends_with("shes") || word.ends_with("xes") || word.ends_with("sses"))
        return word.substr(0, word.size() - 2);
    if (word.ends_with('s') && !word.ends_with("ss") && word.size() > 3)
        return word.substr(0, word.size() - 1);
    return word;
}

std::string attribute(const view::Node& node, const char* name)
{
    const auto at = node.attributes.find(name);
    return at == node.attributes.end() ? "" : at->second;
}

std::string look_of(const view::Node& node)
{
    const auto names = attribute(node, "class");
    return node.tag + "|" + node.role + "|" + names.substr(0, names.find(' '));
}

int count_inside(const Scene& scene, int box, std::string_view role)
{
    int count = 0;
    for (int i = box + 1; i < scene.end_of(box); ++i) count += scene.node(i).role == role ? 1 : 0;
    return count;
}

int texts_inside(const Scene& scene, int box) { return count_inside(scene, box, "text"); }

// Could the box be a record: more than a run of text, and not itself a list of records.
bool is_recordlike(const Scene& scene, int box)
{
    const auto& node = scene.node(box);
    if (node.is_editable || node.tag == "select" || node.role == "option" || node.role == "tab" ||
        node.role == "radio" || node.role == "checkbox" || node.role == "button" || node.role == "cell" ||
        node.role == "columnheader" || node.role == "rowgroup" || node.role == "form" ||
        node.role == "group" || node.role == "paragraph" || node.role == "heading" ||
        node.role == "separator" || node.role == "label")
        return false;
    if (count_inside(scene, box, "heading") > 1 || count_inside(scene, box, "article") > 1 ||
        count_inside(scene, box, "row") > 1 || count_inside(scene, box, "listitem") > 3)
        return false;
    const bool has_link = node.role == "link" || count_inside(scene, box, "link") > 0;
    return texts_inside(scene, box) >= 2 || (has_link && texts_inside(scene, box) >= 1) ||
           (node.role == "listitem" && texts_inside(scene, box) >= 1);
}

// "Priority: | high | Owner: | Ann": headings behind values.
bool has_labels_between(const Scene& scene, int row)
{
    bool had_value = false;
    for (const int cell : scene.children(row)) {
        const bool is_label = scene.node(cell).tag == "th" || scene.node(cell).role == "rowheader";
        if (is_label && had_value) return true;
        had_value = had_value || !is_label;
    }
    return false;
}

bool is_heading_row(const Scene& scene, int row)
{
    const auto cells = scene.children(row);
    return !cells.empty() && !has_labels_between(scene, row) && std::ranges::all_of(cells, [&](int cell) {
        return scene.node(cell).role == "columnheader" || scene.node(cell).tag == "th" ||
               scene.text_of(cell).empty();
    });
}

// "North" over the whole width: it says what the rows below have in common.
bool is_section_row(const Scene& scene, int row, std::size_t columns)
{
    constexpr std::size_t fewest = 3;
    return columns >= fewest && scene.children(row).size() == 1;
}

// A table's rows below its headings.
std::optional<Listing> table_listing(const Scene& scene, int table)
{
    Listing listing;
    for (int i = table; i < scene.end_of(table); ++i) {
        if (scene.node(i).role != "row") continue;
        if (is_heading_row(scene, i)) {
            if (!listing.boxes.empty() || is_section_row(scene, i, listing.columns.size())) continue;
            listing.columns.clear();
            for (const int cell : scene.children(i)) listing.columns.push_back(column_head(scene, cell));
        } else if (!scene.text_of(i).empty() && !is_section_row(scene, i, listing.columns.size())) {
            listing.boxes.push_back(i);
        }
    }
    if (listing.boxes.empty() || (listing.boxes.size() < 2 && listing.columns.empty())) return std::nullopt;
    // A table of labels and values tells of one thing, also where two pairs stand in a row.
    if (listing.columns.empty() && scene.children(listing.boxes.front()).size() <= 2) return std::nullopt;
    if (has_labels_between(scene, listing.boxes.front())) return std::nullopt;
    return listing;
}

struct Family {
    Listing listing;
    int parent = -1;
};

std::vector<int> tops(const Scene& scene)
{
    std::vector<int> all;
    for (int i = 0; i < scene.size(); i = scene.end_of(i)) all.push_back(i);
    return all;
}

std::vector<Family> families(const Scene& scene)
{
    std::vector<Family> found;
    std::vector<int> articles;
    // -1: what lies in no box at all, only in the page's body.
    for (int i = -1; i < scene.size(); ++i) {
        if (i >= 0 && !scene.is_content(i)) continue;
        if (i >= 0) {
            const auto& node = scene.node(i);
            if (node.role == "article" && count_inside(scene, i, "article") == 0 && !scene.text_of(i).empty())
                articles.push_back(i);
            if (node.tag == "table" || node.role == "table" || node.role == "grid") {
                if (auto listing = table_listing(scene, i)) found.push_back({*std::move(listing), i});
                continue;
            }
        }
        // Children that look alike.
        std::vector<std::pair<std::string, std::vector<int>>> groups;
        for (const int child : i >= 0 ? scene.children(i) : tops(scene)) {
            if (!scene.is_content(child) || scene.node(child).role == "text") continue;
            const auto look = look_of(scene.node(child));
            auto group = std::ranges::find(groups, look, &std::pair<std::string, std::vector<int>>::first);
            if (group == groups.end()) group = groups.insert(groups.end(), {look, {}});
            group->second.push_back(child);
        }
        for (auto& [look, boxes] : groups) {
            const auto good =
                std::ranges::count_if(boxes, [&](int box) { return is_recordlike(scene, box); });
            const bool is_item = scene.node(boxes.front()).role == "listitem";
            if (boxes.size() < 2 && !is_item) continue;
            if (good == 0 || static_cast<std::size_t>(good) * 3 < boxes.size() * 2) continue;
            std::erase_if(boxes, [&](int box) { return !is_recordlike(scene, box); });
            found.push_back({{std::move(boxes), {}}, i});
        }
    }
    if (!articles.empty()) {
        const int above = articles.size() > 1 ? scene.common_ancestor(articles.front(), articles.back())
                                              : scene.parent(articles.front());
        found.push_back({{std::move(articles), {}}, above});
    }
    return found;
}

// How well the list's own names (its class, label, heading above) say the noun.
double named_by(const Scene& scene, const Family& family, const std::string& noun)
{
    if (noun.empty()) return 0;
    const auto& first = scene.node(family.listing.boxes.front());
    if (first.role == noun || (first.role == "article" && news_words.contains(noun))) return 1;
    const auto says = [&](const std::string& text) {
        const auto words = words_of(text);
        return std::ranges::any_of(words, [&](const std::string& word) {
            return singular(word) == noun || stem(word) == stem(noun);
        });
    };
    if (says(attribute(first, "class"))) return 1;
    for (int up = family.parent, level = 0; up >= 0 && level < 3; up = scene.parent(up), ++level) {
        const auto& node = scene.node(up);
        if (node.role == "main") break;
        if (says(attribute(node, "class")) || says(attribute(node, "id")) ||
            (!node.is_named_by_content && says(node.name)))
            return 0.9;
    }
    for (int i = family.listing.boxes.front() - 1, steps = 0; i >= 0 && steps < 60; --i, ++steps)
        if (scene.node(i).role == "heading") return says(scene.text_of(i)) ? 0.8 : 0;
    return 0;
}

double weight_of(const Scene& scene, const Family& family)
{
    double weight = 0;
    for (const int box : family.listing.boxes) {
        const auto length = std::min<std::size_t>(scene.text_of(box).size(), 300);
        double each = 20 + static_cast<double>(length);
        if (count_inside(scene, box, "heading") == 1) each *= 1.6;
        if (count_inside(scene, box, "link") > 0) each *= 1.2;
        weight += each;
    }
    if (!family.listing.columns.empty()) weight *= 1.5;
    const auto& role = scene.node(family.listing.boxes.front()).role;
    if (role == "article") weight *= family.listing.boxes.size() > 1 ? 1.6 : 0.5;
    return weight;
}

std::string head_noun(std::string_view phrase)
{
    const auto words = words_of(phrase);
    return words.empty() ? "" : singular(words.back());
}

bool is_struck_out(const Scene& scene, int index)
{
    for (int up = index; up >= 0; up = scene.parent(up))
        if (scene.node(up).tag == "s" || scene.node(up).tag == "del" || scene.node(up).tag == "strike")
            return true;
    return false;
}

std::optional<std::string> price_within(const Scene& scene, int box)
{
    for (int i = box; i < scene.end_of(box); ++i)
        if (scene.node(i).role == "text" && price_in(scene.node(i).name) && !is_struck_out(scene, i))
            return trimmed(scene.node(i).name);
    // Cut into runs: "$" "12" ".50"
    for (int i = box; i < scene.end_of(box); ++i)
        if (scene.node(i).role != "text" && scene.children(i).size() >= 2 && scene.end_of(i) - i < 6 &&
            price_in(scene.text_of(i)) && !is_struck_out(scene, i))
            return scene.text_of(i);
    return std::nullopt;
}

std::optional<std::string> author_within(const Scene& scene, int box)
{
    for (int i = box; i < scene.end_of(box); ++i) {
        const auto& node = scene.node(i);
        if (attribute(node, "rel") == "author") return scene.text_of(i);
        for (const auto& word : words_of(attribute(node, "class")))
            if (word == "author" || word == "username" || word == "writer") return scene.text_of(i);
    }
    for (int i = box; i < scene.end_of(box); ++i) {
        if (scene.node(i).role != "text") continue;
        const auto small = lower(trimmed(scene.node(i).name));
        if (small == "by" || small.ends_with(" by")) {
            for (int k = i + 1; k < scene.end_of(box); ++k)
                if (scene.node(k).role == "text") return trimmed(scene.node(k).name);
        }
        if (small.starts_with("by ")) {
            const auto name = trimmed(scene.node(i).name).substr(3);
            return trimmed(name.substr(0, name.find_first_of("·|,•(")));
        }
    }
    return std::nullopt;
}

std::optional<std::string> date_within(const Scene& scene, int box)
{
    for (int i = box; i < scene.end_of(box); ++i)
        if (scene.node(i).tag == "time") return scene.text_of(i);
    for (int i = box; i < scene.end_of(box); ++i)
        if (scene.node(i).role == "text" && date_in(scene.node(i).name)) return trimmed(scene.node(i).name);
    return std::nullopt;
}

// "Location: Oslo", or what stands in an element of that name.
std::optional<std::string> labelled_within(const Scene& scene, int box, std::string_view field)
{
    for (int i = box; i < scene.end_of(box); ++i) {
        const auto& node = scene.node(i);
        if (node.role == "text") {
            const auto colon = node.name.find(':');
            if (colon == std::string::npos || similarity(field, node.name.substr(0, colon)) < 0.75) continue;
            auto rest = trimmed(std::string_view(node.name).substr(colon + 1));
            if (!rest.empty()) return rest;
            for (int k = i + 1; k < scene.end_of(box); ++k)
                if (scene.node(k).role == "text") return trimmed(scene.node(k).name);
        } else if (node.ref != 0 && i != box) {
            const auto said =
                attribute(node, "class") + " " + attribute(node, "itemprop") + " " + attribute(node, "id");
            for (const auto& word : words_of(said))
                if (word.size() > 2 && (similarity(field, word) >= 0.8) && !scene.text_of(i).empty() &&
                    scene.text_of(i).size() < 200)
                    return scene.text_of(i);
        }
    }
    // "12 comments" for "comments", "4.5 stars" for "stars"
    for (int i = box; i < scene.end_of(box); ++i) {
        if (scene.node(i).role != "text") continue;
        for (const auto& part : split(scene.node(i).name, "·"))
            if (number_in(part) && contains_word(part, std::string(field)) && part.size() < 30)
                return number_text(*number_in(part));
    }
    return std::nullopt;
}

}  // namespace

bool is_any_record(std::string_view noun) { return any_record.contains(head_noun(noun)); }

std::optional<Listing> listing_for(const Scene& scene, std::string_view noun)
{
    const auto head = head_noun(noun);
    const bool is_any = any_record.contains(head);
    auto all = families(scene);
    const Family* best = nullptr;
    double top = 0;
    for (const auto& each : all) {
        double weight = weight_of(scene, each);
        if (!is_any) weight *= 1 + 4 * named_by(scene, each, head);
        if (weight > top) top = weight, best = &each;
    }
    if (best == nullptr) return std::nullopt;
    return best->listing;
}

std::vector<Weighed> all_listings(const Scene& scene)
{
    std::vector<Weighed> found;
    for (auto& each : families(scene)) {
        const auto weight = weight_of(scene, each);
        found.push_back({std::move(each.listing), each.parent, weight});
    }
    return found;
}

std::optional<Listing> listing_under(const Scene& scene, std::string_view heading)
{
    const auto wanted = lower(trimmed(heading));
    for (int i = 0; i < scene.size(); ++i) {
        if (scene.node(i).role != "text" || !scene.is_content(i) || scene.node(i).is_hidden) continue;
        auto name = lower(trimmed(scene.node(i).name));
        // "Backlog (4)": how many there are is no part of its name.
        while (!name.empty() && std::string_view("0123456789() :").contains(name.back())) name.pop_back();
        if (name != wanted) continue;
        // The column around it: one of several that look alike, and say more than their names.
        int column = -1;
        for (int up = scene.element_of(i), level = 0; up >= 0 && level < 6; up = scene.parent(up), ++level)
            if (column < 0 && scene.text_of(up).size() > scene.node(i).name.size() + 1 &&
                scene.alike(up).size() >= 2)
                column = up;
        if (column < 0) continue;
        // What stands in the columns, by the look of the one that has most.
        const auto columns = scene.alike(column);
        const auto is_within = [&](int at) {
            return std::ranges::any_of(columns, [&](int each) {
                return at != each && scene.is_inside(at, each);
            });
        };
        std::string look;
        double most = 0;
        for (const auto& each : families(scene)) {
            if (!std::ranges::all_of(each.listing.boxes, is_within)) continue;
            const auto weight = weight_of(scene, each);
            if (weight > most) most = weight, look = look_of(scene.node(each.listing.boxes.front()));
        }
        if (look.empty()) continue;
        Listing found;
        for (int at = column + 1; at < scene.end_of(column); ++at) {
            if (look_of(scene.node(at)) != look || !is_recordlike(scene, at)) continue;
            found.boxes.push_back(at);
            at = scene.end_of(at) - 1;
        }
        return found;
    }
    return std::nullopt;
}

std::string title_of(const Scene& scene, const Listing& listing, int box)
{
    if (!listing.columns.empty()) {
        const auto cells = scene.children(box);
        for (std::size_t i = 0; i < cells.size() && i < listing.columns.size(); ++i)
            for (const std::string_view word : {"name", "title", "subject", "product"})
                if (contains_word(listing.columns[i], word)) return scene.text_of(cells[i]);
        for (const int cell : cells)
            if (!scene.text_of(cell).empty()) return scene.text_of(cell);
    }
    for (int i = box; i < scene.end_of(box); ++i)
        if (scene.node(i).role == "heading" && !scene.text_of(i).empty()) return scene.text_of(i);
    // The link that says most: a title is longer than the small links beside it.
    int found = -1;
    double top = 0;
    for (int i = box; i < scene.end_of(box); ++i) {
        const auto& node = scene.node(i);
        const auto text = scene.text_of(i);
        if (node.role != "link" || text.size() < 2) continue;
        const double weight =
            static_cast<double>(std::min<std::size_t>(text.size(), 50)) * std::max(node.font_size, 8.0);
        if (weight > top * 1.15) top = weight, found = i;
    }
    if (found >= 0) return scene.text_of(found);
    for (int i = box; i < scene.end_of(box); ++i) {
        const auto& node = scene.node(i);
        if (node.role != "text" || trimmed(node.name).size() < 2) continue;
        const double weight = node.font_size * (node.is_bold ? 1.3 : 1);
        if (weight > top * 1.05) top = weight, found = i;
    }
    return found < 0 ? scene.text_of(box) : trimmed(scene.node(found).name);
}

std::optional<std::string>
field_of(const Scene& scene, const Listing& listing, int box, std::string_view field)
{
    if (!listing.columns.empty()) {
        const auto cells = scene.children(box);
        double top = 0.6;
        std::optional<std::string> found;
        for (std::size_t i = 0; i < cells.size() && i < listing.columns.size(); ++i) {
            const double score = similarity(field, listing.columns[i]);
            if (score > top) top = score, found = scene.text_of(cells[i]);
        }
        if (found) return found;
    }
    const auto noun = head_noun(field);
    static const WordSet titles = {
        "name",
        "title",
        "headline",
        "product",
        "subject",
        "heading",
        "article",
        "story",
        "question",
        "result",
        "item",
        "entry",
        "post"
    };
    static const WordSet prices = {"price", "cost", "amount", "fare"};
    static const WordSet authors = {"author", "writer", "journalist", "poster", "user", "reporter"};
    static const WordSet dates = {"date", "day", "time", "published"};
    if (auto labelled = labelled_within(scene, box, field); labelled && !titles.contains(noun)) {
        if (!prices.contains(noun)) return labelled;
    }
    if (titles.contains(noun)) return title_of(scene, listing, box);
    if (prices.contains(noun)) return price_within(scene, box);
    if (authors.contains(noun)) return author_within(scene, box);
    if (dates.contains(noun)) return date_within(scene, box);
    if (noun == "rating" || noun == "star") {
        for (int i = box; i < scene.end_of(box); ++i) {
            const auto& node = scene.node(i);
            const auto said = node.name + " " + node.description;
            if ((contains_word(said, "out of") || contains_word(said, "stars") || contains_word(said, "rated")
                ) &&
                number_in(said))
                return number_text(*number_in(said));
        }
    }
    if (noun == "link" || noun == "url" || noun == "address") {
        for (int i = box; i < scene.end_of(box); ++i)
            if (!scene.node(i).href.empty() && scene.node(i).role == "link") return scene.node(i).href;
    }
    return std::nullopt;
}

std::vector<int> records_like(const Scene& scene, const Listing& listing, std::string_view description)
{
    std::string about = scene.snapshot().title;
    for (int i = 0; i < scene.size(); ++i)
        if (scene.node(i).role == "heading" && scene.node(i).level == 1) about += " " + scene.text_of(i);
    const auto says = [](const std::vector<std::string>& said, const std::string& word) {
        return std::ranges::any_of(said, [&](const std::string& each) {
            return each == word || singular(each) == singular(word) || stem(each) == stem(word);
        });
    };
    const auto of_page = words_of(about);
    auto kept = listing.boxes;
    for (const auto& word : content_words(description)) {
        if (any_record.contains(singular(word)) || news_words.contains(singular(word))) continue;
        std::vector<int> fitting;
        for (const int box : kept) {
            auto text = scene.text_of(box);
            for (int i = box; i < scene.end_of(box); ++i)
                if (scene.node(i).role == "img") text += " " + scene.node(i).name;
            if (says(words_of(text), word)) fitting.push_back(box);
        }
        if (!fitting.empty())
            kept = std::move(fitting);
        else if (!says(of_page, word))
            return {};
    }
    return kept;
}

namespace {

// "1–25 of 48" below a list: how many there are in all; nothing where the text is anything else.
std::optional<int> total_of_range(std::string_view text)
{
    std::string plain;
    for (const auto& word : words_of(text)) plain += (plain.empty() ? "" : " ") + word;
    const auto slots =
        fit("[showing|items|rows|results|records] {#from} [to] {#to} of {#total} [{!what}]", plain);
    if (!slots) return std::nullopt;
    const auto from = number_in(slots->at("from")), to = number_in(slots->at("to"));
    const auto total = number_in(slots->at("total"));
    if (!from || !to || !total || *from > *to || *to > *total) return std::nullopt;
    return static_cast<int>(*total);
}

}  // namespace

bool is_list_of(const Scene& scene, std::string_view noun)
{
    const auto head = head_noun(noun);
    const auto says = [&](std::string_view text) {
        return std::ranges::any_of(words_of(text), [&](const std::string& word) {
            return singular(word) == head || stem(word) == stem(head);
        });
    };
    const auto& url = scene.snapshot().url;
    const auto host = url.find("://");
    const auto path = host == std::string::npos ? std::string::npos : url.find('/', host + 3);
    auto place = path == std::string::npos ? std::string() : url.substr(path);
    place.resize(std::min(place.find('?'), place.size()));
    if (any_record.contains(head) || says(scene.snapshot().title) || says(place)) return true;
    for (int i = 0; i < scene.size(); ++i)
        if (scene.node(i).role == "heading" && says(scene.text_of(i))) return true;
    return false;
}

std::optional<int> told_range(const Scene& scene, std::string_view noun)
{
    std::optional<int> total;
    int totals = 0;
    for (int i = 0; i < scene.size(); ++i) {
        if (scene.node(i).role != "text" && !scene.node(i).is_block) continue;
        const auto found =
            total_of_range(scene.node(i).role == "text" ? scene.node(i).name : scene.text_of(i));
        if (found && found != total) total = found, ++totals;
    }
    // A word more than the noun is a condition that the number knows nothing of.
    const bool is_of_list = content_words(noun).size() == 1 && is_list_of(scene, head_noun(noun));
    return totals == 1 && is_of_list ? total : std::nullopt;
}

std::optional<int> told_count(const Scene& scene, std::string_view noun)
{
    if (const auto total = told_range(scene, noun)) return total;
    const auto head = head_noun(noun);
    for (int i = 0; i < scene.size(); ++i) {
        if (!scene.is_content(i)) continue;
        const auto& node = scene.node(i);
        if (node.role != "text" && !(node.is_block && scene.children(i).size() > 1)) continue;
        const auto text = collapsed(node.role == "text" ? node.name : scene.text_of(i));
        if (text.size() > 120) continue;
        for (const std::string_view pattern :
             {"[{*}] of [about] {#count} {!noun} [{*}]",
              "[{*}] {#count} {!noun} "
              "(found|for|matching|in|match|available|left|remaining|selected|total|where|shown|listed|"
              "displayed) "
              "[{*}]",
              "(you|we|it|this {!one}|the {!one}) (have|has|holds|contains|lists) {#count} {!noun} [.]",
              "[showing|found|there are|we found|about|your search returned|total|total of|in total] "
              "{#count} "
              "{!noun} [total|in total|in all|altogether]"}) {
            const auto slots = fit(pattern, text);
            if (!slots) continue;
            const auto said = singular(lower(slots->at("noun")));
            const auto count = number_in(slots->at("count"));
            if (!count || *count != static_cast<int>(*count)) continue;
            if (said == head || said == "result" || said == "item" || said == "match" || said == "hit" ||
                said == "product" || said == "entry" || stem(said) == stem(head))
                return static_cast<int>(*count);
        }
    }
    return std::nullopt;
}

}  // namespace lissom::agent::lite
