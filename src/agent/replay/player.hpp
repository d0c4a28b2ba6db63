#pragma once

#include <string>

#include "agent/agent.hpp"
#include "agent/replay/reading.hpp"
#include "agent/replay/script.hpp"
#include "agent/secrets.hpp"

namespace lissom::agent::replay {

// Carries out a script, step by step, as long as each fits the page and brings about what it did.
class Player {
public:
    Player(Surroundings& around, const Assignment& assignment, const Script& script);

    // From the first step, or from where the last call stopped. Errors: not_doable with the step that did not
    // fit (the page is then as the steps before it left it, or as that step did); unavailable and what a
    // custom tool failed for good with, which end the task.
    Async<Done> play();

    // Whether there is something for the script to do once the step that play() stopped at is done: more
    // steps, or an answer that it can read itself.
    bool has_more_to_do() const;

    // The step that play() stopped at, with what stands around it, for whoever is to do it instead; empty
    // where it stopped before the first.
    std::string told_step(const Error& why) const;

    // Whether what somebody else did is what that step was to do: it went where the step went, entered the
    // same, called the same tool. A bare click that led nowhere may be any click; who did it must say so.
    bool is_mended_by(const Step& step);

    // The step is done, by whomever; `number` is of the last step that was told.
    void go_on_after(int number);

    // The answer, read from the page as it is now. not_doable: only an agent can tell.
    Async<Result<Json>> answer();

    int steps() const { return steps_; }
    const std::vector<std::string>& done() const { return done_; }  // actions, in order

private:
    enum class Stage { before, under_way };

    Async<Done> begin();
    Async<Done> play_step(const ScriptStep& step);
    Async<Result<JsonObject>> params_for(const ScriptStep& step);
    Async<Done> find_targets(const ScriptStep& step, JsonObject& params);
    Async<Result<actions::Effect>> carry_out(const ScriptStep& step, JsonObject params);
    Async<Done> look();
    Done read_all(const std::vector<Reading>& readings);
    void tell(const ScriptStep& step, JsonObject params, const Result<actions::Effect>& effect, Moment start);
    std::string in_words(const ScriptStep& step) const;
    Error unfit(const ScriptStep& step, const std::string& why) const;

    Surroundings& around_;
    const Assignment& assignment_;
    const Script& script_;
    Secrets secrets_;
    Values values_;
    std::shared_ptr<const view::Snapshot> page_;
    std::vector<std::string> done_;
    Stage stage_ = Stage::before;
    std::size_t next_ = 0;       // step of the script
    bool says_the_same_ = true;  // every page so far, word for word
    int steps_ = 0;
    int tools_called_ = 0;
};

}  // namespace lissom::agent::replay
