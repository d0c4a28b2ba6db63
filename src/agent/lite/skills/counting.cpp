#include "agent/lite/skills/counting.hpp"

#include <algorithm>
#include <set>

#include "agent/lite/explore.hpp"
#include "agent/lite/figures.hpp"
#include "agent/lite/listing.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/reading.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

constexpr int max_pages = 12;  // of a list that is read to its end

// Do its title and headings say that it is about this?
bool is_about(const Scene& scene, std::string_view where)
{
    auto about = scene.snapshot().title + " " + scene.snapshot().url;
    for (int i = 0; i < scene.size(); ++i)
        if (scene.node(i).role == "heading" && scene.node(i).level <= 2) about += " " + scene.text_of(i);
    const auto words = content_words(without_prefix_words(
        where, {"the", "this", "category", "section", "tab", "page", "department", "list", "site"}
    ));
    return std::ranges::all_of(words, [&](const std::string& word) { return contains_word(about, word); });
}

bool has_drawing(const Scene& scene)
{
    return std::ranges::any_of(scene.nodes(), [](const view::Node& node) {
        return node.role == "shape" || node.tag == "canvas" || node.tag == "text" || node.tag == "svg";
    });
}

// The rows of tables, without those that name the columns.
int rows_of_data(const Scene& scene)
{
    int count = 0;
    for (int i = 0; i < scene.size(); ++i) {
        if (scene.node(i).role != "row") continue;
        const auto cells = scene.children(i);
        count += std::ranges::any_of(cells, [&](int cell) {
            return scene.node(cell).role == "cell" || scene.node(cell).role == "gridcell";
        });
    }
    return count;
}

}  // namespace

std::optional<std::string> told_on_card(const Scene& scene, const std::string& question)
{
    std::optional<std::string> phrase;
    for (const std::string_view pattern :
         {"[what is|what's|what was] [the] number of {what}",
          "how many {what} (are|is|were) there",
          "how many {what}"})
        if (const auto slots = phrase ? std::nullopt : fit(pattern, question)) phrase = slots->at("what");
    const bool is_label = phrase && std::ranges::any_of(scene.nodes(), [&](const view::Node& node) {
                              constexpr double same = 0.95;
                              return node.role == "text" && similarity(*phrase, node.name) > same;
                          });
    const auto value = is_label ? value_beside(scene, *phrase) : std::nullopt;
    const bool is_number =
        value && !value->empty() && value->find_first_not_of("0123456789.,") == std::string::npos;
    return is_number ? value : std::nullopt;
}

std::optional<Counting> counting_in(const std::string& question)
{
    // "How many replies does the topic have" asks for one thing's number.
    if (const auto slots =
            fit("how many {what} (does|do|did|has|have) {of} (have|has|got|get|contain|receive)", question);
        slots && !fit("(the|this) (page|site|list|table|shop|website)", slots->at("of")) &&
        !refers_back(slots->at("of")) && slots->at("of") != "you" && slots->at("of") != "we" &&
        slots->at("of") != "i")
        return std::nullopt;
    // "How many yen do I get for one euro": a rate.
    if (fit("how many {*} (do|does|will|would|can|could) {!who} (get|receive|pay|need|have) [to] [pay] "
            "(for|per) {*}",
            question))
        return std::nullopt;
    for (const std::string_view pattern :
         {"how many {what} (work|live|belong|come|come from|stay|sit|play|cost|weigh) "
          "(in|on|under|for|at|to) {where}",
          "how many {what} (are|is|do|does|can|were|have|was|has) [there|you|been|we] "
          "[found|listed|shown|available|see|find] "
          "(in|on|under|for|at) {where}",
          "how many {what} there (are|were|is)",
          "how many {what} (are|is|do|does|can|were|have|was|has) [there|you|been|we] [{rest}]",
          "[the] (number|count) of {what} (in|on|under|at) {where}",
          "[the] (number|count) of {what}",
          "how many {what}",
          "count [the] [number of] {what} (in|on|under|at) {where}",
          "count [the] [number of] {what}"}) {
        const auto slots = fit(pattern, question);
        if (!slots) continue;
        // "The number of the first invoice", "of this order": what it is called, not how many there are.
        if (!pattern.starts_with("how many") && fit("(the|this|that|my|your|its) {*}", slots->at("what"))) {
            const auto words = words_of(slots->at("what"));
            const bool is_one = !words.back().ends_with('s') || ordinal(words.size() > 1 ? words[1] : "");
            if (is_one) return std::nullopt;
        }
        const auto where = slots->find("where");
        auto what = slots->at("what");
        // "are still pending": a condition that stands behind; "were found" is none.
        static const std::set<std::string, std::less<>> of_all = {
            "found", "listed", "shown", "displayed", "returned", "total", "altogether"
        };
        bool has_condition = false;
        if (const auto rest = slots->find("rest"); rest != slots->end())
            for (const auto& word : words_of(rest->second))
                if (!is_idle_word(word) && !of_all.contains(word))
                    what = word + " " + what, has_condition = true;
        const auto whose =
            fit("how many {what} (does|do|did|has|have) [the|this|that|a] {!who} {*}", question);
        static const std::set<std::string, std::less<>> anybody = {
            "you", "we", "i", "they", "there", "page", "site", "list", "table", "it", "one"
        };
        const bool is_of_somebody = whose && !anybody.contains(lower(whose->at("who")));
        // "How many people does it serve": what a thing does is told of it, not counted among others.
        const auto deed = fit("how many {what} (does|do|can|will|did) (it|they) {!deed} [{*}]", question);
        static const std::set<std::string, std::less<>> holding = {
            "have", "contain", "list", "show", "include", "hold", "display", "offer", "sell", "mention"
        };
        const bool is_deed_of_it = deed && !holding.contains(lower(deed->at("deed")));
        return Counting{
            what, where == slots->end() ? "" : where->second, has_condition, is_of_somebody || is_deed_of_it
        };
    }
    return std::nullopt;
}

