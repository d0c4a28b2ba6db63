#include <algorithm>
#include <set>

#include "agent/lite/banners.hpp"
#include "agent/lite/explore.hpp"
#include "agent/lite/gathering.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/skills/wander.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

// What sites have in common beside their content: signing out, banners, the order of lists.
namespace lissom::agent::lite::skills {

namespace {

enum class Direction { unsaid, up, down };

Direction direction_of(std::string_view text)
{
    const auto small = lower(text);
    for (const std::string_view word :
         {"low to high",
          "low-high",
          "ascending",
          "lowest",
          "cheapest",
          "smallest",
          "oldest",
          "a-z",
          "a to z",
          "increasing",
          "low first",
          "shortest",
          "alphabetical",
          "alphabetically",
          "least",
          "earliest",
          "soonest",
          "↑"})
        if (contains_word(small, word) || small.ends_with(word)) return Direction::up;
    for (const std::string_view word :
         {"high to low",
          "high-low",
          "descending",
          "highest",
          "most expensive",
          "largest",
          "newest",
          "latest",
          "z-a",
          "z to a",
          "decreasing",
          "best",
          "most recent",
          "top rated",
          "longest",
          "most",
          "↓"})
        if (contains_word(small, word) || small.ends_with(word)) return Direction::down;
    return Direction::unsaid;
}

// Only what is ordered by, the direction taken out.
std::string key_of(std::string_view order)
{
    static const std::set<std::string, std::less<>> direction_words = {
        "low",   "high", "lowest", "highest",    "first",      "ascending", "descending",
        "order", "sort", "by",     "increasing", "decreasing", "then",      "a",
        "z",     "to",   "from",   "smallest",   "largest",    "last"
    };
    std::string key;
    for (const auto& word : words_of(order)) {
        if (direction_words.contains(word)) continue;
        const bool is_price = word == "cheapest" || word == "expensive" || word == "cheap";
        key += (key.empty() ? "" : " ") + (is_price ? std::string("price") : word);
    }
    return key;
}

// What a heading says of a direction is what its next press does: it may be pressed twice.
enum class Sign { option, heading };

double order_match(std::string_view wanted, std::string_view label, Sign sign)
{
    const auto key = key_of(wanted);
    double score = 0.9 * similarity(key, key_of(label));
    // Only the key tells one column from another: "high to low" may be said of any.
    if (key.empty() || key_of(label).empty() || sign == Sign::option)
        score = std::max(score, similarity(wanted, label));
    constexpr double least = 0.4;  // of the key's words; directions alone are no key
    if (!key.empty() && !key_of(label).empty() && score < least) return 0;
    const auto want = direction_of(wanted);
    const auto have = direction_of(label);
    if (want != Direction::unsaid && have != Direction::unsaid && (sign == Sign::option || want == have))
        score += want == have ? 0.25 : -0.6;
    return score;
}

struct Sorter {
    view::Ref ref = 0;
    std::string option;  // of a list; empty: the thing is pressed
    double score = 0.6;
};

// "Sort by: price rating distance", each of them a link.
bool stands_behind_sort(const Scene& scene, int index)
{
    constexpr std::size_t longest = 120;  // letters of such a line
    for (int up = scene.parent(index), level = 0; up >= 0 && level < 3; up = scene.parent(up), ++level) {
        const auto text = scene.text_of(up);
        if (text.size() > longest) return false;
        const auto first = words_of(text).empty() ? std::string() : words_of(text).front();
        if (first == "sort" || first == "sorted" || first == "order") return true;
    }
    return false;
}

Sorter sorter_for(const Scene& scene, const std::string& order)
{
    Sorter best;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || node.is_disabled || scene.is_aside(i)) continue;
        const double bonus = contains_word(node.name, "sort") || contains_word(node.name, "order") ? 0.2 : 0;
        for (const auto& option : node.options)
            if (const double score = order_match(order, option, Sign::option) + bonus; score > best.score)
                best = {node.ref, option, score};
        if (!node.options.empty() || !node.is_operable || node.is_editable || node.name.empty()) continue;
        bool is_heading = node.role == "columnheader";
        for (int up = scene.parent(i), level = 0; up >= 0 && level < 3; up = scene.parent(up), ++level)
            is_heading = is_heading || scene.node(up).role == "columnheader";
        if (!is_heading && node.role != "button" && node.role != "link" && node.role != "radio" &&
            node.role != "menuitem" && node.role != "option")
            continue;
        if (!is_heading && !contains_word(node.name, "sort") &&
            direction_of(node.name) == Direction::unsaid && !stands_behind_sort(scene, i))
            continue;
        const double match =
            order_match(order, node.name, is_heading || bonus > 0 ? Sign::heading : Sign::option);
        const double score = match + (is_heading ? 0.15 : 0);
        if (match > 0 && score > best.score) best = {node.ref, "", score};
    }
    return best;
}

