#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "agent/lite/listing.hpp"
#include "agent/lite/measure.hpp"
#include "agent/lite/results.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

constexpr int max_pages = 12;  // of a table that is read to its end

struct Table {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
};

void add_rows(const Scene& scene, const Listing& listing, Table& table)
{
    for (const int box : listing.boxes) {
        std::vector<std::string> cells;
        for (const int cell : scene.children(box)) cells.push_back(collapsed(scene.text_of(cell)));
        cells.resize(table.columns.size());
        table.rows.push_back(std::move(cells));
    }
}

// All pages of the table that fills the page; nothing where there is none with headings.
Async<Result<std::optional<Table>>> read_table(Run& run, std::string noun)
{
    std::optional<Table> table;
    for (int page = 0; page < max_pages; ++page) {
        const auto& scene = run.hands.scene();
        const auto listing = listing_for(scene, noun);
        if (!listing || listing->columns.empty()) break;
        if (!table) table = Table{listing->columns, {}};
        add_rows(scene, *listing, *table);
        const auto next = next_page(scene);
        if (next == 0) break;
        const auto text = scene.content_text();
        auto pressed = co_await run.hands.press(next);
        if (!pressed) break;
        CO_TRY(
            const bool turned,
            co_await run.hands.look_until(
                [&](const Scene& now) { return now.content_text() != text; }, Millis(2'000)
            )
        );
        if (!turned) break;
    }
    co_return table;
}

enum class Asked { sum, average, count, list };

struct Question {
    Asked asked = Asked::list;
    std::string rest;  // what is counted, summed up, listed
};

std::optional<Question> question_in(const std::string& question)
{
    const auto plain = without_prefix_words(
        question, {"what is", "what's", "what are", "tell me", "the", "calculate", "compute"}
    );
    if (const auto slots = fit("(sum|total|total sum|sum total|total amount) [of] {rest}", plain))
        return Question{Asked::sum, slots->at("rest")};
    if (const auto slots = fit("(average|mean) [of] {rest}", plain))
        return Question{Asked::average, slots->at("rest")};
    if (const auto slots = fit("how many {rest}", plain)) return Question{Asked::count, slots->at("rest")};
    if (const auto slots = fit("(number|count) of {rest}", plain))
        return Question{Asked::count, slots->at("rest")};
    if (const auto slots = fit("(which|what) {rest}", plain)) return Question{Asked::list, slots->at("rest")};
    return std::nullopt;
}

// Where a question has been understood, word by word.
struct Words {
    std::vector<std::string> all;
    std::vector<bool> is_known;

    explicit Words(std::string_view text)
        : all(words_of(text)),
          is_known(all.size(), false)
    {
    }

    // The words of a cell or a heading in the question, side by side; marks them. False where they are not.
    bool take(std::string_view phrase)
    {
        const auto wanted = words_of(phrase);
        if (wanted.empty()) return false;
        for (std::size_t i = 0; i + wanted.size() <= all.size(); ++i) {
            bool is_here = true;
            for (std::size_t k = 0; k < wanted.size() && is_here; ++k)
                is_here =
                    !is_known[i + k] && (all[i + k] == wanted[k] || stem(all[i + k]) == stem(wanted[k]));
            if (!is_here) continue;
            for (std::size_t k = 0; k < wanted.size(); ++k) is_known[i + k] = true;
            return true;
        }
        return false;
    }

    bool are_all_known() const
    {
        static const std::set<std::string, std::less<>> idle = {
            "the",    "a",     "an",     "of",    "in",      "with",   "have",      "has",  "had",
            "is",     "are",   "do",     "does",  "there",   "that",   "which",     "all",  "this",
            "table",  "row",   "rows",   "entry", "entries", "record", "records",   "item", "items",
            "listed", "list",  "shown",  "on",    "for",     "and",    "be",        "was",  "were",
            "by",     "value", "values", "whose", "who",     "where",  "currently", "each", "every",
            "column", "page",  "to",     "at",    "from",    "number"
        };
        for (std::size_t i = 0; i < all.size(); ++i)
            if (!is_known[i] && !idle.contains(all[i])) return false;
        return true;
    }
};

bool is_number_cell(std::string_view cell)
{
    return !cell.empty() && number_in(cell) &&
           cell.find_first_not_of("0123456789.,-− $€£%") == std::string_view::npos;
}

struct Filter {
    std::size_t column = 0;
    std::string value;
};

// The cells that the question names, the longest first: "Paid", "Mia".
std::vector<Filter> filters_in(Words& words, const Table& table)
{
    std::vector<Filter> candidates;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        std::set<std::string> values;
        for (const auto& row : table.rows)
            if (!row[c].empty() && !is_number_cell(row[c]) && row[c].size() < 60) values.insert(row[c]);
        for (const auto& value : values) candidates.push_back({c, value});
    }
    std::ranges::sort(candidates, [](const Filter& a, const Filter& b) {
        return a.value.size() != b.value.size() ? a.value.size() > b.value.size() : a.column < b.column;
    });
    std::vector<Filter> found;
    for (auto& each : candidates) {
        const bool is_taken =
            std::ranges::any_of(found, [&](const Filter& other) { return other.column == each.column; });
        if (!is_taken && words.take(each.value)) found.push_back(std::move(each));
    }
    return found;
}

