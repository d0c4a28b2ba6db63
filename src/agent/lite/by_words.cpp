#include <algorithm>
#include <cctype>
#include <set>

#include "agent/lite/by_rows.hpp"
#include "agent/lite/inquiry.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

bool says(const std::vector<std::string>& said, const std::string& word)
{
    return std::ranges::any_of(said, [&](const std::string& each) { return are_alike_words(each, word); });
}

bool is_number(const std::string& word)
{
    return !word.empty() && std::isdigit(static_cast<unsigned char>(word.front())) != 0 &&
           word.find_first_not_of("0123456789.,") == std::string::npos;
}

// "No claims found for this case": there are none.
bool says_none(const std::vector<std::string>& line, const std::string& noun)
{
    return line.size() > 1 && line.front() == "no" && are_alike_words(line[1], noun);
}

// The number before the noun: "212" of "from 212 reviews", "2" of "2 carrots, diced", "7" of "7 NBA Games",
// where that is all.
std::optional<std::string> number_before(const std::string& line, const std::string& noun)
{
    const auto parts = split(collapsed(line), " ");
    const bool is_nothing_else =
        parts.size() == 3 && is_number(parts.front()) && are_alike_words(lower(parts.back()), noun);
    if (is_nothing_else) return parts.front();
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
        auto number = parts[i];
        while (!number.empty() && std::string_view("(~+").contains(number.front())) number.erase(0, 1);
        if (!is_number(number)) continue;
        const auto next = words_of(parts[i + 1]);
        if (!next.empty() && are_alike_words(next.front(), noun)) return number;
    }
    return std::nullopt;
}

// "4" of "Serves 4", "6" of "Sleeps 6 people": what a thing does, and the number, are the whole line.
std::optional<std::string> number_done(const std::vector<std::string>& line, const std::string& deed)
{
    constexpr std::size_t longest = 3;
    const bool is_told = line.size() >= 2 && line.size() <= longest && is_number(line[1]) &&
                         (line.front() == deed || line.front() == deed + "s" || line.front() == deed + "es");
    return is_told ? std::optional(line[1]) : std::nullopt;
}

// Words for anything, which pages need not say.
bool is_general(const std::string& word)
{
    static const std::set<std::string, std::less<>> words = {
        "thing",   "things",  "number",     "name",     "amount",  "price",     "page",    "site",
        "list",    "value",   "date",       "time",     "total",   "result",    "answer",  "text",
        "word",    "day",     "person",     "people",   "item",    "items",     "entry",   "row",
        "column",  "table",   "field",      "figure",   "form",    "link",      "cost",    "title",
        "author",  "rest",    "difference", "average",  "mean",    "following", "same",    "other",
        "others",  "website", "content",    "article",  "story",   "post",      "record",  "records",
        "results", "entries", "product",    "products", "picture", "image",     "address", "way",
        "kind",    "type",    "order",      "address",  "url",     "shop",      "store",   "place",
        "message", "heading", "headline",   "button",   "menu",    "user",      "account", "option"
    };
    return words.contains(word);
}

}  // namespace

