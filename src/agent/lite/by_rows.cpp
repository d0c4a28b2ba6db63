#include "agent/lite/by_rows.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "agent/lite/grids.hpp"
#include "agent/lite/inquiry.hpp"
#include "agent/lite/measure.hpp"
#include "agent/lite/query_columns.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/questions.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

bool has_digit(std::string_view text) { return text.find_first_of("0123456789") != std::string_view::npos; }

bool is_weekday(std::string_view text)
{
    const auto words = words_of(text);
    return !words.empty() &&
           std::ranges::any_of(
               std::initializer_list<std::string_view>{
                   "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
               },
               [&](std::string_view day) {
                   return are_synonyms(words.front(), day) || words.front() == day ||
                          words.front() == std::string(day) + "s";
               }
           );
}

bool is_year(std::string_view text)
{
    const auto words = words_of(text);
    return words.size() == 1 && words.front().size() == 4 &&
           words.front().find_first_not_of("0123456789") == std::string::npos;
}

bool is_moment(const Inquiry& asked, std::string_view text)
{
    if (asked.noun == "year") return is_year(text) || day_in(text);
    if (asked.noun == "time") return time_in(text).has_value();
    if (asked.noun == "month" && words_of(text).size() <= 2 && !words_of(text).empty())
        return month_named(words_of(text).front()).has_value();
    return day_in(text) || time_in(text) || is_weekday(text) || is_year(text) ||
           (!words_of(text).empty() && month_named(words_of(text).front()) && text.size() < 20);
}

bool is_name(std::string_view text)
{
    constexpr std::size_t longest_name = 4;  // words
    return !text.empty() && !has_digit(text) && split(collapsed(text), " ").size() <= longest_name &&
           std::isupper(static_cast<unsigned char>(text.front())) != 0;
}

// "3", "3,120 visitors", "(128 reviews)", "1.4k": a number first, and little else.
bool is_count(std::string_view text)
{
    constexpr std::size_t most_words = 4;
    const auto first = text.find_first_not_of("(+~ ");
    // "15. Mailbox full": the number of an entry, before what it is called.
    const auto end = first == std::string_view::npos ? first : text.find_first_not_of("0123456789", first);
    const bool is_numbering = end != std::string_view::npos && text.substr(end).starts_with(". ");
    return first != std::string_view::npos && !is_numbering &&
           std::isdigit(static_cast<unsigned char>(text[first])) != 0 &&
           split(collapsed(text), " ").size() <= most_words && !day_in(text) && !time_in(text) &&
           !price_in(text) && !text.contains('%');
}

// "2.40" of a price list without signs; "4" may be anything.
bool is_bare_price(std::string_view text)
{
    const auto plain = trimmed(text);
    const auto mark = plain.find_first_of(".,");
    return mark != std::string::npos && plain.size() == mark + 3 &&
           plain.find_first_not_of("0123456789.,") == std::string::npos;
}

// Is the text of the kind that is asked for?
bool fits_kind(const Inquiry& asked, const GridCell& cell, std::string_view heading)
{
    const auto& text = cell.text;
    constexpr std::size_t longest_value = 60;  // of a figure or a name; more is a sentence about it
    if (text.empty()) return false;
    switch (asked.kind) {
        case Kind::amount:
            return text.size() < longest_value && !day_in(text) && !time_in(text) && !text.contains("http") &&
                   (has_digit(text) || contains_word(text, "free")) &&
                   (!asked.is_money || price_in(text) || contains_word(text, "free") || is_bare_price(text));
        case Kind::number: return is_count(text);
        case Kind::moment: return text.size() < longest_value && is_moment(asked, text);
        case Kind::span:
            // "720 m" is a way, not a time.
            return (duration_in(text) && !(words_of(text).size() > 1 && words_of(text)[1] == "m")) ||
                   (has_digit(text) && (says(cell.label, "length") || says(heading, "length")));
        case Kind::person: return is_name(text) || (says(cell.label, "author") && !has_digit(text));
        case Kind::place:
            for (const auto* word :
                 {"place", "venue", "hall", "room", "location", "where", "address", "city"})
                if (says(cell.label, word) || says(heading, word)) return true;
            return false;
        default: return true;
    }
}