// The column a question names first; none where it names none.
std::optional<std::size_t> column_in(Words& words, const Table& table, const std::set<std::size_t>& but)
{
    std::optional<std::size_t> found;
    std::size_t first = words.all.size();
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        if (but.contains(c) || trimmed(table.columns[c]).empty()) continue;
        auto attempt = words;
        if (!attempt.take(table.columns[c])) continue;
        std::size_t at = 0;
        while (at < words.all.size() && attempt.is_known[at] == words.is_known[at]) ++at;
        if (at < first) first = at, found = c;
    }
    if (found) words.take(table.columns[*found]);
    return found;
}

std::vector<std::size_t> rows_fitting(const Table& table, const std::vector<Filter>& filters)
{
    std::vector<std::size_t> rows;
    for (std::size_t r = 0; r < table.rows.size(); ++r)
        if (std::ranges::all_of(filters, [&](const Filter& each) {
                return lower(table.rows[r][each.column]) == lower(each.value);
            }))
            rows.push_back(r);
    return rows;
}

std::optional<std::string>
added_up(const Table& table, Words words, const std::vector<Filter>& filters, Asked asked)
{
    const auto column = column_in(words, table, {});
    // Headings that only lead to the one that is added up: "of all invoices".
    for (const auto& heading : table.columns) words.take(heading);
    if (!column || !words.are_all_known()) return std::nullopt;
    std::vector<double> numbers;
    for (const auto row : rows_fitting(table, filters)) {
        const auto number = number_in(table.rows[row][*column]);
        if (!number) return std::nullopt;
        numbers.push_back(*number);
    }
    if (numbers.empty()) return std::nullopt;
    const double sum = std::accumulate(numbers.begin(), numbers.end(), 0.0);
    const double value = asked == Asked::average ? sum / static_cast<double>(numbers.size()) : sum;
    return number_text(std::round(value * 1e6) / 1e6);
}

std::optional<std::string>
counted(const Table& table, Words words, const std::vector<Filter>& filters, const std::string& title)
{
    // "How many replies does the topic have": the number stands in the table.
    if (const auto column = column_in(words, table, {})) {
        const bool is_number = std::ranges::all_of(table.rows, [&](const auto& row) {
            return row[*column].empty() || is_number_cell(row[*column]);
        });
        if (is_number) {
            const auto rows = rows_fitting(table, filters);
            return !filters.empty() && rows.size() == 1 ? std::optional(table.rows[rows.front()][*column])
                                                        : std::nullopt;
        }
    }
    for (const auto& heading : table.columns) words.take(heading);
    for (const auto& word : content_words(title)) words.take(word);
    if (filters.empty() || !words.are_all_known()) return std::nullopt;
    return std::to_string(rows_fitting(table, filters).size());
}

// "customer has the largest amount", "customers are overdue", "deals does Mia own".
std::optional<std::string>
listed(const Table& table, Words words, const std::vector<Filter>& filters, const std::string& rest)
{
    const auto told = column_in(words, table, {});
    if (!told) return std::nullopt;
    const auto rows = rows_fitting(table, filters);
    if (const auto measure = measure_in(rest)) {
        words.take(measure->word);
        const auto by = column_in(words, table, {*told});
        if (!by || !words.are_all_known()) return std::nullopt;
        std::optional<std::size_t> winner;
        for (const auto row : rows) {
            const auto number = number_in(table.rows[row][*by]);
            if (!number) return std::nullopt;
            const double best = winner ? *number_in(table.rows[*winner][*by]) : 0;
            if (!winner || (measure->is_least ? *number < best : *number > best)) winner = row;
        }
        return winner ? std::optional(table.rows[*winner][*told]) : std::nullopt;
    }
    for (const auto& heading : table.columns) words.take(heading);
    if (filters.empty() || rows.empty() || !words.are_all_known()) return std::nullopt;
    std::string text;
    for (const auto row : rows) text += (text.empty() ? "" : ", ") + table.rows[row][*told];
    return text;
}

}  // namespace

Async<Result<std::optional<std::string>>> tell_by_table(Run& run, std::string question)
{
    while (!question.empty() && (question.back() == '?' || question.back() == ' ')) question.pop_back();
    const auto asked = question_in(question);
    if (!asked) co_return std::nullopt;
    const auto first = listing_for(run.hands.scene(), "rows");
    if (!first || first->columns.empty()) co_return std::nullopt;
    // Not before the question has to do with it: turning pages takes time.
    Words words(asked->rest);
    auto heads = words;
    const bool is_about =
        std::ranges::any_of(first->columns, [&](const std::string& each) { return heads.take(each); }) ||
        fit("[the] (rows|entries|records|items) {*}", asked->rest + " x");
    if (!is_about) co_return std::nullopt;
    const auto title = run.hands.scene().snapshot().title;
    CO_TRY(const auto table, co_await read_table(run, "rows"));
    if (!table || table->rows.empty()) co_return std::nullopt;
    const auto filters = filters_in(words, *table);
    switch (asked->asked) {
        case Asked::sum:
        case Asked::average: co_return added_up(*table, words, filters, asked->asked);
        case Asked::count: co_return counted(*table, words, filters, title);
        case Asked::list: co_return listed(*table, words, filters, asked->rest);
    }
    co_return std::nullopt;
}

}  // namespace lissom::agent::lite::skills
