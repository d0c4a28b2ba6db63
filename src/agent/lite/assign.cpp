// Which words of an instruction go into which field of a form.

#include <algorithm>
#include <set>

#include "agent/lite/forms.hpp"
#include "agent/lite/pairs.hpp"
#include "agent/lite/people.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

struct Piece {
    std::string text;
    std::string before;  // the word in front of it
    bool is_used = false;
};

// Quoted texts and addresses, numbers and dates that stand alone.
std::vector<Piece> pieces_of(const Phrase& phrase)
{
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < phrase.tokens.size(); ++i)
        if (phrase.tokens[i].is_quoted)
            pieces.push_back({phrase.tokens[i].text, i == 0 ? "" : phrase.tokens[i - 1].small, false});
    return pieces;
}

bool is_value_used(const Assigned& assigned, const std::string& text)
{
    return std::ranges::any_of(assigned.values, [&](const std::string& value) {
        return value.contains(text);
    });
}

void give(Assigned& assigned, std::size_t field, std::string value)
{
    if (assigned.values[field].empty()) ++assigned.count;
    assigned.values[field] = std::move(value);
}

std::size_t
open_of_type(const std::vector<FormField>& fields, const Assigned& assigned, std::string_view type)
{
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (fields[i].type == type && assigned.values[i].empty()) return i;
    return fields.size();
}

std::size_t open_called(
    const std::vector<FormField>& fields,
    const Assigned& assigned,
    std::initializer_list<std::string_view> names
)
{
    for (const auto name : names)
        for (std::size_t i = 0; i < fields.size(); ++i)
            if (assigned.values[i].empty() && contains_word(fields[i].label, name)) return i;
    return fields.size();
}

// A quote goes where the word before it says.
std::size_t
field_for_quote(const std::vector<FormField>& fields, const Assigned& assigned, const Piece& piece)
{
    static const std::set<std::string, std::less<>> speaking = {
        "saying",
        "says",
        "reading",
        "text",
        "message",
        "comment",
        "content",
        "body",
        ":",
        "that",
        "note",
        "write",
        "reply",
        "review"
    };
    static const std::set<std::string, std::less<>> naming = {
        "as", "by", "from", "for", "to", "named", "called", "user"
    };
    static const std::set<std::string, std::less<>> titling = {
        "titled", "title", "subject", "called", "named", "headline"
    };
    std::size_t found = fields.size();
    if (titling.contains(piece.before))
        found = open_called(fields, assigned, {"title", "subject", "name", "headline"});
    if (found == fields.size() && naming.contains(piece.before))
        found = open_called(fields, assigned, {"name", "author", "user", "recipient", "to", "nickname"});
    if (found == fields.size() && speaking.contains(piece.before)) {
        found = open_of_type(fields, assigned, "area");
        if (found == fields.size())
            found = open_called(fields, assigned, {"message", "comment", "text", "note"});
    }
    return found;
}

// A number, an address, a date without a word that says where: there is one kind of field for each.
void assign_by_kind(Assigned& assigned, const std::vector<FormField>& fields, const Phrase& phrase)
{
    for (const auto& token : phrase.tokens) {
        if (token.is_mark || is_value_used(assigned, token.text)) continue;
        const bool is_address = token.text.contains('@') && token.text.contains('.');
        const bool is_number = token.text.find_first_not_of("0123456789.,$€£") == std::string::npos &&
                               number_in(token.text).has_value();
        const auto at = is_address  ? open_of_type(fields, assigned, "email")
                        : is_number ? open_of_type(fields, assigned, "number")
                                    : fields.size();
        if (at == fields.size()) continue;
        give(assigned, at, is_number ? number_as_written(token.text) : token.text);
    }
}

bool is_word_of(const std::string& label, const std::string& word)
{
    if (word.size() < 2) return false;
    return std::ranges::any_of(words_of(label), [&](const std::string& each) {
        return each == word || (each.size() > 3 && stem(each) == stem(word)) || are_synonyms(each, word);
    });
}

bool takes_numbers(const FormField& field)
{
    return field.type == "number" ||
           (!field.options.empty() && std::ranges::all_of(field.options, [](const std::string& each) {
               return number_in(each).has_value();
           }));
}

// "2 guests", "guests: 2".
void assign_numbers(Assigned& assigned, const std::vector<FormField>& fields, const Phrase& phrase)
{
    const auto& tokens = phrase.tokens;
    for (std::size_t field = 0; field < fields.size(); ++field) {
        if (!takes_numbers(fields[field])) continue;
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            if (tokens[i].is_quoted || !is_word_of(fields[field].label, tokens[i].small)) continue;
            std::optional<int> number;
            if (i > 0) number = number_word(tokens[i - 1].small);
            for (std::size_t k = i + 1; !number && k < tokens.size() && k <= i + 2; ++k)
                number = number_word(tokens[k].small);
            if (!number) continue;
            give(assigned, field, std::to_string(*number));
            break;
        }
    }
}

