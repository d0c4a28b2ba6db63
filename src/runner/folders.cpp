#include "runner/folders.hpp"

#include <array>
#include <string>

#include <openssl/evp.h>

namespace lissom::runner {
namespace {

// The name of a profile is its owner's choice and may be any text; its SHA-256 is a safe name of a folder.
std::string hashed(std::string_view key_id, std::string_view name)
{
    const auto text = std::string(key_id) + '\0' + std::string(name);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (unsigned i = 0; i < size; ++i) hex.append({digits[digest[i] >> 4], digits[digest[i] & 15]});
    return hex;
}

}  // namespace

std::filesystem::path upload_path(const std::filesystem::path& data, std::string_view upload_id)
{
    return data / "uploads" / upload_id;
}

std::filesystem::path extension_folder(const std::filesystem::path& data, std::string_view upload_id)
{
    return data / "extensions" / upload_id;
}

std::filesystem::path tasks_folder(const std::filesystem::path& data) { return data / "tasks"; }

std::filesystem::path task_folder(const std::filesystem::path& data, std::string_view task_id)
{
    return tasks_folder(data) / task_id;
}

std::filesystem::path trace_path(const std::filesystem::path& data, std::string_view task_id)
{
    return data / "traces" / (std::string(task_id) + ".jsonl");
}

std::filesystem::path pictures_folder(const std::filesystem::path& data, std::string_view task_id)
{
    return data / "traces" / (std::string(task_id) + ".pictures");
}

std::filesystem::path downloads_folder(const std::filesystem::path& data, std::string_view task_id)
{
    return task_folder(data, task_id) / "downloads";
}

std::filesystem::path recording_file(const std::filesystem::path& data, std::string_view task_id)
{
    return data / "recordings" / (std::string(task_id) + ".mp4");
}

std::filesystem::path kept_recording(const std::filesystem::path& data, std::string_view task_id)
{
    return data / "recordings" / (std::string(task_id) + ".mp4.sealed");
}

std::filesystem::path replays_folder(const std::filesystem::path& data, std::string_view key_id)
{
    return data / "replays" / hashed(key_id, "");
}

std::filesystem::path
profile_folder(const std::filesystem::path& data, std::string_view key_id, std::string_view profile_id)
{
    return data / "profiles" / hashed(key_id, profile_id);
}

}  // namespace lissom::runner
