#include "agent/replay/reading.hpp"

#include <algorithm>
#include <array>

namespace lissom::agent::replay {
namespace {

constexpr std::string_view opening = "{{";
constexpr std::string_view closing = "}}";

// Words that say nothing by themselves; "not" and "no" do.
constexpr std::array glue{
    std::string_view("the"),  std::string_view("a"),   std::string_view("an"),  std::string_view("is"),
    std::string_view("are"),  std::string_view("of"),  std::string_view("and"), std::string_view("to"),
    std::string_view("for"),  std::string_view("it"),  std::string_view("was"), std::string_view("has"),
    std::string_view("with"), std::string_view("in"),  std::string_view("on"),  std::string_view("at"),
    std::string_view("your"), std::string_view("you"), std::string_view("its"), std::string_view("by"),
};

bool is_word_letter(char letter)
{
    const auto octet = static_cast<unsigned char>(letter);
    return std::isalnum(octet) || octet >= 128;
}

bool is_boundary(std::string_view text, std::size_t at)
{
    return at == 0 || at >= text.size() || !is_word_letter(text[at - 1]) || !is_word_letter(text[at]);
}

std::size_t find_words(std::string_view text, std::string_view words)
{
    for (auto at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1))
        if (is_boundary(text, at) && is_boundary(text, at + words.size())) return at;
    return std::string_view::npos;
}

bool has_digit(std::string_view text) { return text.find_first_of("0123456789") != std::string_view::npos; }

std::string lower(std::string_view text)
{
    std::string lowered(text);
    std::ranges::transform(lowered, lowered.begin(), [](unsigned char letter) {
        return static_cast<char>(letter < 128 ? std::tolower(letter) : letter);
    });
    return lowered;
}

bool has_right_kind(const std::string& text, const Reading& reading)
{
    return has_digit(text) == has_digit(reading.shape) && text.find_first_not_of(" \t") != std::string::npos;
}

// The wanted part of a run of text: between what stood before and behind it or, where that is worded anew,
// the only part that looks like it.
std::optional<std::string> part_of(const std::string& text, const Reading& reading)
{
    if (text.size() >= reading.before.size() + reading.after.size() && text.starts_with(reading.before) &&
        text.ends_with(reading.after)) {
        auto part =
            text.substr(reading.before.size(), text.size() - reading.before.size() - reading.after.size());
        if (has_right_kind(part, reading)) return part;
    }
    if (!has_digit(reading.shape)) return std::nullopt;
    std::optional<std::string> found;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find(' ', begin), text.size());
        const auto word = text.substr(begin, end - begin);
        if (has_digit(word)) {
            if (found) return std::nullopt;
            found = word;
        }
        begin = end + 1;
    }
    if (!found || shape_of(*found) != reading.shape) return std::nullopt;
    return found;
}

// The longest piece of `text` from `at` on that a run of the page holds; with the run.
struct Piece {
    std::size_t node = 0;
    std::size_t length = 0;
};

std::optional<Piece> longest_piece(const Landscape& page, std::string_view text, std::size_t at)
{
    std::optional<Piece> longest;
    const auto& nodes = page.snapshot().nodes;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (!Landscape::is_text(nodes[i])) continue;
        const std::string_view said = page.said(i);
        for (auto end = std::min(text.size(), at + said.size()); end > at; --end) {
            if (longest && end - at <= longest->length) break;
            if (!is_boundary(text, end)) continue;
            const auto piece = text.substr(at, end - at);
            const bool is_worth_it = has_digit(piece) || piece.size() == said.size() || piece.contains(' ');
            if (!is_worth_it || find_words(said, piece) == std::string_view::npos) continue;
            longest = Piece{i, end - at};
            break;
        }
    }
    return longest;
}

std::optional<Reading>
reading_at(const Landscape& page, std::size_t node, std::string_view words, std::string name)
{
    const auto& said = page.said(node);
    const auto at = find_words(said, words);
    Reading reading{
        .name = std::move(name),
        .target = page.describe(node),
        .before = said.substr(0, at),
        .after = said.substr(at + words.size()),
        .shape = shape_of(words),
        .chosen_among = {},
    };
    reading.target.name.clear();
    if (read(page, reading) != words) return std::nullopt;
    return reading;
}

}  // namespace

