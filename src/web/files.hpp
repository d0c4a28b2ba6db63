#pragma once

#include <span>
#include <string_view>

namespace lissom::web {

// A file of the web pages, compiled in: what lies under src/web and is no C++ and no test.
struct File {
    std::string_view path;          // below src/web: "live/viewer.js"
    std::string_view content_type;  // with the charset where it is text
    std::string_view etag;          // quoted; changes with the bytes
    std::string_view bytes;
};

std::span<const File> files();            // in the order of their paths
const File* find(std::string_view path);  // null: there is none

}  // namespace lissom::web
