#include "agent/lite/query.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "agent/lite/measure.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

using WordSet = std::set<std::string, std::less<>>;

constexpr std::size_t longest_value = 60;  // letters of a cell that may be named in a question

// What the records of any list may be called.
constexpr std::array<std::string_view, 4> any_records = {"result", "entry", "record", "row"};

// "March 2026", "2026-03-01", never "3 comments".
std::optional<double> day_in(std::string_view cell)
{
    const auto date = date_in(cell);
    if (!date || (date->year == 0 && date->month == 0)) return std::nullopt;
    return date->year * 372.0 + date->month * 31.0 + date->day;
}

bool is_date_column(const Records& records, std::size_t column)
{
    std::size_t dates = 0, filled = 0;
    for (const auto& row : records.rows) {
        if (row[column].empty()) continue;
        ++filled;
        dates += day_in(row[column]) ? 1 : 0;
    }
    return filled > 0 && dates == filled;
}

bool is_quantity_column(const Records& records, std::size_t column)
{
    std::size_t numbers = 0, filled = 0;
    for (const auto& row : records.rows) {
        if (row[column].empty()) continue;
        ++filled;
        numbers += quantity_in(row[column]) ? 1 : 0;
    }
    return filled > 0 && numbers * 10 >= filled * 9;
}

bool has_name_like(std::string_view column, const std::vector<std::string_view>& words)
{
    return std::ranges::any_of(words, [&](std::string_view word) {
        return contains_word(column, word) ||
               std::ranges::any_of(words_of(column), [&](const std::string& each) {
                   return stem(each) == stem(word);
               });
    });
}

// The column of a kind of quantity that a word means without naming it: "cheapest", "newest", "nearest".
std::optional<std::size_t> column_of_kind(const Records& records, std::string_view kind)
{
    std::optional<std::size_t> by_look;
    for (std::size_t c = 0; c < records.columns.size(); ++c) {
        const auto& name = records.columns[c];
        if (!is_quantity_column(records, c)) continue;
        if (kind == "price" &&
            has_name_like(name, {"price", "cost", "fare", "rate", "amount", "total", "fee"}))
            return c;
        if (kind == "rating" && has_name_like(name, {"rating", "score", "grade", "rated"})) return c;
        if (kind == "distance" && has_name_like(name, {"distance", "away", "far"})) return c;
        if (kind == "duration" && has_name_like(name, {"duration", "length", "time"})) return c;
        const auto sample =
            std::ranges::find_if(records.rows, [&](const auto& row) { return !row[c].empty(); });
        if (sample == records.rows.end()) continue;
        const auto& cell = (*sample)[c];
        if ((kind == "price" && price_in(cell)) || (kind == "date" && is_date_column(records, c)) ||
            (kind == "duration" && duration_in(cell)) || (kind == "rating" && cell.contains("★")) ||
            (kind == "distance" && (cell.ends_with(" km") || cell.ends_with(" m") || cell.ends_with(" mi"))
            )) {
            if (by_look) return std::nullopt;  // two of them: which one is not said
            by_look = c;
        }
    }
    return by_look;
}

struct Condition {
    std::size_t column = 0;
    std::string value;      // words that the cell says, all of it or a part
    bool is_whole = false;  // all of the cell
    std::optional<double> least, most;
    bool is_strict = false;  // the bound itself does not fit
    bool is_negated = false;
    std::size_t at = 0;  // the word that says it
};

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

struct Bound {
    std::string_view words;
    bool is_lower;  // the value has to be above it
    bool is_strict;
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
                               Bound{"until", false, false},       Bound{"by", false, false}};

// One question being understood.
class Reading {
public:
    Reading(const Records& records, std::string_view question, std::string_view spaced)
        : records_(records),
          question_(question),
          words_(spaced)
    {
    }

