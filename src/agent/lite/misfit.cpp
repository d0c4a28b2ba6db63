#include "agent/lite/misfit.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "agent/lite/inquiry.hpp"
#include "agent/lite/measure.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

using WordSet = std::set<std::string, std::less<>>;

bool has_figure(std::string_view text) { return text.find_first_of("0123456789") != std::string_view::npos; }

bool is_capital(std::string_view word)
{
    return !word.empty() && std::isupper(static_cast<unsigned char>(word.front())) != 0;
}

// "12 hours ago", "2021-02-11", "Mon 3 May, 10:30": a moment and nothing else.
bool is_moment_alone(std::string_view text)
{
    static const WordSet of_moments = {"ago",    "am",      "pm",        "at",        "on",     "utc",
                                       "monday", "tuesday", "wednesday", "thursday",  "friday", "saturday",
                                       "sunday", "mon",     "tue",       "wed",       "thu",    "fri",
                                       "sat",    "sun",     "today",     "yesterday", "second", "seconds",
                                       "minute", "minutes", "hour",      "hours",     "day",    "days",
                                       "week",   "weeks",   "month",     "months",    "year",   "years"};
    const bool is_moment = date_in(text) || time_in(text) || contains_word(text, "ago");
    return is_moment && std::ranges::all_of(words_of(text), [](const std::string& word) {
               return has_figure(word) || month_named(word) || of_moments.contains(word);
           });
}

// "Step 4", "Page 2", "18.": the number of a place in the text, not of things.
bool is_numbered_place(std::string_view text)
{
    static const WordSet places = {
        "step",
        "page",
        "chapter",
        "figure",
        "table",
        "section",
        "example",
        "part",
        "question",
        "note",
        "appendix",
        "article"
    };
    const auto words = words_of(text);
    if (words.size() == 2 && places.contains(words.front()) && has_figure(words.back())) return true;
    return words.size() == 1 && text.size() < 5 && text.ends_with('.') &&
           text.find_first_not_of("0123456789.") == std::string_view::npos;
}

// "497 Rogers Ave": a number that names follow.
bool is_street(std::string_view text)
{
    const auto words = split(std::string(text), " ");
    if (words.size() < 3 || words.front().find_first_not_of("0123456789") != std::string::npos) return false;
    return std::all_of(words.begin() + 1, words.end(), [](const std::string& word) {
        return is_capital(word);
    });
}

// "id, name, price, stock": the heads of columns, told for one thing.
bool is_row_of_words(std::string_view text)
{
    constexpr std::size_t fewest = 4;
    const auto parts = split(std::string(text), ",");
    return parts.size() >= fewest && std::ranges::all_of(parts, [](const std::string& part) {
               return words_of(part).size() == 1 && !is_capital(trimmed(part)) && !has_figure(part);
           });
}

// "Techniques used in patching": words that no name of a person has.
bool is_no_name(std::string_view text)
{
    static const WordSet particles = {"de", "da",  "di", "du",  "van", "von", "der", "den",
                                      "la", "le",  "of", "the", "and", "for", "bin", "al",
                                      "el", "dos", "af", "y",   "at",  "in"};
    constexpr std::ptrdiff_t sentence = 3;
    const auto words = split(std::string(text), " ");
    const auto plain = std::ranges::count_if(words, [&](const std::string& word) {
        return !word.empty() && std::islower(static_cast<unsigned char>(word.front())) != 0 &&
               !particles.contains(word);
    });
    return static_cast<std::ptrdiff_t>(words.size()) > sentence && plain * 2 >= sentence &&
           is_capital(words.front()) && text.find_first_of(",.;:@(") == std::string_view::npos;
}

// "Home", "ALL UNANSWERED", "Log in": what the places and deeds of every site are called.
bool is_word_of_menus(std::string_view text)
{
    static const WordSet words = {
        "home",    "menu",   "search",  "browse",   "new",         "all",           "log",      "in",
        "out",     "login",  "logout",  "sign",     "up",          "register",      "help",     "about",
        "contact", "us",     "reports", "settings", "preferences", "next",          "previous", "back",
        "edit",    "reply",  "share",   "follow",   "more",        "unanswered",    "answered", "questions",
        "tags",    "users",  "members", "badges",   "comments",    "faq",           "news",     "blog",
        "forum",   "forums", "archive", "archives", "read",        "view",          "show",     "sitemap",
        "site",    "map",    "privacy", "terms",    "imprint",     "profile",       "account",  "my",
        "the",     "to",     "top",     "latest",   "popular",     "notifications", "messages", "download"
    };
    const auto said = words_of(text);
    return !said.empty() && std::ranges::all_of(said, [](const auto& word) { return words.contains(word); });
}

