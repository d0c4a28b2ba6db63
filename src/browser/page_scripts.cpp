// Of ChromiumPage: our own functions in our isolated world of any frame.

#include <algorithm>

#include "base/try.hpp"
#include "browser/chromium_page.hpp"

namespace lissom::browser {
namespace {

// Handles of elements we were given by number; let go of together.
constexpr std::string_view node_group = "lissom-nodes";

// Chromium's words for "your context was gone before the function began".
bool is_stale_world(const Error& error)
{
    return error.message.find("Cannot find context with specified id") != std::string::npos ||
           error.message.find("no-world-") != std::string::npos;
}

// What Chromium says when a document goes while a function runs in it.
Error reworded(Error error)
{
    for (const std::string_view words :
         {"Execution context was destroyed",
          "Inspected target navigated or closed",
          "Session with given id not found"})
        if (error.message.find(words) != std::string::npos)
            return Error{ErrorCode::page_error, "the page went to another address before it answered"};
    return error;
}

std::string text_of_exception(const JsonObject& details)
{
    if (const auto* exception = object_at(details, "exception")) {
        if (const auto description = string_or(*exception, "description"); !description.empty())
            return description;
        if (const auto* value = exception->if_contains("value"))
            return value->is_string() ? std::string(value->get_string()) : dump(*value);
    }
    return string_or(details, "text", "the script failed");
}

Result<JsonObject> without_exception(Result<JsonObject> answer)
{
    if (!answer) return reworded(std::move(answer).error());
    if (const auto* details = object_at(*answer, "exceptionDetails"))
        return Error{ErrorCode::page_error, text_of_exception(*details)};
    return answer;
}

Millis left_until(Moment deadline)
{
    return std::max(Millis(1), std::chrono::duration_cast<Millis>(deadline - moment()));
}

}  // namespace

Async<Result<std::int64_t>> ChromiumPage::world_of(FrameId frame, Moment deadline)
{
    const auto* state = frames_.find(frame);
    if (!state) co_return Error{ErrorCode::page_error, "that frame is gone"};
    if (state->world.context != 0) co_return state->world.context;

    const auto session = state->session;
    const auto loader = state->loader;
    JsonObject params;
    params["frameId"] = frame;
    params["worldName"] = "lissom";  // the world in which the script for new documents has run
    CO_TRY(
        const auto answer,
        co_await ask_script(session, "Page.createIsolatedWorld", std::move(params), left_until(deadline))
    );
    const auto world = int_or(answer, "executionContextId");

    // Kept only if the frame still shows the document that was asked.
    if (auto* now = frames_.find(frame); now && now->session == session && now->loader == loader)
        now->world.context = world;
    co_return world;
}

// Sent ahead of the call that needs it, without waiting: Chromium keeps the order. The script does nothing
// where it has run before.
void ChromiumPage::complete_world(FrameState& state, std::int64_t world)
{
    if (state.world.context != world || state.world.is_whole) return;
    state.world.is_whole = true;
    JsonObject params;
    params["expression"] = preparation_.world->whole;
    params["contextId"] = world;
    post(state.session, "Runtime.evaluate", std::move(params));
}

// The function runs only where our script has run before; elsewhere (the number of the context may by now
// belong to another document's) it throws the mark instead.
Async<Result<JsonObject>> ChromiumPage::call_once(const WorldCall& call, Moment deadline)
{
    CO_TRY(const auto world, co_await world_of(call.frame, deadline));
    CO_TRY(auto session, session_of(call.frame));
    if (auto* state = frames_.find(call.frame); state && call.needs_whole) complete_world(*state, world);

    const auto& mark = preparation_.world->mark;
    const auto* is_missing = call.needs_whole ? "!=='whole'" : "===undefined";
    JsonArray arguments;
    for (const auto& value : call.args) arguments.push_back(JsonObject{{"value", value}});
    JsonObject params;
    params["functionDeclaration"] = "function(...a){if(globalThis[\"" + mark + "\"]" + is_missing +
                                    ")throw new Error(\"no-world-" + mark + "\");return(" + call.function +
                                    "\n).apply(this,a)}";
    params["executionContextId"] = world;
    params["arguments"] = std::move(arguments);
    params["returnByValue"] = call.is_by_value;
    params["awaitPromise"] = true;
    auto answer =
        co_await ask_script(session, "Runtime.callFunctionOn", std::move(params), left_until(deadline));
    if (!answer && answer.error().code == ErrorCode::timeout) terminate(session);
    co_return without_exception(std::move(answer));
}

Async<Result<JsonObject>> ChromiumPage::call_in_world(WorldCall call, Millis limit)
{
    const auto deadline = moment() + limit;
    auto answer = co_await call_once(call, deadline);
    if (answer || !is_stale_world(answer.error())) co_return answer;

    // The document was replaced before the function began: once more, in the new one.
    auto* state = frames_.find(call.frame);
    if (!state) co_return Error{ErrorCode::page_error, "that frame is gone"};
    state->world = {};
    answer = co_await call_once(call, deadline);
    if (answer || !is_stale_world(answer.error())) co_return answer;

    // A document that began without scripts (a frame's first, empty one) has our world without our script.
    call.needs_whole = true;
    if (auto* still = frames_.find(call.frame)) still->world.is_whole = false;
    co_return co_await call_once(call, deadline);
}

Async<Result<Json>> ChromiumPage::call_in_world_for_value(WorldCall call, Millis limit)
{
    CO_TRY(auto answer, co_await call_in_world(std::move(call), limit));
    auto* result = object_at(answer, "result");
    const auto* value = result ? result->if_contains("value") : nullptr;
    co_return value ? *value : Json();
}

Async<Result<Json>> ChromiumPage::call(FrameId frame, std::string function, JsonArray args, Millis limit)
{
    WorldCall call{.frame = std::move(frame), .function = std::move(function), .args = std::move(args)};
    co_return co_await call_in_world_for_value(std::move(call), limit);
}

Async<Result<std::string>>
ChromiumPage::call_for_object(FrameId frame, std::string function, JsonArray args, Millis limit)
{
    WorldCall call{
        .frame = std::move(frame),
        .function = std::move(function),
        .args = std::move(args),
        .is_by_value = false
    };
    CO_TRY(const auto answer, co_await call_in_world(std::move(call), limit));
    const auto* result = object_at(answer, "result");
    auto object = result ? string_or(*result, "objectId") : "";
    if (object.empty()) co_return Error{ErrorCode::page_error, "the element is gone"};
    co_return object;
}

// Halves wait side by side, so that many cost little more than one.
Async<Result<std::vector<std::string>>> ChromiumPage::objects_of(
    std::string session,
    std::int64_t world,
    std::vector<std::int64_t> nodes,
    Moment deadline
)
{
    using namespace boost::asio::experimental::awaitable_operators;
    if (nodes.empty()) co_return std::vector<std::string>();
    if (nodes.size() == 1) {
        JsonObject params{
            {"backendNodeId", nodes.front()}, {"executionContextId", world}, {"objectGroup", node_group}
        };
        auto answer =
            co_await ask_script(session, "DOM.resolveNode", std::move(params), left_until(deadline));
        const auto* object = answer ? object_at(*answer, "object") : nullptr;
        co_return std::vector<std::string>{object ? string_or(*object, "objectId") : ""};
    }
    const auto middle = nodes.begin() + static_cast<std::ptrdiff_t>(nodes.size() / 2);
    std::vector<std::int64_t> first(nodes.begin(), middle);
    std::vector<std::int64_t> second(middle, nodes.end());
    auto [left, right] = co_await (
        objects_of(session, world, std::move(first), deadline) &&
        objects_of(session, world, std::move(second), deadline)
    );
    CO_TRY(auto objects, std::move(left));
    CO_TRY(auto others, std::move(right));
    objects.insert(objects.end(), others.begin(), others.end());
    co_return objects;
}

Async<Result<Json>> ChromiumPage::call_with_nodes(
    FrameId frame,
    std::string function,
    std::vector<std::int64_t> nodes,
    Millis limit
)
{
    const auto deadline = moment() + limit;
    CO_TRY(const auto world, co_await world_of(frame, deadline));
    CO_TRY(auto session, session_of(frame));
    if (auto* state = frames_.find(frame)) complete_world(*state, world);
    CO_TRY(const auto objects, co_await objects_of(session, world, std::move(nodes), deadline));

    JsonArray arguments;
    for (const auto& object : objects)
        arguments.push_back(
            object.empty() ? JsonObject{{"value", nullptr}} : JsonObject{{"objectId", object}}
        );
    JsonObject params{{"functionDeclaration", std::move(function)}, {"executionContextId", world}};
    params["arguments"] = std::move(arguments);
    params["returnByValue"] = true;
    params["awaitPromise"] = true;
    auto answer = without_exception(
        co_await ask_script(session, "Runtime.callFunctionOn", std::move(params), left_until(deadline))
    );
    post(session, "Runtime.releaseObjectGroup", JsonObject{{"objectGroup", node_group}});
    if (!answer) co_return std::move(answer).error();
    const auto* result = object_at(*answer, "result");
    const auto* value = result ? result->if_contains("value") : nullptr;
    co_return value ? *value : Json();
}

// Ends an endless loop; a script that has ended already does not mind.
void ChromiumPage::terminate(const std::string& session) { post(session, "Runtime.terminateExecution", {}); }

// The <iframe> that holds the frame, by its number in the parent's session. It stays the same as long as the
// frame.
Async<Result<std::int64_t>> ChromiumPage::owner_of(FrameId frame, std::string session)
{
    if (const auto* state = frames_.find(frame); state && state->owner != 0) co_return state->owner;
    JsonObject of_frame{{"frameId", frame}};
    CO_TRY(
        const auto found, co_await ask_script(session, "DOM.getFrameOwner", std::move(of_frame), Millis(5000))
    );
    const auto owner = int_or(found, "backendNodeId");
    if (auto* state = frames_.find(frame)) state->owner = owner;
    co_return owner;
}

Async<Result<Point>> ChromiumPage::frame_origin(FrameId frame)
{
    Point origin;
    const auto* main = frames_.main();
    while (main && frame != main->frame.id) {
        const auto* state = frames_.find(frame);
        const auto* parent = state ? frames_.find(state->frame.parent) : nullptr;
        if (!parent) co_return Error{ErrorCode::page_error, "that frame is gone"};

        // The parent's process knows where it put the frame, in the coordinates of its own topmost frame.
        const auto parent_id = parent->frame.id;
        const auto session = parent->session;
        CO_TRY(const auto owner, co_await owner_of(frame, session));
        JsonObject of_node{{"backendNodeId", owner}};
        CO_TRY(
            const auto box, co_await ask_script(session, "DOM.getBoxModel", std::move(of_node), Millis(5000))
        );
        const auto* model = object_at(box, "model");
        const auto* content = model ? array_at(*model, "content") : nullptr;
        if (!content || content->size() != 8)
            co_return Error{ErrorCode::page_error, "that frame is not shown"};
        origin.x += content->at(0).to_number<double>();
        origin.y += content->at(1).to_number<double>();

        frame = frames_.root_of_session(parent_id);
        if (frame.empty()) co_return Error{ErrorCode::page_error, "that frame is gone"};
        main = frames_.main();
    }
    co_return origin;
}

}  // namespace lissom::browser
