#include "agent/lite/gathering.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "agent/lite/listing.hpp"
#include "agent/lite/measure.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

using Piece = std::pair<std::string, std::string>;  // what it is called, and what it is

// Without the arrow that shows how a column is sorted.
std::string plain_heading(std::string_view heading)
{
    auto text = collapsed(heading);
    for (const std::string_view sign : {"↑", "↓", "▲", "▼", "⇅", "△", "▽", "↕"})
        for (auto at = text.find(sign); at != std::string::npos; at = text.find(sign))
            text.erase(at, sign.size());
    // One word to whoever asks for it.
    for (const std::string_view mail : {"E-mail", "e-mail", "E-Mail"})
        if (const auto at = text.find(mail); at != std::string::npos) text.replace(at, mail.size(), "Email");
    return trimmed(text);
}

bool is_phone(std::string_view text)
{
    constexpr int fewest_digits = 7;
    return text.find_first_not_of("+0123456789 ()/-.") == std::string_view::npos && !date_in(text) &&
           std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; }) >= fewest_digits;
}

bool is_mail(std::string_view text)
{
    const auto at = text.find('@');
    return at != std::string_view::npos && at > 0 && !text.contains(' ') &&
           text.find('.', at) != std::string_view::npos;
}

// One piece of a card's text: "24 comments", "by Mia Carter on 2026-02-18", "Price: € 20".
std::vector<Piece> pieces_in(const std::string& text)
{
    constexpr std::size_t longest_label = 30;
    constexpr std::size_t longest_piece = 100;  // more is running text, which has no name
    if (text.size() > longest_piece) return {};
    if (is_mail(text)) return {{"email", text}};
    if (is_phone(text)) return {{"phone", text}};
    if (const auto colon = text.find(": "); colon != std::string::npos && colon < longest_label && colon > 0)
        return {{text.substr(0, colon), trimmed(text.substr(colon + 2))}};
    if (const auto slots = fit("[written|posted] by {who} (on|at|in|,) {when}", text);
        slots && date_in(slots->at("when")))
        return {{"author", slots->at("who")}, {"date", slots->at("when")}};
    if (const auto slots = fit("[written|posted] by {who}", text);
        slots && words_of(slots->at("who")).size() <= 4)
        return {{"author", slots->at("who")}};
    if (price_in(text) && text.size() < longest_label) return {{"price", text}};
    if (date_in(text) && text.size() < longest_label) return {{"date", text}};
    if (const auto slots = fit("{#number} {what}", text);
        slots && text.size() < longest_label && words_of(slots->at("what")).size() <= 2)
        return {{slots->at("what"), slots->at("number")}};
    if (const auto slots = fit("{what} {#number}", text);
        slots && text.size() < longest_label &&
        slots->at("number").find_first_not_of("0123456789.,") == std::string::npos)
        return {{slots->at("what"), slots->at("number")}};
    return {};
}

// The lines of a card: its smallest blocks, cut where a dot or a bar parts them.
std::vector<std::string> lines_of(const Scene& scene, int box)
{
    std::vector<std::string> lines;
    const auto holds_block = [&](int at) {
        for (int i = at + 1; i < scene.end_of(at); ++i)
            if (scene.node(i).is_block) return true;
        return false;
    };
    const auto add = [&](const std::string& text) {
        std::vector<std::string> parts{text};
        for (const std::string_view sign : {"·", " | ", "•", " – "}) {
            std::vector<std::string> cut;
            for (const auto& part : parts)
                for (auto& piece : split(part, sign)) cut.push_back(trimmed(piece));
            parts = std::move(cut);
        }
        for (auto& part : parts)
            if (!part.empty()) lines.push_back(std::move(part));
    };
    for (int i = box; i < scene.end_of(box); ++i) {
        const auto& node = scene.node(i);
        if (node.is_block && !holds_block(i)) {
            add(collapsed(scene.text_of(i)));
            i = scene.end_of(i) - 1;
        } else if (node.role == "text") {
            add(collapsed(node.name));
        }
    }
    return lines;
}

// The words a page uses for what it lists: its headings, the list's own label, where it was come by.
std::vector<std::string> about_words(const Scene& scene, const Listing& listing)
{
    std::set<std::string> words;
    const auto add = [&](std::string_view text) {
        for (auto& word : content_words(text))
            if (word.size() > 2 && !is_idle_word(word)) words.insert(std::move(word));
    };
    const auto& title = scene.snapshot().title;
    add(title.substr(0, title.find_first_of("-|–—")));
    for (int i = 0; i < scene.size(); ++i)
        if (scene.node(i).role == "heading" && scene.node(i).level <= 2 && i < listing.boxes.front() &&
            scene.is_content(i))
            add(scene.text_of(i));
    for (int up = scene.parent(listing.boxes.front()); up >= 0; up = scene.parent(up)) {
        const auto& node = scene.node(up);
        if (node.role == "main" || node.tag == "body") break;
        if (!node.is_named_by_content) add(node.name);
        if (const auto id = node.attributes.find("id"); id != node.attributes.end()) add(id->second);
    }
    // A page that has no heading of the first levels is headed by the first it has.
    const auto is_heading = [](const view::Node& node) { return node.role == "heading"; };
    const auto headings = scene.where(is_heading);
    const bool has_high = std::ranges::any_of(headings, [&](int i) { return scene.node(i).level <= 2; });
    if (!has_high && !headings.empty() && headings.front() < listing.boxes.front())
        add(scene.text_of(headings.front()));
    auto path = scene.snapshot().url;
    // "#/orders" is a page of an app that draws its own.
    const auto own = path.find("#/");
    if (own != std::string::npos) path.erase(0, own + 1);
    path = path.substr(0, path.find_first_of("?#"));
    add(path.substr(path.rfind('/') + 1));
    return {words.begin(), words.end()};
}

