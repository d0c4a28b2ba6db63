#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include <boost/asio/thread_pool.hpp>

#include "base/async.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "net/http.hpp"

namespace lissom::live {
class Live;
}
namespace lissom::runner {
class Runner;
}
namespace lissom::store {
class Store;
}

namespace lissom::api {

class Auth;
class Metrics;

struct Settings {
    std::filesystem::path data;  // uploads lie below it
    std::size_t max_upload_bytes = 100u << 20;
    std::size_t max_stored_bytes = 2u << 30;  // files and extensions of one key
    Millis file_lifetime = Millis(24 * 3600'000);
    std::string operator_key = "local";  // the id of the key that may manage the others
    JsonObject shown;                    // how the server was set up, for who runs it; nothing secret
};

// What a handler may use. Built once in app/, outlives every request.
struct Context {
    runner::Runner& runner;
    store::Store& store;
    Auth& auth;
    Metrics& metrics;
    boost::asio::thread_pool& disk;
    Settings settings;
    Clock clock = system_clock();
    live::Live* live = nullptr;  // null: nothing is shown live
};

// A request that has found its route and shown its key.
struct Call {
    net::Request request;
    std::string key_id;  // empty on routes that need no key
};

using Handler = Async<Result<net::Response>>(Context&, const Call&);

// tasks.cpp
Handler create_task, get_task, list_tasks, delete_task, delete_task_data;
// trace.cpp
Handler get_trace, get_step_picture;
// network.cpp
Handler get_network;
// console.cpp
Handler get_console;
// events.cpp
Handler post_event, stream_events;
// profiles.cpp
Handler create_profile, list_profiles, delete_profile;
// files.cpp
Handler upload_file, list_files, delete_file;
// extensions.cpp
Handler upload_extension, list_extensions, delete_extension;
// downloads.cpp
Handler get_downloads;
// live.cpp
Handler show_live_page, get_recording, get_live_links;
// legacy.cpp
Handler answer_tool, open_browser_session, close_browser_session, list_browser_sessions, list_profile_ids,
    list_browser_extensions, live_url_of_profile;
// telemetry.cpp
Handler drop_telemetry;
// health.cpp
Handler is_alive, is_ready;
// metrics.cpp
Handler show_metrics;
// keys.cpp
Handler list_keys, create_key, revoke_key;
// about.cpp
Handler show_server;
// pages.cpp
Handler show_home, show_docs, show_openapi;
// web_files.cpp
Handler show_web_file;

// {"r": value}: what every success looks like.
net::Response success(Json value);

}  // namespace lissom::api
