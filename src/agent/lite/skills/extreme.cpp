#include <map>

#include "agent/lite/explore.hpp"
#include "agent/lite/listing.hpp"
#include "agent/lite/measure.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

// "largest circle" is about how it is drawn; "largest number" about what it says.
bool is_about_what_is_said(std::string_view phrase, const Measure& measure)
{
    if (measure.what != "number") return true;
    return fit("[{*}] (number|value|digit|card|score|amount|price|points|total|sum|figure) [{*}]", phrase)
        .has_value();
}

std::string look_of(const view::Node& node)
{
    const auto names = node.attributes.find("class");
    const auto all = names == node.attributes.end() ? std::string() : names->second;
    return node.tag + "|" + node.role + "|" + all.substr(0, all.find(' '));
}

// "the invoice number of the smallest amount": a row by one column, what is pressed by another.
view::Ref cell_of_extreme(const Scene& scene, const std::string& phrase, const Measure& measure)
{
    const auto slots =
        fit("[the] {what} (of|with|for|that has|in the row with|which has) [the] {!most} {field}", phrase);
    if (!slots || lower(slots->at("most")) != measure.word) return 0;
    const auto listing = listing_for(scene, "rows");
    if (!listing || listing->columns.empty()) return 0;
    int winner = -1;
    double record = 0;
    for (const int row : listing->boxes) {
        const auto text = field_of(scene, *listing, row, slots->at("field"));
        const auto value = text ? number_in(*text) : std::nullopt;
        if (!value) return 0;
        if (winner < 0 || (measure.is_least ? *value < record : *value > record))
            winner = row, record = *value;
    }
    if (winner < 0) return 0;
    const auto cells = scene.children(winner);
    int chosen = -1;
    double top = 0.45;
    for (std::size_t i = 0; i < cells.size() && i < listing->columns.size(); ++i) {
        const double score = similarity(slots->at("what"), listing->columns[i]);
        if (score > top) top = score, chosen = cells[i];
    }
    for (int i = chosen < 0 ? winner : chosen; i < scene.end_of(chosen < 0 ? winner : chosen); ++i)
        if (scene.node(i).ref != 0 && scene.node(i).is_operable) return scene.node(i).ref;
    return chosen < 0 ? 0 : scene.node(chosen).ref;
}

}  // namespace

Async<Result<bool>> press_extreme(Run& run, std::string phrase)
{
    const auto measure = measure_in(phrase);
    if (!measure || !is_about_what_is_said(phrase, *measure)) co_return false;
    if (fit("[the] (second|third|fourth|fifth|2nd|3rd|4th|5th) {!most} {*}", phrase))
        co_return cannot("only the first of an order can be told, not \"" + phrase + "\"");
    CO_TRY(const auto* scene, co_await run.hands.look());
    if (const auto ref = cell_of_extreme(*scene, phrase, *measure); ref != 0) {
        CO_TRY_DONE(co_await run.hands.press(ref));
        co_return true;
    }
    struct Group {
        int count = 0;
        int winner = -1;
        double record = 0;
    };
    std::map<std::string, Group> groups;
    for (int i = 0; i < scene->size(); ++i) {
        const auto& node = scene->node(i);
        if (node.ref == 0 || node.is_editable || scene->is_furniture(i)) continue;
        const auto text = scene->text_of(i);
        constexpr std::size_t longest = 60;
        if (text.empty() || text.size() > longest) continue;
        // The thing itself, not a run of text in it or a box around several.
        const bool is_thing = node.is_operable || node.is_block;
        auto value = measured(*measure, text);
        if (!value && measure->what == "number") value = number_in(text);
        const bool is_moment = measure->what == "time" || measure->what == "date";
        if (!is_thing || !value || (!is_moment && numbers_in(text).size() != 1)) continue;
        auto& group = groups[look_of(node)];
        const bool wins =
            group.winner < 0 || (measure->is_least ? *value < group.record : *value > group.record);
        if (wins) group.winner = i, group.record = *value;
        ++group.count;
    }
    const Group* best = nullptr;
    for (const auto& [look, group] : groups)
        if (group.count >= 2 && (best == nullptr || group.count > best->count)) best = &group;
    if (best == nullptr) co_return false;
    CO_TRY_DONE(co_await run.hands.press(ref_of(*scene, best->winner, Use::press)));
    co_return true;
}

}  // namespace lissom::agent::lite::skills
