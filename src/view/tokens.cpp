#include "view/snapshot.hpp"

namespace lissom::view {
namespace {

bool is_letter(unsigned char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }

bool is_upper(unsigned char c) { return c >= 'A' && c <= 'Z'; }

// Byte-pair vocabularies of this size hold nearly every English word up to seven letters whole, longer ones
// in pieces of about four; capitals within a word begin a piece.
int tokens_of_word(std::string_view word)
{
    int tokens = 0;
    std::size_t piece = 0;
    for (std::size_t i = 0; i < word.size(); ++i) {
        const bool begins_piece = i > 0 && is_upper(static_cast<unsigned char>(word[i])) &&
                                  !is_upper(static_cast<unsigned char>(word[i - 1]));
        if (begins_piece) {
            tokens += piece <= 7 ? 1 : static_cast<int>((piece + 4) / 5);
            piece = 0;
        }
        ++piece;
    }
    return tokens + (piece <= 7 ? 1 : static_cast<int>((piece + 4) / 5));
}

// Octets of the UTF-8 sequence that begins with this one.
std::size_t sequence_length(unsigned char lead)
{
    return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
}

}  // namespace

int estimate_tokens(std::string_view text)
{
    int tokens = 0;
    int half_tokens = 0;  // letters of alphabets beyond ASCII: about two to a token
    for (std::size_t i = 0; i < text.size();) {
        const auto c = static_cast<unsigned char>(text[i]);
        auto end = i + 1;
        if (is_letter(c)) {
            while (end < text.size() && is_letter(static_cast<unsigned char>(text[end]))) ++end;
            tokens += tokens_of_word(text.substr(i, end - i));
        } else if (is_digit(c)) {
            while (end < text.size() && is_digit(static_cast<unsigned char>(text[end]))) ++end;
            tokens += static_cast<int>((end - i + 2) / 3);
        } else if (c == ' ') {
            // A space belongs to the word behind it; more of them are one token.
            while (end < text.size() && text[end] == ' ') ++end;
            tokens += end - i > 1 ? 1 : 0;
        } else if (c < 0x80) {
            ++tokens;
        } else {
            end = i + sequence_length(c);
            if (c < 0xe0) {
                ++half_tokens;
            } else {
                tokens += c >= 0xf0 ? 2 : 1;
            }
        }
        i = end;
    }
    return tokens + (half_tokens + 1) / 2;
}

}  // namespace lissom::view
