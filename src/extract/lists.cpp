#include "extract/lists.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "extract/selection.hpp"

namespace lissom::extract {
namespace {

constexpr double sure_name = 0.6;      // a place is called what is asked for
constexpr double sure_heading = 0.95;  // a column has the very words above it

struct Candidate {
    double score = 0;
    JsonArray values;
};

void keep_best(Candidate& best, double score, JsonArray values)
{
    if (!values.empty() && score > best.score) best = {score, std::move(values)};
}

std::string joined(const Words& words)
{
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

Want single(const Want& want)
{
    auto one = want;
    one.is_list = false;
    return one;
}

// "Tags: a, b and c" in one value; lines are values of their own, whatever signs are in them.
JsonArray split(const Field& field, const Want& want, const Locale& locale)
{
    JsonArray values;
    const auto* marks = field.text.find('\n') == std::string::npos ? ",;|" : "\n";
    std::size_t start = 0;
    while (start <= field.text.size()) {
        const auto end = std::min(field.text.size(), field.text.find_first_of(marks, start));
        auto part = field;
        part.text = trimmed(std::string_view(field.text).substr(start, end - start));
        part.machine.clear();
        if (!part.text.empty())
            if (auto value = convert(part, want, locale)) values.push_back(*std::move(value));
        start = end + 1;
    }
    return values;
}

Candidate from_page(const Record& page, const Want& want, const Locale& locale)
{
    const std::vector records{page};
    const Table table(records);
    const auto finds = match(table, {want}, locale);
    Candidate best;
    if (finds[0].score <= 0 || !finds[0].column) return best;
    auto value = value_in(table, 0, want, finds[0], locale);
    if (!value || !value->is_array()) return best;
    auto values = value->get_array();
    const auto& field = *finds[0].column->values.at(0).front();
    if (values.size() == 1 && field.text.find_first_of(",;|\n") != std::string::npos)
        values = split(field, want, locale);
    const bool is_named = std::ranges::any_of(finds[0].column->names, [&](const Names& names) {
        return name_score(names, want) >= sure_name;
    });
    const bool is_several = values.size() > 1;
    // When the page itself was written is none of the dates it lists.
    if (!is_several && (field.key == "meta:published" || field.key == "meta:modified")) return best;
    if (is_named)
        keep_best(
            best,
            finds[0].score * (field.carrier == "item" ? 1.1
                              : is_several            ? 0.9
                                                      : 0.6),
            std::move(values)
        );
    return best;
}

bool is_read(const Field& field)
{
    return !field.is_derived && field.carrier != "data" && field.carrier != "button" && !field.is_off_screen;
}

bool begins_with_amount(const std::string& text)
{
    if (text.empty()) return false;
    if (text.front() >= '0' && text.front() <= '9') return true;
    return std::ranges::any_of(
        std::to_array<std::string_view>({"½", "⅓", "⅔", "¼", "¾", "⅛"}),
        [&](auto part) { return text.starts_with(part); }
    );
}

// "2 cl" of "2 cl lime juice", where amount, unit and thing stand in boxes of their own; nothing where the
// line only begins with its number in the list.
std::string amount_before(const Record& record, const Field& line, std::size_t place)
{
    constexpr std::size_t longest = 30;  // bytes
    std::string amount;
    for (const auto& field : record.fields) {
        if (&field == &line || field.order >= line.order) break;
        if (is_read(field) && !field.has_parts && !field.text.empty())
            amount += (amount.empty() ? "" : " ") + field.text;
    }
    const bool is_rank = amount == std::to_string(place) || amount == std::to_string(place) + ".";
    return begins_with_amount(amount) && !is_rank && amount.size() <= longest ? amount + " " : "";
}

// The lines of a list that stands under such a name.
Candidate from_named_list(const Group& group, const Want& want, const Locale& locale)
{
    Candidate best;
    const auto named = std::max(
        {name_fit(want.words, telling_words(group.name), 0.3),
         name_fit(want.words, telling_words(group.label), 0.3),
         0.85 * name_fit(want.words, telling_words(group.words), 0.9)}
    );
    if (named < sure_name || group.region == "aside") return best;
    JsonArray values;
    if (want.role == Role::title) {
        // Of entries with more to them than a name, the name.
        const Table table(group.records);
        const auto finds = match(table, {single(want)}, locale);
        for (std::size_t row = 0; row < table.size() && finds[0].score > 0; ++row)
            if (auto value = value_in(table, row, single(want), finds[0], locale))
                values.push_back(*std::move(value));
        if (values.size() * 3 >= group.records.size() * 2)
            keep_best(best, 0.55 + 0.4 * named + (group.kind == "like" ? 0.05 : 0), std::move(values));
        return best;
    }
    std::size_t place = 0;
    for (const auto& record : group.records) {
        ++place;
        // The line is its longest text, and the amount before it.
        const Field* line = nullptr;
        std::optional<Json> value;
        for (const auto& field : record.fields) {
            if (!is_read(field)) continue;
            if (line && field.text.size() <= line->text.size()) continue;
            if (auto one = convert(field, single(want), locale)) {
                line = &field;
                value = std::move(one);
            }
        }
        if (value && value->is_string() && want.role == Role::plain)
            value = Json(amount_before(record, *line, place) + std::string(value->get_string()));
        if (value) values.push_back(*std::move(value));
    }
    // Of several lists under one heading the longest is rather what is meant than what it is set with.
    const double length = 0.03 * std::min(1.0, static_cast<double>(values.size()) / 8);
    if (values.size() * 3 >= group.records.size() * 2)
        keep_best(best, 0.55 + 0.4 * named + (group.kind == "like" ? 0.05 : 0) + length, std::move(values));
    return best;
}

// "ingredients" may be what the records of a list are, whatever the list is: something must say so.
bool is_called_so(const PageData& data, const Group& group, const Find& find, const Words& names)
{
    const auto fits = [&](const Words& found) { return name_fit(names, found, 1) >= sure_name; };
    for (const auto* text : {&group.name, &group.label, &group.words, &data.title, &data.url})
        if (fits(telling_words(*text))) return true;
    for (const auto& heading : data.headings)
        if (heading.level <= 2 && heading.region != "aside" && fits(telling_words(heading.text))) return true;
    return find.column && std::ranges::any_of(find.column->names, [&](const Names& found) {
               return fits(found.label) || fits(found.classes) || fits(found.around) ||
                      std::ranges::any_of(found.given, fits);
           });
}

Candidate from_column(
    const PageData& data,
    const std::vector<const Group*>& groups,
    const Want& want,
    const Called& called,
    const Request& request,
    const Locale& locale
)
{
    // One property of records that are called so: "prices" is the price of each, "products" the name of each.
    Shape property = want.shape;
    property.name = want.own.empty() ? "title" : joined(want.own);
    Shape item{.kind = Shape::Kind::object};
    item.properties.push_back(property);
    item.required.push_back(property.name);
    const auto choices = rank_groups(groups, item, called, locale);
    Candidate best;
    if (choices.empty()) return best;
    const auto& choice = choices.front();
    const bool is_by_noun = choice.leaves.wants[0].role == Role::title && want.role != Role::title;
    if (is_by_noun && !is_called_so(data, *choice.group, choice.finds[0], want.own)) return best;
    const auto& table = *choice.table;
    Request selection{.words = request.words, .filters = request.filters, .sorting = request.sorting};
    selection.explained = called.names;
    selection.explained.insert(selection.explained.end(), want.own.begin(), want.own.end());
    const auto rows = select(table, selection, locale);
    if (!rows) return best;
    JsonArray values;
    for (const auto row : *rows)
        if (auto value = value_in(table, row, choice.leaves.wants[0], choice.finds[0], locale))
            values.push_back(*std::move(value));
    // A column that is headed by just these words is surer than a list whose author only thought of them.
    const auto* found = choice.finds[0].column;
    const auto own = single(want);
    const bool is_headed = choice.group->is_named && found && !found->label.empty() &&
                           name_fit(own.own, words_of(found->label), 0) >= sure_heading;
    keep_best(best, is_headed ? 0.92 : std::min(0.85, choice.score * 0.8), std::move(values));
    return best;
}

bool is_one_of(const Words& words, std::initializer_list<std::string_view> names)
{
    return std::ranges::any_of(words, [&](const std::string& word) {
        return std::ranges::find(names, word) != names.end();
    });
}

// Headings, links and pictures of the whole page, when no more is said than that.
JsonArray from_everywhere(const PageData& data, const Want& want, const Locale& locale)
{
    JsonArray values;
    std::set<std::string> seen;
    if (want.role == Role::url || want.role == Role::image) {
        if (want.own.size() > 1) return values;
        for (const auto& field : data.fields)
            if (auto value = convert(field, single(want), locale);
                value && value->is_string() && seen.emplace(value->get_string()).second)
                values.push_back(*std::move(value));
    } else if (is_one_of(want.own, {"heading", "headline"}) && want.own.size() == 1 &&
               want.shape.kind == Shape::Kind::string) {
        for (const auto& heading : data.headings)
            if (heading.region != "aside") values.emplace_back(heading.text);
    }
    return values;
}

}  // namespace

std::optional<JsonArray> read_list(
    const PageData& data,
    const std::vector<const Group*>& groups,
    const Record& page,
    const Want& want,
    const Called& called,
    const Request& request,
    const Locale& locale
)
{
    // What the page says for machines is asked by itself first: there nothing is taken for a part of it.
    Record told;
    for (const auto& field : page.fields)
        if (field.carrier == "item") told.fields.push_back(field);
    auto best = from_page(told, want, locale);
    auto shown = from_page(page, want, locale);
    keep_best(best, shown.score, std::move(shown.values));
    for (const auto* group : groups) {
        if (group->is_part) continue;
        auto named = from_named_list(*group, want, locale);
        keep_best(best, named.score, std::move(named.values));
    }
    if (request.selects() || best.score < 0.92) {
        auto column = from_column(data, groups, want, called, request, locale);
        keep_best(best, column.score + (request.selects() ? 0.2 : 0), std::move(column.values));
    }
    if (best.values.empty()) best.values = from_everywhere(data, want, locale);
    if (best.values.empty()) return std::nullopt;

    auto& values = best.values;
    const auto limit = request.limit.value_or(values.size());
    JsonArray some;
    const auto begin = request.is_from_end && values.size() > limit ? values.size() - limit
                                                                    : std::min(request.skip, values.size());
    for (auto i = begin; i < values.size() && some.size() < limit; ++i) some.push_back(std::move(values[i]));
    return some;
}

}  // namespace lissom::extract
