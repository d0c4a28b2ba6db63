#include "api/upload.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstring>

#include "api/composed.hpp"
#include "api/openapi.hpp"
#include "base/on.hpp"
#include "base/try.hpp"
#include "runner/folders.hpp"
#include "task/fields.hpp"

namespace lissom::api {
namespace {

constexpr std::size_t max_name_bytes = 255;
constexpr std::size_t max_purpose_letters = 64;
constexpr std::string_view file_part = "file";
constexpr std::string_view purpose_part = "file_purpose";

Error from_errno(std::string_view what)
{
    auto reason = std::generic_category().message(errno);
    return {ErrorCode::unavailable, std::string(what) + ": " + reason};
}

// Complete and on the disk, or not there at all.
Done write_file(const std::filesystem::path& path, std::string_view content)
{
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    if (error) return Error{ErrorCode::unavailable, "the upload could not be kept: " + error.message()};

    auto partial = path;
    partial += ".part";
    auto file = ::open(partial.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return from_errno("the upload could not be kept");
    auto fail = [&] {
        auto reason = from_errno("the upload could not be kept");
        ::close(file);
        ::unlink(partial.c_str());
        return reason;
    };
    while (!content.empty()) {
        auto written = ::write(file, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return fail();
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(file) != 0 || ::rename(partial.c_str(), path.c_str()) != 0) return fail();
    ::close(file);
    return {};
}

void remove_content(const std::filesystem::path& data, const store::Upload& upload)
{
    std::error_code ignored;  // gone already is what we want
    std::filesystem::remove(runner::upload_path(data, upload.id), ignored);
    if (upload.kind == "extension")
        std::filesystem::remove_all(runner::extension_folder(data, upload.id), ignored);
}

// Cuts at the begin of a UTF-8 character.
void shorten(std::string& text, std::size_t max_bytes)
{
    if (text.size() <= max_bytes) return;
    auto end = max_bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) end--;
    text.resize(end);
}

}  // namespace

std::string safe_file_name(std::string_view sent)
{
    if (auto slash = sent.find_last_of("/\\"); slash != std::string_view::npos) sent.remove_prefix(slash + 1);
    std::string name;
    for (auto c : composed(sent))
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) name += c;
    name.erase(0, name.find_first_not_of(". "));
    while (name.ends_with(' ') || name.ends_with('.')) name.pop_back();

    // A long name keeps its ending: pages look at it.
    auto dot = name.rfind('.');
    auto ending = dot == std::string::npos || name.size() - dot > 16 ? std::string() : name.substr(dot);
    if (name.size() > max_name_bytes) {
        shorten(name, max_name_bytes - ending.size());
        name += ending;
    }
    return name;
}

JsonObject extension_form()
{
    return {
        {"type", "object"},
        {"required", JsonArray{file_part}},
        {"properties", JsonObject{{file_part, JsonObject()}}}
    };
}

JsonObject file_form()
{
    auto form = extension_form();
    form.at("properties").as_object()[purpose_part] =
        JsonObject{{"type", "string"}, {"maxLength", max_purpose_letters}};
    return form;
}

Result<Form> form_from(const net::Request& request)
{
    if (!request.header("content-type").starts_with("multipart/form-data"))
        return Error{ErrorCode::invalid_argument, "send multipart/form-data with a part named \"file\""};
    TRY(auto parts, net::parse_multipart(request));

    Form form;
    bool has_file = false;
    std::string name;
    for (auto& part : parts) {
        if (part.name == file_part) {
            if (has_file)
                return Error{
                    ErrorCode::invalid_argument,
                    "the form has more than one part named \"file\": upload one at a time"
                };
            form.file = std::move(part);
            has_file = true;
        } else if (part.name == purpose_part || part.name == "purpose") {
            form.purpose = std::move(part.body);
        } else if (part.name == "name") {
            name = std::move(part.body);
        }
    }
    if (!has_file) return Error{ErrorCode::invalid_argument, "the form has no part named \"file\""};
    std::erase(form.purpose, '\0');  // a database would end the text there
    if (task::count_letters(form.purpose) > max_purpose_letters)
        return Error{ErrorCode::invalid_argument, "\"file_purpose\" may have at most 64 characters"};
    form.file.file_name = safe_file_name(name.empty() ? form.file.file_name : name);
    if (form.file.file_name.empty())
        return Error{ErrorCode::invalid_argument, "the part \"file\" needs a file name such as \"cv.pdf\""};
    return form;
}

Async<Done> keep_upload(Context& context, store::Upload upload, std::string content)
{
    std::size_t kept = content.size();
    for (auto kind : {"file", "extension"}) {
        CO_TRY(auto others, co_await context.store.uploads(upload.key_id, kind));
        for (const auto& other : others) kept += static_cast<std::size_t>(other.size_bytes);
    }
    if (kept > context.settings.max_stored_bytes) {
        co_return Error{
            ErrorCode::too_many_requests,
            "your uploads would exceed " + std::to_string(context.settings.max_stored_bytes >> 20) +
                " MB; delete some first"
        };
    }

    auto path = runner::upload_path(context.settings.data, upload.id);
    CO_TRY_DONE(co_await on(context.disk, [path, content = std::move(content)] {
        return write_file(path, content);
    }));
    auto inserted = co_await context.store.insert_upload(upload);
    if (!inserted) {
        co_await on(context.disk, [data = context.settings.data, upload] { remove_content(data, upload); });
        co_return inserted.error();
    }
    co_return Done();
}

Async<Done> forget_upload(Context& context, std::string key_id, std::string kind, std::string id)
{
    auto upload = co_await context.store.find_upload(key_id, id);
    if (!upload || upload->kind != kind)
        co_return Error{ErrorCode::not_found, kind + " " + id + " not found"};
    CO_TRY_DONE(co_await context.store.delete_upload(key_id, id));
    co_await on(context.disk, [data = context.settings.data, gone = *upload] { remove_content(data, gone); });
    co_return Done();
}

Async<Done> remove_expired_uploads(Context& context)
{
    CO_TRY(auto expired, co_await context.store.expired_uploads(context.clock()));
    for (const auto& upload : expired)
        CO_TRY_DONE(co_await forget_upload(context, upload.key_id, upload.kind, upload.id));
    co_return Done();
}

}  // namespace lissom::api
