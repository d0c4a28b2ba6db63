#include "extract/request.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

#include "extract/request_words.hpp"
#include "extract/values.hpp"

namespace lissom::extract {
namespace {

const std::set<std::string_view> stop_words = {
    "the",   "a",     "an",   "all",   "any",   "each",    "every", "their",  "its",       "this", "that",
    "these", "those", "with", "and",   "or",    "of",      "in",    "on",     "to",        "for",  "from",
    "is",    "are",   "be",   "which", "whose", "having",  "than",  "by",     "me",        "as",   "only",
    "it",    "them",  "at",   "first", "order", "ordered", "sort",  "sorted", "price-wise"
};

class Parser {
public:
    explicit Parser(std::string_view prompt)
        : tokens_(tokens_of(prompt))
    {
        request_.prompt = prompt;
        request_.words = words_of(prompt);
    }

    Request parse()
    {
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            if (tokens_[i].is_quoted) continue;
            read_limit(i);
            read_sorting(i);
            read_comparison(i);
            read_flag(i);
            read_text(i);
            read_clock_time(i);
            read_state(i);
        }
        if (request_.sorting && !request_.limit) read_counted_opening();
        return std::move(request_);
    }

private:
    // "The two games in which they scored the fewest points": so many of those that come first.
    void read_counted_opening()
    {
        const std::size_t at = low(0) == "the" ? 1 : 0;
        const auto count = count_of(low(at));
        if (!count || *count == 0 || !is_plural(low(at + 1))) return;
        const auto& behind = low(at + 2);
        if (behind == "with" || behind == "in" || behind == "that" || behind == "which" || behind == "who")
            request_.limit = count;
    }

    const std::string& low(std::size_t i) const
    {
        static const std::string none;
        return i < tokens_.size() && !tokens_[i].is_quoted ? tokens_[i].low : none;
    }

    // The noun that an adjective at i belongs to, a few words on: "the first three cheap lamps".
    std::string noun_after(std::size_t i) const
    {
        std::string noun;
        for (auto at = i + 1; at < tokens_.size() && at <= i + 3; ++at) {
            if (tokens_[at].is_quoted || stop_words.contains(low(at))) break;
            noun = low(at);
            if (tokens_[at].ends_clause || is_plural(noun)) break;
        }
        return noun;
    }

    void take_single(std::size_t place)
    {
        request_.is_single = true;
        request_.limit = 1;
        request_.skip = place - 1;
    }

    void read_limit(std::size_t i)
    {
        const auto& word = low(i);
        if (word == "first" || word == "top" || word == "last" || word == "next") {
            if (const auto count = count_of(low(i + 1))) {
                request_.limit = count;
                request_.is_from_end = word == "last";
                request_.is_single = request_.is_single || *count == 1;
                return;
            }
        }
        const auto ordinal = ordinal_of(word);
        if ((ordinal > 0 || word == "last") && i + 1 < tokens_.size() && !(i > 0 && tokens_[i].ends_clause)) {
            const auto noun = noun_after(i);
            const bool is_other = noun.empty() || noun == "name" || is_plural(noun) || low(i + 1) == "name" ||
                                  noun == "page" || noun == "step" || noun == "column" || noun == "week" ||
                                  noun == "month" || noun == "year" || noun == "half" || noun == "quarter" ||
                                  noun == "update" || noun == "time" || noun == "paragraph";
            const bool is_sorting =
                i > 0 && !stop_words.contains(low(i - 1)) && low(i - 1) != "the" && ordinal == 1 && i > 1;
            if (!is_other && !is_sorting) {
                take_single(std::max<std::size_t>(ordinal, 1));
                request_.is_from_end = word == "last";
                return;
            }
        }
        // "limit 5", "at most 5 items", "only three results": a number of things, not of money or stars.
        const bool at_most = (word == "most" && i > 0 && low(i - 1) == "at") ||
                             (word == "to" && i > 0 && (low(i - 1) == "up" || low(i - 1) == "limit"));
        if (word == "limit" || word == "only" || word == "maximum" || at_most) {
            const auto count = count_of(low(i + 1));
            const auto noun = low(i + 2);
            if (count && (word == "limit" || at_most || word == "only") &&
                (noun.empty() || (is_plural(noun) && !measures(noun))))
                request_.limit = count;
        }
        // "the 3 cheapest", "five newest posts"
        if (const auto count = count_of(word);
            count && *count > 0 && is_superlative(low(i + 1)) && !(i > 0 && low(i - 1) == "at"))
            request_.limit = count;
    }

