#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "api/handlers.hpp"
#include "task/task.hpp"

namespace lissom::api {

// Which tasks a list is to have.
struct Wanted {
    std::set<task::Status> statuses;  // empty: any
    std::string text;                 // in instruction, address, profile, id or output; empty: any
    std::int64_t before_ms = 0;       // 0: no bound
    int length = 32;
};

struct Found {
    std::vector<task::Task> tasks;
    // Where to go on: what was created before it was not looked at. 0: all were.
    std::int64_t next_before_ms = 0;
};

// invalid_argument: a parameter is not what the API takes.
Result<Wanted> wanted_from(const net::Request& request);

Async<Result<Found>> find_tasks(Context& context, std::string key_id, Wanted wanted);

// What a person wants to know of a task beside its TaskResponse: what was asked, and exact times.
void put_details(JsonObject& json, const task::Task& task);

}  // namespace lissom::api
