#include "agent/lite/words.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "agent/lite/thesaurus.hpp"

namespace lissom::agent::lite {

namespace {

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || (c & 0x80) != 0; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

// The bytes of a quotation mark, dash, ellipsis or blank that typographers put at `at`; 0 where there is
// none.
std::size_t mark_at(std::string_view text, std::size_t at)
{
    static constexpr std::string_view marks[] = {"“", "”", "„", "‘", "’", "–", "—", "…", "\u00a0"};
    for (const auto mark : marks)
        if (text.substr(at).starts_with(mark)) return mark.size();
    return 0;
}

bool begins_word(std::string_view text, std::size_t at)
{
    const bool is_behind_mark =
        (at >= 3 && mark_at(text, at - 3) == 3) || (at >= 2 && mark_at(text, at - 2) == 2);
    return at == 0 || is_behind_mark || !(is_letter(text[at - 1]) || is_digit(text[at - 1]));
}

bool ends_word(std::string_view text, std::size_t at)
{
    return at == text.size() || mark_at(text, at) > 0 || !(is_letter(text[at]) || is_digit(text[at]));
}

const std::set<std::string, std::less<>> empty_words = {
    "a",     "an",  "the", "of",   "in",   "on",   "at",    "to",    "for",    "with", "by", "and",
    "or",    "is",  "are", "be",   "this", "that", "these", "those", "please", "your", "my", "its",
    "their", "his", "her", "into", "onto", "from", "it",    "i",     "you",    "me",
};

bool ends_with(std::string_view text, std::string_view end)
{
    return text.size() > end.size() && text.substr(text.size() - end.size()) == end;
}

double word_match(const std::string& a, const std::string& b)
{
    if (a == b) return 1.0;
    if (stem(a) == stem(b)) return 0.93;
    if (are_synonyms(a, b)) return 0.8;
    if (a.size() > 4 && b.size() > 4 && closeness(a, b) > 0.85) return 0.7;
    return 0;
}

}  // namespace

std::string lower(std::string_view text)
{
    std::string result(text);
    for (char& c : result)
        if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
    return result;
}

std::string trimmed(std::string_view text)
{
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return std::string(text);
}

std::string collapsed(std::string_view text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        // A no-break space is a blank to a reader.
        const bool is_hard_blank = text[i] == '\xc2' && i + 1 < text.size() && text[i + 1] == '\xa0';
        if (is_hard_blank) ++i;
        if (is_hard_blank || is_blank(text[i])) {
            if (!result.empty() && result.back() != ' ') result += ' ';
        } else {
            result += text[i];
        }
    }
    if (!result.empty() && result.back() == ' ') result.pop_back();
    return result;
}

std::size_t letters_in(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
    }));
}

bool starts_with_word(std::string_view text, std::string_view word)
{
    return text.starts_with(word) && (text.size() == word.size() || !is_letter(text[word.size()]));
}

bool contains_word(std::string_view text, std::string_view words)
{
    const auto in = lower(text);
    const auto what = lower(words);
    for (std::size_t at = in.find(what); at != std::string::npos; at = in.find(what, at + 1)) {
        if (begins_word(in, at) && ends_word(in, at + what.size())) return true;
    }
    return false;
}

std::string without_prefix_words(std::string_view text, const std::vector<std::string_view>& words)
{
    auto rest = trimmed(text);
    for (bool again = true; again;) {
        again = false;
        const auto small = lower(rest);
        for (const auto word : words) {
            if (!starts_with_word(small, word) || rest.size() == word.size()) continue;
            if (rest[word.size()] != ' ') continue;
            rest = trimmed(rest.substr(word.size()));
            again = true;
            break;
        }
    }
    return rest;
}

std::string without_tail_words(std::string_view text, const std::vector<std::string_view>& words)
{
    auto rest = trimmed(text);
    for (bool again = true; again;) {
        again = false;
        const auto small = lower(rest);
        for (const auto word : words) {
            if (rest.size() <= word.size() + 1 || !small.ends_with(word)) continue;
            if (rest[rest.size() - word.size() - 1] != ' ') continue;
            rest = trimmed(rest.substr(0, rest.size() - word.size()));
            again = true;
            break;
        }
    }
    return rest;
}

