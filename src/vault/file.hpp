#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "vault/vault.hpp"

namespace lissom::vault {

// Writes a sealed file, piece by piece. All of it blocks. Errors: unavailable (the disk).
//
// On disk: a line that says what it is, the salt, then chunks of 64 kB each sealed by itself, so that a part
// can be read without the rest. Each is bound to its place, and the last one says that it is the last.
class FileWriter {
public:
    static Result<FileWriter>
    create(const Vault& vault, std::string_view owner, const std::filesystem::path& path);
    FileWriter(FileWriter&& other) noexcept;
    FileWriter& operator=(FileWriter&&) = delete;
    ~FileWriter();

    Done write(std::string_view bytes);
    Done finish();  // and it is on the disk

private:
    FileWriter(int file, const DataKey& key);
    Done write_chunk(bool is_last);

    int file_ = -1;
    DataKey key_{};
    std::uint64_t chunks_ = 0;
    std::string pending_;
};

// Reads one, from anywhere. Blocking. unavailable: another key or owner, damaged, cut off.
class FileReader {
public:
    static Result<FileReader>
    open(const Vault& vault, std::string_view owner, const std::filesystem::path& path);
    FileReader(FileReader&& other) noexcept;
    FileReader& operator=(FileReader&&) = delete;
    ~FileReader();

    std::uint64_t size() const { return size_; }  // of what was written into it
    // From there to the end of its chunk, at most: some bytes, or none at the end.
    Result<std::string> read(std::uint64_t offset) const;

private:
    FileReader(int file, const DataKey& key, std::uint64_t sealed_bytes);

    int file_ = -1;
    DataKey key_{};
    std::uint64_t sealed_bytes_ = 0;  // of all chunks
    std::uint64_t size_ = 0;
};

bool is_sealed_file(const std::filesystem::path& path);

// Puts a sealed file in the place of another one. The other one goes when all is written.
Done seal_file(
    const Vault& vault,
    std::string_view owner,
    const std::filesystem::path& plain,
    const std::filesystem::path& sealed
);

}  // namespace lissom::vault
