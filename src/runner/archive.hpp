#pragma once

#include <filesystem>

#include "base/result.hpp"

namespace lissom::runner {

// Whether the folder holds any file. Blocking.
bool has_files(const std::filesystem::path& folder);

// Packs the files of a folder into a zip, under their names. The zip appears whole or not at all. Blocking.
Done zip_folder(const std::filesystem::path& folder, const std::filesystem::path& zip);

}  // namespace lissom::runner
