#include <algorithm>
#include <array>

#include "agent/agent.hpp"
#include "agent/lite/banners.hpp"
#include "agent/lite/explore.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/forms.hpp"
#include "agent/lite/given.hpp"
#include "agent/lite/left_out.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/remarks.hpp"
#include "agent/lite/results.hpp"
#include "agent/lite/run.hpp"
#include "agent/lite/skills/ask.hpp"
#include "agent/lite/skills/by_page.hpp"
#include "agent/lite/skills/catalog.hpp"
#include "agent/lite/skills/journey.hpp"
#include "agent/lite/skills/plain.hpp"
#include "agent/lite/skills/pressing.hpp"
#include "agent/lite/skills/record.hpp"
#include "agent/lite/skills/shape_grids.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/skills/wander.hpp"
#include "agent/lite/skills/within.hpp"
#include "agent/lite/tools.hpp"
#include "agent/lite/unknown.hpp"
#include "agent/lite/unsaid.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"
#include "extract/extract.hpp"

namespace lissom::agent {

namespace lite {

std::string Run::resolved(std::string text_or_reference) const
{
    if (!text.empty() && refers_back(text_or_reference)) {
        // "The number" of "Platform 3".
        const bool is_number = contains_word(text_or_reference, "number");
        return is_number && numbers_in(text).size() == 1 ? number_as_written(text) : text;
    }
    return with_given(assignment, std::move(text_or_reference));
}

bool Run::has_step_after(Verb verb) const
{
    return std::any_of(
        steps.begin() + static_cast<std::ptrdiff_t>(at) + 1,
        steps.end(),
        [&](const Step& step) { return step.verb == verb; }
    );
}

namespace {

Error failed_at(const Run& run, const Error& error)
{
    const auto& step = run.steps[run.at];
    if (run.steps.size() == 1) return {error.code, run.hands.masked(error.message)};
    return {
        error.code,
        "step " + std::to_string(run.at + 1) + " of " + std::to_string(run.steps.size()) + " (\"" +
            run.hands.masked(step.clause) + "\") failed: " + run.hands.masked(error.message)
    };
}

Async<Done> do_step(Run& run)
{
    const auto step = run.steps[run.at];
    if (const auto* tool = tool_named(run, step.clause))
        co_return co_await call_tool(run, *tool, step.clause);
    if (!step.condition.empty()) CO_TRY_DONE(co_await skills::wait_for_condition(run, step.condition));
    // "… and set the price accordingly": done with what was said before.
    if (run.did_plainly && fit("[{*}] accordingly [{*}]", step.clause)) co_return Done();
    CO_TRY(const bool is_done, co_await skills::do_by_page(run, step));
    if (is_done) co_return Done();
    const auto skill = skill_for(step.verb);
    if (skill == nullptr) co_return co_await do_unknown(run, step);
    if (step.verb != Verb::click) co_return co_await skill(run, step);
    // The button and how often are a part of the verb.
    const bool is_right =
        fit("[{*}] (right-click|right click|right-clicking|context menu) {*}", step.clause).has_value();
    const bool is_double =
        fit("[{*}] (double-click|double click|double-tap|double tap) {*}", step.clause).has_value();
    run.hands.press_with(is_right ? "right" : "left", is_double ? 2 : 1);
    auto done = co_await skill(run, step);
    run.hands.press_with("left", 1);
    co_return done;
}

// Who asks two things is told both; what only says again what was read before is no second question.
void keep_answers(Run& run, std::optional<Json> before)
{
    if (!before) return;
    if (!run.answer) {
        run.answer = std::move(before);
        return;
    }
    const auto& step = run.steps[run.at];
    const bool was_asked = std::any_of(
        run.steps.begin(),
        run.steps.begin() + static_cast<std::ptrdiff_t>(run.at),
        [](const Step& each) { return each.verb == Verb::answer; }
    );
    const bool are_texts = before->is_string() && run.answer->is_string();
    if (step.verb != Verb::answer || !was_asked || !are_texts || refers_back(step.slot("question"))) return;
    const std::string first(before->get_string()), second(run.answer->get_string());
    if (first.contains(second)) {
        run.answer = std::move(before);
    } else if (!second.contains(first)) {
        run.answer = Json(first + (first.contains('\n') || second.contains('\n') ? "\n" : "; ") + second);
    }
}

// All that is said from this step on of one form: statements, values and the button at its end.
std::string said_at_once(const Run& run, std::size_t& last)
{
    auto text = run.steps[run.at].clause;
    last = run.at;
    for (auto at = run.at + 1; at < run.steps.size(); ++at) {
        const auto& step = run.steps[at];
        const bool belongs = step.verb == Verb::none || step.verb == Verb::fill ||
                             step.verb == Verb::choose || step.verb == Verb::check ||
                             (step.verb == Verb::click && step.has("label"));
        if (!belongs) break;
        text.append("; ").append(step.clause);
        last = at;
    }
    return text;
}

// A form over several pages is filled in from everything that was said of it.
Async<Result<bool>> do_step_by_step(Run& run)
{
    static constexpr std::array verbs = {
        Verb::none,
        Verb::compose,
        Verb::buy,
        Verb::click,
        Verb::find,
        Verb::search,
        Verb::choose,
        Verb::act,
        Verb::fill
    };
    if (std::ranges::find(verbs, run.steps[run.at].verb) == verbs.end() || run.has_open_form) co_return false;
    // What takes something away is no form.
    if (fit("(delete|remove|archive|trash|cancel|discard) {*}", run.steps[run.at].clause)) co_return false;
    std::size_t last = run.at;
    const auto text = said_at_once(run, last);
    constexpr std::size_t fewest_words = 5;
    if (words_of(text).size() < fewest_words) co_return false;
    auto done = co_await skills::fill_step_by_step(run, run.resolved(text));
    if (!done && done.error().code == ErrorCode::not_doable) {
        run.has_open_form = false;  // nothing of it is to be sent
        co_return false;
    }
    if (!done) co_return std::move(done).error();
    if (*done) run.at = last;
    co_return *done;
}

// The browser's own question after a deed that was asked for: whoever asked for the deed does.
Async<Done> agree_to_deed(Run& run)
{
    const auto asked = run.hands.page().open_dialog();
    const bool is_told = run.at + 1 < run.steps.size() && run.steps[run.at + 1].verb != Verb::answer;
    if (!asked || asked->kind != browser::DialogKind::confirm || is_told) co_return Done();
    for (const std::string_view word : {"cancel", "dialog", "popup", "question", "confirm", "alert"})
        if (contains_word(run.assignment.instruction, word)) co_return Done();
    co_return co_await skills::confirm_deed(run, words_of(run.steps[run.at].clause).front());
}

// A statement: something of the page that takes it, a form it is a part of, or what the next step is about.
Async<Done> do_remark(Run& run)
{
    const auto step = run.steps[run.at];
    CO_TRY(const bool is_plain, co_await do_plain_clause(run, step));
    if (is_plain || run.steps.size() == 1) co_return Done();
    if (!is_wish(step.clause) && !names_choice(run.hands.scene(), step.clause)) co_return Done();
    const bool is_referred_to = run.at + 1 < run.steps.size() &&
                                std::ranges::any_of(run.steps[run.at + 1].slots, [](const auto& slot) {
                                    return refers_back(slot.second);
                                });
    if (is_referred_to) {
        // "I want the blue lamp; order it": that is what "it" is.
        if (const auto slots = fit("(i|we) {!verb} [to have|to get|to buy] {object}", step.clause);
            slots && is_wish(step.clause))
            for (auto& [name, said] : run.steps[run.at + 1].slots)
                if (refers_back(said)) said = slots->at("object");
        co_return Done();
    }
    CO_TRY(const bool is_journey, co_await do_step_by_step(run));
    if (is_journey) co_return Done();
    co_return cannot("nothing on the page takes \"" + step.clause + "\"");
}

// A question may be carried out by other skills than the one that answers: what they found is looked at, too.
bool is_no_answer(const Run& run)
{
    const auto& step = run.steps[run.at];
    if (step.verb == Verb::answer || !run.answer || !run.answer->is_string()) return false;
    return fit("(what|who|which|when|where|how) {*}", step.clause) &&
           !could_answer(step.clause, std::string(run.answer->get_string()));
}

// A deed of the step that was only led to: on the page that it led to stands what does it.
Async<Done> do_what_was_led_to(Run& run)
{
    const auto& step = run.steps[run.at];
    if (step.verb == Verb::answer || run.answer || run.has_open_form || run.hands.steps() == 0)
        co_return Done();
    const auto verb = run.hands.account().verb_left_open(step.clause);
    if (verb.empty()) co_return Done();
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto control = skills::only_control_for(*scene, lower(verb));
    if (control == 0)
        co_return cannot("nothing that was done is what \"" + verb + "\" says: " + run.hands.last_effect());
    CO_TRY_DONE(co_await run.hands.press(control));
    co_return Done();
}

Async<Done> do_steps(Run& run)
{
    for (run.at = 0; run.at < run.steps.size() && !run.is_over; ++run.at) {
        if (tool_named(run, run.steps[run.at].clause) == nullptr)
            CO_TRY_DONE(co_await skills::go_where_it_is(run));
        if (is_remark(run.steps[run.at]) && tool_named(run, run.steps[run.at].clause) == nullptr) {
            CO_TRY(const bool is_done, co_await skills::do_by_page(run, run.steps[run.at]));
            run.did_plainly = run.did_plainly || is_done;
            if (is_done) continue;
            const auto steps_before = run.hands.steps();
            const auto taken = co_await do_remark(run);
            if (!taken) co_return failed_at(run, taken.error());
            // "Call Vera Blum": an order after all, where the page has the deed.
            if (!run.did_plainly && run.hands.steps() == steps_before) {
                CO_TRY(const bool is_deed, co_await do_by_verb(run, run.steps[run.at]));
                run.did_plainly = run.did_plainly || is_deed;
            }
            continue;
        }
        run.hands.begin_step();
        const auto url = run.hands.page().url();
        const bool had_open_form = run.has_open_form;
        auto answered = std::move(run.answer);
        run.answer.reset();
        auto done = co_await do_step(run);
        if (done && is_no_answer(run)) {
            run.answer.reset();
            done = cannot("the page does not tell " + run.steps[run.at].clause);
        }
        if (!done && done.error().code == ErrorCode::not_doable) {
            run.has_open_form = had_open_form;  // a step that failed has entered nothing
            if (run.steps[run.at].verb != Verb::answer) {
                CO_TRY(const bool is_plain, co_await do_plain_clause(run, run.steps[run.at]));
                if (is_plain) continue;
                CO_TRY(const bool is_journey, co_await do_step_by_step(run));
                if (is_journey) continue;
            }
            CO_TRY(const bool is_done_elsewhere, co_await skills::do_elsewhere(run, do_step));
            if (is_done_elsewhere) done = Done();
        }
        if (!done) co_return failed_at(run, done.error());
        const auto agreed = co_await agree_to_deed(run);
        if (!agreed) co_return failed_at(run, agreed.error());
        const auto carried_out = co_await do_what_was_led_to(run);
        if (!carried_out) co_return failed_at(run, carried_out.error());
        keep_answers(run, std::move(answered));
        // What was entered on another page has gone with it.
        const bool is_other_page = run.hands.page().url() != url;
        const auto verb = run.steps[run.at].verb;
        if (is_other_page && verb != Verb::sort && verb != Verb::answer && verb != Verb::narrow)
            run.narrowed.clear();
        if (is_other_page && run.hands.scene().index_of(run.form_field) < 0) run.has_open_form = false;
        // A button was pressed because it was asked for: another one at the end would send it twice.
        if (run.hands.took_button() && run.steps[run.at].verb == Verb::click) run.has_open_form = false;
    }
    co_return Done();
}

// A name of the instruction that no deed had to do with, as it may be told; empty where there is none. Where
// something is to be told or read, what is named may be no more than where it stands.
std::string left_open(const Run& run)
{
    if (run.answer || run.assignment.response_model || run.hands.steps() == 0) return "";
    if (run.hands.account().has_read(run.assignment.instruction)) return "";
    for (const auto& step : run.steps) {
        if (step.verb == Verb::answer || tool_named(run, step.clause) != nullptr) continue;
        if (const auto name = run.hands.account().left_open(step.clause); !name.empty())
            return run.hands.masked(name);
    }
    return "";
}

// What was entered and not sent: a person would press the button that is there for it.
Async<Done> send_open_form(Run& run)
{
    if (!run.has_open_form || forbids_submit(run.assignment.instruction)) co_return Done();
    CO_TRY_DONE(co_await skills::submit_what_was_meant(run));
    // A field that has no button takes what was typed when it is left.
    const auto* field = run.hands.scene().snapshot().find(run.form_field);
    if (run.has_open_form && field != nullptr && field->is_editable && field->tag == "input")
        CO_TRY_DONE(co_await run.hands.key("Tab", 1, run.form_field));
    co_return Done();
}

// A field that has to be filled in and is not, in a form that was sent and still holds what was entered: the
// browser kept it back without a word on the page. A form that was taken is empty or gone.
std::string still_missing(const Run& run)
{
    const auto& scene = run.hands.scene();
    const int field = scene.index_of(run.form_field);
    const int form = field < 0 || scene.node(field).value.empty() ? -1 : form_around(scene, field);
    for (int i = std::max(form, 0); form >= 0 && i < scene.end_of(form); ++i) {
        const auto& node = scene.node(i);
        if (node.is_editable && node.is_required && !node.is_disabled && node.value.empty())
            return label_of(scene, i);
    }
    return "";
}

// A note that offers to take the last deed back, as long as it stands: some apps send nothing before it has
// gone, and leaving the page would be taking it back.
bool offers_undo(const Scene& scene)
{
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || !node.is_operable || lower(trimmed(node.name)) != "undo") continue;
        for (int up = scene.parent(i); up >= 0; up = scene.parent(up)) {
            const auto& box = scene.node(up);
            if (box.role == "alert" || box.role == "status") return true;
            const auto names = box.attributes.find("class");
            for (const std::string_view word : {"snackbar", "toast", "notification"})
                if (names != box.attributes.end() && lower(names->second).contains(word)) return true;
        }
    }
    return false;
}

// The fields that the page marks as wrong, by their names.
std::string marked_wrong(const Scene& scene)
{
    std::string names;
    for (int i = 0; i < scene.size(); ++i) {
        const auto marked = scene.node(i).attributes.find("aria-invalid");
        if (marked == scene.node(i).attributes.end() || marked->second == "false") continue;
        names += (names.empty() ? "\"" : ", \"") + label_of(scene, i) + "\"";
    }
    return names + " as wrong or missing";
}

Async<Done> let_deeds_be_done(Run& run)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    if (!offers_undo(*scene)) co_return Done();
    constexpr Millis longest_offer(10'000);
    CO_TRY_DONE(
        co_await run.hands.look_until([](const Scene& now) { return !offers_undo(now); }, longest_offer)
    );
    co_return Done();
}

// All that is asked at the end, in one: "Get all hotels in Hamburg. Return name and price".
std::string questions_at_end(const Run& run)
{
    std::string asked;
    for (auto step = run.steps.rbegin(); step != run.steps.rend(); ++step) {
        if (step->verb != Verb::answer && step->verb != Verb::find) break;
        asked.insert(0, step->clause + (asked.empty() ? "" : " "));
    }
    return asked;
}

Async<Result<Json>> output_of(Run& run)
{
    if (run.assignment.response_model) {
        const auto& schema = *run.assignment.response_model;
        if (run.answer && extract::validate(schema, *run.answer)) co_return *run.answer;
        const auto asked = questions_at_end(run);
        if (!asked.empty()) {
            CO_TRY(auto told, co_await skills::ask_records_as(run, asked, schema));
            if (told) co_return *told;
        }
        CO_TRY(const auto* shown, co_await run.hands.look());
        if (const auto limit = unsaid_limit(*shown, run.assignment.instruction); !limit.empty())
            co_return cannot("the page does not tell which are " + limit);
        auto value = co_await extract::extract(run.hands.page(), schema, run.assignment.instruction);
        if (!value && value.error().code == ErrorCode::not_doable) {
            CO_TRY(const auto* scene, co_await run.hands.look());
            if (next_page(*scene) == 0)
                if (auto rows = skills::shaped_by_rows(*scene, run.assignment.instruction, schema))
                    co_return *std::move(rows);
        }
        if (!value) co_return std::move(value).error();
        CO_TRY_DONE(extract::validate(schema, *value));
        co_return *std::move(value);
    }
    if (run.answer) co_return *run.answer;
    auto text = std::string("Done");
    for (const auto& each : run.done) text += (&each == &run.done.front() ? ": " : ", ") + each;
    // What came of the last deed: a person reads there whether it is what was meant.
    if (run.done.empty() && !run.hands.last_effect().empty()) text += ": " + run.hands.last_effect();
    co_return Json(text + (text.ends_with('.') ? "" : "."));
}

}  // namespace

}  // namespace lite

