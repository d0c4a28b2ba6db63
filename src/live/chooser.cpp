#include "live/chooser.hpp"

#include <algorithm>
#include <fstream>
#include <utility>

#include "base/base64.hpp"
#include "base/log.hpp"
#include "base/on.hpp"
#include "base/try.hpp"

namespace lissom::live {
namespace {

constexpr Millis command_limit(10'000);
constexpr std::size_t most_files = 20;
constexpr std::size_t longest_name = 200;

}  // namespace

std::string safe_file_name(std::string_view name)
{
    name.remove_prefix(std::min(name.find_last_of("/\\") + 1, name.size()));
    std::string safe;
    for (const char c : name)
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) safe += c;
    while (safe.starts_with('.')) safe.erase(0, 1);
    // The ending says what it is: the beginning goes first, a whole character at a time.
    if (safe.size() > longest_name) safe.erase(0, safe.size() - longest_name);
    while (!safe.empty() && (static_cast<unsigned char>(safe[0]) & 0xC0) == 0x80) safe.erase(0, 1);
    return safe.empty() ? "file" : safe;
}

Chooser::Chooser(
    boost::asio::any_io_executor executor,
    boost::asio::thread_pool& disk,
    browser::Context& browser,
    std::filesystem::path folder,
    Ask ask
)
    : disk_(disk),
      browser_(browser),
      folder_(std::move(folder)),
      ask_(std::move(ask)),
      nursery_(executor)
{
}

void Chooser::look_again()
{
    auto& front = browser_.page();
    if (followed_ == &front) return;
    followed_ = &front;
    field_.reset();
    openings_ = front.on_event("Page.fileChooserOpened", [this, &front](const JsonObject& params) {
        asked(front, params);
    });
}

void Chooser::asked(const browser::Page& page, const JsonObject& params)
{
    if (&page != followed_) return;
    const auto node = int_or(params, "backendNodeId");
    if (node == 0) return;
    field_ = Field{string_or(params, "frameId"), node};
    ask_(string_or(params, "mode") == "selectMultiple");
}

Done Chooser::give(const JsonObject& message)
{
    auto field = std::exchange(field_, std::nullopt);
    std::vector<File> files;
    if (const auto* given = array_at(message, "files"))
        for (const auto& entry : *given) {
            if (!entry.is_object() || files.size() == most_files) break;
            auto bytes = from_base64(string_or(entry.get_object(), "data"));
            if (!bytes) return Error{ErrorCode::invalid_argument, "the file is not base64"};
            files.push_back({safe_file_name(string_or(entry.get_object(), "name")), *std::move(bytes)});
        }
    if (field && !files.empty())
        nursery_.spawn("files of a person", hand_over(*followed_, *std::move(field), std::move(files)));
    return {};
}

Async<void> Chooser::hand_over(browser::Page& page, Field field, std::vector<File> files)
{
    // Each in a folder of its own: two may have the same name.
    std::vector<std::string> paths;
    for (const auto& file : files) paths.push_back((folder_ / std::to_string(++given_) / file.name).string());
    const bool are_written = co_await on(disk_, [paths, files = std::move(files)] {
        for (std::size_t i = 0; i < files.size(); ++i) {
            std::error_code ec;
            std::filesystem::create_directories(std::filesystem::path(paths[i]).parent_path(), ec);
            std::ofstream out(paths[i], std::ios::binary);
            if (!out.write(files[i].bytes.data(), static_cast<std::streamsize>(files[i].bytes.size())))
                return false;
        }
        return true;
    });
    if (!are_written) co_return log::warn("files of a person could not be kept");

    JsonObject node;
    node["backendNodeId"] = field.node;
    const auto resolved = co_await page.send(field.frame, "DOM.resolveNode", std::move(node), command_limit);
    const auto* object = resolved ? object_at(*resolved, "object") : nullptr;
    if (!object) co_return;  // the page has gone on
    const auto done = co_await page.set_files(field.frame, string_or(*object, "objectId"), std::move(paths));
    if (!done) log::debug("files of a person were not taken", {{"why", done.error().message}});
}

Async<void> Chooser::close()
{
    openings_.reset();
    co_await nursery_.stop();
    if (given_ == 0) co_return;
    co_await on(disk_, [folder = folder_] {
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    });
}

}  // namespace lissom::live
