#include "api/task_list.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "api/query.hpp"
#include "base/try.hpp"
#include "runner/runner.hpp"

namespace lissom::api {
namespace {

constexpr int max_list_length = static_cast<int>(param::length.most);

// A search reads so many tasks for one answer, and says where to go on: no search holds the storage for long.
constexpr int pages_a_search = 8;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Letters of ASCII in either case; `words` is in lower case.
bool contains(std::string_view text, std::string_view words)
{
    return !std::ranges::search(text, words, {}, lower).empty() || words.empty();
}

bool is_wanted(const task::Task& task, const Wanted& wanted)
{
    if (!wanted.statuses.empty() && !wanted.statuses.contains(task.status)) return false;
    if (wanted.text.empty()) return true;
    const auto says = [&](std::string_view text) { return contains(text, wanted.text); };
    return says(task.id) || says(string_or(task.spec, "task")) || says(string_or(task.spec, "url")) ||
           says(string_or(task.spec, "profile_id")) || (!task.output.is_null() && says(dump(task.output)));
}

}  // namespace

Result<Wanted> wanted_from(const net::Request& request)
{
    Wanted wanted;
    TRY(const auto before_s, read(request, param::before));
    TRY(const auto length, read(request, param::length));
    wanted.before_ms = std::llround(before_s * 1'000);
    wanted.length = static_cast<int>(length);
    TRY(const auto names, read(request, param::status));
    for (const auto& name : names)
        if (const auto status = task::status_from(name)) wanted.statuses.insert(*status);
    TRY(wanted.text, read(request, param::words));
    std::ranges::transform(wanted.text, wanted.text.begin(), lower);
    return wanted;
}

Async<Result<Found>> find_tasks(Context& context, std::string key_id, Wanted wanted)
{
    const bool is_search = !wanted.statuses.empty() || !wanted.text.empty();
    const int at_once = is_search ? max_list_length : wanted.length;
    Found found;
    auto before_ms = wanted.before_ms;
    for (int page = 0; page < pages_a_search; ++page) {
        CO_TRY(auto tasks, co_await context.runner.list(key_id, before_ms, at_once));
        for (auto& task : tasks) {
            before_ms = task.created_at_ms;
            if (!is_wanted(task, wanted)) continue;
            found.tasks.push_back(std::move(task));
            if (std::ssize(found.tasks) < wanted.length) continue;
            found.next_before_ms = before_ms;
            co_return found;
        }
        if (std::ssize(tasks) < at_once) co_return found;  // these were the oldest
    }
    found.next_before_ms = before_ms;
    co_return found;
}

void put_details(JsonObject& json, const task::Task& task)
{
    json["request"] = task.spec.empty() ? Json() : Json(task.spec);
    json["is_session"] = task.is_session;
    json["created_at_ms"] = task.created_at_ms;
    json["ended_at_ms"] = task.ended_at_ms ? Json(task.ended_at_ms) : Json();
}

}  // namespace lissom::api
