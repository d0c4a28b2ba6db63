#include "runner/profile_archive.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <system_error>

#include "base/ids.hpp"
#include "base/try.hpp"
#include "vault/file.hpp"

namespace lissom::runner {
namespace {

namespace fs = std::filesystem;

using Writer = std::unique_ptr<archive, decltype(&archive_write_free)>;
using Reader = std::unique_ptr<archive, decltype(&archive_read_free)>;
using Entry = std::unique_ptr<archive_entry, decltype(&archive_entry_free)>;

Error failed(std::string_view what, archive* with)
{
    const auto* why = archive_error_string(with);
    return Error{ErrorCode::unavailable, std::string(what) + ": " + (why ? why : "unknown error")};
}

// Names that Chromium fills again by itself, wherever they are.
bool is_cache(std::string_view name)
{
    if (name == "CacheStorage") return false;  // a site's own storage, not Chromium's
    constexpr std::array others{
        "blob_storage",
        "BrowserMetrics",
        "Crashpad",
        "ScriptCache",
        "Safe Browsing",
        "Sessions",
        "shared_proto_db"
    };
    return name.find("Cache") != std::string_view::npos || name.find("cache") != std::string_view::npos ||
           std::ranges::find(others, name) != others.end();
}

// Of the running browser, or kept in the database of this server.
bool is_left_out(std::string_view name)
{
    return name.starts_with("Singleton") || name.starts_with("Cookies") || name.starts_with("History") ||
           name.starts_with("Favicons") || name == "lockfile" || name == "DevToolsActivePort";
}

// Chromium's profile proper; beside it there are only things shared by profiles that it makes again.
bool is_kept_at_top(std::string_view name) { return name == "Default" || name == "Local State"; }

class Packing {
public:
    Packing(fs::path folder, std::uintmax_t max_bytes)
        : folder_(std::move(folder)),
          max_bytes_(max_bytes),
          writer_(archive_write_new(), archive_write_free)
    {
    }

    Done write(const fs::path& to, const Seal& seal)
    {
        TRY(auto sealed, vault::FileWriter::create(seal.vault, seal.owner, to));
        Sink sink{sealed, {}};
        archive_write_set_format_pax_restricted(writer_.get());
        // A level that costs milliseconds: these are small databases, written often.
        if (archive_write_add_filter_zstd(writer_.get()) != ARCHIVE_OK ||
            archive_write_set_filter_option(writer_.get(), "zstd", "compression-level", "3") != ARCHIVE_OK ||
            archive_write_set_bytes_in_last_block(writer_.get(), 1) != ARCHIVE_OK ||
            archive_write_open2(writer_.get(), &sink, nullptr, write_some, nullptr, nullptr) != ARCHIVE_OK)
            return failed("the profile could not be packed", writer_.get());
        std::error_code ec;
        for (fs::directory_iterator entry(folder_, ec), end; !ec && entry != end; entry.increment(ec))
            if (is_kept_at_top(entry->path().filename().string())) TRY_DONE(add(*entry));
        const bool is_packed = archive_write_close(writer_.get()) == ARCHIVE_OK;
        TRY_DONE(sink.state);
        if (!is_packed) return failed("the profile could not be packed", writer_.get());
        return sealed.finish();
    }

private:
    struct Sink {
        vault::FileWriter& file;
        Done state;
    };
    static la_ssize_t write_some(archive* writer, void* data, const void* bytes, std::size_t length)
    {
        auto& sink = *static_cast<Sink*>(data);
        sink.state = sink.file.write({static_cast<const char*>(bytes), length});
        if (sink.state) return static_cast<la_ssize_t>(length);
        archive_set_error(writer, EIO, "%s", sink.state.error().message.c_str());
        return -1;
    }

    Done add(const fs::directory_entry& entry)
    {
        const auto name = entry.path().filename().string();
        // Chromium may have been killed with files half made or gone: what cannot be read is left out.
        std::error_code ec;
        if (entry.is_symlink(ec) || is_left_out(name)) return {};
        if (entry.is_directory(ec)) {
            if (is_cache(name)) return {};
            TRY_DONE(add_header(entry.path(), AE_IFDIR, 0));
            for (fs::directory_iterator inner(entry.path(), ec), end; !ec && inner != end;
                 inner.increment(ec))
                TRY_DONE(add(*inner));
            return {};
        }
        if (entry.is_regular_file(ec)) return add_file(entry.path());
        return {};
    }

    Done add_header(const fs::path& path, unsigned type, std::uintmax_t size)
    {
        const Entry entry(archive_entry_new(), archive_entry_free);
        archive_entry_set_pathname_utf8(entry.get(), path.lexically_relative(folder_).c_str());
        archive_entry_set_filetype(entry.get(), type);
        archive_entry_set_perm(entry.get(), type == AE_IFDIR ? 0700 : 0600);
        archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
        if (archive_write_header(writer_.get(), entry.get()) != ARCHIVE_OK)
            return failed("the profile could not be packed", writer_.get());
        return {};
    }

