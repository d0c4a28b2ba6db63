#include "agent/lite/ellipsis.hpp"

#include <set>

#include "agent/lite/instruction.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

// Verbs whose next object is pressed or opened like the first.
bool is_carried(const std::string& verb)
{
    static const std::set<std::string, std::less<>> verbs = {
        "click",
        "press",
        "tap",
        "hit",
        "open",
        "expand",
        "select",
        "choose",
        "pick",
        "push",
        "follow",
        "hover"
    };
    return verbs.contains(verb);
}

// "A", "B twice", "OK": what stands between "then" and "then".
std::vector<std::string> pieces_of(const Phrase& phrase)
{
    std::vector<std::string> pieces;
    std::size_t begin = 0;
    const auto& tokens = phrase.tokens;
    const auto keep = [&](std::size_t end) {
        while (end > begin && !tokens[end - 1].is_quoted &&
               (tokens[end - 1].is_mark || tokens[end - 1].small == "and"))
            --end;
        if (end > begin)
            pieces.push_back(
                phrase.source.substr(tokens[begin].begin, tokens[end - 1].end - tokens[begin].begin)
            );
    };
    for (std::size_t i = 1; i + 1 < tokens.size(); ++i) {
        if (tokens[i].is_quoted || tokens[i].small != "then") continue;
        keep(i);
        begin = i + 1;
    }
    keep(tokens.size());
    return pieces;
}

// "the smallest one", after "the largest number": the smallest number.
std::string with_noun_of(const std::string& piece, const std::string& first)
{
    const auto words = split(collapsed(first), " ");
    if (!fit("{*} one", piece) || words.empty() || !quoted_texts(first).empty()) return piece;
    return piece.substr(0, piece.size() - 3) + words.back();
}

// How often a piece is meant; its last word is taken off where it says so.
int times_in(std::string& piece)
{
    constexpr int most = 20;
    if (const auto slots = fit("{what} twice", piece)) {
        piece = piece.substr(0, piece.size() - std::string_view(" twice").size());
        return 2;
    }
    if (const auto slots = fit("{what} {#count} times", piece)) {
        const auto count = number_word(slots->at("count"));
        if (!count || *count < 1 || *count > most) return 1;
        piece = slots->at("what");
        return *count;
    }
    return 1;
}

}  // namespace

std::vector<std::string> spelled_out(const std::string& clause)
{
    const auto phrase = tokenize(clause);
    // "The right arrow three times and the down arrow twice": each so often.
    if (const auto slots = fit("{!verb} {what} (twice|once|{#count} times) [,] and {rest}", clause);
        slots && is_carried(lower(slots->at("verb"))) &&
        fit("{*} (twice|once|{#count} times)", slots->at("rest"))) {
        const auto& rest = slots->at("rest");
        auto deeds = spelled_out(clause.substr(0, clause.rfind(rest) - std::string_view("and ").size()));
        for (auto& deed : spelled_out(slots->at("verb") + " " + rest)) deeds.push_back(std::move(deed));
        return deeds;
    }
    if (phrase.tokens.size() < 3 || !is_carried(phrase.tokens.front().small)) return {clause};
    const auto verb = phrase.tokens.front().text;
    auto pieces = pieces_of(phrase);
    const auto first = pieces.front().substr(std::min(pieces.front().size(), verb.size() + 1));
    std::vector<std::string> deeds;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        auto piece = i == 0 ? pieces[i] : with_noun_of(pieces[i], first);
        const int times = times_in(piece);
        if (i > 0 && !is_order(piece)) piece.insert(0, verb + " ");
        for (int time = 0; time < times; ++time) deeds.push_back(piece);
    }
    return deeds;
}

std::string with_subject_of(const std::string& before, const std::string& clause)
{
    const auto asked = fit("{opener} (it|that|they|those) [?]", clause);
    const bool is_bare = asked && fit("(how much|how many|how long|when|where|who|what) (is|was|are|were)",
                                      asked->at("opener"));
    if (!is_bare) return clause;
    const auto said = fit("(who|what|when|where|which|how) {*} (for|of|about) {thing} [?]", before);
    return said ? asked->at("opener") + " " + said->at("thing") : clause;
}

}  // namespace lissom::agent::lite