    static bool measures(const std::string& noun)
    {
        const auto words = words_of(noun);
        return mentions(words, "rating") || mentions(words, "point") || mentions(words, "comment") ||
               mentions(words, "review") || mentions(words, "minute") || mentions(words, "price") ||
               noun == "dollars" || noun == "euros";
    }

    static bool is_superlative(const std::string& word)
    {
        return is_one_of(word, more_words) || is_one_of(word, fewer_words) ||
               std::ranges::any_of(superlatives, [&](const auto& one) { return one.word == word; });
    }

    void sort_by(Words subject, bool descending, bool needed)
    {
        if (!request_.sorting) request_.sorting = Sorting{std::move(subject), descending, needed};
    }

    void read_sorting(std::size_t i)
    {
        const auto& word = low(i);
        for (const auto& one : superlatives) {
            if (one.word != word) continue;
            const bool may_be_page_order = one.subject == "date";
            sort_by({std::string(one.subject)}, one.is_descending, !may_be_page_order);
            note_single(i);
            return;
        }
        if (word == "alphabetical" || word == "alphabetically") sort_by({"title"}, false, true);
        if ((word == "sorted" || word == "sort" || word == "ordered" || word == "order" || word == "ranked"
            ) &&
            i + 2 < tokens_.size() && low(i + 1) == "by") {
            read_sorted_by(i + 2);
            return;
        }
        if (word == "top" && low(i + 1) == "rated") sort_by({"rating"}, true, true);
        const bool more = is_one_of(word, more_words) && word != "top";
        const bool fewer = is_one_of(word, fewer_words);
        if ((!more && !fewer) || (i > 0 && low(i - 1) == "at")) return;
        const auto& next = low(i + 1);
        if (next == "popular" || next.empty()) return;
        if (next == "expensive" || next == "costly")
            sort_by({"price"}, more, true);
        else if (next == "recent")
            sort_by({"date"}, more, false);
        else if (next == "rated" || next == "reviewed")
            sort_by({next == "rated" ? "rating" : "review"}, more, true);
        else if (const auto by = measure_after(i); !by.empty() && word != "best" && word != "worst")
            sort_by(by, more, true);
        else if (word != "best" && word != "worst" && !stop_words.contains(next))
            sort_by(words_of(next), more, true);
        else
            return;
        note_single(i + 1);
    }

    // "the three largest countries by area": what follows "by" is measured, not the noun.
    Words measure_after(std::size_t i) const
    {
        for (auto at = i + 1; at + 1 < tokens_.size() && at <= i + 4 && !tokens_[at - 1].ends_clause; ++at)
            if (low(at) == "by") return words_of(low(at + 1));
        return {};
    }

    // "the cheapest laptop" is one, "the cheapest laptops" and "cheapest first" are many.
    void note_single(std::size_t i)
    {
        if (request_.limit || low(i + 1) == "first" || tokens_[i].ends_clause) return;
        const auto noun = noun_after(i);
        const bool stands_alone = noun.empty();
        if (!stands_alone && !is_plural(noun) && noun != "news") take_single(1);
    }

    void read_sorted_by(std::size_t i)
    {
        Words subject;
        auto at = i;
        for (; at < tokens_.size() && at < i + 3; ++at) {
            const auto& word = low(at);
            if (word == "descending" || word == "ascending" || word == "desc" || word == "asc" ||
                word == "from" || stop_words.contains(word))
                break;
            for (auto& one : words_of(word)) subject.push_back(std::move(one));
            if (tokens_[at].ends_clause) {
                ++at;
                break;
            }
        }
        if (subject.empty()) return;
        bool descending =
            mentions(subject, "rating") || mentions(subject, "point") || mentions(subject, "comment");
        for (auto next = at; next < tokens_.size() && next < at + 5; ++next) {
            const auto& word = low(next);
            if (word == "descending" || word == "desc" || word == "high" || word == "highest" ||
                word == "newest" || word == "most" || word == "largest") {
                descending = true;
                break;
            }
            if (word == "ascending" || word == "asc" || word == "low" || word == "lowest" ||
                word == "oldest" || word == "cheapest" || word == "smallest") {
                descending = false;
                break;
            }
        }
        sort_by(std::move(subject), descending, true);
    }

