#include <algorithm>

#include "agent/agent.hpp"
#include "agent/lite/given.hpp"
#include "agent/lite/run.hpp"
#include "agent/lite/skills/catalog.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/tools.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"
#include "extract/extract.hpp"

namespace lissom::agent {

namespace lite {

std::string Run::resolved(std::string text_or_reference) const
{
    if (!text.empty() && refers_back(text_or_reference)) return text;
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

// A clause nobody understands is an error where it is all there is; behind others it may be a remark.
bool is_remark(const Step& step) { return step.verb == Verb::none; }

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
    const auto& step = run.steps[run.at];
    const auto skill = skill_for(step.verb);
    if (!step.condition.empty()) CO_TRY_DONE(co_await skills::wait_for_condition(run, step.condition));
    co_return co_await skill(run, step);
}

Async<Done> do_steps(Run& run)
{
    for (run.at = 0; run.at < run.steps.size() && !run.is_over; ++run.at) {
        if (is_remark(run.steps[run.at])) continue;
        auto done = co_await do_step(run);
        if (!done) co_return failed_at(run, done.error());
    }
    co_return Done();
}

// What was entered and not sent: a person would press the button that is there for it.
Async<Done> send_open_form(Run& run)
{
    if (!run.has_open_form || forbids_submit(run.assignment.instruction)) co_return Done();
    co_return co_await skills::submit(run, "submit");
}

Async<Result<Json>> output_of(Run& run)
{
    if (run.assignment.response_model) {
        const auto& schema = *run.assignment.response_model;
        if (run.answer && extract::validate(schema, *run.answer)) co_return *run.answer;
        CO_TRY(auto value, co_await extract::extract(run.hands.page(), schema, run.assignment.instruction));
        CO_TRY_DONE(extract::validate(schema, value));
        co_return value;
    }
    if (run.answer) co_return *run.answer;
    std::string text = "Done";
    for (const auto& each : run.done) text += (&each == &run.done.front() ? ": " : ", ") + each;
    co_return Json(text + ".");
}

}  // namespace

}  // namespace lite

Async<Result<Answer>> run_lite(Surroundings surroundings, Assignment assignment)
{
    lite::Run run{
        lite::Hands(surroundings, assignment),
        assignment,
        lite::parse(assignment.instruction),
        0,
        "",
        0,
        false,
        false,
        {},
        {}
    };
    if (!assignment.url.empty()) {
        lite::Step open;
        open.slots["url"] = assignment.url;
        CO_TRY_DONE(co_await lite::skills::open_url(run, open));
    }
    CO_TRY(const bool used_tool, co_await lite::call_named_tool(run));
    if (!used_tool) {
        const bool understands_nothing = std::ranges::all_of(run.steps, lite::is_remark);
        if (understands_nothing && !assignment.response_model) {
            co_return Error{
                ErrorCode::not_doable,
                "the agent without a model does not understand \"" + assignment.instruction +
                    "\": tell it what to do in plain steps, such as \"click …\", \"enter … into …\", "
                    "\"search for …\""
            };
        }
        CO_TRY_DONE(co_await lite::do_steps(run));
        CO_TRY_DONE(co_await lite::send_open_form(run));
    }
    CO_TRY(auto output, co_await lite::output_of(run));
    co_return Answer{run.hands.secrets().mask(output), run.hands.steps(), 0, "smooth-lite"};
}

}  // namespace lissom::agent
