#include "runner/outfit.hpp"

#include <system_error>
#include <utility>

#include "base/on.hpp"
#include "base/try.hpp"
#include "egress/url_pattern.hpp"
#include "net/url.hpp"
#include "runner/folders.hpp"

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

Async<Result<store::Profile>> find_profile(House& house, std::string key_id, std::string id)
{
    auto profile = co_await house.store.find_profile(std::move(key_id), id);
    if (!profile && profile.error().code == ErrorCode::not_found)
        co_return Error{
            ErrorCode::not_found, "profile \"" + id + "\" not found; create it with POST /profile"
        };
    co_return profile;
}

// The early, clear answer; egress enforces the same patterns below the page.
Result<actions::AddressCheck> address_check(const task::Spec& spec)
{
    if (!spec.allowed_urls) return actions::AddressCheck();
    auto patterns = egress::parse_patterns(*spec.allowed_urls);
    if (!patterns) return Error{ErrorCode::invalid_argument, "\"allowed_urls\": " + patterns.error().message};
    return actions::AddressCheck([patterns = *std::move(patterns)](std::string_view text) -> Done {
        const auto url = net::Url::parse(text);
        if (!url) return url.error();
        if (egress::matches_any(patterns, *url)) return {};
        return Error{
            ErrorCode::forbidden,
            "the task may not go to " + url->text() + ": none of its allowed_urls matches"
        };
    });
}

}  // namespace

Async<Done> check_outfit(House& house, std::string key_id, task::Spec spec)
{
    if (spec.response_model && house.crew.check_schema) {
        if (auto fits = house.crew.check_schema(*spec.response_model); !fits)
            co_return Error{ErrorCode::invalid_argument, "\"response_model\": " + fits.error().message};
    }
    CO_TRY_DONE(address_check(spec));
    if (!spec.profile_id.empty()) CO_TRY_DONE(co_await find_profile(house, key_id, spec.profile_id));
    for (const auto& id : spec.files) CO_TRY_DONE(co_await find_upload(house, key_id, id, "file"));
    for (const auto& id : spec.extensions) CO_TRY_DONE(co_await find_upload(house, key_id, id, "extension"));
    co_return Done();
}

Async<Result<Outfit>> fit_out(House& house, std::string key_id, std::string task_id, task::Spec spec)
{
    Outfit outfit;
    outfit.context.device = to_browser(spec.device);
    outfit.context.stealth = spec.use_stealth;
    CO_TRY(outfit.may_visit, address_check(spec));
    if (!spec.profile_id.empty()) {
        CO_TRY(auto profile, co_await find_profile(house, key_id, spec.profile_id));
        outfit.context.cookies = std::move(profile.cookies);
    }
    for (const auto& id : spec.files) {
        CO_TRY(auto file, co_await find_upload(house, key_id, id, "file"));
        outfit.files[free_name(outfit.files, file.file_name)] = upload_path(house.settings.folder, id);
    }
    for (const auto& id : spec.extensions)
        outfit.context.extensions.push_back(extension_folder(house.settings.folder, id));
    if (!house.settings.folder.empty()) {
        const auto folder = task_folder(house.settings.folder, task_id);
        outfit.context.download_folder = downloads_folder(house.settings.folder, task_id);
        outfit.artifacts = folder / "artifacts";
        CO_TRY_DONE(co_await on(house.disk, [path = outfit.context.download_folder] {
            return make_folder(path);
        }));
        CO_TRY_DONE(co_await on(house.disk, [path = outfit.artifacts] { return make_folder(path); }));
    }
    co_return outfit;
}

Async<Done> save_profile(House& house, std::string key_id, std::string profile_id, browser::Context& browser)
{
    CO_TRY(auto cookies, co_await browser.cookies());
    CO_TRY(auto profile, co_await find_profile(house, std::move(key_id), std::move(profile_id)));
    profile.cookies = std::move(cookies);
    profile.last_saved_at_ms = house.clock();
    co_return co_await house.store.update_profile(std::move(profile));
}

}  // namespace lissom::runner
