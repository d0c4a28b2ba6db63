#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "base/async.hpp"

namespace lissom::actions {

// What Stage::turn holds where a person may take over: awaiting it waits for the controls.
class Turn {
public:
    // `was_away` is set by whoever sees a person take the controls.
    Turn(std::function<Async<void>()> wait, std::shared_ptr<bool> was_away)
        : wait_(std::move(wait)),
          was_away_(std::move(was_away))
    {
    }

    Async<void> operator()() const { return wait_(); }

    // Whether a person had the controls since this was last asked: an agent is told once.
    bool take_note() const { return std::exchange(*was_away_, false); }

private:
    std::function<Async<void>()> wait_;
    std::shared_ptr<bool> was_away_;  // shared with the session, which outlives no copy of the stage
};

}  // namespace lissom::actions
