#pragma once

#include <string_view>

#include "api/handlers.hpp"
#include "net/http.hpp"
#include "web/files.hpp"

namespace lissom::api {

// Who may show a page in a frame.
enum class Framing { by_own_pages, anywhere };

// A file of src/web as an answer: content type, ETag (304 where the client has it), a content security policy
// without inline script or style and without other hosts. 404: there is none.
net::Response
web_file(std::string_view path, const net::Request& request, Framing framing = Framing::by_own_pages);

}  // namespace lissom::api
