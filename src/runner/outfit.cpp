#include "runner/outfit.hpp"

#include <system_error>
#include <utility>
#include <vector>

#include "agent/replay/replay.hpp"
#include "base/log.hpp"
#include "base/on.hpp"
#include "base/try.hpp"
#include "egress/identities.hpp"
#include "egress/url_pattern.hpp"
#include "net/url.hpp"
#include "runner/folders.hpp"
#include "runner/way_out.hpp"

namespace lissom::runner {
namespace {

browser::Device to_browser(task::Device device)
{
    switch (device) {
        case task::Device::desktop: return browser::Device::desktop;
        case task::Device::desktop_lg: return browser::Device::desktop_lg;
        case task::Device::mobile: return browser::Device::mobile;
    }
    return browser::Device::desktop;
}

Async<Result<store::Upload>> find_upload(House& house, std::string key_id, std::string id, std::string kind)
{
    auto upload = co_await house.store.find_upload(std::move(key_id), id);
    const auto is_there = upload && upload->kind == kind &&
                          (upload->expires_at_ms == 0 || upload->expires_at_ms > house.clock());
    if (!is_there && (upload || upload.error().code == ErrorCode::not_found))
        co_return Error{ErrorCode::not_found, "there is no " + kind + " \"" + id + "\"; upload it first"};
    co_return upload;
}

// Two uploads may have the same name; the second becomes "cv (2).pdf".
std::string free_name(const std::map<std::string, std::filesystem::path>& taken, const std::string& wanted)
{
    const std::filesystem::path name(wanted);
    auto result = wanted;
    for (int number = 2; taken.contains(result); ++number)
        result = name.stem().string() + " (" + std::to_string(number) + ")" + name.extension().string();
    return result;
}

Done make_folder(const std::filesystem::path& folder)
{
    std::error_code ec;
    std::filesystem::create_directories(folder, ec);
    if (ec) return Error{ErrorCode::unavailable, "cannot create " + folder.string() + ": " + ec.message()};
    return {};
}

// Through every folder on the way there by the secret name of the work folder; readable for Chromium's user.
struct Copy {
    std::filesystem::path from;
    std::filesystem::path to;
};

Done make_copy(const Copy& copy)
{
    namespace fs = std::filesystem;
    constexpr auto readable = fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec |
                              fs::perms::others_read | fs::perms::others_exec;
    try {
        fs::create_directories(copy.to.parent_path());
        fs::copy(copy.from, copy.to, fs::copy_options::recursive);
        fs::permissions(copy.to, readable);
        if (fs::is_directory(copy.to))
            for (const auto& entry : fs::recursive_directory_iterator(copy.to))
                fs::permissions(entry, readable);
        // create_directories obeys the umask, which may keep other users out.
        fs::permissions(copy.to.parent_path(), readable);
        fs::permissions(copy.to.parent_path().parent_path(), readable);
        return {};
    } catch (const fs::filesystem_error& error) {
        return Error{
            ErrorCode::unavailable, "an upload could not be copied for the browser: " + error.code().message()
        };
    }
}

Async<Done> check_profile(House& house, std::string key_id, std::string id)
{
    auto profile = co_await house.store.find_profile(std::move(key_id), id);
    if (profile) co_return Done();
    if (profile.error().code == ErrorCode::not_found)
        co_return Error{
            ErrorCode::not_found, "profile \"" + id + "\" not found; create it with POST /profile"
        };
    co_return profile.error();
}

Result<std::vector<egress::UrlPattern>> allowed_patterns(const task::Spec& spec)
{
    if (!spec.allowed_urls) return std::vector<egress::UrlPattern>();
    auto patterns = egress::parse_patterns(*spec.allowed_urls);
    if (!patterns) return Error{ErrorCode::invalid_argument, "\"allowed_urls\": " + patterns.error().message};
    return patterns;
}

// The early, clear answer; browser and egress hold pages to the same patterns.
actions::AddressCheck address_check(const std::vector<egress::UrlPattern>& patterns)
{
    if (patterns.empty()) return {};
    return [patterns](std::string_view url) { return in_patterns(patterns, url); };
}

std::filesystem::path session_folder(const Settings& settings, const std::string& task_id)
{
    return settings.work / "sessions" / task_id;
}

}  // namespace

Async<Done> check_outfit(House& house, std::string key_id, task::Spec spec)
{
    if (spec.response_model && house.crew.check_schema) {
        if (auto fits = house.crew.check_schema(*spec.response_model); !fits)
            co_return Error{ErrorCode::invalid_argument, "\"response_model\": " + fits.error().message};
    }
    CO_TRY_DONE(allowed_patterns(spec));
    CO_TRY_DONE(egress_policy(spec));
    CO_TRY_DONE(agent::replay_wish_from(spec.experimental_features));
    if (!spec.profile_id.empty()) CO_TRY_DONE(co_await check_profile(house, key_id, spec.profile_id));
    for (const auto& id : spec.files) CO_TRY_DONE(co_await find_upload(house, key_id, id, "file"));
    for (const auto& id : spec.extensions) CO_TRY_DONE(co_await find_upload(house, key_id, id, "extension"));
    co_return Done();
}

Async<Result<Outfit>> fit_out(House& house, std::string key_id, std::string task_id, task::Spec spec)
{
    Outfit outfit;
    outfit.context.device = to_browser(spec.device);
    outfit.context.stealth = spec.use_stealth;
    CO_TRY(outfit.patterns, allowed_patterns(spec));
    outfit.may_visit = address_check(outfit.patterns);
    CO_TRY(outfit.policy, egress_policy(spec));
    if (outfit.policy.identities)
        outfit.context.browser_arguments.push_back(
            "--ignore-certificate-errors-spki-list=" + outfit.policy.identities->fingerprint()
        );

    // Chromium may run as a user who cannot enter the data folder, and pages see a file's name: so it gets
    // copies.
    outfit.folder = session_folder(house.settings, task_id);
    std::vector<Copy> copies;
    for (const auto& id : spec.files) {
        CO_TRY(auto file, co_await find_upload(house, key_id, id, "file"));
        const auto name = free_name(outfit.files, file.file_name);
        const auto& place = outfit.files[name] = outfit.folder / "files" / name;
        copies.push_back({upload_path(house.settings.folder, id), place});
    }
    for (const auto& id : spec.extensions) {
        outfit.context.extensions.push_back(outfit.folder / "extensions" / id);
        copies.push_back({extension_folder(house.settings.folder, id), outfit.context.extensions.back()});
    }
    outfit.context.download_folder = downloads_folder(house.settings.folder, task_id);
    outfit.artifacts = task_folder(house.settings.folder, task_id) / "artifacts";
    CO_TRY_DONE(co_await on(
        house.disk,
        [copies, downloads = outfit.context.download_folder, artifacts = outfit.artifacts]() -> Done {
            if (auto made = make_folder(downloads); !made) return made;
            if (auto made = make_folder(artifacts); !made) return made;
            for (const auto& copy : copies)
                if (auto made = make_copy(copy); !made) return made;
            return {};
        }
    ));
    if (!spec.profile_id.empty()) {
        const auto use = spec.profile_read_only ? ProfileUse::read_only : ProfileUse::read_and_write;
        CO_TRY(outfit.profile, co_await house.profiles->open(key_id, spec.profile_id, use));
        outfit.context.cookies = outfit.profile->cookies;
        outfit.context.user_data = outfit.profile->folder;
    }
    co_return outfit;
}

Async<void> put_outfit_away(House& house, std::filesystem::path folder, std::optional<ProfileLease> profile)
{
    if (profile) co_await house.profiles->give_back(*std::move(profile));
    co_await on(house.disk, [folder] {
        std::error_code ec;
        std::filesystem::remove_all(folder, ec);
        if (ec)
            log::warn(
                "a session's folder could not be removed",
                {{"folder", folder.string()}, {"why", ec.message()}}
            );
    });
}

}  // namespace lissom::runner