    std::optional<Reply> reply()
    {
        read_form();
        read_columns();
        if (!read_bounds()) return std::nullopt;
        read_values(true);
        if (!read_superlative()) return std::nullopt;
        read_nouns();
        read_values(false);
        read_rest();
        if (!is_understood()) return std::nullopt;
        return evaluated();
    }

private:
    bool is_of_one() const;
    bool words_have(std::initializer_list<std::string_view> any) const
    {
        for (std::size_t i = 0; i < words_.size(); ++i)
            if (std::ranges::find(any, words_.at(i).text) != any.end()) return true;
        return false;
    }
    void read_form();
    void read_columns();
    bool read_bounds();
    void read_values(bool whole);
    bool read_superlative();
    void read_nouns();
    void read_rest();
    void read_flags();
    bool is_understood() const;
    bool read_bound(const Bound& bound, std::size_t at, std::size_t size);
    std::optional<std::size_t> column_near(std::size_t at, bool dates) const;
    bool fits(const std::vector<std::string>& row) const;
    std::vector<std::size_t> told_columns() const;
    std::optional<Reply> evaluated();
    void sort_rows(std::vector<std::size_t>& rows) const;

    const Records& records_;
    std::string_view question_;  // as written
    QueryWords words_;
    Reply reply_;
    std::vector<Condition> conditions_;
    std::vector<std::pair<std::size_t, std::size_t>> mentions_;  // word, column
    std::set<std::size_t> used_;  // columns that conditions or measures speak of
    std::optional<std::size_t> measure_;
    bool is_least_ = true;
    bool is_each_told_ = false;
    int count_ = 0;
    int ordinal_ = 0;
    bool has_noun_ = false;
    bool is_total_ = false;        // "the total number of reviews": of a quantity it is the sum
    std::set<std::size_t> spent_;  // words that name a column only to measure by it
};

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
        std::vector<std::string> words(phrase.begin(), phrase.end());
        const auto at = words_.find(words, true);
        if (at) words_.take(*at, words.size(), part);
        return at;
    };
    if (drop({"as", "json"}, Part::form) || drop({"in", "json"}, Part::form) || drop({"json"}, Part::form))
        reply_.wants_json = true;
    drop({"format"}, Part::form);
    drop({"as", "a", "list"}, Part::form);
    drop({"as", "an", "array"}, Part::form);
    drop({"in", "total"}, Part::form);
    drop({"list", "of"}, Part::form);
    is_total_ = drop({"total", "number", "of"}, Part::form).has_value();
    if (is_total_ || drop({"how", "many"}, Part::form) ||
        (!is_of_one() && drop({"number", "of"}, Part::form)) || drop({"count"}, Part::form))
        reply_.reckoning = Reckoning::count;
    else if (drop({"sum", "of"}, Part::form) || drop({"total", "of"}, Part::form) ||
             drop({"add", "up"}, Part::form) || drop({"sum"}, Part::form))
        reply_.reckoning = Reckoning::sum;
    else if (drop({"average"}, Part::form) || drop({"mean"}, Part::form))
        reply_.reckoning = Reckoning::average;
    for (std::size_t i = 0; i < words_.size(); ++i) {
        const auto& text = words_.at(i).text;
        if (text == "all" || text == "every" || text == "each" || text == "list" || text == "names" ||
            text == "titles")
            is_each_told_ = true;
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
    if (const auto at = words_.find({"total"}, true); at && reply_.reckoning == Reckoning::records) {
        words_.take(*at, 1, Part::form);
        reply_.reckoning = Reckoning::sum;
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
    static const WordSet plain = {"by", "from", "over", "under", "since"};
    auto column = column_near(at, is_date);
    const bool is_bare = !column;
    if (is_bare && is_date) column = column_of_kind(records_, "date");
    static const WordSet money = {"euro", "euros", "dollar", "dollars", "pounds", "eur", "usd"};
    const bool is_money = question_.find_first_of("$") != std::string::npos || question_.contains("€") ||
                          question_.contains("£") ||
                          (end < words_.size() && money.contains(words_.at(end).text)) ||
                          bound.words == "cheaper than";
    if (is_bare && !is_date && is_money) column = column_of_kind(records_, "price");
    if (!column) return false;
    // A year alone, or a date said in words, leaves out what it does not say: days compare from the year on.
    Condition condition{*column, "", false, std::nullopt, std::nullopt, bound.is_strict, false, at};
    (bound.is_lower ? condition.least : condition.most) = value;
    conditions_.push_back(std::move(condition));
    if (end < words_.size() && money.contains(words_.at(end).text)) ++end;
    words_.take(at, end - at, Part::bound);
    used_.insert(*column);
    return true;
}

bool Reading::read_bounds()
{
    for (const auto& bound : bounds) {
        const auto phrase = words_of(bound.words);
        const auto at = words_.find(phrase, true);
        if (at) read_bound(bound, *at, phrase.size());
    }
    return true;
}

void Reading::read_values(bool whole)
{
    struct Candidate {
        std::size_t column;
        std::vector<std::string> words;
    };
    std::vector<Candidate> candidates;
    for (std::size_t c = 0; c < records_.columns.size(); ++c) {
        std::set<std::vector<std::string>> seen;
        const bool is_quantity = is_quantity_column(records_, c) && !is_date_column(records_, c);
        for (const auto& row : records_.rows) {
            if (row[c].empty() || row[c].size() > longest_value) continue;
            // The letters of an address are no name.
            if (!whole && row[c].contains('@')) continue;
            auto cell = words_of(row[c]);
            if (whole && !is_quantity) seen.insert(cell);
            // A number that a record goes by is a name: "ticket 1044".
            if (whole && is_quantity && cell.size() == 1 && cell.front().size() >= 3 && c == 0)
                seen.insert(cell);
            if (whole || is_quantity) continue;
            for (std::size_t begin = 0; begin < cell.size(); ++begin)
                for (std::size_t end = begin + 1; end <= cell.size(); ++end) {
                    std::vector<std::string> part(
                        cell.begin() + static_cast<std::ptrdiff_t>(begin),
                        cell.begin() + static_cast<std::ptrdiff_t>(end)
                    );
                    const bool is_empty = std::ranges::all_of(part, [](const std::string& word) {
                        return word.size() < 3 || is_idle_word(word);
                    });
                    if (!is_empty) seen.insert(std::move(part));
                }
        }
        for (const auto& each : seen) candidates.push_back({c, each});
    }
    std::ranges::sort(candidates, [](const Candidate& a, const Candidate& b) {
        return a.words.size() != b.words.size() ? a.words.size() > b.words.size() : a.column < b.column;
    });
    // Of columns that say the same words the one that is named beside them comes first.
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const auto at = words_.find(candidates[i].words, true);
        if (!at) continue;
        auto column = candidates[i].column;
        std::size_t nearest = words_.size() + 1;
        for (std::size_t k = i;
             k < candidates.size() && candidates[k].words.size() == candidates[i].words.size();
             ++k) {
            if (candidates[k].words != candidates[i].words) continue;
            for (const auto& [where, mentioned] : mentions_) {
                const auto distance = where > *at ? where - *at : *at - where;
                if (mentioned == candidates[k].column && distance < nearest)
                    nearest = distance, column = mentioned;
            }
        }
        std::string value;
        for (const auto& word : candidates[i].words) value += (value.empty() ? "" : " ") + word;
        conditions_.push_back({column, value, whole, std::nullopt, std::nullopt, false, false, *at});
        words_.take(*at, candidates[i].words.size(), Part::value, column);
        used_.insert(column);
        --i;  // the same words may stand there twice
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
        measure_ = column;
        is_least_ = is_least;
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
        if (!column) return false;
        measure_ = column;
        is_least_ = each.is_least;
        words_.take(*at, phrase.size(), Part::measure);
        // "second most expensive", "three best rated", "top"
        for (std::size_t back = *at; back > 0 && back + 2 > *at; --back) {
            const auto before = back - 1;
            if (!words_.is_free(before)) break;
            if (const auto nth = ordinal(words_.at(before).text))
                ordinal_ = *nth;
            else if (const auto many = number_word(words_.at(before).text))
                count_ = *many;
            else
                break;
            words_.take(before, 1, Part::order);
        }
        if (count_ == 0 && ordinal_ == 0 && *at + phrase.size() < words_.size() &&
            words_.is_free(*at + phrase.size()))
            if (const auto many = number_word(words_.at(*at + phrase.size()).text)) {
                count_ = *many;
                words_.take(*at + phrase.size(), 1, Part::order);
            }
        return true;
    }
    return true;
}

