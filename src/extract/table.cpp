#include "extract/table.hpp"

#include <algorithm>
#include <set>

#include "extract/values.hpp"

namespace lissom::extract {
namespace {

constexpr std::size_t most_columns = 1500;  // of one table: a long page as one record has as many
constexpr std::size_t sample = 16;          // records whose names are looked at

bool is_named(const Field& field) { return !field.label.empty() || !field.names.empty(); }

bool is_figure(const Field& field)
{
    return to_number(field.text).has_value() || looks_like_time_words(field.text);
}

}  // namespace

const Field* first_of(const Column& column)
{
    for (const auto& [record, fields] : column.values) return fields.front();
    return nullptr;
}

double share(const Column& column, const Table& table)
{
    return static_cast<double>(column.values.size()) /
           static_cast<double>(std::max<std::size_t>(table.size(), 1));
}

bool is_shown_text(const Field& field)
{
    return !field.text.empty() && !field.is_off_screen && field.carrier != "data" &&
           field.carrier != "image" && field.carrier != "wrap" && field.carrier != "told" &&
           field.carrier != "meta";
}

bool same_texts(const Column& one, const Column& other)
{
    std::size_t same = 0;
    for (const auto& [record, fields] : one.values)
        if (const auto found = other.values.find(record);
            found != other.values.end() && found->second.front()->text == fields.front()->text)
            ++same;
    return same * 2 > one.values.size();
}

Table::Table(const std::vector<Record>& records)
    : records_(&records)
{
    // "Beds" and "Baths" at the same place are two columns; a neighbour that differs in every record is no
    // label.
    std::map<std::pair<std::string_view, std::string_view>, std::set<std::size_t>> labelled;
    for (std::size_t row = 0; row < records.size(); ++row)
        for (const auto& field : records[row].fields)
            if (!field.label.empty()) labelled[{field.key, field.label}].insert(row);

    std::map<std::string, std::size_t> by_key;
    for (std::size_t row = 0; row < records.size(); ++row) {
        std::size_t place = 0;
        for (const auto& field : records[row].fields) {
            ++place;
            const bool is_shared = !field.label.empty() &&
                                   (records.size() == 1 || labelled[{field.key, field.label}].size() > 1);
            const auto key = is_shared ? field.key + "=" + field.label : field.key;
            auto [known, is_new] = by_key.try_emplace(key, columns_.size());
            if (is_new) {
                if (columns_.size() >= most_columns) {
                    by_key.erase(known);
                    continue;
                }
                columns_.push_back(
                    {.key = key, .label = is_shared ? field.label : "", .size = field.size, .first = place}
                );
            }
            auto& column = columns_[known->second];
            column.values[row].push_back(&field);
            if (column.names.size() >= 3 || row > sample) continue;
            auto names = names_of(field);
            if (!is_shared) names.label.clear();
            if (std::ranges::find(column.names, names) == column.names.end())
                column.names.push_back(std::move(names));
        }
    }
    split_repeated();
    for (auto& column : columns_) {
        double length = 0;
        double linked = 0;
        double headings = 0;
        for (const auto& [row, fields] : column.values) {
            length += static_cast<double>(fields.front()->text.size());
            linked += fields.front()->link.empty() ? 0 : 1;
            headings += fields.front()->heading > 0 ? 1 : 0;
        }
        const auto count = static_cast<double>(column.values.size());
        column.mean_length = length / count;
        column.linked = linked / count;
        column.is_heading = headings * 2 > count;
    }
}

// A place that comes as often in every record, with figures at the same places, holds one thing after the
// other: "Risotto" and "13.50" in bare boxes. Each gets a column besides the one that holds them all.
void Table::split_repeated()
{
    constexpr std::size_t most_parts = 6;
    const auto whole = columns_.size();
    for (std::size_t i = 0; i < whole && size() > 1; ++i) {
        const auto parts = columns_[i].values.begin()->second.size();
        const auto& first = columns_[i].values.begin()->second;
        const auto is_alike = [&](const auto& entry) {
            return std::ranges::equal(
                entry.second,
                first,
                {},
                [](const Field* one) { return is_figure(*one); },
                [](const Field* one) { return is_figure(*one); }
            );
        };
        const auto figures = static_cast<std::size_t>(std::ranges::count_if(first, [](const Field* one) {
            return is_figure(*one);
        }));
        const bool is_regular =
            columns_[i].values.size() * 5 >= size() * 4 && std::ranges::all_of(columns_[i].values, is_alike);
        if (parts < 2 || parts > most_parts || figures != 1 || !is_regular ||
            columns_.size() + parts > most_columns)
            continue;
        for (std::size_t part = 0; part < parts; ++part) {
            Column one{
                .key = columns_[i].key + "[" + std::to_string(part) + "]",
                .label = columns_[i].label,
                .size = columns_[i].size,
                .first = columns_[i].first + part
            };
            one.names = columns_[i].names;
            for (const auto& [row, fields] : columns_[i].values) one.values[row] = {fields[part]};
            columns_.push_back(std::move(one));
        }
    }
}

Names names_of(const Field& field)
{
    Names names;
    if (!field.label.empty()) names.label = telling_words(field.label);
    if (field.label == "#") names.label = {"rank"};
    for (const auto& name : field.names) names.given.push_back(telling_words(name));
    if (!field.classes.empty()) names.classes = telling_words(field.classes);
    if (!field.around.empty() && !is_named(field)) names.around = telling_words(field.around);
    names.is_item = field.carrier == "item";
    return names;
}

}  // namespace lissom::extract
