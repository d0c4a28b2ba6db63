#include <algorithm>
#include <set>

#include "agent/lite/comprehension.hpp"
#include "agent/lite/explore.hpp"
#include "agent/lite/figures.hpp"
#include "agent/lite/listing.hpp"
#include "agent/lite/looks.hpp"
#include "agent/lite/measure.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/questions.hpp"
#include "agent/lite/reading.hpp"
#include "agent/lite/results.hpp"
#include "agent/lite/skills/ask.hpp"
#include "agent/lite/skills/counting.hpp"
#include "agent/lite/skills/faq.hpp"
#include "agent/lite/skills/record.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"
#include "extract/extract.hpp"

namespace lissom::agent::lite::skills {

namespace {

constexpr int max_pages = 12;          // of a list that is read to its end
constexpr Millis late_content(1'500);  // pages fill in after they are loaded
constexpr std::size_t max_told = 100;  // records in one answer

// All that is to be read, what stands in fields included.
std::string all_said(const Scene& scene)
{
    auto text = scene.snapshot().title + " " + scene.whole_text();
    for (const auto& node : scene.nodes())
        if (!node.value.empty()) text += " " + node.value;
    return text;
}

// -- lists
// ----------------------------------------------------------------------------------------------------------

struct Row {
    std::vector<std::string> values;  // one for each wanted field
};

std::string field_text(const Scene& scene, const Listing& listing, int box, const std::string& field)
{
    return field_of(scene, listing, box, field).value_or("");
}

// The boxes of this page that the question is about.
std::vector<int> meant(const Scene& scene, const Listing& listing, const Wanted& wanted)
{
    return records_like(scene, listing, wanted.records);
}

std::optional<double> measure_of(const Scene& scene, const Listing& listing, int box, const Wanted& wanted)
{
    const auto& measure = *wanted.measure;
    if (!wanted.measure_field.empty()) {
        const auto text = field_of(scene, listing, box, wanted.measure_field);
        if (!text) return std::nullopt;
        const auto value = measured(measure, *text);
        return value ? value : number_in(*text);
    }
    if (measure.what == "price" || measure.what == "rating" || measure.what == "date") {
        const auto text = field_of(scene, listing, box, measure.what);
        if (!text) return std::nullopt;
        if (const auto value = measured(measure, *text)) return value;
        return measure.what == "rating" ? number_in(*text) : std::nullopt;
    }
    return measured(measure, scene.text_of(box));
}

Result<Row> row_of(const Scene& scene, const Listing& listing, int box, const Wanted& wanted)
{
    Row row;
    for (const auto& field : wanted.fields) {
        row.values.push_back(field_text(scene, listing, box, field));
        if (row.values.back().empty()) return cannot("the entries of the page do not tell their " + field);
    }
    return row;
}

std::string told(const std::vector<Row>& rows, const Wanted& wanted)
{
    JsonArray all;
    for (const auto& row : rows) {
        JsonObject record;
        for (std::size_t i = 0; i < row.values.size(); ++i) record[wanted.fields[i]] = row.values[i];
        all.emplace_back(std::move(record));
    }
    return in_words(wanted.is_list || all.size() != 1 ? Json(std::move(all)) : all.front());
}

// -- one value
// ----------------------------------------------------------------------------------------------------------

// What only menus, headers and footers say is about the site, not an answer.
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

std::optional<std::string> from_page(const Scene& scene, const std::string& question)
{
    if (const auto sum = sum_in(question)) return number_text(*sum);
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
    if (fit("[the] [full|whole|exact|shown] (command|code|code snippet|snippet|code block|code example) "
            "[shown|there]",
            plain))
        return only_code(scene);
    if (fit("[the] (title of the page|page title|title of this page|title)", plain))
        return scene.snapshot().title;
    if (fit("[the] (url|address|current url) [of] [the|this] [page]", plain)) return scene.snapshot().url;
    return std::nullopt;
}

// Author and date stand where everybody knows to look.
std::optional<std::string> known_field(const Scene& scene, const Wanted& wanted)
{
    if (wanted.fields.size() != 1 || wanted.is_list) return std::nullopt;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (!scene.is_content(i) || (node.role != "main" && node.role != "article" && node.tag != "body"))
            continue;
        const auto field = wanted.fields.front();
        if (similarity("author", field) < 0.7 && similarity("publication date", field) < 0.6 &&
            field != "date")
            continue;
        if (auto value = field_of(scene, {}, i, field)) return value;
    }
    return std::nullopt;
}

// What a record may be named by: "the job 'Baker'", "the job Baker", "Baker".
std::vector<std::string> names_in(const std::string& of)
{
    if (const auto quotes = quoted_texts(of); !quotes.empty()) return quotes;
    const auto plain = without_prefix_words(of, {"the", "a", "an", "this", "by", "user"});
    std::vector<std::string> names{plain};
    // A kind of thing comes before its name, in small letters.
    const auto space = plain.find(' ');
    const bool is_kind_and_name = space != std::string::npos && space + 1 < plain.size() &&
                                  std::islower(static_cast<unsigned char>(plain.front())) != 0 &&
                                  std::islower(static_cast<unsigned char>(plain[space + 1])) == 0;
    if (is_kind_and_name) names.push_back(plain.substr(space + 1));
    if (const auto slots = fit("{*} (by|from|of|called|named) {who}", plain))
        names.push_back(slots->at("who"));
    std::erase(names, "");
    return names;
}

// "the city of Ann", where Ann is one of many.
Async<Result<std::optional<std::string>>> of_record(Run& run, Wanted wanted)
{
    const auto names = names_in(wanted.of);
    if (names.empty() || refers_back(wanted.of)) co_return std::nullopt;
    for (int page = 0; page < max_pages; ++page) {
        const auto& scene = run.hands.scene();
        if (const auto listing = listing_for(scene, "records")) {
            for (const int box : listing->boxes) {
                const auto text = scene.text_of(box);
                if (std::ranges::none_of(names, [&](const std::string& name) {
                        return contains_word(text, name);
                    }))
                    continue;
                run.record = scene.node(box).ref;
                if (auto row = row_of(scene, *listing, box, wanted)) co_return told({*row}, wanted);
                // What its row leaves out its own page may say.
                const auto start = run.hands.page().url();
                CO_TRY_DONE(co_await open_record(run));
                // A page of its own, or a box that came up over this one.
                const bool has_opened =
                    run.hands.page().url() != start ||
                    std::ranges::any_of(run.hands.scene().nodes(), [](const view::Node& node) {
                        return node.role == "dialog" && node.is_new;
                    });
                const bool is_its_page =
                    has_opened && std::ranges::any_of(names, [&](const std::string& name) {
                        return contains_word(all_said(run.hands.scene()), name);
                    });
                if (is_its_page && wanted.fields.size() == 1)
                    if (auto value = value_beside(run.hands.scene(), wanted.fields.front())) co_return value;
                co_return std::nullopt;
            }
        }
        // A page of its own for each.
        const auto text = all_said(scene);
        const bool is_here =
            std::ranges::any_of(names, [&](const std::string& name) { return contains_word(text, name); });
        if (is_here && wanted.fields.size() == 1)
            if (auto value = value_beside(scene, wanted.fields.front())) co_return value;
        CO_TRY(const bool turned, co_await turn_page(run));
        if (!turned) break;
    }
    co_return std::nullopt;
}

// "the ingredients": the list below the heading of that name, all of it.
std::optional<std::string> list_under(const Scene& scene, const std::string& name)
{
    for (int i = 0; i < scene.size(); ++i) {
        if (scene.node(i).role != "heading" || !scene.is_content(i) ||
            similarity(name, scene.text_of(i)) < 0.85)
            continue;
        for (int next = scene.end_of(i); next < scene.size() && scene.node(next).role != "heading"; ++next) {
            if (scene.node(next).role != "list") continue;
            JsonArray items;
            for (int item = next; item < scene.end_of(next); ++item)
                if (scene.node(item).role == "listitem") items.emplace_back(scene.text_of(item));
            if (items.size() >= 2) return in_words(Json(std::move(items)));
        }
    }
    return std::nullopt;
}

Async<Result<std::optional<std::string>>> one_value(Run& run, std::string question, Wanted wanted)
{
    const auto plain = plain_question(question);
    if (auto items = list_under(run.hands.scene(), plain)) co_return items;
    const auto read = [plain, wanted](const Scene& scene) {
        auto value = read_value(scene, plain);
        if (!value || value->empty() || is_only_furniture(scene, *value)) value = known_field(scene, wanted);
        return value;
    };
    auto value = read(run.hands.scene());
    if (!value && !wanted.of.empty()) {
        CO_TRY(auto found, co_await of_record(run, wanted));
        if (found) co_return found;
        // Somebody who is nowhere on the page: whatever it says is said of others.
        const auto names = names_in(wanted.of);
        const bool is_named = std::ranges::any_of(names, [](const std::string& name) {
            return !name.empty() && std::isupper(static_cast<unsigned char>(name.front())) != 0;
        });
        const auto text = run.hands.scene().whole_text() + " " + run.hands.scene().snapshot().title;
        const bool is_here =
            std::ranges::any_of(names, [&](const std::string& name) { return contains_word(text, name); });
        if ((is_named || !quoted_texts(wanted.of).empty()) && !is_here && !names.empty())
            co_return std::nullopt;
    }
    if (value) co_return value;
    auto extracted = co_await extract::answer_text(run.hands.page(), question);
    if (extracted && !is_only_furniture(run.hands.scene(), *extracted)) co_return *extracted;
    CO_TRY(
        const bool came,
        co_await run.hands.look_until([&](const Scene& now) { return read(now).has_value(); }, Millis(1'000))
    );
    if (came) co_return read(run.hands.scene());
    co_return std::nullopt;
}

// What the page tells in sentences.
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
    if (auto told = answer_from_text(text, question)) return told;
    return quantity_from_text(text, question);
}

// "How many are there", "the first one": of what is listed now.
std::string about_results(const std::string& question)
{
    if (fit("how many [of them] (there are|are there|are shown|are listed|are left|remain|it shows|it lists|"
            "were found|match|you see|you find) [now|left|in total|shown|listed]",
            question))
        return "how many results";
    if (const auto slots = fit("[the] {!nth} (one|of them)", question); slots && ordinal(slots->at("nth")))
        return "the " + slots->at("nth") + " result";
    if (const auto slots =
            fit("(which|what|who) [one|of them] (is|comes) [the] {!nth} [one|now|in the list]", question);
        slots && ordinal(slots->at("nth")))
        return "the " + slots->at("nth") + " result";
    if (fit("(them|them all|all of them|what is shown|what is left)", question)) return "all results";
    return question;
}

// Is the page about it alone: by its title, a heading, or because it lists nothing of the kind?
bool is_page_of(const Scene& scene, const std::string& name)
{
    if (contains_word(scene.snapshot().title, name)) return true;
    for (int i = 0; i < scene.size(); ++i)
        if (scene.node(i).role == "heading" && contains_word(scene.text_of(i), name)) return true;
    const auto listing = listing_for(scene, "records");
    return contains_word(all_said(scene), name) && (!listing || listing->boxes.size() < 2);
}

// "its due date" of the record that was found: what its row says, or its own page.
Async<Result<std::optional<std::string>>> of_subject(Run& run, std::string question)
{
    const auto slots = fit("[what is|what's] (its|their|his|her) {field}", question);
    if (!slots || run.subject.empty()) co_return std::nullopt;
    const auto field = slots->at("field");
    CO_TRY(const auto asked, co_await ask_records(run, "the " + field + " of \"" + run.subject + "\""));
    if (asked && asked->is_string()) co_return std::string(asked->get_string());
    CO_TRY(const auto* scene, co_await run.hands.look());
    int record = scene->index_of(run.record);
    if (record < 0) {
        // Pages were turned and turned back: it is another element by now.
        CO_TRY(const bool found, co_await find_record(run, "\"" + run.subject + "\""));
        record = found ? run.hands.scene().index_of(run.record) : -1;
    }
    if (record >= 0 && !is_page_of(*scene, run.subject)) CO_TRY_DONE(co_await open_record(run));
    if (!is_page_of(run.hands.scene(), run.subject)) co_return std::nullopt;
    co_return value_beside(run.hands.scene(), field);
}

bool asks_for_money(const std::string& field)
{
    static const std::set<std::string, std::less<>> sums = {
        "balance",
        "total",
        "amount",
        "price",
        "cost",
        "fee",
        "salary",
        "sum",
        "rent",
        "fare",
        "wage",
        "budget",
        "charge",
        "debt",
        "revenue",
        "turnover"
    };
    return std::ranges::any_of(words_of(field), [](const std::string& word) { return sums.contains(word); });
}

// Does the page have a word for the field, or is it of a kind that needs none?
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

// A name in quotes that the page says nowhere: what it tells is told of something else.
bool names_what_is_absent(const Scene& scene, const std::string& question)
{
    const auto quotes = quoted_texts(question);
    const auto said = quotes.empty() ? std::string() : all_said(scene);
    return std::ranges::any_of(quotes, [&](const std::string& each) { return !contains_word(said, each); });
}

}  // namespace

Async<Result<std::string>> read_list(Run& run, Wanted wanted)
{
    const auto has_list = [&](const Scene& scene) {
        const auto listing = listing_for(scene, wanted.records);
        return listing && !meant(scene, *listing, wanted).empty();
    };
    CO_TRY(const bool came, co_await run.hands.look_until(has_list, late_content));
    if (!came) co_return cannot("the page lists no " + (wanted.records.empty() ? "records" : wanted.records));

    std::vector<Row> rows;
    std::optional<double> record;
    int seen = 0;
    for (int page = 0; page < max_pages; ++page) {
        const auto& scene = run.hands.scene();
        const auto listing = listing_for(scene, wanted.records);
        if (!listing) break;
        auto boxes = meant(scene, *listing, wanted);
        if (wanted.ordinal < 0 && !boxes.empty()) boxes = {boxes.back()};
        for (const int box : boxes) {
            ++seen;
            if (wanted.ordinal > 0 && seen != wanted.ordinal) continue;
            if (wanted.measure && wanted.count <= 1) {
                const auto value = measure_of(scene, *listing, box, wanted);
                if (!value || (record && (wanted.measure->is_least ? *value >= *record : *value <= *record)))
                    continue;
                record = value;
                rows.clear();
                run.record = scene.node(box).ref;
            }
            CO_TRY(auto row, row_of(scene, *listing, box, wanted));
            rows.push_back(std::move(row));
            if (wanted.ordinal > 0) run.record = scene.node(box).ref;
            if (wanted.count > 0 && static_cast<int>(rows.size()) == wanted.count) break;
        }
        const bool has_enough = (wanted.count > 0 && static_cast<int>(rows.size()) >= wanted.count) ||
                                (wanted.ordinal > 0 && !rows.empty()) || rows.size() >= max_told;
        if (has_enough) break;
        // Whoever wants the first three on a page with two takes the next page too; a list without a number
        // is the page's, but the cheapest of all may be anywhere.
        if (wanted.count == 0 && wanted.ordinal <= 0 && !wanted.measure) break;
        CO_TRY(const bool turned, co_await turn_page(run));
        if (!turned) break;
    }
    if (rows.empty() && wanted.measure)
        co_return cannot("the entries do not show their " + wanted.measure->what);
    if (rows.empty()) co_return cannot("there are not that many " + wanted.records);
    co_return told(rows, wanted);
}

Async<Done> answer(Run& run, const lite::Step& step)
{
    const auto question = about_results(run.resolved(step.slot("question")));
    CO_TRY(const auto* scene, co_await run.hands.look());
    if (!run.narrowed.empty()) {
        CO_TRY(auto asked, co_await ask_records(run, question + " with " + run.narrowed));
        if (!asked) co_return cannot("the page does not tell " + question + " of those with " + run.narrowed);
        run.text = in_words(*asked);
        run.answer = *std::move(asked);
        co_return Done();
    }
    const bool is_rest_of_questions = std::all_of(
        run.steps.begin() + static_cast<std::ptrdiff_t>(run.at) + 1,
        run.steps.end(),
        [](const lite::Step& each) { return each.verb == Verb::answer; }
    );
    if (run.assignment.response_model && is_rest_of_questions)
        co_return Done();  // told by the schema, at the end
    if (refers_back(step.slot("question")) && !run.text.empty()) {
        run.answer = Json(run.text);
        co_return Done();
    }
    if (auto known = of_found(run, question)) co_return co_await give_answer(run, *std::move(known));
    CO_TRY(auto of_it, co_await of_subject(run, question));
    if (of_it) co_return co_await give_answer(run, *std::move(of_it));
    CO_TRY(scene, co_await run.hands.look());
    // A list that names it among others speaks of them as well.
    if (fit("[what is|what's] (its|their|his|her) {*}", question) && !run.subject.empty() &&
        !is_page_of(*scene, run.subject))
        co_return cannot("the page does not tell " + question + " of " + run.subject);
    if (auto found = from_page(*scene, question)) co_return co_await give_answer(run, *found);
    {
        CO_TRY(auto told, co_await answer_of_page(run, question));
        if (told) co_return co_await give_answer(run, *std::move(told));
        CO_TRY(scene, co_await run.hands.look());
    }
    if (auto number = labelled_number(*scene, question))
        co_return co_await give_answer(run, *std::move(number));
    if (fit("how many words [{*}]", question)) {
        if (const auto text = passage(*scene, "the text"))
            co_return co_await give_answer(run, std::to_string(split(collapsed(*text), " ").size()));
    }
    if (auto read = read_running_text(*scene, question); read && could_answer(question, *read))
        co_return co_await give_answer(run, *std::move(read));
    {
        CO_TRY(auto asked, co_await ask_records(run, question));
        if (asked && asked->is_string() && could_answer(question, std::string(asked->get_string())))
            co_return co_await give_answer(run, std::string(asked->get_string()));
        if (asked && !asked->is_string()) {
            run.text = in_words(*asked);
            run.answer = *std::move(asked);
            co_return Done();
        }
        CO_TRY(auto added, co_await tell_by_table(run, question));
        if (added) co_return co_await give_answer(run, *std::move(added));
        CO_TRY(scene, co_await run.hands.look());
    }
    if (names_what_is_absent(*scene, question) && next_page(*scene) == 0)
        co_return cannot("there is no " + quoted_texts(question).front() + " on the page");
    if (const auto counting = counting_in(question)) {
        CO_TRY(auto sum, co_await count(run, *counting));
        co_return co_await give_answer(run, std::move(sum));
    }

    auto wanted = wanted_in(question);
    if (const auto slots = fit("{*} (under|in|on) [the] [tab|section|panel] {where}", question))
        CO_TRY_DONE(co_await go_where(run, slots->at("where")));
    if (!wanted.records.empty()) {
        CO_TRY(auto list, co_await read_list(run, wanted));
        co_return co_await give_answer(run, std::move(list));
    }
    if (wanted.fields.size() == 1) {
        CO_TRY(auto value, co_await one_value(run, question, wanted));
        // "List the versions" is not answered by one of them.
        const auto words = words_of(wanted.fields.front());
        const bool is_one_of_many = value && starts_with_word(lower(step.clause), "list") && !words.empty() &&
                                    words.back().size() > 3 && words.back().ends_with('s') &&
                                    value->find_first_of(",\n;") == std::string::npos &&
                                    words_of(*value).size() <= 3;
        if (is_one_of_many) value = std::nullopt;
        // "The office of Ann", where nothing speaks of offices: the value is of something else.
        // A sum of money is seen to be one, where one is asked for.
        const bool is_spoken_of = wanted.of.empty() ||
                                  (value && price_in(*value) && asks_for_money(wanted.fields.front())) ||
                                  speaks_of(run.hands.scene(), wanted.fields.front());
        if (value && is_spoken_of && could_answer(question, *value))
            co_return co_await give_answer(run, *value);
        co_return cannot("the page does not tell " + question);
    }
    auto extracted = co_await extract::extract(run.hands.page(), schema_of(wanted), question);
    if (!extracted || is_furniture_in(run.hands.scene(), *extracted))
        co_return cannot("the page does not tell " + question);
    run.text = in_words(*extracted);
    run.answer = Json(run.text);
    co_return Done();
}

}  // namespace lissom::agent::lite::skills
