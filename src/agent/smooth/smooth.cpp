#include "agent/smooth/smooth.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "actions/document.hpp"
#include "agent/release.hpp"
#include "agent/smooth/bounds.hpp"
#include "agent/smooth/circles.hpp"
#include "agent/smooth/dialogue.hpp"
#include "agent/smooth/result_check.hpp"
#include "agent/smooth/toolbox.hpp"
#include "base/try.hpp"

namespace lissom::agent {
namespace {

constexpr int circles_to_nudge = 2;  // the same call on the same page so often: tell the model
constexpr int circles_to_stop = 5;   // and so often: it will not get anywhere
constexpr int most_silent_replies = 3;
constexpr int most_results_refused = 4;

// A canvas that says nothing of itself and is large enough to show something.
bool has_drawing(const view::Snapshot& page)
{
    constexpr double smallest_side = 100;  // CSS px
    return std::ranges::any_of(page.nodes, [](const view::Node& node) {
        return node.role == "canvas" && node.rect.width >= smallest_side && node.rect.height >= smallest_side;
    });
}

// One run of the agent, from the instruction to the answer.
class Run {
public:
    Run(Minds minds, Budget budget, Surroundings surroundings, const Assignment& assignment)
        : minds_(minds),
          budget_(budget),
          around_(std::move(surroundings)),
          assignment_(assignment),
          secrets_(assignment.secrets),
          check_(minds, assignment, secrets_),
          bounds_(assignment, around_.stage.browser.page().url())
    {
        std::vector<std::string> file_names;
        file_names.reserve(around_.stage.files.size());
        for (const auto& [name, path] : around_.stage.files) file_names.push_back(name);
        check_.add_grounds(assignment.instruction + " " + dump(Json(assignment.metadata)));
        dialogue_ = minds.is_small ? small_dialogue(assignment, secrets_, std::move(file_names))
                                   : tool_dialogue(assignment, secrets_, std::move(file_names));
    }

    Async<Result<Answer>> carry_out()
    {
        if (!assignment_.url.empty()) CO_TRY_DONE(co_await open_start_page());
        CO_TRY_DONE(co_await look());
        for (int step = 1; step <= assignment_.max_steps; ++step) {
            CO_TRY_DONE(within_budget());
            step_ = step;
            nudge_for(step);
            CO_TRY(auto calls, co_await ask_model(step == assignment_.max_steps));
            CO_TRY_DONE(co_await carry_out(std::move(calls)));
            if (answer_ || is_enough()) co_return finished();
            CO_TRY_DONE(co_await look());
        }
        co_return Error{
            ErrorCode::not_doable,
            "the task was not finished within " + std::to_string(assignment_.max_steps) + " steps"
        };
    }

private:
    Async<Done> open_start_page()
    {
        const JsonObject params{{"url", assignment_.url}};
        const auto start = moment();
        auto effect = co_await actions::perform(around_.stage, "goto", params);
        tell("goto", params, effect, start);
        if (!effect) co_return effect.error();
        // What it came to is not told to the model, which sees a page that is empty.
        if (effect->has_downloaded)
            dialogue_->nudge("The start address is a file, which is downloaded: read_file tells what it says."
            );
        else if (co_await actions::shows_pdf(around_.stage.browser.page()))
            dialogue_->nudge("The page is a PDF: read tells what it says.");
        co_return Done();
    }

    Async<Done> look()
    {
        CO_TRY(auto snapshot, co_await view::observe(around_.stage.browser, page_.get()));
        page_ = std::make_shared<const view::Snapshot>(std::move(snapshot));
        seen_ = secrets_.mask(view::to_text(*page_));
        check_.add_grounds(seen_);
        dialogue_->show(*page_);
        // What is drawn has no words; once an address, since a picture costs as much as a page of text.
        if (has_drawing(*page_) && pictured_.insert(page_->url).second) co_await send_picture();
        co_return Done();
    }

