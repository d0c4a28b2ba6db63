#include "agent/lite/skills/paging.hpp"

#include "agent/lite/listing.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/results.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/skills/wander.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

constexpr int max_turns = 40;  // to a page that has no number of its own
constexpr Millis turning_limit(3'000);

// The first row below those of the list that says nothing yet; 0. What it holds without words is its box.
view::Ref blank_row(const Scene& scene)
{
    const auto listing = listing_for(scene, "records");
    if (!listing || listing->columns.empty() || listing->boxes.empty()) return 0;
    const int table = scene.parent(listing->boxes.back());
    for (int i = listing->boxes.back(); i < scene.end_of(table); ++i) {
        const auto& node = scene.node(i);
        const bool is_blank = node.role == "row" && scene.parent(i) == table && scene.text_of(i).empty() &&
                              scene.children(i).size() >= listing->columns.size();
        if (is_blank) return node.ref;
    }
    return 0;
}

Async<Result<bool>> turn_by(Run& run, view::Ref turner)
{
    if (turner == 0) co_return false;
    if (!run.hands.focus()) run.hands.focus_on(focus_around(run.hands.scene(), turner));
    const auto text = run.hands.scene().content_text();
    auto pressed = co_await run.hands.press(turner);
    if (!pressed && pressed.error().message.contains("disabled")) co_return false;
    // Half a list would be told as all of it.
    if (!pressed) co_return cannot("the rest of the list could not be seen: " + pressed.error().message);
    co_return co_await run.hands.look_until(
        [&](const Scene& now) { return now.content_text() != text; }, turning_limit
    );
}

}  // namespace

Async<Done> draw_rows(Run& run)
{
    constexpr int most_rows = 60;
    constexpr Millis drawing_limit(500);
    for (int i = 0; i < most_rows; ++i) {
        const auto row = blank_row(run.hands.scene());
        if (row == 0) co_return Done();
        JsonObject params{{"element", "e" + std::to_string(row)}};
        CO_TRY_DONE(co_await run.hands.act("scroll", std::move(params)));
        CO_TRY(
            const bool is_drawn,
            co_await run.hands.look_until(
                [row](const Scene& now) {
                    const int at = now.index_of(row);
                    return at < 0 || !now.text_of(at).empty();
                },
                drawing_limit
            )
        );
        if (!is_drawn) co_return Done();  // an empty row
    }
    co_return Done();
}

Async<Result<bool>> turn_page(Run& run) { co_return co_await turn_by(run, next_page(run.hands.scene())); }

Async<Done> turn_back(Run& run, std::string start, int turns)
{
    if (turns == 0) co_return Done();
    // By the way it came where it is short: an app may keep its page, whatever the address says.
    constexpr int short_way = 4;
    if (turns <= short_way) {
        int back = 0;
        while (back < turns) {
            CO_TRY(const bool turned, co_await turn_by(run, previous_page(run.hands.scene())));
            if (!turned) break;
            ++back;
        }
        if (back == turns) {
            CO_TRY_DONE(co_await run.hands.look());
            co_return Done();
        }
    }
    if (run.hands.page().url() != start) {
        lite::Step open;
        open.verb = Verb::open_url;
        open.slots["url"] = start;
        CO_TRY_DONE(co_await open_url(run, open));
    } else {
        for (int turn = 0; turn < turns; ++turn) {
            CO_TRY(const bool turned, co_await turn_by(run, previous_page(run.hands.scene())));
            if (!turned) break;
        }
    }
    CO_TRY_DONE(co_await run.hands.look());
    co_return Done();
}

Async<Result<bool>> to_first_page(Run& run)
{
    if (const auto first = numbered_page(run.hands.scene(), 1); first != 0)
        co_return co_await turn_by(run, first);
    bool has_turned = false;
    for (int turn = 0; turn < max_turns; ++turn) {
        CO_TRY(const bool turned, co_await turn_by(run, previous_page(run.hands.scene())));
        if (!turned) break;
        has_turned = true;
    }
    co_return has_turned;
}

Async<Result<bool>> go_to_page(Run& run, std::string phrase)
{
    std::optional<int> number;
    std::string things;
    if (auto slots = fit("[the] [results|result|list] page [number|no] {#number} [of {things}]", phrase)) {
        number = number_word(slots->at("number"));
        things = (*slots)["things"];
    } else if (auto nth = fit("[the] {!nth} page [of {things}]", phrase)) {
        number = ordinal(nth->at("nth"));
        things = (*nth)["things"];
    }
    if (!number) co_return false;
    CO_TRY_DONE(co_await go_to_page_of(run, things));
    CO_TRY(const auto* scene, co_await run.hands.look());
    if (!things.empty()) focus_where_named(run, things);
    if (const auto named = *number > 0 ? numbered_page(*scene, *number) : 0; named != 0)
        co_return co_await turn_by(run, named);
    if (next_page(*scene) == 0) co_return false;
    for (int turn = 1; turn < (*number > 0 ? *number : max_turns); ++turn) {
        CO_TRY(const bool turned, co_await turn_page(run));
        if (!turned && *number > 0) co_return cannot("there is no page " + std::to_string(*number));
        if (!turned) break;
    }
    co_return true;
}

}  // namespace lissom::agent::lite::skills