// "10:00–18:00" to who asks when it opens, or closes.
std::optional<std::string> end_of_range(const Inquiry& asked, const std::string& text)
{
    const bool asks_begin =
        asked.has("open") || asked.has("opens") || asked.has("start") || asked.has("begin");
    const bool asks_end = asked.has("close") || asked.has("closes") || asked.has("end") || asked.has("ends");
    if (asks_begin == asks_end) return std::nullopt;
    for (const std::string_view dash : {"–", "-", "—", " to "}) {
        const auto ends = split(text, dash);
        if (ends.size() == 2 && time_in(ends[0]) && time_in(ends[1])) return trimmed(ends[asks_end ? 1 : 0]);
    }
    return std::nullopt;
}

bool is_about_range(const std::string& word)
{
    static const std::set<std::string, std::less<>> words = {
        "open", "opens", "close", "closes", "start", "starts", "begin", "begins", "end", "ends", "closed"
    };
    return words.contains(word);
}

struct Found {
    int score = 0;
    std::string value;
};

// How well a cell answers; nothing where a word of the question has no place.
class Row {
public:
    Row(const Inquiry& asked, const Grid& grid, std::size_t at)
        : asked_(asked),
          grid_(grid),
          cells_(grid.rows[at])
    {
        for (const auto& heading : grid.headings) around_ += heading + " ";
        for (const auto& column : grid.columns) around_ += column + " ";
        std::set<std::string> texts;  // a cell over several columns is one
        for (const auto& cell : cells_)
            if (!cell.text.empty()) texts.insert(cell.text);
        filled_ = texts.size();
    }

    std::optional<Found> answer_in(std::size_t c) const
    {
        const auto& cell = cells_[c];
        const auto heading = cell.label + " " + grid_.columns[c];
        if (!fits_kind(asked_, cell, heading)) return std::nullopt;
        int score = 0;
        bool is_named = false, has_subject = false, deed_is_silent = false;
        const auto range = asked_.kind == Kind::moment ? end_of_range(asked_, cell.text) : std::nullopt;
        for (const auto& word : asked_.words) {
            const bool is_attribute = says(heading, word) || is_verb_of(word, heading);
            const bool is_subject = is_said_beside(c, word);
            const bool is_own = !is_subject && !is_attribute && has_digit(cell.text) && says(cell.text, word);
            if (is_attribute || is_subject || is_own) {
                score += is_own ? 1 : 2;
                is_named = is_named || is_attribute || is_own;
                has_subject = has_subject || is_subject;
            } else if (word == asked_.deed && !says(around_, word)) {
                deed_is_silent = true;
            } else if (range && is_about_range(word)) {
                score += 1;
            } else if (!says(around_, word) && !is_name_of_rows(c, word)) {
                return std::nullopt;
            }
        }
        if (score == 0 || (deed_is_silent && !(is_named && has_subject))) return std::nullopt;
        // A word of the question is no answer to it.
        if (is_echo(cell.text)) return std::nullopt;
        if (!is_meant(c, is_named, has_subject)) return std::nullopt;
        score += whole_cells(c);
        return Found{score, range.value_or(day_above(c) + cell.text)};
    }

private:
    // "Which service has an outage", "which subject is on Tuesday at 8:50": what is called so nowhere is what
    // the rows are, or what their cells hold.
    bool is_name_of_rows(std::size_t c, const std::string& word) const
    {
        return asked_.kind == Kind::thing && word == asked_.noun && (is_title(c) || is_crossed(c));
    }

