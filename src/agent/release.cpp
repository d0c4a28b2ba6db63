#include "agent/release.hpp"

#include <cstdlib>

#include "base/try.hpp"

namespace lissom::agent {
namespace {

view::Ref element_of(const JsonObject& params)
{
    auto wanted = string_or(params, "element");
    wanted.erase(0, wanted.find_first_of("0123456789"));  // as actions read it: "e12", "[e12]"
    return wanted.empty() ? int_or(params, "element") : std::atoll(wanted.c_str());
}

// The address of the frame that holds the element, as it is now; empty when there is no such element, so that
// nothing is allowed there.
std::string frame_url(const JsonObject& params, const browser::Page& page, const view::Snapshot& snapshot)
{
    const auto* node = snapshot.find(element_of(params));
    if (node == nullptr) return "";
    for (const auto& frame : page.frames())
        if (frame.id == node->frame) return frame.url;
    return "";
}

}  // namespace

Result<JsonObject> released_for(
    const Secrets& secrets,
    std::string_view action,
    const JsonObject& params,
    const browser::Page& page,
    const view::Snapshot& snapshot
)
{
    if (secrets.empty() || !secrets.are_named_in(params)) return params;
    if (action != "fill" && action != "type") {
        return Error{
            ErrorCode::forbidden,
            "a secret may only be filled or typed into a field, not given to " + std::string(action)
        };
    }
    TRY(auto released, secrets.release(params, frame_url(params, page, snapshot)));
    released["is_secret"] = true;
    released["shown_as"] = string_or(params, params.contains("value") ? "value" : "text");
    return released;
}

}  // namespace lissom::agent
