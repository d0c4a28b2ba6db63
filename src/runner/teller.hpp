#pragma once

#include <string>

#include "base/async.hpp"
#include "base/nursery.hpp"
#include "base/result.hpp"
#include "task/task.hpp"

namespace lissom::runner {

struct House;

// Tells clients' servers that their tasks have ended, as their webhook_url asks. Owned by the Runner. Whoever
// is to be told stands in the store until they were: what a restart cuts short, the next server begins anew.
class Teller {
public:
    explicit Teller(House& house);

    // What the server before did not get to tell, the end of the tasks it left behind included.
    Async<Done> start();
    // Before the task is kept: a server that dies in between leaves a webhook without a task, and that is
    // thrown away.
    Async<Done> expect(std::string url, const task::Task& task);
    void tell(task::Task task, std::string url);
    // Gives the last ones a moment.
    Async<void> stop();

private:
    bool can_tell() const;
    Async<void> tell_and_forget(task::Task task, std::string url);

    House& house_;
    Nursery webhooks_;
};

}  // namespace lissom::runner