struct SaidDate {
    std::size_t at = 0;  // token
    Date date;
};

std::vector<SaidDate> dates_of(const Phrase& phrase)
{
    constexpr std::size_t longest = 4;  // "5 December , 2026"
    std::vector<SaidDate> dates;
    const auto& tokens = phrase.tokens;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        std::optional<Date> found;
        std::size_t end = i;
        for (std::size_t k = i; k < tokens.size() && k < i + longest; ++k) {
            const auto date = date_in(phrase.source.substr(tokens[i].begin, tokens[k].end - tokens[i].begin));
            if (!date || date->day == 0) continue;
            if (!found || (found->year == 0 && date->year != 0)) found = date, end = k;
        }
        if (!found) continue;
        // What comes before the first figure or month is not part of it.
        const auto alone = date_in(phrase.source.substr(tokens[i].begin, tokens[i].end - tokens[i].begin));
        const auto without =
            i + 1 <= end
                ? date_in(phrase.source.substr(tokens[i + 1].begin, tokens[end].end - tokens[i + 1].begin))
                : std::nullopt;
        if (!alone && without && *without == *found) continue;
        dates.push_back({i, *found});
        i = end;
    }
    return dates;
}

// "from 5 May to 9 May": the first to the first field for dates, unless a word before it names one.
void assign_dates(Assigned& assigned, const std::vector<FormField>& fields, const Phrase& phrase)
{
    auto dates = dates_of(phrase);
    for (auto date = dates.begin(); date != dates.end();) {
        std::size_t named = fields.size();
        for (std::size_t back = 1; back <= 2 && back <= date->at && named == fields.size(); ++back) {
            const auto& word = phrase.tokens[date->at - back].small;
            for (std::size_t i = 0; i < fields.size(); ++i) {
                const auto said = words_of(fields[i].label);
                const bool names_it = std::ranges::any_of(said, [&](const std::string& each) {
                    return each == word && each != "date" && each != "on";
                });
                if (fields[i].type == "date" && assigned.values[i].empty() && names_it) named = i;
            }
        }
        if (named == fields.size()) {
            ++date;
            continue;
        }
        give(assigned, named, iso_text(date->date));
        date = dates.erase(date);
    }
    for (const auto& date : dates) {
        const auto at = open_of_type(fields, assigned, "date");
        if (at < fields.size()) give(assigned, at, iso_text(date.date));
    }
}

// A person's name behind "for", "under the name", "named": words with capitals.
std::string name_said(std::string_view details)
{
    const auto phrase = tokenize(details);
    const auto& tokens = phrase.tokens;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        const auto& word = tokens[i].small;
        if (tokens[i].is_quoted || (word != "for" && word != "name" && word != "named" && word != "as"))
            continue;
        std::size_t end = i + 1;
        while (end < tokens.size() && !tokens[end].is_mark && !tokens[end].is_quoted &&
               std::isupper(static_cast<unsigned char>(tokens[end].text.front())) != 0 &&
               !month_named(tokens[end].small))
            ++end;
        if (end > i + 1)
            return phrase.source.substr(tokens[i + 1].begin, tokens[end - 1].end - tokens[i + 1].begin);
    }
    return "";
}

// "with breakfast", "without insurance".
void assign_checks(Assigned& assigned, const std::vector<FormField>& fields, std::string_view details)
{
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].type != "check" || fields[i].label.empty()) continue;
        auto said = content_words(fields[i].label);
        // "Has newsletter", "Is active": the label asks.
        if (said.size() > 1 && (said.front() == "has" || said.front() == "is")) said.erase(said.begin());
        const bool is_said = !said.empty() && std::ranges::all_of(said, [&](const std::string& word) {
            return contains_word(details, word);
        });
        if (!is_said) continue;
        const bool is_without = contains_word(details, "without " + said.front()) ||
                                contains_word(details, "no " + said.front()) ||
                                contains_word(details, said.back() + " off");
        give(assigned, i, is_without ? "off" : "on");
    }
}

