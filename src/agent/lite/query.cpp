#include "agent/lite/query.hpp"

#include <string>

#include "agent/lite/query_columns.hpp"
#include "agent/lite/query_plan.hpp"
#include "agent/lite/query_reading.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

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
    const auto plan = Reading(records, question, spaced).plan();
    return plan ? evaluate(*plan, records) : std::nullopt;
}

bool is_about(const Records& records, std::string_view question)
{
    const QueryWords words(question);
    for (const std::string_view word : any_records)
        if (words.find({std::string(word)}, true)) return true;
    for (const auto& word : records.about)
        if (words.find({word}, false)) return true;
    for (const auto& column : records.columns)
        if (words.find(words_of(column), false)) return true;
    const bool compares_ages =
        contains_word(question, "older than") || contains_word(question, "younger than");
    return names_superlative(records, question) || (compares_ages && column_of_kind(records, "age"));
}

}  // namespace lissom::agent::lite
