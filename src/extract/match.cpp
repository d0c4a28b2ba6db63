#include "extract/match.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "extract/values.hpp"

namespace lissom::extract {
namespace {

constexpr double least_name = 0.5;          // below, a name says something else
constexpr double least_score = 0.42;        // below, a find is a guess
constexpr std::size_t most_columns = 1500;  // of one table: a long page as one record has as many
constexpr std::size_t sample = 16;          // records looked at to judge a column
constexpr std::size_t longest_name = 200;   // characters of a text that may be a title

const Field* first_of(const Column& column)
{
    for (const auto& [record, fields] : column.values) return fields.front();
    return nullptr;
}

bool is_named(const Field& field) { return !field.label.empty() || !field.names.empty(); }

// Says nothing without what it belongs to.
bool is_vague(const std::string& word)
{
    return word == "name" || word == "title" || word == "url" || word == "value" || word == "id" ||
           word == "type" || word == "text";
}

// Prices that no longer hold are wanted only where the name says so.
bool is_former(const Field& field)
{
    if (field.is_struck) return true;
    const auto words = words_of(field.classes + " " + field.label);
    return std::ranges::any_of(words, [](const std::string& word) {
        return word == "old" || word == "was" || word == "original" || word == "before" ||
               word == "regular" || word == "strike" || word == "rrp" || word == "msrp" || word == "compare";
    });
}

// Facts of the table that several wants ask for.
struct Standing {
    const Column* title = nullptr;        // what names the records
    const Column* description = nullptr;  // the longest running text
};

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

bool same_texts(const Column& one, const Column& other)
{
    std::size_t same = 0;
    for (const auto& [record, fields] : one.values)
        if (const auto found = other.values.find(record);
            found != other.values.end() && found->second.front()->text == fields.front()->text)
            ++same;
    return same * 2 > one.values.size();
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
        default: return 0;
    }
}

// `is_page`: the field is one of the page as a whole, where sidebars speak of other things.
double place_score(const Field& field, const Want& want, bool is_page)
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

// The one place where each record has several lines, for a list that nothing names: "features" of a plan.
const Column* only_list_in(const Table& table)
{
    const Column* only = nullptr;
    for (const auto& column : table.columns()) {
        const auto* field = first_of(column);
        if (!field || !is_shown_text(*field) || field->is_derived || column.linked > 0.5 ||
            share(column, table) < 0.5)
            continue;
        const bool is_line = field->key.ends_with("/li") || field->key.find("/li.") != std::string::npos ||
                             field->key.find("/li/") != std::string::npos;
        std::size_t lines = 0;
        for (const auto& [record, fields] : column.values) lines += fields.size();
        if (!is_line || lines * 2 < column.values.size() * 3) continue;
        if (only) return nullptr;
        only = &column;
    }
    return only;
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
            std::max(named, role) + 0.1 * std::min(named, role) + place_score(field, want, table.size() == 1)
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

struct Candidate {
    std::size_t want = 0;
    const Column* column = nullptr;
    double score = 0;
    double coverage = 0;
    bool is_by_name = false;
};

// Which property of a value is taken: its text may serve one want and its link another.
std::string view_of(const Want& want)
{
    if (want.role == Role::url) return "link";
    if (want.role == Role::email) return "email";
    if (want.role == Role::phone) return "phone";
    return want.role == Role::image ? "image" : "text";
}

bool is_negation(const std::string& word)
{
    return word == "not" || word == "no" || word == "non" || word == "without" || word == "never";
}

// A short text that says the words, or that it is not so.
std::optional<bool> told_by(const Field& field, const Words& words)
{
    if (field.text.size() > 48 || field.text.empty()) return std::nullopt;
    const auto said = words_of(field.text);
    const bool about_stock = mentions(words, "availability") && !mentions(words, "count");
    if (about_stock) {
        const auto low = lower(field.text);
        for (const std::string_view no :
             {"out of stock",
              "sold out",
              "unavailable",
              "not available",
              "outofstock",
              "soldout",
              "discontinued",
              "not in stock",
              "backorder"})
            if (low.find(no) != std::string::npos) return false;
        for (const std::string_view yes :
             {"in stock",
              "available",
              "instock",
              "limitedavailability",
              "add to cart",
              "add to basket",
              "add to bag",
              "buy now"})
            if (low.find(yes) != std::string::npos) return true;
        if (low.starts_with("only ") && low.find("left") != std::string::npos) return true;
        return std::nullopt;
    }
    if (!contains_all(said, words) || said.size() > words.size() + 3) return std::nullopt;
    return std::ranges::none_of(said, is_negation);
}

Words truth_words(const Want& want)
{
    auto words = words_of(want.path.substr(
        want.path.find_last_of('.') == std::string::npos ? 0 : want.path.find_last_of('.') + 1
    ));
    std::erase_if(words, [](const std::string& word) {
        return word == "is" || word == "has" || word == "was" || word == "are" || word == "can" ||
               word == "offer";
    });
    return words;
}

// Whether nothing says what the column is: no label, and no class that names another thing.
bool is_nameless(const Column& column)
{
    return std::ranges::all_of(column.names, [](const Names& names) {
        const auto says_nothing = [](const Words& words) {
            return std::ranges::none_of(words, [](const std::string& word) {
                return is_known(word) && !is_vague(word);
            });
        };
        return names.label.empty() && names.given.empty() && says_nothing(names.classes);
    });
}

// What any text may be, where a person tells by the context only. An ISBN or a colour shows what it is.
bool is_said_in_any_words(const Want& want)
{
    return std::ranges::any_of(want.own, [](const std::string& word) {
        return is_about(word, "description") || is_about(word, "role") || is_about(word, "event") ||
               is_about(word, "condition");
    });
}

// One such text is wanted, and one text of the records is left that nothing names: that one.
void find_by_elimination(const Table& table, const std::vector<Want>& wants, std::vector<Find>& finds)
{
    if (table.size() < 2) return;
    Find* open = nullptr;
    std::set<const Column*> used;
    for (std::size_t i = 0; i < wants.size(); ++i) {
        if (finds[i].column) {
            used.insert(finds[i].column);
            continue;
        }
        const bool may_be_any_text = wants[i].role == Role::plain && is_said_in_any_words(wants[i]) &&
                                     wants[i].shape.kind == Shape::Kind::string && !wants[i].is_list &&
                                     wants[i].shape.choices.empty() && wants[i].shape.format.empty();
        if (!may_be_any_text || open) return;
        open = &finds[i];
    }
    if (!open || used.empty()) return;

    const Column* left = nullptr;
    for (const auto& column : table.columns()) {
        const auto* field = first_of(column);
        const bool is_picture = field && field->carrier == "image" && !field->text.empty();
        if (!field || used.contains(&column) || field->is_derived || field->has_parts ||
            field->carrier == "button" || !(is_shown_text(*field) || is_picture) ||
            share(column, table) < 0.8 || column.mean_length > 200)
            continue;
        const bool says_the_same =
            std::ranges::any_of(used, [&](const Column* other) { return same_texts(column, *other); });
        std::set<std::string_view> different;
        std::size_t valued = 0;
        for (const auto& [record, fields] : column.values) {
            const auto& text = fields.front()->text;
            different.insert(text);
            if (text.find_first_of("0123456789") != std::string::npos) ++valued;
        }
        if (says_the_same || different.size() < 2 || valued * 2 > column.values.size()) continue;
        if (left || !is_nameless(column)) return;
        left = &column;
    }
    if (left) *open = {left, 0.45, share(*left, table), false};
}

bool is_shown_anywhere(const Table& table, const Words& words)
{
    return std::ranges::any_of(table.records(), [&](const Record& record) {
        return truth_in(record, words).has_value();
    });
}

}  // namespace

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

bool is_figure(const Field& field)
{
    return to_number(field.text).has_value() || looks_like_time_words(field.text);
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
    if (best < 0.7 && label.size() <= 4 && contains_all(want.more, label)) best = 0.7;
    // "last_price" stands under "Last".
    const bool tells = std::ranges::any_of(label, [](const std::string& word) { return !is_vague(word); });
    if (best < 0.58 && tells && contains_all(want.own, label)) best = 0.58;
    // "W" and "Pts" head narrow columns: the property's first letters.
    const bool is_letter = label.size() == 1 && label[0].size() == 1 && want.own.size() == 1;
    if (best < 0.6 && is_letter && want.own[0].starts_with(label[0])) best = 0.55;
    for (const auto& words : names.given) {
        best = std::max(best, fit(words, names.is_item ? 0.6 : 0.4));
        if (best < 0.66 && words.size() <= 3 && contains_all(want.more, words)) best = 0.66;
    }
    best = std::max(best, 0.88 * fit(names.classes, 0.9));
    return std::max(best, 0.64 * fit(names.around, 0.9));
}

std::optional<bool> truth_in(const Record& record, const Words& words)
{
    std::optional<bool> told;
    for (const auto& field : record.fields) {
        if (const auto one = told_by(field, words)) {
            if (!*one) return false;  // "Not available" holds "available"
            told = one;
        }
    }
    return told;
}

std::vector<Find> match(const Table& table, const std::vector<Want>& wants, const Locale& locale)
{
    const auto standing = standing_of(table);
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < wants.size(); ++i)
        for (const auto& column : table.columns()) {
            double coverage = 0;
            const auto score = column_score(column, wants[i], table, standing, locale, coverage);
            if (score < least_score - 0.1) continue;
            const bool by_name = std::ranges::any_of(column.names, [&](const Names& names) {
                return name_score(names, wants[i]) >= 0.8;
            });
            candidates.push_back({i, &column, score, coverage, by_name});
        }
    std::ranges::sort(candidates, [](const Candidate& one, const Candidate& other) {
        if (one.score != other.score) return one.score > other.score;
        if (one.want != other.want) return one.want < other.want;
        return one.column->first < other.column->first;
    });

