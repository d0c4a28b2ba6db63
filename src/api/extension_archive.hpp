#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace lissom::api {

// Bounds on what an archive may unpack to, counted while unpacking and not as declared: against archives made
// to fill a disk.
struct ArchiveLimits {
    std::size_t max_entries = 5'000;
    std::size_t max_bytes = 200u << 20;
    std::size_t max_ratio = 100;  // unpacked to packed, of the whole
};

// Unpacks a zipped browser extension so that manifest.json is at the root of `folder`; one top folder in the
// archive is taken off. The folder is complete or does not exist. invalid_argument says what is wrong with
// the archive: not a zip, no manifest, a manifest Chromium would not take, too large, a path that leads out,
// a link, encrypted.
Done unpack_extension(std::string_view zip, const std::filesystem::path& folder, ArchiveLimits limits = {});

}  // namespace lissom::api