// The words of an option that none of the others says, without what it costs: "express" of "Express (€9.90)".
std::vector<std::string> telling_words(const std::vector<std::string>& options, const std::string& option)
{
    std::vector<std::string> telling;
    for (const auto& word : content_words(option.substr(0, option.find('('))))
        if (word.size() > 2 && !number_in(word) &&
            std::ranges::none_of(options, [&](const std::string& other) {
                return other != option && contains_word(other, word);
            }))
            telling.push_back(word);
    return telling;
}

void assign_options(Assigned& assigned, const std::vector<FormField>& fields, std::string_view details)
{
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (!assigned.values[i].empty()) continue;
        // "From Bern to Tokyo": of two lists of towns the second has no Tokyo, and Bern is taken.
        const auto is_taken = [&](const std::string& option) {
            for (std::size_t k = 0; k < fields.size(); ++k)
                if (k != i && assigned.values[k] == option && fields[k].options == fields[i].options)
                    return true;
            return false;
        };
        for (const auto& option : fields[i].options)
            if (option.size() > 2 && contains_word(details, option) && !is_taken(option)) {
                give(assigned, i, option);
                break;
            }
        if (!assigned.values[i].empty()) continue;
        std::string only;
        int count = 0;
        for (const auto& option : fields[i].options) {
            const auto telling = telling_words(fields[i].options, option);
            const bool is_said =
                !telling.empty() && std::ranges::all_of(telling, [&](const std::string& word) {
                    return contains_word(details, word);
                });
            if (is_said) only = option, ++count;
        }
        if (count == 1) give(assigned, i, only);
    }
}

// "Ann Lee, Mill Lane 4, 6020 Innsbruck": what is told by its look goes where such things go.
void assign_people(Assigned& assigned, const std::vector<FormField>& fields, std::string_view details)
{
    const auto put = [&](std::initializer_list<std::string_view> names, const std::string& value) {
        if (value.empty() || is_value_used(assigned, value)) return;
        for (const auto name : names)
            for (std::size_t i = 0; i < fields.size(); ++i) {
                const auto& field = fields[i];
                const bool is_text = field.type == "text" || field.type == "number" || field.type == "area";
                if (!is_text || !assigned.values[i].empty() || !contains_word(field.label, name)) continue;
                give(assigned, i, value);
                return;
            }
    };
    if (const auto address = address_in(details)) {
        put({"street", "address"}, address->street);
        put({"zip", "postcode", "postal code", "post code", "plz"}, address->postcode);
        put({"city", "town"}, address->town);
    }
    // First and last name may have a field each.
    const auto person = person_in(details);
    const bool has_parts = std::ranges::any_of(fields, [](const FormField& field) {
        return contains_word(field.label, "last name") || contains_word(field.label, "surname");
    });
    const auto space = person.find(' ');
    if (has_parts && space != std::string::npos) {
        put({"first name", "given name"}, person.substr(0, space));
        put({"last name", "surname", "family name"}, person.substr(space + 1));
    } else {
        put({"full name", "your name", "name", "guest"}, person);
    }
}

// "with priority High", "assign it to Lucia Rossi": what stands behind the name of a list that shows no
// options yet.
void assign_picks(Assigned& assigned, const std::vector<FormField>& fields, const Phrase& phrase)
{
    static const std::set<std::string, std::less<>> leading = {
        "it",
        "this",
        "that",
        "them",
        "to",
        "as",
        "is",
        "of",
        "the",
        "be",
        "set",
        "level",
        "for",
        "by",
        "in",
        "date"
    };
    const auto& tokens = phrase.tokens;
    for (std::size_t field = 0; field < fields.size(); ++field) {
        if (fields[field].type != "pick") continue;
        if (!assigned.values[field].empty()) --assigned.count;
        assigned.values[field].clear();
        const auto label = content_words(fields[field].label);
        if (label.empty()) continue;
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            if (tokens[i].is_quoted || !are_kin(tokens[i].small, label.front())) continue;
            auto begin = i + 1;
            // "room type Attic studio": the rest of the label, then the choice.
            const auto is_of_label = [&](const std::string& word) {
                return std::ranges::any_of(label, [&](const std::string& each) { return each == word; });
            };
            while (begin < tokens.size() && (leading.contains(tokens[begin].small) ||
                                             tokens[begin].small == ":" || is_of_label(tokens[begin].small)))
                ++begin;
            auto end = begin;
            while (end < tokens.size() && !tokens[end].is_mark &&
                   (tokens[end].is_quoted ||
                    std::isupper(static_cast<unsigned char>(tokens[end].text.front())) != 0))
                ++end;
            if (end == begin && begin < tokens.size() && !tokens[begin].is_mark) end = begin + 1;
            if (end > begin)
                give(
                    assigned,
                    field,
                    unquoted(
                        phrase.source.substr(tokens[begin].begin, tokens[end - 1].end - tokens[begin].begin)
                    )
                );
            break;
        }
    }
}

}  // namespace

