#include "web/files.hpp"

#include <algorithm>

namespace lissom::web {

// files() itself is written by tools/embed.py.
const File* find(std::string_view path)
{
    const auto all = files();
    const auto found = std::ranges::lower_bound(all, path, {}, &File::path);
    return found != all.end() && found->path == path ? &*found : nullptr;
}

}  // namespace lissom::web
