#include "runner/task_files.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <system_error>
#include <vector>

#include "runner/folders.hpp"

namespace lissom::runner {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> folders_in(const fs::path& folder)
{
    std::vector<fs::path> found;
    std::error_code ec;
    for (fs::directory_iterator entry(folder, ec), end; !ec && entry != end; entry.increment(ec))
        if (std::error_code unknown; entry->is_directory(unknown)) found.push_back(entry->path());
    return found;
}

constexpr Log all_logs[] = {Log::network, Log::console};

fs::path file_of(const fs::path& data, const std::string& task_id, Log log)
{
    return task_folder(data, task_id) / (log == Log::network ? "network.json" : "console.json");
}

// A folder that is not empty refuses to go, which is what we want.
void remove_if_empty(const fs::path& folder)
{
    std::error_code ignored;
    fs::remove(folder, ignored);
}

}  // namespace

void tidy_task_folder(const fs::path& data, const std::string& task_id)
{
    const auto folder = task_folder(data, task_id);
    for (const auto& inner : folders_in(folder)) remove_if_empty(inner);
    remove_if_empty(folder);
    std::error_code ignored;  // it may be gone now
    fs::last_write_time(folder, fs::file_time_type::clock::now(), ignored);
}

Done write_log(const fs::path& data, const std::string& task_id, Log log, const JsonObject& what)
{
    const auto file = file_of(data, task_id, log);
    std::error_code ec;
    fs::create_directories(file.parent_path(), ec);
    std::ofstream out(file, std::ios::binary);
    out << dump(what);
    if (!out.flush()) return Error{ErrorCode::unavailable, "cannot write " + file.string()};
    return {};
}

JsonObject read_log(const fs::path& data, const std::string& task_id, Log log)
{
    const std::ifstream in(file_of(data, task_id, log), std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    auto json = parse_json(text.str());
    return json && json->is_object() ? std::move(json->get_object()) : JsonObject();
}

std::size_t
remove_old_downloads(const fs::path& data, std::chrono::milliseconds age, const std::set<std::string>& living)
{
    const auto oldest = fs::file_time_type::clock::now() - age;
    std::size_t count = 0;
    for (const auto& folder : folders_in(tasks_folder(data))) {
        const auto id = folder.filename().string();
        std::error_code ec;
        const auto downloads = downloads_folder(data, id);
        const bool has_any = fs::exists(downloads, ec) || std::ranges::any_of(all_logs, [&](Log log) {
                                 return fs::exists(file_of(data, id, log), ec);
                             });
        if (living.contains(id) || !has_any || fs::last_write_time(folder, ec) > oldest) continue;
        fs::remove_all(downloads, ec);
        for (const auto log : all_logs) fs::remove(file_of(data, id, log), ec);
        for (fs::directory_iterator entry(folder, ec), end; !ec && entry != end; entry.increment(ec))
            if (entry->path().extension() == ".zip") fs::remove(entry->path(), ec);
        remove_if_empty(folder);
        ++count;
    }
    return count;
}

}  // namespace lissom::runner
