#include <algorithm>
#include <set>

#include "agent/lite/comprehension.hpp"
#include "agent/lite/looks.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/questions.hpp"
#include "agent/lite/reading.hpp"
#include "agent/lite/skills/answering.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite::skills {

namespace {

// What the page is headed by: its heading of the first level, in the content if there is one there; else the
// first of the highest level there is.
std::optional<std::string> main_heading(const Scene& scene)
{
    int best = -1;
    const auto rank = [&](int i) { return scene.node(i).level * 2 + (scene.is_content(i) ? 0 : 1); };
    for (int i = 0; i < scene.size(); ++i) {
        const bool is_heading = scene.node(i).role == "heading" && !scene.text_of(i).empty();
        if (is_heading && (best < 0 || rank(i) < rank(best))) best = i;
    }
    return best < 0 ? std::nullopt : std::optional(scene.text_of(best));
}

// The one block of code that is to be seen; nothing where there are several, or none.
std::optional<std::string> only_code(const Scene& scene)
{
    std::optional<std::string> found;
    for (int i = 0; i < scene.size(); ++i) {
        if (scene.node(i).tag != "pre") continue;
        const auto text = trimmed(scene.text_of(i));
        if (text.empty()) continue;
        if (found) return std::nullopt;
        found = text;
        i = scene.end_of(i) - 1;
    }
    return found;
}

// The one sum of money that is labelled as the total; nothing where there are two.
std::optional<std::string> stated_total(const Scene& scene)
{
    static const std::set<std::string, std::less<>> labels = {
        "total",
        "grand total",
        "total amount",
        "order total",
        "basket total",
        "cart total",
        "total price",
        "invoice total",
        "total due",
        "total cost",
        "sum total",
        "total to pay"
    };
    std::optional<std::string> found;
    for (int i = 0; i < scene.size(); ++i) {
        if (scene.node(i).role != "text") continue;
        auto label = lower(trimmed(scene.node(i).name));
        while (!label.empty() && (label.back() == ':' || label.back() == ' ')) label.pop_back();
        if (!labels.contains(label)) continue;
        int next = i + 1;
        while (next < scene.size() && scene.node(next).role != "text") ++next;
        if (next >= scene.size() || !price_in(scene.node(next).name)) continue;
        const auto sum = trimmed(scene.node(next).name);
        if (found && *found != sum) return std::nullopt;
        found = sum;
    }
    return found;
}

// Words of several lines that only follow each other are no sentence.
bool stands_in_one_place(const Scene& scene, const std::string& said)
{
    constexpr int most_parts = 40;  // of a paragraph with links in it
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        const bool is_place = node.role == "text" || scene.end_of(i) - i < most_parts;
        const auto text = is_place ? collapsed(scene.text_of(i)) : std::string();
        if (!text.contains(said)) continue;
        // Menus before it are no part of it.
        const auto links = [&] {
            int count = 0;
            for (int k = i; k < scene.end_of(i); ++k)
                count += scene.node(k).role == "link" && said.contains(collapsed(scene.node(k).name)) ? 1 : 0;
            return count;
        };
        return node.role == "text" || links() < 2;
    }
    return scene.size() > 0 && !scene.whole_text().empty() && said.find(' ') == std::string::npos;
}

}  // namespace

std::string all_said(const Scene& scene)
{
    auto text = scene.snapshot().title + " " + scene.whole_text();
    for (const auto& node : scene.nodes())
        if (!node.value.empty()) text += " " + node.value;
    return text;
}

bool speaks_of(const Scene& scene, const std::string& field)
{
    static const std::set<std::string, std::less<>> plain_kinds = {
        "price",  "cost",   "email", "e-mail", "mail",  "phone", "number", "address", "date",   "time",
        "author", "rating", "name",  "title",  "names", "url",   "link",   "titles",  "prices", "stars"
    };
    auto text = all_said(scene);
    // What a page calls its parts names what stands in them.
    for (const auto& node : scene.nodes())
        for (const auto* name : {"class", "id"})
            if (const auto at = node.attributes.find(name); at != node.attributes.end())
                text += " " + at->second;
    const auto said = words_of(text);
    const auto words = content_words(field);
    return words.empty() || plain_kinds.contains(words.back()) ||
           std::ranges::any_of(words, [&](const std::string& word) {
               return std::ranges::any_of(said, [&](const std::string& each) {
                   return are_kin(each, word) || are_synonyms(each, word);
               });
           });
}