    void read_comparison(std::size_t i)
    {
        struct Opening {
            std::string_view words;
            Comparison comparison;
        };
        if (read_date_bound(i) || read_day(i) || read_period(i)) return;
        constexpr auto openings = std::to_array<Opening>({
            {"no more than", Comparison::at_most},
            {"not more than", Comparison::at_most},
            {"less than", Comparison::below},
            {"lower than", Comparison::below},
            {"fewer than", Comparison::below},
            {"cheaper than", Comparison::below},
            {"smaller than", Comparison::below},
            {"more than", Comparison::above},
            {"higher than", Comparison::above},
            {"greater than", Comparison::above},
            {"larger than", Comparison::above},
            {"better than", Comparison::above},
            {"at most", Comparison::at_most},
            {"at least", Comparison::at_least},
            {"up to", Comparison::at_most},
            {"under", Comparison::below},
            {"below", Comparison::below},
            {"over", Comparison::above},
            {"above", Comparison::above},
            {"<=", Comparison::at_most},
            {">=", Comparison::at_least},
            {"<", Comparison::below},
            {">", Comparison::above},
            {"between", Comparison::at_least},
            {"exceeding", Comparison::above},
        });
        for (const auto& [words, comparison] : openings) {
            const auto end = follow(i, words);
            if (end == 0) continue;
            add_comparison(i, end, words, comparison);
            return;
        }
        // "4 stars or more", "4+ stars"
        if (const auto number = number_in(i); number && mentions(words_of(low(i + 1)), "rating")) {
            const bool or_more = low(i + 2) == "or" || low(i + 2) == "and" || tokens_[i].text.ends_with('+');
            const auto& how = low(i + 3);
            if (or_more && (tokens_[i].text.ends_with('+') || how == "more" || how == "up" ||
                            how == "higher" || how == "above" || how == "better"))
                request_.filters.push_back({{"rating"}, Comparison::at_least, *number, "", true, false, {}});
        }
    }

    // "after 10 December 2026", "since 2019", "between 1 May 2026 and 3 June 2026". A date that is not
    // understood selects nothing rather than all.
    bool read_date_bound(std::size_t i)
    {
        struct Opening {
            std::string_view words;
            Comparison comparison;
        };
        constexpr auto openings = std::to_array<Opening>({
            {"later than", Comparison::above},
            {"earlier than", Comparison::below},
            {"after", Comparison::above},
            {"since", Comparison::at_least},
            {"before", Comparison::below},
            {"until", Comparison::at_most},
            {"between", Comparison::at_least},
        });
        for (const auto& [words, comparison] : openings) {
            const auto at = follow(i, words);
            if (at == 0) continue;
            auto [day, end] = day_at(at, comparison);
            if (end == at) return false;
            request_.filters.push_back({{"date"}, comparison, day, "", true, true, {}});
            if (words == "between" && low(end) == "and") {
                const auto [other, behind] = day_at(end + 1, Comparison::at_most);
                request_.filters.push_back({{"date"}, Comparison::at_most, other, "", true, true, {}});
            }
            return true;
        }
        return false;
    }

    // "On Thursday, April 4 2019", "of 4 December 2023", "on April 10": that day alone. "Of" and "for" may as
    // well name something else by its day.
    bool read_day(std::size_t i)
    {
        const auto& word = low(i);
        if (word != "on" && word != "dated" && word != "of" && word != "from" && word != "for") return false;
        auto at = i + 1;
        while (low(at) == "the" || (low(at).ends_with("day") && low(at).size() > 5)) ++at;
        const bool is_certain = word == "on" || word == "dated";
        Filter filter{{"date"}, Comparison::equal, 0, "", is_certain, true, {}};
        const auto whole = day_at(at, Comparison::equal);
        const auto of_any_year = day_of_any_year(at);
        const bool is_whole = !std::isnan(whole.day) && (whole.end > at + 1 || is_whole_date(at));
        if (!is_whole && !of_any_year) return false;
        filter.number = is_whole ? whole.day : *of_any_year;
        filter.is_of_any_year = !is_whole;
        request_.filters.push_back(std::move(filter));
        return true;
    }

