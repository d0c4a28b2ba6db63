#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lissom::agent::lite {

// One word, one punctuation mark that parts, or one quoted text.
struct Token {
    std::string text;   // as written; of quoted texts what is inside
    std::string small;  // lower case
    bool is_quoted = false;
    bool is_mark = false;   // , ; .
    std::size_t begin = 0;  // offsets into the source
    std::size_t end = 0;
};

// A piece of an instruction, cut into tokens.
struct Phrase {
    std::string source;
    std::vector<Token> tokens;
};

Phrase tokenize(std::string_view text);

using Slots = std::map<std::string, std::string, std::less<>>;

// Fits a phrase to a pattern, all of it, as a reader of a phrase book would:
//   "(enter|type) {value} (in|into|to) [the] {field}"
// Words match without case; (a|b c) is one of several, [x] may be missing, {slot} takes one or more tokens
// (as few as possible), {#slot} one token that holds a number, {"slot} one quoted text, {!slot} exactly one
// token. Slots hold the source text.
std::optional<Slots> fit(std::string_view pattern, const Phrase& phrase);
std::optional<Slots> fit(std::string_view pattern, std::string_view text);

// The longest slots instead of the shortest, from the left.
std::optional<Slots> fit_greedy(std::string_view pattern, std::string_view text);

}  // namespace lissom::agent::lite
