#include <algorithm>
#include <set>

#include "agent/lite/by_rows.hpp"
#include "agent/lite/listing.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/reading.hpp"
#include "agent/lite/skills/answering.hpp"
#include "agent/lite/skills/ask.hpp"
#include "agent/lite/skills/paging.hpp"
#include "agent/lite/skills/record.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"
#include "extract/extract.hpp"

namespace lissom::agent::lite::skills {

namespace {

constexpr int max_pages = 12;  // of a list that is read to its end

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

// What comes up when the record is unfolded where it stands.
Async<Result<std::optional<std::string>>> value_in_fold(Run& run, int box, Wanted wanted)
{
    if (wanted.fields.size() != 1) co_return std::nullopt;
    const auto& scene = run.hands.scene();
    view::Ref opener = 0;
    for (int i = box; i < scene.end_of(box) && opener == 0; ++i) {
        const auto& node = scene.node(i);
        const bool unfolds = node.expanded == view::Tristate::off && node.role != "combobox";
        const bool says_so = node.role == "button" &&
                             (contains_word(node.name, "expand") || contains_word(node.name, "details"));
        if (node.ref != 0 && node.is_operable && (unfolds || says_so)) opener = node.ref;
    }
    if (opener == 0) co_return std::nullopt;
    std::set<view::Ref> known;
    for (const auto& node : scene.nodes()) known.insert(node.ref);
    const auto text = scene.whole_text();
    CO_TRY_DONE(co_await run.hands.press(opener));
    constexpr Millis unfolding(1'000);
    CO_TRY_DONE(
        co_await run.hands.look_until([&](const Scene& now) { return now.whole_text() != text; }, unfolding)
    );
    const auto& now = run.hands.scene();
    const auto value = value_beside(now, wanted.fields.front());
    if (!value) co_return std::nullopt;
    // It has to stand in what is new.
    for (int i = 0; i < now.size(); ++i)
        if (now.node(i).ref != 0 && !known.contains(now.node(i).ref) && contains_word(now.text_of(i), *value))
            co_return value;
    co_return std::nullopt;
}

// "the city of Ann", where Ann is one of many.
Async<Result<std::optional<std::string>>> of_record(Run& run, std::string question, Wanted wanted)
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
                // What its row leaves out unfolds below it, or its own page says it.
                CO_TRY(auto unfolded, co_await value_in_fold(run, box, wanted));
                if (unfolded) co_return unfolded;
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
                if (auto told = is_its_page ? tell_by_rows(run.hands.scene(), question) : std::nullopt)
                    co_return told;
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

// "The release manager" where nothing on the page speaks of managers: the last guess is one of another thing.
bool speaks_of_all(const Scene& scene, const Wanted& wanted)
{
    if (wanted.fields.size() != 1) return true;
    const auto words = content_words(wanted.fields.front());
    if (words.size() < 2) return true;
    const auto said = words_of(all_said(scene));
    return std::ranges::all_of(words, [&](const std::string& word) {
        return std::ranges::any_of(said, [&](const std::string& each) {
            return are_kin(each, word) || are_synonyms(each, word);
        });
    });
}

}  // namespace

Async<Result<std::optional<std::string>>> one_value(Run& run, std::string question, Wanted wanted)
{
    const auto plain = plain_question(question);
    // "Version 2.0", "room 14": a page that does not say the number tells of another one.
    const auto said = all_said(run.hands.scene());
    for (const auto& word : split(collapsed(unquoted(wanted.of)), " "))
        if (word.find_first_of("0123456789") != std::string::npos && !said.contains(word))
            co_return std::nullopt;
    if (auto items = list_under(run.hands.scene(), plain)) co_return items;
    const bool is_who = starts_with_word(lower(question), "who");
    const auto read = [plain, wanted, question, is_who](const Scene& scene) {
        auto value = read_value(scene, plain);
        // Who is in charge stands in the head of many a site.
        const bool is_of_menu =
            value && is_only_furniture(scene, *value) && !(is_who && could_answer(question, *value));
        if (!value || value->empty() || is_of_menu) value = known_field(scene, wanted);
        return value;
    };
    auto value = read(run.hands.scene());
    // What stands beside the name alone is no answer to what nothing here speaks of; its fold or page may.
    if (value && !wanted.of.empty() && wanted.fields.size() == 1 &&
        !speaks_of(run.hands.scene(), wanted.fields.front())) {
        CO_TRY(auto told, co_await of_record(run, question, wanted));
        if (told) co_return told;
    }
    if (!value && !wanted.of.empty()) {
        CO_TRY(auto found, co_await of_record(run, question, wanted));
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
    if (extracted && !is_only_furniture(run.hands.scene(), *extracted) &&
        (!starts_with_word(lower(question), "who") || speaks_of_all(run.hands.scene(), wanted)))
        co_return *extracted;
    CO_TRY(
        const bool came,
        co_await run.hands.look_until([&](const Scene& now) { return read(now).has_value(); }, Millis(1'000))
    );
    if (came) co_return read(run.hands.scene());
    co_return std::nullopt;
}

bool is_page_of(const Scene& scene, const std::string& name)
{
    if (contains_word(scene.snapshot().title, name)) return true;
    for (int i = 0; i < scene.size(); ++i)
        if (scene.node(i).role == "heading" && contains_word(scene.text_of(i), name)) return true;
    const auto listing = listing_for(scene, "records");
    return contains_word(all_said(scene), name) && (!listing || listing->boxes.size() < 2);
}

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

}  // namespace lissom::agent::lite::skills
