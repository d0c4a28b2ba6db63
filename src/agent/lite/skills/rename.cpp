#include "agent/lite/explore.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/reading.hpp"
#include "agent/lite/skills/pressing.hpp"
#include "agent/lite/skills/record.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

Async<Done> rename(Run& run, std::string record, std::string value)
{
    CO_TRY(const bool found, co_await find_record(run, record));
    if (!found) co_return cannot("there is no \"" + record + "\" on the page");
    const auto& scene = run.hands.scene();
    const int box = scene.index_of(run.record);
    const auto count = open_fields(scene).size();
    view::Ref control = 0;
    double top = good_enough;
    for (int i = box; i < scene.end_of(box); ++i) {
        if (scene.node(i).ref == 0 || !scene.node(i).is_operable) continue;
        const double score = std::max(says(scene, i, "rename"), says(scene, i, "edit"));
        if (score > top) top = score, control = scene.node(i).ref;
    }
    bool is_under_way = control != 0;
    if (is_under_way) {
        CO_TRY_DONE(co_await run.hands.press(control));
    } else {
        CO_TRY(is_under_way, co_await press_in_menu(run, "rename"));
    }
    if (!is_under_way) {
        const auto& now = run.hands.scene();
        const int words = anchor_of(now, unquoted(who_in(record)));
        const auto ref = now.node(now.element_of(words < 0 ? now.index_of(run.record) : words)).ref;
        JsonObject params{{"element", "e" + std::to_string(ref)}, {"count", 2}};
        CO_TRY_DONE(co_await run.hands.act("click", std::move(params)));
    }
    const auto quotes = quoted_texts(record);
    const auto old = quotes.size() == 1 ? quotes.front() : unquoted(who_in(record));
    const auto field_with = [count, old](const Scene& now) {
        const auto fields = open_fields(now);
        for (const int each : fields)
            if (now.node(each).is_editable && collapsed(now.node(each).value) == old)
                return now.node(each).ref;
        for (const int each : fields)
            if (now.node(each).is_focused && fields.size() > count) return now.node(each).ref;
        return view::Ref(0);
    };
    CO_TRY(
        const bool came,
        co_await run.hands.look_until([&](const Scene& now) { return field_with(now) != 0; }, Millis(1'500))
    );
    if (!came) {
        // Where it is edited.
        CO_TRY_DONE(co_await open_record(run));
        CO_TRY(
            const bool opened,
            co_await run.hands.look_until(
                [&](const Scene& now) { return field_with(now) != 0; }, Millis(1'500)
            )
        );
        if (!opened) co_return cannot("\"" + record + "\" cannot be renamed here");
        run.form_field = field_with(run.hands.scene());
        run.has_open_form = true;
        co_return co_await put(run, run.form_field, value);
    }
    const auto field = field_with(run.hands.scene());
    CO_TRY_DONE(co_await put(run, field, value));
    CO_TRY(const auto* now, co_await run.hands.look());
    for (int up = now->index_of(field), level = 0; up >= 0 && level < 4; up = now->parent(up), ++level)
        for (int i = up; i < now->end_of(up); ++i)
            if (now->node(i).ref != 0 && now->node(i).is_operable &&
                (says(*now, i, "save") > 0.8 || is_submit_word(now->node(i).name))) {
                run.has_open_form = false;
                CO_TRY_DONE(co_await run.hands.press(now->node(i).ref));
                co_return Done();
            }
    run.has_open_form = false;
    CO_TRY_DONE(co_await run.hands.key("Enter", 1, field));
    co_return Done();
}

}  // namespace lissom::agent::lite::skills
