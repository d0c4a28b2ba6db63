#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "cdp/channel.hpp"
#include "cdp/subscribers.hpp"

namespace lissom::cdp {

// A Channel for tests: remembers every command, answers from a script, sends the events it is told to.
class RecordingChannel final : public Channel {
public:
    void answer(JsonObject result) { answers_.push_back(std::move(result)); }
    void fail(Error error) { answers_.push_back(std::move(error)); }
    void emit(std::string_view session, std::string_view method, const JsonObject& params)
    {
        subscribers_.dispatch(session, method, params);
    }

    const std::vector<Command>& sent() const { return sent_; }
    const std::vector<std::string>& interrupted() const { return interrupted_; }

    Async<Result<JsonObject>> send(Command command) override
    {
        sent_.push_back(std::move(command));
        if (answers_.empty()) co_return JsonObject();
        auto answer = std::move(answers_.front());
        answers_.pop_front();
        co_return answer;
    }
    void post(Command command) override { sent_.push_back(std::move(command)); }
    Subscription on(std::string session, std::string method, Handler handler) override
    {
        return subscribers_.add(std::move(session), std::move(method), std::move(handler));
    }
    void interrupt(std::string_view session, const Error&) override { interrupted_.emplace_back(session); }

private:
    std::vector<Command> sent_;
    std::vector<std::string> interrupted_;
    std::deque<Result<JsonObject>> answers_;
    Subscribers subscribers_;
};

}  // namespace lissom::cdp
