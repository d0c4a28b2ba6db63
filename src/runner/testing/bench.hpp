#pragma once

// A Runner on a bench: everything around it is fake, its event loop is turned by the test.

#include <filesystem>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <gtest/gtest.h>

#include "base/nursery.hpp"
#include "base/testing.hpp"
#include "runner/runner.hpp"
#include "runner/testing/fake_browser.hpp"
#include "store/memory_store.hpp"
#include "store/testing/temporary_folder.hpp"

namespace lissom::runner::testing {

// What agents of a test do: set `work` before they are asked.
using Work = std::function<Async<Result<agent::Answer>>(agent::Surroundings, agent::Assignment)>;

class RunnerTest : public ::testing::Test {
protected:
    RunnerTest()
        : disk(1),
          pool(loop.get_executor()),
          tests_(loop.get_executor())
    {
        settings.max_concurrent = 4;
        settings.hold_limit = Millis(5'000);
        settings.result_grace = Millis(5'000);
        settings.folder = folder.path();
        settings.public_base = "http://lissom.test";
        settings.link_secret = "a secret for links";
        crew.smooth_lite = [this](agent::Surroundings surroundings, agent::Assignment assignment) {
            return work(std::move(surroundings), std::move(assignment));
        };
        crew.extract = [](browser::Page&, Json, std::string) {
            return fixed(JsonObject{{"title", "a page"}});
        };
        crew.snapshot = [](browser::Page&, JsonObject) { return fixed("[e1] button \"OK\""); };
        crew.has_action = [](std::string_view name) { return name == "click"; };
        crew.perform = click;
        crew.check_schema = [](const Json&) { return Done(); };
    }

    void TearDown() override
    {
        if (runner) run_void(runner->stop(Millis(0)));
        EXPECT_TRUE(pool.open.empty()) << "a browser was left open";
        disk.join();
    }

    // The runner as configured so far; made at the first use.
    Runner& the_runner()
    {
        if (!runner) runner.emplace(loop.get_executor(), disk, pool, store, crew, settings, clock);
        return *runner;
    }

    // An agent that works until the test lets it go.
    void let_agents_wait()
    {
        work = [this](agent::Surroundings, agent::Assignment assignment) -> Async<Result<agent::Answer>> {
            ++agents_at_work;
            while (!agents_may_go) co_await pause(Millis(1));
            co_return agent::Answer{Json("did: " + assignment.instruction), 3, 1.5, "smooth-lite"};
        };
    }

    // Turns the loop until the coroutine has its answer.
    template <class T>
    T run(Async<T> coroutine)
    {
        std::optional<T> result;
        tests_.spawn("test", detail::keep_result(std::move(coroutine), result));
        turn_until([&] { return result.has_value(); });
        return *std::move(result);
    }
    void run_void(Async<void> coroutine)
    {
        bool is_over = false;
        tests_.spawn("test", then_set(std::move(coroutine), is_over));
        turn_until([&] { return is_over; });
    }

    // Starts something that is to go on while the test does other things.
    template <class T>
    void start(Async<T> coroutine, std::optional<T>& result)
    {
        tests_.spawn("test", detail::keep_result(std::move(coroutine), result));
        turn();
    }

    // Everything that can happen without time passing.
    void turn()
    {
        loop.restart();
        loop.poll();
    }

    template <class Condition>
    void turn_until(Condition condition)
    {
        const auto deadline = moment() + Millis(20'000);
        while (!condition()) {
            if (moment() > deadline) throw std::runtime_error("what the test waits for did not come");
            loop.restart();
            loop.run_one_for(Millis(100));
        }
    }

    // -- words of the tests
    // ----------------------------------------------------------------------------------------
    std::string submit(std::string_view body)
    {
        auto spec = task::spec_from_json(*parse_json(body));
        if (!spec) throw std::runtime_error(spec.error().message);
        auto submitted = run(the_runner().submit("key", *spec));
        if (!submitted) throw std::runtime_error(submitted.error().message);
        return submitted->id;
    }
    std::string open_session()
    {
        const auto id = submit(R"({"task":null})");
        wait_for_event(id, "session_started");
        return id;
    }

    Reading read(const std::string& id, std::optional<std::int64_t> event_t = std::nullopt)
    {
        // No waiting: what is there now.
        auto reading = run(the_runner().read("key", id, {event_t, Millis(0), false}));
        if (!reading) throw std::runtime_error(reading.error().message);
        return *reading;
    }
    task::Status status(const std::string& id) { return read(id).task.status; }
    std::vector<task::Event> events(const std::string& id, std::int64_t event_t = 0)
    {
        return *read(id, event_t).events;
    }
    std::int64_t last_stamp(const std::string& id)
    {
        const auto all = events(id);
        return all.empty() ? 0 : all.back().timestamp_ms;
    }
    std::optional<task::Event> event(const std::string& id, const std::string& event_id)
    {
        for (auto& event : events(id))
            if (event.id == event_id) return event;
        return std::nullopt;
    }
    std::optional<task::Event> event_named(const std::string& id, const std::string& name)
    {
        for (auto& event : events(id))
            if (event.name == name) return event;
        return std::nullopt;
    }

    Result<std::string> post(const std::string& id, std::string_view body)
    {
        auto event = task::event_from_json(*parse_json(body));
        if (!event) return event.error();
        return run(the_runner().post_event("key", id, *event));
    }
    // The event id, after posting a browser_action.
    std::string act(
        const std::string& id,
        std::string_view action,
        JsonObject input = {},
        std::string_view name = "browser_action"
    )
    {
        const JsonObject body{{"name", name}, {"payload", {{"name", action}, {"input", std::move(input)}}}};
        auto posted = post(id, dump(body));
        if (!posted) throw std::runtime_error(posted.error().message);
        return *posted;
    }
    void answer_tool(const std::string& id, const std::string& call, int code, Json output)
    {
        const JsonObject body{
            {"name", "tool_call"}, {"id", call}, {"payload", {{"code", code}, {"output", std::move(output)}}}
        };
        ASSERT_TRUE(post(id, dump(body)));
    }
    // The payload of the result, when it has come.
    JsonObject result(const std::string& id, const std::string& event_id)
    {
        std::optional<task::Event> found;
        turn_until([&] { return (found = event(id, event_id)).has_value(); });
        return found->payload;
    }
    task::Event wait_for_event(const std::string& id, const std::string& name)
    {
        std::optional<task::Event> found;
        turn_until([&] { return (found = event_named(id, name)).has_value(); });
        return *found;
    }
    task::Task wait_for_end(const std::string& id)
    {
        turn_until([&] { return task::is_final(read(id, last_stamp(id)).task.status); });
        return read(id).task;
    }
    static Async<Result<Json>> fixed(Json value) { co_return value; }

    TemporaryFolder folder;
    boost::asio::io_context loop{1};
    boost::asio::thread_pool disk;
    store::MemoryStore store;
    FakePool pool;
    Settings settings;
    Crew crew;
    Clock clock = system_clock();
    std::optional<Runner> runner;
    int agents_at_work = 0;  // of let_agents_wait()
    bool agents_may_go = false;
    Work work = [](agent::Surroundings, agent::Assignment assignment) {
        return done("did: " + assignment.instruction);
    };

    static Async<Result<agent::Answer>> done(std::string output)
    {
        co_return agent::Answer{Json(output), 1, 0.5, "smooth-lite"};
    }

private:
    static Async<void> then_set(Async<void> coroutine, bool& flag)
    {
        co_await std::move(coroutine);
        flag = true;
    }
    static Async<Result<actions::Effect>> click(actions::Stage&, std::string, JsonObject)
    {
        actions::Effect effect;
        effect.text = "clicked";
        effect.has_changed = true;
        co_return effect;
    }

    Nursery tests_;
};

}  // namespace lissom::runner::testing
