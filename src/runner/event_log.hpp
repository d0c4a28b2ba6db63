#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/async.hpp"
#include "base/nursery.hpp"
#include "base/time.hpp"
#include "runner/latency.hpp"
#include "runner/wake_list.hpp"
#include "store/store.hpp"
#include "task/task.hpp"

namespace lissom::runner {

// One session's events. Timestamps are unique and strictly increasing; an event is durable before a reader
// sees it, and readers see events in their order. Reading never consumes. Owned by its Session, which awaits
// close().
class EventLog {
public:
    // `latency`: counts how long each event took until it could be read.
    EventLog(
        boost::asio::any_io_executor executor,
        store::Store& store,
        Clock clock,
        std::string task_id,
        Latency& latency
    );

    // Stamps the event and writes it behind the scenes; answers its timestamp.
    std::int64_t add(task::Event event);

    // Resumes when everything added so far is durable and visible.
    Async<void> written();

    // Visible events with timestamp > cursor.
    std::vector<task::Event> after(std::int64_t cursor) const;
    bool has_after(std::int64_t cursor) const;

    // Takes an event away from readers: a tool call that was answered must not be executed by the next
    // client.
    void hide(std::string_view id);

    // Woken when an event becomes visible, and by the session on changes of its own.
    WakeList& readers() { return readers_; }

    std::int64_t last_visible() const { return visible_.empty() ? 0 : visible_.back().timestamp_ms; }
    Async<void> close();  // written, and nothing runs any more

private:
    struct Pending {
        task::Event event;
        Moment since;
    };

    Async<void> write();
    Async<void> write_one(task::Event event);
    std::vector<task::Event>::const_iterator first_after(std::int64_t cursor) const;

    store::Store& store_;
    Clock clock_;
    std::string task_id_;
    Latency& latency_;
    std::int64_t last_stamp_ = 0;
    std::vector<task::Event> visible_;
    std::vector<Pending> outbox_;
    std::set<std::string, std::less<>> hidden_;  // ids
    bool is_writing_ = false;
    WakeList readers_;
    Nursery writers_;
};

}  // namespace lissom::runner
