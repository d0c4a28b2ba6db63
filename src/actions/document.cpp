#include "actions/document.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "actions/hand.hpp"
#include "base/base64.hpp"
#include "base/time.hpp"
#include "base/try.hpp"
#include "browser/launch.hpp"
#include "browser/sandbox.hpp"

namespace lissom::actions {
namespace {

constexpr auto reader = "/usr/bin/pdftotext";  // Debian's poppler-utils
constexpr auto most_pages = "500";
constexpr std::size_t most_text = 4u << 20;  // of one document
constexpr Millis reading_limit(20'000);
constexpr rlim_t reader_seconds = 15;         // of CPU
constexpr rlim_t reader_memory = 1ull << 30;  // ordinary PDFs take some 20 MB
constexpr int most_shown_bytes = 32 << 20;    // of a PDF in a page, which comes through the protocol

class OpenFile {
public:
    explicit OpenFile(int descriptor)
        : descriptor_(descriptor)
    {
    }
    OpenFile(OpenFile&& other) noexcept
        : descriptor_(std::exchange(other.descriptor_, -1))
    {
    }
    ~OpenFile()
    {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    OpenFile& operator=(OpenFile&&) = delete;

    int descriptor() const { return descriptor_; }
    bool is_open() const { return descriptor_ >= 0; }

private:
    int descriptor_;
};

// The program at work. It ends with its owner, and is reaped.
class Reader {
public:
    Reader(const boost::asio::any_io_executor& executor, const browser::Launched& launched)
        : pid_(launched.pid),
          pid_fd_(launched.pid_fd),
          commands_(launched.to_child),
          answers_(launched.from_child),
          output_(executor, launched.child_errors)
    {
        // Before it has read a byte, or nearly: what it may use is little either way.
        limit(RLIMIT_CPU, reader_seconds);
        limit(RLIMIT_AS, reader_memory);
        limit(RLIMIT_FSIZE, 0);
        limit(RLIMIT_NPROC, 0);
    }
    ~Reader() { end(); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    // All that it writes, to its end, or until it is more than anybody wants to read.
    Async<Result<std::string>> text()
    {
        std::string text;
        std::array<char, 65'536> part{};
        for (;;) {
            boost::system::error_code error;
            const auto count = co_await output_.async_read_some(
                boost::asio::buffer(part), boost::asio::redirect_error(boost::asio::use_awaitable, error)
            );
            if (error) co_return text;
            text.append(part.data(), count);
            if (text.size() > most_text) co_return text;
        }
    }

    // Whether it said that all went well; it is over then.
    bool end()
    {
        if (pid_ < 0) return false;
        kill(-pid_, SIGKILL);
        int status = -1;
        while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
        }
        pid_ = -1;
        // Its output ends as it exits, with its status set: the kill comes too late to change that.
        return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }

private:
    void limit(__rlimit_resource what, rlim_t most) const
    {
        const rlimit bound{most, most};
        prlimit(pid_, what, &bound, nullptr);
    }

    pid_t pid_;
    OpenFile pid_fd_;
    OpenFile commands_;
    OpenFile answers_;
    boost::asio::posix::stream_descriptor output_;
};

// Columns are held apart by a few blanks instead of many, and pages by a line that counts them.
std::string tidied(const std::string& text)
{
    std::string tidy;
    int page = 1;
    std::size_t blanks = 0;
    std::size_t lines = 0;
    const auto has_text_behind = [&](std::size_t at) {
        return text.find_first_not_of(" \f\n\r", at) != std::string::npos;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char letter = text[i];
        if (letter == '\f') {
            ++page;
            if (has_text_behind(i)) tidy += "\n(page " + std::to_string(page) + ")\n";
            blanks = lines = 0;
        } else if (letter == '\n') {
            if (++lines <= 2 && !tidy.empty()) tidy += '\n';
            blanks = 0;
        } else if (letter == ' ' || letter == '\r') {
            ++blanks;
        } else {
            if (!tidy.empty() && tidy.back() != '\n') tidy.append(std::min<std::size_t>(blanks, 3), ' ');
            blanks = lines = 0;
            tidy += letter;
        }
    }
    while (tidy.ends_with('\n')) tidy.pop_back();
    return tidy;
}

Async<Result<std::string>> text_of_pdf(OpenFile pdf)
{
    if (!can_read_pdfs())
        co_return Error{
            ErrorCode::unavailable, "PDFs cannot be read on this machine: apt-get install poppler-utils"
        };
    const browser::LaunchSpec spec{
        .program = reader,
        .arguments = {"-q", "-layout", "-enc", "UTF-8", "-l", most_pages, "-", "-"},
        .environment = {},
        .user = geteuid() == 0 ? browser::unprivileged_user() : std::nullopt,
        .input = pdf.descriptor(),
    };
    CO_TRY(const auto launched, browser::launch(spec));
    Reader at_work(co_await boost::asio::this_coro::executor, launched);
    CO_TRY(auto text, co_await within(reading_limit, "reading the PDF", at_work.text()));
    const bool is_cut = text.size() > most_text;
    if (!at_work.end() && !is_cut)
        co_return Error{
            ErrorCode::page_error, "the PDF cannot be read: it is damaged, or asks for a password"
        };
    if (is_cut) text.resize(text.rfind('\n', most_text));
    auto tidy = tidied(text);
    if (tidy.empty()) co_return Error{ErrorCode::page_error, "the PDF holds no text: its pages are pictures"};
    co_return tidy;
}

// Also text that our own bound has cut off within its last letter.
bool is_utf8(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        if (lead == 0 || (lead >= 0x80 && lead < 0xC2) || lead > 0xF4) return false;
        const std::size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0x80 ? 1 : 0;
        if (text.size() - i <= more) return true;
        for (std::size_t j = 1; j <= more; ++j)
            if ((static_cast<unsigned char>(text[i + j]) & 0xC0U) != 0x80U) return false;
        i += more + 1;
    }
    return true;
}

bool is_pdf(std::string_view head)
{
    constexpr std::size_t head_of_pdf = 1024;  // readers allow as much before the mark
    return head.substr(0, head_of_pdf).contains("%PDF-");
}

}  // namespace

bool can_read_pdfs() { return ::access(reader, X_OK) == 0; }

Async<Result<std::string>> text_of_file(std::filesystem::path file)
{
    OpenFile open_file(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    std::string text(most_text, '\0');
    const auto count =
        open_file.is_open() ? ::pread(open_file.descriptor(), text.data(), text.size(), 0) : ssize_t{-1};
    if (count < 0) co_return Error{ErrorCode::page_error, "the file is not there any more"};
    text.resize(static_cast<std::size_t>(count));
    if (is_pdf(text)) co_return co_await text_of_pdf(std::move(open_file));
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    if (!is_utf8(text))
        co_return Error{
            ErrorCode::page_error, "the file is neither text nor a PDF: its words cannot be read"
        };
    co_return text;
}

Async<bool> shows_pdf(browser::Page& page)
{
    const auto frames = page.frames();
    if (frames.empty() || page.open_dialog()) co_return false;
    const auto type = co_await page.call(frames.front().id, "() => document.contentType", {}, call_limit);
    co_return type && *type == "application/pdf";
}

Async<Result<std::string>> text_of_shown_pdf(browser::Page& page)
{
    // From the cache where it is, by the way and with the rights of the page itself.
    constexpr auto fetch_it = R"(async most => {
        const answer = await fetch(location.href, { cache: 'force-cache' });
        const bytes = new Uint8Array(await answer.arrayBuffer());
        if (bytes.length > most) return null;
        let text = '';
        for (let at = 0; at < bytes.length; at += 32768)
            text += String.fromCharCode(...bytes.subarray(at, at + 32768));
        return btoa(text);
    })";
    const auto frames = page.frames();
    if (frames.empty()) co_return Error{ErrorCode::page_error, "the page is gone"};
    CO_TRY(
        const auto told,
        co_await page.call(frames.front().id, fetch_it, JsonArray{most_shown_bytes}, reading_limit)
    );
    if (!told.is_string()) co_return Error{ErrorCode::page_error, "the PDF is too long to be read"};
    const auto bytes = from_base64(told.get_string());
    if (!bytes || !is_pdf(*bytes))
        co_return Error{ErrorCode::page_error, "the site does not give the PDF a second time"};
    OpenFile file(memfd_create("pdf", MFD_CLOEXEC));
    std::size_t written = 0;
    while (file.is_open() && written < bytes->size()) {
        const auto count = ::write(file.descriptor(), bytes->data() + written, bytes->size() - written);
        if (count <= 0) break;
        written += static_cast<std::size_t>(count);
    }
    if (written < bytes->size()) co_return Error{ErrorCode::unavailable, "there is no memory for the PDF"};
    ::lseek(file.descriptor(), 0, SEEK_SET);
    co_return co_await text_of_pdf(std::move(file));
}

std::string part_of(const std::string& text, std::int64_t from, std::int64_t max_tokens)
{
    constexpr std::size_t letters_a_token = 4;
    const auto is_inside_letter = [&](std::size_t at) {
        return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
    };
    auto begin = std::min(static_cast<std::size_t>(std::max<std::int64_t>(from, 0)), text.size());
    while (is_inside_letter(begin)) ++begin;
    auto end = std::min(begin + static_cast<std::size_t>(max_tokens) * letters_a_token, text.size());
    while (is_inside_letter(end)) --end;
    auto part = text.substr(begin, end - begin);
    if (end < text.size())
        part += "\n(" + std::to_string(text.size() - end) + " of " + std::to_string(text.size()) +
                " letters are left: read on with from " + std::to_string(end) + ")";
    return part;
}

}  // namespace lissom::actions
