#include "runner/trace.hpp"

#include <fstream>
#include <system_error>
#include <utility>

#include "base/log.hpp"
#include "base/on.hpp"
#include "base/try.hpp"

namespace lissom::runner {
namespace {

// A task of 128 steps with pages of the largest size kept stays far below it; a session that lives for days
// does not fill the disk.
constexpr std::size_t max_trace_bytes = 48u << 20;

Done append(const std::filesystem::path& file, const std::string& lines)
{
    std::error_code code;
    std::filesystem::create_directories(file.parent_path(), code);
    std::ofstream out(file, std::ios::binary | std::ios::app);
    out << lines;
    out.close();
    if (!out) return Error{ErrorCode::unavailable, file.string() + " cannot be written; is the disk full?"};
    // What pages showed is as private as what tasks say.
    std::filesystem::permissions(file, std::filesystem::perms(0600), code);
    return {};
}

bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

}  // namespace

Trace::Trace(
    const boost::asio::any_io_executor& executor,
    boost::asio::thread_pool& disk,
    std::filesystem::path file
)
    : disk_(disk),
      file_(std::move(file)),
      waiters_(executor),
      writers_(executor)
{
}

std::int64_t Trace::add(JsonObject entry)
{
    if (is_full_) return 0;
    if (bytes_ > max_trace_bytes) {
        is_full_ = true;
        entry = {{"kind", "full"}, {"at_ms", entry.contains("at_ms") ? entry["at_ms"] : Json()}};
    }
    JsonObject numbered{{"n", ++count_}};
    for (auto& field : entry) numbered[field.key()] = std::move(field.value());
    auto line = dump(numbered) + "\n";
    bytes_ += line.size();
    outbox_ += line;
    if (!std::exchange(is_writing_, true)) writers_.spawn("trace", write());
    return is_full_ ? 0 : count_;
}

Async<void> Trace::write()
{
    while (!outbox_.empty()) {
        auto lines = std::exchange(outbox_, {});
        const auto done = co_await on(disk_, [file = file_, lines] { return append(file, lines); });
        // A task is not to fail for its trace; the next entry may find room again.
        if (!done) log::warn("trace could not be written", {{"why", done.error().message}});
    }
    is_writing_ = false;
    waiters_.wake_all();
}

Async<void> Trace::written()
{
    while (is_writing_) co_await waiters_.wait_until(never);
}

Async<void> Trace::close()
{
    co_await written();
    co_await writers_.join();
}

std::filesystem::path picture_file(const std::filesystem::path& pictures, std::int64_t entry)
{
    return pictures / (std::to_string(entry) + ".jpg");
}

Done write_picture(const std::filesystem::path& file, const std::string& jpeg)
{
    std::error_code code;
    std::filesystem::create_directories(file.parent_path(), code);
    std::filesystem::permissions(file.parent_path(), std::filesystem::perms(0700), code);
    std::ofstream out(file, std::ios::binary);
    out << jpeg;
    if (!out.flush()) return Error{ErrorCode::unavailable, file.string() + " cannot be written"};
    return {};
}

Result<JsonArray>
read_trace(const std::filesystem::path& file, const std::filesystem::path& pictures, std::int64_t from)
{
    JsonArray entries;
    std::error_code code;
    if (!std::filesystem::exists(file, code)) return entries;
    std::ifstream in(file, std::ios::binary);
    if (!in) return Error{ErrorCode::unavailable, "the trace cannot be read"};
    std::int64_t number = 0;
    for (std::string line; std::getline(in, line);) {
        if (++number < from) continue;
        // The last line of a server that was killed may be half there.
        auto entry = parse_json(line);
        if (!entry || !entry->is_object()) continue;
        if (std::filesystem::exists(picture_file(pictures, number), code))
            entry->get_object()["picture"] = true;
        entries.push_back(*std::move(entry));
    }
    return entries;
}

std::string capped(std::string text, std::size_t bytes)
{
    if (text.size() <= bytes) return text;
    auto end = bytes;
    while (end > 0 && !begins_character(text[end])) --end;
    const auto missing = text.size() - end;
    text.resize(end);
    return text + "\n(" + std::to_string(missing) + " more bytes)";
}

Json capped(Json value, std::size_t bytes)
{
    if (value.is_string()) return Json(capped(std::string(value.get_string()), bytes));
    auto text = dump(value);
    if (text.size() <= bytes) return value;
    return Json(capped(std::move(text), bytes));
}

}  // namespace lissom::runner
