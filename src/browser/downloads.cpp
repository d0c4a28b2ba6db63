#include "browser/downloads.hpp"

#include <unistd.h>

#include <algorithm>
#include <optional>

namespace lissom::browser {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_name = 200;  // bytes; file systems take 255, and a number may be added

}  // namespace

std::string safe_file_name(std::string_view suggested)
{
    if (const auto slash = suggested.find_last_of("/\\"); slash != std::string_view::npos)
        suggested.remove_prefix(slash + 1);
    std::string name;
    for (const char c : suggested) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 32 || byte == 127) continue;
        name += std::string_view(":*?\"<>|").find(c) == std::string_view::npos ? c : '_';
    }
    while (!name.empty() && (name.front() == '.' || name.front() == ' ')) name.erase(0, 1);
    while (!name.empty() && (name.back() == '.' || name.back() == ' ')) name.pop_back();
    if (name.size() > longest_name) {
        // The ending says what kind of file it is.
        const auto dot = name.rfind('.');
        const auto ending = dot != std::string::npos && name.size() - dot <= 16 ? name.substr(dot) : "";
        auto keep = longest_name - ending.size();
        while (keep > 0 && (static_cast<unsigned char>(name[keep]) & 0xC0) == 0x80)
            --keep;  // not inside a character
        name = name.substr(0, keep) + ending;
    }
    return name.empty() ? "download" : name;
}

fs::path free_path(const fs::path& folder, const std::string& name)
{
    const fs::path wanted(name);
    auto path = folder / wanted;
    std::error_code ignored;
    for (int number = 1; fs::exists(fs::symlink_status(path, ignored)); ++number)
        path = folder /
               (wanted.stem().string() + " (" + std::to_string(number) + ")" + wanted.extension().string());
    return path;
}

void Downloads::began(const JsonObject& facts)
{
    Download download;
    download.url = string_or(facts, "url");
    download.file_name = safe_file_name(string_or(facts, "suggestedFilename"));
    if (folder_.empty()) download.state = DownloadState::failed;
    by_id_[string_or(facts, "guid")] = list_.size();
    list_.push_back(std::move(download));
}

std::optional<Downloads::Move> Downloads::went_on(const JsonObject& facts, const fs::path& written_to)
{
    const auto id = string_or(facts, "guid");
    const auto entry = by_id_.find(id);
    if (entry == by_id_.end()) return std::nullopt;
    const auto index = entry->second;
    auto& download = list_[index];
    download.bytes = static_cast<std::uint64_t>(std::max(0.0, number_or(facts, "receivedBytes")));

    const auto state = string_or(facts, "state");
    if (state == "canceled") download.state = DownloadState::failed;
    if (state != "completed" || folder_.empty()) return std::nullopt;
    return Move{index, written_to / id, folder_, download.file_name};
}

void Downloads::moved(const Move& move, const Result<fs::path>& to)
{
    auto& download = list_[move.index];
    download.state = to ? DownloadState::done : DownloadState::failed;
    if (!to) return;
    download.path = *to;
    download.file_name = to->filename().string();
}

Result<fs::path> bring_home(const Downloads::Move& move)
{
    std::error_code ec;
    fs::create_directories(move.folder, ec);
    auto to = free_path(move.folder, move.name);
    fs::rename(move.from, to, ec);
    if (ec) {
        // Another disk: copy under another name first, so that nobody sees half a file.
        const auto half = move.folder / (".half-" + move.from.filename().string());
        fs::copy_file(move.from, half, ec);
        if (!ec) fs::rename(half, to, ec);
        std::error_code ignored;
        fs::remove(move.from, ignored);
        if (ec) fs::remove(half, ignored);
    }
    if (ec)
        return Error{ErrorCode::unavailable, "cannot keep the download " + move.name + ": " + ec.message()};
    // Chromium may have written it as another user.
    [[maybe_unused]] const int owned = chown(to.c_str(), geteuid(), getegid());
    fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write, ec);
    return to;
}

}  // namespace lissom::browser
