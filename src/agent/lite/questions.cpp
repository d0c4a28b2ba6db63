#include "agent/lite/questions.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "agent/lite/instruction.hpp"
#include "agent/lite/misfit.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

std::string key_of(std::string_view field)
{
    std::string key;
    for (const auto& word : content_words(field)) key += (key.empty() ? "" : "_") + word;
    return key;
}

std::string type_of(std::string_view field)
{
    static const std::set<std::string, std::less<>> numbers = {
        "price", "cost", "amount", "count", "rating", "total", "quantity", "number", "points", "score"
    };
    for (const auto& word : content_words(field))
        if (numbers.contains(word)) return "any";
    return "string";
}

}  // namespace

std::string plain_question(std::string_view question)
{
    auto plain = trimmed(question);
    while (!plain.empty() && (plain.back() == '?' || plain.back() == '.' || plain.back() == ':'))
        plain.pop_back();
    struct Form {
        std::string_view pattern;
        std::string_view field;
    };
    static constexpr std::array forms = {
        Form{
            "who (wrote|has written|is the author of|authored|posted|published) (it|this|this article|the "
            "article|this "
            "post|the post|this story)",
            "author"
        },
        Form{"who (wrote|has written|authored|posted) {of}", "author"},
        Form{"by whom (was|is) {of} written", "author"},
        Form{
            "when (was|is) (it|this|this article|the article|this post) (published|posted|written|released)",
            "date"
        },
        Form{"when (was|is) {of} (published|posted|written|released)", "date"},
        Form{"how much (is|does|do|are) {of} (cost|costs)", "price"},
        Form{"how much (is|are|costs|cost) {of}", "price"},
        Form{"what (does|do) {of} cost", "price"},
        Form{"how expensive (is|are) {of}", "price"},
    };
    for (const auto& form : forms) {
        const auto slots = fit(form.pattern, plain);
        if (!slots) continue;
        const auto of = slots->find("of");
        if (of == slots->end() || refers_back(of->second)) return std::string(form.field);
        return std::string(form.field) + " of " + of->second;
    }
    // "In which office does Ann Lee work", "which city does Ann Lee live in": a field of hers.
    if (const auto slots =
            fit("[in|at|on|from|to|for|by|under|since] (which|what) {field} (does|do|did|is|was) {of} "
                "(work|works|live|lives|sit|sits|belong|come|stay|stays|working|living|employed|born) "
                "[in|at|on|from|to|for|with]",
                plain);
        slots && !slots->at("of").empty() &&
        std::isupper(static_cast<unsigned char>(slots->at("of").front())) != 0)
        return slots->at("field") + " of " + slots->at("of");
    if (const auto slots =
            fit("(in|at|on|from|to|for|by|under) (which|what) {field} (does|do|did) {of} {!verb}", plain);
        slots && std::isupper(static_cast<unsigned char>(slots->at("of").front())) != 0)
        return slots->at("field") + " of " + slots->at("of");
    // "Which team is Ann Lee in", "which city is she from": where somebody belongs.
    if (const auto slots = fit(
            "[in|at|on|to] (which|what) {field} (is|are|was) {of} (in|at|from|on|part of|assigned to|with)",
            plain
        );
        slots && std::isupper(static_cast<unsigned char>(unquoted(slots->at("of")).front())) != 0)
        return slots->at("field") + " of " + slots->at("of");
    // "What priority does it have", "which colour does the lamp have"
    if (const auto slots =
            fit("(which|what) {field} (does|do|did|has) {of} (have|has|got|show|use)", plain)) {
        const bool is_back = refers_back(slots->at("of")) || slots->at("of") == "this";
        return is_back ? slots->at("field") : slots->at("field") + " of " + slots->at("of");
    }
    // "Who owns X": what the one is called who does.
    struct Doer {
        std::string_view verb, field;
    };
    static constexpr std::array doers = {
        Doer{"owns", "owner"},
        Doer{"manages", "manager"},
        Doer{"leads", "leader"},
        Doer{"runs", "organiser"},
        Doer{"maintains", "maintainer"},
        Doer{"supervises", "supervisor"},
        Doer{"teaches", "teacher"}
    };
    for (const auto& each : doers)
        if (const auto slots = fit("who " + std::string(each.verb) + " {of}", plain))
            return refers_back(slots->at("of")) ? std::string(each.field)
                                                : std::string(each.field) + " of " + slots->at("of");
    // "Who earns the most"
    if (const auto slots = fit("(who|which {*}) (earns|makes) the (most|least) [money]", plain))
        return contains_word(plain, "least") ? "the name of the person with the lowest salary"
                                             : "the name of the person with the highest salary";
    // "Which topic has the most replies", "who has the highest salary"
    if (const auto slots = fit("(which|what) {records} (has|have|had|got|with) the {!most} {field}", plain);
        slots && measure_in(slots->at("most")))
        return "the name of the " + slots->at("records") + " with the " + slots->at("most") + " " +
               slots->at("field");
    if (const auto slots = fit("who (has|have|had|got|with|earns|gets) the {!most} {field}", plain);
        slots && measure_in(slots->at("most")))
        return "the name of the person with the " + slots->at("most") + " " + slots->at("field");
    if (const auto slots =
            fit("how many {field} (does|do|did|has|have) {record} (have|has|got|get|contain|receive)", plain))
        return slots->at("field") + " of " + slots->at("record");
    if (const auto slots = fit("how (much|many) {!field} {!verb} (in|on|at) {of}", plain);
        slots && slots->at("verb") != "are" && slots->at("verb") != "is" && slots->at("verb") != "there")
        return slots->at("field") + " of " + slots->at("of");
    // "Who started the topic": the column "Started by".
    if (const auto slots = fit("who {!verb} {of}", plain); slots && slots->at("verb").size() > 3 &&
                                                           slots->at("verb") != "will" &&
                                                           slots->at("verb").ends_with("ed"))
        return slots->at("verb") + " by of " + slots->at("of");
    if (const auto slots = fit(
            "(which|what) {field} (is|are) (shown|listed|displayed|given|used|set|selected|written) [{*}]",
            plain
        ))
        return slots->at("field");
    if (const auto slots = fit("(which|what) {records} (is|are|has|have|costs|cost) [the] {rest}", plain);
        slots && measure_in(slots->at("rest")) &&
        fit("[{*}] (is|are|has|have|costs|cost) [the] {rest}", plain))
        return "the name of the " + slots->at("rest") + " " + slots->at("records");
    return without_prefix_words(
        plain, {"what is", "what are", "what's",   "what was",  "what were", "which is", "which are",
                "who is",  "when is",  "where is", "show",      "list",      "get",      "give",
                "me",      "us",       "the",      "my",        "your",      "our",      "all",
                "all the", "all of",   "of",       "a list of", "only",      "just"}
    );
}

