#include "api/http_error.hpp"

namespace lissom::api {

// The one place where an ErrorCode becomes HTTP. No default: the compiler asks for a row per code.
unsigned status_of(ErrorCode code)
{
    switch (code) {
        case ErrorCode::invalid_argument: return 400;
        case ErrorCode::unauthorized: return 401;
        case ErrorCode::forbidden: return 403;
        case ErrorCode::not_found: return 404;
        case ErrorCode::conflict: return 409;
        case ErrorCode::page_error:
        case ErrorCode::not_doable: return 422;
        case ErrorCode::too_many_requests: return 429;
        case ErrorCode::internal: return 500;
        case ErrorCode::unavailable: return 503;
        case ErrorCode::timeout: return 504;
    }
    return 500;
}

net::Response to_response(const Error& error)
{
    auto response = net::Response::json(status_of(error.code), {{"detail", error.message}});
    if (error.code == ErrorCode::unauthorized) response.headers["WWW-Authenticate"] = "Bearer";
    return response;
}

}  // namespace lissom::api