    std::vector<Find> finds(wants.size());
    std::set<std::pair<const Column*, std::string>> taken;
    const auto is_taken = [&](const Candidate& candidate) {
        const auto view = view_of(wants[candidate.want]);
        return std::ranges::any_of(taken, [&](const auto& one) {
            return one.second == view &&
                   (one.first == candidate.column ||
                    (view == "text" && table.size() > 1 && same_texts(*candidate.column, *one.first)));
        });
    };
    for (const auto& candidate : candidates) {
        auto& find = finds[candidate.want];
        if (find.column || (!candidate.is_by_name && is_taken(candidate))) continue;
        find = {candidate.column, candidate.score, candidate.coverage, false};
        taken.insert({candidate.column, view_of(wants[candidate.want])});
    }
    const bool is_text_list_alone = std::ranges::count_if(wants, &Want::is_list) == 1 && table.size() > 1;
    for (std::size_t i = 0; i < wants.size() && is_text_list_alone; ++i) {
        if (!wants[i].is_list || finds[i].column || wants[i].shape.kind != Shape::Kind::string) continue;
        if (const auto* list = only_list_in(table)) finds[i] = {list, 0.5, share(*list, table), false};
    }
    find_by_elimination(table, wants, finds);
    for (std::size_t i = 0; i < wants.size(); ++i) {
        if (wants[i].role != Role::truth || finds[i].column) continue;
        if (is_shown_anywhere(table, truth_words(wants[i]))) finds[i] = {nullptr, 0.7, 1, true};
    }
    return finds;
}

std::optional<Json>
value_in(const Table& table, std::size_t record, const Want& want, const Find& find, const Locale& locale)
{
    if (find.is_shown_by_words) {
        const auto words = truth_words(want);
        // Where other records show it, one that does not show it says no; stock is told either way.
        if (const auto told = truth_in(table.records()[record], words)) return Json(*told);
        return mentions(words, "availability") ? std::nullopt : std::optional<Json>(Json(false));
    }
    if (!find.column) return std::nullopt;
    const auto found = find.column->values.find(record);
    if (found == find.column->values.end()) return std::nullopt;
    if (!want.is_list) {
        for (const auto* field : found->second)
            if (auto value = convert(*field, want, locale)) return value;
        return std::nullopt;
    }
    JsonArray list;
    for (const auto* field : found->second)
        if (auto value = convert(*field, want, locale)) list.push_back(*std::move(value));
    return list.empty() ? std::nullopt : std::optional<Json>(std::move(list));
}

}  // namespace lissom::extract
