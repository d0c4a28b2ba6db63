#pragma once

#include <deque>
#include <vector>

#include "models/model.hpp"

namespace lissom::models {

// A Model for tests: remembers every ask, answers from a script.
class ScriptedModel final : public Model {
public:
    void answer(Reply reply) { answers_.push_back(std::move(reply)); }
    void call(std::string tool, JsonObject input)
    {
        Reply reply;
        reply.tool_calls.push_back(
            {.id = "call_" + std::to_string(answers_.size() + 1),
             .name = std::move(tool),
             .input = std::move(input),
             .malformed = {}}
        );
        answer(std::move(reply));
    }
    void fail(Error error) { answers_.push_back(std::move(error)); }

    const std::vector<Ask>& asked() const { return asked_; }

    Async<Result<Reply>> ask(Ask ask) override
    {
        asked_.push_back(std::move(ask));
        if (answers_.empty()) co_return Error{ErrorCode::unavailable, "the script of the model has ended"};
        auto answer = std::move(answers_.front());
        answers_.pop_front();
        co_return answer;
    }

    std::string name() const override { return "scripted"; }

private:
    std::vector<Ask> asked_;
    std::deque<Result<Reply>> answers_;
};

}  // namespace lissom::models
