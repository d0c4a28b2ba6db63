#include "api/api.hpp"

namespace lissom::api {
namespace {

using net::Method;

// A new endpoint is one handler, one line here and its entry in openapi.json. Literal paths stand above those
// with a {parameter} in the same place.
constexpr Route all_routes[] = {
    {Method::post, "/task", create_task},
    {Method::get, "/task", list_tasks},
    {Method::get, "/task/{task_id}", get_task},
    {Method::del, "/task/{task_id}", delete_task},
    {Method::post, "/task/{task_id}/event", post_event},
    {Method::get, "/task/{task_id}/events", stream_events},
    {Method::get, "/task/{task_id}/trace", get_trace},
    {Method::get, "/task/{task_id}/trace/{entry}/picture", get_step_picture},
    {Method::del, "/task/{task_id}/data", delete_task_data},
    {Method::get, "/task/{task_id}/network", get_network},
    {Method::get, "/task/{task_id}/console", get_console},

    {Method::get, "/task/{task_id}/live", get_live_links},

    {Method::post, "/profile", create_profile},
    {Method::get, "/profile", list_profiles},
    {Method::del, "/profile/{profile_id}", delete_profile},

    {Method::post, "/file", upload_file},
    {Method::get, "/file", list_files},
    {Method::del, "/file/{file_id}", delete_file},

    {Method::post, "/extension", upload_extension},
    {Method::get, "/extension", list_extensions},
    {Method::del, "/extension/{extension_id}", delete_extension},

    {Method::get, "/key", list_keys},
    {Method::post, "/key", create_key},
    {Method::del, "/key/{key_id}", revoke_key},

    {Method::get, "/server", show_server},

    // What clients before 0.4 ask for.
    {Method::post, "/task/smooth", create_task},
    {Method::put, "/task/{task_id}", answer_tool},
    {Method::post, "/upload_file", upload_file},
    {Method::get, "/browser", live_url_of_profile},
    {Method::post, "/browser/session", open_browser_session},
    {Method::get, "/browser/session", list_browser_sessions},
    {Method::del, "/browser/session/{live_id}", close_browser_session},
    {Method::post, "/browser/profile", create_profile},
    {Method::get, "/browser/profile", list_profile_ids},
    {Method::del, "/browser/profile/{profile_id}", delete_profile},
    {Method::post, "/browser/extension", upload_extension},
    {Method::get, "/browser/extension", list_browser_extensions},
    {Method::del, "/browser/extension/{extension_id}", delete_extension},

    {Method::post, "/telemetry", drop_telemetry, Access::open},

    {Method::get, "/healthz", is_alive, Access::root},
    {Method::get, "/readyz", is_ready, Access::root},
    {Method::get, "/metrics", show_metrics, Access::root},
    {Method::get, "/openapi.json", show_openapi, Access::root},
    {Method::get, "/d/{token}", get_downloads, Access::root},           // a link that is its own key
    {Method::get, "/live/{token}", show_live_page, Access::root},       // likewise, as is its WebSocket
    {Method::get, "/recordings/{token}", get_recording, Access::root},  // likewise
    {Method::get, "/web/{folder}/{file}", show_web_file, Access::root},
    {Method::get, "/", show_home, Access::root},
    {Method::get, "/docs", show_docs, Access::root},
};

}  // namespace

std::span<const Route> routes() { return all_routes; }

}  // namespace lissom::api
