#include <algorithm>

#include "agent/lite/banners.hpp"
#include "agent/lite/explore.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/kinds.hpp"
#include "agent/lite/measure.hpp"
#include "agent/lite/reading.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

constexpr Millis condition_limit(60'000
);  // a price may take its time; a person would not wait for ever either

// "the price is less than $49.50"
struct Condition {
    std::string quantity;
    std::string comparison;  // "<", ">", "<=", ">=", "="
    double number = 0;
    std::string text;         // where it is no comparison: what the page must say
    bool is_literal = false;  // in these very words
};

Condition condition_from(const std::string& words)
{
    struct Form {
        std::string_view pattern;
        std::string_view comparison;
    };
    static constexpr std::array forms = {
        Form{
            "{quantity} (is|gets|drops|falls|goes|becomes|sinks|stays|dips|comes) [to|down to] (less "
            "than|lower "
            "than|below|under|beneath|smaller than|cheaper than) {number}",
            "<"
        },
        Form{
            "{quantity} (is|gets|rises|goes|becomes|climbs|grows|stays) [to] (more than|greater than|higher "
            "than|above|over|larger than) {number}",
            ">"
        },
        Form{
            "{quantity} (is|gets|drops|falls|goes|becomes) [to] (at most|no more than|not more than|less "
            "than or equal to) {number}",
            "<="
        },
        Form{
            "{quantity} (is|gets|rises|goes|becomes) [to] (at least|no less than|not less than|greater than "
            "or equal to) {number}",
            ">="
        },
        Form{"{quantity} (is|becomes|equals|reaches|hits|gets to|shows) [equal] [to] {number}", "="},
    };
    for (const auto& form : forms) {
        const auto slots = fit(form.pattern, words);
        if (!slots) continue;
        const auto number = number_in(slots->at("number"));
        if (!number) continue;
        return {
            without_prefix_words(slots->at("quantity"), {"the", "its"}),
            std::string(form.comparison),
            *number,
            ""
        };
    }
    auto text = words;
    if (const auto slots =
            fit("{thing} (says|reads|shows|turns to|changes to|turns into|becomes|displays) {text}", words))
        return {"", "", 0, unquoted(slots->at("text")), true};
    if (const auto slots =
            fit("{text} to (appear|show up|show|come up|come|load|become visible|be shown|be visible)",
                words))
        text = slots->at("text");
    if (const auto slots = fit("{text} (appears|shows up|is shown|is visible|is displayed|comes up)", words))
        text = slots->at("text");
    return {"", "", 0, unquoted(without_prefix_words(text, {"the", "you see", "it says", "the page says"}))};
}

// The one sum of money a page shows; nothing where there are several.
std::optional<double> only_price(const Scene& scene)
{
    std::optional<double> found;
    for (const auto& node : scene.nodes()) {
        const auto price = node.role == "text" ? price_in(node.name) : std::nullopt;
        if (!price) continue;
        if (found && *found != *price) return std::nullopt;
        found = price;
    }
    return found;
}

bool holds(const Condition& condition, const Scene& scene)
{
    if (condition.comparison.empty())
        return contains_word(scene.whole_text(), condition.text) ||
               (condition.is_literal && std::ranges::any_of(
                                            scene.nodes(),
                                            [&](const view::Node& node) {
                                                return contains_word(node.value, condition.text) ||
                                                       contains_word(node.name, condition.text);
                                            }
                                        )) ||
               (!condition.is_literal && best(scene, condition.text, Use::press) >= 0);
    const auto value = value_beside(scene, condition.quantity);
    auto number = value ? number_in(*value) : std::nullopt;
    if (!number && contains_word(condition.quantity, "price")) number = only_price(scene);
    if (!number) return false;
    if (condition.comparison == "<") return *number < condition.number;
    if (condition.comparison == ">") return *number > condition.number;
    if (condition.comparison == "<=") return *number <= condition.number;
    if (condition.comparison == ">=") return *number >= condition.number;
    return *number == condition.number;
}

