#include "agent/lite/pairs.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "agent/lite/phrase.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

const std::set<std::string, std::less<>> field_words = {
    "username", "user",        "login",  "userid",    "name",        "firstname", "lastname", "surname",
    "password", "passcode",    "pin",    "email",     "e-mail",      "mail",      "phone",    "telephone",
    "mobile",   "address",     "street", "city",      "town",        "zip",       "postcode", "state",
    "country",  "date",        "time",   "subject",   "title",       "message",   "comment",  "amount",
    "quantity", "age",         "gender", "company",   "website",     "url",       "birthday", "code",
    "number",   "from",        "to",     "departure", "destination", "origin",    "year",     "month",
    "day",      "description", "text",   "body",      "note",        "query",     "keyword",  "card",
    "cvv",      "otp"
};

const std::set<std::string, std::less<>> between =
    {"is", "as", "=", "of", "to", "with", ":", "set", "the", "a", "an", "being"};
const std::set<std::string, std::less<>> idle = {
    "the",   "a",  "an", "my",  "your", "with", "using", "and",       "as",      "for",         "use",
    "enter", "is", "by", "set", "put",  "type", "this",  "following", "details", "credentials", "be"
};

std::string clean_key(std::string_view key)
{
    std::vector<std::string> kept;
    for (const auto& token : tokenize(key).tokens)
        if (!token.is_mark && !token.is_quoted &&
            !(idle.contains(token.small) || token.small == "=" || token.small == ":"))
            kept.push_back(token.text);
    std::string result;
    for (const auto& word : kept) result += (result.empty() ? "" : " ") + word;
    while (!result.empty() && (result.back() == ':' || result.back() == '=')) result.pop_back();
    return result;
}

// Keys before quoted values; or behind them: "x" as the name.
std::vector<Pair> quoted_pairs(const Phrase& phrase)
{
    std::vector<Pair> pairs;
    std::size_t from = 0;
    for (std::size_t i = 0; i < phrase.tokens.size(); ++i) {
        if (!phrase.tokens[i].is_quoted) continue;
        std::string key;
        for (std::size_t k = from; k < i; ++k)
            if (!phrase.tokens[k].is_mark) key += phrase.tokens[k].text + " ";
        key = clean_key(key);
        from = i + 1;
        if (key.empty() && i + 2 < phrase.tokens.size()) {
            const auto& link = phrase.tokens[i + 1].small;
            if (link == "as" || link == "for" || link == "in" || link == "into") {
                std::size_t end = i + 2;
                while (end < phrase.tokens.size() && !phrase.tokens[end].is_mark &&
                       phrase.tokens[end].small != "and" && !phrase.tokens[end].is_quoted)
                    key += phrase.tokens[end++].text + " ";
                key = clean_key(key);
                from = end;
            }
        }
        pairs.push_back({key, phrase.tokens[i].text});
    }
    return pairs;
}

