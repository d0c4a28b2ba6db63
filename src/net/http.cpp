#include "net/http.hpp"

#include <algorithm>

#include "net/encoding.hpp"

namespace lissom::net {
namespace {

char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

}  // namespace

std::string_view name_of(Method method)
{
    switch (method) {
        case Method::get: return "GET";
        case Method::post: return "POST";
        case Method::put: return "PUT";
        case Method::patch: return "PATCH";
        case Method::del: return "DELETE";
        case Method::head: return "HEAD";
        case Method::options: return "OPTIONS";
    }
    return "GET";
}

bool LessIgnoringCase::operator()(std::string_view a, std::string_view b) const
{
    return std::ranges::lexicographical_compare(a, b, {}, lower, lower);
}

std::string_view Request::header(std::string_view name) const
{
    const auto found = headers.find(name);
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

std::optional<std::string> Request::param(std::string_view name) const
{
    const auto found = query.find(std::string(name));
    if (found == query.end()) return std::nullopt;
    return found->second;
}

std::string Request::path_param(std::string_view name) const
{
    const auto found = path_params.find(std::string(name));
    return found == path_params.end() ? std::string() : found->second;
}

Response Response::json(unsigned status, const Json& body)
{
    Response response;
    response.status = status;
    response.headers.emplace("Content-Type", "application/json");
    response.body = dump(body);
    return response;
}

}  // namespace lissom::net
