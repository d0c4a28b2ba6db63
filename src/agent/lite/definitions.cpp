#include "agent/lite/definitions.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "agent/lite/inquiry.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

std::optional<std::string> term_of(const std::string& question)
{
    for (const std::string_view pattern :
         {"what (does|do) [the] [term|word|phrase] {term} mean [here]",
          "what is meant by [the] [term|word|phrase] {term}",
          "[what is|what's] [the] (meaning|definition) of [the] [term|word|phrase] {term}",
          "(define|explain) [the] (term|word|phrase) {term}"})
        if (const auto slots = fit(pattern, question)) return unquoted(slots->at("term"));
    return std::nullopt;
}

// What the sentence says of the term: nothing may stand before it but its number.
std::optional<std::string> meaning_in(const std::string& sentence, const std::vector<std::string>& term)
{
    const auto at = sentence.find(" means ");
    if (at == std::string::npos) return std::nullopt;
    auto words = words_of(std::string_view(sentence).substr(0, at));
    const bool is_numbered =
        words.size() == term.size() + 1 && words.front().size() < 3 && words.front() != term.front();
    if (is_numbered) words.erase(words.begin());
    if (words != term) return std::nullopt;
    constexpr std::string_view verb = " means ";
    auto meaning = trimmed(std::string_view(sentence).substr(at + verb.size()));
    return meaning.empty() ? std::nullopt : std::optional(std::move(meaning));
}

}  // namespace

std::optional<std::string> told_by_definition(const Scene& scene, const std::string& question)
{
    const auto asked = term_of(question);
    const auto term = asked ? words_of(*asked) : std::vector<std::string>();
    if (term.empty()) return std::nullopt;
    std::optional<std::string> found;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        const bool is_passage = node.tag == "p" || node.tag == "li" || node.tag == "dd" || node.tag == "td" ||
                                node.role == "text";
        if (!is_passage || node.is_hidden) continue;
        auto meaning = meaning_in(collapsed(scene.text_of(i)), term);
        if (!meaning) continue;
        // A paragraph and the text in it say the same.
        if (found && !found->starts_with(*meaning)) return std::nullopt;
        if (!found) found = std::move(meaning);
    }
    return found;
}

bool defines_other_term(const Scene& scene, const std::string& question, const std::string& answer)
{
    const auto term = term_of(question);
    if (!term || answer.empty()) return false;
    const auto says_term = [&](std::string_view text) {
        return std::ranges::all_of(words_of(*term), [&](const auto& word) { return says(text, word); });
    };
    constexpr std::size_t reach = 3;  // texts before it: a term and its number
    std::vector<std::string> texts;
    bool is_said = false;
    for (int i = 0; i < scene.size(); ++i) {
        if (scene.node(i).role != "text") continue;
        texts.push_back(collapsed(scene.node(i).name));
        if (!texts.back().contains(answer)) continue;
        is_said = true;
        const auto from = texts.size() - std::min(texts.size(), reach + 1);
        for (auto at = from; at < texts.size(); ++at)
            if (says_term(texts[at])) return false;
    }
    return is_said;
}

}  // namespace lissom::agent::lite