std::size_t title_column(const Records& records)
{
    // A column that is empty here and there, or the same all over, tells nothing from another.
    const auto tells_apart = [&](std::size_t c) {
        std::set<std::string> seen;
        for (const auto& row : records.rows) {
            if (row[c].empty() || row[c] == "-" || row[c] == "–") return false;
            seen.insert(row[c]);
        }
        return records.rows.size() < 2 || seen.size() > 1;
    };
    for (std::size_t c = 0; c < records.columns.size(); ++c)
        for (const std::string_view word : {"name", "title", "subject", "product", "summary"})
            if (contains_word(records.columns[c], word) && tells_apart(c)) return c;
    // What is listed gives its name to a column: "Hotel" of "Hotels in Lisbon".
    for (std::size_t c = 0; c < records.columns.size(); ++c)
        for (const auto& word : records.about)
            if (words_of(records.columns[c]).size() == 1 &&
                are_kin(word, words_of(records.columns[c]).front()))
                return c;
    // Words, best where no two are alike: who paid a bill names several of them.
    std::optional<std::size_t> first;
    for (std::size_t c = 0; c < records.columns.size(); ++c) {
        std::set<std::string> seen;
        const bool is_text = std::ranges::all_of(records.rows, [&](const auto& row) {
            seen.insert(row[c]);
            return !row[c].empty() &&
                   row[c].find_first_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos &&
                   !date_in(row[c]);
        });
        if (is_text && seen.size() == records.rows.size()) return c;
        if (is_text && !first) first = c;
    }
    return first.value_or(0);
}

// What a cell says, be it by a picture: "True" of the tick.
std::string cell_text(const Scene& scene, int cell)
{
    auto text = collapsed(scene.text_of(cell));
    for (int i = cell; text.empty() && i < scene.end_of(cell); ++i)
        if (scene.node(i).role == "img" || scene.node(i).role == "image")
            text = collapsed(scene.node(i).name);
    return text;
}

std::optional<Records> of_table(const Scene& scene, const Listing& listing)
{
    Records records;
    std::vector<std::size_t> kept;
    std::set<std::string> names;
    for (std::size_t i = 0; i < listing.columns.size(); ++i) {
        auto name = plain_heading(listing.columns[i]);
        if (words_of(name).empty() || !names.insert(lower(name)).second) continue;
        records.columns.push_back(std::move(name));
        kept.push_back(i);
    }
    if (records.columns.empty()) return std::nullopt;
    for (const int box : listing.boxes) {
        const auto cells = scene.children(box);
        std::vector<std::string> row;
        for (const auto at : kept) row.push_back(at < cells.size() ? cell_text(scene, cells[at]) : "");
        records.rows.push_back(std::move(row));
    }
    return records;
}

std::optional<Records> of_cards(const Scene& scene, const Listing& listing)
{
    Records records;
    records.columns = {"name"};
    std::vector<std::map<std::string, std::string>> cards;
    for (const int box : listing.boxes) {
        const auto title = collapsed(title_of(scene, listing, box));
        std::map<std::string, std::string> card{{"name", title}};
        int plain = 0;
        for (const auto& line : lines_of(scene, box)) {
            if (line == title) continue;
            auto pieces = pieces_in(line);
            // A line without a name of its own goes by its place.
            if (pieces.empty()) pieces = {{"line " + std::to_string(++plain), line}};
            for (auto& [name, value] : pieces) card.try_emplace(lower(name), std::move(value));
        }
        // Of a price struck out and the one that holds, the latter.
        if (card.contains("price"))
            if (auto price = field_of(scene, listing, box, "price")) card["price"] = collapsed(*price);
        cards.push_back(std::move(card));
    }
    std::map<std::string, std::size_t> counts;
    for (const auto& card : cards)
        for (const auto& [name, value] : card) ++counts[name];
    for (const auto& [name, count] : counts)
        if (name != "name" && count * 2 >= cards.size()) records.columns.push_back(name);
    for (const auto& card : cards) {
        std::vector<std::string> row;
        for (const auto& name : records.columns) {
            const auto at = card.find(name);
            row.push_back(at == card.end() ? "" : at->second);
        }
        records.rows.push_back(std::move(row));
    }
    return records;
}

}  // namespace

std::optional<Records> records_on(const Scene& scene)
{
    const auto listing = listing_for(scene, "records");
    if (!listing || listing->boxes.empty()) return std::nullopt;
    auto records = listing->columns.empty() ? of_cards(scene, *listing) : of_table(scene, *listing);
    if (!records) return std::nullopt;
    records->about = about_words(scene, *listing);
    records->title = listing->columns.empty() ? 0 : title_column(*records);
    return records;
}

bool add_records(const Scene& scene, Records& records)
{
    const auto more = records_on(scene);
    if (!more) return false;
    bool is_alike = false;
    for (const auto& name : more->columns)
        is_alike = is_alike || std::ranges::find(records.columns, name) != records.columns.end();
    if (!is_alike) return false;
    for (const auto& from : more->rows) {
        std::vector<std::string> row;
        for (const auto& name : records.columns) {
            const auto at = std::ranges::find(more->columns, name);
            row.push_back(
                at == more->columns.end() ? "" : from[static_cast<std::size_t>(at - more->columns.begin())]
            );
        }
        // A list that grows by "load more" shows the old ones again.
        if (std::ranges::find(records.rows, row) == records.rows.end())
            records.rows.push_back(std::move(row));
    }
    return true;
}

}  // namespace lissom::agent::lite
