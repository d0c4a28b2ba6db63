#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lissom::agent::lite {

// The same word in another form; `is_like` takes words that mean the same on a page, too.
bool is_same_word(std::string_view a, std::string_view b);
bool is_like_word(std::string_view a, std::string_view b);

// Words that ask for something, or hold a sentence together, and name nothing on a page.
bool is_manner(std::string_view word);

// The words of a label that tell it from another.
std::vector<std::string> telling_words(std::string_view text);

// One word of a clause, and whether something on the page has taken it for its own.
struct SaidWord {
    std::string text;      // as written
    std::string small;     // in lower case, without signs
    bool is_stop = false;  // a mark, or "and": what is said ends here
    bool is_quoted = false;
    bool is_used = false;
    std::size_t begin = 0, end = 0;  // in the clause
};

// A clause while it is found out what each of its words speaks of.
struct Said {
    std::string source;
    std::vector<SaidWord> words;

    explicit Said(std::string_view clause);

    // Where free words of the clause say the word; nothing where they do not.
    std::optional<std::size_t> find(std::string_view word, bool loosely) const;
    std::optional<std::vector<std::size_t>> find_all(const std::vector<std::string>& wanted, bool loosely)
        const;
    void use(const std::vector<std::size_t>& places);
    void use_words_of(std::string_view text);  // what the page says anyway is understood
    void use_any_of(std::initializer_list<std::string_view> some);
    bool is_negated(std::size_t at) const;  // "no onions"
    bool has(std::initializer_list<std::string_view> some) const;
    std::optional<double> number_at(std::size_t at) const;
    std::string between(std::size_t first, std::size_t last) const;  // as written, both included
};

}  // namespace lissom::agent::lite