// An e-mail address and nothing else.
bool is_address_alone(std::string_view text)
{
    return text.contains('@') && !text.contains(' ') && !text.starts_with('@');
}

bool asks_for_address(std::string_view question)
{
    static constexpr std::string_view asking[] = {
        "mail",
        "email",
        "address",
        "contact",
        "write",
        "reach",
        "user",
        "username",
        "login",
        "account",
        "who",
        "whom",
        "whose",
        "sender",
        "from",
        "assignee",
        "author",
        "recipient",
        "owner"
    };
    return std::ranges::any_of(asking, [&](std::string_view word) { return contains_word(question, word); });
}

std::optional<int> year_said(std::string_view text)
{
    std::optional<int> found;
    for (const auto& word : words_of(text)) {
        if (word.size() != 4 || word.find_first_not_of("0123456789") != std::string::npos) continue;
        const auto year = static_cast<int>(number_in(word).value_or(0));
        if (year < 1900 || year > 2100) continue;
        if (found && *found != year) return std::nullopt;
        found = year;
    }
    return found;
}

// "When was the last meeting of 2017": a day of 2014 is another's.
bool is_of_other_year(std::string_view question, std::string_view answer)
{
    const auto asked = year_said(question);
    const auto date = date_in(answer);
    static constexpr std::string_view bounds[] = {"since", "after", "before", "until", "than"};
    const bool is_bound =
        std::ranges::any_of(bounds, [&](std::string_view word) { return contains_word(question, word); });
    return asked && !is_bound && date && date->year != 0 && date->year != *asked;
}

// What was found for a question in another language was found by chance.
bool is_of_other_language(std::string_view small)
{
    static const WordSet openers = {"hoeveel", "wieviel", "wieviele", "combien", "quanto",  "quanti",
                                    "quante",  "quantos", "cuanto",   "cuántos", "cuánto",  "cuánta",
                                    "waar",    "wanneer", "welke",    "welche",  "welcher", "welches",
                                    "wann",    "quand",   "quel",     "quelle",  "dónde",   "cuándo",
                                    "qué",     "quién"};
    const auto words = split(std::string(small), " ");
    return !words.empty() && openers.contains(words.front());
}

// The month that the text names, where it names one alone; "may" is mostly no month.
int month_said(std::string_view text)
{
    int found = 0;
    for (const auto& word : words_of(text)) {
        const auto month = word == "may" || word == "march" ? std::nullopt : month_named(word);
        if (!month) continue;
        if (found != 0 && found != static_cast<int>(*month)) return 0;
        found = static_cast<int>(*month);
    }
    return found;
}

// "When is the meeting in August": a day of January is another's.
bool is_of_other_month(std::string_view question, std::string_view answer)
{
    const auto asked = month_said(question);
    const auto date = date_in(answer);
    static constexpr std::string_view bounds[] = {"since", "after", "before", "until", "than", "by"};
    const bool is_bound =
        std::ranges::any_of(bounds, [&](std::string_view word) { return contains_word(question, word); });
    return asked != 0 && !is_bound && date && date->month != asked && month_said(answer) != asked;
}

bool has_year(std::string_view text)
{
    if (const auto date = date_in(text); date && date->year != 0) return true;
    return std::ranges::any_of(words_of(text), [](const std::string& word) {
        const auto digits = word.find_first_not_of("0123456789");
        return digits != 0 &&
               (digits == 4 || (digits == std::string::npos && word.size() <= 4 && word.size() >= 3));
    });
}

// ".059" counts nothing; what is measured may be a part of one.
bool is_fraction_alone(std::string_view text)
{
    return text.size() > 1 && text.front() == '.' &&
           text.substr(1).find_first_not_of("0123456789") == std::string_view::npos;
}

// "Download as CSV" is what a control does, and no state or value of a record.
bool is_tool_for_a_value(const std::string& noun, std::string_view answer)
{
    static const WordSet values = {"status", "state", "priority", "price", "amount", "owner", "category"};
    static const WordSet tools = {
        "download", "export", "print", "show", "add", "edit", "delete", "create", "upload", "sort", "view"
    };
    const auto said = words_of(answer);
    return values.contains(noun) && said.size() > 1 && tools.contains(said.front());
}

// "Abstract:" is what something is called, and not what it says.
bool is_label_alone(std::string_view text)
{
    return text.ends_with(':') && text.find('\n') == std::string_view::npos;
}

// "] [" is what stands between the things that were meant.
bool is_punctuation(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](unsigned char c) {
        constexpr std::string_view telling = "+-";  // "a +" is a grade
        return c < 0x80 && std::isalnum(c) == 0 && !telling.contains(static_cast<char>(c));
    });
}

