#include "agent/lite/skills/faq.hpp"

#include <algorithm>

#include "agent/lite/phrase.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

constexpr double same_question = 0.85;

std::string without_mark(std::string_view text)
{
    auto plain = collapsed(text);
    while (!plain.empty() && (plain.back() == '?' || plain.back() == ' ')) plain.pop_back();
    return plain;
}

// The smallest element that asks the question; -1.
int asked_at(const Scene& scene, const std::string& question)
{
    int found = -1;
    double top = same_question;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.role == "text" || node.is_editable || node.is_hidden) continue;
        const bool may_ask = node.role == "heading" || node.is_operable || node.tag == "dt" ||
                             node.tag == "summary" || node.expanded != view::Tristate::none;
        if (!may_ask) continue;
        const auto text = scene.text_of(i);
        constexpr std::size_t longest = 200;
        if (text.size() > longest || !collapsed(text).ends_with('?')) continue;
        const double score = similarity(question, without_mark(text));
        if (score >= top) top = score + 1e-9, found = i;
    }
    return found;
}

// What stands below it, up to the next thing of its kind.
std::string text_below(const Scene& scene, int header)
{
    const auto& like = scene.node(header);
    std::string text;
    constexpr std::size_t longest = 1'500;  // letters: more is the rest of the page
    for (int i = scene.end_of(header); i < scene.size() && text.size() < longest; ++i) {
        const auto& node = scene.node(i);
        const bool is_next =
            (node.role == "heading" && (like.role != "heading" || node.level <= like.level)) ||
            (node.role == like.role && node.tag == like.tag && like.role != "generic") || node.tag == "dt" ||
            node.tag == "summary" || scene.is_furniture(i);
        if (is_next) break;
        if (node.role == "text" && collapsed(node.name).ends_with('?')) break;
        if (node.role == "text" && !node.is_hidden) text += (text.empty() ? "" : " ") + collapsed(node.name);
    }
    return text.size() < longest ? text : "";
}

// "How many messages are in the junk folder?" where the entry that leads there reads "Junk 65".
std::optional<std::string> counted_entry(const Scene& scene, const std::string& question)
{
    const auto slots = fit(
        "how many [unread|new] {what} (are|is|do|does) [there|i|we] [have] (in|under) [the|my|our] {where} "
        "[folder|mailbox|queue|list|tab|label|inbox]",
        question
    );
    if (!slots) return std::nullopt;
    std::optional<std::string> found;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (!node.is_operable || (node.role != "link" && node.role != "tab" && node.role != "button" &&
                                  node.role != "treeitem" && node.role != "menuitem"))
            continue;
        const auto text = collapsed(scene.text_of(i));
        const auto digits = text.find_last_not_of("0123456789.,() ");
        if (digits == std::string::npos || digits + 1 >= text.size()) continue;
        const auto number = number_in(text.substr(digits + 1));
        if (!number || lower(trimmed(text.substr(0, digits + 1))) != lower(slots->at("where"))) continue;
        const auto said = number_text(*number);
        if (found && *found != said) return std::nullopt;
        found = said;
    }
    return found;
}

}  // namespace

Async<Result<std::optional<std::string>>> answer_of_page(Run& run, std::string question)
{
    const auto wanted = without_mark(question);
    if (content_words(wanted).size() < 2) co_return std::nullopt;
    const auto& scene = run.hands.scene();
    const int header = asked_at(scene, wanted);
    if (header < 0) co_return std::nullopt;
    const auto ref = scene.node(header).ref;
    int opener = scene.operable_at(header);
    for (int i = header; i < scene.end_of(header) && (opener < 0 || !scene.node(opener).is_operable); ++i)
        if (scene.node(i).is_operable) opener = i;
    const bool is_folded = opener >= 0 && scene.node(opener).is_operable && scene.node(opener).href.empty() &&
                           scene.node(opener).expanded != view::Tristate::on;
    if (is_folded) {
        const auto text = scene.whole_text();
        CO_TRY_DONE(co_await run.hands.press(scene.node(opener).ref));
        constexpr Millis unfolding(900);
        CO_TRY_DONE(co_await run.hands.look_until(
            [&](const Scene& now) { return now.whole_text().size() > text.size(); }, unfolding
        ));
    }
    const auto& now = run.hands.scene();
    const int at = ref == 0 ? asked_at(now, wanted) : now.index_of(ref);
    if (at < 0) co_return std::nullopt;
    auto text = text_below(now, at);
    if (text.empty()) co_return std::nullopt;
    co_return text;
}

std::optional<std::string> labelled_number(const Scene& scene, const std::string& question)
{
    if (!starts_with_word(lower(question), "how many")) return std::nullopt;
    if (auto number = counted_entry(scene, question)) return number;
    std::vector<std::string> asked;
    for (const auto& word : words_of(question))
        if (!is_idle_word(word) && word != "how" && word != "many") asked.push_back(word);
    if (asked.empty()) return std::nullopt;
    std::optional<std::string> found;
    std::size_t most = 0;
    bool is_tie = false;
    for (int i = 0; i < scene.size(); ++i) {
        if (scene.node(i).role != "text" || !scene.is_content(i)) continue;
        std::vector<std::string> label;
        for (const auto& word : words_of(scene.node(i).name))
            if (!is_idle_word(word)) label.push_back(word);
        constexpr std::size_t longest = 6;  // words of a tile's label
        if (label.empty() || label.size() > longest) continue;
        const bool says_nothing_else = std::ranges::all_of(label, [&](const std::string& word) {
            return std::ranges::any_of(asked, [&](const std::string& each) { return are_kin(each, word); });
        });
        // All that is asked but what is counted: "people" goes without saying.
        const bool says_enough = std::ranges::all_of(asked, [&](const std::string& each) {
            return each == asked.front() ||
                   std::ranges::any_of(label, [&](const std::string& word) { return are_kin(each, word); });
        });
        if (!says_nothing_else || !says_enough || (label.size() < 2 && asked.size() > 1)) continue;
        // Its number is all that a small box around it says beside it.
        for (int up = scene.parent(i), level = 0; up >= 0 && level < 3; up = scene.parent(up), ++level) {
            std::string number;
            int others = 0;
            for (int k = up; k < scene.end_of(up); ++k) {
                if (scene.node(k).role != "text" || k == i) continue;
                const auto text = trimmed(scene.node(k).name);
                const bool is_number =
                    !text.empty() && text.find_first_not_of("0123456789.,") == std::string::npos;
                if (is_number)
                    number += text;
                else
                    ++others;
            }
            if (others > 0) break;
            if (number.empty()) continue;
            is_tie = label.size() == most && found && *found != number;
            if (label.size() > most) most = label.size(), found = number, is_tie = false;
            break;
        }
    }
    return is_tie ? std::nullopt : found;
}

}  // namespace lissom::agent::lite::skills
