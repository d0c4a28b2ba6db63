#include "extract/words.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>

namespace lissom::extract {
namespace {

// What people call the same thing. The first word names the line; a word may stand in several lines.
constexpr auto synonyms = std::to_array<std::string_view>({
    "price cost amount fee fare pricing msrp amt charge rent preis prix precio prezzo",
    "title name headline heading subject caption titel titre nom nombre",
    "url link href permalink uri website webpage homepage",
    "image img photo picture thumbnail thumb avatar logo icon poster cover artwork",
    "date time datetime day when published posted created updated timestamp publication release released",
    "author byline writer creator poster username user submitter contributor by",
    "rating star score rated grade bewertung note valoracion",
    "review feedback testimonial",
    "comment reply discussion response",
    "point score vote upvote like karma pt pts",
    "description summary abstract snippet excerpt text content body detail blurb about overview teaser",
    "availability stock available instock inventory",
    "company employer organization organisation firm business",
    "brand manufacturer maker vendor marke marca marque merk brandname varumärke značka бренд производитель",
    "seller vendor merchant shop store",
    "location place city venue address where town region locality",
    "salary pay compensation wage remuneration",
    "quantity qty count number num amount unit",
    "count number num total quantity",
    "id identifier code number ref reference no",
    "sku code asin artnr artikelnr artikelnummer артикул",
    "category type genre tag section department kind group topic kicker eyebrow",
    "tag keyword label topic",
    "rank position place ranking pos standing no",
    "phone telephone tel mobile",
    "email mail",
    "duration length runtime time",
    "country nation state",
    "status state condition",
    "total sum",
    "role position designation job occupation",
    "start begin from opening",
    "end finish until through closing deadline expiry",
    "color colour",
    "ingredient component",
    "step instruction direction method preparation",
    "bed bedroom br bd bds",
    "bath bathroom ba",
    "view hit read",
    "follower subscriber",
    "original old was list regular before rrp previous former",
    "episode chapter lesson",
    "discount off saving save reduction",
    "team club side",
    "win won w victory",
    "loss lost lose l defeat",
    "draw drawn tie tied d",
    "high hi highest max maximum",
    "low lo lowest min minimum",
    "condition weather outlook",
    "percent percentage pct",
    "goal gf",
    "language lang locale",
    "year yr",
    "month mo",
    "hour hr h",
    "minute min mins",
    "person people member staff employee",
    "publisher site source",
    "question q",
    "answer a",
    "product item good article",
    "story post news article entry headline",
    "job position vacancy opening role listing",
    "event meeting concert show session talk",
    "area size sqft surface",
    "population inhabitant resident pop",
    "speaker presenter host lecturer",
    "change delta difference diff",
    "symbol ticker",
    "balance",
    "shipping delivery postage",
    "due deadline",
    "yield serving portion serve",
});

// Words that fit nearly everything: what stands beside them decides.
constexpr auto vague =
    std::to_array<std::string_view>({"name",  "title",  "number", "count",   "id",     "text",
                                     "value", "date",   "time",   "type",    "url",    "link",
                                     "info",  "detail", "total",  "status",  "amount", "label",
                                     "field", "data",   "code",   "address", "image"});

const std::set<std::string_view> empty_words = {
    "the",   "a",     "an",  "of",  "for",   "in",     "on",      "at",    "to",        "and",
    "or",    "with",  "as",  "is",  "are",   "be",     "it",      "its",   "this",      "that",
    "each",  "every", "per", "all", "field", "value",  "if",      "any",   "has",       "have",
    "from",  "e",     "g",   "eg",  "ie",    "page",   "current", "shown", "displayed", "listed",
    "given", "usd",   "eur", "gbp", "str",   "string", "full",    "has"
};

const std::unordered_map<std::string_view, std::vector<std::size_t>>& lines_of_words()
{
    static const auto lines = [] {
        std::unordered_map<std::string_view, std::vector<std::size_t>> found;
        for (std::size_t i = 0; i < synonyms.size(); ++i) {
            auto rest = synonyms[i];
            while (!rest.empty()) {
                const auto end = rest.find(' ');
                found[rest.substr(0, end)].push_back(i);
                rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
            }
        }
        return found;
    }();
    return lines;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

std::string singular(std::string word)
{
    static const std::set<std::string_view> as_they_are = {
        "status", "address", "class", "is",       "has",    "was",      "us",   "news",    "series", "gps",
        "css",    "yes",     "this",  "business", "access", "process",  "bus",  "gas",     "plus",   "bonus",
        "always", "less",    "its",   "canvas",   "loss",   "analysis", "does", "perhaps", "campus", "lens",
        "pass",   "boss",    "sms",   "rss",      "works",  "pros",     "cons"
    };
    static const std::map<std::string_view, std::string_view> odd = {
        {"people", "person"},
        {"children", "child"},
        {"men", "man"},
        {"women", "woman"},
        {"movies", "movie"},
        {"cookies", "cookie"},
        {"prices", "price"},
        {"losses", "loss"},
        {"addresses", "address"}
    };
    if (const auto known = odd.find(word); known != odd.end()) return std::string(known->second);
    if (word.size() < 4 || word.back() != 's' || as_they_are.contains(word) || word.ends_with("ss"))
        return word;
    if (word.ends_with("ies") && word.size() > 4) return word.substr(0, word.size() - 3) + "y";
    for (const std::string_view ending : {"ches", "shes", "xes", "sses", "zes"})
        if (word.ends_with(ending)) return word.substr(0, word.size() - 2);
    word.pop_back();
    return word;
}

double weight_of(std::string_view word) { return std::ranges::find(vague, word) != vague.end() ? 0.6 : 1.6; }

}  // namespace

std::string lower(std::string_view text)
{
    std::string low(text);
    for (auto& c : low)
        if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
    return low;
}

std::string trimmed(std::string_view text)
{
    const auto start = text.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos) return "";
    return std::string(text.substr(start, text.find_last_not_of(" \t\r\n") - start + 1));
}

Words words_of(std::string_view text)
{
    Words words;
    std::string word;
    const auto finish = [&] {
        if (!word.empty()) words.push_back(singular(lower(word)));
        word.clear();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (!is_letter(c) && !is_digit(c)) {
            if (c != '\'') finish();  // "author's" is authors is author
            // "Change %" names what is in percent; the sign of "5%" is part of a value.
            if (c == '%' && !words.empty() && !is_digit(words.back().back())) words.emplace_back("percent");
            continue;
        }
        // A new word begins at "pP" and at the last capital of "URLPath", and between letters and digits.
        const char before = word.empty() ? '\0' : word.back();
        const bool hump =
            is_upper(c) && before != '\0' &&
            (!is_upper(before) || (i + 1 < text.size() && text[i + 1] >= 'a' && text[i + 1] <= 'z'));
        if (hump || (before != '\0' && is_digit(c) != is_digit(before))) finish();
        word += c;
    }
    finish();
    return words;
}

Words telling_words(std::string_view text)
{
    auto words = words_of(text);
    auto telling = words;
    std::erase_if(telling, [](const std::string& word) { return empty_words.contains(word); });
    return telling.empty() ? words : telling;
}

bool is_about(std::string_view word, std::string_view concept_name)
{
    if (word == concept_name) return true;
    for (const auto line : synonyms)
        if (line.substr(0, line.find(' ')) == concept_name) {
            const auto padded = " " + std::string(line) + " ";
            return padded.find(" " + std::string(word) + " ") != std::string::npos;
        }
    return false;
}

bool is_known(std::string_view word) { return lines_of_words().contains(word); }

bool mentions(const Words& words, std::string_view concept_name)
{
    return std::ranges::any_of(words, [&](const std::string& word) { return is_about(word, concept_name); });
}

double likeness(std::string_view one, std::string_view other)
{
    if (one == other) return 1;
    const auto& lines = lines_of_words();
    const auto a = lines.find(one);
    const auto b = lines.find(other);
    if (a != lines.end() && b != lines.end())
        for (const auto line : a->second)
            if (std::ranges::find(b->second, line) != b->second.end()) return 0.85;
    const auto& shorter = one.size() < other.size() ? one : other;
    const auto& longer = one.size() < other.size() ? other : one;
    if (shorter.size() >= 4 && longer.starts_with(shorter)) return 0.7;
    if (shorter.size() == 3 && longer.size() >= 5 && longer.starts_with(shorter)) return 0.6;
    return 0;
}

// Words that make one thing another: a delivery address is no billing address.
bool contradict(const Words& wanted, const Words& found)
{
    static const std::vector<Words> opposites{
        {"total", "prep", "preparation", "cook", "cooking", "active", "resting"},
        {"first", "last", "middle"},
        {"start", "end"},
        {"min", "minimum", "max", "maximum", "average"},
        {"shipping", "delivery", "billing"},
        {"departure", "arrival"},
        {"home", "away"},
        {"opening", "closing"},
        {"buy", "sell"},
        {"width", "height", "depth", "weight"},
        {"created", "updated", "modified"},
        {"subtotal", "total"},
        {"net", "gross"},
    };
    return std::ranges::any_of(opposites, [&](const Words& words) {
        const auto says = [&](const Words& text) {
            return std::ranges::find_if(words, [&](const std::string& word) {
                return contains_all(text, {word});
            });
        };
        const auto one = says(wanted);
        const auto other = says(found);
        return one != words.end() && other != words.end() && one != other && !contains_all(found, {*one});
    });
}

double name_fit(const Words& wanted, const Words& found, double patience)
{
    if (wanted.empty() || found.empty() || contradict(wanted, found)) return 0;
    std::set<std::size_t> used;
    double fit = 0;
    double whole = 0;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const double weight = weight_of(wanted[i]) * (i + 1 == wanted.size() ? 1.3 : 1);
        double best = 0;
        std::size_t which = 0;
        for (std::size_t j = 0; j < found.size(); ++j)
            if (const auto like = likeness(wanted[i], found[j]); like > best) {
                best = like;
                which = j;
            }
        if (best > 0) used.insert(which);
        fit += weight * best;
        whole += weight;
    }
    double strange = 0;
    for (std::size_t j = 0; j < found.size(); ++j)
        if (!used.contains(j) && !empty_words.contains(found[j]))
            strange += std::ranges::find(vague, found[j]) != vague.end() ? 0.5 : 1;
    const double penalty = std::min(0.5, strange * 0.16) * (1 - patience);
    return fit / whole * (1 - penalty);
}

bool contains_all(const Words& text, const Words& wanted)
{
    return !wanted.empty() && std::ranges::all_of(wanted, [&](const std::string& word) {
        return std::ranges::find(text, word) != text.end();
    });
}

}  // namespace lissom::extract