    // Of a timetable the hour is half of the answer: "Tue " where the thing stands below Tuesday.
    std::string day_above(std::size_t c) const
    {
        if (asked_.kind != Kind::moment || !time_in(cells_[c].text)) return "";
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            const bool is_it = i != c && std::ranges::any_of(asked_.words, [&](const std::string& word) {
                                   return says(cells_[i].text, word);
                               });
            if (is_it && (is_weekday(grid_.columns[i]) || day_in(grid_.columns[i])))
                return grid_.columns[i] + " ";
        }
        return "";
    }

    bool is_said_beside(std::size_t c, const std::string& word) const
    {
        for (std::size_t i = 0; i < cells_.size(); ++i)
            if (cells_[i].text != cells_[c].text &&
                (says(cells_[i].text, word) || says(cells_[i].label, word)))
                return true;
        return false;
    }

    static bool is_verb_of(const std::string& word, std::string_view heading)
    {
        static const std::set<std::string, std::less<>> writing = {
            "wrote", "written", "started", "posted", "created", "made", "makes", "writes"
        };
        return writing.contains(word) && says(heading, "author");
    }

    // What a row is called by: its heading or link, else its first words that are neither a rank nor a date.
    bool is_title(std::size_t c) const
    {
        const auto named = std::ranges::find_if(cells_, [](const GridCell& cell) { return cell.is_title; });
        if (named != cells_.end()) return static_cast<std::size_t>(named - cells_.begin()) == c;
        constexpr std::size_t longest_rank = 3;  // digits
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            const auto& text = cells_[i].text;
            const bool is_rank =
                text.size() <= longest_rank && text.find_first_not_of("0123456789.#") == std::string::npos;
            if (text.empty() || is_rank || tells_when(text)) continue;
            return i == c;
        }
        return false;
    }

    // Is it this cell of the row that is asked for, and not another one?
    bool is_meant(std::size_t c, bool is_named, bool has_subject) const
    {
        const auto heading = cells_[c].label + " " + grid_.columns[c];
        if (asked_.kind == Kind::thing) {
            const bool is_column = says(heading, asked_.noun) || is_named_so(cells_[c].text);
            const bool has_column = std::ranges::any_of(grid_.columns, [&](const std::string& name) {
                return says(name, asked_.noun);
            });
            return has_subject &&
                   (is_column || (!has_column && (is_title(c) || (is_named && is_crossed(c)))));
        }
        if (is_named) return true;
        // "Salt | 1.9 g": the one value of the one name.
        if (filled_ == 2) return has_subject && cells_[c].text != cells_[0].text;
        // A tile: its whole name is said, and the figure comes right behind.
        const bool is_figure = asked_.kind == Kind::number || asked_.kind == Kind::amount;
        if (is_figure && c == 1 && asked_.has(cells_[0].text)) return true;
        if (!has_subject || asked_.kind == Kind::value) return false;
        // Of its kind alone in the row.
        std::size_t alike = 0;
        for (std::size_t i = 0; i < cells_.size(); ++i)
            alike += fits_kind(asked_, cells_[i], cells_[i].label + " " + grid_.columns[i]) ? 1 : 0;
        const bool has_other_name =
            std::ranges::any_of(cells_, [&](const GridCell& cell) { return !cell.label.empty(); });
        return alike == 1 && (asked_.kind != Kind::number || !has_other_name) && asked_.kind != Kind::number;
    }

    // Is the heading of the cell one of the words asked with: "Tuesday"?
    bool is_crossed(std::size_t c) const
    {
        return std::ranges::any_of(asked_.words, [&](const std::string& word) {
            return word != asked_.noun && says(grid_.columns[c], word);
        });
    }

    // "Room 1.07" to who asks for the room.
    bool is_named_so(const std::string& text) const
    {
        const auto words = words_of(text);
        return words.size() > 1 && has_digit(text) && are_alike_words(words.front(), asked_.noun);
    }

    bool is_echo(const std::string& text) const
    {
        const auto words = words_of(text);
        return !words.empty() && std::ranges::all_of(words, [&](const std::string& word) {
            return std::ranges::any_of(asked_.words, [&](const std::string& each) {
                return are_alike_words(each, word);
            });
        });
    }

    // Cells that are said as a whole are surer than words in common.
    int whole_cells(std::size_t c) const
    {
        int count = 0;
        for (std::size_t i = 0; i < cells_.size(); ++i)
            if (i != c && !cells_[i].text.empty() && asked_.has(cells_[i].text)) ++count;
        return count;
    }

    const Inquiry& asked_;
    const Grid& grid_;
    const std::vector<GridCell>& cells_;
    std::string around_;
    std::size_t filled_ = 0;
};

// "212" of "(212 reviews)", "1.4k" as it is.
std::string first_number(const std::string& text)
{
    auto first = split(collapsed(text), " ").front();
    while (!first.empty() && std::string_view("(~+").contains(first.front())) first.erase(0, 1);
    while (!first.empty() && std::string_view("),.").contains(first.back())) first.pop_back();
    return first;
}

// "The first bus", "the last train": of several moments the one that comes first.
std::optional<std::string> first_or_last(const Inquiry& asked, std::vector<std::string> values)
{
    const bool is_first = asked.has("first") || asked.has("next"), is_last = asked.has("last");
    if (is_first == is_last || values.empty()) return std::nullopt;
    const auto worth = [](const std::string& text) -> std::optional<double> {
        if (const auto day = day_in(text)) return day;
        if (const auto time = time_in(text)) return *time;
        return std::nullopt;
    };
    if (!std::ranges::all_of(values, [&](const std::string& text) { return worth(text).has_value(); }))
        return std::nullopt;
    const auto order = [&](const std::string& a, const std::string& b) { return *worth(a) < *worth(b); };
    return is_last ? *std::ranges::max_element(values, order) : *std::ranges::min_element(values, order);
}