std::optional<std::string> tell_by_count(const Scene& scene, const std::string& question)
{
    const auto asked = inquiry_in(question);
    static const std::set<std::string, std::less<>> listing = {"are", "listed", "shown", "displayed"};
    const bool counts_list = std::ranges::any_of(words_of(question), [&](const std::string& word) {
        return listing.contains(word);
    });
    if (asked.kind != Kind::number || asked.denies || asked.has_measure || counts_list || asked.noun.empty())
        return std::nullopt;
    std::string headings = scene.snapshot().title;
    for (const auto& node : scene.nodes())
        if (node.role == "heading") headings += " " + node.name;
    const auto above = words_of(headings);
    // "The recipe" is what the page is about, whatever it calls itself.
    const auto whole = fit("how many {!what} (does|do|did) (the|this) {!who} {*}", question);
    const auto done =
        fit("how many {!what} (does|do|can|will) (it|this|they|this {!thing}|the {!thing}) {!deed}",
            question);
    std::set<std::string> numbers;
    for (int i = 0; i < scene.size() && done; ++i)
        if (scene.node(i).role == "text" && !scene.is_aside(i))
            if (auto number = number_done(words_of(scene.node(i).name), lower(done->at("deed"))))
                numbers.insert(*std::move(number));
    if (numbers.size() == 1) return *numbers.begin();
    numbers.clear();
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        constexpr int most_parts = 6;             // nodes of a line: "<span>3</span> eggs" are two texts
        constexpr std::size_t longest_line = 80;  // letters
        if (scene.is_aside(i) || (node.role != "text" && scene.end_of(i) - i > most_parts)) continue;
        const auto text = node.role == "text" ? node.name : collapsed(scene.text_of(i));
        if (node.role != "text" && text.size() > longest_line) continue;
        const auto line = words_of(text);
        auto number =
            says_none(line, asked.noun) ? std::optional<std::string>("0") : number_before(text, asked.noun);
        if (!number) continue;
        const bool is_all_said = std::ranges::all_of(asked.words, [&](const std::string& word) {
            return says(line, word) || says(above, word) || (whole && lower(whole->at("who")) == word);
        });
        if (is_all_said) numbers.insert(*std::move(number));
    }
    return numbers.size() == 1 ? std::optional(*numbers.begin()) : std::nullopt;
}

std::optional<std::string> tell_by_lead(const Scene& scene, const std::string& question)
{
    const auto asked = inquiry_in(question);
    const bool asks_name = asked.kind == Kind::person || asked.kind == Kind::thing;
    constexpr std::size_t fewest_words = 3;
    auto words = asked.words;
    std::erase(words, asked.noun);
    if (!asks_name || asked.is_of_several || asked.denies || asked.has_measure || words.size() < fewest_words)
        return std::nullopt;
    std::optional<std::string> found;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.role != "text" || !scene.is_content(i) || scene.is_aside(i)) continue;
        const auto line = words_of(node.name);
        if (!std::ranges::all_of(words, [&](const std::string& word) { return says(line, word); })) continue;
        if (found) return std::nullopt;
        // The sentence goes on behind the name, in small letters.
        const auto text = collapsed(node.name);
        const auto siblings = scene.children(scene.parent(i));
        const bool is_second = siblings.size() > 1 && siblings[1] == i;
        if (!is_second || text.empty() || std::islower(static_cast<unsigned char>(text.front())) == 0)
            return std::nullopt;
        found = collapsed(scene.text_of(siblings.front()));
    }
    constexpr std::size_t longest_name = 60;
    if (!found || found->empty() || found->size() > longest_name) return std::nullopt;
    return found;
}

std::optional<std::string> absent_thing(const std::string& said, const std::string& question)
{
    // Prices alone: what else is asked for may be called otherwise, or be told by what it is.
    static const std::set<std::string, std::less<>> units = {
        "kilo", "litre", "liter", "pound", "dozen", "pair"
    };
    if (inquiry_in(question).kind != Kind::amount) return std::nullopt;
    const auto page = words_of(said);
    const auto words = words_of(question);
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        if (words[i] != "the" && words[i] != "a" && words[i] != "an") continue;
        // The last word before the phrase ends is the thing.
        std::size_t end = i + 1;
        static const std::set<std::string, std::less<>> ends = {
            "of",  "in",  "on",  "at",   "for",   "to",  "from", "with", "and",  "or",
            "is",  "are", "was", "does", "do",    "did", "has",  "have", "cost", "costs",
            "the", "a",   "by",  "that", "which", "who", "when", "than", "as"
        };
        while (end < words.size() && !ends.contains(words[end])) ++end;
        constexpr std::size_t longest_phrase = 1;  // "a child's ticket" may be called otherwise
        if (end == i + 1 || end - i - 1 > longest_phrase) continue;
        const auto& head = words[end - 1];
        constexpr std::size_t shortest = 4;
        if (head.size() < shortest || head.find_first_of("0123456789") != std::string::npos ||
            is_general(head) || units.contains(head) || ends.contains(head))
            continue;
        const auto asked = inquiry_in("what is the " + head);
        if (asked.has_measure || asked.words.empty()) continue;
        if (!says(page, head)) return head;
    }
    return std::nullopt;
}

}  // namespace lissom::agent::lite
