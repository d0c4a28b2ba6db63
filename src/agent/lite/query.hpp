#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lissom::agent::lite {

// What a list says, as a table: of real tables their cells, of cards the pieces of their text.
struct Records {
    std::vector<std::string> columns;  // never two of the same name
    std::vector<std::vector<std::string>> rows;
    std::size_t title = 0;  // the column a record is called by
    std::vector<std::string>
        about;  // words for what is listed, from headings and labels: "tickets", "magazine"
};

enum class Reckoning { records, count, sum, average };

// What a question asked of records, and what they answer.
struct Reply {
    Reckoning reckoning = Reckoning::records;
    std::vector<std::size_t> rows;     // those that fit, in the order asked for
    std::vector<std::size_t> columns;  // what is to be told of them; empty: what they are called
    double number = 0;                 // of a count, a sum or an average
    bool is_list = false;              // several were asked for, however many there are
    bool wants_json = false;
};

// Answers "how many open tickets does Anna have", "the three best rated hotels in Lisbon", "all articles
// except those by Mia", "the total of all open invoices". Nothing where a single word of the question has no
// meaning among the records: half an answer would be a wrong one.
std::optional<Reply> ask(const Records& records, std::string_view question);

// Has the question to do with such records at all? Cheap, for before pages are turned.
bool is_about(const Records& records, std::string_view question);

// "★★★★" → 4, "€ 1,200.00" → 1200, "2026-04-01" and "3 h 20 min" as numbers that compare; nothing where a
// cell holds no quantity.
std::optional<double> quantity_in(std::string_view cell);

}  // namespace lissom::agent::lite