// A list of sources has many such numbers: which of them is the page's own is not known.
bool asks_for_identifier(std::string_view noun)
{
    static const WordSet identifiers = {
        "doi",
        "isbn",
        "issn",
        "id",
        "sku",
        "url",
        "link",
        "fax",
        "code",
        "vat",
        "iban",
        "number",
        "phone",
        "email"
    };
    return identifiers.contains(noun);
}

// Whole sentences, where a name, a number or a moment would do.
bool is_passage(std::string_view text)
{
    constexpr std::size_t most_words = 45;
    return split(std::string(text), " ").size() > most_words;
}

// "How much warm water is needed" is told by no price.
bool asks_how_much_of_a_thing(std::string_view small)
{
    static const WordSet money = {"money", "is",       "are",  "does",     "do",      "did",  "was",
                                  "were",  "will",     "can",  "would",    "more",    "less", "tax",
                                  "tip",   "discount", "rent", "interest", "cheaper", "vat"};
    const auto slots = fit("how much {!thing} {*}", small);
    return slots && !money.contains(slots->at("thing"));
}

bool has_clock_time(std::string_view text)
{
    if (time_in(text)) return true;
    static const WordSet times = {
        "noon",
        "midnight",
        "midday",
        "morning",
        "evening",
        "afternoon",
        "day",
        "always",
        "sunset",
        "sunrise",
        "dusk",
        "dawn",
        "hours",
        "minutes"
    };
    return text.find_first_of("-:") != std::string_view::npos ||
           std::ranges::any_of(words_of(text), [](const std::string& word) { return times.contains(word); });
}

}  // namespace

bool is_misfit(std::string_view question, std::string_view answer)
{
    const auto asked = inquiry_in(question);
    const auto small = lower(question);
    static const WordSet moments = {
        "time",
        "date",
        "day",
        "year",
        "month",
        "week",
        "hour",
        "weekday",
        "dates",
        "days",
        "version",
        "times",
        "slot",
        "moment",
        "years",
        "deadline",
        "period"
    };
    if (is_of_other_language(small) || is_label_alone(answer) || is_punctuation(answer)) return true;
    if (asked.kind == Kind::value && is_passage(answer))
        if (const auto slots = fit("what is [the] {!noun} (of|for) {*}", small);
            slots && asks_for_identifier(slots->at("noun")))
            return true;
    if (!words_of(small).empty() && is_tool_for_a_value(words_of(small).back(), answer)) return true;
    const bool asks_thing = asked.kind == Kind::thing && !moments.contains(asked.noun);
    const bool asks_number = asked.kind == Kind::amount || asked.kind == Kind::number;
    if ((asked.kind == Kind::person || asks_thing) && is_moment_alone(answer)) return true;
    if (asked.kind == Kind::person && (is_no_name(answer) || is_word_of_menus(answer))) return true;
    const bool asks_something = asked.kind == Kind::thing || asked.kind == Kind::value;
    if (asks_something && is_address_alone(answer) && !small.contains("mail") && !asks_for_address(small))
        return true;
    if (asks_thing && !asked.is_of_several && is_row_of_words(answer)) return true;
    if (asks_number && is_numbered_place(answer)) return true;
    if (asked.kind == Kind::amount && (is_street(answer) || is_moment_alone(answer))) return true;
    if (asked.kind == Kind::amount && !asked.is_money && asks_how_much_of_a_thing(small) &&
        price_in(answer) && answer.find_first_of("$€£") != std::string_view::npos)
        return true;
    const bool asks_clock = fit("[at] (what|which) time {*}", small).has_value();
    if (asks_clock && !has_clock_time(answer)) return true;
    if (asked.kind == Kind::place && has_figure(answer) &&
        answer.find_first_not_of("0123456789., ") == std::string_view::npos)
        return true;
    if (asked.kind == Kind::moment &&
        (is_of_other_year(question, answer) || is_of_other_month(question, answer)))
        return true;
    if (fit("[in] (what|which) year {*}", small) && !has_year(answer)) return true;
    if (fit("[at|to] (what|which) temperature {*}", small) && !has_figure(answer)) return true;
    if (asked.kind == Kind::number && is_fraction_alone(answer)) return true;
    const bool asks_date =
        fit("(what is|what's|what was|on what|on which|what) [the] (date|day) {*}", small).has_value();
    if (asks_date && is_passage(answer)) return true;
    if ((asked.kind == Kind::person || asked.kind == Kind::moment || asks_number) && is_passage(answer))
        return true;
    // What something does is told by more than a word.
    return fit("what (does|do|did) {*} do", small) && words_of(answer).size() < 2;
}

}  // namespace lissom::agent::lite