std::string placeholder(std::string_view name)
{
    return std::string(opening) + std::string(name) + std::string(closing);
}

bool holds_words(std::string_view text, std::string_view words)
{
    return !words.empty() && find_words(text, words) != std::string_view::npos;
}

std::optional<std::size_t> locate(const Landscape& page, const Reading& reading)
{
    return page.find_text(reading.target, [&](std::size_t i) {
        const auto part = part_of(page.said(i), reading);
        if (!part) return -100.0;
        const bool is_framed = !reading.before.empty() || !reading.after.empty();
        return (shape_of(*part) == reading.shape ? 1.5 : 0) +
               (is_framed && page.said(i).starts_with(reading.before) ? 2 : 0);
    });
}

std::optional<std::string> read(const Landscape& page, const Reading& reading)
{
    const auto found = locate(page, reading);
    if (!found) return std::nullopt;
    if (!reading.chosen_among.empty() && reading.chosen_among != page.records_mark(*found))
        return std::nullopt;
    return part_of(page.said(*found), reading);
}

std::optional<Reading> reading_for(const Landscape& page, std::string_view words, std::string name)
{
    const auto& nodes = page.snapshot().nodes;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (!Landscape::is_text(nodes[i]) || !holds_words(page.said(i), words)) continue;
        if (auto reading = reading_at(page, i, words, name)) return reading;
    }
    return std::nullopt;
}

std::optional<ReadableText>
readable(const Landscape& page, const std::string& text, std::string_view given, std::size_t first_name)
{
    ReadableText readable;
    const auto known = lower(given);
    for (std::size_t at = 0; at < text.size();) {
        if (!is_word_letter(text[at])) {
            // A sign belongs to what follows: "€12".
            const bool is_sign = has_digit(text.substr(at, 4)) && text[at] != ' ';
            if (!is_sign || !longest_piece(page, text, at)) {
                readable.text += text[at++];
                continue;
            }
        }
        if (const auto piece = longest_piece(page, text, at)) {
            const auto words = std::string_view(text).substr(at, piece->length);
            auto name = "read." + std::to_string(first_name + readable.readings.size());
            auto reading = reading_at(page, piece->node, words, name);
            if (!reading) reading = reading_for(page, words, name);
            if (!reading) return std::nullopt;
            readable.text += placeholder(name);
            readable.readings.push_back(*std::move(reading));
            at += piece->length;
            continue;
        }
        auto end = at;
        while (end < text.size() && is_word_letter(text[end])) ++end;
        if (end == at) return std::nullopt;
        const auto word = lower(text.substr(at, end - at));
        if (!holds_words(known, word) && std::ranges::find(glue, word) == glue.end()) return std::nullopt;
        readable.text += text.substr(at, end - at);
        at = end;
    }
    if (readable.readings.empty()) return std::nullopt;
    return readable;
}

std::optional<std::string> filled_in(std::string text, const Values& values)
{
    for (std::size_t at = 0; (at = text.find(opening, at)) != std::string::npos;) {
        const auto end = text.find(closing, at);
        if (end == std::string::npos) return text;
        const auto value = values.find(text.substr(at + opening.size(), end - at - opening.size()));
        if (value == values.end()) return std::nullopt;
        text.replace(at, end + closing.size() - at, value->second);
        at += value->second.size();
    }
    return text;
}

std::optional<Json> filled_in(const Json& json, const Values& values)
{
    if (const auto* text = json.if_string()) {
        auto filled = filled_in(std::string(*text), values);
        return filled ? std::optional<Json>(*filled) : std::nullopt;
    }
    if (const auto* array = json.if_array()) {
        JsonArray filled;
        for (const auto& entry : *array) {
            auto one = filled_in(entry, values);
            if (!one) return std::nullopt;
            filled.push_back(*std::move(one));
        }
        return Json(std::move(filled));
    }
    if (const auto* object = json.if_object()) {
        JsonObject filled;
        for (const auto& [key, entry] : *object) {
            auto one = filled_in(entry, values);
            if (!one) return std::nullopt;
            filled[key] = *std::move(one);
        }
        return Json(std::move(filled));
    }
    return json;
}

}  // namespace lissom::agent::replay
