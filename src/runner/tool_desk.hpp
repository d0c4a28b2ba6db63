#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/async.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "runner/wake_list.hpp"

namespace lissom::runner {

// Where agents wait for what a client's custom tool answers. Owned by a Session.
class ToolDesk {
public:
    ToolDesk(boost::asio::any_io_executor executor, std::size_t max_output_bytes);

    void ask(std::string id);
    bool knows(const std::string& id) const { return calls_.contains(id); }
    bool has_open_calls() const;

    // The client's payload {code, output}; the first answer counts.
    void answer(const std::string& id, const JsonObject& payload);

    // What the tool answered. page_error: the client said 400, the agent may go on; unavailable: it said 500,
    // the task has to stop; timeout: nobody answered.
    Async<Result<Json>> wait_for(std::string id, std::string tool, Millis limit);

    // The answer will not be waited for any more.
    void forget(const std::string& id);

private:
    struct Call {
        bool is_open = true;
        std::optional<Result<Json>> answer;
    };
    Json cut(Json output) const;

    std::map<std::string, Call> calls_;  // answered ones stay: a client may repeat its answer
    std::size_t max_output_bytes_;
    WakeList answered_;
};

}  // namespace lissom::runner