std::vector<std::string> words_of(std::string_view text)
{
    std::vector<std::string> result;
    std::string word;
    const auto flush = [&] {
        if (!word.empty()) result.push_back(lower(word));
        word.clear();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (const auto mark = mark_at(text, i); mark > 0) {
            // "Ann’s" is one word, as "Ann's" is.
            const bool is_apostrophe = text.substr(i, mark) == "’" && !word.empty() &&
                                       i + mark < text.size() && is_letter(text[i + mark]);
            if (is_apostrophe)
                word += '\'';
            else
                flush();
            i += mark - 1;
        } else if (is_letter(c) || is_digit(c)) {
            const bool hump = is_upper(c) && i > 0 && text[i - 1] >= 'a' && text[i - 1] <= 'z';
            if (hump) flush();
            word += c;
        } else if (c == '\'' && !word.empty() && i + 1 < text.size() && is_letter(text[i + 1])) {
            word += c;
        } else if ((c == '.' || c == ',') && !word.empty() && is_digit(word.back()) && i + 1 < text.size() &&
                   is_digit(text[i + 1])) {
            if (c == '.') word += c;
        } else {
            flush();
        }
    }
    flush();
    return result;
}

std::vector<std::string> content_words(std::string_view text)
{
    auto all = words_of(text);
    std::vector<std::string> result;
    // "Sign in", "log out", "sign up" are words of their own.
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
        if (all[i] != "log" && all[i] != "sign") continue;
        const auto& next = all[i + 1];
        const bool is_verb = next == "in" || next == "out" || next == "on" || next == "off" || next == "up";
        if (!is_verb) continue;
        all[i] = next == "up" ? "signup" : next == "in" || next == "on" ? "login" : "logout";
        all.erase(all.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    }
    for (auto& word : all)
        if (!empty_words.contains(word)) result.push_back(std::move(word));
    return result.empty() ? words_of(text) : result;
}

std::string stem(std::string_view word)
{
    std::string result = lower(word);
    if (ends_with(result, "'s")) result.resize(result.size() - 2);
    // Plurals that no ending makes.
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> plurals = {
        {{"people", "person"}, {"children", "child"}, {"men", "man"}, {"women", "woman"}}
    };
    for (const auto& [many, one] : plurals)
        if (result == many) return std::string(one);
    if (result.size() > 4 && ends_with(result, "ies")) return result.substr(0, result.size() - 3) + "i";
    static constexpr std::array<std::string_view, 13> endings = {
        "ations", "ation", "ings", "ing", "ors", "ers", "ies", "ed", "or", "er", "es", "ly", "s"
    };
    for (const auto ending : endings) {
        if (result.size() >= ending.size() + 3 && ends_with(result, ending) && !ends_with(result, "ss")) {
            result.resize(result.size() - ending.size());
            break;
        }
    }
    // "running" → "run", "title" and "titles" alike
    if (result.size() > 3 && result.back() == result[result.size() - 2] &&
        std::string_view("bdgmnprt").contains(result.back()))
        result.pop_back();
    if (result.size() > 3 && result.back() == 'e') result.pop_back();
    if (result.size() > 3 && result.back() == 'y') result.back() = 'i';
    return result;
}

double closeness(std::string_view a, std::string_view b)
{
    if (a.empty() || b.empty()) return 0;
    constexpr std::size_t longest = 64;  // labels, not texts: the table below stays small
    a = a.substr(0, longest);
    b = b.substr(0, longest);
    std::vector<std::size_t> row(b.size() + 1, 0);
    for (const char x : a) {
        std::size_t diagonal = 0;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t above = row[j + 1];
            row[j + 1] = x == b[j] ? diagonal + 1 : std::max(above, row[j]);
            diagonal = above;
        }
    }
    return 2.0 * static_cast<double>(row.back()) / static_cast<double>(a.size() + b.size());
}