bool is_only_furniture(const Scene& scene, const std::string& text)
{
    const auto plain = collapsed(text);
    if (plain.empty()) return true;
    for (int i = 0; i < scene.size(); ++i)
        if (!scene.is_furniture(i) && scene.node(i).role == "text" &&
            collapsed(scene.node(i).name).contains(plain))
            return false;
    return std::ranges::any_of(scene.nodes(), [&, i = 0](const view::Node& node) mutable {
        return scene.is_furniture(i++) && collapsed(node.name).contains(plain);
    });
}

bool is_furniture_in(const Scene& scene, const Json& value)
{
    if (value.is_string()) return is_only_furniture(scene, std::string(value.get_string()));
    if (const auto* list = value.if_array())
        return std::ranges::any_of(*list, [&](const Json& each) { return is_furniture_in(scene, each); });
    if (const auto* object = value.if_object())
        return std::ranges::any_of(*object, [&](const auto& each) {
            return is_furniture_in(scene, each.value());
        });
    return false;
}

std::optional<std::string> from_page(const Scene& scene, const std::string& question)
{
    // "Parcel 77-001" is no sum: nothing but the sum is asked for.
    static const std::set<std::string, std::less<>> asking = {
        "what",   "what's", "is",    "the",     "result",     "of",     "how",        "much",
        "equals", "sum",    "value", "compute", "and",        "a",      "calculate",  "answer",
        "plus",   "minus",  "times", "divided", "by",         "please", "multiplied", "to",
        "x",      "me",     "tell",  "product", "difference", "are"
    };
    const bool asks_for_sum = std::ranges::all_of(words_of(question), [&](const std::string& word) {
        return asking.contains(word) || word.find_first_of("0123456789") != std::string::npos;
    });
    if (const auto sum = asks_for_sum ? sum_in(question) : std::nullopt) return number_text(*sum);
    if (const auto unknown = unknown_in(question)) return number_text(*unknown);
    const auto plain = plain_question(question);
    if (const auto slots = fit("{!which} word (in|of|from) {where}", plain);
        slots && ordinal(slots->at("which")))
        return read_value(scene, plain);
    if (const auto slots =
            fit("{!which} (paragraph|heading|headline) [of the page|on the page|of the text|of this page]",
                plain)) {
        const bool is_paragraph = contains_word(plain, "paragraph");
        const auto nth = ordinal(slots->at("which"));
        std::vector<std::string> all;
        for (int i = 0; i < scene.size(); ++i)
            if (scene.is_content(i) && scene.node(i).role == (is_paragraph ? "paragraph" : "heading") &&
                !scene.text_of(i).empty())
                all.push_back(scene.text_of(i));
        const auto at = !nth ? all.size() : *nth < 0 ? all.size() - 1 : static_cast<std::size_t>(*nth) - 1;
        if (at < all.size() && (is_paragraph || contains_word(plain, "heading"))) return all[at];
    }
    if (fit("[what is] [the] [main|top|page|largest] (heading|h1) [of|on|in|at] [the] [top] [of] [the|this] "
            "[page|site]",
            plain))
        return main_heading(scene);
    if (fit("[the] [grand|overall|final|full|complete] total [amount|price|cost|sum] [due|to pay] "
            "[(of|for|on|in) (the|this|my|that) "
            "(invoice|order|bill|cart|basket|purchase|receipt|booking|quote)]",
            plain))
        if (auto total = stated_total(scene)) return total;
    if (fit("[the] [full|whole|exact|shown] (command|code|code snippet|snippet|code block|code example) "
            "[shown|there]",
            plain))
        return only_code(scene);
    if (fit("[the] (title of the page|page title|title of this page|title)", plain))
        return scene.snapshot().title;
    if (fit("[the] (url|address|current url) [of] [the|this] [page]", plain)) return scene.snapshot().url;
    return std::nullopt;
}

std::optional<std::string> read_running_text(const Scene& scene, const std::string& question)
{
    constexpr std::size_t longest = 20'000;  // letters: more is a book
    const auto text = scene.content_text();
    if (text.size() > longest) return std::nullopt;
    if (const int drawn = text_with_look(scene, question); drawn >= 0) return trimmed(scene.node(drawn).name);
    if (const auto slots = fit("(which|what) (word|text|phrase|part) is {look}", question))
        if (const int drawn = text_with_look(scene, "the " + slots->at("look") + " word"); drawn >= 0)
            return trimmed(scene.node(drawn).name);
    if (const auto beside = passage(scene, "the text"))
        if (auto word = word_beside(*beside, plain_question(question))) return word;
    if (auto told = answer_from_text(text, question); told && stands_in_one_place(scene, *told)) return told;
    return quantity_from_text(text, question);
}

}  // namespace lissom::agent::lite::skills
