#include "extract/selection.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <set>

#include "base/try.hpp"
#include "extract/leading_kind.hpp"
#include "extract/values.hpp"

namespace lissom::extract {
namespace {

using Kind = Shape::Kind;

std::string joined(const Words& words)
{
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

bool holds(const Filter& filter, double value)
{
    switch (filter.comparison) {
        case Comparison::below: return value < filter.number;
        case Comparison::at_most: return value <= filter.number;
        case Comparison::above: return value > filter.number;
        case Comparison::at_least: return value >= filter.number;
        default: return value == filter.number;
    }
}

// "Cancelled" and "canceled" are one word.
Words in_one_spelling(Words words)
{
    for (auto& word : words)
        if (word.size() > 5 && word.ends_with("lled")) word.erase(word.size() - 3, 1);
    return words;
}

bool says(const Record& record, const std::string& text)
{
    const auto wanted = in_one_spelling(words_of(text));
    if (wanted.empty()) return false;
    for (const auto& field : record.fields) {
        if (field.carrier == "data") continue;
        const auto words = in_one_spelling(words_of(field.text));
        if (std::ranges::search(words, wanted).begin() != words.end()) return true;
    }
    return false;
}

bool is_on_sale(const Record& record)
{
    return std::ranges::any_of(record.fields, [](const Field& field) {
        const auto words = words_of(field.text);
        const bool is_badge =
            field.text.size() < 40 && (mentions(words, "discount") || contains_all(words, {"sale"}));
        return is_badge || (field.is_struck && !find_money(field.text).empty());
    });
}

bool is_flagged(const Record& record, const std::string& flag)
{
    if (flag == "on sale") return is_on_sale(record);
    const bool is_stock = flag == "in stock" || flag == "available now";
    if (is_stock) return truth_in(record, {"in", "stock"}).value_or(false);
    if (flag == "out of stock" || flag == "sold out")
        return !truth_in(record, {"in", "stock"}).value_or(true);
    return says(record, flag) || (flag == "free delivery" && says(record, "free shipping"));
}

// How long ago "3 hours ago" was, as a day number below nought, so that the newest is the largest.
std::optional<double> moment_of(const std::string& text, const Locale& locale)
{
    if (const auto date = find_date(text, locale.is_day_first)) {
        auto moment = day_number(date->day);
        if (!date->time.empty())
            moment += std::stod(date->time.substr(0, 2)) / 24 + std::stod(date->time.substr(3, 2)) / 1440;
        return moment;
    }
    const auto low = lower(text);
    if (low.find("ago") == std::string::npos) return std::nullopt;
    const auto counts = find_counts(low);
    if (counts.empty()) return std::nullopt;
    constexpr double now = 3000.0 * 372;  // later than any date that stands beside it
    const auto unit = words_of(counts[0].unit);
    const auto days = unit.empty()                ? 0
                      : unit[0] == "year"         ? 372
                      : unit[0] == "month"        ? 31
                      : unit[0] == "week"         ? 7
                      : unit[0] == "day"          ? 1
                      : is_about(unit[0], "hour") ? 1.0 / 24
                                                  : 1.0 / 1440;
    return now - counts[0].value * days;
}

// Records of days, compared with one. Where they have no days the request cannot be met.
Result<std::vector<std::size_t>>
keep_by_date(const Table& table, std::vector<std::size_t> rows, const Filter& filter, const Locale& locale)
{
    Error unknown{ErrorCode::not_doable, "no date was found to select the records by"};
    auto all = rows;
    std::vector wants{want_of_words(filter.subject, Kind::string)};
    wants[0].wants_iso = true;
    auto finds = match(table, wants, locale);
    if (!filter.nearer.empty()) {
        auto named = want_of_words(filter.nearer, Kind::string);
        named.wants_iso = true;
        named.role = Role::date;
        const auto nearer = match(table, {named}, locale);
        if (nearer[0].score > 0) wants[0] = named, finds = nearer;
    }
    if (finds[0].score <= 0 && !filter.is_certain) return all;
    if (finds[0].score <= 0 || std::isnan(filter.number)) return unknown;
    bool has_dates = false;
    std::erase_if(rows, [&](std::size_t row) {
        const auto value = value_in(table, row, wants[0], finds[0], locale);
        const auto moment =
            value && value->is_string() ? moment_of(std::string(value->get_string()), locale) : std::nullopt;
        has_dates = has_dates || moment;
        if (!moment) return true;
        constexpr double days_of_year = 372;  // as day_number counts them
        const auto day = std::floor(*moment);
        if (!filter.is_of_any_year) return !holds(filter, day);
        return std::fmod(day, days_of_year) != std::fmod(filter.number, days_of_year);
    });
    // A whole day is no name: where all entries are of other days, none of them was asked for.
    const bool is_whole_day = filter.comparison == Comparison::equal && !filter.is_of_any_year;
    if (!filter.is_certain && has_dates && is_whole_day && rows.empty())
        return Error{ErrorCode::not_doable, "no entry of that day was found"};
    if (!filter.is_certain && (!has_dates || rows.empty())) return all;
    if (!has_dates) return unknown;
    return rows;
}

Result<std::vector<std::size_t>>
keep_by_number(const Table& table, std::vector<std::size_t> rows, const Filter& filter, const Locale& locale)
{
    std::vector wants{want_of_words(filter.nearer.empty() ? filter.subject : filter.nearer, Kind::number)};
    auto finds = match(table, wants, locale);
    if (finds[0].score <= 0 && !filter.nearer.empty()) {
        wants = {want_of_words(filter.subject, Kind::number)};
        finds = match(table, wants, locale);
    }
    if (finds[0].score <= 0)
        return Error{
            ErrorCode::not_doable, "no " + joined(filter.subject) + " was found to select the records by"
        };
    std::erase_if(rows, [&](std::size_t row) {
        const auto value = value_in(table, row, wants[0], finds[0], locale);
        return !value || !value->is_number() || !holds(filter, value->to_number<double>());
    });
    return rows;
}

Result<std::vector<std::size_t>>
keep(const Table& table, std::vector<std::size_t> rows, const Filter& filter, const Locale& locale)
{
    if (filter.is_date) return keep_by_date(table, std::move(rows), filter, locale);
    if (filter.text.empty()) return keep_by_number(table, std::move(rows), filter, locale);
    auto kept = rows;
    std::erase_if(kept, [&](std::size_t row) {
        const auto& record = table.records()[row];
        if (filter.comparison == Comparison::contains) return !says(record, filter.text);
        return is_flagged(record, filter.text) == (filter.comparison == Comparison::is_not_set);
    });
    if (kept.empty() && !filter.is_certain) return rows;
    // "At 10:30" may be written in another way: that nothing is then is not known.
    const bool is_clock_time = filter.subject.empty() && filter.text.contains(':');
    if (kept.empty() && is_clock_time)
        return Error{ErrorCode::not_doable, "nothing at " + filter.text + " was found"};
    return kept;
}

struct Key {
    std::optional<double> number;
    std::string text;
};

Result<std::vector<Key>> keys_of(const Table& table, const Sorting& sorting, const Locale& locale)
{
    std::vector<Key> keys(table.size());
    const bool by_date = mentions(sorting.subject, "date") && !mentions(sorting.subject, "duration");
    const bool by_text = mentions(sorting.subject, "title") || mentions(sorting.subject, "author");
    const std::vector wants{want_of_words(sorting.subject, by_date || by_text ? Kind::string : Kind::number)};
    const auto finds = match(table, wants, locale);
    if (finds[0].score <= 0) {
        if (!sorting.is_needed) return std::vector<Key>();
        return Error{
            ErrorCode::not_doable, "no " + joined(sorting.subject) + " was found to sort the records by"
        };
    }
    for (std::size_t row = 0; row < table.size(); ++row) {
        const auto value = value_in(table, row, wants[0], finds[0], locale);
        if (!value) continue;
        if (value->is_number()) keys[row].number = value->to_number<double>();
        if (!value->is_string()) continue;
        keys[row].text = lower(value->get_string());
        if (!by_date) continue;
        if (const auto* column = finds[0].column)
            if (const auto found = column->values.find(row);
                found != column->values.end() && !found->second.front()->machine.empty())
                keys[row].number = moment_of(found->second.front()->machine, locale);
        if (!keys[row].number) keys[row].number = moment_of(std::string(value->get_string()), locale);
    }
    return keys;
}

void sort_rows(std::vector<std::size_t>& rows, const std::vector<Key>& keys, bool descending)
{
    if (keys.empty()) return;
    const bool by_number = std::ranges::any_of(keys, [](const Key& key) { return key.number.has_value(); });
    // Records that are equal stay in the order of the page.
    std::ranges::sort(rows, [&](std::size_t a, std::size_t b) {
        const auto& one = keys[a];
        const auto& other = keys[b];
        if (!by_number && one.text != other.text)
            return descending ? one.text > other.text : one.text < other.text;
        if (one.number.has_value() != other.number.has_value())
            return one.number.has_value();  // unknown ones last
        if (one.number && *one.number != *other.number)
            return descending ? *one.number > *other.number : *one.number < *other.number;
        return a < b;
    });
}

bool is_negating(const std::string& word)
{
    return word == "not" || word == "no" || word == "non" || word == "without" || word == "except" ||
           word == "excluding";
}

// Where the words stand in the prompt, and whether they are wanted there or to be left out.
std::optional<bool> wanted_by(const Words& prompt, const Words& words)
{
    const auto at = std::ranges::search(prompt, words);
    if (words.empty() || at.empty()) return std::nullopt;
    return at.begin() == prompt.begin() || !is_negating(*std::prev(at.begin()));
}

// Whether a column tells kinds of records apart: short texts, some of them in several records or said by some
// only.
bool may_tell_apart(const Column& column, std::size_t records)
{
    constexpr double longest = 40;  // characters
    if (column.mean_length > longest || column.values.size() * 2 < records) return false;
    const auto& field = *column.values.begin()->second.front();
    return field.carrier != "button" && field.carrier != "data" && field.carrier != "wrap" &&
           !field.is_derived && !field.text.empty();
}

// Records that the prompt chooses by one column.
struct Chosen {
    std::set<std::size_t> wanted;
    std::set<std::size_t> unwanted;

    bool is_empty() const { return wanted.empty() && unwanted.empty(); }
    void add(bool is_wanted, std::size_t row) { (is_wanted ? wanted : unwanted).insert(row); }
};

bool is_explained(const Words& words, const Request& request)
{
    return std::ranges::all_of(words, [&](const std::string& word) {
        return std::ranges::find(request.explained, word) != request.explained.end();
    });
}

bool is_said_by_all(const Column& column, const Words& words)
{
    return std::ranges::all_of(column.values, [&](const auto& value) {
        const auto said = words_of(value.second.front()->text);
        return !std::ranges::search(said, words).empty();
    });
}

// "The nonstop flights", "users with the status Active": a word of the prompt that is the whole value of some
// of the records, and of a column that has others too, chooses those. Words that name what is asked for
// choose nothing.
Chosen chosen_by_value(const Column& column, const Request& request)
{
    Chosen chosen;
    for (const auto& [row, fields] : column.values) {
        const auto words = words_of(fields.front()->text);
        // Where all of them say it, "(7) Michigan" beside "Michigan", it tells none of them apart.
        if (is_said_by_all(column, words)) continue;
        const bool is_number =
            words.size() == 1 && words[0].find_first_not_of("0123456789") == std::string::npos;
        if (words.size() > 4 || is_number || is_explained(words, request)) continue;
        if (const auto is_wanted = wanted_by(request.words, words)) chosen.add(*is_wanted, row);
    }
    return chosen;
}

// "The active users", "members who are not staff": the name of a column that says yes or no.
Chosen chosen_by_name(const Column& column, const Request& request)
{
    Chosen chosen;
    auto name = words_of(column.label);
    std::erase_if(name, [](const std::string& word) {
        return is_vague(word) || word == "is" || word == "status";  // "Staff status"
    });
    if (name.empty() || is_explained(name, request)) return chosen;
    const auto is_wanted = wanted_by(request.words, name);
    if (!is_wanted) return chosen;
    for (const auto& [row, fields] : column.values) {
        const auto& field = *fields.front();
        const auto says = to_boolean(field.text.empty() ? field.machine : field.text);
        if (!says) return {};
        chosen.add(*says == *is_wanted, row);
    }
    return chosen;
}

std::vector<std::size_t> keep_said(const Table& table, std::vector<std::size_t> rows, const Request& request)
{
    for (const auto& column : table.columns()) {
        if (!may_tell_apart(column, table.size())) continue;
        auto chosen = chosen_by_name(column, request);
        const bool is_certain = !chosen.is_empty();
        if (!is_certain) chosen = chosen_by_value(column, request);
        if (chosen.is_empty()) continue;
        auto kept = rows;
        std::erase_if(kept, [&](std::size_t row) {
            return chosen.unwanted.contains(row) || (!chosen.wanted.empty() && !chosen.wanted.contains(row));
        });
        if (is_certain || !kept.empty()) rows = std::move(kept);
    }
    return rows;
}

}  // namespace

Result<std::vector<std::size_t>> select(const Table& table, const Request& request, const Locale& locale)
{
    std::vector<std::size_t> rows(table.size());
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = i;
    for (const auto& filter : request.filters) {
        TRY(auto kept, keep(table, rows, filter, locale));
        rows = std::move(kept);
    }
    if (!request.words.empty()) rows = keep_said(table, std::move(rows), request);
    rows = keep_leading_kind(table, std::move(rows), request);
    if (request.sorting) {
        TRY(const auto keys, keys_of(table, *request.sorting, locale));
        sort_rows(rows, keys, request.sorting->is_descending);
    }
    const auto limit = request.limit.value_or(rows.size());
    if (request.is_from_end) {
        if (rows.size() > limit) rows.erase(rows.begin(), rows.end() - static_cast<std::ptrdiff_t>(limit));
        return rows;
    }
    rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(std::min(request.skip, rows.size())));
    if (rows.size() > limit) rows.resize(limit);
    return rows;
}

}  // namespace lissom::extract
