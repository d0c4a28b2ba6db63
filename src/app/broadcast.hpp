#pragma once

#include <chrono>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/thread_pool.hpp>

#include "base/async.hpp"
#include "live/live.hpp"
#include "runner/crew.hpp"
#include "runner/links.hpp"
#include "runner/settings.hpp"

namespace lissom::app {

// Shows the runner's sessions live and gives them their links. Owned by the Service; outlives the runner.
class Broadcast {
public:
    Broadcast(
        boost::asio::any_io_executor executor,
        boost::asio::thread_pool& disk,
        live::Settings live_settings,
        runner::Settings settings,
        runner::Purpose issued,  // what a live_url gives: view or control
        bool keeps_pictures      // of steps, beside the trace
    );

    live::Live& live() { return live_; }
    void join(runner::Crew& crew);
    // Finishes what a server that died was recording; before the runner starts, which asks for it.
    Async<void> rescue_recordings();
    // Those that are older.
    Async<void> remove_recordings(std::chrono::days age);

private:
    Async<std::string> open(runner::LiveSession session);
    Async<std::string> close(task::Task task);

    boost::asio::thread_pool& disk_;
    live::Live live_;
    runner::Settings settings_;
    runner::Purpose issued_;
    bool keeps_pictures_;
};

}  // namespace lissom::app
