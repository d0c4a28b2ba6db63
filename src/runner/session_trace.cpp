// What a Session keeps of the work in it beside the events: the trace.

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "base/log.hpp"
#include "base/on.hpp"
#include "runner/folders.hpp"
#include "runner/session.hpp"

namespace lissom::runner {
namespace {

// A page of 6,000 tokens, which is what agents see at most, fits; so does what a model is told of it.
constexpr std::size_t most_page_bytes = 32u << 10;
constexpr std::size_t most_value_bytes = 8u << 10;
// The last look is for people: it must not hold up the end of a task.
constexpr Millis last_look_limit(2'000);
// Of one task, some 20 kB each: more than its steps are, and an end for a session that lives for days.
constexpr std::size_t most_pictures = 300;
constexpr Millis pause_between_steps(80);  // a step that has not come by then is thought about
constexpr Millis longest_without_picture(1'000);

// What a client's action only reads leaves the page as the picture before shows it.
bool shows_something(std::string_view action)
{
    constexpr std::string_view silent[] = {
        "extract", "evaluate_js", "exec_js", "snapshot", "run_task", "close"
    };
    return std::ranges::find(silent, action) == std::end(silent);
}

Json text_or_null(std::string text, std::size_t most)
{
    return text.empty() ? Json() : Json(capped(std::move(text), most));
}

}  // namespace

void Session::tell_step(agent::Step step)
{
    ++house_.counts.steps;
    house_.counts.step_latency.note((step.took_ms + step.thinking_ms) / 1'000);
    const auto entry = trace({
        {"kind", "step"},
        {"step", step.number},
        {"url", step.url},
        {"observation", text_or_null(std::move(step.seen), most_page_bytes)},
        {"asked", text_or_null(std::move(step.asked), most_page_bytes)},
        {"answered", text_or_null(std::move(step.answered), most_value_bytes)},
        {"action", step.action},
        {"params", capped(Json(step.params), most_value_bytes)},
        {"effect", step.effect},
        {"failed", step.has_failed},
        {"took_ms", step.took_ms},
        {"thinking_ms", step.thinking_ms},
        {"tokens",
         JsonObject{
             {"input", step.spent.input_tokens},
             {"cached", step.spent.cached_tokens},
             {"output", step.spent.output_tokens},
         }},
        {"cost_usd", step.spent.cost_usd},
    });
    picture(entry);
    tell(
        "step",
        {
            {"number", step.number},
            {"action", step.action},
            {"params", std::move(step.params)},
            {"effect", step.effect},
            {"failed", step.has_failed},
            {"url", step.url},
            {"took_ms", step.took_ms},
        }
    );
}

// How an assignment ended, and what the page looked like then: an agent that read its answer off the page
// has done nothing that would show in a step, and one that gave up had a reason.
Async<void> Session::trace_result(Result<agent::Answer> answer, Moment since)
{
    JsonObject entry{{"kind", "result"}, {"took_ms", seconds_since(since) * 1000}};
    entry["failed"] = !answer;
    if (answer) {
        entry["effect"] = "answered";
        entry["output"] = capped(answer->output, most_value_bytes);
        entry["steps"] = answer->steps;
        entry["credits"] = answer->credits;
        entry["agent"] = answer->agent;
    } else {
        entry["effect"] = answer.error().message;
    }
    if (browser_ && !browser_->failure() && house_.crew.snapshot) {
        entry["url"] = browser_->page().url();
        auto seen = co_await within(
            last_look_limit, "the last look", house_.crew.snapshot(browser_->page(), JsonObject())
        );
        if (seen) entry["observation"] = capped(*std::move(seen), most_page_bytes);
    }
    trace(std::move(entry));
}

void Session::trace_action(const Request& request, const Result<Performed>& result)
{
    JsonObject entry{
        {"kind", "action"},
        {"action", request.action},
        {"params", capped(Json(request.input), most_value_bytes)},
        {"failed", !result},
        {"took_ms", seconds_since(request.since) * 1000},
    };
    if (browser_) entry["url"] = browser_->page().url();
    if (result)
        entry["output"] = capped(result->output, most_value_bytes);
    else
        entry["effect"] = result.error().message;
    const auto number = trace(std::move(entry));
    if (shows_something(request.action)) picture(number);
}

std::int64_t Session::trace(JsonObject entry)
{
    entry["at_ms"] = house_.clock();
    return trace_.add(masked(std::move(entry)).get_object());
}

// Behind the back of whoever works: no step waits for its picture. Where steps come faster than pictures can
// be taken, the one that shows what came of the last is the one to have.
void Session::picture(std::int64_t entry)
{
    if (entry == 0 || !is_live_ || ending_ || !house_.crew.still || pictures_taken_ >= most_pictures) return;
    next_picture_ = entry;
    last_step_at_ = moment();
    if (!std::exchange(is_taking_pictures_, true)) pictures_.spawn("pictures of steps", keep_pictures());
}

Async<void> Session::keep_pictures()
{
    while (next_picture_ != 0) {
        co_await wait_for_pause();
        if (was_deleted_) break;  // its client is in a hurry, and will not look
        const auto entry = std::exchange(next_picture_, 0);
        auto jpeg = co_await house_.crew.still(task_.id);
        if (!jpeg) continue;  // a page that stands still behind a dialog, or is gone, shows nothing
        ++pictures_taken_;
        const auto file = picture_file(pictures_folder(house_.settings.folder, task_.id), entry);
        const auto kept =
            co_await on(house_.disk, [file, jpeg = *std::move(jpeg)] { return write_picture(file, jpeg); });
        if (!kept) log::warn("picture of a step was not kept", {{"why", kept.error().message}});
    }
    is_taking_pictures_ = false;
}

// A picture takes the browser as long as three steps do.
Async<void> Session::wait_for_pause()
{
    const auto is_under_way = [](const auto& request) { return request.second.action != "run_task"; };
    const auto latest = moment() + longest_without_picture;
    while (!ending_ && moment() < latest) {
        const bool is_acting = std::ranges::any_of(unanswered_, is_under_way);
        const auto due = (is_acting ? moment() : last_step_at_) + pause_between_steps;
        if (moment() >= due) co_return;
        co_await changed_.wait_until(std::min(due, latest));
    }
}

}  // namespace lissom::runner
