#include "agent/replay/replay.hpp"

#include "agent/replay/player.hpp"
#include "agent/replay/recorder.hpp"
#include "base/log.hpp"
#include "base/time.hpp"
#include "base/try.hpp"
#include "extract/extract.hpp"

namespace lissom::agent {
namespace {

using Mode = ReplayWish::Mode;

constexpr Millis learn_limit(2'000);   // a task that is done must not wait long for what is learnt from it
constexpr int most_mended_steps = 5;   // of a script; where more do not fit, it is another way altogether
constexpr int most_mending_steps = 6;  // of the agent, for one step of the script

class Replay {
public:
    Replay(
        RunAgent agent,
        ReplayWish wish,
        ReplayPlace place,
        Surroundings around,
        const Assignment& assignment
    )
        : agent_(std::move(agent)),
          wish_(std::move(wish)),
          place_(std::move(place)),
          tell_step_(std::move(around.tell_step)),
          around_{around.stage, std::move(around.call_tool), [this](Step step) { tell(std::move(step)); }},
          assignment_(assignment),
          shelf_(place_.folder),
          recorder_(assignment)
    {
    }

    Async<Result<Answer>> run()
    {
        if (wish_.mode == Mode::off) co_return co_await agent_(around_, assignment_);
        if (wish_.mode == Mode::learn) co_return co_await run_agent(assignment_);
        auto script = wish_.script.is_null() ? shelf_.find(assignment_) : chosen_script();
        if (!script) {
            if (wish_.mode == Mode::only)
                co_return Error{
                    ErrorCode::not_doable,
                    "there is no script of this task: one is kept when a model has done it (smooth-lite "
                    "needs none)"
                };
            co_return co_await run_agent(assignment_);
        }
        co_return co_await play(*script);
    }

private:
    std::optional<replay::Script> chosen_script() const
    {
        auto script = replay::script_from(wish_.script);
        return script ? std::optional(*std::move(script)) : std::nullopt;
    }

    Async<Result<Answer>> play(const replay::Script& script)
    {
        replay::Player player(around_, assignment_, script);
        auto played = co_await player.play();
        int mended = 0;
        while (!played && mended < most_mended_steps && may_mend(player, played.error())) {
            CO_TRY(const bool is_mended, co_await mend(player, played.error()));
            if (!is_mended) break;
            ++mended;
            played = co_await player.play();
        }
        Result<Json> output = Json();
        if (played) output = co_await player.answer();
        if (played && output) {
            auto fits = fits_response_model(*output);
            if (fits) {
                Answer answer{.output = *std::move(output), .steps = player.steps(), .agent = "replay"};
                answer.credits = mending_credits_;
                if (mended > 0) co_await learn(answer);
                co_return answer;
            }
            output = fits.error();
        }
        const auto error = played ? output.error() : played.error();
        log::info("a script did not fit", {{"task", place_.task_id}, {"why", error.message}});
        const bool must_end = error.code == ErrorCode::unavailable || wish_.mode == Mode::only || !agent_;
        if (must_end) co_return error;

        steps_before_ = std::max(player.steps(), last_number_);
        auto rest = assignment_;
        if (!player.done().empty()) {
            rest.url.clear();
            rest.instruction += "\n\nThe first steps of this are done already:";
            for (const auto& action : player.done()) rest.instruction += " " + action;
            rest.instruction += ". Go on from the page as it is now.";
            rest.max_steps = std::max(2, rest.max_steps - steps_before_);
        }
        co_return co_await run_agent(std::move(rest));
    }

    bool may_mend(const replay::Player& player, const Error& why) const
    {
        const bool is_wished = wish_.mode == Mode::automatic && wish_.mends_steps && agent_;
        return is_wished && why.code == ErrorCode::not_doable && player.steps() < assignment_.max_steps &&
               player.has_more_to_do() && !player.told_step(why).empty();
    }

    // The agent does the one step that does not fit. False where it cannot, with the page as it left it.
    Async<Result<bool>> mend(replay::Player& player, Error why)
    {
        log::info("a step of a script is mended", {{"task", place_.task_id}, {"why", why.message}});
        steps_before_ = player.steps();
        auto step = assignment_;
        step.url.clear();
        step.response_model.reset();
        step.max_steps = std::min(most_mending_steps, assignment_.max_steps - steps_before_);
        step.step_to_mend = player.told_step(why);
        bool is_mended = false;
        auto around = around_;
        around.tell_step = [&](Step told) {
            is_mended = is_mended || player.is_mended_by(told);
            tell(std::move(told));
        };
        around.is_enough = [&] { return is_mended; };
        auto answer = co_await agent_(std::move(around), std::move(step));
        const int steps_so_far = std::max(last_number_, steps_before_);
        steps_before_ = 0;
        if (!answer && answer.error().code == ErrorCode::unavailable) co_return answer.error();
        if (!answer) co_return false;
        mending_credits_ += answer->credits;
        player.go_on_after(steps_so_far);
        co_return true;
    }

    Done fits_response_model(const Json& output) const
    {
        if (!assignment_.response_model) return Done();
        return extract::validate(*assignment_.response_model, output);
    }

    // What the agent does from here on is learnt, with what the script did before.
    Async<Result<Answer>> run_agent(Assignment assignment)
    {
        if (!agent_) co_return Error{ErrorCode::not_doable, "there is no agent to do this task"};
        auto answer = co_await agent_(around_, std::move(assignment));
        if (!answer) co_return answer;
        co_await learn(*answer);
        answer->steps += steps_before_;
        answer->credits += mending_credits_;
        co_return answer;
    }

    // Nothing that goes wrong here is the task's concern.
    Async<void> learn(const Answer& answer)
    {
        if (place_.folder.empty()) co_return;
        auto& page = around_.stage.browser.page();
        if (assignment_.response_model) {
            auto data = co_await within(
                learn_limit,
                "reading the answer again",
                extract::extract(page, *assignment_.response_model, assignment_.instruction)
            );
            if (data) recorder_.note_extraction(*std::move(data));
        }
        const auto last = co_await view::observe(page);
        if (!last) co_return;
        auto script = recorder_.script(answer.output, *last);
        if (!script) {
            shelf_.drop(assignment_);  // it did not fit, and there is no better one
            co_return;
        }
        script->task_id = place_.task_id;
        // A page may show a secret that was typed into it.
        auto masked = replay::script_from(Secrets(assignment_.secrets).mask(to_json(*script)));
        if (masked) shelf_.keep(assignment_, *masked);
    }

    void tell(Step step)
    {
        step.number += steps_before_;
        last_number_ = step.number;
        if (wish_.mode != Mode::off) recorder_.take(step);
        tell_step_(std::move(step));
    }

    RunAgent agent_;
    ReplayWish wish_;
    ReplayPlace place_;
    TellStep tell_step_;
    Surroundings around_;
    const Assignment& assignment_;
    replay::Shelf shelf_;
    replay::Recorder recorder_;
    int steps_before_ = 0;  // what the numbers of the agent's steps come after
    int last_number_ = 0;
    double mending_credits_ = 0;
};

}  // namespace

Result<ReplayWish> replay_wish_from(const JsonObject& experimental_features)
{
    ReplayWish wish;
    const auto* mode = experimental_features.if_contains("replay");
    if (mode && !mode->is_null()) {
        const auto name = mode->is_string() ? std::string_view(mode->get_string()) : "";
        if (name == "auto")
            wish.mode = Mode::automatic;
        else if (name == "only")
            wish.mode = Mode::only;
        else if (name == "off")
            wish.mode = Mode::off;
        else
            return Error{
                ErrorCode::invalid_argument,
                "\"experimental_features.replay\" must be \"auto\", \"off\" or \"only\""
            };
    }
    if (const auto* script = experimental_features.if_contains("script"); script && !script->is_null()) {
        TRY_DONE(replay::script_from(*script));
        wish.script = *script;
    }
    return wish;
}

Async<Result<Answer>> run_with_replay(
    RunAgent agent,
    ReplayWish wish,
    ReplayPlace place,
    Surroundings surroundings,
    Assignment assignment
)
{
    Replay replay(std::move(agent), std::move(wish), std::move(place), std::move(surroundings), assignment);
    co_return co_await replay.run();
}

void forget_replays(const std::filesystem::path& folder, std::string_view task_id)
{
    replay::Shelf::forget(folder, task_id);
}

}  // namespace lissom::agent
