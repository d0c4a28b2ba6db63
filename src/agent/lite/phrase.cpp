#include "agent/lite/phrase.hpp"

#include <algorithm>
#include <cctype>
#include <functional>
#include <memory>

#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_mark(char c) { return c == ',' || c == ';' || c == '.' || c == ':' || c == '!' || c == '?'; }

// One element of a pattern.
struct Part {
    enum class Kind { word, choice, slot } kind = Kind::word;
    std::string word;                        // of words, and the name of slots
    char wants = 0;                          // of slots: '#', '"', '!' or 0
    std::vector<std::vector<Part>> choices;  // of choices; an empty one may be skipped
};
using Parts = std::vector<Part>;

Parts compile(std::string_view pattern, std::size_t& at, std::string_view stops);

Part compile_choice(std::string_view pattern, std::size_t& at, char closing)
{
    Part part;
    part.kind = Part::Kind::choice;
    const std::string stops = {'|', closing};
    do {
        ++at;
        part.choices.push_back(compile(pattern, at, stops));
    } while (at < pattern.size() && pattern[at] == '|');
    ++at;
    // "fill out" is tried before "fill".
    std::ranges::sort(part.choices, std::greater(), [](const Parts& choice) { return choice.size(); });
    if (closing == ']') part.choices.emplace_back();
    return part;
}

Parts compile(std::string_view pattern, std::size_t& at, std::string_view stops)
{
    Parts parts;
    while (at < pattern.size() && !stops.contains(pattern[at])) {
        if (is_blank(pattern[at])) {
            ++at;
        } else if (pattern[at] == '(') {
            parts.push_back(compile_choice(pattern, at, ')'));
        } else if (pattern[at] == '[') {
            parts.push_back(compile_choice(pattern, at, ']'));
        } else if (pattern[at] == '{') {
            const auto end = pattern.find('}', at);
            Part slot;
            slot.kind = Part::Kind::slot;
            slot.word = pattern.substr(at + 1, end - at - 1);
            if (std::string_view("#\"!").contains(slot.word.front())) {
                slot.wants = slot.word.front();
                slot.word.erase(0, 1);
            }
            parts.push_back(std::move(slot));
            at = end + 1;
        } else {
            Part word;
            while (at < pattern.size() && !is_blank(pattern[at]) && !stops.contains(pattern[at]) &&
                   !std::string_view("()[]{}").contains(pattern[at])) {
                word.word += pattern[at++];
            }
            parts.push_back(std::move(word));
        }
    }
    return parts;
}

const Parts& compiled(std::string_view pattern)
{
    // Patterns are the literals of our own tables: this holds each of them once.
    static std::map<std::string, std::unique_ptr<Parts>, std::less<>> all;
    const auto known = all.find(pattern);
    if (known != all.end()) return *known->second;
    std::size_t at = 0;
    auto parts = std::make_unique<Parts>(compile(pattern, at, ""));
    return *all.emplace(pattern, std::move(parts)).first->second;
}

struct Match {
    const Phrase& phrase;
    bool is_greedy = false;
    int budget = 20'000;  // steps of backtracking: an instruction of a page of text must not stall us
    std::map<std::string, std::pair<std::size_t, std::size_t>, std::less<>> spans;
};

using Rest = std::function<bool(std::size_t)>;

bool match(const Parts& parts, std::size_t part, std::size_t token, Match& match_state, const Rest& rest);

bool match_slot(
    const Part& slot,
    const Parts& parts,
    std::size_t part,
    std::size_t token,
    Match& state,
    const Rest& rest
)
{
    const auto& tokens = state.phrase.tokens;
    const auto attempt = [&](std::size_t end) {
        state.spans[slot.word] = {token, end};
        return match(parts, part + 1, end, state, rest);
    };
    if (token >= tokens.size()) return false;
    if (slot.wants != 0) {
        const auto& only = tokens[token];
        if (slot.wants == '"' && !only.is_quoted) return false;
        if (slot.wants == '#' && only.text.find_first_of("0123456789") == std::string::npos &&
            !number_word(only.small))
            return false;
        if (only.is_mark) return false;
        return attempt(token + 1);
    }
    if (tokens[token].is_mark) return false;
    if (state.is_greedy) {
        for (std::size_t end = tokens.size(); end > token; --end)
            if (attempt(end)) return true;
    } else {
        for (std::size_t end = token + 1; end <= tokens.size(); ++end)
            if (attempt(end)) return true;
    }
    state.spans.erase(slot.word);
    return false;
}

