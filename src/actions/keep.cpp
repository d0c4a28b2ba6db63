#include "actions/keep.hpp"

#include <fstream>
#include <system_error>

namespace lissom::actions {

Result<std::filesystem::path>
keep(const Stage& stage, std::string_view stem, std::string_view extension, std::string_view bytes)
{
    std::error_code error;
    std::filesystem::create_directories(stage.artifacts, error);
    std::filesystem::path path;
    for (int number = 1; number < 10'000; ++number) {
        path = stage.artifacts /
               (std::string(stem) + "-" + std::to_string(number) + "." + std::string(extension));
        if (!std::filesystem::exists(path, error)) break;
    }
    std::ofstream file(path, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file) return Error{ErrorCode::unavailable, "cannot write " + path.string() + ": is the disk full?"};
    return path;
}

}  // namespace lissom::actions