// "ascending", "descending" or "" of the column heading that was pressed.
std::string sorted_as(const Scene& scene, view::Ref ref)
{
    for (int up = scene.index_of(ref); up >= 0; up = scene.parent(up)) {
        const auto at = scene.node(up).attributes.find("aria-sort");
        if (at != scene.node(up).attributes.end()) return at->second;
    }
    return "";
}

// How the column that is ordered by runs down the page; unsaid where it cannot be told.
Direction order_shown(const Scene& scene, const std::string& order)
{
    const auto records = records_on(scene);
    if (!records || records->rows.size() < 2) return Direction::unsaid;
    const auto key = key_of(order);
    for (std::size_t c = 0; c < records->columns.size(); ++c) {
        if (similarity(key, records->columns[c]) < 0.8) continue;
        std::vector<double> values;
        for (const auto& row : records->rows) {
            const auto value = quantity_in(row[c]);
            if (!value) return Direction::unsaid;
            values.push_back(*value);
        }
        if (values.front() == values.back()) return Direction::unsaid;
        if (std::ranges::is_sorted(values)) return Direction::up;
        if (std::ranges::is_sorted(values, std::ranges::greater())) return Direction::down;
    }
    return Direction::unsaid;
}

// "Sort by number and tell me the first": who does not say from which end counts from the lowest, but for
// what is the better the more there is of it.
bool counts_from_front(const Run& run)
{
    if (run.at + 1 >= run.steps.size()) return false;
    static const std::set<std::string, std::less<>> ranking = {
        "rating", "score", "votes", "points", "stars", "popularity", "relevance", "likes", "date", "sales"
    };
    const auto said = words_of(run.steps[run.at].slot("order"));
    if (std::ranges::any_of(said, [](const std::string& word) { return ranking.contains(word); }))
        return false;
    const auto& next = run.steps[run.at + 1].clause;
    return contains_word(next, "first") || contains_word(next, "second") || contains_word(next, "last");
}

// The list comes from a server, or is drawn anew.
Async<Done> press_and_wait(Run& run, view::Ref ref)
{
    if (ref == 0) co_return cannot("what the list was sorted by has gone");
    const auto text = run.hands.scene().content_text();
    CO_TRY_DONE(co_await run.hands.press(ref));
    constexpr Millis redrawing_limit(800);
    CO_TRY_DONE(co_await run.hands.look_until(
        [&](const Scene& now) { return now.content_text() != text; }, redrawing_limit
    ));
    co_return Done();
}

}  // namespace

