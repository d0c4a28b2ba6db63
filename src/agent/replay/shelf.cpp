// Files of scripts. They are few and small: reading or writing one on the event loop takes less than handing
// it to a thread and back.

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "agent/replay/script.hpp"
#include "base/ids.hpp"
#include "base/log.hpp"

namespace lissom::agent::replay {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_scripts = 500;        // of one key
constexpr std::uintmax_t most_bytes = 2u << 20;  // of one script
constexpr std::size_t most_letters_of_a_name = 40;

std::string slug_of(std::string_view instruction)
{
    std::string slug;
    for (const char letter : instruction) {
        if (slug.size() >= most_letters_of_a_name) break;
        const auto octet = static_cast<unsigned char>(letter);
        if (octet < 128 && std::isalnum(octet))
            slug += static_cast<char>(std::tolower(octet));
        else if (!slug.empty() && slug.back() != '-')
            slug += '-';
    }
    while (slug.ends_with('-')) slug.pop_back();
    return slug.empty() ? "task" : slug;
}

std::optional<Json> read(const fs::path& file)
{
    std::error_code error;
    const auto size = fs::file_size(file, error);
    if (error || size > most_bytes) return std::nullopt;
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    auto json = parse_json(text);
    return json ? std::optional(*std::move(json)) : std::nullopt;
}

std::vector<fs::path> files_in(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code error;
    for (auto entry = fs::directory_iterator(folder, error); !error && entry != fs::directory_iterator();
         entry.increment(error))
        if (entry->path().extension() == ".json") files.push_back(entry->path());
    return files;
}

void make_room(const fs::path& folder)
{
    auto files = files_in(folder);
    if (files.size() < most_scripts) return;
    std::error_code ignored;
    std::ranges::sort(files, {}, [&](const fs::path& file) { return fs::last_write_time(file, ignored); });
    for (std::size_t i = 0; i + most_scripts <= files.size(); ++i) fs::remove(files[i], ignored);
}

}  // namespace

fs::path Shelf::file_for(const Assignment& assignment) const
{
    std::string same = assignment.instruction + "\n" + assignment.url + "\n";
    if (assignment.response_model) same += dump(*assignment.response_model);
    std::set<std::string> names;
    for (const auto& [name, value] : assignment.metadata) names.insert("m:" + std::string(name));
    for (const auto& [name, secret] : assignment.secrets) names.insert("s:" + name);
    for (const auto& tool : assignment.custom_tools) names.insert("t:" + tool.name);
    for (const auto& name : names) same += "\n" + name;
    return folder_ / (slug_of(assignment.instruction) + "-" + mark_of(same) + ".json");
}

std::optional<Script> Shelf::find(const Assignment& assignment) const
{
    if (folder_.empty()) return std::nullopt;
    const auto file = file_for(assignment);
    const auto json = read(file);
    if (!json) return std::nullopt;
    auto script = script_from(*json);
    if (script) return *std::move(script);
    log::warn("a script was not taken", {{"file", file.string()}, {"why", script.error().message}});
    return std::nullopt;
}

void Shelf::keep(const Assignment& assignment, const Script& script) const
{
    if (folder_.empty()) return;
    std::error_code error;
    fs::create_directories(folder_, error);
    fs::permissions(folder_, fs::perms::owner_all, error);
    make_room(folder_);
    const auto file = file_for(assignment);
    const auto fresh = folder_ / ("new-" + random_id(8));
    {
        std::ofstream out(fresh, std::ios::binary);
        out << to_text(script);
        out.close();
        if (!out) error = std::make_error_code(std::errc::io_error);
    }
    if (!error) fs::rename(fresh, file, error);
    if (!error) return;
    log::warn("a script could not be kept", {{"file", file.string()}, {"why", error.message()}});
    std::error_code ignored;
    fs::remove(fresh, ignored);
}

void Shelf::drop(const Assignment& assignment) const
{
    std::error_code ignored;
    if (!folder_.empty()) fs::remove(file_for(assignment), ignored);
}

void Shelf::forget(const fs::path& folder, std::string_view task_id)
{
    for (const auto& file : files_in(folder)) {
        const auto json = read(file);
        const auto* script = json ? json->if_object() : nullptr;
        std::error_code ignored;
        if (script && string_or(*script, "learnt_from") == task_id) fs::remove(file, ignored);
    }
}

}  // namespace lissom::agent::replay
