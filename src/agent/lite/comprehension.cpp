#include "agent/lite/comprehension.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include "agent/lite/phrase.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

using WordSet = std::set<std::string, std::less<>>;

const WordSet pronouns = {"he", "she", "they", "it", "his", "her", "their"};
const WordSet joints = {"and", "but", "while", "whereas", ";", "who"};

struct Clause {
    std::string subject;  // a name, or what stands first
    std::vector<Token> tokens;
};

bool has_capital(const Token& token)
{
    return !token.text.empty() && std::isupper(static_cast<unsigned char>(token.text.front())) != 0;
}

// A name in a sentence: capitals that no pronoun or "The" explains.
bool is_name(const Token& token)
{
    static const WordSet no_names = {
        "the", "a", "an", "in", "on", "at", "her", "his", "their", "our", "my", "when", "after"
    };
    return has_capital(token) && !pronouns.contains(token.small) && !no_names.contains(token.small);
}

std::vector<std::vector<Token>> sentences_of(std::string_view text)
{
    std::vector<std::vector<Token>> sentences(1);
    for (const auto& token : tokenize(text).tokens) {
        if (token.is_mark && (token.small == "." || token.small == "!" || token.small == "?")) {
            sentences.emplace_back();
            continue;
        }
        sentences.back().push_back(token);
    }
    std::erase_if(sentences, [](const auto& each) { return each.empty(); });
    return sentences;
}

// The subject of a clause is the name before its verb; a clause without one goes on with the last.
std::vector<Clause> clauses_in(std::string_view text)
{
    std::vector<Clause> clauses;
    std::string last;
    static const WordSet before_places = {"in", "at", "from", "to", "of", "with", "near", "by", "on", "for"};
    for (const auto& sentence : sentences_of(text)) {
        Clause clause;
        bool goes_on = false;  // "and lives in Bergen": the subject has been said
        for (std::size_t i = 0; i < sentence.size(); ++i) {
            const auto& token = sentence[i];
            if (joints.contains(token.small) && clause.tokens.size() > 1) {
                clause.subject = clause.subject.empty() ? last : clause.subject;
                if (!clause.subject.empty()) last = clause.subject;
                clauses.push_back(std::move(clause));
                clause = {};
                goes_on = i + 1 < sentence.size() && !has_capital(sentence[i + 1]) &&
                          !pronouns.contains(sentence[i + 1].small) && sentence[i + 1].small != "the";
                continue;
            }
            // "Her brother Paul is …": the name that is said first is who it is about.
            if (clause.subject.empty() && is_name(token) && clause.tokens.size() < 4 && !goes_on &&
                (i == 0 || !before_places.contains(sentence[i - 1].small))) {
                clause.subject = token.text;
                while (i + 1 < sentence.size() && is_name(sentence[i + 1])) {
                    clause.tokens.push_back(sentence[i]);
                    clause.subject += " " + sentence[++i].text;
                }
            }
            clause.tokens.push_back(sentence[i]);
        }
        if (clause.subject.empty()) clause.subject = last;
        if (!clause.subject.empty()) last = clause.subject;
        if (!clause.tokens.empty()) clauses.push_back(std::move(clause));
    }
    return clauses;
}

bool says(const Clause& clause, const std::string& word)
{
    return std::ranges::any_of(clause.tokens, [&](const Token& token) {
        return !token.is_mark && (token.small == word || stem(token.small) == stem(word));
    });
}

bool is_about(const Clause& clause, std::string_view name)
{
    return contains_word(clause.subject, name) || contains_word(name, clause.subject);
}

// The one clause about somebody for which `holds`; none where several answer differently.
template <class Answer>
std::optional<std::string> only_answer(const std::vector<Clause>& clauses, Answer answer)
{
    std::optional<std::string> found;
    for (const auto& clause : clauses) {
        const auto said = answer(clause);
        if (!said || said->empty()) continue;
        if (found && *found != *said) return std::nullopt;
        found = said;
    }
    return found;
}

std::string from_token(const Clause& clause, std::size_t first)
{
    std::string text;
    for (std::size_t i = first; i < clause.tokens.size() && !clause.tokens[i].is_mark; ++i) {
        static const WordSet ends = {
            "on", "with", "since", "for", "near", "every", "because", "when", "by", "where"
        };
        if (i > first && ends.contains(clause.tokens[i].small)) break;
        text += (text.empty() ? "" : " ") + clause.tokens[i].text;
    }
    return without_prefix_words(text, {"the"});
}

