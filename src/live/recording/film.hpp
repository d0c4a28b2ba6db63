#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace lissom::live {

// The files of one recording. While it is made there are fragments and captions; when it is done there is
// the film alone.
struct FilmFiles {
    std::filesystem::path film;  // "<task>.mp4"

    std::filesystem::path fragments() const { return film.string() + ".part"; }
    std::filesystem::path captions() const { return film.string() + ".captions"; }
};

struct Caption {
    std::int64_t from_ms = 0;
    std::int64_t to_ms = 0;
    std::string text;
};

// One line each: what a crash leaves can be read.
Done append_caption(const FilmFiles& files, const Caption& caption);

// Makes the film of its fragments: index in front, captions as a subtitle track. It appears whole or not at
// all; what it was made of goes. Blocking.
Done make_film(const FilmFiles& files);

// Makes the films that a server which died has left in this folder. Answers how many. Blocking.
std::size_t rescue_films(const std::filesystem::path& folder);

// Removes the films that are older. Answers how many. Blocking.
std::size_t remove_films(const std::filesystem::path& folder, std::chrono::seconds age);

}  // namespace lissom::live
