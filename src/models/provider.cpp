#include "models/provider.hpp"

namespace lissom::models {

ToolCall tool_call(std::string id, std::string name, std::string_view arguments)
{
    ToolCall call{.id = std::move(id), .name = std::move(name), .input = {}};
    if (arguments.empty()) return call;
    auto parsed = parse_json(arguments);
    if (parsed && parsed->is_object())
        call.input = parsed->get_object();
    else
        call.malformed = std::string(arguments);
    return call;
}

}  // namespace lissom::models
