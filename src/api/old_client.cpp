#include "api/old_client.hpp"

namespace lissom::api {

bool is_old_client(const net::Request& request)
{
    auto agent = request.header("user-agent");
    for (auto name : {"smooth-python-sdk/0.", "smooth-ts-sdk/0.", "smooth-typescript-sdk/0."}) {
        if (!agent.starts_with(name)) continue;
        auto minor = agent.substr(std::string_view(name).size());
        return minor.starts_with("1.") || minor.starts_with("2.") || minor.starts_with("3.");
    }
    return false;
}

void put_tool_calls(JsonObject& response, const runner::Reading& reading)
{
    JsonObject calls;
    if (reading.events) {
        for (const auto& event : *reading.events) {
            if (event.name != "tool_call") continue;
            const auto* input = event.payload.if_contains("input");
            calls[event.id] = {
                {"name", string_or(event.payload, "name")},
                {"input", dump(input ? *input : Json(JsonObject()))}
            };
        }
    }
    response["tool_calls"] = std::move(calls);
    response["events"] = nullptr;
}

}  // namespace lissom::api