// "✓" and "–" to who asks whether.
std::optional<std::string> yes_or_no(const Inquiry& asked, const std::string& text)
{
    static const std::set<std::string, std::less<>> yes = {"✓", "✔", "yes", "included", "true"};
    static const std::set<std::string, std::less<>> no = {
        "✗", "✘", "–", "-", "—", "no", "false", "not included"
    };
    const auto small = lower(trimmed(text));
    if (yes.contains(small)) return "Yes";
    if (no.contains(small)) return "No";
    if (!asked.has("open")) return std::nullopt;
    if (contains_word(small, "closed")) return "No: " + text;
    const bool is_range = end_of_range(inquiry_in("when does it open"), text).has_value();
    return is_range ? std::optional("Yes: " + text) : std::nullopt;
}

}  // namespace

namespace {

// "Which plan has single sign-on": the columns that have a tick in the row of that name; without one, where
// it is denied.
std::optional<std::string> tell_by_marks(const Scene& scene, const Inquiry& asked)
{
    if (asked.kind != Kind::thing || asked.has_measure) return std::nullopt;
    std::vector<std::string> words;
    for (const auto& word : asked.words)
        if (word != asked.noun && word != "not" && word != "no" && word != "without" && word != "stop")
            words.push_back(word);
    if (words.empty()) return std::nullopt;
    std::set<std::string> answers;
    for (const auto& grid : grids_on(scene))
        for (const auto& row : grid.rows) {
            const bool is_it = std::ranges::all_of(words, [&](const std::string& word) {
                return says(row.front().text, word);
            });
            if (!is_it) continue;
            JsonArray marked;
            std::size_t marks = 0;
            for (std::size_t c = 1; c < row.size(); ++c) {
                const auto said = yes_or_no(asked, row[c].text);
                const bool is_no = said && said->starts_with("No");
                marks += said ? 1 : 0;
                if (!grid.columns[c].empty() && is_no == asked.denies && !row[c].text.empty())
                    marked.emplace_back(grid.columns[c]);
            }
            if (marks == 0 || marked.empty() || marked.size() + 1 == row.size()) continue;
            answers.insert(
                marked.size() == 1 ? std::string(marked.front().get_string()) : in_words(Json(marked))
            );
        }
    return answers.size() == 1 ? std::optional(*answers.begin()) : std::nullopt;
}

}  // namespace

std::optional<std::string> tell_by_rows(const Scene& scene, const std::string& question)
{
    auto asked = inquiry_in(question);
    const bool is_ordered = asked.has("first") || asked.has("last") || asked.has("next");
    if (auto marked = tell_by_marks(scene, asked)) return marked;
    if (asked.denies || asked.has_measure || asked.words.empty()) return std::nullopt;
    if (is_ordered) {
        if (asked.kind != Kind::moment) return std::nullopt;
        std::erase_if(asked.words, [](const std::string& word) {
            return word == "first" || word == "last" || word == "next" || word == "bus" || word == "train";
        });
    }
    const bool asks_open = asked.kind == Kind::whether && asked.has("open");
    if (asks_open) std::erase(asked.words, "open");
    int best = 0;
    std::vector<std::string> values;
    for (const auto& grid : grids_on(scene))
        for (std::size_t r = 0; r < grid.rows.size(); ++r)
            for (std::size_t c = 0; c < grid.columns.size(); ++c) {
                auto found = Row(asked, grid, r).answer_in(c);
                if (!found) continue;
                if (asked.kind == Kind::whether) {
                    auto told = yes_or_no(inquiry_in(question), found->value);
                    if (!told) continue;
                    found->value = *std::move(told);
                }
                if (found->score < best) continue;
                if (found->score > best) values.clear(), best = found->score;
                if (std::ranges::find(values, found->value) == values.end()) values.push_back(found->value);
            }
    if (values.empty()) return std::nullopt;
    if (asked.kind == Kind::number)
        for (auto& value : values) value = first_number(value);
    if (values.size() == 1) return values.front();
    if (is_ordered) return first_or_last(asked, std::move(values));
    if (!asked.is_of_several) return std::nullopt;
    JsonArray all(values.begin(), values.end());
    return in_words(Json(std::move(all)));
}

}  // namespace lissom::agent::lite