void Reading::read_nouns()
{
    for (const auto& [where, column] : mentions_)
        if (column == records_.title && words_.at(where).text.ends_with('s') &&
            reply_.reckoning == Reckoning::records && !measure_)
            is_each_told_ = true;
    // What everybody calls records of such fields.
    struct Kind {
        std::vector<std::string_view> words, fields;
    };
    static const std::array<Kind, 3> kinds = {
        Kind{
            {"article", "post", "story", "news", "headline", "blog", "topic", "thread"},
            {"author", "comments", "comment", "replies", "published"}
        },
        Kind{
            {"person", "people", "employee", "member", "colleague", "contact", "customer", "user"},
            {"email", "phone", "role", "e-mail", "mail"}
        },
        Kind{{"product", "offer", "item", "article"}, {"price"}}
    };
    for (const auto& kind : kinds) {
        const bool has_field = std::ranges::any_of(records_.columns, [&](const std::string& name) {
            return has_name_like(name, kind.fields);
        });
        for (std::size_t i = 0; has_field && i < words_.size(); ++i) {
            const bool is_kind =
                words_.is_free(i) && std::ranges::any_of(kind.words, [&](std::string_view word) {
                    return stem(words_.at(i).text) == stem(word);
                });
            if (!is_kind) continue;
            words_.take(i, 1, Part::noun);
            has_noun_ = true;
            if (words_.at(i).text.ends_with('s') && reply_.reckoning == Reckoning::records && !measure_)
                is_each_told_ = true;
        }
    }
    for (const std::string_view word : any_records)
        if (const auto at = words_.find({std::string(word)}, true)) {
            words_.take(*at, 1, Part::noun);
            has_noun_ = true;
            if (words_.at(*at).text.ends_with('s') && reply_.reckoning == Reckoning::records && !measure_)
                is_each_told_ = true;
        }
    for (const auto& word : records_.about)
        for (auto at = words_.find({word}, false); at; at = words_.find({word}, false)) {
            words_.take(*at, 1, Part::noun);
            has_noun_ = true;
            if (words_.at(*at).text.ends_with('s') && reply_.reckoning == Reckoning::records && !measure_)
                is_each_told_ = true;
        }
}