namespace {

const std::set<std::string, std::less<>> field_nouns = {
    "name",
    "title",
    "headline",
    "price",
    "author",
    "link",
    "url",
    "rating",
    "date",
    "names",
    "titles",
    "headlines",
    "prices",
    "authors",
    "links",
    "urls",
    "ratings",
    "dates"
};

// Things a page has that are no records of a list.
const std::set<std::string, std::less<>> parts_of_text = {
    "word",    "words",     "paragraph",  "paragraphs", "sentence", "sentences", "letter",
    "letters", "character", "characters", "heading",    "headings", "page",      "pages",
    "column",  "line",      "lines",      "name",       "step",     "digit"
};

// "first three results", "second result", "top 5 stories", "cheapest blue mug": what is counted off, and the
// rest.
std::string take_order(Wanted& wanted, std::string_view phrase)
{
    std::string rest(phrase);
    wanted.measure = measure_in(phrase);
    if (wanted.measure) rest = without_measure(phrase, *wanted.measure);
    std::vector<std::string> kept;
    const auto words = split(collapsed(rest), " ");
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto word = lower(words[i]);
        const bool counts = i + 1 < words.size() && number_word(words[i + 1]).has_value();
        const bool has_more = i + 1 < words.size();
        if (const auto nth = ordinal(word); nth && kept.empty() && has_more) {
            if (counts)
                wanted.count = *number_word(words[++i]);
            else
                wanted.ordinal = *nth;
            if (counts && *nth < 0) wanted.ordinal = -1;
        } else if (word == "top" && kept.empty() && has_more) {
            if (counts)
                wanted.count = *number_word(words[++i]);
            else
                wanted.ordinal = 1;
        } else if ((word == "all" || word == "each" || word == "every") && kept.empty()) {
            wanted.is_list = true;
        } else if (number_word(word) && kept.empty() && has_more && wanted.count == 0) {
            wanted.count = *number_word(word);
        } else if (kept.empty() &&
                   (word == "the" || word == "a" || word == "an" || word == "these" || word == "of" ||
                    word == "different" || word == "most" || word == "recent")) {
            continue;
        } else {
            kept.push_back(words[i]);
        }
    }
    std::string text;
    for (const auto& word : kept) text += (text.empty() ? "" : " ") + word;
    return text;
}