Assigned assign(const std::vector<FormField>& fields, std::string_view details)
{
    Assigned assigned;
    const auto phrase = tokenize(details);
    std::vector<std::string> labels;
    labels.reserve(fields.size());
    for (const auto& field : fields) labels.push_back(field.label);
    assigned.values = mentioned_values(labels, details);
    assigned.values.resize(fields.size());
    for (std::size_t i = 0; i < fields.size(); ++i) {
        auto& value = assigned.values[i];
        value = unquoted(value);
        // "saying 'Never'": the words around a quote lead to it.
        if (const auto quotes = quoted_texts(value); quotes.size() == 1 && !value.starts_with(quotes.front()))
            value = quotes.front();
        if (fields[i].type == "check" || fields[i].type == "date") value.clear();
        // Radio buttons and lists take what they have.
        const bool fits = fields[i].options.empty() || value.empty() ||
                          std::ranges::any_of(fields[i].options, [&](const std::string& option) {
                              return similarity(value, option) > 0.6;
                          });
        if (!fits || (fields[i].type == "number" && !number_in(value) && !number_word(value))) value.clear();
        if (!value.empty()) ++assigned.count;
    }
    for (std::size_t i = 0; i < fields.size(); ++i) {
        auto& value = assigned.values[i];
        // "a folder called Receipts": the word that leads to a name is none of it.
        value = without_prefix_words(value, {"called", "named", "titled", "labelled", "labeled"});
        if (fields[i].type == "email" && value.contains('@') && value.contains(' '))
            for (const auto& word : split(collapsed(value), " "))
                if (word.contains('@')) value = without_tail_words(word, {"."});
    }
    for (const auto& pair : pairs_in(details)) {
        if (pair.key.empty()) continue;
        for (std::size_t i = 0; i < fields.size(); ++i)
            if (assigned.values[i].empty() && fields[i].options.empty() && fields[i].type != "date" &&
                fields[i].type != "check" && similarity(pair.key, labels[i]) > 0.7 &&
                !is_value_used(assigned, pair.value)) {
                give(assigned, i, pair.value);
                break;
            }
    }
    assign_picks(assigned, fields, phrase);
    assign_numbers(assigned, fields, phrase);
    assign_dates(assigned, fields, phrase);
    assign_checks(assigned, fields, details);
    auto quotes = pieces_of(phrase);
    for (auto& quote : quotes) {
        quote.is_used = is_value_used(assigned, quote.text);
        if (quote.is_used) continue;
        const auto at = field_for_quote(fields, assigned, quote);
        if (at == fields.size()) continue;
        give(assigned, at, quote.text);
        quote.is_used = true;
    }
    assign_by_kind(assigned, fields, phrase);
    assign_options(assigned, fields, details);
    // "a new ticket 'No coffee'": what it is called comes before what is told of it.
    for (auto& quote : quotes) {
        const bool is_first_word = &quote == &quotes.front() && !quote.is_used && quote.before.empty();
        const auto at = is_first_word ? open_called(fields, assigned, {"title", "subject", "name", "summary"})
                                      : fields.size();
        if (at == fields.size() || quotes.size() < 2) continue;
        give(assigned, at, quote.text);
        quote.is_used = true;
    }
    // One text is left and one field: they belong together.
    for (auto& quote : quotes) {
        if (quote.is_used) continue;
        auto at = open_of_type(fields, assigned, "area");
        if (at == fields.size()) at = open_of_type(fields, assigned, "text");
        if (at == fields.size()) continue;
        give(assigned, at, quote.text);
        quote.is_used = true;
    }
    // Asked for twice, said once.
    for (std::size_t i = 1; i < fields.size(); ++i)
        if (assigned.values[i].empty() && asks_again(fields[i].label) &&
            fields[i].type == fields[i - 1].type && !assigned.values[i - 1].empty())
            give(assigned, i, assigned.values[i - 1]);
    // "for Ole Hansen", "under the name Ruiz": who it is for.
    const auto who = name_said(details);
    const auto name = open_called(fields, assigned, {"name", "full name", "your name", "guest"});
    if (!who.empty() && name < fields.size() && !is_value_used(assigned, who)) give(assigned, name, who);
    assign_people(assigned, fields, details);
    assigned.left_quotes =
        static_cast<int>(std::ranges::count_if(quotes, [](const Piece& quote) { return !quote.is_used; }));
    return assigned;
}

}  // namespace lissom::agent::lite