double similarity(std::string_view wanted, std::string_view label)
{
    const auto a = lower(collapsed(wanted));
    const auto b = lower(collapsed(label));
    if (a.empty() || b.empty()) return 0;
    if (collapsed(wanted) == collapsed(label)) return 1.0;
    if (a == b) return 0.98;
    const auto want = content_words(a);
    const auto have = content_words(b);
    if (want.empty() || have.empty()) return 0;
    if (want == have) return 0.96;
    double found = 0;
    std::vector<bool> used(have.size(), false);
    for (const auto& word : want) {
        double best = 0;
        std::size_t at = have.size();
        for (std::size_t i = 0; i < have.size(); ++i) {
            const double match = used[i] ? 0 : word_match(word, have[i]);
            if (match > best) best = match, at = i;
        }
        if (at < have.size()) used[at] = true;
        found += best;
    }
    const double recall = found / static_cast<double>(want.size());
    const double precision = found / static_cast<double>(have.size());
    // What was asked for must be there; what the label says besides matters less.
    const double score = recall * (0.72 + 0.28 * std::min(1.0, precision));
    return std::min(score, 0.95);
}

std::optional<int> number_word(std::string_view word)
{
    static constexpr std::array<std::string_view, 21> names = {
        "zero",     "one",     "two",     "three",     "four",     "five",     "six",
        "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"
    };
    const auto small = lower(word);
    const auto* const at = std::find(names.begin(), names.end(), small);
    if (at != names.end()) return static_cast<int>(at - names.begin());
    if (small.empty() || small.size() > 8 || !std::all_of(small.begin(), small.end(), is_digit))
        return std::nullopt;
    return std::stoi(small);
}

std::optional<int> ordinal(std::string_view word)
{
    static constexpr std::array<std::string_view, 21> names = {
        "zeroth",     "first",     "second",    "third",       "fourth",     "fifth",      "sixth",
        "seventh",    "eighth",    "ninth",     "tenth",       "eleventh",   "twelfth",    "thirteenth",
        "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"
    };
    const auto small = lower(word);
    if (small == "last" || small == "final" || small == "bottommost") return -1;
    if (small == "topmost") return 1;
    const auto* const at = std::find(names.begin() + 1, names.end(), small);
    if (at != names.end()) return static_cast<int>(at - names.begin());
    if (small.size() < 3 || small.size() > 6) return std::nullopt;
    const auto end = small.substr(small.size() - 2);
    if (end != "st" && end != "nd" && end != "rd" && end != "th") return std::nullopt;
    const auto digits = small.substr(0, small.size() - 2);
    if (!std::all_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
    return std::stoi(digits);
}

std::vector<std::string> split(std::string_view text, std::string_view separator)
{
    std::vector<std::string> parts;
    while (true) {
        const auto at = text.find(separator);
        parts.push_back(trimmed(text.substr(0, at)));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + separator.size());
    }
}

std::string unquoted(std::string_view text)
{
    auto inner = trimmed(text);
    if (inner.size() >= 2 && (inner.front() == '"' || inner.front() == '\'') &&
        inner.back() == inner.front()) {
        inner = inner.substr(1, inner.size() - 2);
    }
    return inner;
}

std::vector<std::string> quoted_texts(std::string_view text)
{
    std::vector<std::string> result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool may_open = c == '"' || (c == '\'' && (i == 0 || !is_letter(text[i - 1])));
        if (!may_open) continue;
        std::size_t end = text.find(c, i + 1);
        // An apostrophe inside of single quotes is followed by a letter.
        while (c == '\'' && end != std::string_view::npos && end + 1 < text.size() && is_letter(text[end + 1])
        )
            end = text.find(c, end + 1);
        if (end == std::string_view::npos) continue;
        result.emplace_back(text.substr(i + 1, end - i - 1));
        i = end;
    }
    return result;
}

std::vector<std::string> list_items(std::string_view text)
{
    std::vector<std::string> items;
    std::string item;
    const auto flush = [&] {
        auto plain = unquoted(without_prefix_words(item, {"and", "or"}));
        if (!plain.empty()) items.push_back(std::move(plain));
        item.clear();
    };
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quote != 0) {
            if (c == quote) quote = 0;
            item += c;
        } else if (c == '"') {
            quote = c;
            item += c;
        } else if ((c == ',' && (i + 1 >= text.size() || text[i + 1] == ' ')) || c == ';') {
            flush();
        } else if (text.substr(i).starts_with(" and ") || text.substr(i).starts_with(" & ")) {
            flush();
            i += text.substr(i).find(' ', 1);
        } else {
            item += c;
        }
    }
    flush();
    return items;
}

}  // namespace lissom::agent::lite