void Reading::read_rest()
{
    for (std::size_t i = 0; i < words_.size(); ++i) {
        if (!words_.is_free(i)) continue;
        const auto& text = words_.at(i).text;
        const bool counts = count_ == 0 && ordinal_ == 0;
        if (counts && text == "top" && i + 1 < words_.size() && number_word(words_.at(i + 1).text)) {
            count_ = *number_word(words_.at(i + 1).text);
            words_.take(i, 2, Part::order);
            continue;
        }
        if (const auto nth = ordinal(text); counts && nth) {
            if (i + 1 < words_.size() && words_.is_free(i + 1) && number_word(words_.at(i + 1).text) &&
                *nth == 1) {
                count_ = *number_word(words_.at(i + 1).text);
                words_.take(i, 2, Part::order);
            } else {
                ordinal_ = *nth;
                words_.take(i, 1, Part::order);
            }
            continue;
        }
        if (is_idle_word(text)) words_.take(i, 1, Part::idle);
    }
    // A quantity may be called what it is beside its name: "due date", "phone number", "price amount".
    static const WordSet kinds = {
        "date", "day", "time", "number", "amount", "price", "value", "address", "score", "night", "per"
    };
    for (std::size_t i = 0; i < words_.size(); ++i) {
        if (!words_.is_free(i) || !kinds.contains(words_.at(i).text)) continue;
        const bool is_beside = std::ranges::any_of(mentions_, [&](const auto& each) {
            return each.first + 3 > i && each.first < i + 3;
        });
        if (is_beside) words_.take(i, 1, Part::idle);
    }
    read_flags();
    // What is denied is what comes next; "except" denies all that follows.
    for (std::size_t i = 0; i < words_.size(); ++i) {
        if (words_.at(i).part != Part::negation) continue;
        const bool denies_all = words_.at(i).text == "except" || words_.at(i).text == "excluding" ||
                                words_.at(i).text == "besides" || words_.at(i).text == "but" ||
                                words_.at(i).text == "other";
        Condition* next = nullptr;
        for (auto& each : conditions_) {
            if (each.at < i) continue;
            if (denies_all) each.is_negated = true;
            if (next == nullptr || each.at < next->at) next = &each;
        }
        if (next != nullptr) {
            next->is_negated = true;
            // "not by Noor or Ben": of one column what follows is denied, too.
            for (auto& each : conditions_)
                if (each.column == next->column && each.at > next->at) each.is_negated = true;
        } else
            words_.at(i).part = Part::unknown;  // something is denied that nobody understood
    }
}