Async<Result<Answer>> run_lite(Surroundings surroundings, Assignment assignment)
{
    lite::Run run{
        .hands = lite::Hands(surroundings, assignment),
        .assignment = assignment,
        .steps = lite::parse(assignment.instruction)
    };
    if (!assignment.url.empty()) {
        lite::Step open;
        open.slots["url"] = assignment.url;
        CO_TRY_DONE(co_await lite::skills::open_url(run, open));
    }
    // Another page may be under a banner already; a page that is opened later is cleared when it is.
    if (assignment.url.empty() && !lite::speaks_of_banners(assignment.instruction)) {
        CO_TRY_DONE(co_await lite::clear_way(run.hands));
    }
    CO_TRY_DONE(co_await lite::do_steps(run));
    if (run.hands.page().url().starts_with("chrome-error:"))
        co_return lite::cannot("the page that was opened could not be loaded: " + run.hands.last_effect());
    // Asked at the end: "in the settings turn …" is an order once the settings are open.
    const bool understands_nothing = std::ranges::all_of(run.steps, [&](const lite::Step& step) {
        return lite::is_remark(step) && lite::tool_named(run, step.clause) == nullptr;
    });
    if (understands_nothing && !run.did_plainly && !assignment.response_model) {
        co_return Error{
            ErrorCode::not_doable,
            "the agent without a model does not understand \"" + run.hands.masked(assignment.instruction) +
                "\": tell it what to do in plain steps, such as \"click …\", \"enter … into …\", "
                "\"search for …\""
        };
    }
    if (const auto name = lite::left_open(run); !name.empty() && run.has_open_form)
        co_return lite::cannot("the form was not sent: nothing in it has to do with \"" + name + "\"");
    CO_TRY_DONE(co_await lite::send_open_form(run));
    if (run.hands.steps() > 1) CO_TRY_DONE(co_await lite::let_deeds_be_done(run));
    // Where a question was answered, a form is not what the person wanted.
    if (!run.answer && run.form_field != 0 && run.hands.is_refused())
        co_return lite::cannot(
            "the page did not take the form: it marks " + lite::marked_wrong(run.hands.scene())
        );
    if (!run.answer && run.hands.steps() > 0) {
        CO_TRY_DONE(co_await run.hands.look());
        if (const auto name = lite::left_open(run); !name.empty())
            co_return lite::cannot(
                "nothing that was done had to do with \"" + name + "\": " + run.hands.last_effect()
            );
        const bool is_sent = !run.has_open_form && !lite::forbids_submit(assignment.instruction);
        if (const auto missing = is_sent ? lite::still_missing(run) : std::string(); !missing.empty())
            co_return lite::cannot("the form was not sent: it has to have \"" + missing + "\"");
        if (const auto complaint = run.hands.complaint(); !complaint.empty())
            co_return lite::cannot(
                "the page did not take it: it says \"" + run.hands.masked(complaint) + "\""
            );
    }
    CO_TRY(auto output, co_await lite::output_of(run));
    co_return Answer{run.hands.secrets().mask(output), run.hands.steps(), 0, "smooth-lite"};
}

}  // namespace lissom::agent