int search_field(const Scene& scene)
{
    int found = -1;
    double top = 0.4;
    for (const int each : open_fields(scene)) {
        const auto& node = scene.node(each);
        if (!node.is_editable || node.input_type == "password" || scene.is_aside(each)) continue;
        // What is typed into a list of choices looks through that list.
        bool is_of_list = false;
        for (int up = scene.parent(each); up >= 0; up = scene.parent(up))
            is_of_list = is_of_list || scene.node(up).role == "combobox" || scene.node(up).role == "listbox";
        if (is_of_list) continue;
        // A list of choices is no search of the page, whatever its parts are called in its code.
        double score = node.role == "combobox" && !contains_word(label_of(scene, each), "search")
                           ? 0
                           : says(scene, each, "search");
        if (node.role == "searchbox" || node.input_type == "search") score = std::max(score, 1.0);
        for (int up = scene.parent(each); up >= 0; up = scene.parent(up))
            if (scene.node(up).role == "search") score = std::max(score, 0.9);
        // One that makes a menu shorter does not search the site.
        for (int up = scene.parent(each); up >= 0; up = scene.parent(up))
            if (scene.node(up).role == "navigation" && !scene.is_content(each)) score -= 0.3;
        if (score > top) top = score, found = each;
    }
    if (found >= 0) return found;
    // The only field there is, beside a button that searches.
    auto fields = open_fields(scene);
    std::erase_if(fields, [&](int each) { return scene.is_aside(each); });
    if (fields.size() != 1 || !scene.node(fields.front()).is_editable) return -1;
    // How many a list shows is no search of it.
    const auto label = lower(label_of(scene, fields.front()));
    const bool takes_number = scene.node(fields.front()).input_type == "number" ||
                              fit("[{*}] (per page|max|maximum|limit|rows|page size) [{*}]", label);
    return takes_number ? -1 : fields.front();
}

// A form of several fields is filled by what the words say of each.
Async<Result<bool>> fill_by_mention(Run& run, std::string query)
{
    const auto& scene = run.hands.scene();
    const auto fields = open_fields(scene);
    if (fields.size() < 2) co_return false;
    std::vector<std::string> labels;
    std::vector<view::Ref> refs;
    for (const int each : fields) {
        labels.push_back(label_of(scene, each));
        refs.push_back(scene.node(each).ref);
    }
    const auto values = values_for(labels, query);
    if (std::ranges::count_if(values, [](const std::string& each) { return !each.empty(); }) < 2)
        co_return false;
    for (std::size_t i = 0; i < refs.size(); ++i) {
        if (values[i].empty()) continue;
        CO_TRY_DONE(co_await put(run, refs[i], values[i]));
    }
    co_return true;
}

}  // namespace

