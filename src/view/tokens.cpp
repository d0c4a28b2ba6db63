#include "view/snapshot.hpp"

namespace lissom::view {
namespace {

// All in hundredths of a token. Fitted to o200k on the texts of fifty saved pages in a dozen languages, and
// then rather too many than too few: a budget that is overrun costs a call, one that is not quite used costs
// nothing.
constexpr int whole = 100;
constexpr int beyond_latin_letter = 60;  // Cyrillic, Greek, Arabic, accents: about two letters to a token
constexpr int ideograph = 130;           // common ones are one token, rare ones two or three
constexpr int four_octets = 200;         // emoji

bool is_letter(unsigned char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

// Vocabularies of this size hold nearly every short English word whole; longer words, and those of other
// languages, come in pieces of about five letters.
int cost_of_piece(std::size_t letters)
{
    if (letters <= 4) return whole;
    if (letters <= 7) return whole + static_cast<int>(letters - 4) * 8;
    return static_cast<int>(letters) * whole / 5;
}

// Capitals within a word begin a piece: "readMore" is two.
int cost_of_word(std::string_view word)
{
    int cost = 0;
    std::size_t piece = 0;
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (i > 0 && is_capital(word[i]) && !is_capital(word[i - 1])) {
            cost += cost_of_piece(piece);
            piece = 0;
        }
        ++piece;
    }
    return cost + cost_of_piece(piece);
}

// Octets of the UTF-8 sequence that begins with this one.
std::size_t sequence_length(unsigned char lead)
{
    if (lead >= 0xf0) return 4;
    if (lead >= 0xe0) return 3;
    return lead >= 0xc0 ? 2 : 1;
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
        if (is_letter(c)) {
            while (end < text.size() && is_letter(static_cast<unsigned char>(text[end]))) ++end;
            cost += cost_of_word(text.substr(i, end - i));
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
