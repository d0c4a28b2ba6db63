#include "runner/archive.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <array>
#include <fstream>
#include <memory>
#include <system_error>

#include "base/ids.hpp"
#include "base/try.hpp"

namespace lissom::runner {
namespace {

namespace fs = std::filesystem;

using Writer = std::unique_ptr<archive, decltype(&archive_write_free)>;
using Entry = std::unique_ptr<archive_entry, decltype(&archive_entry_free)>;

Error failed(archive* writer)
{
    const auto* why = archive_error_string(writer);
    return Error{
        ErrorCode::unavailable,
        std::string("the archive could not be written: ") + (why ? why : "unknown error")
    };
}

Done add_file(archive* writer, const fs::path& path, const std::string& name)
{
    std::ifstream file(path, std::ios::binary);
    if (!file) return Error{ErrorCode::unavailable, "cannot read " + name};
    const Entry entry(archive_entry_new(), archive_entry_free);
    archive_entry_set_pathname_utf8(entry.get(), name.c_str());
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(fs::file_size(path)));
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    if (archive_write_header(writer, entry.get()) < ARCHIVE_WARN) return failed(writer);
    std::array<char, 64 << 10> buffer{};
    while (file.read(buffer.data(), buffer.size()) || file.gcount() > 0)
        if (archive_write_data(writer, buffer.data(), static_cast<std::size_t>(file.gcount())) < 0)
            return failed(writer);
    return {};
}

Done write_zip(const fs::path& folder, const fs::path& zip)
{
    const Writer writer(archive_write_new(), archive_write_free);
    archive_write_set_format_zip(writer.get());
    if (archive_write_set_options(writer.get(), "hdrcharset=UTF-8") < ARCHIVE_WARN ||
        archive_write_open_filename(writer.get(), zip.c_str()) != ARCHIVE_OK)
        return failed(writer.get());
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file() || entry.is_symlink()) continue;
        if (auto added = add_file(writer.get(), entry.path(), fs::relative(entry.path(), folder).string());
            !added)
            return added;
    }
    if (archive_write_close(writer.get()) != ARCHIVE_OK) return failed(writer.get());
    return {};
}

}  // namespace

bool has_files(const fs::path& folder)
{
    std::error_code ec;
    for (fs::recursive_directory_iterator entry(folder, ec), end; !ec && entry != end; entry.increment(ec))
        if (entry->is_regular_file(ec)) return true;
    return false;
}

Done zip_folder(const fs::path& folder, const fs::path& zip)
{
    auto unfinished = zip;
    unfinished += "." + random_id(8) + ".part";
    try {
        auto done = write_zip(folder, unfinished);
        if (done)
            fs::rename(unfinished, zip);
        else
            fs::remove(unfinished);
        return done;
    } catch (const fs::filesystem_error& error) {
        std::error_code ignored;
        fs::remove(unfinished, ignored);
        return Error{
            ErrorCode::unavailable, std::string("the archive could not be written: ") + error.code().message()
        };
    }
}

}  // namespace lissom::runner
