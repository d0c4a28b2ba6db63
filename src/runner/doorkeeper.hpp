#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/async.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "base/signal.hpp"
#include "base/time.hpp"
#include "browser/context.hpp"
#include "runner/challenge.hpp"

namespace lissom::runner {

// Looks out for challenges in a session's pages: tells of them, lets agents wait until a person has passed
// them, and says when that took too long. Owned by its Session; nothing may wait in it when that goes.
class Doorkeeper {
public:
    struct Ways {
        browser::Context& browser;
        std::function<Async<Result<std::optional<Challenge>>>(browser::Page& page, Next next)> find;
        std::function<void(std::string name, JsonObject payload)> tell;  // an event for the task's log
        std::function<Async<void>()> wait_for_person;  // while one holds the controls; empty: nobody can
        Millis patience;
    };

    Doorkeeper(boost::asio::any_io_executor executor, Ways ways);

    // Returns when no challenge stands in the way of an agent's next action; never where none is passed.
    Async<void> clear(std::string next);
    // Resumes with the sentence when a challenge that somebody waits for was not passed in time.
    Async<Error> given_up();
    // Tells once of what a client's action has led to. Clients see to it themselves.
    Async<void> notice();

private:
    Async<Result<std::optional<Challenge>>> look(Next next);
    void tell(std::string_view state, const Challenge& challenge, Moment since);

    Ways ways_;
    Signal gave_up_;
    std::optional<Challenge> refused_;  // the last one that was not passed
    std::optional<Challenge> noticed_;
};

}  // namespace lissom::runner