namespace {

// "The countdown to finish": what was out of reach can be used, or nothing moves any more.
Async<Done> wait_for_end(Run& run)
{
    const auto disabled_on = [](const Scene& scene) {
        return std::ranges::count_if(scene.nodes(), [](const view::Node& node) {
            return node.ref != 0 && node.is_disabled;
        });
    };
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto disabled = disabled_on(*scene);
    constexpr Millis quiet(2'500);  // longer than the seconds of a countdown
    constexpr int most_changes = 60;
    for (int change = 0; change < most_changes; ++change) {
        const auto text = run.hands.scene().whole_text();
        CO_TRY(
            const bool moves,
            co_await run.hands.look_until(
                [&](const Scene& now) { return now.whole_text() != text || disabled_on(now) < disabled; },
                quiet
            )
        );
        if (!moves || disabled_on(run.hands.scene()) < disabled) co_return Done();
    }
    co_return cannot("it did not come to an end");
}

}  // namespace

Async<Done> wait_for_condition(Run& run, std::string words)
{
    if (fit("{*} (to (finish|end|complete|stop|load|run out|be done|be over|expire)|finishes|ends|is "
            "over|has "
            "finished|has ended|is done|runs out)",
            words))
        co_return co_await wait_for_end(run);
    const auto condition = condition_from(words);
    CO_TRY(
        const bool came,
        co_await run.hands.look_until(
            [&](const Scene& scene) { return holds(condition, scene); }, condition_limit
        )
    );
    if (!came) co_return cannot("it did not come about within a minute that " + words);
    // "…, then click it"
    if (!condition.text.empty()) run.text = condition.text;
    co_return Done();
}

Async<Done> wait(Run& run, const lite::Step& step)
{
    co_return co_await wait_for_condition(run, step.slot("condition"));
}

Async<Done> open_url(Run& run, const lite::Step& step)
{
    auto url = run.resolved(step.slot("url"));
    if (!url.contains("://"))
        url = (url.starts_with("localhost") || url.starts_with("127.") ? "http://" : "https://") + url;
    JsonObject params{{"url", url}};
    auto went = co_await run.hands.act("goto", std::move(params));
    if (!went) co_return cannot(url + " could not be opened: " + went.error().message);
    run.record = 0;
    if (!speaks_of_banners(run.assignment.instruction)) CO_TRY_DONE(co_await clear_way(run.hands));
    co_return Done();
}

Async<Done> go_back(Run& run, const lite::Step&)
{
    CO_TRY_DONE(co_await run.hands.act("back", {}));
    co_return Done();
}

// The means only: the step behind it looks behind tabs and sections by itself.
Async<Done> explore(Run& run, const lite::Step& step)
{
    if (run.at + 1 < run.steps.size()) co_return Done();
    CO_TRY_DONE(co_await press_best(run, step.slot("object")));
    co_return Done();
}

bool has_search(const Scene& scene)
{
    const int field = search_field(scene);
    for (int up = field; up >= 0; up = scene.parent(up))
        if (scene.node(up).role == "navigation" || lower(scene.node(up).name).starts_with("filter"))
            return false;
    return field >= 0 && (scene.node(field).role == "searchbox" || scene.node(field).input_type == "search" ||
                          says(scene, field, "search") > 0.4);
}

void focus_where_named(Run& run, std::string_view words)
{
    if (auto named = focus_named(run.hands.scene(), words)) run.hands.focus_on(std::move(named));
}

namespace {

// "Issues with the word 'radiator'": a search takes the word, and not what it is to be found in.
std::string searched_word(const std::string& query)
{
    const auto slots =
        fit("[{*}] (with|containing|that contain|that contains|mentioning|that mention|having) [the|a] "
            "[word|words|term|phrase|text|name|title] {\"word}",
            query);
    return slots ? slots->at("word") : query;
}

}  // namespace

Async<Done> search(Run& run, const lite::Step& step)
{
    const auto query = searched_word(run.resolved(step.slot("query")));
    CO_TRY(const auto* scene, co_await run.hands.look());
    if (step.has("place")) focus_where_named(run, step.slot("place"));
    CO_TRY(const bool is_form, co_await fill_by_mention(run, query));
    if (is_form) {
        // The step behind may press the button; else it is pressed now.
        if (run.at + 1 < run.steps.size() && run.steps[run.at + 1].verb == Verb::click) co_return Done();
        CO_TRY_DONE(co_await submit(run, "search"));
        co_return Done();
    }
    int field = search_field(*scene);
    if (field < 0) {
        // Behind an icon, often.
        const auto ranked = rank(*scene, "search", Use::press);
        if (!ranked.empty() && ranked.front().score >= good_enough) {
            CO_TRY_DONE(co_await run.hands.press(ref_of(*scene, ranked.front().index, Use::press)));
            CO_TRY(
                const bool came,
                co_await run.hands.look_until(
                    [](const Scene& now) { return search_field(now) >= 0; }, Millis(1'500)
                )
            );
            if (came) field = search_field(run.hands.scene());
        }
    }
    if (field < 0) co_return cannot("there is no search field on the page");
    const auto ref = run.hands.scene().node(field).ref;
    if (!run.hands.focus()) run.hands.focus_on(focus_around(run.hands.scene(), ref));
    const auto url = run.hands.page().url();
    const auto text = run.hands.scene().whole_text();
    CO_TRY_DONE(co_await run.hands.fill(ref, unquoted(query)));
    const bool is_pressed_next = run.at + 1 < run.steps.size() && run.steps[run.at + 1].verb == Verb::click &&
                                 similarity("search", run.steps[run.at + 1].slot("object")) > 0.6;
    if (is_pressed_next) co_return Done();
    CO_TRY_DONE(co_await run.hands.key("Enter", 1, ref));
    const auto has_results = [&](const Scene& now) {
        return run.hands.page().url() != url || now.whole_text() != text;
    };
    CO_TRY(const bool came, co_await run.hands.look_until(has_results, Millis(400)));
    if (!came) {
        auto pressed = co_await press_best(run, "search");
        if (!pressed && pressed.error().code != ErrorCode::not_doable) co_return std::move(pressed).error();
        CO_TRY(const bool late, co_await run.hands.look_until(has_results, Millis(1'500)));
        if (!late && !run.hands.last_effect().contains("now shows"))
            co_return cannot("searching for \"" + unquoted(query) + "\" changed nothing on the page");
    }
    co_return Done();
}

}  // namespace lissom::agent::lite::skills