Async<Done> go_where(Run& run, std::string where)
{
    const auto name =
        without_prefix_words(where, {"the", "this", "category", "section", "tab", "page", "department"});
    if (name.empty() || fit("[the|this] (page|site|list|picture|image|table|text|box|area)", where))
        co_return Done();
    const auto& scene = run.hands.scene();
    for (int i = 0; i < scene.size(); ++i)
        if (scene.node(i).role == "heading" && similarity(name, scene.text_of(i)) > 0.9) co_return Done();
    const auto ranked = rank(scene, name, Use::press);
    if (ranked.empty() || ranked.front().score < 0.95) co_return Done();
    const auto& node = scene.node(ranked.front().index);
    if (node.role != "link" && node.role != "tab" && node.role != "text") co_return Done();
    CO_TRY_DONE(co_await run.hands.press(ref_of(scene, ranked.front().index, Use::press)));
    CO_TRY_DONE(co_await run.hands.look());
    co_return Done();
}

Async<Result<std::string>> count(Run& run, Counting counting)
{
    if (describe(counting.what).is_complete && has_drawing(run.hands.scene()))
        co_return std::to_string(count_of(run.hands.scene(), counting.what));
    if (!counting.where.empty()) CO_TRY_DONE(co_await go_where(run, counting.where));
    const auto& first = run.hands.scene();
    const auto target = parse_target(counting.what);
    if (target.words.empty() && target.kind == "row" && counting.where.empty())
        co_return std::to_string(told_count(first, counting.what).value_or(rows_of_data(first)));
    if (target.words.empty() && !target.kind.empty() && !is_any_record(counting.what))
        co_return std::to_string(count_of(first, counting.what));
    const bool is_here = counting.where.empty() || is_about(first, counting.where);
    if (const auto told =
            is_here && !counting.has_condition ? told_count(first, counting.what) : std::nullopt)
        co_return std::to_string(*told);
    // Rows of a page about locks are no locks that somebody has.
    if (counting.is_of_somebody)
        co_return cannot("the page does not tell how many " + counting.what + " there are");
    const auto description = is_here ? counting.what : counting.what + " in " + counting.where;
    int sum = 0;
    bool has_list = false;
    for (int page = 0; page < max_pages; ++page) {
        const auto& scene = run.hands.scene();
        const auto listing = listing_for(scene, counting.what);
        if (!listing) break;
        has_list = true;
        // A page that was not asked about lists what its heading says: rows that only mention them are none.
        if (run.is_elsewhere && !is_list_of(scene, counting.what)) break;
        sum += static_cast<int>(records_like(scene, *listing, description).size());
        CO_TRY(const bool turned, co_await turn_page(run));
        if (!turned) break;
    }
    // Words that another page says are no things of this one.
    if (sum == 0 && !has_list && !run.is_elsewhere) sum = count_of(run.hands.scene(), counting.what);
    // One text that says it is rather what they are called than one of them.
    if (sum == 1 && !has_list && (counting.has_condition || !counting.where.empty())) sum = 0;
    // Nothing that fits may mean that it is called otherwise.
    if (sum == 0) co_return cannot("the page does not tell how many " + description + " there are");
    co_return std::to_string(sum);
}

}  // namespace lissom::agent::lite::skills