// "How many users are staff", "tickets that are not urgent", "loans that were not returned": a heading that
// is itself the condition, where its cells say yes or no, or are empty.
void Reading::read_flags()
{
    static const WordSet yes = {"true", "yes", "✓", "✔", "on", "y", "checked"};
    static const WordSet no = {"false", "no", "✗", "✘", "off", "n", "unchecked", "-", "–", "", "0"};
    const bool tells_many = reply_.reckoning == Reckoning::count || is_each_told_;
    if (!tells_many) return;
    for (const auto& [where, column] : mentions_) {
        if (used_.contains(column) || column == records_.title || measure_ == column) continue;
        std::set<std::string> positive;
        bool is_flag = true, has_blank = false;
        for (const auto& row : records_.rows) {
            const auto cell = lower(row[column]);
            has_blank = has_blank || cell.empty() || cell == "-" || cell == "–";
            if (yes.contains(cell) || cell == "1")
                positive.insert(cell);
            else
                is_flag = is_flag && no.contains(cell);
        }
        std::size_t back = where;
        while (back > 0 && words_.at(back - 1).part == Part::idle) --back;
        const bool is_denied = back > 0 && words_.at(back - 1).part == Part::negation;
        if (is_flag && !positive.empty()) {
            conditions_.push_back(
                {column, *positive.begin(), true, std::nullopt, std::nullopt, false, false, where}
            );
            used_.insert(column);
        } else if (has_blank && is_denied) {
            conditions_.push_back({column, "", true, std::nullopt, std::nullopt, false, false, where});
            used_.insert(column);
        }
    }
}

bool Reading::is_understood() const
{
    for (std::size_t i = 0; i < words_.size(); ++i)
        if (words_.at(i).part == Part::unknown) return false;
    // Bare small talk fits everything.
    return has_noun_ || !mentions_.empty() || !conditions_.empty() || measure_.has_value();
}

bool says_words(std::string_view cell, const std::string& value)
{
    const auto said = words_of(cell);
    const auto wanted = words_of(value);
    for (std::size_t i = 0; i + wanted.size() <= said.size(); ++i) {
        bool is_here = true;
        for (std::size_t k = 0; k < wanted.size() && is_here; ++k)
            is_here = said[i + k] == wanted[k] || stem(said[i + k]) == stem(wanted[k]);
        if (is_here) return true;
    }
    return false;
}

