#include "api/extension_archive.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <array>
#include <fstream>
#include <iterator>
#include <memory>

#include <boost/json/parse.hpp>

#include "base/json.hpp"
#include "base/try.hpp"

namespace lissom::api {
namespace {

// A ratio says nothing about a small archive: a page of zeros is not an attack.
constexpr std::size_t ratio_matters_from = 10u << 20;

using Archive = std::unique_ptr<archive, decltype(&archive_read_free)>;

Error bad(std::string why)
{
    return {ErrorCode::invalid_argument, "the extension is not usable: " + std::move(why)};
}

// Below the folder, whatever the archive says. Empty: an entry that leads out of it.
std::filesystem::path safe_path(const char* sent)
{
    auto text = sent ? std::string_view(sent) : std::string_view();
    if (text.empty() || text.contains('\\') || text.contains(':')) return {};
    auto path = std::filesystem::path(text);
    if (path.is_absolute()) return {};
    for (const auto& part : path)
        if (part == "..") return {};
    return path.lexically_normal();
}

Result<std::size_t> write_entry(archive* zip, const std::filesystem::path& to, std::size_t allowed)
{
    std::error_code error;
    std::filesystem::create_directories(to.parent_path(), error);
    std::ofstream out(to, std::ios::binary);
    std::array<char, 64 << 10> chunk;
    std::size_t size = 0;
    for (;;) {
        auto length = archive_read_data(zip, chunk.data(), chunk.size());
        if (length < 0) return bad("the archive is damaged");
        if (length == 0) break;
        size += static_cast<std::size_t>(length);
        if (size > allowed) return bad("it unpacks to more than is allowed");
        out.write(chunk.data(), length);
    }
    out.close();
    if (!out) return Error{ErrorCode::unavailable, "the extension could not be kept: is the disk full?"};
    return size;
}

Done unpack_all(std::string_view zip, const std::filesystem::path& folder, ArchiveLimits limits)
{
    const Archive reader(archive_read_new(), archive_read_free);
    archive_read_support_format_zip_seekable(reader.get());
    if (archive_read_open_memory(reader.get(), zip.data(), zip.size()) != ARCHIVE_OK)
        return bad("it is not a zip archive");

    std::size_t entries = 0;
    std::size_t bytes = 0;
    for (;;) {
        archive_entry* entry = nullptr;
        auto state = archive_read_next_header(reader.get(), &entry);
        if (state == ARCHIVE_EOF) break;
        if (state != ARCHIVE_OK && state != ARCHIVE_WARN)
            return bad("it is not a zip archive, or is damaged");
        if (++entries > limits.max_entries)
            return bad("it has more than " + std::to_string(limits.max_entries) + " entries");
        if (archive_entry_is_encrypted(entry)) return bad("it is encrypted");

        const auto* sent = archive_entry_pathname_utf8(entry);
        auto path = safe_path(sent ? sent : archive_entry_pathname(entry));
        if (path.empty()) return bad("one of its paths leads out of it");
        if (archive_entry_filetype(entry) == AE_IFDIR) continue;
        if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry))
            return bad("it contains a link");

        TRY(auto size, write_entry(reader.get(), folder / path, limits.max_bytes - bytes));
        bytes += size;
        if (bytes > ratio_matters_from && bytes / limits.max_ratio > zip.size())
            return bad("it unpacks to more than is allowed");
    }
    if (entries == 0) return bad("it is not a zip archive, or is empty");
    return {};
}

// The folder with the manifest: the root, or the only folder there.
Result<std::filesystem::path> find_root(const std::filesystem::path& folder)
{
    if (std::filesystem::is_regular_file(folder / "manifest.json")) return folder;
    std::filesystem::path only;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        // Archives made on a Mac carry this folder beside the real one.
        if (entry.path().filename() == "__MACOSX") continue;
        if (!only.empty() || !entry.is_directory()) return bad("there is no manifest.json at its root");
        only = entry.path();
    }
    if (only.empty() || !std::filesystem::is_regular_file(only / "manifest.json"))
        return bad("there is no manifest.json at its root");
    return only;
}

Done check_manifest(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    boost::json::parse_options options;
    options.allow_comments = true;  // Chromium does
    boost::system::error_code error;
    auto json = boost::json::parse(text, error, {}, options);
    const auto* manifest = error ? nullptr : json.if_object();
    if (!manifest) return bad("its manifest.json is not a JSON object");
    if (string_or(*manifest, "name").empty() || string_or(*manifest, "version").empty())
        return bad("its manifest.json lacks \"name\" or \"version\"");
    if (int_or(*manifest, "manifest_version") != 3)
        return bad("its manifest.json must have \"manifest_version\": 3; Chromium no longer takes older ones"
        );
    return {};
}

Done unpack_beside(
    std::string_view zip,
    const std::filesystem::path& folder,
    const std::filesystem::path& beside,
    ArchiveLimits limits
)
{
    TRY_DONE(unpack_all(zip, beside, limits));
    TRY(auto root, find_root(beside));
    TRY_DONE(check_manifest(root / "manifest.json"));
    std::filesystem::rename(root, folder);
    return {};
}

}  // namespace

Done unpack_extension(std::string_view zip, const std::filesystem::path& folder, ArchiveLimits limits)
{
    auto beside = folder;
    beside += ".part";
    std::error_code ignored;
    std::filesystem::remove_all(beside, ignored);
    std::filesystem::create_directories(beside, ignored);
    Done done;
    try {
        done = unpack_beside(zip, folder, beside, limits);
    } catch (const std::filesystem::filesystem_error& error) {
        done = Error{ErrorCode::unavailable, "the extension could not be kept: " + error.code().message()};
    }
    std::filesystem::remove_all(beside, ignored);
    return done;
}

}  // namespace lissom::api
