#pragma once

#include <string>

namespace lissom {

// What went wrong, in words the rest of the program can act on.
// api/http_error.cpp turns each code into an HTTP status; an agent shows the message to its model.
enum class ErrorCode {
    invalid_argument,  // the caller sent something that can never work
    unauthorized,      // no key, or a wrong one
    forbidden,         // the key may not do this, or policy refuses it
    not_found,
    conflict,           // exists already, or the state does not allow it
    too_many_requests,  // a limit was reached; later it may work
    timeout,
    unavailable,  // a model, a database or the browser is down; trying again may help
    page_error,   // the page refused: element gone, covered, navigation failed, script threw
    not_doable,   // an agent understood and could not do it, or did not understand; the message is for a
                  // person
    internal,
};

struct Error {
    ErrorCode code = ErrorCode::internal;
    std::string message;
};

}  // namespace lissom
