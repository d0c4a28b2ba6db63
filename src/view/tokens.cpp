#include <algorithm>

#include "view/snapshot.hpp"

namespace lissom::view {
namespace {

// All in hundredths of a token. Fitted to o200k on the texts of fifty saved pages in a dozen languages, and
// then rather too many than too few: a budget that is overrun costs a call, one that is not quite used costs
// nothing.
constexpr int whole = 100;
constexpr int beyond_latin_letter = 60;  // Greek, Hebrew, Arabic: about two letters to a token
constexpr int cyrillic_letter = 32;      // short words are whole, longer ones come in pieces of three
constexpr int accent = 30;               // what a word costs more that has letters such as é
constexpr int ideograph = 130;           // common ones are one token, rare ones two or three
constexpr int four_octets = 200;         // emoji

bool is_letter(unsigned char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

// By the first octet: U+00C0 to U+024F, and U+0400 to U+04FF.
bool is_latin(unsigned char lead) { return is_letter(lead) || (lead >= 0xc3 && lead <= 0xc9); }
bool is_cyrillic(unsigned char lead) { return lead >= 0xd0 && lead <= 0xd3; }

// Octets of the UTF-8 sequence that begins with this one.
std::size_t sequence_length(unsigned char lead)
{
    if (lead >= 0xf0) return 4;
    if (lead >= 0xe0) return 3;
    return lead >= 0xc0 ? 2 : 1;
}

// Vocabularies of this size hold nearly every short English word whole; longer words, and those of other
// languages, come in pieces of about five letters.
int cost_of_piece(std::size_t letters)
{
    if (letters <= 4) return whole;
    if (letters <= 7) return whole + static_cast<int>(letters - 4) * 8;
    return static_cast<int>(letters) * whole / 5;
}

// Capitals within a word begin a piece: "readMore" is two.
int cost_of_latin_word(std::string_view word)
{
    int cost = 0;
    std::size_t letters = 0;  // of this piece
    bool has_accent = false;
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (is_continuation(word[i])) continue;
        if (i > 0 && is_capital(word[i]) && !is_capital(word[i - 1])) {
            cost += cost_of_piece(letters);
            letters = 0;
        }
        has_accent = has_accent || !is_letter(static_cast<unsigned char>(word[i]));
        ++letters;
    }
    return cost + cost_of_piece(letters) + (has_accent ? accent : 0);
}

int cost_of_cyrillic_word(std::string_view word)
{
    return std::max(whole, static_cast<int>(word.size() / 2) * cyrillic_letter);
}

// The end of a run of letters that belong to one word, beginning at this one.
template <class Predicate>
std::size_t end_of_word(std::string_view text, std::size_t begin, Predicate is_of_it)
{
    while (begin < text.size() && is_of_it(static_cast<unsigned char>(text[begin])))
        begin += sequence_length(static_cast<unsigned char>(text[begin]));
    return std::min(begin, text.size());
}

int cost_beyond_ascii(unsigned char lead)
{
    if (lead >= 0xf0) return four_octets;
    if (lead >= 0xe3) return ideograph;  // U+3000 and up
    return lead >= 0xe0 ? whole : beyond_latin_letter;
}

}  // namespace

int estimate_tokens(std::string_view text)
{
    long cost = 0;
    for (std::size_t i = 0; i < text.size();) {
        const auto c = static_cast<unsigned char>(text[i]);
        auto end = i + 1;
        if (is_latin(c)) {
            end = end_of_word(text, i, is_latin);
            cost += cost_of_latin_word(text.substr(i, end - i));
        } else if (is_cyrillic(c)) {
            end = end_of_word(text, i, is_cyrillic);
            cost += cost_of_cyrillic_word(text.substr(i, end - i));
        } else if (is_digit(c)) {
            while (end < text.size() && is_digit(static_cast<unsigned char>(text[end]))) ++end;
            cost += static_cast<long>((end - i + 2) / 3) * whole;
        } else if (c == ' ') {
            // A space belongs to the word behind it; more of them are one token.
            while (end < text.size() && text[end] == ' ') ++end;
            if (end - i > 1) cost += whole;
        } else if (c < 0x80) {
            cost += whole;
        } else {
            end = i + sequence_length(c);
            cost += cost_beyond_ascii(c);
        }
        i = end;
    }
    return static_cast<int>((cost + whole - 1) / whole);
}

}  // namespace lissom::view