bool Reading::fits(const std::vector<std::string>& row) const
{
    std::map<std::size_t, bool> by_column;  // of one column any value will do
    for (const auto& each : conditions_) {
        bool holds = false;
        if (each.least || each.most) {
            const auto value = quantity_in(row[each.column]);
            holds = value &&
                    (!each.least || (each.is_strict ? *value > *each.least : *value >= *each.least)) &&
                    (!each.most || (each.is_strict ? *value < *each.most : *value <= *each.most));
            if (holds == each.is_negated) return false;
            continue;
        }
        if (each.value.empty()) {
            // Nothing in the cell, and that is denied: "not returned".
            const auto& cell = row[each.column];
            const bool is_blank = cell.empty() || cell == "-" || cell == "–";
            if (is_blank != each.is_negated) return false;
            continue;
        }
        holds = says_words(row[each.column], each.value) || lower(row[each.column]) == each.value;
        // The whole of a cell was named: "Open" is not "Open again".
        if (each.is_whole) holds = holds && words_of(row[each.column]).size() == words_of(each.value).size();
        if (each.is_negated) {
            if (holds) return false;
            continue;
        }
        const bool is_part = !each.is_whole && by_column.contains(each.column);
        auto& any = by_column[each.column];
        any = is_part ? any && holds : any || holds;
    }
    return std::ranges::all_of(by_column, [](const auto& each) { return each.second; });
}

// What is to be told: columns that were named for their own sake.
std::vector<std::size_t> Reading::told_columns() const
{
    std::vector<std::size_t> told;
    for (const auto& [where, column] : mentions_) {
        // What a record is called is told anyhow.
        const bool is_noun =
            column == records_.title && std::ranges::any_of(records_.about, [&](const std::string& word) {
                return are_kin(word, words_.at(where).text);
            });
        const bool is_used = used_.contains(column) || spent_.contains(where) || is_noun;
        const bool is_known = std::ranges::find(told, column) != told.end();
        if (!is_used && !is_known) told.push_back(column);
    }
    return told;
}

void Reading::sort_rows(std::vector<std::size_t>& rows) const
{
    std::erase_if(rows, [&](std::size_t row) { return !quantity_in(records_.rows[row][*measure_]); });
    std::ranges::sort(rows, [&](std::size_t a, std::size_t b) {
        const auto x = *quantity_in(records_.rows[a][*measure_]),
                   y = *quantity_in(records_.rows[b][*measure_]);
        if (x == y) return a < b;
        return is_least_ ? x < y : x > y;
    });
}