bool counts_off(const Wanted& wanted)
{
    return wanted.count > 0 || wanted.ordinal != 0 || wanted.is_list || wanted.measure.has_value();
}

bool is_part_of_text(std::string_view phrase)
{
    const auto words = words_of(phrase);
    return !words.empty() && parts_of_text.contains(words.back());
}

// Without what says where they are: "results on the page", "products shown".
std::string without_place(std::string_view records)
{
    std::string plain(records);
    for (const std::string_view tail :
         {" on this page", " on the page",    " on this site",  " on the site",   " on the front page",
          " on the list",  " in the list",    " listed",        " shown",         " displayed",
          " here",         " below",          " on it",         " there",         " you find",
          " you see",      " in the results", " from the page", " from the list", " from the results"})
        if (plain.size() > tail.size() && lower(plain).ends_with(tail))
            plain.resize(plain.size() - tail.size());
    return plain;
}

// "prices" is "price" of each.
std::string one_of_many(std::string field)
{
    if (field.ends_with('s') && field_nouns.contains(lower(field))) field.pop_back();
    return field;
}

}  // namespace

Wanted wanted_in(std::string_view question)
{
    Wanted wanted;
    auto plain = without_place(plain_question(question));
    std::string fields = plain;
    // "the topic with the most replies": what they are measured by is a field of theirs.
    if (const auto slots = fit("{rest} with the {!most} {field}", plain);
        slots && measure_in(slots->at("most"))) {
        wanted.measure = measure_in(slots->at("most"));
        wanted.measure_field = slots->at("field");
        auto records = without_prefix_words(slots->at("rest"), {"the", "a"});
        wanted.fields = {"name"};
        if (const auto parts = fit("{fields} of [the] {records}", records)) {
            wanted.fields = list_items(parts->at("fields"));
            records = parts->at("records");
        }
        for (auto& field : wanted.fields) field = one_of_many(without_prefix_words(field, {"the", "its"}));
        wanted.records = records;
        return wanted;
    }
    if (const auto slots = fit("{fields} (of|for|from|in|on) {of}", plain)) {
        fields = slots->at("fields");
        wanted.of = slots->at("of");
    }
    const auto records = take_order(wanted, wanted.of);
    if (!wanted.of.empty() && counts_off(wanted) && !is_part_of_text(records)) {
        wanted.records = records;
    } else {
        // "the first headline", "the top 5 stories", "the cheapest clock in stock": what is listed is named
        // itself.
        Wanted own;
        const auto rest = take_order(own, fields);
        const auto words = words_of(rest);
        if (counts_off(own) && !words.empty() &&
            (!is_part_of_text(rest) || field_nouns.contains(words.back()))) {
            own.of = wanted.of;
            own.records = field_nouns.contains(words.back()) && words.size() == 1 ? "results" : rest;
            fields = field_nouns.contains(words.back()) ? words.back() : "name";
            if (own.records == rest && !wanted.of.empty()) own.records += " " + wanted.of;
            wanted = std::move(own);
        }
    }
    for (const auto& item : list_items(fields))
        wanted.fields.push_back(
            one_of_many(without_prefix_words(item, {"the", "its", "their", "a", "an", "each", "all"}))
        );
    if (wanted.count > 1) wanted.is_list = true;
    if (wanted.count == 1) wanted.ordinal = wanted.ordinal < 0 ? -1 : 1;
    // "the names of the products": several, all of them.
    const auto last = words_of(wanted.of);
    if (wanted.records.empty() && !last.empty() && wanted.fields.size() == 1 && last.back().ends_with('s') &&
        wanted.fields.front().ends_with('s') && !is_part_of_text(wanted.of)) {
        wanted.is_list = true;
        wanted.records = without_prefix_words(wanted.of, {"the", "all"});
    }
    return wanted;
}

