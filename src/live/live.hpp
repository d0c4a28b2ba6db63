#pragma once

#include <map>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/thread_pool.hpp>

#include "base/async.hpp"
#include "live/show.hpp"
#include "net/websocket.hpp"
#include "task/task.hpp"

namespace lissom::live {

struct Settings {
    Millis patience = Millis(30'000);  // a person who holds the controls may do nothing for so long
    std::size_t encoder_threads = 1;
};

// What a person can watch: one show for each session that has a browser. Owned by app/.
class Live {
public:
    Live(boost::asio::any_io_executor executor, Settings settings);

    void open(Subject subject);
    bool is_on(const std::string& task_id) const { return shows_.contains(task_id); }
    void tell_event(const std::string& task_id, const task::Event& event);
    Async<void> wait_for_person(std::string task_id);
    // Subject::secrets_at has more to say: returns when pages show none of them.
    Async<void> hide_secrets(std::string task_id);
    // What its page looks like now: a small JPEG.
    Async<Result<std::string>> still(std::string task_id);
    // Ends the show; when it returns, nothing of it uses the browser any more. True: there is a recording.
    // `recording_url` is what viewers are told then.
    Async<bool> close(std::string task_id, task::Status status, std::string recording_url);

    // Serves a viewer until the show ends or the viewer leaves. At once where there is no such show.
    Async<void> visit(std::string task_id, std::shared_ptr<net::WebSocket> socket, Right right);

private:
    std::shared_ptr<Show> find(const std::string& task_id) const;

    boost::asio::any_io_executor executor_;
    Settings settings_;
    boost::asio::thread_pool encoders_;
    std::map<std::string, std::shared_ptr<Show>> shows_;  // by task; shared with viewers, see Show
};

}  // namespace lissom::live
