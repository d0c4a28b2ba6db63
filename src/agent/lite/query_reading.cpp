#include "agent/lite/query_reading.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <string>

#include "agent/lite/measure.hpp"
#include "agent/lite/query_columns.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

// How a question says what it wants: its form, the columns it names, bounds and superlatives.

namespace lissom::agent::lite {

struct Bound {
    std::string_view words;
    bool is_lower;  // the value has to be above it
    bool is_strict;
};
namespace {

constexpr double year_of_days = 372;  // as day_in counts them
constexpr double first_of_year = 31 + 1, last_of_year = 12 * 31 + 31;

// "2022", and nothing else.
std::optional<int> year_in(std::string_view word)
{
    constexpr int first = 1000, last = 2200;
    if (word.size() != 4 || word.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    const auto year = static_cast<int>(number_in(word).value_or(0));
    return year > first && year < last ? std::optional(year) : std::nullopt;
}

using WordSet = std::set<std::string, std::less<>>;

struct Superlative {
    std::string_view words;
    std::string_view kind;  // "" where the question names the column
    bool is_least;
};
constexpr std::array superlatives = {
    Superlative{"least expensive", "price", true},
    Superlative{"most expensive", "price", false},
    Superlative{"best rated", "rating", false},
    Superlative{"top rated", "rating", false},
    Superlative{"highest rated", "rating", false},
    Superlative{"lowest rated", "rating", true},
    Superlative{"worst rated", "rating", true},
    Superlative{"most recent", "date", false},
    Superlative{"cheapest", "price", true},
    Superlative{"priciest", "price", false},
    Superlative{"dearest", "price", false},
    Superlative{"newest", "date", false},
    Superlative{"latest", "date", false},
    Superlative{"oldest", "date", true},
    Superlative{"earliest", "date", true},
    Superlative{"soonest", "date", true},
    Superlative{"youngest", "age", true},
    Superlative{"nearest", "distance", true},
    Superlative{"closest", "distance", true},
    Superlative{"farthest", "distance", false},
    Superlative{"furthest", "distance", false},
    Superlative{"shortest", "duration", true},
    Superlative{"longest", "duration", false},
    Superlative{"fastest", "duration", true},
    Superlative{"best", "rating", false},
    Superlative{"worst", "rating", true},
    Superlative{"largest", "", false},
    Superlative{"biggest", "", false},
    Superlative{"highest", "", false},
    Superlative{"greatest", "", false},
    Superlative{"most", "", false},
    Superlative{"smallest", "", true},
    Superlative{"lowest", "", true},
    Superlative{"fewest", "", true},
    Superlative{"least", "", true}
};

constexpr std::array bounds = {Bound{"more than", true, true},     Bound{"greater than", true, true},
                               Bound{"higher than", true, true},   Bound{"larger than", true, true},
                               Bound{"at least", true, false},     Bound{"above", true, true},
                               Bound{"over", true, true},          Bound{"exceeding", true, true},
                               Bound{"after", true, true},         Bound{"later than", true, true},
                               Bound{"since", true, false},        Bound{"from", true, false},
                               Bound{"less than", false, true},    Bound{"lower than", false, true},
                               Bound{"cheaper than", false, true}, Bound{"fewer than", false, true},
                               Bound{"smaller than", false, true}, Bound{"at most", false, false},
                               Bound{"up to", false, false},       Bound{"no more than", false, false},
                               Bound{"below", false, true},        Bound{"under", false, true},
                               Bound{"before", false, true},       Bound{"earlier than", false, true},
                               Bound{"until", false, false},       Bound{"by", false, false},
                               Bound{"older than", true, true},    Bound{"younger than", false, true}};

}  // namespace

std::optional<Plan> Reading::plan()
{
    read_form();
    read_columns();
    read_years();
    read_bounds();
    read_values(true);
    if (!read_superlative()) return std::nullopt;
    read_nouns();
    read_values(false);
    read_rest();
    if (!is_understood()) return std::nullopt;
    plan_.told = told_columns();
    plan_.names_it = asks_for_names();
    return plan_;
}

// "The number of the first invoice" is what it is called, not how many there are.
bool Reading::is_of_one() const
{
    for (std::size_t i = 0; i + 2 < words_.size(); ++i) {
        if (!words_.is_word(i, "number") || !words_.is_word(i + 1, "of")) continue;
        bool has_many = false;
        for (std::size_t k = i + 2; k < words_.size(); ++k) {
            if (ordinal(words_.at(k).text)) return true;
            has_many = has_many || (words_.at(k).text.size() > 3 && words_.at(k).text.ends_with('s'));
        }
        return !has_many;
    }
    return false;
}

void Reading::read_form()
{
    const auto drop = [&](std::initializer_list<std::string_view> phrase, Part part) {
        const std::vector<std::string> words(phrase.begin(), phrase.end());
        const auto at = words_.find(words, true);
        if (at) words_.take(*at, words.size(), part);
        return at;
    };
    if (drop({"as", "json"}, Part::form) || drop({"in", "json"}, Part::form) || drop({"json"}, Part::form))
        plan_.wants_json = true;
    drop({"format"}, Part::form);
    drop({"as", "a", "list"}, Part::form);
    drop({"as", "an", "array"}, Part::form);
    drop({"in", "total"}, Part::form);
    drop({"list", "of"}, Part::form);
    plan_.is_total = drop({"total", "number", "of"}, Part::form).has_value();
    if (plan_.is_total || drop({"how", "many"}, Part::form) ||
        (!is_of_one() && drop({"number", "of"}, Part::form)) || drop({"count"}, Part::form))
        plan_.reckoning = Reckoning::count;
    else if (drop({"sum", "of"}, Part::form) || drop({"total", "of"}, Part::form) ||
             drop({"add", "up"}, Part::form) || drop({"sum"}, Part::form))
        plan_.reckoning = Reckoning::sum;
    else if (drop({"average"}, Part::form) || drop({"mean"}, Part::form))
        plan_.reckoning = Reckoning::average;
    for (std::size_t i = 0; i < words_.size(); ++i) {
        const auto& text = words_.at(i).text;
        if (text == "all" || text == "every" || text == "each" || text == "list" || text == "names" ||
            text == "titles")
            plan_.is_each_told = true;
        static const WordSet denials = {
            "not", "except", "excluding", "without", "but", "besides", "no", "never"
        };
        if (words_.is_free(i) && denials.contains(text)) words_.take(i, 1, Part::negation);
        const bool is_other = words_.is_word(i, "other") && words_.is_word(i + 1, "than");
        if (is_other) words_.take(i, 2, Part::negation);
    }
}

void Reading::read_columns()
{
    std::vector<std::size_t> order(records_.columns.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        return records_.columns[a].size() > records_.columns[b].size();
    });
    for (const auto column : order) {
        const auto name = words_of(records_.columns[column]);
        // A heading may be said more than once: "status" of "the status of those with status open".
        for (auto at = words_.find(name, false); at; at = words_.find(name, false)) {
            words_.take(*at, name.size(), Part::column, column);
            mentions_.emplace_back(*at, column);
        }
    }
    // "Points against" of "PA Points Against": an abbreviation spelled out is named by either.
    for (const auto column : order) {
        auto name = words_of(records_.columns[column]);
        if (name.size() < 2 || (name.size() == 2 && name[0].front() != name[1].front())) continue;
        name.erase(name.begin());
        if (const auto at = words_.find(name, false)) {
            words_.take(*at, name.size(), Part::column, column);
            mentions_.emplace_back(*at, column);
        }
    }
    // A part of a heading says it, too, where it is no other's: "price" of "Price per night".
    for (const auto column : order) {
        for (const auto& part : content_words(records_.columns[column])) {
            if (part.size() < 3 || is_idle_word(part)) continue;
            const auto others = std::ranges::count_if(records_.columns, [&](const std::string& name) {
                return std::ranges::any_of(words_of(name), [&](const std::string& word) {
                    return are_kin(word, part);
                });
            });
            if (others > 1) continue;
            if (const auto at = words_.find({part}, false)) {
                words_.take(*at, 1, Part::column, column);
                mentions_.emplace_back(*at, column);
            }
        }
    }
    // What people call it otherwise: "cost" of "Price".
    for (std::size_t i = 0; i < words_.size(); ++i) {
        if (!words_.is_free(i) || is_idle_word(words_.at(i).text)) continue;
        for (std::size_t c = 0; c < records_.columns.size(); ++c) {
            const auto name = words_of(records_.columns[c]);
            const bool is_same = std::ranges::any_of(name, [&](const std::string& word) {
                return are_synonyms(word, words_.at(i).text);
            });
            if (!is_same) continue;
            words_.take(i, 1, Part::column, c);
            mentions_.emplace_back(i, c);
            break;
        }
    }
    std::ranges::sort(mentions_);
    // "The total amount of": no column of that name, so it is to be added up.
    if (const auto at = words_.find({"total"}, true); at && plan_.reckoning == Reckoning::records) {
        words_.take(*at, 1, Part::form);
        plan_.reckoning = Reckoning::sum;
    }
}

// The column a bound speaks of: the one that is named nearest before it, or right behind it.
std::optional<std::size_t> Reading::column_near(std::size_t at, bool dates) const
{
    std::optional<std::size_t> found;
    std::size_t nearest = words_.size() + 1;
    for (const auto& [where, column] : mentions_) {
        if (dates ? !is_date_column(records_, column) : !is_quantity_column(records_, column)) continue;
        const auto distance = where > at ? where - at : at - where;
        if (distance < nearest) nearest = distance, found = column;
    }
    return found;
}

bool Reading::read_bound(const Bound& bound, std::size_t at, std::size_t size)
{
    // What follows: a date of several words, a sum of money, a plain number.
    std::string text;
    std::size_t end = at + size;
    std::optional<double> value;
    bool is_date = false;
    constexpr std::size_t longest = 4;  // "the 4 May 2026"
    for (std::size_t i = end; i < words_.size() && i < at + size + longest; ++i) {
        if (words_.is_word(i, "the") && text.empty()) continue;
        text += (text.empty() ? "" : " ") + words_.at(i).text;
        const bool is_number = text.find_first_not_of("0123456789.") == std::string::npos;
        auto dashed = text;
        std::ranges::replace(dashed, ' ', '-');
        const auto day = day_in(text) ? day_in(text) : day_in(dashed);
        if (day && !is_number)
            value = day, end = i + 1, is_date = true;
        else if (is_number && !value)
            value = number_in(text), end = i + 1;
        else if (!value && !month_named(text))
            break;
    }
    if (!value) return false;
    auto column = column_near(at, is_date);
    const bool is_bare = !column;
    if (is_bare && is_date) column = column_of_kind(records_, "date");
    static const WordSet money = {"euro", "euros", "dollar", "dollars", "pounds", "eur", "usd"};
    const bool is_money = question_.contains('$') || question_.contains("€") || question_.contains("£") ||
                          (end < words_.size() && money.contains(words_.at(end).text)) ||
                          bound.words == "cheaper than";
    if (is_bare && !is_date && is_money) column = column_of_kind(records_, "price");
    if (is_bare && !is_date && (bound.words == "older than" || bound.words == "younger than"))
        column = column_of_kind(records_, "age");
    if (is_bare && !is_date && question_.contains('%')) column = column_of_kind(records_, "percent");
    if (!column) return false;
    // "Since November 5": of the year that all of them are in, or it cannot be told.
    if (is_date && *value < year_of_days) {
        std::set<int> years;
        for (const auto& row : records_.rows)
            if (const auto day = day_in(row[*column])) years.insert(static_cast<int>(*day / year_of_days));
        if (years.size() != 1) return false;
        *value += *years.begin() * year_of_days;
    }
    // A year among days: "after 2018" begins when it is over, "until 2018" goes on to its end.
    if (!is_date && year_in(number_text(*value)) && is_date_column(records_, *column)) {
        const bool to_its_end = bound.is_lower == bound.is_strict;
        *value = *value * year_of_days + (to_its_end ? last_of_year : first_of_year);
    }
    // A year alone, or a date said in words, leaves out what it does not say: days compare from the year on.
    Condition condition{*column, "", false, std::nullopt, std::nullopt, bound.is_strict, false, at};
    (bound.is_lower ? condition.least : condition.most) = value;
    plan_.conditions.push_back(std::move(condition));
    if (end < words_.size() && money.contains(words_.at(end).text)) ++end;
    // "more than 50% complete", "over 20 kg": the unit as the cells have it.
    const auto is_unit = [&](const std::string& word) {
        return !is_idle_word(word) && std::ranges::all_of(records_.rows, [&](const auto& row) {
            return row[*column].empty() || contains_word(row[*column], word);
        });
    };
    while (!is_date && end < words_.size() && words_.is_free(end) && is_unit(words_.at(end).text)) ++end;
    words_.take(at, end - at, Part::bound);
    used_.insert(*column);
    return true;
}

// "From 2022", "in 2016": any day of that year.
void Reading::read_years()
{
    static const WordSet openings = {"in", "from", "of", "dated", "during"};
    static const WordSet spans = {"to", "until", "till", "on", "onward", "onwards"};
    for (std::size_t i = 0; i + 1 < words_.size(); ++i) {
        const auto year = year_in(words_.at(i + 1).text);
        if (!openings.contains(words_.at(i).text) || !words_.is_free(i + 1) || !year) continue;
        if (i + 2 < words_.size() && spans.contains(words_.at(i + 2).text)) continue;
        auto column = column_near(i, true);
        if (!column) column = column_of_kind(records_, "date");
        if (!column || !is_date_column(records_, *column)) continue;
        Condition condition{*column, "", false, std::nullopt, std::nullopt, false, false, i};
        condition.least = *year * year_of_days + first_of_year;
        condition.most = *year * year_of_days + last_of_year;
        plan_.conditions.push_back(std::move(condition));
        words_.take(i, 2, Part::bound);
        used_.insert(*column);
    }
}

void Reading::read_bounds()
{
    for (const auto& bound : bounds) {
        const auto phrase = words_of(bound.words);
        const auto at = words_.find(phrase, true);
        if (at) read_bound(bound, *at, phrase.size());
    }
}

bool Reading::read_superlative()
{
    // "Which author was born first", "the ticket that is due last".
    for (const auto& [where, column] : mentions_) {
        const bool is_least = words_.is_word(where + 1, "first") || words_.is_word(where + 1, "earliest");
        const bool is_most = words_.is_word(where + 1, "last") || words_.is_word(where + 1, "latest");
        if ((!is_least && !is_most) || !words_.is_free(where + 1) || column == records_.title ||
            !is_quantity_column(records_, column))
            continue;
        plan_.measure = column;
        plan_.is_least = is_least;
        spent_.insert(where);
        words_.take(where + 1, 1, Part::measure);
        return true;
    }
    for (const auto& each : superlatives) {
        const auto phrase = words_of(each.words);
        const auto at = words_.find(phrase, true);
        // Stems would take "latest" for "late".
        if (!at || words_.at(*at).text != phrase.front()) continue;
        std::optional<std::size_t> column;
        for (const auto& [where, mentioned] : mentions_)
            if (where > *at && where <= *at + 4 && is_quantity_column(records_, mentioned)) {
                column = mentioned;
                spent_.insert(where);
                break;
            }
        if (!column && each.kind.empty()) {
            // "the highest rating": named right before it, "whose rating is highest".
            for (const auto& [where, mentioned] : mentions_)
                if (where < *at && is_quantity_column(records_, mentioned))
                    column = mentioned, spent_.insert(where);
        }
        if (!column && !each.kind.empty()) column = column_of_kind(records_, each.kind);
        // Of people with an age the oldest has the most years, not the earliest date.
        const auto years = each.words == "oldest" ? column_of_kind(records_, "age") : std::nullopt;
        if (years) column = years;
        if (!column) return false;
        plan_.measure = column;
        plan_.is_least = each.is_least && !years;
        words_.take(*at, phrase.size(), Part::measure);
        // "second most expensive", "three best rated", "top"
        for (std::size_t back = *at; back > 0 && back + 2 > *at; --back) {
            const auto before = back - 1;
            if (!words_.is_free(before)) break;
            if (const auto nth = ordinal(words_.at(before).text))
                plan_.ordinal = *nth;
            else if (const auto many = number_word(words_.at(before).text))
                plan_.count = *many;
            else
                break;
            words_.take(before, 1, Part::order);
        }
        if (plan_.count == 0 && plan_.ordinal == 0 && *at + phrase.size() < words_.size() &&
            words_.is_free(*at + phrase.size()))
            if (const auto many = number_word(words_.at(*at + phrase.size()).text)) {
                plan_.count = *many;
                words_.take(*at + phrase.size(), 1, Part::order);
            }
        return true;
    }
    return true;
}

bool names_superlative(const Records& records, std::string_view question)
{
    return std::ranges::any_of(superlatives, [&](const Superlative& each) {
        return !each.kind.empty() && contains_word(question, each.words) &&
               (column_of_kind(records, each.kind) || column_of_kind(records, "age"));
    });
}

}  // namespace lissom::agent::lite
