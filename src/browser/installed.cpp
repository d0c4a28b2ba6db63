#include "browser/installed.hpp"

#include <unistd.h>

#include <initializer_list>

namespace lissom::browser {
namespace {

std::string first_program(std::initializer_list<const char*> paths)
{
    for (const char* path : paths)
        if (access(path, X_OK) == 0) return path;
    return "";
}

}  // namespace

// The packages' wrapper scripts add flags and processes of their own: the programs themselves are asked for.
Installed find_chromium()
{
    return Installed{
        first_program(
            {"/usr/lib/chromium/chromium-headless-shell",
             "/usr/lib/chromium-browser/headless_shell",
             "/opt/chromium/chrome-headless-shell"}
        ),
        first_program(
            {"/usr/lib/chromium/chromium",
             "/usr/lib/chromium-browser/chromium-browser",
             "/opt/google/chrome/chrome",
             "/usr/lib64/chromium-browser/chromium-browser"}
        )
    };
}

}  // namespace lissom::browser