// "name John Doe, email john@x.org": each piece opens with a word that names a field.
std::vector<Pair> bare_pairs(const Phrase& phrase)
{
    std::vector<Pair> pairs;
    const auto& tokens = phrase.tokens;
    const auto is_key = [&](std::size_t i) {
        auto word = tokens[i].small;
        const bool has_colon = i + 1 < tokens.size() && tokens[i + 1].small == ":";
        return !tokens[i].is_quoted && !tokens[i].is_mark && (has_colon || field_words.contains(word));
    };
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (!is_key(i)) continue;
        std::string key = tokens[i].text;
        std::size_t at = i + 1;
        // "first name Ann", "e-mail address a@b.c"
        if (i > 0 && (tokens[i - 1].small == "first" || tokens[i - 1].small == "last" ||
                      tokens[i - 1].small == "full" || tokens[i - 1].small == "user" ||
                      tokens[i - 1].small == "zip" || tokens[i - 1].small == "card"))
            key.insert(0, tokens[i - 1].text + " ");
        while (at < tokens.size() && is_key(at) && !(at + 1 < tokens.size() && tokens[at + 1].small == ":"))
            key += " " + tokens[at++].text;
        while (at < tokens.size() && (between.contains(tokens[at].small) && !tokens[at].is_quoted)) ++at;
        std::size_t end = at;
        while (end < tokens.size() && !(tokens[end].is_mark && tokens[end].small != ".") && !is_key(end)) {
            const bool is_joint =
                tokens[end].small == "and" || tokens[end].small == "with" || tokens[end].small == "on";
            if (is_joint && end > at &&
                (end + 1 >= tokens.size() || is_key(end + 1) ||
                 (end + 2 < tokens.size() &&
                  (tokens[end + 1].small == "the" || tokens[end + 1].small == "my") && is_key(end + 2))))
                break;
            ++end;
        }
        // "Zora B.": the full stop is a part of the name.
        const bool is_initial =
            end > at + 1 && tokens[end - 1].small == "." && tokens[end - 2].text.size() == 1;
        while (!is_initial && end > at &&
               (tokens[end - 1].is_mark || tokens[end - 1].small == "and" ||
                tokens[end - 1].small == "with" || tokens[end - 1].small == "the" ||
                tokens[end - 1].small == "my" || tokens[end - 1].small == "first" ||
                tokens[end - 1].small == "last"))
            --end;
        if (end <= at) continue;
        const auto value =
            end - at == 1 && tokens[at].is_quoted
                ? tokens[at].text
                : unquoted(phrase.source.substr(tokens[at].begin, tokens[end - 1].end - tokens[at].begin));
        pairs.push_back({key, value});
        i = end - 1;
    }
    // "as demo with password secret": who one is comes first and without a name.
    if (const auto slots = fit("[{*}] as [user] {!user} (with|and|using) {*}", phrase);
        slots && std::ranges::none_of(pairs, [](const Pair& each) {
            return contains_word(each.key, "user") || contains_word(each.key, "username");
        })) {
        pairs.insert(pairs.begin(), {"username", slots->at("user")});
    }
    return pairs;
}

// "(user name: demo, password: x)": brackets around pairs are no part of them.
std::string without_brackets(std::string_view text)
{
    std::string plain(text);
    for (auto open = plain.find('('); open != std::string::npos; open = plain.find('(', open + 1)) {
        const auto close = plain.find(')', open);
        if (close == std::string::npos) break;
        const auto inside = std::string_view(plain).substr(open + 1, close - open - 1);
        if (!inside.contains(':') && !inside.contains('=') && bare_pairs(tokenize(inside)).empty()) continue;
        plain[open] = plain[close] = ' ';
    }
    return plain;
}

// Where a label is mentioned: token index, or none.
std::optional<std::size_t>
mention(const std::string& label, const std::vector<Token>& tokens, const std::vector<bool>& used)
{
    auto words = content_words(label);
    std::optional<std::size_t> found;
    double top = 0.75;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (used[i] || tokens[i].is_mark || tokens[i].is_quoted) continue;
        for (const auto& word : words) {
            const auto plain = words_of(tokens[i].small);
            if (plain.empty()) continue;
            double score = plain.front() == word                                  ? 1.0
                           : stem(plain.front()) == stem(word) && word.size() > 3 ? 0.95
                           : are_synonyms(plain.front(), word)                    ? 0.8
                                                                                  : 0;
            if (tokens[i].small == lower(label)) score = 1.1;
            if (score > top) top = score, found = i;
        }
    }
    return found;
}

// Where all words of a label stand one after the other: its first token, or none.
std::optional<std::size_t>
whole_mention(const std::string& label, const std::vector<Token>& tokens, const std::vector<bool>& used)
{
    const auto words = words_of(label);
    if (words.size() < 2) return std::nullopt;
    for (std::size_t i = 0; i + words.size() <= tokens.size(); ++i) {
        bool is_here = true;
        for (std::size_t k = 0; k < words.size() && is_here; ++k) {
            const auto& token = tokens[i + k];
            is_here = !used[i + k] && !token.is_mark && !token.is_quoted && token.small == words[k];
        }
        if (is_here) return i;
    }
    return std::nullopt;
}

