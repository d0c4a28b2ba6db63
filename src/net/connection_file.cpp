// How a connection sends a file: whole, or the range a video player asks for.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/log.hpp"
#include "net/connection.hpp"

namespace lissom::net {
namespace {

namespace asio = boost::asio;

// Small enough that a cold disk does not hold up the event loop for long.
constexpr std::size_t max_sendfile_bytes = 256u << 10;

class File {
public:
    explicit File(const std::filesystem::path& path)
        : handle_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW))
    {
        if (handle_ < 0 || ::fstat(handle_, &facts_) != 0 || !S_ISREG(facts_.st_mode)) return;
        is_readable_ = true;
    }
    ~File()
    {
        if (handle_ >= 0) ::close(handle_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    bool is_readable() const { return is_readable_; }
    int handle() const { return handle_; }
    std::size_t size() const { return static_cast<std::size_t>(facts_.st_size); }

    // Changes when the file does, so that a player never joins ranges of two versions.
    std::string tag() const
    {
        return fmt::format("{:x}-{:x}.{:x}", facts_.st_size, facts_.st_mtim.tv_sec, facts_.st_mtim.tv_nsec);
    }

private:
    int handle_;
    struct stat facts_{};
    bool is_readable_ = false;
};

// What of it is sent, by its headers; and into the response what is said of it.
ByteRange choose_part(
    Response& response,
    HeadFacts& facts,
    const FileConditions& conditions,
    std::size_t size,
    const std::string& version
)
{
    const auto tag = '"' + version + '"';
    ByteRange part{0, size - 1};
    facts.length = size;
    response.headers.try_emplace("Content-Type", "application/octet-stream");
    response.headers.insert_or_assign("Accept-Ranges", "bytes");
    response.headers.insert_or_assign("ETag", tag);
    const bool is_same_version = conditions.if_range.empty() || conditions.if_range == tag;
    const auto wanted = is_same_version ? range_from(conditions.range, size) : std::nullopt;
    if (wanted && response.status == 200) {
        part = *wanted;
        const bool is_there = part.first <= part.last;
        response.status = is_there ? 206 : 416;
        facts.length = is_there ? part.last - part.first + 1 : 0;
        response.headers.insert_or_assign(
            "Content-Range",
            is_there ? fmt::format("bytes {}-{}/{}", part.first, part.last, size)
                     : fmt::format("bytes */{}", size)
        );
    }
    return part;
}

}  // namespace

Async<bool>
Connection::write_file(Response response, HeadFacts facts, bool is_head, FileConditions conditions)
{
    const File file(response.file);
    if (!file.is_readable()) {
        auto missing = Response::json(404, JsonObject{{"detail", "the file is gone"}});
        co_return co_await write_response(std::move(missing), facts, is_head, {});
    }
    const auto part = choose_part(response, facts, conditions, file.size(), file.tag());
    const auto head = response_head(response, facts);
    if (!co_await write(head)) co_return false;
    if (is_head || facts.length == 0) co_return true;
    co_return co_await send_file(file.handle(), part.first, facts.length);
}

Async<bool>
Connection::write_content(Response response, HeadFacts facts, bool is_head, FileConditions conditions)
{
    const auto content = response.content;
    const auto part = choose_part(response, facts, conditions, content->size(), content->version());
    const auto head = response_head(response, facts);
    if (!co_await write(head)) co_return false;
    if (is_head) co_return true;
    for (std::size_t sent = 0; sent < facts.length;) {
        const auto bytes = content->read(part.first + sent);
        if (!bytes || bytes->empty()) {
            log::error(
                "a file could not be sent", {{"why", bytes ? "it has become shorter" : bytes.error().message}}
            );
            co_return false;  // the client sees that it is not whole
        }
        const auto piece = std::string_view(*bytes).substr(0, facts.length - sent);
        if (!co_await write(piece)) co_return false;
        sent += piece.size();
    }
    co_return true;
}

Async<bool> Connection::send_file(int file, std::size_t offset, std::size_t length)
{
    auto position = static_cast<off_t>(offset);
    while (length > 0) {
        wait_for(Waiting::for_client_to_take);
        const auto [error] =
            co_await socket_.async_wait(Socket::wait_write, asio::as_tuple(asio::use_awaitable));
        if (error) co_return false;
        const auto sent =
            ::sendfile(socket_.native_handle(), file, &position, std::min(length, max_sendfile_bytes));
        if (sent < 0 && (errno == EAGAIN || errno == EINTR)) continue;
        if (sent <= 0) co_return false;  // the client left, or the file became shorter than promised
        length -= static_cast<std::size_t>(sent);
    }
    wait_for(Waiting::no);
    co_return true;
}

}  // namespace lissom::net
