#include "agent/lite/skills/writing.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "agent/lite/explore.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

// The fields to write in: those that came up inside of the record, else those of the page.
std::vector<int> writable_for(const Run& run, const Scene& scene)
{
    auto fields = open_fields(scene);
    std::erase_if(fields, [&](int each) { return !scene.node(each).is_editable; });
    const int record = scene.index_of(run.record);
    auto inside = fields;
    std::erase_if(inside, [&](int each) { return record < 0 || !scene.is_inside(each, record); });
    return inside.empty() ? fields : inside;
}

// Is there more to be said before it goes: "and add the note …"?
bool is_more_to_write(const Run& run)
{
    for (auto at = run.at + 1; at < run.steps.size(); ++at) {
        const auto& next = run.steps[at];
        if (next.verb == Verb::fill || next.verb == Verb::compose) return true;
        if (fit("(add|write|enter|put|append|say|include|attach) [a|the|this] "
                "(note|message|text|comment|subject|line|word|words) {*}",
                next.clause))
            return true;
    }
    return false;
}

// What is under way is sent by its own button: inside of the record, where it was written there.
Async<Done> send_written(Run& run, std::string action)
{
    const auto& now = run.hands.scene();
    const int record = now.index_of(run.record);
    const int field = now.index_of(run.form_field);
    const bool is_inside = record >= 0 && field >= 0 && now.is_inside(field, record);
    view::Ref button = 0;
    for (int i = field + 1; is_inside && i < now.end_of(record) && button == 0; ++i)
        if (now.node(i).ref != 0 && now.node(i).role == "button" && !now.node(i).is_disabled)
            button = now.node(i).ref;
    if (const auto ranked = rank(now, "send", Use::press);
        button == 0 && !ranked.empty() && ranked.front().score >= good_enough)
        button = ref_of(now, ranked.front().index, Use::press);
    if (button == 0) {
        run.has_open_form = true;
        co_return co_await submit(run, std::move(action));
    }
    CO_TRY_DONE(co_await run.hands.press(button));
    run.has_open_form = false;
    co_return Done();
}

}  // namespace

Async<Done> write_and_send(Run& run, const lite::Step& step)
{
    const auto person = run.resolved(step.slot("person"));
    const auto value = run.resolved(step.slot("value"));
    if (person.empty() && value.empty()) co_return Done();
    const auto has_field = [](const Scene& scene) { return !open_fields(scene).empty(); };
    CO_TRY(const bool came, co_await run.hands.look_until(has_field, Millis(1'500)));
    if (!came) co_return cannot("no form came up to write in");
    if (!person.empty()) {
        const auto& scene = run.hands.scene();
        auto fields = fields_named(scene, "to");
        if (fields.empty()) fields = fields_named(scene, "recipient");
        if (fields.empty()) fields = open_fields(scene);
        run.form_field = scene.node(fields.front()).ref;
        CO_TRY_DONE(co_await put(run, run.form_field, person));
    }
    if (!value.empty()) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        const auto writable = writable_for(run, *scene);
        auto fields = writable;
        std::erase_if(fields, [&](int each) { return scene->node(each).tag != "textarea"; });
        if (fields.empty())
            for (const int each : fields_named(*scene, "message"))
                if (std::ranges::find(writable, each) != writable.end()) fields.push_back(each);
        if (fields.empty()) fields = writable;
        if (fields.empty()) co_return cannot("no field came up to write in");
        run.form_field = scene->node(fields.back()).ref;
        CO_TRY_DONE(co_await put(run, run.form_field, unquoted(value)));
    }
    run.has_open_form = is_more_to_write(run);
    const bool is_sent_next = run.at + 1 < run.steps.size() && run.steps[run.at + 1].verb == Verb::click &&
                              similarity("send", run.steps[run.at + 1].slot("object")) > 0.6;
    if (is_sent_next || run.has_open_form) co_return Done();
    CO_TRY_DONE(co_await run.hands.look());
    co_return co_await send_written(run, step.slot("action"));
}

}  // namespace lissom::agent::lite::skills