Json schema_of(const Wanted& wanted)
{
    JsonObject properties;
    JsonArray required;
    for (const auto& field : wanted.fields) {
        const auto key = key_of(field);
        JsonObject property{{"description", field}};
        if (type_of(field) == "string")
            property["type"] = "string";
        else
            property["type"] = JsonArray{"string", "number"};
        properties[key] = std::move(property);
        required.emplace_back(key);
    }
    JsonObject record{
        {"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}
    };
    if (!wanted.is_list) return record;
    JsonObject list{{"type", "array"}, {"items", std::move(record)}, {"minItems", 1}};
    if (wanted.count > 0) list["maxItems"] = wanted.count;
    return list;
}

namespace {

bool asks_whether(std::string_view small)
{
    return fit("(is|are|was|were|does|do|did|has|have|can|will) {*}", small).has_value();
}

// "Is the digest switched on?" is answered by yes or no, by a word of the question, or by one of the words
// pages have for whether something can be had; a short text of something else is no answer.
bool says_whether(std::string_view small, std::string_view answer)
{
    constexpr std::size_t sentence = 4;  // words: a sentence may say it in its own way
    static const std::set<std::string, std::less<>> saying = {
        "yes",  "no",     "not",   "none",     "never",   "sold", "stock",      "booked",    "vacant",
        "open", "closed", "free",  "allowed",  "welcome", "only", "included",   "available", "on",
        "off",  "true",   "false", "possible", "always",  "loan", "unavailable"
    };
    const auto told = words_of(answer);
    const auto asked = content_words(small);
    return told.size() > sentence || std::ranges::any_of(told, [&](const std::string& word) {
               return saying.contains(word) || std::ranges::find(asked, word) != asked.end();
           });
}

// "1. Mill Bakery": what stands in a list has no figure of its own.
bool has_figure_of_its_own(std::string_view answer)
{
    for (const auto& line : split(std::string(answer), "\n")) {
        std::string_view rest = line;
        const auto dot = rest.find(". ");
        if (dot != std::string_view::npos && dot <= 3 &&
            rest.substr(0, dot).find_first_not_of("0123456789") == std::string_view::npos)
            rest.remove_prefix(dot + 2);
        if (rest.find_first_of("0123456789") != std::string_view::npos) return true;
    }
    return false;
}

}  // namespace

// "The balance of the current account", "the net profit": what can only be told by a figure.
bool asks_for_quantity(std::string_view question)
{
    static const std::set<std::string, std::less<>> quantities = {
        "balance",
        "price",
        "profit",
        "cost",
        "costs",
        "revenue",
        "turnover",
        "salary",
        "percentage",
        "amount",
        "weight",
        "temperature",
        "age",
        "distance",
        "population"
    };
    static const std::set<std::string, std::less<>> behind = {
        "of", "for", "in", "on", "at", "from", "per", "after", "before", "when", "if", "with", "is", "and"
    };
    auto words = words_of(without_prefix_words(question, {"what", "is", "what's", "was", "the", "current"}));
    const auto end = std::ranges::find_if(words, [](const auto& word) { return behind.contains(word); });
    constexpr auto longest = 3;  // words of the noun
    return end != words.begin() && end - words.begin() <= longest && quantities.contains(*(end - 1));
}

bool could_answer(std::string_view question, std::string_view answer)
{
    if (is_misfit(question, answer)) return false;
    const auto small = lower(question);
    if (asks_whether(small) && !contains_word(small, "or") && !says_whether(small, answer)) return false;
    const bool asks_amount =
        starts_with_word(small, "how much") || starts_with_word(small, "how many") ||
        fit("[what is|what's] [the] (sum|total|average|mean|difference|number) (of|between) {*}", small) ||
        fit("(what is|what's|what was) [the] (sum|total|average|mean|difference)", small);
    const bool names_number = std::ranges::any_of(words_of(answer), [](const std::string& word) {
        const bool is_written_out =
            number_word(word) && std::isalpha(static_cast<unsigned char>(word.front()));
        static const std::set<std::string, std::less<>> no_figure = {
            "none", "free", "nothing", "request", "included", "varies", "unknown"
        };
        return is_written_out || no_figure.contains(word);
    });
    if ((asks_amount || asks_for_quantity(small)) && !has_figure_of_its_own(answer) && !names_number)
        return false;
    const auto asks = [&](std::initializer_list<std::string_view> words) {
        return std::ranges::any_of(words, [&](std::string_view word) { return contains_word(small, word); });
    };
    const bool has_figure = answer.find_first_of("0123456789") != std::string_view::npos;
    if (asks({"e-mail address", "email address", "mail address"}) && !answer.contains('@')) return false;
    if (asks({"phone number", "telephone number", "fax number"}) && !has_figure) return false;
    const bool is_bare_number =
        has_figure && answer.find_first_not_of("0123456789.,") == std::string_view::npos;
    if (starts_with_word(small, "who") && is_bare_number) return false;
    // A heading that asks itself tells nothing.
    if (answer.ends_with('?') && !small.contains("question")) return false;
    const bool is_bare_price = price_in(answer) && words_of(answer).size() <= 3 && has_figure &&
                               answer.find_first_of("€$£¥") != std::string_view::npos;
    const bool asks_whether = starts_with_word(small, "is") || starts_with_word(small, "are") ||
                              starts_with_word(small, "does") || starts_with_word(small, "do");
    if (is_bare_price && asks_whether) return false;
    if (is_bare_price &&
        (starts_with_word(small, "who") || fit("which {!what} (cost|costs|is|are) {*}", small)) &&
        !fit("(which|what) (price|amount|sum|total|value|fee|cost|offer) {*}", small))
        return false;
    if (const auto slots = fit("[in|on|at|from|to|for|by|of] which {!what} {*}", small);
        slots && is_bare_number) {
        static const std::set<std::string, std::less<>> numbers = {
            "number", "numbers", "row",     "column",  "year",     "page", "floor",   "room",   "day",
            "time",   "ticket",  "order",   "invoice", "one",      "of",   "version", "id",     "size",
            "value",  "item",    "option",  "answer",  "digit",    "port", "price",   "amount", "is",
            "was",    "are",     "element", "cell",    "platform", "gate", "line",    "bus",    "track",
            "step",   "level",   "code",    "chapter", "seat",     "table"
        };
        if (!numbers.contains(slots->at("what"))) return false;
    }
    // What only repeats the question tells nothing, unless it was to be chosen from.
    const auto told = words_of(answer);
    const auto asked = words_of(small);
    const bool is_question = starts_with_word(small, "what") || starts_with_word(small, "which") ||
                             starts_with_word(small, "how") || starts_with_word(small, "who");
    const bool is_echo = !told.empty() && std::ranges::all_of(told, [&](const std::string& word) {
        return std::ranges::find(asked, word) != asked.end();
    });
    if (is_question && is_echo && !contains_word(small, "or") && quoted_texts(question).size() < 2)
        return false;
    if (starts_with_word(small, "how to") && told.size() < 2) return false;
    const bool asks_when = starts_with_word(small, "when") || starts_with_word(small, "what date");
    if (asks_when && !date_in(answer) && !time_in(answer) && !duration_in(answer) && !number_in(answer) &&
        words_of(answer).size() < 2)
        return false;
    if (asks_when && is_bare_price) return false;
    // A moment is no place.
    if (starts_with_word(small, "where") && (date_in(answer) || time_in(answer))) return false;
    if (asks_when && is_bare_number && std::ranges::count(answer, '.') == 2 && answer.size() < 8)
        return false;
    const bool asks_number = starts_with_word(small, "how many") || starts_with_word(small, "how much");
    const auto answer_words = words_of(answer);
    if (asks_number && !has_figure && lower(answer) != "none" && !contains_word(answer, "free") &&
        std::ranges::none_of(answer_words, [](const std::string& word) {
            return number_word(word).has_value();
        }))
        return false;
    return true;
}

std::string in_words(const Json& value)
{
    if (value.is_string()) return std::string(value.get_string());
    if (value.is_array()) {
        std::string text;
        int number = 0;
        for (const auto& each : value.get_array())
            text += (text.empty() ? "" : "\n") + std::to_string(++number) + ". " + in_words(each);
        return text;
    }
    if (value.is_object()) {
        if (value.get_object().size() == 1) return in_words(value.get_object().begin()->value());
        std::string text;
        for (const auto& [key, each] : value.get_object())
            text += (text.empty() ? "" : ", ") + std::string(key) + ": " + in_words(each);
        return text;
    }
    return value.is_null() ? "none" : dump(value);
}

}  // namespace lissom::agent::lite
