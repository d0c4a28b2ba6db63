#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "browser/context.hpp"

namespace lissom::browser {

// A file name that is only a name: no folders, control characters, leading dots or names too long for a disk.
std::string safe_file_name(std::string_view suggested);

// `name`, or "name (1).txt" and so on if the folder has it already.
std::filesystem::path free_path(const std::filesystem::path& folder, const std::string& name);

// The downloads of one context. Chromium writes them under numbers into a folder of the browser; whoever
// asked for them gets them, whole, in their own folder.
class Downloads {
public:
    // Where finished ones go; empty: nowhere, they are refused.
    void keep_in(std::filesystem::path folder) { folder_ = std::move(folder); }

    void began(const JsonObject& facts);
    // A finished download has to be brought home by this; empty when there is nothing to do.
    struct Move {
        std::size_t index = 0;
        std::filesystem::path from;
        std::filesystem::path folder;
        std::string name;
    };
    std::optional<Move> went_on(const JsonObject& facts, const std::filesystem::path& written_to);
    void moved(const Move& move, const Result<std::filesystem::path>& to);

    const std::vector<Download>& list() const { return list_; }

private:
    std::filesystem::path folder_;
    std::vector<Download> list_;
    std::map<std::string, std::size_t> by_id_;
};

// Blocking: for the disk's thread.
Result<std::filesystem::path> bring_home(const Downloads::Move& move);

}  // namespace lissom::browser
