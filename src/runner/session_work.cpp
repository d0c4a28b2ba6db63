// What a Session does between its start and its end: the actions of its client, the work of its agent, its
// tools.

#include <algorithm>
#include <utility>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/system/system_error.hpp>

#include "agent/replay/replay.hpp"
#include "base/ids.hpp"
#include "base/log.hpp"
#include "base/try.hpp"
#include "runner/folders.hpp"
#include "runner/session.hpp"

namespace lissom::runner {
namespace {

constexpr std::string_view internal_error = "an internal error of the server";

// As it may be kept: the secrets of a run_task are not masked before they are known.
JsonObject input_of(const task::Event& event)
{
    const auto* given = object_at(event.payload, "input");
    auto input = given ? *given : JsonObject();
    input.erase("secrets");
    return input;
}

// The secrets of work before this one, for hiding: a page may still show them.
task::Secrets older_secrets(const std::vector<agent::Secrets>& all, const task::Secrets& now)
{
    task::Secrets older;
    for (const auto& earlier : all)
        for (auto& [name, secret] : earlier.hidden()) {
            const auto is_same = [&](const auto& known) {
                return known.first == name && known.second.value == secret.value;
            };
            if (!std::ranges::any_of(now, is_same)) older.emplace_back(name, std::move(secret));
        }
    return older;
}

// Leads to no other page, as far as the server knows.
bool is_only_reading(std::string_view action)
{
    return action == "evaluate_js" || action == "exec_js" || action == "extract" || action == "snapshot" ||
           action == "read" || action == "read_file" || action == "screenshot" || action == "print";
}

Error ended(const std::string& reason)
{
    return Error{
        ErrorCode::invalid_argument, "the session has ended" + (reason.empty() ? "" : ": " + reason)
    };
}

}  // namespace

// -- what the client asks for
// --------------------------------------------------------------------------------------

bool Session::is_idle() const { return task_.is_session && lanes_.is_idle() && unanswered_.empty(); }

Result<std::string> Session::post(task::Event event)
{
    touched_ = moment();
    if (event.name == "tool_call") {
        if (!tools_.knows(event.id))
            return Error{
                ErrorCode::invalid_argument, "there is no tool call with the id \"" + event.id + "\""
            };
        tools_.answer(event.id, event.payload);
        return event.id;
    }
    if (seen_.contains(event.id)) return event.id;  // sent again after a lost answer
    if (ending_) return ended(ending_->reason);
    if (unanswered_.size() >= house_.settings.max_queued_actions)
        return Error{
            ErrorCode::too_many_requests, "too many actions of this session are waiting for their turn"
        };

    if (event.id.empty()) event.id = random_id();
    const auto action = string_or(event.payload, "name");
    seen_.insert(event.id);
    unanswered_[event.id] = Request{event.name, action, input_of(event)};
    ++house_.counts.actions;
    if (action == "close") {
        const auto* input = object_at(event.payload, "input");
        close_by_client(event.id, input && bool_or(*input, "force"));
        return event.id;
    }
    auto id = event.id;
    lanes_.push([this, event = std::move(event)] { return carry_out(event); });
    return id;
}

// Not in line with the others: whether anything is still to be done is the question.
void Session::close_by_client(const std::string& id, bool by_force)
{
    const bool is_busy = !task_.is_session || !lanes_.is_idle() || unanswered_.size() > 1;
    if (is_busy && !by_force) return answer(id, Performed{false, 0, {}});
    // The answer comes when the browser is closed and the profile saved: answer_rest().
    end(task_.is_session ? Ending::done(nullptr, "it was closed") : Ending::cancelled("it was closed"));
}

Async<void> Session::carry_out(task::Event request)
{
    const auto id = request.id;
    unanswered_.at(id).since = moment();  // its turn has come
    Result<Performed> result = Error{ErrorCode::internal, std::string(internal_error)};
    try {
        result = co_await perform(std::move(request));
    } catch (const boost::system::system_error& error) {
        if (error.code() == boost::asio::error::operation_aborted) throw;
        log::error("action broke", {{"task", task_.id}, {"what", error.what()}});
    } catch (const std::exception& error) {
        log::error("action broke", {{"task", task_.id}, {"what", error.what()}});
    }
    if (!result && browser_->failure()) result = Error{ErrorCode::unavailable, browser_->failure()->message};
    answer(id, result);
}

Async<Result<Performed>> Session::perform(task::Event request)
{
    auto action = string_or(request.payload, "name");
    const auto* given = object_at(request.payload, "input");
    auto input = given ? *given : JsonObject();
    const bool is_task = action == "run_task";
    CO_TRY_DONE(co_await wait_for_person(is_task ? house_.settings.task_limit : house_.settings.person_limit)
    );
    if (is_task) co_return co_await run_task(std::move(input));
    const bool only_reads = is_only_reading(action);
    auto performed = co_await perform_client_action(
        stage(),
        house_.crew,
        house_.settings,
        std::move(action),
        std::move(input),
        [this](std::string text) { return masked(std::move(text)); }
    );
    if (doorkeeper_ && !only_reads) co_await doorkeeper_->notice();
    co_return performed;
}

// Two hands on one page are one too many: what a client asks for waits as agents do, though not for ever.
Async<Done> Session::wait_for_person(Millis limit)
{
    if (!house_.crew.wait_for_person) co_return Done();
    const auto free = [](Async<void> wait) -> Async<Done> {
        co_await std::move(wait);
        co_return Done();
    };
    auto waited = co_await within(limit, "", free(house_.crew.wait_for_person(task_.id)));
    if (waited) co_return Done();
    co_return Error{
        ErrorCode::timeout,
        "a person has held the controls of the live view for " +
            std::to_string(std::chrono::duration_cast<std::chrono::seconds>(limit).count()) +
            " s; ask again when they are given back"
    };
}

// -- answers
// -------------------------------------------------------------------------------------------------------

void Session::answer(const std::string& id, const Result<Performed>& result)
{
    const auto entry = unanswered_.find(id);
    if (entry == unanswered_.end()) return;
    const auto request = std::move(entry->second);
    unanswered_.erase(entry);
    trace_action(request, result);
    const auto seconds = seconds_since(request.since);
    house_.counts.action_latency.note(seconds);
    if (!result) ++house_.counts.action_errors[result_code(result.error().code)];
    last_result_ = tell(request.name, result_payload(request.action, result, seconds), id);
    last_result_at_ = touched_ = moment();
}

// Everybody who still waits learns how it ended.
void Session::answer_rest()
{
    const auto& ending = *ending_;
    while (!unanswered_.empty()) {
        const auto [id, request] = *unanswered_.begin();
        const bool is_close = request.action == "close";
        const auto sentence = ending.status == task::Status::failed && ending.output.is_string()
                                  ? std::string(ending.output.get_string())
                                  : "the session ended before this was done: " + ending.reason;
        if (is_close)
            answer(id, Performed{true, 0, {}});
        else
            answer(id, Error{ErrorCode::unavailable, sentence});
    }
}

// The agent masks what it tells; this is the second lock, at the one door to events and store.
Json Session::masked(Json json) const
{
    for (const auto& secrets : secrets_) json = secrets.mask(json);
    return json;
}

std::string Session::masked(std::string text) const
{
    for (const auto& secrets : secrets_) text = secrets.mask(std::move(text));
    return text;
}

std::int64_t Session::tell(std::string name, JsonObject payload, std::string id)
{
    if (id.empty()) id = "ev_" + random_id(16);
    ++house_.counts.events;
    task::Event event{std::move(id), std::move(name), masked(std::move(payload)).get_object(), 0};
    if (is_live_ && house_.crew.show_event) house_.crew.show_event(task_, event);
    return log_.add(std::move(event));
}

// -- the agent
// -----------------------------------------------------------------------------------------------------

Async<void> Session::carry_out_task()
{
    agent::Assignment assignment;
    assignment.instruction = *spec_.instruction;
    assignment.response_model = spec_.response_model;
    assignment.url = spec_.url;
    assignment.metadata = spec_.metadata;
    assignment.max_steps = spec_.max_steps;
    assignment.secrets = spec_.secrets;

    Result<agent::Answer> answer = Error{ErrorCode::internal, std::string(internal_error)};
    try {
        co_await keep_secret(spec_.secrets);
        answer = co_await work(std::move(assignment));
    } catch (const boost::system::system_error& error) {
        if (error.code() == boost::asio::error::operation_aborted) throw;
        log::error("agent broke", {{"task", task_.id}, {"what", error.what()}});
    } catch (const std::exception& error) {
        log::error("agent broke", {{"task", task_.id}, {"what", error.what()}});
    }
    if (answer)
        end(Ending::done(std::move(answer->output), "it is done"));
    else if (browser_->failure())
        end(Ending::failed(browser_->failure()->message, "its browser ended"));
    else
        end(Ending::failed(answer.error().message, "its agent gave up"));
}

// From here on they are masked in what is told, and pages do not show them.
Async<void> Session::keep_secret(const task::Secrets& secrets)
{
    if (secrets.empty()) co_return;
    secrets_.emplace_back(secrets);
    given_secrets_.insert(given_secrets_.end(), secrets.begin(), secrets.end());
    if (house_.crew.hide_secrets) co_await house_.crew.hide_secrets(task_.id);
}

Async<Result<Performed>> Session::run_task(JsonObject input)
{
    CO_TRY(auto spec, task::run_spec_from_json(input));
    if (spec.response_model && house_.crew.check_schema)
        CO_TRY_DONE(house_.crew.check_schema(*spec.response_model));
    for (const auto& secret : spec_.secrets)
        if (std::ranges::find(spec.secrets, secret.first, &task::Secrets::value_type::first) ==
            spec.secrets.end())
            spec.secrets.push_back(secret);
    co_await keep_secret(spec.secrets);
    agent::Assignment assignment;
    assignment.instruction = std::move(spec.instruction);
    assignment.response_model = std::move(spec.response_model);
    assignment.url = std::move(spec.url);
    assignment.metadata = std::move(spec.metadata);
    assignment.max_steps = spec.max_steps;
    assignment.secrets = std::move(spec.secrets);

    CO_TRY(auto answer, co_await work(std::move(assignment)));

    co_return Performed{
        std::move(answer.output), answer.credits, {{"steps", answer.steps}, {"agent", answer.agent}}
    };
}

Async<Result<agent::Answer>> Session::work(agent::Assignment assignment)
{
    assignment.custom_tools = spec_.custom_tools;
    assignment.additional_tools = spec_.additional_tools;
    const bool wants_model = spec_.agent == task::AgentKind::smooth;
    const bool has_model = static_cast<bool>(house_.crew.smooth);
    if (wants_model && !has_model)
        tell(
            "notice", {{"message", "no model is configured: smooth-lite, which needs none, does this task"}}
        );
    const auto& run = wants_model && has_model ? house_.crew.smooth : house_.crew.smooth_lite;
    if (!task_.is_session) task_.agent = wants_model && has_model ? "smooth" : "smooth-lite";

    // Clients look for themselves what stands in the way; agents wait.
    auto stage_of_agent = stage();
    if (doorkeeper_)
        stage_of_agent.clear_way = [this](std::string next) { return doorkeeper_->clear(std::move(next)); };
    agent::Surroundings surroundings{
        stage_of_agent,
        [this](std::string name, JsonObject input) { return call_tool(std::move(name), std::move(input)); },
        [this](agent::Step step) { tell_step(std::move(step)); },
    };
    CO_TRY(auto wish, agent::replay_wish_from(spec_.experimental_features));
    // Nothing is gained by a script where the agent needs no model: it finds its way at no cost each time.
    const bool learns = wants_model && has_model;
    if (!learns && wish.mode == agent::ReplayWish::Mode::learn) wish.mode = agent::ReplayWish::Mode::off;
    wish.mends_steps = learns;
    agent::ReplayPlace place{replays_folder(house_.settings.folder, task_.key_id), task_.id};
    auto older = older_secrets(secrets_, assignment.secrets);
    // Whoever learns from this one does not know them.
    if (!older.empty()) place.folder.clear();
    // No model may read them, and none may enter them again.
    if (learns) std::ranges::move(older, std::back_inserter(assignment.secrets));
    const auto since = moment();
    had_person_ = false;  // what was done before is the page that it begins with
    auto answer = co_await within(
        house_.settings.task_limit,
        "the task",
        unless_given_up(agent::run_with_replay(
            run, std::move(wish), std::move(place), std::move(surroundings), std::move(assignment)
        ))
    );
    if (answer) {
        task_.credits_used += answer->credits;
        if (!task_.is_session && !answer->agent.empty()) task_.agent = answer->agent;
    }
    co_await trace_result(answer, since);
    co_return answer;
}

// Work that waits for a person who does not come is stopped where it waits.
Async<Result<agent::Answer>> Session::unless_given_up(Async<Result<agent::Answer>> work)
{
    if (!doorkeeper_) co_return co_await std::move(work);
    using namespace boost::asio::experimental::awaitable_operators;
    std::optional<Result<agent::Answer>> answer;
    std::exception_ptr failure;
    const auto first = co_await (
        doorkeeper_->given_up() || detail::keep_outcome(behind_challenges(std::move(work)), answer, failure)
    );
    if (first.index() == 0) co_return std::get<0>(first);
    if (failure) std::rethrow_exception(failure);
    co_return *std::move(answer);
}

// The page may have asked before the agent came.
Async<Result<agent::Answer>> Session::behind_challenges(Async<Result<agent::Answer>> work)
{
    co_await doorkeeper_->clear({});
    co_return co_await std::move(work);
}

Async<Result<Json>> Session::call_tool(std::string name, JsonObject input)
{
    if (std::ranges::find(spec_.custom_tools, name, &task::ToolSignature::name) == spec_.custom_tools.end())
        co_return Error{ErrorCode::page_error, "there is no custom tool \"" + name + "\""};

    // However this ends: the call is not redelivered, and actions go where they went before.
    struct Visit {
        Session& session;
        std::string id;
        std::shared_ptr<Lanes::Lane> lane;
        ~Visit()
        {
            session.tools_.forget(id);
            session.log_.hide(id);
            session.lanes_.abandon_nested(lane);
        }
    };
    const Visit visit{*this, "tc_" + random_id(), lanes_.open_nested()};
    tools_.ask(visit.id);
    tell("tool_call", {{"name", name}, {"input", std::move(input)}}, visit.id);
    co_await log_.written();

    auto answer = co_await tools_.wait_for(visit.id, name, house_.settings.tool_limit);
    touched_ = moment();
    log_.hide(visit.id);
    if (!answer && answer.error().code == ErrorCode::unavailable) {
        auto sentence =
            answer.error().message.empty() ? "the tool \"" + name + "\" failed" : answer.error().message;
        end(Ending::failed(std::move(sentence), "a tool it could not do without failed"));
    } else if (answer || answer.error().code == ErrorCode::page_error) {
        co_await lanes_.close_nested(visit.lane);  // what the tool began ends before the agent goes on
    }
    co_return answer;
}

Async<void> Session::go_to_start()
{
    auto there = co_await perform_client_action(
        stage(), house_.crew, house_.settings, "goto", {{"url", spec_.url}}, {}
    );
    if (!there) tell("notice", {{"message", "the start page could not be opened: " + there.error().message}});
}

}  // namespace lissom::runner