    Done within_budget() const
    {
        if (seconds_since(begun_) > static_cast<double>(budget_.time.count()) / 1000)
            return Error{ErrorCode::not_doable, "the task took longer than its time budget"};
        if (usage_.input_tokens + usage_.output_tokens > budget_.tokens)
            return Error{ErrorCode::not_doable, "the task used up its budget of tokens"};
        if (usage_.cost_usd > budget_.cost_usd)
            return Error{ErrorCode::not_doable, "the task used up its budget of money"};
        return Done();
    }

    // Of time, tokens or money, whichever is nearest to its end.
    double share_used() const
    {
        const auto of_time = seconds_since(begun_) * 1000 / static_cast<double>(budget_.time.count());
        const auto of_tokens = static_cast<double>(usage_.input_tokens + usage_.output_tokens) /
                               static_cast<double>(budget_.tokens);
        return std::max({of_time, of_tokens, usage_.cost_usd / budget_.cost_usd});
    }

    void nudge_for(int step)
    {
        if (step == assignment_.max_steps * 3 / 4 && step > 1)
            dialogue_->nudge("Three quarters of your steps are used: come to a result.");
        else if (share_used() >= 0.75 && !std::exchange(has_nudged_, true))
            dialogue_->nudge("Three quarters of your time and tokens are used: come to a result.");
        if (step == assignment_.max_steps)
            dialogue_->nudge("This is your last step: call done with what you have.");
    }

    Async<Result<std::vector<models::ToolCall>>> ask_model(bool is_last_step)
    {
        const auto start = moment();
        auto ask = dialogue_->next(is_last_step);
        asked_ = secrets_.mask(ask.messages.back().text);
        auto reply = co_await ask_in_time(std::move(ask));
        const auto is_too_long = [&] {
            return !reply && reply.error().code == ErrorCode::invalid_argument &&
                   reply.error().message.contains("too long");
        };
        while (is_too_long() && dialogue_->shorten()) {
            dialogue_->show(*page_);
            reply = co_await ask_in_time(dialogue_->next(is_last_step));
        }
        if (!reply) co_return std::move(reply).error();
        usage_ += reply->usage;
        thinking_ms_ += seconds_since(start) * 1000;
        answered_ = secrets_.mask(reply->text);

        auto calls = dialogue_->take(*reply);
        if (calls.empty()) {
            if (++silent_replies_ >= most_silent_replies)
                co_return Error{
                    ErrorCode::not_doable,
                    "the model did not say what to do, " + std::to_string(most_silent_replies) + " times"
                };
            dialogue_->nudge(
                reply->was_cut_off
                    ? "Your answer was too long and was cut off. Call a tool without many words."
                    : "Call one of your tools; call done when the task is finished."
            );
        }
        co_return calls;
    }

    // However long the provider would be waited for: the budget of time is the run's.
    Async<Result<models::Reply>> ask_in_time(models::Ask ask)
    {
        co_return co_await within(time_left(), "the model", minds_.acting.ask(std::move(ask)));
    }

    Millis time_left() const
    {
        const auto used = Millis(static_cast<std::int64_t>(seconds_since(begun_) * 1000));
        return std::max(budget_.time - used, Millis(1));
    }

    // In order, until one changes the page under the others' feet.
    Async<Done> carry_out(std::vector<models::ToolCall> calls)
    {
        bool has_page_changed = false;
        for (auto& call : calls) {
            if (is_enough()) break;
            if (has_page_changed || answer_) {
                dialogue_->answer(call, "not carried out: the page has changed; look at it first");
                continue;
            }
            call.name = offered_name(assignment_, call.name);
            const auto activity = around_.stage.browser.page().activity();
            CO_TRY_DONE(co_await carry_out_one(call));
            const auto& after = around_.stage.browser.page().activity();
            has_page_changed = after.navigations != activity.navigations ||
                               after.dialogs != activity.dialogs || after.popups != activity.popups;
        }
        co_return Done();
    }

