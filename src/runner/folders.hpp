#pragma once

#include <filesystem>
#include <string_view>

// Where things lie below the data folder. The names are built from ids that this server made, or from hashes
// of what a client named, so no client chooses a path.

namespace lissom::runner {

// The content of an upload, file or extension archive: written by POST /file and POST /extension.
std::filesystem::path upload_path(const std::filesystem::path& data, std::string_view upload_id);

// An extension's unpacked folder, with manifest.json at its root.
std::filesystem::path extension_folder(const std::filesystem::path& data, std::string_view upload_id);

// All tasks' folders, each named after its task.
std::filesystem::path tasks_folder(const std::filesystem::path& data);

// A task's downloads, screenshots and archives; gone with DELETE /task/{id}/data.
std::filesystem::path task_folder(const std::filesystem::path& data, std::string_view task_id);

// What the task saw and did, one JSON object a line; gone with DELETE /task/{id}/data.
std::filesystem::path trace_path(const std::filesystem::path& data, std::string_view task_id);

// Small pictures of what its steps led to, named after the numbers of their entries in the trace; gone with
// it.
std::filesystem::path pictures_folder(const std::filesystem::path& data, std::string_view task_id);

// What the task's browser downloaded, below its folder.
std::filesystem::path downloads_folder(const std::filesystem::path& data, std::string_view task_id);

// What was filmed of a task, sealed; there only if it was. Gone with DELETE /task/{id}/data.
std::filesystem::path kept_recording(const std::filesystem::path& data, std::string_view task_id);

// The film while it is made, and until it is sealed.
std::filesystem::path recording_file(const std::filesystem::path& data, std::string_view task_id);

// What was learnt from a key's tasks, one script a file, for people to read and edit.
std::filesystem::path replays_folder(const std::filesystem::path& data, std::string_view key_id);

// A profile's user-data folder.
std::filesystem::path
profile_folder(const std::filesystem::path& data, std::string_view key_id, std::string_view profile_id);

}  // namespace lissom::runner
