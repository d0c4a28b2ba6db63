#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/lite/query.hpp"

namespace lissom::agent::lite {

// What part a word plays in a question.
enum class Part { unknown, idle, column, value, bound, measure, order, negation, noun, form };

struct QueryWord {
    std::string text;
    Part part = Part::unknown;
    std::size_t column = 0;  // of Part::column and Part::value
};

// The words of a question, with who has taken which.
class QueryWords {
public:
    explicit QueryWords(std::string_view question);

    std::size_t size() const { return all_.size(); }
    const QueryWord& at(std::size_t i) const { return all_[i]; }
    QueryWord& at(std::size_t i) { return all_[i]; }
    bool is_free(std::size_t i) const { return i < all_.size() && all_[i].part == Part::unknown; }
    bool is_word(std::size_t i, std::string_view text) const
    {
        return i < all_.size() && all_[i].text == text;
    }

    // Where free words say the phrase, one after the other; nothing where they do not.
    std::optional<std::size_t> find(const std::vector<std::string>& phrase, bool exactly) const;
    void take(std::size_t begin, std::size_t count, Part part, std::size_t column = 0);

private:
    std::vector<QueryWord> all_;
};

// The same word in another form: "rated" and "rating", "assigned" and "assignee".
bool are_kin(std::string_view a, std::string_view b);

// What the records of any list may be called.
constexpr std::array<std::string_view, 4> any_records = {"result", "entry", "record", "row"};

// Words that carry no condition: "the", "show", "does", "there".
bool is_idle_word(std::string_view word);

}  // namespace lissom::agent::lite