std::optional<std::string> age_of(const Clause& clause)
{
    for (std::size_t i = 0; i < clause.tokens.size(); ++i) {
        if (!number_in(clause.tokens[i].text)) continue;
        const auto before = i > 0 ? clause.tokens[i - 1].small : "";
        const auto after = i + 1 < clause.tokens.size() ? clause.tokens[i + 1].small : "";
        const bool is_age =
            after.starts_with("year") || before == "aged" || before == "age" ||
            ((before == "is" || before == "turned" || before == "was") &&
             (after.empty() || i + 1 == clause.tokens.size() || clause.tokens[i + 1].is_mark));
        if (is_age) return number_text(*number_in(clause.tokens[i].text));
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> answer_from_text(std::string_view text, std::string_view question)
{
    std::string plain(question);
    while (!plain.empty() && (plain.back() == '?' || plain.back() == ' ')) plain.pop_back();
    const auto clauses = clauses_in(text);
    if (const auto slots = fit("how old (is|was) {who}", plain))
        return only_answer(clauses, [&](const Clause& clause) -> std::optional<std::string> {
            return is_about(clause, slots->at("who")) ? age_of(clause) : std::nullopt;
        });
    if (const auto slots = fit("(what is|what's) (the age of {who}|{who} age)", plain)) {
        auto who = slots->at("who");
        if (who.ends_with("'s")) who.resize(who.size() - 2);
        return only_answer(clauses, [&](const Clause& clause) -> std::optional<std::string> {
            return is_about(clause, who) ? age_of(clause) : std::nullopt;
        });
    }
    if (const auto slots = fit("where (does|do|did) {who} {!verb} [in|at|from|to]", plain))
        return only_answer(clauses, [&](const Clause& clause) -> std::optional<std::string> {
            if (!is_about(clause, slots->at("who"))) return std::nullopt;
            static const WordSet places = {"in", "at", "from", "to", "near"};
            for (std::size_t i = 0; i + 2 < clause.tokens.size(); ++i) {
                const bool is_verb = stem(clause.tokens[i].small) == stem(slots->at("verb")) ||
                                     clause.tokens[i].small == slots->at("verb");
                if (!is_verb) continue;
                for (std::size_t k = i + 1; k + 1 < clause.tokens.size(); ++k)
                    if (places.contains(clause.tokens[k].small)) return from_token(clause, k + 1);
            }
            return std::nullopt;
        });
    if (const auto slots = fit("what (does|do|did) {who} {!verb}", plain))
        return only_answer(clauses, [&](const Clause& clause) -> std::optional<std::string> {
            if (!is_about(clause, slots->at("who"))) return std::nullopt;
            for (std::size_t i = 0; i + 1 < clause.tokens.size(); ++i)
                if (stem(clause.tokens[i].small) == stem(slots->at("verb"))) return from_token(clause, i + 1);
            return std::nullopt;
        });
    // "Who plays the cello", "which of them keeps bees", "which one says …"
    auto deed = fit("who {deed}", plain);
    if (!deed)
        deed =
            fit("(which|what) (of them|of these|one|person|friend|man|woman|boy|girl|child) {deed}", plain);
    if (!deed || fit("(is|was|are) {*}", deed->at("deed"))) return std::nullopt;
    const auto words = content_words(deed->at("deed"));
    if (words.size() < 2) return std::nullopt;
    return only_answer(clauses, [&](const Clause& clause) -> std::optional<std::string> {
        const bool says_all =
            std::ranges::all_of(words, [&](const std::string& word) { return says(clause, word); });
        if (!says_all || clause.subject.empty()) return std::nullopt;
        return clause.subject;
    });
}

std::optional<double> word_problem(std::string_view text)
{
    static const WordSet more = {"finds",  "buys",   "gets",     "receives",   "adds",
                                 "picks",  "more",   "together", "altogether", "total",
                                 "joins",  "arrive", "collects", "wins",       "gains",
                                 "earns",  "both",   "gave him", "comes",      "come",
                                 "bought", "found",  "got",      "received",   "join"};
    static const WordSet less = {"gives",     "eats",   "loses",  "sells",   "left",  "remain",
                                 "remaining", "spends", "away",   "gave",    "ate",   "lost",
                                 "sold",      "leaves", "breaks", "donates", "fewer", "uses",
                                 "used",      "spent",  "leave",  "remains", "takes", "drops"};
    static const WordSet times = {"each", "every", "times", "per"};
    static const WordSet shared = {"shares", "shared", "divides", "divided", "equally", "split", "splits"};
    if (!fit("{*} how (many|much) {*}", "x " + std::string(text) + " x")) return std::nullopt;
    std::vector<double> numbers;
    int pluses = 0, minuses = 0, products = 0, parts = 0;
    for (const auto& token : tokenize(text).tokens) {
        if (token.is_mark) continue;
        if (const auto number = number_in(token.text)) {
            numbers.push_back(*number);
        } else if (const auto named = number_word(token.small);
                   named && token.small != "one" && token.small != "a") {
            numbers.push_back(*named);
        }
        pluses += more.contains(token.small) ? 1 : 0;
        minuses += less.contains(token.small) ? 1 : 0;
        products += times.contains(token.small) ? 1 : 0;
        parts += shared.contains(token.small) ? 1 : 0;
    }
    if (numbers.size() != 2) return std::nullopt;
    const double a = numbers[0], b = numbers[1];
    if (parts > 0) return b == 0 ? std::nullopt : std::optional(a / b);
    if (products > 0 && minuses == 0) return a * b;
    if (minuses > pluses) return a - b;
    if (pluses > minuses) return a + b;
    return std::nullopt;
}

std::optional<std::string> word_beside(std::string_view text, std::string_view phrase)
{
    const auto slots =
        fit("[the] word [that] [comes|stands|is|right|directly|immediately] "
            "(after|before|following|behind|preceding) "
            "[the] [word] {word}",
            phrase);
    if (!slots) return std::nullopt;
    const bool is_before = contains_word(phrase, "before") || contains_word(phrase, "preceding");
    const auto wanted = lower(unquoted(slots->at("word")));
    std::vector<std::string> words;
    for (const auto& token : tokenize(text).tokens)
        if (!token.is_mark) words.push_back(token.text);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (lower(words[i]) != wanted) continue;
        if (is_before) return i > 0 ? std::optional(words[i - 1]) : std::nullopt;
        return i + 1 < words.size() ? std::optional(words[i + 1]) : std::nullopt;
    }
    return std::nullopt;
}

namespace {

bool is_figure(std::string_view word)
{
    return !word.empty() && word.find_first_of("0123456789") != std::string_view::npos &&
           word.find_first_not_of("0123456789.,$€£") == std::string_view::npos;
}

std::string without_marks(std::string word)
{
    while (!word.empty() && std::string_view(".,;:!?)").contains(word.back())) word.pop_back();
    while (!word.empty() && std::string_view("(").contains(word.front())) word.erase(0, 1);
    return word;
}

bool is_span(std::string_view word)
{
    for (const std::string_view unit : {"second", "minute", "hour", "day", "week", "month", "year"})
        if (stem(word) == stem(unit)) return true;
    return false;
}

}  // namespace

std::optional<std::string> quantity_from_text(std::string_view text, std::string_view question)
{
    std::string noun;
    std::string rest;
    const bool asks_span = fit("how long (is|are|does|do|will|can|must) {*}", question).has_value();
    const auto much = fit("how much {!noun} (does|do|is|are|will|must) {rest}", question);
    const auto what = fit("(what|which) {!noun} (does|do|is|are|will) {rest}", question);
    if (asks_span) rest = fit("how long {!does} {rest}", question).value_or(Slots{})["rest"];
    if (much) noun = much->at("noun"), rest = much->at("rest");
    if (what) noun = what->at("noun"), rest = what->at("rest");
    const auto wanted = content_words(rest);
    if (wanted.size() < 2) return std::nullopt;
    std::optional<std::string> found;
    for (const auto& line : split(std::string(text), "\n")) {
        for (const auto& sentence : split(line, ". ")) {
            const auto said = words_of(sentence);
            const auto says = [&](const std::string& word) {
                return std::ranges::any_of(said, [&](const std::string& each) {
                    return stem(each) == stem(word);
                });
            };
            if (!std::ranges::all_of(wanted, says) || says("not") || (!noun.empty() && !says(noun))) continue;
            std::vector<std::string> words;
            for (const auto& word : split(collapsed(sentence), " ")) words.push_back(without_marks(word));
            std::vector<std::string> values;
            for (std::size_t i = 0; i < words.size(); ++i) {
                if (!is_figure(words[i])) continue;
                const auto unit = i + 1 < words.size() ? words[i + 1] : "";
                const auto before = i > 0 ? lower(words[i - 1]) : "";
                if (asks_span && is_span(unit)) values.push_back(words[i] + " " + unit);
                if (much && !unit.empty() && i + 3 < words.size() && lower(words[i + 2]) == "of" &&
                    stem(words[i + 3]) == stem(noun))
                    values.push_back(words[i] + " " + unit);
                if (what && stem(before) == stem(noun)) values.push_back(words[i]);
            }
            if (values.size() != 1 || (found && *found != values.front())) {
                if (values.empty()) continue;
                return std::nullopt;  // it is said in two ways
            }
            found = values.front();
        }
    }
    return found;
}

}  // namespace lissom::agent::lite