    Async<Done> carry_out_one(const models::ToolCall& call)
    {
        if (!call.malformed.empty()) {
            dialogue_->answer(call, "not carried out: the input is not a JSON object; send it again");
            co_return Done();
        }
        if (call.name == "done") co_return co_await hand_in(call);
        if (call.name == "more") co_return show_more(call);

        const int count = circles_.count(call.name, call.input, *page_);
        if (count >= circles_to_stop)
            co_return Error{ErrorCode::not_doable, "the agent went in circles and got nowhere"};
        if (is_custom_tool(assignment_, call.name)) co_return co_await call_custom_tool(call);
        CO_TRY_DONE(co_await act(call));
        if (count >= circles_to_nudge)
            dialogue_->nudge("You did the same on the same page before. Try something else.");
        co_return Done();
    }

    Async<Done> act(const models::ToolCall& call)
    {
        const auto start = moment();
        auto params = allowed_params(call);
        auto effect = params ? co_await actions::perform(around_.stage, call.name, *std::move(params))
                             : Result<actions::Effect>(params.error());
        tell(call.name, call.input, effect, start);
        if (!effect) {
            // What cannot go on is the browser's end; all else the model may answer.
            if (effect.error().code == ErrorCode::unavailable) co_return effect.error();
            dialogue_->answer(call, "failed: " + effect.error().message);
            co_return Done();
        }
        auto text = effect->text;
        if (const auto* words = effect->value.if_string())
            text += "\n" + std::string(*words);
        else if (!effect->value.is_null())
            text += "\n" + dump(effect->value);
        check_.add_grounds(text);
        dialogue_->answer(call, std::move(text));
        if (call.name == "screenshot") co_await send_picture();
        co_return Done();
    }

    Result<JsonObject> allowed_params(const models::ToolCall& call) const
    {
        if (!is_offered(assignment_, call.name))
            return Error{ErrorCode::invalid_argument, "there is no action '" + call.name + "' in this task"};
        TRY_DONE(bounds_.check(call.name, call.input, *page_));
        return released_for(secrets_, call.name, call.input, around_.stage.browser.page(), *page_);
    }

    bool shows_secret(const view::Snapshot& page) const
    {
        return std::ranges::any_of(page.nodes, [&](const view::Node& node) {
            return secrets_.mask(node.name) != node.name;
        });
    }

    Async<void> send_picture()
    {
        auto& page = around_.stage.browser.page();
        // A field that a secret was put into shows dots; what the page says elsewhere cannot be masked in a
        // picture.
        const auto now = co_await view::observe(page);
        if (!now) co_return;
        if (shows_secret(*now)) {
            dialogue_->nudge("There is no picture of this page: it shows a secret.");
            co_return;
        }
        auto picture = co_await page.screenshot({.jpeg_quality = 70});
        if (picture)
            dialogue_->show_picture({.media_type = "image/jpeg", .bytes = std::move(picture->bytes)});
    }

    Async<Done> call_custom_tool(const models::ToolCall& call)
    {
        const auto start = moment();
        auto answer = co_await around_.call_tool(call.name, call.input);
        const Result<actions::Effect> effect =
            answer ? Result<actions::Effect>(actions::Effect{.text = "answered", .value = *answer})
                   : answer.error();
        tell(call.name, call.input, effect, start, Kind::tool);
        if (!answer && answer.error().code == ErrorCode::unavailable) co_return answer.error();
        if (answer) check_.add_grounds(dump(*answer));
        dialogue_->answer(
            call, answer ? "the tool's answer: " + dump(*answer) : "failed: " + answer.error().message
        );
        co_return Done();
    }

    Done show_more(const models::ToolCall& call)
    {
        auto wanted = string_or(call.input, "element");
        if (wanted.starts_with('e')) wanted.erase(0, 1);
        const view::Ref from = wanted.empty() ? 0 : std::atoll(wanted.c_str());
        if (from != 0 && !page_->find(from)) {
            dialogue_->answer(call, "there is no such element");
            return Done();
        }
        dialogue_->answer(
            call,
            from == 0 ? "the whole page follows" : view::to_text(*page_, {.max_tokens = 8000, .from = from})
        );
        if (from == 0) dialogue_->show_whole();
        return Done();
    }

