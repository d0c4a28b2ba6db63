#include "agent/lite/apart.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <vector>

#include "agent/lite/inquiry.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

// What is said in one place, in the order of reading.
struct Text {
    std::string said;
    std::vector<std::string> words;
    int heading_level = 0;  // 1 to 6; 0: no heading
};

int heading_level_of(const Scene& scene, int index)
{
    for (int up = index, steps = 0; up >= 0 && steps < 4; up = scene.parent(up), ++steps)
        if (scene.node(up).role == "heading") return std::max(1, scene.node(up).level);
    return 0;
}

std::vector<Text> texts_of(const Scene& scene)
{
    std::vector<Text> texts;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.role != "text" || node.name.empty()) continue;
        texts.push_back({collapsed(node.name), words_of(node.name), heading_level_of(scene, i)});
    }
    return texts;
}

bool has_moment(const Text& text)
{
    return date_in(text.said) || std::ranges::any_of(text.words, [](const std::string& word) {
               constexpr std::size_t year = 4;  // digits
               return word.size() == year && word.find_first_not_of("0123456789") == std::string::npos;
           });
}

// A sentence that says all that was asked, and a moment, while none that holds the answer says what was done.
bool is_told_elsewhere(
    const std::vector<Text>& texts,
    const std::vector<std::string>& asked,
    const std::string& answer
)
{
    const auto says = [](const Text& text, const std::string& word) {
        return std::ranges::any_of(text.words, [&](const auto& each) { return are_alike_words(each, word); });
    };
    bool is_told = false;
    for (const auto& text : texts) {
        const auto said = std::ranges::count_if(asked, [&](const auto& word) { return says(text, word); });
        // One of many words may be another one there.
        constexpr std::ptrdiff_t many = 3;
        const auto all = std::ssize(asked);
        const bool says_all = says(text, asked.back()) && said >= (all >= many ? all - 1 : all);
        if (contains_word(text.said, answer)) {
            if (says(text, asked.back())) return false;
        } else if (says_all && asked.size() > 1 && has_moment(text)) {
            is_told = true;
        }
    }
    return is_told;
}

bool is_close(const std::vector<Text>& texts, std::size_t word, std::size_t answer)
{
    constexpr std::size_t reach = 20;  // texts: a wide row of a table, a card with its labels
    if ((word > answer ? word - answer : answer - word) <= reach) return true;
    // A heading speaks of all that follows, up to the next of its kind.
    const int level = texts[word].heading_level;
    if (level == 0 || word > answer) return false;
    return std::none_of(
        texts.begin() + static_cast<std::ptrdiff_t>(word) + 1,
        texts.begin() + static_cast<std::ptrdiff_t>(answer) + 1,
        [&](const Text& text) { return text.heading_level != 0 && text.heading_level <= level; }
    );
}

}  // namespace

bool stands_apart(const Scene& scene, const std::string& question, const std::string& answer)
{
    const auto asked = inquiry_in(question);
    if (asked.kind == Kind::whether || asked.has_measure || answer.empty() || answer.contains('\n'))
        return false;
    const auto texts = texts_of(scene);
    const auto places_of = [&](const auto& holds) {
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < texts.size(); ++i)
            if (holds(texts[i])) places.push_back(i);
        return places;
    };
    const auto answers = places_of([&](const Text& text) { return contains_word(text.said, answer); });
    if (answers.empty()) return false;
    constexpr std::size_t most_places = 4;  // a word of many places tells none of them
    // "The heading of the page": of the page as a whole, wherever else these words stand.
    static const std::set<std::string, std::less<>> of_page = {
        "page", "site", "website", "heading", "headline", "title", "article", "screen", "main", "text"
    };
    bool has_named = false;
    for (const auto& word : asked.words) {
        if (of_page.contains(word)) continue;
        const auto places = places_of([&](const Text& text) {
            return std::ranges::any_of(text.words, [&](const auto& each) {
                return are_alike_words(each, word);
            });
        });
        if (places.empty() || places.size() > most_places) continue;
        has_named = true;
        for (const auto place : places)
            for (const auto at : answers)
                if (is_close(texts, place, at)) return false;
    }
    return has_named;
}

bool tells_other_deed(const Scene& scene, const std::string& question, const std::string& answer)
{
    const auto asked = inquiry_in(question);
    if (asked.kind != Kind::moment || asked.words.empty() || answer.empty()) return false;
    const auto& deed = asked.words.back();
    const auto is_deed = [](const std::string& word) { return word.size() > 4 && word.ends_with("ed"); };
    if (!is_deed(deed)) return false;
    const auto texts = texts_of(scene);
    if (is_told_elsewhere(texts, asked.words, answer)) return true;
    bool has_other = false;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (std::ranges::any_of(texts[i].words, [&](const auto& word) {
                return are_alike_words(word, deed);
            }))
            return false;
        if (!contains_word(texts[i].said, answer)) continue;
        const auto& before = texts[i > 0 ? i - 1 : i];
        constexpr std::size_t longest_label = 4;  // words
        const bool is_labelled =
            std::ranges::any_of(texts[i].words, is_deed) ||
            (before.words.size() <= longest_label && std::ranges::any_of(before.words, is_deed));
        if (!is_labelled) return false;
        has_other = true;
    }
    return has_other;
}

bool is_one_moment_of_several(const Scene& scene, const std::string& question, const std::string& answer)
{
    const auto asked = inquiry_in(question);
    if (asked.kind != Kind::moment || !asked.words.empty() || !asked.noun.empty() || answer.empty())
        return false;
    static const std::set<std::string, std::less<>> naming = {
        "date", "time", "when", "start", "starts", "begins", "day"
    };
    const auto texts = texts_of(scene);
    bool has_other = false;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto& before = texts[i > 0 ? i - 1 : i];
        if (texts[i].said.contains(answer) || answer.contains(texts[i].said)) {
            for (const auto* text : {&before, &texts[i]})
                if (std::ranges::any_of(text->words, [](const auto& word) { return naming.contains(word); }))
                    return false;
        } else {
            has_other = has_other || time_in(texts[i].said) || date_in(texts[i].said);
        }
    }
    return has_other;
}

bool is_head_of_calendar(const Scene& scene, const std::string& question, const std::string& answer)
{
    const auto asked = inquiry_in(question);
    const auto said = words_of(answer);
    const bool is_month_alone = said.size() == 2 && month_named(said[0]) &&
                                said[1].find_first_not_of("0123456789") == std::string::npos;
    if (asked.kind != Kind::moment || asked.words.empty() || !is_month_alone) return false;
    const auto texts = texts_of(scene);
    const auto speaks_of_it = [&](const Text& text) {
        return std::ranges::any_of(asked.words, [&](const auto& word) { return says(text.said, word); });
    };
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (!contains_word(texts[i].said, answer)) continue;
        if (texts[i].said != answer || (i > 0 && speaks_of_it(texts[i - 1]))) return false;
    }
    return true;
}

bool counts_past(const Scene& scene, const std::string& question, const std::string& answer)
{
    const auto asked = inquiry_in(question);
    if (asked.kind != Kind::number || answer != "0" || asked.noun.empty()) return false;
    const auto texts = texts_of(scene);
    return std::ranges::any_of(texts, [&](const Text& text) {
        for (std::size_t i = 0; i + 1 < text.words.size(); ++i) {
            const auto& number = text.words[i + 1];
            const bool is_number =
                std::ranges::all_of(number, [](unsigned char c) { return std::isdigit(c) != 0; });
            if (is_number && number != "0" && are_alike_words(text.words[i], asked.noun)) return true;
        }
        return false;
    });
}

}  // namespace lissom::agent::lite
