#include <algorithm>

#include "actions/declared.hpp"
#include "actions/document.hpp"
#include "actions/hand.hpp"
#include "actions/params.hpp"
#include "base/try.hpp"

namespace lissom::actions {
namespace {

constexpr Millis download_limit(30'000);
constexpr Millis begin_limit(1'000);
constexpr Millis download_pause(20);
constexpr std::int64_t default_tokens = 6'000;
constexpr std::int64_t max_tokens = 50'000;

struct Found {
    std::string name;
    std::filesystem::path path;
};

std::string known_names(const Stage& stage)
{
    std::string known;
    const auto add = [&](const std::string& name) { known += (known.empty() ? "\"" : ", \"") + name + "\""; };
    for (const auto& [name, path] : stage.files) add(name);
    for (const auto& download : stage.browser.downloads()) add(download.file_name);
    return known.empty() ? "there are none" : "there are " + known;
}

// The newest one of that name; any, where none is asked for.
const browser::Download* newest_download(const Stage& stage, const std::string& name)
{
    const auto& all = stage.browser.downloads();
    const auto found = std::find_if(all.rbegin(), all.rend(), [&](const browser::Download& download) {
        return name.empty() || download.file_name == name || download.path.filename() == name;
    });
    return found == all.rend() ? nullptr : &*found;
}

const std::filesystem::path* given_file(const Stage& stage, const std::string& name)
{
    const auto found = stage.files.find(name);
    return found == stage.files.end() ? nullptr : &found->second;
}

// What was downloaded, or what the task was given; no other file of this machine. A click's download may
// begin a moment after the click.
Async<Result<Found>> find(Stage& stage, std::string name)
{
    if (name.empty() && stage.browser.downloads().empty() && stage.files.size() == 1)
        name = stage.files.begin()->first;
    const auto since = moment();
    for (;;) {
        const auto waited = Millis(static_cast<std::int64_t>(seconds_since(since) * 1000));
        if (const auto* download = newest_download(stage, name)) {
            if (download->state == browser::DownloadState::done)
                co_return Found{download->file_name, download->path};
            if (download->state == browser::DownloadState::failed)
                co_return Error{
                    ErrorCode::page_error, "the download of \"" + download->file_name + "\" failed"
                };
            if (waited > download_limit)
                co_return Error{
                    ErrorCode::page_error, "\"" + download->file_name + "\" is still being downloaded"
                };
        } else if (const auto* path = given_file(stage, name)) {
            co_return Found{name, *path};
        } else if (waited > begin_limit) {
            const auto what = name.empty() ? "nothing was downloaded; say which file: "
                                           : "there is no file \"" + name + "\"; ";
            co_return Error{ErrorCode::page_error, what + known_names(stage)};
        }
        co_await pause(download_pause);
    }
}

Async<Result<Effect>> run_read_file(Stage& stage, const JsonObject& params)
{
    const auto tokens =
        std::clamp<std::int64_t>(int_or(params, "max_tokens", default_tokens), 100, max_tokens);
    CO_TRY(const auto file, co_await find(stage, string_or(params, "file")));
    CO_TRY(const auto text, co_await text_of_file(file.path));

    Effect effect;
    effect.url = stage.browser.page().url();
    effect.text = "read the file \"" + file.name + "\"";
    effect.is_of_file = true;
    effect.value = part_of(text, int_or(params, "from", 0), tokens);
    co_return effect;
}

}  // namespace

const Action read_file{
    "read_file",
    "Reads the text of a PDF or text file that was downloaded or that the task was given; without a name the "
    "newest download.",
    R"({"type":"object","properties":{"file":{"type":"string"},"from":{"type":"integer","description":"letter to read on from"},"max_tokens":{"type":"integer"}}})",
    run_read_file,
};

}  // namespace lissom::actions
