#include "models/event_stream.hpp"

#include <string>

namespace lissom::models {
namespace {

// The line that begins at `at`, without its end; moves `at` behind it.
std::string_view take_line(std::string_view stream, std::size_t& at)
{
    const auto end = stream.find_first_of("\r\n", at);
    const auto line = stream.substr(at, end == std::string_view::npos ? end : end - at);
    if (end == std::string_view::npos)
        at = stream.size();
    else
        at = end + (stream.substr(end).starts_with("\r\n") ? 2 : 1);
    return line;
}

void take_event(std::string& data, std::vector<JsonObject>& events)
{
    if (auto json = parse_json(data); json && json->is_object())
        events.push_back(std::move(json->get_object()));
    data.clear();
}

}  // namespace

std::vector<JsonObject> events_of(std::string_view stream)
{
    std::vector<JsonObject> events;
    std::string data;
    for (std::size_t at = 0; at < stream.size();) {
        auto line = take_line(stream, at);
        if (line.empty()) take_event(data, events);
        if (!line.starts_with("data:")) continue;
        line.remove_prefix(line.starts_with("data: ") ? 6 : 5);
        if (!data.empty()) data += '\n';
        data += line;
    }
    take_event(data, events);  // some servers forget the last empty line
    return events;
}

}  // namespace lissom::models