    bool is_whole_date(std::size_t at) const
    {
        return at < tokens_.size() && !tokens_[at].is_quoted && find_date(tokens_[at].text);
    }

    // "April 10", "10 April", "10th of April".
    std::optional<double> day_of_any_year(std::size_t at) const
    {
        const auto day_in = [&](std::size_t place) {
            const auto ordinal = ordinal_of(low(place));
            const auto number = ordinal > 0 ? std::optional<double>(ordinal) : number_in(place);
            return number && *number >= 1 && *number <= 31 ? *number : 0;
        };
        const auto month_first = month_of(low(at));
        const auto month_at = month_first > 0 ? at : low(at + 1) == "of" ? at + 2 : at + 1;
        const auto month = month_of(low(month_at));
        const auto day = day_in(month_first > 0 ? at + 1 : at);
        if (month == 0 || day == 0) return std::nullopt;
        return month * 31 + day;
    }

    // "Games that begin at 10:30": what each of them has to say.
    void read_clock_time(std::size_t i)
    {
        if (low(i) != "at" || i + 1 >= tokens_.size() || tokens_[i + 1].is_quoted) return;
        auto text = tokens_[i + 1].text;
        const auto colon = text.find(':');
        if (colon == 0 || colon > 2 || text.find_first_not_of("0123456789") != colon) return;
        if (const auto& half = low(i + 2); half == "am" || half == "pm") text += " " + half;
        request_.filters.push_back({{}, Comparison::contains, 0, std::move(text), true, false, {}});
    }

    // "Canceled meetings", "unsigned types only": a state that some of the records say they are in.
    void read_state(std::size_t i)
    {
        // They say how something is told, not how it is.
        static const std::set<std::string_view> of_telling = {
            "listed",    "shown",      "displayed", "named",      "related",   "detailed",
            "numbered",  "given",      "mentioned", "required",   "requested", "unordered",
            "selected",  "structured", "nested",    "needed",     "based",     "combined",
            "extracted", "described",  "supposed",  "associated", "offered",   "provided"
        };
        const auto& word = low(i);
        if (tokens_[i].ends_clause || word.size() < 6 || of_telling.contains(word)) return;
        if (!word.ends_with("ed") || !is_plural(low(i + 1)) || stop_words.contains(word)) return;
        if (i > 0 && (low(i - 1) == "not" || low(i - 1) == "non")) return;
        request_.filters.push_back({{}, Comparison::contains, 0, word, false, false, {}});
    }

    // "Dated 2023", "who joined in 2024", "of March 2018": the days of that year or month. "Of" may as well
    // name something else by its year.
    bool read_period(std::size_t i)
    {
        const auto& word = low(i);
        if (word != "in" && word != "from" && word != "during" && word != "dated" && word != "of")
            return false;
        const bool has_month = month_of(low(i + 1)) > 0;
        const auto at = has_month ? i + 2 : i + 1;
        const auto year = number_in(at);
        if (!year || low(at).size() != 4 || *year < 1000 || *year > 2200) return false;
        const auto& behind = low(at + 1);
        if (!tokens_[at].ends_clause && (behind == "to" || behind == "until" || behind == "on")) return false;
        const double first = *year * 372 + (has_month ? month_of(low(i + 1)) * 31 : 31) + 1;
        const double last = first + (has_month ? 30 : 12 * 31 - 1);
        Words said;  // "joined": which of several dates is meant
        const auto& before = i > 0 ? low(i - 1) : low(tokens_.size());
        if (before == "due" || before == "born" || (before.ends_with("ed") && before != "dated"))
            said = words_of(before);
        const bool is_certain = word != "of";
        request_.filters.push_back({{"date"}, Comparison::at_least, first, "", is_certain, true, said});
        request_.filters.push_back({{"date"}, Comparison::at_most, last, "", is_certain, true, said});
        return true;
    }

    // 1 to 12; 0 where the word names no month.
    static int month_of(std::string_view word)
    {
        static constexpr auto months = std::to_array<std::string_view>(
            {"january",
             "february",
             "march",
             "april",
             "may",
             "june",
             "july",
             "august",
             "september",
             "october",
             "november",
             "december"}
        );
        for (std::size_t i = 0; i < months.size(); ++i)
            if (word == months[i] || (word.size() == 3 && months[i].starts_with(word)))
                return static_cast<int>(i) + 1;
        return 0;
    }

