#include "agent/lite/skills/ask_schema.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "agent/lite/measure.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite::skills {

namespace {

const Json* member(const Json& schema, std::string_view name)
{
    const auto* object = schema.if_object();
    return object == nullptr ? nullptr : object->if_contains(name);
}

bool has_type(const Json& schema, std::string_view type)
{
    const auto* said = member(schema, "type");
    if (said == nullptr) return false;
    if (said->is_string()) return said->get_string() == type;
    const auto* several = said->if_array();
    return several != nullptr && std::ranges::any_of(*several, [&](const Json& each) {
               return each.is_string() && each.get_string() == type;
           });
}

std::optional<std::size_t> column_for(const Records& records, std::string_view key, const Json& property)
{
    std::optional<std::size_t> found;
    double top = 0.7;
    const auto consider = [&](std::string_view name) {
        for (std::size_t c = 0; c < records.columns.size(); ++c) {
            const double score = similarity(name, records.columns[c]);
            if (score > top) top = score, found = c;
            // "price" of "Price per night"
            const auto words = words_of(records.columns[c]);
            const bool is_part = words_of(name).size() == 1 && !words.empty() && words.front() == lower(name);
            if (is_part && top < 0.75) top = 0.75, found = c;
        }
    };
    consider(key);
    if (const auto* text = member(property, "description"); !found && text != nullptr && text->is_string())
        consider(std::string(text->get_string()));
    if (found) return found;
    const auto last = words_of(key);
    for (const std::string_view word : {"name", "title", "headline", "subject"})
        if (!last.empty() && last.back() == word) return records.title;
    return std::nullopt;
}

std::optional<Json> typed(const Json& property, const std::string& cell)
{
    if (has_type(property, "string")) return Json(cell);
    if (const bool whole = has_type(property, "integer"); whole || has_type(property, "number")) {
        const auto price = price_in(cell);
        auto number = price ? price : quantity_in(cell);
        if (date_in(cell)) number = std::nullopt;
        if (!number) return std::nullopt;
        // As it is written: sums of decimals are not quite what they say.
        const bool is_plain = price || number_in(cell) == number;
        const auto written = number_as_written(cell);
        if (is_plain && !written.empty() && written.find_first_not_of("0123456789.-") == std::string::npos)
            number = std::strtod(written.c_str(), nullptr);
        if (*number == static_cast<double>(static_cast<std::int64_t>(*number)))
            return Json(static_cast<std::int64_t>(*number));
        if (whole) return std::nullopt;
        return Json(*number);
    }
    if (member(property, "type") == nullptr) return Json(cell);
    return std::nullopt;
}

std::optional<Json>
record_by(const Json& schema, const Records& records, const std::vector<std::string>& cells)
{
    if (has_type(schema, "string")) return Json(cells[records.title]);
    const auto* properties = member(schema, "properties");
    if (properties == nullptr || !properties->is_object()) return std::nullopt;
    JsonObject record;
    for (const auto& [key, property] : properties->get_object()) {
        const auto column = column_for(records, key, property);
        if (!column) continue;
        if (auto value = typed(property, cells[*column])) record[key] = *std::move(value);
    }
    return record;
}

// Is the word one for the records themselves, or for their names?
bool are_called(const Records& records, std::string_view name)
{
    return std::ranges::any_of(words_of(name), [&](const std::string& word) {
        const auto is_kin = [&](std::string_view other) { return are_kin(word, other); };
        return is_kin("name") || is_kin("title") || is_kin("result") || is_kin("item") ||
               std::ranges::any_of(records.about, is_kin) || is_kin(records.columns[records.title]) ||
               std::ranges::any_of(words_of(records.columns[records.title]), is_kin);
    });
}

std::optional<Json>
list_by(const Json& schema, const Records& records, const Reply& reply, std::string_view name = "")
{
    const auto* items = member(schema, "items");
    if (items == nullptr) return std::nullopt;
    JsonArray list;
    // A plain list holds what was asked for, or what its name says.
    auto column = reply.columns.size() == 1 ? std::optional(reply.columns.front()) : std::nullopt;
    if (!column && !name.empty()) column = column_for(records, name, schema);
    // What the records are called is not told for "times".
    const bool are_plain = member(*items, "properties") == nullptr;
    if (are_plain && !column && !name.empty() && !are_called(records, name)) return std::nullopt;
    for (const auto row : reply.rows) {
        if (column && member(*items, "properties") == nullptr) {
            auto value = typed(*items, records.rows[row][*column]);
            if (!value) return std::nullopt;
            list.push_back(*std::move(value));
            continue;
        }
        auto record = record_by(*items, records, records.rows[row]);
        if (!record) return std::nullopt;
        list.push_back(*std::move(record));
    }
    return list;
}

}  // namespace

std::optional<Json> shaped(const Json& schema, const Records& records, const Reply& reply)
{
    if (reply.reckoning != Reckoning::records) {
        Json number = std::floor(reply.number) == reply.number ? Json(static_cast<std::int64_t>(reply.number))
                                                               : Json(reply.number);
        if (has_type(schema, "integer") || has_type(schema, "number")) return number;
        const auto* properties = member(schema, "properties");
        if (properties == nullptr || !properties->is_object() || properties->get_object().size() != 1)
            return std::nullopt;
        return JsonObject{{properties->get_object().begin()->key(), number}};
    }
    if (has_type(schema, "array")) return list_by(schema, records, reply);
    const auto* properties = member(schema, "properties");
    if (properties == nullptr || !properties->is_object()) return std::nullopt;
    // An object around one list.
    if (properties->get_object().size() == 1 &&
        has_type(properties->get_object().begin()->value(), "array")) {
        const auto& only = *properties->get_object().begin();
        auto list = list_by(only.value(), records, reply, only.key());
        if (!list) return std::nullopt;
        return JsonObject{{properties->get_object().begin()->key(), *std::move(list)}};
    }
    if (reply.rows.size() != 1) return std::nullopt;
    return record_by(schema, records, records.rows[reply.rows.front()]);
}

}  // namespace lissom::agent::lite::skills
