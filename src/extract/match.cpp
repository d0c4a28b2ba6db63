#include "extract/match.hpp"

#include <algorithm>
#include <set>

#include "extract/stock.hpp"
#include "extract/values.hpp"

namespace lissom::extract {
namespace {

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
    const bool about_stock = mentions(words, "availability") && !mentions(words, "count");
    if (about_stock) return told_stock(field.text);
    const auto said = words_of(field.text);
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

// Of several fields at one place the one that answers. A thing with many offers can be had where one of them
// can.
const Field* told_first(const std::vector<const Field*>& fields, const Want& want, const Locale& locale)
{
    const Field* first = nullptr;
    for (const auto* field : fields) {
        if (!convert(*field, want, locale)) continue;
        if (!first) first = field;
        if (!mentions(want.own, "availability")) break;
        if (told_stock(field->text).value_or(false)) return field;
    }
    return first;
}

bool is_shown_anywhere(const Table& table, const Words& words)
{
    return std::ranges::any_of(table.records(), [&](const Record& record) {
        return truth_in(record, words).has_value();
    });
}

}  // namespace

std::optional<bool> truth_in(const Record& record, const Words& words)
{
    // A thing with many offers can be had where one of them can.
    const auto is_offered = [](const Field& field) {
        return field.carrier == "item" && told_stock(field.text).value_or(false);
    };
    if (mentions(words, "availability") && std::ranges::any_of(record.fields, is_offered)) return true;
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
        const auto* best = told_first(found->second, want, locale);
        return best ? convert(*best, want, locale) : std::nullopt;
    }
    JsonArray list;
    for (const auto* field : found->second)
        if (auto value = convert(*field, want, locale)) list.push_back(*std::move(value));
    return list.empty() ? std::nullopt : std::optional<Json>(std::move(list));
}

}  // namespace lissom::extract
