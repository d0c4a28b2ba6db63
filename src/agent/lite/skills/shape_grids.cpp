#include "agent/lite/skills/shape_grids.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "agent/lite/grids.hpp"
#include "agent/lite/inquiry.hpp"
#include "agent/lite/measure.hpp"
#include "agent/lite/query.hpp"
#include "agent/lite/query_columns.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "extract/extract.hpp"

namespace lissom::agent::lite::skills {

namespace {

using WordSet = std::set<std::string, std::less<>>;

const Json* member(const Json& schema, std::string_view name)
{
    const auto* object = schema.if_object();
    return object == nullptr ? nullptr : object->if_contains(name);
}

bool is_of_type(const Json& schema, std::string_view type)
{
    const auto* said = member(schema, "type");
    return said != nullptr && said->is_string() && said->get_string() == type;
}

std::string text_member(const Json& schema, std::string_view name)
{
    const auto* text = member(schema, name);
    return text != nullptr && text->is_string() ? std::string(text->get_string()) : "";
}

// What a property is called, and what its description says of it.
std::vector<std::string> words_for(std::string_view key, const Json& property)
{
    auto words = content_words(key);
    for (auto& word : content_words(text_member(property, "description"))) words.push_back(std::move(word));
    return words;
}

bool says_one(const std::vector<std::string>& words, const WordSet& known)
{
    return std::ranges::any_of(words, [&](const std::string& word) { return known.contains(word); });
}

enum class Content { any, date, minutes, money, length, area, count, name };

Content content_of(std::string_view key, const Json& property)
{
    const auto words = words_for(key, property);
    const bool is_number = is_of_type(property, "number") || is_of_type(property, "integer");
    if (text_member(property, "format") == "date" || (!is_number && says_one(words, {"date"})))
        return Content::date;
    if (is_number && says_one(words, {"minutes", "minute", "duration"})) return Content::minutes;
    if (is_number && says_one(words, {"price", "cost", "fee", "rent", "amount", "fare", "sum"}))
        return Content::money;
    if (is_number && says_one(words, {"km", "kilometres", "kilometers"})) return Content::length;
    if (is_number && says_one(words, {"m²", "sqm", "square"})) return Content::area;
    const auto own = content_words(key);
    static const WordSet names = {
        "name", "title", "event", "product", "item", "text", "headline", "dish", "label", "position"
    };
    if (is_of_type(property, "string") && !own.empty() && names.contains(own.back())) return Content::name;
    return Content::any;
}

bool holds(Content content, const std::string& cell)
{
    switch (content) {
        case Content::date: return date_in(cell) && date_in(cell)->year > 0 && date_in(cell)->day > 0;
        case Content::minutes: return duration_in(cell) && cell.find_first_of("hH:") != std::string::npos;
        case Content::money: return price_in(cell).has_value();
        case Content::length: return contains_word(cell, "km");
        case Content::area: return cell.contains("m²") || contains_word(cell, "sqm");
        default: return false;
    }
}

// The column for a property: of its name, or the only one that holds such things.
std::optional<std::size_t> column_for(const Records& records, std::string_view key, const Json& property)
{
    constexpr double same = 0.75;
    std::optional<std::size_t> found;
    double top = same;
    for (std::size_t c = 0; c < records.columns.size(); ++c) {
        const auto score = std::max(
            similarity(key, records.columns[c]),
            similarity(text_member(property, "description"), records.columns[c])
        );
        if (score > top) top = score, found = c;
    }
    if (found) return found;
    const auto content = content_of(key, property);
    if (content == Content::name) return records.title;
    for (std::size_t c = 0; c < records.columns.size(); ++c) {
        const bool all =
            std::ranges::all_of(records.rows, [&](const auto& row) { return holds(content, row[c]); });
        if (!all) continue;
        if (found) return std::nullopt;  // two of them: which one is not said
        found = c;
    }
    if (found) return found;
    // "5,230 visitors": the unit names the column.
    for (std::size_t c = 0; c < records.columns.size(); ++c) {
        const bool all = std::ranges::all_of(records.rows, [&](const auto& row) {
            const auto words = words_of(row[c]);
            const bool is_figure =
                !row[c].empty() && std::isdigit(static_cast<unsigned char>(row[c].front())) != 0;
            return is_figure && std::ranges::any_of(words_for(key, property), [&](const std::string& word) {
                       return word.size() > 2 && std::ranges::any_of(words, [&](const std::string& each) {
                                  return are_alike_words(each, word);
                              });
                   });
        });
        if (all) return c;
    }
    return std::nullopt;
}

std::optional<Json> value_of(std::string_view key, const Json& property, const std::string& cell)
{
    const auto content = content_of(key, property);
    if (cell.empty()) return std::nullopt;
    if (content == Content::date)
        return holds(content, cell) ? std::optional(Json(iso_text(*date_in(cell)))) : std::nullopt;
    if (const auto* choices = member(property, "enum"); choices != nullptr && choices->is_array()) {
        for (const auto& choice : choices->get_array())
            if (choice.is_string() && lower(choice.get_string()) == lower(cell)) return choice;
        return std::nullopt;
    }
    if (is_of_type(property, "string")) return Json(cell);
    const bool is_whole = is_of_type(property, "integer");
    if (!is_whole && !is_of_type(property, "number")) return std::nullopt;
    auto number = content == Content::minutes ? duration_in(cell) : number_in(cell);
    if (!number || (content != Content::minutes && numbers_in(cell).size() != 1)) return std::nullopt;
    if (cell.starts_with("-") || cell.starts_with("−")) number = -std::abs(*number);
    if (std::floor(*number) == *number) return Json(static_cast<std::int64_t>(*number));
    return is_whole ? std::nullopt : std::optional(Json(*number));
}

bool is_required(const Json& items, std::string_view key)
{
    const auto* required = member(items, "required");
    return required != nullptr && required->is_array() &&
           std::ranges::any_of(required->get_array(), [&](const Json& name) {
               return name.is_string() && name.get_string() == key;
           });
}

// Which rows the instruction means: all, where every word of it is for the rows or their fields.
std::optional<std::vector<std::size_t>>
rows_meant(const Records& records, const std::string& instruction, const Json& items, std::string_view list)
{
    std::vector<std::string> known(records.about);
    for (auto& word : words_of(list)) known.push_back(std::move(word));
    for (const auto& column : records.columns)
        for (auto& word : words_of(column)) known.push_back(std::move(word));
    for (const auto& [key, property] : member(items, "properties")->get_object())
        for (auto& word : words_for(key, property)) known.push_back(std::move(word));
    static const WordSet general = {
        "list",
        "read",
        "get",
        "extract",
        "collect",
        "entries",
        "records",
        "details",
        "data",
        "information",
        "return",
        "with",
        "current",
        "each",
        "every",
        "key"
    };
    const auto inquiry = inquiry_in(instruction);
    const bool is_of_all =
        !inquiry.has_measure && !inquiry.denies &&
        std::ranges::all_of(inquiry.words, [&](const std::string& word) {
            return general.contains(word) || std::ranges::any_of(known, [&](const std::string& each) {
                       return are_alike_words(each, word);
                   });
        });
    std::vector<std::size_t> all;
    all.reserve(records.rows.size());
    for (std::size_t r = 0; r < records.rows.size(); ++r) all.push_back(r);
    const auto reply = ask(records, instruction);
    // A word of the rows that is also a value of theirs chooses among them.
    if (reply && reply->reckoning == Reckoning::records) return reply->rows;
    if (is_of_all) return all;
    return std::nullopt;
}

std::optional<Json>
list_from(const Grid& grid, const std::string& instruction, const Json& schema, std::string_view name)
{
    const auto* items = member(schema, "items");
    const auto* properties = items == nullptr ? nullptr : member(*items, "properties");
    if (properties == nullptr || !properties->is_object() || grid.rows.size() < 2) return std::nullopt;
    const auto records = records_of(grid);
    std::vector<std::pair<std::string, std::size_t>> columns;
    std::set<std::size_t> used;
    for (const auto& [key, property] : properties->get_object()) {
        const auto column = column_for(records, key, property);
        if (!column && is_required(*items, key)) return std::nullopt;
        if (!column) continue;
        if (!used.insert(*column).second) return std::nullopt;
        columns.emplace_back(key, *column);
    }
    // One field alone may be anybody's.
    if (columns.size() < 2) return std::nullopt;
    const auto rows = rows_meant(records, instruction, *items, name);
    if (!rows || rows->empty()) return std::nullopt;
    JsonArray list;
    for (const auto row : *rows) {
        JsonObject object;
        for (const auto& [key, column] : columns) {
            auto value = value_of(key, properties->at(key), records.rows[row][column]);
            if (!value && is_required(*items, key)) return std::nullopt;
            if (value) object[key] = *std::move(value);
        }
        list.emplace_back(std::move(object));
    }
    return Json(std::move(list));
}

}  // namespace

std::optional<Json> shaped_by_rows(const Scene& scene, const std::string& instruction, const Json& schema)
{
    const bool is_list = is_of_type(schema, "array");
    const auto* properties = member(schema, "properties");
    const bool is_around = properties != nullptr && properties->is_object() &&
                           properties->get_object().size() == 1 &&
                           is_of_type(properties->get_object().begin()->value(), "array");
    if (!is_list && !is_around) return std::nullopt;
    const auto key = is_around ? std::string(properties->get_object().begin()->key()) : std::string();
    const auto& list = is_around ? properties->get_object().begin()->value() : schema;
    std::optional<Json> found;
    for (const auto& grid : grids_on(scene)) {
        auto value = list_from(grid, instruction, list, key);
        if (!value) continue;
        if (found && *found != *value) return std::nullopt;  // two lists that fit: which one is not said
        found = std::move(value);
    }
    if (found && is_around) found = Json(JsonObject{{key, *std::move(found)}});
    if (!found || !extract::validate(schema, *found)) return std::nullopt;
    return found;
}

}  // namespace lissom::agent::lite::skills
