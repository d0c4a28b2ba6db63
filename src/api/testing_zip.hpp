#pragma once

// Zip archives for tests, also such as no honest program writes.

#include <archive.h>
#include <archive_entry.h>

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace lissom::api {

struct Entry {
    std::string path;
    std::string content;
    int type = AE_IFREG;
    std::string link{};
};

inline std::string zip_of(const std::vector<Entry>& entries, const char* options = "")
{
    std::string zip(32 << 20, '\0');
    std::size_t used = 0;
    auto* out = archive_write_new();
    archive_write_set_format_zip(out);
    archive_write_set_options(out, options);
    archive_write_set_passphrase(out, "secret");
    EXPECT_EQ(archive_write_open_memory(out, zip.data(), zip.size(), &used), ARCHIVE_OK);
    for (const auto& each : entries) {
        auto* entry = archive_entry_new();
        archive_entry_set_pathname(entry, each.path.c_str());
        archive_entry_set_filetype(entry, static_cast<unsigned>(each.type));
        archive_entry_set_perm(entry, 0644);
        if (each.type == AE_IFLNK) archive_entry_set_symlink(entry, each.link.c_str());
        archive_entry_set_size(entry, static_cast<la_int64_t>(each.content.size()));
        EXPECT_EQ(archive_write_header(out, entry), ARCHIVE_OK) << archive_error_string(out);
        archive_write_data(out, each.content.data(), each.content.size());
        archive_entry_free(entry);
    }
    archive_write_free(out);
    zip.resize(used);
    return zip;
}

}  // namespace lissom::api