const std::set<std::string, std::less<>> enders = {
    "from",
    "to",
    "by",
    "in",
    "on",
    "at",
    "for",
    "with",
    "and",
    "of",
    "directed",
    "made",
    "that",
    "which",
    "between",
    "under"
};

}  // namespace

std::vector<Pair> pairs_in(std::string_view text)
{
    const auto phrase = tokenize(without_brackets(text));
    auto quoted = quoted_pairs(phrase);
    const bool has_unquoted_keys =
        std::ranges::any_of(quoted, [](const Pair& each) { return each.key.empty(); });
    if (!quoted.empty() && (quoted.size() > 1 || !has_unquoted_keys)) {
        auto bare = bare_pairs(phrase);
        if (bare.size() > quoted.size()) return bare;
        return quoted;
    }
    auto bare = bare_pairs(phrase);
    if (!bare.empty() && quoted.empty()) return bare;
    if (!quoted.empty()) return quoted;
    return {{"", unquoted(text)}};
}

namespace {

enum class Rest { belongs_to_the_last, is_left };

std::vector<std::string>
values_of(const std::vector<std::string>& labels, std::string_view text, Rest what_is_left)
{
    const auto phrase = tokenize(text);
    const auto& tokens = phrase.tokens;
    std::vector<bool> used(tokens.size(), false);
    std::vector<std::optional<std::size_t>> mentions(labels.size());  // the last token of each
    std::vector<bool> is_mention(tokens.size(), false);
    // "First name" and "Last name" have a word in common: whole labels before single words of them.
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const auto whole = whole_mention(labels[i], tokens, is_mention);
        if (!whole) continue;
        const auto count = words_of(labels[i]).size();
        mentions[i] = *whole + count - 1;
        for (std::size_t k = *whole; k < *whole + count; ++k) is_mention[k] = used[k] = true;
    }
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (mentions[i]) continue;
        mentions[i] = mention(labels[i], tokens, is_mention);
        if (mentions[i]) is_mention[*mentions[i]] = true;
    }
    std::vector<std::string> values(labels.size());
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (!mentions[i]) continue;
        std::size_t at = *mentions[i] + 1;
        used[*mentions[i]] = true;
        while (at < tokens.size() &&
               (tokens[at].is_mark || between.contains(tokens[at].small) || tokens[at].small == "by"))
            used[at++] = true;
        std::size_t end = at;
        while (end < tokens.size() && !is_mention[end] &&
               !(tokens[end].is_mark && tokens[end].small != ".") &&
               !(end > at && enders.contains(tokens[end].small) && !tokens[end].is_quoted))
            used[end++] = true;
        while (end > at && tokens[end - 1].is_mark) --end;
        if (end <= at) continue;
        values[i] = end - at == 1
                        ? tokens[at].text
                        : phrase.source.substr(tokens[at].begin, tokens[end - 1].end - tokens[at].begin);
    }
    // What is left over belongs to the one label nothing was said of: "comedy movies" → the genre is comedy.
    std::size_t open = labels.size();
    std::size_t count = 0;
    for (std::size_t i = 0; i < labels.size(); ++i)
        if (values[i].empty()) open = i, ++count;
    if (count == 1 && what_is_left == Rest::belongs_to_the_last) {
        std::vector<std::string> rest;
        for (std::size_t i = 0; i < tokens.size() && !used[i]; ++i)
            if (!tokens[i].is_mark && !idle.contains(tokens[i].small) && !enders.contains(tokens[i].small))
                rest.push_back(tokens[i].text);
        // The last word names the kind of thing that is looked for.
        if (rest.size() > 1 && !tokens.empty()) rest.pop_back();
        for (const auto& word : rest) values[open] += (values[open].empty() ? "" : " ") + word;
    }
    return values;
}

}  // namespace

std::vector<std::string> values_for(const std::vector<std::string>& labels, std::string_view text)
{
    return values_of(labels, text, Rest::belongs_to_the_last);
}

std::vector<std::string> mentioned_values(const std::vector<std::string>& labels, std::string_view text)
{
    return values_of(labels, text, Rest::is_left);
}

}  // namespace lissom::agent::lite
