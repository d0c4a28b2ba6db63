#include "vault/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <system_error>
#include <utility>

#include "base/try.hpp"
#include "vault/cipher.hpp"

namespace lissom::vault {
namespace {

constexpr std::string_view first_line = "lissom sealed 1\n";
constexpr std::size_t head_bytes = first_line.size() + salt_bytes;
constexpr std::size_t chunk_bytes = 64u << 10;
constexpr std::size_t sealed_chunk_bytes = chunk_bytes + tag_bytes;

Nonce nonce_of(std::uint64_t chunk, bool is_last)
{
    Nonce nonce{};
    for (std::size_t i = 0; i < 8; ++i) nonce[i] = static_cast<unsigned char>(chunk >> (8 * (7 - i)));
    nonce.back() = is_last ? 1 : 0;
    return nonce;
}

Error disk_error(std::string_view what)
{
    return Error{ErrorCode::unavailable, std::string(what) + ": " + std::generic_category().message(errno)};
}

Error damaged()
{
    return Error{
        ErrorCode::unavailable,
        "the file does not open with this server's vault key: it was sealed with another one, or is damaged"
    };
}

Done write_all(int file, std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return disk_error("cannot write");
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<std::string> read_at(int file, std::uint64_t offset, std::size_t length)
{
    std::string bytes(length, '\0');
    std::size_t count = 0;
    while (count < length) {
        const auto more =
            ::pread(file, bytes.data() + count, length - count, static_cast<off_t>(offset + count));
        if (more < 0 && errno == EINTR) continue;
        if (more < 0) return disk_error("cannot read");
        if (more == 0) break;
        count += static_cast<std::size_t>(more);
    }
    bytes.resize(count);
    return bytes;
}

}  // namespace

// -- writing

FileWriter::FileWriter(int file, const DataKey& key)
    : file_(file),
      key_(key)
{
}

FileWriter::FileWriter(FileWriter&& other) noexcept
    : file_(std::exchange(other.file_, -1)),
      key_(other.key_),
      chunks_(other.chunks_),
      pending_(std::move(other.pending_))
{
}

FileWriter::~FileWriter()
{
    if (file_ >= 0) ::close(file_);
}

Result<FileWriter>
FileWriter::create(const Vault& vault, std::string_view owner, const std::filesystem::path& path)
{
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return disk_error("cannot write " + path.string());
    const auto salt = random_bytes(salt_bytes);
    FileWriter writer(file, vault.key("file", owner, salt));
    TRY_DONE(write_all(file, std::string(first_line) + salt));
    return writer;
}

// The last chunk is never empty but in an empty file: what is pending stays until more comes.
Done FileWriter::write(std::string_view bytes)
{
    while (!bytes.empty()) {
        if (pending_.size() == chunk_bytes) TRY_DONE(write_chunk(false));
        const auto part = bytes.substr(0, chunk_bytes - pending_.size());
        pending_ += part;
        bytes.remove_prefix(part.size());
    }
    return {};
}

Done FileWriter::write_chunk(bool is_last)
{
    TRY_DONE(write_all(file_, encrypt(key_, nonce_of(chunks_++, is_last), pending_)));
    pending_.clear();
    return {};
}

Done FileWriter::finish()
{
    TRY_DONE(write_chunk(true));
    if (::fsync(file_) != 0) return disk_error("cannot write");
    return {};
}

// -- reading

FileReader::FileReader(int file, const DataKey& key, std::uint64_t sealed_bytes)
    : file_(file),
      key_(key),
      sealed_bytes_(sealed_bytes)
{
    const auto chunks = (sealed_bytes + sealed_chunk_bytes - 1) / sealed_chunk_bytes;
    size_ = sealed_bytes - chunks * tag_bytes;
}

FileReader::FileReader(FileReader&& other) noexcept
    : file_(std::exchange(other.file_, -1)),
      key_(other.key_),
      sealed_bytes_(other.sealed_bytes_),
      size_(other.size_)
{
}

FileReader::~FileReader()
{
    if (file_ >= 0) ::close(file_);
}

Result<FileReader>
FileReader::open(const Vault& vault, std::string_view owner, const std::filesystem::path& path)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0) return disk_error("cannot read " + path.string());
    FileReader only_to_close(file, {}, tag_bytes);
    TRY(const auto head, read_at(file, 0, head_bytes));
    struct stat facts{};
    if (head.size() < head_bytes || !head.starts_with(first_line) || ::fstat(file, &facts) != 0)
        return damaged();
    const auto sealed_bytes = static_cast<std::uint64_t>(facts.st_size) - head_bytes;
    const auto rest = sealed_bytes % sealed_chunk_bytes;
    if (sealed_bytes < tag_bytes || (rest > 0 && rest < tag_bytes)) return damaged();
    only_to_close.file_ = -1;
    return FileReader(file, vault.key("file", owner, head.substr(first_line.size())), sealed_bytes);
}

Result<std::string> FileReader::read(std::uint64_t offset) const
{
    if (offset >= size_ && size_ > 0) return std::string();
    const auto chunk = offset / chunk_bytes;
    const auto start = chunk * sealed_chunk_bytes;
    const auto length = std::min<std::uint64_t>(sealed_chunk_bytes, sealed_bytes_ - start);
    const bool is_last = start + length == sealed_bytes_;
    TRY(const auto sealed, read_at(file_, head_bytes + start, length));
    auto plain = decrypt(key_, nonce_of(chunk, is_last), sealed);
    if (!plain) return damaged();
    return plain->substr(offset - chunk * chunk_bytes);
}

bool is_sealed_file(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::string line(first_line.size(), '\0');
    return file.read(line.data(), static_cast<std::streamsize>(line.size())) && line == first_line;
}

Done seal_file(
    const Vault& vault,
    std::string_view owner,
    const std::filesystem::path& plain,
    const std::filesystem::path& sealed
)
{
    std::ifstream from(plain, std::ios::binary);
    if (!from) return disk_error("cannot read " + plain.string());
    auto unfinished = sealed;
    unfinished += ".new";
    const auto copy = [&]() -> Done {
        TRY(auto to, FileWriter::create(vault, owner, unfinished));
        std::string buffer(chunk_bytes, '\0');
        while (from.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || from.gcount() > 0)
            TRY_DONE(to.write(std::string_view(buffer).substr(0, static_cast<std::size_t>(from.gcount()))));
        if (from.bad()) return disk_error("cannot read " + plain.string());
        return to.finish();
    };
    auto done = copy();
    std::error_code ec;
    if (done) {
        std::filesystem::rename(unfinished, sealed, ec);
        if (ec) done = Error{ErrorCode::unavailable, "cannot write " + sealed.string() + ": " + ec.message()};
    }
    std::error_code ignored;
    std::filesystem::remove(done ? plain : unfinished, ignored);
    return done;
}

}  // namespace lissom::vault