std::optional<Reply> Reading::evaluated()
{
    std::vector<std::size_t> rows;
    for (std::size_t r = 0; r < records_.rows.size(); ++r)
        if (fits(records_.rows[r])) rows.push_back(r);
    const auto told = told_columns();
    if (is_total_ && told.size() == 1 && rows.size() > 1 && is_quantity_column(records_, told.front()))
        reply_.reckoning = Reckoning::sum;
    if (reply_.reckoning == Reckoning::count) {
        const bool is_of_one = told.size() == 1 && rows.size() == 1 &&
                               is_quantity_column(records_, told.front()) && !conditions_.empty();
        // "How many comments does X have": the number stands there.
        if (is_of_one) {
            reply_.reckoning = Reckoning::records;
            reply_.rows = rows;
            reply_.columns = told;
            return reply_;
        }
        if (told.size() == 1 && is_quantity_column(records_, told.front())) return std::nullopt;
        reply_.number = static_cast<double>(rows.size());
        reply_.rows = std::move(rows);
        return reply_;
    }
    if (reply_.reckoning == Reckoning::sum || reply_.reckoning == Reckoning::average) {
        auto column = told.size() == 1 ? std::optional(told.front()) : column_of_kind(records_, "price");
        if (column && !is_quantity_column(records_, *column)) column = column_of_kind(records_, "price");
        if (!column || rows.empty()) return std::nullopt;
        double sum = 0;
        for (const auto row : rows) {
            const auto value = quantity_in(records_.rows[row][*column]);
            if (!value) return std::nullopt;
            sum += *value;
        }
        reply_.number = reply_.reckoning == Reckoning::average ? sum / static_cast<double>(rows.size()) : sum;
        reply_.number = std::round(reply_.number * 1e6) / 1e6;
        reply_.rows = std::move(rows);
        return reply_;
    }
    if (rows.empty()) return std::nullopt;
    // "What is the population": the row of that name, and nothing asked of it, is an echo and no answer.
    const bool is_echo =
        told.empty() && !measure_ && std::ranges::any_of(conditions_, [&](const Condition& each) {
            return each.column == records_.title && !each.is_negated && !each.value.empty();
        });
    if (is_echo) return std::nullopt;
    reply_.columns = told;
    // "The name and price": what it is called is told with the rest.
    const bool names_it = words_have({"name", "names", "title", "titles"});
    if (names_it && !told.empty() && std::ranges::find(told, records_.title) == told.end())
        reply_.columns.insert(reply_.columns.begin(), records_.title);
    if (measure_) {
        sort_rows(rows);
        if (rows.empty()) return std::nullopt;
        const auto worth = [&](std::size_t row) { return *quantity_in(records_.rows[row][*measure_]); };
        if (count_ == 0) {
            const auto size = static_cast<int>(rows.size());
            const int at = ordinal_ == 0 ? 0 : ordinal_ < 0 ? size + ordinal_ : ordinal_ - 1;
            if (at < 0 || at >= size) return std::nullopt;
            const auto best = worth(rows[static_cast<std::size_t>(at)]);
            // All that share the place: naming one of two would be a guess.
            std::erase_if(rows, [&](std::size_t row) { return worth(row) != best; });
            reply_.is_list = rows.size() > 1;
        }
    } else if (ordinal_ != 0) {
        const auto size = static_cast<int>(rows.size());
        const int at = ordinal_ < 0 ? size + ordinal_ : ordinal_ - 1;
        if (at < 0 || at >= size) return std::nullopt;
        rows = {rows[static_cast<std::size_t>(at)]};
    }
    if (count_ > 0) {
        if (rows.size() < static_cast<std::size_t>(count_)) return std::nullopt;
        rows.resize(static_cast<std::size_t>(count_));
        reply_.is_list = true;
    }
    const bool picks_one = (measure_ && count_ == 0) || ordinal_ != 0;
    if (!picks_one && (is_each_told_ || rows.size() > 1)) reply_.is_list = true;
    // A value of one thing, and several fit: it was not said which.
    if (reply_.is_list && !picks_one && count_ == 0 && !is_each_told_ && !told.empty() && rows.size() > 1)
        return std::nullopt;
    reply_.rows = std::move(rows);
    return reply_;
}

}  // namespace

std::optional<double> quantity_in(std::string_view cell)
{
    if (const auto day = day_in(cell)) return day;
    double stars = 0;
    for (auto at = cell.find("★"); at != std::string_view::npos; at = cell.find("★", at + 1)) ++stars;
    if (stars > 0) return stars;
    if (const auto price = price_in(cell)) return price;
    std::size_t letters = 0, digits = 0;
    for (const char c : cell) {
        digits += c >= '0' && c <= '9' ? 1 : 0;
        letters += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? 1 : 0;
    }
    constexpr std::size_t longest_unit = 12;  // letters: "kilograms", not "call me at 5"
    if (digits == 0 || letters > longest_unit) return std::nullopt;
    if (const auto minutes = duration_in(cell)) return minutes;
    return number_in(cell);
}

std::optional<Reply> ask(const Records& records, std::string_view question)
{
    if (records.rows.empty() || records.columns.empty()) return std::nullopt;
    // "€60": the sign is a word of its own.
    std::string spaced;
    for (std::size_t i = 0; i < question.size(); ++i) {
        if (question.substr(i).starts_with("€") || question.substr(i).starts_with("£")) {
            const std::size_t size = question.substr(i).starts_with("€") ? 3 : 2;
            spaced += " ";
            i += size - 1;
            continue;
        }
        spaced += question[i];
    }
    return Reading(records, question, spaced).reply();
}

bool is_about(const Records& records, std::string_view question)
{
    QueryWords words(question);
    for (const std::string_view word : any_records)
        if (words.find({std::string(word)}, true)) return true;
    for (const auto& word : records.about)
        if (words.find({word}, false)) return true;
    for (const auto& column : records.columns)
        if (words.find(words_of(column), false)) return true;
    return false;
}

}  // namespace lissom::agent::lite
