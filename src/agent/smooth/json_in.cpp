#include "agent/smooth/json_in.hpp"

namespace lissom::agent {

Result<Json> json_in(const std::string& text)
{
    const auto start = text.find_first_of("{[");
    const auto end = text.find_last_of("}]");
    if (start == std::string::npos || end == std::string::npos || end < start)
        return Error{ErrorCode::not_doable, "the model answered without JSON"};
    return parse_json(std::string_view(text).substr(start, end + 1 - start));
}

}  // namespace lissom::agent
