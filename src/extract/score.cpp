#include "extract/score.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "extract/stock.hpp"
#include "extract/values.hpp"

namespace lissom::extract {
namespace {

constexpr double least_name = 0.5;         // below, a name says something else
constexpr std::size_t sample = 16;         // records looked at to judge a column
constexpr std::size_t longest_name = 200;  // characters of a text that may be a title

// Prices that no longer hold are wanted only where the name says so.
bool is_former(const Field& field)
{
    if (field.is_struck) return true;
    const auto words = words_of(field.classes + " " + field.label);
    return std::ranges::any_of(words, [](const std::string& word) {
        return word == "old" || word == "was" || word == "original" || word == "before" ||
               word == "regular" || word == "strike" || word == "strikethrough" || word == "rrp" ||
               word == "msrp" || word == "compare" || word == "initial" || word == "full" ||
               word == "crossed";
    });
}

// How much a column looks like the name of its records.
double title_worth(const Column& column, const Table& table, double largest)
{
    const auto* field = first_of(column);
    if (!field || !is_shown_text(*field) || field->is_derived) return 0;
    if (share(column, table) < 0.6 || column.mean_length < 2 || column.mean_length > longest_name) return 0;
    std::size_t valued = 0;
    std::set<std::string> different;
    for (const auto& [record, fields] : column.values) {
        const auto& text = fields.front()->text;
        if (to_number(text) || !find_money(text).empty() || looks_like_time_words(text)) ++valued;
        different.insert(text);
    }
    if (valued * 2 > column.values.size()) return 0;
    if (table.size() > 2 && different.size() * 2 < column.values.size())
        return 0;  // "Add to cart" names nothing
    double worth = 0.3;
    if (column.is_heading) worth += 0.3;
    if (column.linked > 0.6) worth += 0.15;
    if (field->is_bold) worth += 0.06;
    if (largest > 0 && column.size >= largest) worth += 0.12;
    if (column.first < 3)
        worth += 0.08;
    else if (column.first < 8)
        worth += 0.04;
    if (column.mean_length >= 8) worth += 0.06;
    if (field->has_parts) worth -= 0.12;
    if (name_fit({"title"}, words_of(field->classes), 1) > 0.8) worth += 0.12;
    if (!field->label.empty()) worth -= 0.1;
    return worth;
}

// Sentences rather than a name or a value: long, or of several words each.
bool is_running_text(const Column& column)
{
    constexpr double long_enough = 40;  // characters
    constexpr std::size_t some_words = 4;
    if (column.mean_length > long_enough) return true;
    std::size_t running = 0;
    for (const auto& [record, fields] : column.values) {
        const auto& text = fields.front()->text;
        const bool is_value = looks_like_time_words(text) || !find_money(text).empty();
        if (words_of(text).size() >= some_words && !is_value) ++running;
    }
    return running * 2 > column.values.size();
}

// The words of `whole` begin with those of `part` in most records: "A tiny database (example.com)".
bool extends(const Column& whole, const Column& part)
{
    std::size_t extended = 0;
    for (const auto& [record, fields] : whole.values) {
        const auto found = part.values.find(record);
        if (found == part.values.end()) continue;
        const auto& text = found->second.front()->text;
        const auto& longer = fields.front()->text;
        if (longer.size() > text.size() && longer.starts_with(text)) ++extended;
    }
    return extended * 3 > whole.values.size() * 2;
}

// "13.50" on a menu: an amount to the cent, without its currency.
bool looks_like_plain_price(const std::string& text)
{
    const auto point = text.find_last_of(".,");
    return point != std::string::npos && point > 0 && text.size() == point + 3 &&
           text.find_first_not_of("0123456789.,") == std::string::npos;
}

// What a column is by its kind and place, where nothing names it.
double role_score(const Column& column, const Field& field, const Want& want, const Standing& standing)
{
    const bool is_title =
        standing.title && (&column == standing.title || same_texts(column, *standing.title));
    switch (want.role) {
        case Role::title: return is_title && field.carrier != "wrap" ? 0.75 : 0;
        case Role::url:
            if (field.link.empty() || field.link.starts_with("mailto:")) return 0;
            if (want.own.size() > 1) return 0;  // "company_url" is not the record's own
            if (is_title) return 0.78;
            if (field.carrier == "wrap") return 0.62;
            return column.first < 6 ? 0.5 : 0.44;
        case Role::image:
            return field.image.empty()
                       ? 0
                       : 0.7 - 0.02 * static_cast<double>(std::min<std::size_t>(column.first, 10));
        case Role::price:
            if (field.carrier == "money") return 0.66;
            if (!find_money(field.text).empty() && field.text.size() < 40) return 0.64;
            return looks_like_plain_price(field.text) ? 0.5 : 0;
        case Role::date:
            if (field.carrier == "time") return 0.68;
            if (field.carrier == "date") return 0.6;
            return looks_like_time_words(field.text) ? 0.58 : 0;
        case Role::duration:
            if (!looks_like_duration(field.text)) return 0;
            return field.text.find(':') == std::string::npos ? 0.8 : 0.62;  // "07:10" may be a time of day
        case Role::rating: return field.carrier == "rating" || field.carrier == "meter" ? 0.8 : 0;
        case Role::author: return field.carrier == "by" ? 0.8 : 0;
        case Role::description: return standing.description == &column ? 0.6 : 0;
        case Role::email:
            return field.link.starts_with("mailto:")                  ? 0.8
                   : find_email(field.text) && field.text.size() < 60 ? 0.7
                                                                      : 0;
        case Role::phone: return field.link.starts_with("tel:") ? 0.8 : 0;
        case Role::plain:
            // "Sold out", wherever it stands, where the schema has a word for it.
            return !want.shape.choices.empty() && mentions(want.own, "availability") && told_stock(field.text)
                       ? 0.5
                       : 0;
        default: return 0;
    }
}

// Of a page about one thing: what its author said of the thing for machines is surer than what stands
// somewhere on the page under such a name, and what a form holds was not said by the page.
double page_score(const Field& field, const Want& want, const Standing& standing)
{
    const bool is_fact = want.role == Role::price || want.role == Role::identifier ||
                         mentions(want.own, "brand") || mentions(want.own, "availability");
    if (!is_fact) return 0;
    if (field.carrier == "item") return 0.1;
    double score = 0;
    if (field.carrier == "input") score -= 0.2;
    if (want.role != Role::price) return score;
    if (to_number(field.text).value_or(1) == 0) score -= 0.3;  // of an empty basket
    constexpr double usual = 14;                               // CSS px
    constexpr double large = 30;
    score += 0.06 * std::clamp((field.size - usual) / (large - usual), 0.0, 1.0);
    constexpr double far = 400;  // elements
    if (standing.heading && field.carrier != "meta")
        score -= 0.06 * std::min(1.0, std::abs(field.order - *standing.heading) / far);
    return score;
}

// `is_page`: the field is one of the page as a whole, where sidebars speak of other things.
double place_score(const Field& field, const Want& want, const Standing& standing, bool is_page)
{
    double score = 0;
    // Stars are pictures of a rating that is told exactly to those who cannot see them.
    if (field.is_off_screen) score += want.role == Role::rating ? 0.03 : -0.05;
    if (field.carrier == "meta") score += 0.08;  // what the page says of itself is meant for the whole of it
    if (field.is_derived) score -= 0.02;
    if (field.has_parts) score -= 0.03;
    if (field.region == "aside") score -= is_page && field.label.empty() ? 0.5 : 0.12;
    if (field.carrier == "data") score -= 0.08;
    if (want.role == Role::price && is_former(field) != want.wants_original) score -= 0.35;
    if (is_page) score += page_score(field, want, standing);
    return score;
}

// A place that comes several times in one record, with different texts each, says none of them for sure.
double ambiguity(const Column& column, const Table& table)
{
    double values = 0;
    for (const auto& [record, fields] : column.values) {
        std::set<std::string_view> texts;
        for (const auto* field : fields) texts.insert(field->text);
        values += static_cast<double>(texts.size());
    }
    const auto mean = values / static_cast<double>(column.values.size());
    if (mean < 1.5) return 0;
    return table.size() == 1 && mean < 3 ? 0.05 : 0.25;
}

// The fields that a column is judged by. Addresses of several kinds may stand at one place of a page: there
// each counts.
std::vector<const Field*> looked_at(const Column& column, const Want& want, const Table& table)
{
    constexpr std::size_t some_records = 3;
    constexpr std::size_t some_links = 12;
    std::vector<const Field*> fields;
    const bool is_contact = want.role == Role::email || want.role == Role::phone;
    for (const auto& [record, all] : column.values) {
        for (const auto* field : all) {
            fields.push_back(field);
            if (!is_contact || table.size() > 1 || fields.size() >= some_links) break;
        }
        if (fields.size() >= some_records) break;
    }
    return fields;
}

// The description says the name, and not only what the wanted belongs to: "Article number", not "Product", of
// "article number of the product".
bool is_described(const Words& name, const Want& want)
{
    return contains_all(want.more, name) && std::ranges::any_of(name, [&](const std::string& word) {
               return std::ranges::find(want.heads, word) != want.heads.end();
           });
}

}  // namespace

// Says nothing without what it belongs to.
bool is_vague(const std::string& word)
{
    return word == "name" || word == "title" || word == "url" || word == "value" || word == "id" ||
           word == "type" || word == "text";
}

Standing standing_of(const Table& table)
{
    Standing standing;
    double largest = 0;
    for (const auto& column : table.columns()) {
        const auto* field = first_of(column);
        if (field && is_shown_text(*field) && column.mean_length > 2)
            largest = std::max(largest, column.size);
    }
    double best = 0;
    for (const auto& column : table.columns())
        if (const auto worth = title_worth(column, table, largest); worth > best) {
            best = worth;
            standing.title = &column;
        }
    // A link that most of the title consists of is the title; what follows it is an addition.
    for (const auto& column : table.columns())
        if (standing.title && column.linked > 0.6 && column.mean_length * 2 > standing.title->mean_length &&
            extends(*standing.title, column) && is_shown_text(*first_of(column)))
            standing.title = &column;
    double heading = 0;
    if (table.size() == 1)
        for (const auto& field : table.records()[0].fields)
            if (field.heading == 1 && field.region != "aside" && field.size > heading) {
                heading = field.size;
                standing.heading = field.order;
            }
    double longest = 12;
    for (const auto& column : table.columns()) {
        const auto* field = first_of(column);
        if (!field || !is_shown_text(*field) || &column == standing.title || column.is_heading ||
            field->is_derived || field->carrier == "button")
            continue;
        if (share(column, table) < 0.4 || column.mean_length <= longest || !is_running_text(column)) continue;
        longest = column.mean_length;
        standing.description = &column;
    }
    return standing;
}

// "Item no.", "Article number", "Model code": what shops call the number of a thing.
bool is_article_number(const Words& label)
{
    static const std::set<std::string_view> things = {
        "item", "article", "product", "part", "style", "model", "catalogue", "catalog", "stock", "art", "prod"
    };
    static const std::set<std::string_view> numbers = {
        "no", "nr", "number", "num", "code", "id", "reference"
    };
    return label.size() == 2 && things.contains(label[0]) && numbers.contains(label[1]);
}

double name_score(const Names& names, const Want& want)
{
    const bool is_telling = want.own != want.words && want.own.size() == 1 && !is_vague(want.own[0]);
    const auto fit = [&](const Words& found, double patience) {
        if (found.empty()) return 0.0;
        auto best = name_fit(want.words, found, patience);
        // "address.city" may be called "city" alone, but "author.name" not "name".
        if (is_telling) best = std::max(best, 0.85 * name_fit(want.own, found, patience));
        return best;
    };
    const auto& label = names.label;
    double best = fit(label, 0.2);
    if (best < 0.7 && label.size() <= 4 && is_described(label, want)) best = 0.7;
    if (want.role == Role::identifier && mentions(want.own, "sku") && is_article_number(label))
        best = std::max(best, 0.9);
    // "last_price" stands under "Last".
    const bool tells = std::ranges::any_of(label, [](const std::string& word) { return !is_vague(word); });
    if (best < 0.58 && tells && contains_all(want.own, label)) best = 0.58;
    // "W" and "Pts" head narrow columns: the property's first letters.
    const bool is_letter = label.size() == 1 && label[0].size() == 1 && want.own.size() == 1;
    if (best < 0.6 && is_letter && want.own[0].starts_with(label[0])) best = 0.55;
    for (const auto& words : names.given) {
        best = std::max(best, fit(words, names.is_item ? 0.6 : 0.4));
        if (best < 0.66 && words.size() <= 3 && is_described(words, want)) best = 0.66;
    }
    best = std::max(best, 0.88 * fit(names.classes, 0.9));
    return std::max(best, 0.64 * fit(names.around, 0.9));
}

double column_score(
    const Column& column,
    const Want& want,
    const Table& table,
    const Standing& standing,
    const Locale& locale,
    double& coverage
)
{
    double named = 0;
    for (const auto& names : column.names) named = std::max(named, name_score(names, want));
    if (named < least_name) named = 0;
    double best = 0;
    for (const auto* one : looked_at(column, want, table)) {
        const auto& field = *one;
        if (want.role == Role::title && standing.title && &column != standing.title && table.size() > 1 &&
            extends(column, *standing.title))
            return 0;
        if (want.role == Role::duration && !looks_like_duration(field.text)) continue;
        if (field.carrier == "button") return 0;  // what it says is done, not what is so
        // How many rated is no rating, and the 5 of "5 days ago" no date.
        if (want.role != Role::plain && want.role != Role::price && field.carrier == "count") return 0;
        const auto role = role_score(column, field, want, standing);
        best = std::max(
            best,
            std::max(named, role) + 0.1 * std::min(named, role) +
                place_score(field, want, standing, table.size() == 1)
        );
    }
    if (!want.is_list) best -= ambiguity(column, table);
    // The box around several tags is not one of them.
    const auto& shown = *column.values.begin()->second.front();
    const bool is_box = shown.has_parts || (shown.is_derived && shown.text.find(',') == std::string::npos);
    if (want.is_list && table.size() > 1 && is_box) best -= 0.25;
    if (best < least_score) return 0;

    std::size_t tried = 0;
    std::size_t fitting = 0;
    std::size_t empty = 0;
    for (const auto& [record, fields] : column.values) {
        if (++tried > sample) break;
        const auto& field = *fields.front();
        if (field.text.empty() && field.machine.empty() && field.link.empty() && field.image.empty())
            ++empty;
        else if (std::ranges::any_of(fields, [&](const Field* one) {
                     return convert(*one, want, locale).has_value();
                 }))
            ++fitting;
    }
    tried = std::min(tried, sample);
    const auto filled = tried - empty;
    if (filled == 0 || fitting * 2 < filled) return 0;
    const auto fit = static_cast<double>(fitting) / static_cast<double>(filled);
    coverage = share(column, table) * static_cast<double>(fitting) / static_cast<double>(tried);
    return best * (0.7 + 0.3 * fit) + 0.2 * coverage - 0.1;
}

}  // namespace lissom::extract
