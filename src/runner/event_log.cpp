#include "runner/event_log.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/log.hpp"

namespace lissom::runner {

EventLog::EventLog(
    boost::asio::any_io_executor executor,
    store::Store& store,
    Clock clock,
    std::string task_id,
    Latency& latency
)
    : store_(store),
      clock_(std::move(clock)),
      task_id_(std::move(task_id)),
      latency_(latency),
      readers_(executor),
      writers_(executor)
{
}

std::int64_t EventLog::add(task::Event event)
{
    last_stamp_ = std::max(clock_(), last_stamp_ + 1);
    event.timestamp_ms = last_stamp_;
    outbox_.push_back({std::move(event), moment()});
    if (!std::exchange(is_writing_, true)) writers_.spawn("event log", write());
    return last_stamp_;
}

// What arrives while one batch is being written makes the next: a burst of events costs few commits.
Async<void> EventLog::write()
{
    while (!outbox_.empty()) {
        auto batch = std::exchange(outbox_, {});
        // All are handed to the store in their order before one is waited for, so that they share a commit.
        Nursery writes(writers_.executor());
        for (const auto& pending : batch) writes.spawn("event write", write_one(pending.event));
        co_await writes.join();
        for (auto& pending : batch) {
            latency_.note(seconds_since(pending.since));
            visible_.push_back(std::move(pending.event));
        }
        readers_.wake_all();
    }
    is_writing_ = false;
    readers_.wake_all();
}

Async<void> EventLog::write_one(task::Event event)
{
    auto done = co_await store_.append_event(task_id_, std::move(event));
    // The event is shown all the same: a client that waits for it would hang for ever. It is lost only if the
    // server dies.
    if (!done)
        log::error("event could not be written", {{"task", task_id_}, {"error", done.error().message}});
}

Async<void> EventLog::written()
{
    while (is_writing_) co_await readers_.wait_until(never);
}

std::vector<task::Event>::const_iterator EventLog::first_after(std::int64_t cursor) const
{
    return std::ranges::upper_bound(visible_, cursor, {}, &task::Event::timestamp_ms);
}

std::vector<task::Event> EventLog::after(std::int64_t cursor) const
{
    std::vector<task::Event> events;
    std::copy_if(
        first_after(cursor),
        visible_.end(),
        std::back_inserter(events),
        [&](const task::Event& event) { return !hidden_.contains(event.id); }
    );
    return events;
}

bool EventLog::has_after(std::int64_t cursor) const
{
    return std::any_of(first_after(cursor), visible_.end(), [&](const task::Event& event) {
        return !hidden_.contains(event.id);
    });
}

void EventLog::hide(std::string_view id) { hidden_.emplace(id); }

Async<void> EventLog::close()
{
    co_await written();
    co_await writers_.join();
}

}  // namespace lissom::runner
