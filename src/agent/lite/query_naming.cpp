#include <algorithm>
#include <array>
#include <string>

#include "agent/lite/measure.hpp"
#include "agent/lite/query_columns.hpp"
#include "agent/lite/query_reading.hpp"
#include "agent/lite/words.hpp"

// What a question names: values of cells, what records are called, headings that are conditions themselves.

namespace lissom::agent::lite {

namespace {

using WordSet = std::set<std::string, std::less<>>;

constexpr std::size_t longest_value = 60;  // letters of a cell that may be named in a question

}  // namespace

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
        plan_.conditions.push_back({column, value, whole, std::nullopt, std::nullopt, false, false, *at});
        words_.take(*at, candidates[i].words.size(), Part::value, column);
        used_.insert(column);
        --i;  // the same words may stand there twice
    }
}

// A word for the records themselves; of several of them all are asked for.
void Reading::note_noun(std::size_t at)
{
    words_.take(at, 1, Part::noun);
    has_noun_ = true;
    if (words_.at(at).text.ends_with('s') && plan_.reckoning == Reckoning::records && !plan_.measure)
        plan_.is_each_told = true;
}

void Reading::read_nouns()
{
    for (const auto& [where, column] : mentions_)
        if (column == records_.title && words_.at(where).text.ends_with('s') &&
            plan_.reckoning == Reckoning::records && !plan_.measure)
            plan_.is_each_told = true;
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
            {"email", "phone", "role", "e-mail", "mail", "age", "birthday", "born", "department", "salary"}
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
            note_noun(i);
        }
    }
    for (const std::string_view word : any_records)
        if (const auto at = words_.find({std::string(word)}, true)) note_noun(*at);
    for (const auto& word : records_.about)
        for (auto at = words_.find({word}, false); at; at = words_.find({word}, false)) note_noun(*at);
}

void Reading::read_rest()
{
    for (std::size_t i = 0; i < words_.size(); ++i) {
        if (!words_.is_free(i)) continue;
        const auto& text = words_.at(i).text;
        const bool counts = plan_.count == 0 && plan_.ordinal == 0;
        if (counts && text == "top" && i + 1 < words_.size() && number_word(words_.at(i + 1).text)) {
            plan_.count = *number_word(words_.at(i + 1).text);
            words_.take(i, 2, Part::order);
            continue;
        }
        if (const auto nth = ordinal(text); counts && nth) {
            if (i + 1 < words_.size() && words_.is_free(i + 1) && number_word(words_.at(i + 1).text) &&
                *nth == 1) {
                plan_.count = *number_word(words_.at(i + 1).text);
                words_.take(i, 2, Part::order);
            } else {
                plan_.ordinal = *nth;
                words_.take(i, 1, Part::order);
            }
            continue;
        }
        if (is_idle_word(text)) words_.take(i, 1, Part::idle);
    }
    // A quantity may be called what it is beside its name: "due date", "phone number", "price amount".
    static const WordSet kinds = {
        "date",
        "day",
        "time",
        "number",
        "amount",
        "price",
        "value",
        "address",
        "score",
        "night",
        "per",
        "cost",
        "costs",
        "level"
    };
    for (std::size_t i = 0; i < words_.size(); ++i) {
        if (!words_.is_free(i) || !kinds.contains(words_.at(i).text)) continue;
        const bool is_beside = std::ranges::any_of(mentions_, [&](const auto& each) {
            return each.first + 3 > i && each.first < i + 3;
        });
        if (is_beside) words_.take(i, 1, Part::idle);
    }
    read_flags();
    read_none_left();
    // What is denied is what comes next; "except" denies all that follows.
    for (std::size_t i = 0; i < words_.size(); ++i) {
        if (words_.at(i).part != Part::negation) continue;
        const bool denies_all = words_.at(i).text == "except" || words_.at(i).text == "excluding" ||
                                words_.at(i).text == "besides" || words_.at(i).text == "but" ||
                                words_.at(i).text == "other";
        Condition* next = nullptr;
        for (auto& each : plan_.conditions) {
            if (each.at < i) continue;
            if (denies_all) each.is_negated = true;
            if (next == nullptr || each.at < next->at) next = &each;
        }
        if (next != nullptr) {
            next->is_negated = true;
            // "not by Noor or Ben": of one column what follows is denied, too.
            for (auto& each : plan_.conditions)
                if (each.column == next->column && each.at > next->at) each.is_negated = true;
        } else
            words_.at(i).part = Part::unknown;  // something is denied that nobody understood
    }
}

// "Which product has no stock": a count that is nought. What denies it is read with all that is denied.
void Reading::read_none_left()
{
    for (const auto& [where, column] : mentions_) {
        const bool is_denied = where > 0 && words_.at(where - 1).part == Part::negation &&
                               (words_.is_word(where - 1, "no") || words_.is_word(where - 1, "without"));
        if (!is_denied || used_.contains(column) || column == records_.title ||
            !is_quantity_column(records_, column) || is_date_column(records_, column))
            continue;
        plan_.conditions.push_back({column, "", false, 0.0, std::nullopt, true, false, where});
        used_.insert(column);
        spent_.insert(where);
    }
}

// "How many users are staff", "tickets that are not urgent", "loans that were not returned": a heading that
// is itself the condition, where its cells say yes or no, or are empty.
void Reading::read_flags()
{
    static const WordSet yes = {"true", "yes", "✓", "✔", "on", "y", "checked"};
    static const WordSet no = {"false", "no", "✗", "✘", "off", "n", "unchecked", "-", "–", "", "0"};
    const bool tells_many = plan_.reckoning == Reckoning::count || plan_.is_each_told;
    if (!tells_many) return;
    for (const auto& [where, column] : mentions_) {
        if (used_.contains(column) || column == records_.title || plan_.measure == column) continue;
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
            plan_.conditions.push_back(
                {column, *positive.begin(), true, std::nullopt, std::nullopt, false, false, where}
            );
            used_.insert(column);
        } else if (has_blank && is_denied) {
            plan_.conditions.push_back({column, "", true, std::nullopt, std::nullopt, false, false, where});
            used_.insert(column);
        }
    }
}

bool Reading::is_understood() const
{
    for (std::size_t i = 0; i < words_.size(); ++i)
        if (words_.at(i).part == Part::unknown) return false;
    // Bare small talk fits everything.
    return has_noun_ || !mentions_.empty() || !plan_.conditions.empty() || plan_.measure.has_value();
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

bool Reading::asks_for_names() const
{
    for (const std::string_view name : {"name", "names", "title", "titles"})
        for (std::size_t i = 0; i < words_.size(); ++i)
            if (words_.at(i).text == name) return true;
    return false;
}

}  // namespace lissom::agent::lite