    struct DayAt {
        double day;  // not a number where it is a date that is not whole
        std::size_t end;
    };

    DayAt day_at(std::size_t at, Comparison comparison) const
    {
        constexpr std::size_t longest = 4;  // words: "the 4 May 2026"
        std::string text;
        for (std::size_t i = at; i < tokens_.size() && i < at + longest; ++i) {
            text += (text.empty() ? "" : " ") + tokens_[i].text;
            if (const auto date = find_date(text)) return {day_number(date->day), i + 1};
        }
        // A year is over at its end: after 2018 begins in 2019.
        const auto year = number_in(at);
        const bool is_year = year && low(at).size() == 4 && *year > 1000;
        const bool to_its_end = comparison == Comparison::above || comparison == Comparison::at_most;
        if (is_year) return {*year * 372 + (to_its_end ? 12 * 31 + 31 : 31 + 1), at + 1};
        static constexpr auto months = std::to_array<std::string_view>(
            {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
        );
        for (std::size_t i = at; i < at + 2; ++i)
            for (const auto month : months)
                if (low(i).starts_with(month)) return {std::numeric_limits<double>::quiet_NaN(), at + 1};
        return {0, at};
    }

    // Where the words of `phrase` end if they stand at i, else 0.
    std::size_t follow(std::size_t i, std::string_view phrase) const
    {
        while (!phrase.empty()) {
            const auto end = std::min(phrase.size(), phrase.find(' '));
            if (low(i) != phrase.substr(0, end)) return 0;
            ++i;
            phrase.remove_prefix(std::min(phrase.size(), end + 1));
        }
        return i;
    }

    std::optional<double> number_in(std::size_t i) const
    {
        if (i >= tokens_.size() || tokens_[i].is_quoted) return std::nullopt;
        const auto numbers = find_numbers(tokens_[i].text);
        if (numbers.size() == 1) return numbers[0].value;
        if (const auto count = count_of(low(i))) return static_cast<double>(*count);
        return std::nullopt;
    }

    void add_comparison(std::size_t start, std::size_t at, std::string_view words, Comparison comparison)
    {
        const auto number = number_in(at);
        if (!number) return;
        Filter filter{
            subject_of(start, at, words == "cheaper than"), comparison, *number, "", true, false, {}
        };
        const auto& behind = low(at + 1);
        const bool has_name = !tokens_[at].ends_clause && !stop_words.contains(behind) && behind.size() > 2;
        if (has_name && filter.subject == Words{"price"}) filter.nearer = words_of(behind);
        if (filter.subject.empty()) return;  // "at most 5 items" is a limit
        if (words == "between" && low(at + 1) == "and")
            if (const auto upper = number_in(at + 2)) {
                if (filter.subject == Words{"?"}) filter.subject = subject_of(start, at + 2, false);
                auto other = filter;
                other.comparison = Comparison::at_most;
                other.number = *upper;
                request_.filters.push_back(std::move(other));
            }
        request_.filters.push_back(std::move(filter));
    }

    // What is compared: the unit behind the number, the word before the comparison, or money.
    Words subject_of(std::size_t start, std::size_t at, bool is_price) const
    {
        if (is_price || !find_money(tokens_[at].text).empty()) {
            if (start > 0 && !is_price)
                for (const auto& word : words_of(low(start - 1)))
                    if (is_about(word, "salary") || is_about(word, "total") || is_about(word, "balance"))
                        return {word};
            return {"price"};
        }
        auto unit = words_of(low(at + 1));
        if (!tokens_[at].ends_clause && !unit.empty() && !stop_words.contains(low(at + 1)) &&
            !unit[0].empty()) {
            if (unit[0] == "dollar" || unit[0] == "euro" || unit[0] == "usd" || unit[0] == "eur" ||
                unit[0] == "pound")
                return {"price"};
            if (mentions(unit, "rating")) return {"rating"};
            const bool is_count_of_records =
                start == 0 || (low(start) == "at" && low(start + 1) == "most") || low(start) == "up";
            if (measures(low(at + 1)) || !is_count_of_records) return unit;
            return {};
        }
        for (auto back = start; back > 0 && back + 3 > start; --back) {
            const auto& word = low(back - 1);
            if (word.empty() || stop_words.contains(word)) continue;
            if (word == "rated" || word == "stars") return {"rating"};
            if (word == "priced" || word == "costing" || word == "cost" || word == "costs") return {"price"};
            if (!is_plural(word)) return words_of(word);
            break;
        }
        return low(start) == "at" || low(start) == "up" ? Words{} : Words{"price"};
    }

    void read_flag(std::size_t i)
    {
        constexpr auto flags = std::to_array<std::string_view>(
            {"in stock",
             "out of stock",
             "sold out",
             "on sale",
             "free shipping",
             "free delivery",
             "available now",
             "in-stock"}
        );
        for (const auto flag : flags) {
            if (follow(i, flag) == 0) continue;
            const auto& before = i > 0 ? low(i - 1) : low(tokens_.size());
            // "whether it is in stock" asks for it and does not choose by it.
            for (auto back = i; back > 0 && back + 5 > i; --back)
                if (low(back - 1) == "whether" || low(back - 1) == "if") return;
            const bool is_not = before == "not" || before == "without" || before == "excluding" ||
                                before == "aren't" || before == "isn't";
            request_.filters.push_back(
                {{},
                 is_not ? Comparison::is_not_set : Comparison::is_set,
                 0,
                 flag == "in-stock" ? "in stock" : std::string(flag),
                 true,
                 false,
                 {}}
            );
        }
    }

    // A name as people write it: quoted, or a run of capitalised words.
    std::string name_at(std::size_t i) const
    {
        if (i >= tokens_.size()) return "";
        if (tokens_[i].is_quoted) return tokens_[i].text;
        std::string name;
        for (; i < tokens_.size() && !tokens_[i].is_quoted; ++i) {
            const auto& text = tokens_[i].text;
            const bool is_name = (text[0] >= 'A' && text[0] <= 'Z') || (text[0] & 0x80) != 0;
            if (!is_name) break;
            name += (name.empty() ? "" : " ") + text;
            if (tokens_[i].ends_clause) break;
        }
        return name;
    }

    void read_text(std::size_t i)
    {
        const auto& word = low(i);
        const auto& before = i > 0 ? low(i - 1) : low(tokens_.size());
        if (word == "by" && before != "sorted" && before != "sort" && before != "ordered" &&
            before != "order" && before != "ranked" && before != "grouped") {
            if (auto name = name_at(i + 1); !name.empty())
                request_.filters.push_back(
                    {{"author"}, Comparison::contains, 0, std::move(name), false, false, {}}
                );
        }
        if (word == "from")
            if (auto name = name_at(i + 1); !name.empty() && !looks_like_url(name))
                request_.filters.push_back({{}, Comparison::contains, 0, std::move(name), false, false, {}});
        const bool opens = word == "containing" || word == "contains" || word == "contain" ||
                           word == "mentioning" || word == "mention" || word == "mentions" ||
                           word == "matching" || word == "named" || word == "called" || word == "titled" ||
                           word == "including";
        if (!opens) return;
        auto at = i + 1;
        while (low(at) == "the" || low(at) == "word" || low(at) == "words" || low(at) == "term" ||
               low(at) == "text")
            ++at;
        if (at >= tokens_.size()) return;
        auto text = name_at(at);
        const bool is_sure = !text.empty() || word != "including";
        if (text.empty() && !stop_words.contains(low(at))) text = tokens_[at].text;
        if (word == "including" && !tokens_[at].is_quoted) return;  // "including the price" lists fields
        if (!text.empty())
            request_.filters.push_back({{}, Comparison::contains, 0, std::move(text), is_sure, false, {}});
    }

    std::vector<Token> tokens_;
    Request request_;
};

}  // namespace

double day_number(std::string_view iso)
{
    return std::stod(std::string(iso.substr(0, 4))) * 372 + std::stod(std::string(iso.substr(5, 2))) * 31 +
           std::stod(std::string(iso.substr(8, 2)));
}

Request parse_request(std::string_view prompt) { return Parser(prompt.substr(0, 8000)).parse(); }

}  // namespace lissom::extract