    Done add_file(const fs::path& path)
    {
        std::ifstream file(path, std::ios::binary);
        std::error_code ec;
        const auto size = fs::file_size(path, ec);
        if (!file || ec) return {};
        packed_bytes_ += size;
        if (packed_bytes_ > max_bytes_)
            return Error{
                ErrorCode::too_many_requests,
                "the profile holds more than " + std::to_string(max_bytes_ >> 20) +
                    " MB; only its cookies were saved"
            };
        TRY_DONE(add_header(path, AE_IFREG, size));
        std::array<char, 64 << 10> buffer{};
        while (file.read(buffer.data(), buffer.size()) || file.gcount() > 0)
            if (archive_write_data(writer_.get(), buffer.data(), static_cast<std::size_t>(file.gcount())) < 0)
                return failed("the profile could not be packed", writer_.get());
        return {};
    }

    fs::path folder_;
    std::uintmax_t max_bytes_;
    std::uintmax_t packed_bytes_ = 0;
    Writer writer_;
};

Error unreadable(const Error& why)
{
    return Error{why.code, "the saved profile cannot be read: " + why.message};
}

struct Source {
    const vault::FileReader& file;
    std::uint64_t offset = 0;
    std::string piece;
    std::optional<Error> failure;
};

la_ssize_t read_some(archive* reader, void* data, const void** bytes)
{
    auto& source = *static_cast<Source*>(data);
    auto piece = source.file.read(source.offset);
    if (!piece) {
        source.failure = piece.error();
        archive_set_error(reader, EIO, "%s", piece.error().message.c_str());
        return -1;
    }
    source.piece = *std::move(piece);
    source.offset += source.piece.size();
    *bytes = source.piece.data();
    return static_cast<la_ssize_t>(source.piece.size());
}

Done unpack_entries(archive* reader, archive* disk, const fs::path& folder)
{
    for (;;) {
        archive_entry* entry = nullptr;
        const int state = archive_read_next_header(reader, &entry);
        if (state == ARCHIVE_EOF) return {};
        if (state < ARCHIVE_WARN) return failed("the saved profile cannot be read", reader);
        const auto path = folder / archive_entry_pathname(entry);
        archive_entry_set_pathname(entry, path.c_str());
        if (archive_read_extract2(reader, entry, disk) < ARCHIVE_WARN)
            return failed("the saved profile cannot be unpacked", reader);
    }
}

}  // namespace

Result<std::int64_t>
pack_profile(const fs::path& folder, const fs::path& archive, const Seal& seal, std::uintmax_t max_bytes)
{
    std::error_code ec;
    fs::create_directories(archive.parent_path(), ec);
    fs::permissions(archive.parent_path(), fs::perms::owner_all, ec);
    if (ec) return Error{ErrorCode::unavailable, "the profile could not be written: " + ec.message()};

    auto unfinished = archive;
    unfinished += "." + random_id(8) + ".part";
    auto done = Packing(folder, max_bytes).write(unfinished, seal);
    const auto size = fs::file_size(unfinished, ec);
    // After a power cut there is the old archive or the new one, never an empty one: the new one is on disk.
    std::error_code moved;
    if (done) fs::rename(unfinished, archive, moved);
    if (moved) done = Error{ErrorCode::unavailable, "the profile could not be written: " + moved.message()};
    if (done) return static_cast<std::int64_t>(size);
    fs::remove(unfinished, ec);
    return done.error();
}

Done unpack_profile(const fs::path& archive, const Seal& seal, const fs::path& folder)
{
    std::error_code ec;
    fs::create_directories(folder, ec);
    if (ec) return Error{ErrorCode::unavailable, "the profile cannot be unpacked: " + ec.message()};
    fs::permissions(folder, fs::perms::owner_all, ec);
    if (!fs::exists(archive, ec)) return {};

    auto sealed = vault::FileReader::open(seal.vault, seal.owner, archive);
    if (!sealed) return unreadable(sealed.error());
    Source source{*sealed, 0, {}, {}};
    const Reader reader(archive_read_new(), archive_read_free);
    archive_read_support_format_tar(reader.get());
    archive_read_support_filter_zstd(reader.get());
    if (archive_read_open(reader.get(), &source, nullptr, read_some, nullptr) != ARCHIVE_OK)
        return source.failure ? unreadable(*source.failure)
                              : failed("the saved profile cannot be read", reader.get());
    const Writer disk(archive_write_disk_new(), archive_write_free);
    archive_write_disk_set_options(disk.get(), ARCHIVE_EXTRACT_PERM);
    auto done = unpack_entries(reader.get(), disk.get(), folder);
    if (source.failure) return unreadable(*source.failure);
    return done;
}

}  // namespace lissom::runner