bool match(const Parts& parts, std::size_t part, std::size_t token, Match& state, const Rest& rest)
{
    if (--state.budget < 0) return false;
    const auto& tokens = state.phrase.tokens;
    if (part == parts.size()) return rest(token);
    const auto& here = parts[part];
    // Commas and full stops between words do not matter to a pattern of words.
    if (here.kind == Part::Kind::word) {
        std::size_t at = token;
        while (at < tokens.size() && tokens[at].is_mark && tokens[at].small != here.word) ++at;
        if (at >= tokens.size() || tokens[at].is_quoted || tokens[at].small != here.word) return false;
        return match(parts, part + 1, at + 1, state, rest);
    }
    if (here.kind == Part::Kind::choice) {
        const Rest then = [&](std::size_t next) { return match(parts, part + 1, next, state, rest); };
        for (const auto& choice : here.choices)
            if (match(choice, 0, token, state, then)) return true;
        return false;
    }
    std::size_t at = token;
    while (at < tokens.size() && tokens[at].is_mark) ++at;
    return match_slot(here, parts, part, at, state, rest);
}

std::optional<Slots> fit_with(std::string_view pattern, const Phrase& phrase, bool is_greedy)
{
    Match state{phrase, is_greedy, 20'000, {}};
    // "Zora B.": the full stop is a part of the name.
    const auto is_of_initial = [&](std::size_t mark) {
        if (mark == 0 || phrase.tokens[mark].small != ".") return false;
        const auto& before = phrase.tokens[mark - 1].text;
        return before.size() == 1 && std::isupper(static_cast<unsigned char>(before.front())) != 0;
    };
    const Rest at_end = [&](std::size_t token) {
        while (token < phrase.tokens.size() && phrase.tokens[token].is_mark && !is_of_initial(token)) ++token;
        return token == phrase.tokens.size();
    };
    if (!match(compiled(pattern), 0, 0, state, at_end)) return std::nullopt;
    Slots slots;
    for (const auto& [name, span] : state.spans) {
        auto [first, last] = span;
        while (last > first + 1 && phrase.tokens[last - 1].is_mark && !is_of_initial(last - 1)) --last;
        const auto& from = phrase.tokens[first];
        const auto& to = phrase.tokens[last - 1];
        slots[name] = last - first == 1 && from.is_quoted
                          ? from.text
                          : phrase.source.substr(from.begin, to.end - from.begin);
    }
    return slots;
}

}  // namespace

namespace {

// "T. Wolf", "J. R. Baum": the stop behind an initial ends nothing.
bool is_initial(const std::string& source, std::size_t begin, std::size_t stop)
{
    const auto next = source.find_first_not_of(' ', stop + 1);
    return source[stop] == '.' && stop == begin + 1 && next != std::string::npos && next > stop + 1 &&
           source[begin] != 'I' && std::isupper(static_cast<unsigned char>(source[begin])) != 0 &&
           std::isupper(static_cast<unsigned char>(source[next])) != 0;
}

}  // namespace

Phrase tokenize(std::string_view text)
{
    Phrase phrase{std::string(text), {}};
    const auto& source = phrase.source;
    const auto add = [&](std::size_t begin, std::size_t end, bool is_quoted, bool mark) {
        const auto inner =
            is_quoted ? source.substr(begin + 1, end - begin - 2) : source.substr(begin, end - begin);
        phrase.tokens.push_back({inner, lower(inner), is_quoted, mark, begin, end});
    };
    std::size_t at = 0;
    while (at < source.size()) {
        if (is_blank(source[at])) {
            ++at;
            continue;
        }
        const char c = source[at];
        if (c == '"' || c == '\'') {
            std::size_t end = source.find(c, at + 1);
            const auto inside_word = [&](std::size_t i) {
                return c == '\'' && i + 1 < source.size() &&
                       std::isalpha(static_cast<unsigned char>(source[i + 1])) != 0;
            };
            while (end != std::string::npos && inside_word(end)) end = source.find(c, end + 1);
            if (end != std::string::npos) {
                add(at, end + 1, true, false);
                at = end + 1;
                continue;
            }
        }
        if (is_mark(c) && (at + 1 >= source.size() || is_blank(source[at + 1]) || source[at + 1] == '"' ||
                           is_mark(source[at + 1]))) {
            add(at, at + 1, false, true);
            ++at;
            continue;
        }
        std::size_t end = at + 1;
        while (end < source.size() && !is_blank(source[end])) {
            const bool closes =
                is_mark(source[end]) && source.find_first_not_of(",;.:!?", end) != std::string::npos
                    ? is_blank(source[source.find_first_not_of(",;.:!?", end)])
                    : is_mark(source[end]);
            if (closes && !is_initial(source, at, end)) break;
            ++end;
        }
        add(at, end, false, false);
        at = end;
    }
    return phrase;
}

std::optional<Slots> fit(std::string_view pattern, const Phrase& phrase)
{
    return fit_with(pattern, phrase, false);
}
std::optional<Slots> fit(std::string_view pattern, std::string_view text)
{
    return fit_with(pattern, tokenize(text), false);
}
std::optional<Slots> fit_greedy(std::string_view pattern, std::string_view text)
{
    return fit_with(pattern, tokenize(text), true);
}

}  // namespace lissom::agent::lite