Async<Done> sort(Run& run, const lite::Step& step)
{
    const auto order = step.slot("order");
    CO_TRY_DONE(co_await go_to_page_of(run, step.slot("what")));
    CO_TRY(const auto* scene, co_await run.hands.look());
    if (step.has("what")) focus_where_named(run, step.slot("what"));
    auto sorter = sorter_for(*scene, order);
    if (sorter.ref == 0) {
        // Behind a button that says so.
        const auto ranked = rank(*scene, "sort", Use::press);
        const bool is_there = !ranked.empty() && ranked.front().score >= good_enough;
        // "Sort by date" is the sorter of something else.
        if (is_there && key_of(scene->node(ranked.front().index).name).empty()) {
            CO_TRY_DONE(co_await run.hands.press(ref_of(*scene, ranked.front().index, Use::press)));
            CO_TRY(
                const bool came,
                co_await run.hands.look_until(
                    [&](const Scene& now) { return sorter_for(now, order).ref != 0; }, Millis(1'000)
                )
            );
            if (came) sorter = sorter_for(run.hands.scene(), order);
        }
    }
    if (sorter.ref == 0) co_return cannot("there is nothing on the page to sort by " + order);
    // Of several lists the one that it orders is meant from here on.
    if (!run.hands.focus()) run.hands.focus_on(focus_around(run.hands.scene(), sorter.ref));
    const auto text = run.hands.scene().content_text();
    if (sorter.option.empty()) {
        CO_TRY_DONE(co_await press_and_wait(run, sorter.ref));
        const auto is = sorted_as(run.hands.scene(), sorter.ref);
        const bool is_wrong = (direction_of(order) == Direction::down && is == "ascending") ||
                              (direction_of(order) == Direction::up && is == "descending");
        if (is_wrong) {
            // The list may have been drawn anew, its heading with it.
            const auto turned = sorter_for(run.hands.scene(), order);
            const bool is_gone = run.hands.scene().index_of(sorter.ref) < 0;
            CO_TRY_DONE(co_await press_and_wait(run, is_gone ? turned.ref : sorter.ref));
            co_return Done();
        }
        const auto shown = is.empty() ? order_shown(run.hands.scene(), order) : Direction::unsaid;
        const auto wanted = counts_from_front(run) && direction_of(order) == Direction::unsaid
                                ? Direction::up
                                : direction_of(order);
        if (shown == Direction::unsaid || wanted == Direction::unsaid || shown == wanted) co_return Done();
        // The same heading once more turns it round.
        auto again = sorter_for(run.hands.scene(), order);
        if (again.ref == 0 || !again.option.empty()) co_return cannot("the list is not sorted by " + order);
        CO_TRY_DONE(co_await run.hands.press(again.ref));
        CO_TRY(
            const bool turned,
            co_await run.hands.look_until(
                [&](const Scene& now) { return order_shown(now, order) == wanted; }, Millis(2'000)
            )
        );
        if (!turned) co_return cannot("the list could not be sorted by " + order);
        co_return Done();
    }
    run.form_field = sorter.ref;
    JsonObject params{{"element", "e" + std::to_string(sorter.ref)}, {"option", sorter.option}};
    CO_TRY(const auto effect, co_await run.hands.act("select", std::move(params)));
    if (effect.has_navigated) co_return Done();
    CO_TRY(
        const bool is_sorted,
        co_await run.hands.look_until(
            [&](const Scene& now) { return now.content_text() != text || now.index_of(sorter.ref) < 0; },
            Millis(500)
        )
    );
    if (!is_sorted) co_return co_await submit(run, "sort");
    co_return Done();
}

namespace {

view::Ref labelled_way_out(const Scene& scene)
{
    for (const auto* label : {"sign out", "log out", "logout", "log off", "sign off"}) {
        const auto ranked = rank(scene, label, Use::press);
        if (!ranked.empty() && ranked.front().score >= 0.95)
            return ref_of(scene, ranked.front().index, Use::press);
    }
    return 0;
}

// What stands in the head for the one who is logged in, and may open a menu; the one at the right end first.
std::vector<view::Ref> account_menus(const Scene& scene)
{
    constexpr double height_of_head = 120;
    constexpr std::size_t most = 4;
    std::vector<int> found;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || !node.is_operable || node.is_editable || node.is_disabled ||
            node.rect.y > height_of_head)
            continue;
        bool is_account = node.expanded == view::Tristate::off;
        std::string said = node.name;
        if (const auto at = node.attributes.find("class"); at != node.attributes.end())
            said += " " + at->second;
        for (const auto& word : words_of(said))
            for (const auto* each : {"account", "profile", "user", "avatar", "dropdown", "me"})
                is_account = is_account || word == each;
        if (is_account) found.push_back(i);
    }
    std::ranges::sort(found, [&](int a, int b) { return scene.node(a).rect.x > scene.node(b).rect.x; });
    std::vector<view::Ref> refs;
    for (const int each : found)
        if (refs.size() < most) refs.push_back(scene.node(each).ref);
    return refs;
}

// Behind the account's menu, which opens when it is pointed at or pressed.
Async<Result<view::Ref>> way_out_in_menu(Run& run)
{
    constexpr Millis opening(700);
    const auto is_shown = [](const Scene& now) { return labelled_way_out(now) != 0; };
    for (const auto menu : account_menus(run.hands.scene()))
        for (const auto* act : {"hover", "click"}) {
            const auto url = run.hands.page().url();
            const auto acted =
                co_await run.hands.act(act, JsonObject{{"element", "e" + std::to_string(menu)}});
            if (!acted) break;
            CO_TRY(const bool came, co_await run.hands.look_until(is_shown, opening));
            if (came) co_return labelled_way_out(run.hands.scene());
            if (run.hands.page().url() != url) co_return view::Ref(0);
        }
    co_return view::Ref(0);
}

}  // namespace

Async<Done> logout(Run& run, const lite::Step&)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    if (const auto control = labelled_way_out(*scene); control != 0) {
        CO_TRY_DONE(co_await run.hands.press(control));
        co_return Done();
    }
    CO_TRY(const auto way, co_await way_out_in_menu(run));
    if (way != 0) {
        CO_TRY_DONE(co_await run.hands.press(way));
        co_return Done();
    }
    CO_TRY_DONE(co_await press_best(run, "sign out"));
    co_return Done();
}

Async<Done> consent(Run& run, const lite::Step& step)
{
    const auto choice = step.slot("choice") == "accept" ? Choice::accept : Choice::reject;
    CO_TRY(
        const bool came,
        co_await run.hands.look_until(
            [](const Scene& now) { return banner_in(now).has_value(); }, Millis(1'000)
        )
    );
    if (came) {
        const auto& scene = run.hands.scene();
        const auto banner = *banner_in(scene);
        const auto box = scene.node(banner.box).ref;
        const auto control = way_out(scene, banner, choice);
        if (control == 0) co_return cannot("the banner has nothing to " + step.slot("choice") + " it with");
        CO_TRY_DONE(co_await run.hands.press(control));
        CO_TRY(
            const bool went,
            co_await run.hands.look_until(
                [box](const Scene& now) { return now.index_of(box) < 0; }, Millis(1'200)
            )
        );
        (void)went;
        co_return Done();
    }
    auto pressed = co_await press_best(run, step.clause);
    if (pressed) co_return Done();
    auto simply = co_await press_best(run, step.slot("choice"));
    if (simply) co_return Done();
    co_return cannot("there is nothing about cookies on the page");
}

}  // namespace lissom::agent::lite::skills
