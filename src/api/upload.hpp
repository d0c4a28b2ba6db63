#pragma once

#include <string>

#include "api/handlers.hpp"
#include "store/store.hpp"

// What files and extensions have in common: one part of a form becomes a row of the store and a file of the
// data folder.

namespace lissom::api {

struct Form {
    net::Part file;
    std::string purpose;
};

// The part named "file", and what older clients may have called it. invalid_argument: no such part, or no
// usable name.
// What file_form() and extension_form() describe.
Result<Form> form_from(const net::Request& request);

// A name that is safe to show and to give to a page: the last segment of what the client sent, without
// control characters and leading dots, at most 255 bytes. Empty: nothing of it can be used.
std::string safe_file_name(std::string_view sent);

// Keeps the content, then the row, so that a row always has its content. too_many_requests: the key's space
// is full.
Async<Done> keep_upload(Context& context, store::Upload upload, std::string content);

// The row first, then the content. not_found: no such upload of that kind.
Async<Done> forget_upload(Context& context, std::string key_id, std::string kind, std::string id);

// Files whose day is over. Called by app/ now and then.
Async<Done> remove_expired_uploads(Context& context);

}  // namespace lissom::api