    Async<Done> hand_in(const models::ToolCall& call)
    {
        const auto start = moment();
        if (!bool_or(call.input, "success", true)) {
            auto reason = string_or(call.input, "reason", string_or(call.input, "output"));
            if (reason.empty()) reason = "the agent could not do the task";
            Error gives_up{ErrorCode::not_doable, secrets_.mask(reason)};
            tell(call.name, call.input, gives_up, start);
            co_return gives_up;
        }
        auto output = call.input.contains("output") ? call.input.at("output") : Json();
        auto verdict = co_await check_.judge(output, seen_, time_left(), usage_);
        if (verdict.is_accepted) {
            tell(call.name, call.input, actions::Effect{.text = "the result was taken"}, start);
            answer_ = secrets_.mask(output);
            co_return Done();
        }
        tell(call.name, call.input, Error{ErrorCode::not_doable, verdict.reason}, start);
        if (++results_refused_ >= most_results_refused)
            co_return Error{ErrorCode::not_doable, verdict.reason};
        dialogue_->answer(call, verdict.reason);
        co_return Done();
    }

    enum class Kind { action, tool };

    void tell(
        std::string action,
        JsonObject params,
        const Result<actions::Effect>& effect,
        Moment start,
        Kind kind = Kind::action
    )
    {
        Step step;
        step.number = step_;
        step.action = std::move(action);
        step.params = secrets_.mask(Json(std::move(params))).get_object();
        step.effect = secrets_.mask(effect ? effect->text : effect.error().message);
        step.has_failed = !effect;
        step.url = secrets_.mask(around_.stage.browser.page().url());
        step.took_ms = seconds_since(start) * 1000;
        step.page = page_;
        if (effect) step.outcome = *effect;
        step.is_tool = kind == Kind::tool;
        step.seen = seen_;
        // Of several calls in one reply, the first carries what the reply was and cost.
        step.asked = std::exchange(asked_, {});
        step.answered = std::exchange(answered_, {});
        step.thinking_ms = std::exchange(thinking_ms_, 0);
        step.spent = since(std::exchange(told_, usage_));
        around_.tell_step(std::move(step));
    }

    bool is_enough() const { return around_.is_enough && around_.is_enough(); }

    models::Usage since(const models::Usage& before) const
    {
        return {
            .input_tokens = usage_.input_tokens - before.input_tokens,
            .cached_tokens = usage_.cached_tokens - before.cached_tokens,
            .output_tokens = usage_.output_tokens - before.output_tokens,
            .cost_usd = usage_.cost_usd - before.cost_usd,
        };
    }

    Answer finished()
    {
        Answer answer{.output = std::move(answer_).value_or(Json()), .steps = step_, .agent = "smooth"};
        answer.credits = usage_.cost_usd > 0 ? usage_.cost_usd * 100 : budget_.credits_per_step * step_;
        return answer;
    }

    Minds minds_;
    Budget budget_;
    Surroundings around_;
    const Assignment& assignment_;
    Secrets secrets_;
    ResultCheck check_;
    Bounds bounds_;
    Circles circles_;
    std::unique_ptr<Dialogue> dialogue_;
    std::shared_ptr<const view::Snapshot> page_;
    std::string seen_;  // the page in words, for the trace; secrets masked
    std::optional<Json> answer_;
    models::Usage usage_;
    models::Usage told_;  // how much of it the steps so far have told
    std::string asked_;
    std::string answered_;
    double thinking_ms_ = 0;
    Moment begun_ = moment();
    int step_ = 0;
    int silent_replies_ = 0;
    int results_refused_ = 0;
    std::set<std::string> pictured_;  // addresses of pages with drawings that the model has a picture of
    bool has_nudged_ = false;         // of what is left of the budget
};

}  // namespace

Async<Result<Answer>> run_smooth(Minds minds, Budget budget, Surroundings surroundings, Assignment assignment)
{
    Run run(minds, budget, std::move(surroundings), assignment);
    co_return co_await run.carry_out();
}

}  // namespace lissom::agent
