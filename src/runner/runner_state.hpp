#pragma once

// What a Runner is made of, for the files that are its body: runner.cpp (who works when) and reading.cpp
// (what clients read).

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/nursery.hpp"
#include "runner/house.hpp"
#include "runner/runner.hpp"
#include "runner/session.hpp"
#include "runner/teller.hpp"
#include "runner/wake_list.hpp"

namespace lissom::runner {

// Downloads are offered so long, as the Smooth API does.
inline constexpr std::int64_t downloads_kept_ms = 24 * 3'600'000LL;

struct Runner::State {
    explicit State(House its_house)
        : house(std::move(its_house)),
          ended(house.executor),
          lives(house.executor),
          teller(house),
          chores(house.executor)
    {
    }

    House house;
    // Those that live and, for a while, those that have ended. Shared: see Session.
    std::unordered_map<std::string, std::shared_ptr<Session>> sessions;
    std::int64_t last_creation_ms = 0;
    std::size_t holding = 0;
    bool is_stopping = false;
    WakeList ended;
    Nursery lives;
    Teller teller;
    Nursery chores;  // forgetting, sweeping: may be cut short

    std::shared_ptr<Session> find(const std::string& key_id, const std::string& id) const;
    std::size_t living() const;
    std::int64_t next_creation_ms();
    Done check_admission(const std::string& key_id, const task::Spec& spec) const;

    Async<void> live(std::shared_ptr<Session> session);
    Async<void> forget_later(std::string id);
    Async<void> keep_removing_downloads();
    Async<Result<Reading>> read_kept(std::string key_id, std::string id, ReadOptions options);
    Async<void> hold(std::shared_ptr<Session> session, std::int64_t cursor, Moment deadline);
    Async<void> fill_downloads(task::Task& task, bool has_any_now);
};

inline Error unknown_task(const std::string& id)
{
    return Error{ErrorCode::not_found, "there is no task \"" + id + "\""};
}

}  // namespace lissom::runner
