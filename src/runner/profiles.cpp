#include "runner/profiles.hpp"

#include <system_error>
#include <utility>

#include "base/ids.hpp"
#include "base/log.hpp"
#include "base/on.hpp"
#include "base/try.hpp"
#include "runner/cookies.hpp"
#include "runner/folders.hpp"
#include "runner/profile_archive.hpp"

namespace lissom::runner {
namespace {

// Far above what logging in and working with a site leaves behind; a site that stores without end is not
// kept.
constexpr std::uintmax_t max_profile_bytes = 512u << 20;

std::filesystem::path archive_in(const std::filesystem::path& folder)
{
    return folder / "storage.tar.zst.sealed";
}

Error no_profile(const std::string& id)
{
    return Error{ErrorCode::not_found, "profile \"" + id + "\" not found; create it with POST /profile"};
}

void remove_folder(const std::filesystem::path& folder)
{
    std::error_code ec;
    std::filesystem::remove_all(folder, ec);
    if (ec)
        log::warn(
            "a copy of a profile could not be removed", {{"folder", folder.string()}, {"why", ec.message()}}
        );
}

}  // namespace

// Holds the right to save one profile, from when it could be had.
class Profiles::Turn {
public:
    Turn(Profiles& profiles, std::filesystem::path folder)
        : profiles_(profiles),
          folder_(std::move(folder))
    {
        profiles_.being_saved_.insert(folder_);
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn()
    {
        profiles_.being_saved_.erase(folder_);
        profiles_.saved_.notify_all();
    }

private:
    Profiles& profiles_;
    std::filesystem::path folder_;
};

Profiles::Profiles(
    boost::asio::any_io_executor executor,
    boost::asio::thread_pool& disk,
    store::Store& store,
    Places places,
    Clock clock
)
    : disk_(disk),
      store_(store),
      places_(std::move(places)),
      clock_(std::move(clock)),
      saved_(executor)
{
}

Async<Done> Profiles::start()
{
    if (places_.work.empty()) co_return Done();
    co_return co_await on(disk_, [work = places_.work]() -> Done {
        std::error_code ec;
        std::filesystem::remove_all(work, ec);
        std::filesystem::create_directories(work, ec);
        // Who runs Chromium has to get through, but nobody has to see what is there.
        if (!ec) std::filesystem::permissions(work, std::filesystem::perms(0711), ec);
        if (!ec) return {};
        return Error{ErrorCode::unavailable, "cannot use the folder " + work.string() + ": " + ec.message()};
    });
}

Async<void> Profiles::stop()
{
    if (!places_.work.empty()) co_await on(disk_, [work = places_.work] { remove_folder(work); });
}

Async<Result<ProfileLease>> Profiles::open(std::string key_id, std::string profile_id, ProfileUse use)
{
    auto profile = co_await store_.find_profile(key_id, profile_id);
    if (!profile)
        co_return profile.error().code == ErrorCode::not_found ? no_profile(profile_id) : profile.error();

    const auto archive = archive_in(profile_folder(places_.data, key_id, profile_id));
    ProfileLease lease;
    lease.key_id = std::move(key_id);
    lease.profile_id = std::move(profile_id);
    lease.use = use;
    lease.cookies = cookies_to_set(profile->cookies, clock_());
    lease.known_cookies = std::move(profile->cookies);
    if (places_.data.empty()) co_return lease;
    lease.folder = places_.work / random_id(10);
    auto unpacked = co_await on(
        disk_,
        [archive, folder = lease.folder, use, vault = places_.vault, owner = lease.key_id]() -> Result<bool> {
            // Nothing to read and nothing to write: a process of its own would be waste.
            if (use == ProfileUse::read_only && !std::filesystem::exists(archive)) return false;
            auto done = unpack_profile(archive, {*vault, owner}, folder);
            if (done) return true;
            remove_folder(folder);
            return done.error();
        }
    );
    if (!unpacked) co_return unpacked.error();
    if (!*unpacked) lease.folder.clear();
    co_return lease;
}

Async<Done> Profiles::save_cookies(ProfileLease& lease, JsonArray cookies)
{
    if (lease.use == ProfileUse::read_only) co_return Done();
    co_return co_await update(lease, std::move(cookies), std::nullopt);
}

Async<Done> Profiles::save(ProfileLease& lease, std::optional<JsonArray> cookies)
{
    if (lease.use == ProfileUse::read_only) co_return Done();
    // First what is small and matters most.
    CO_TRY_DONE(co_await update(lease, std::move(cookies), std::nullopt));

    if (lease.folder.empty()) co_return Done();
    const auto kept = profile_folder(places_.data, lease.key_id, lease.profile_id);
    CO_TRY(
        const auto size,
        co_await on(
            disk_,
            [folder = lease.folder, archive = archive_in(kept), vault = places_.vault, owner = lease.key_id] {
                return pack_profile(folder, archive, {*vault, owner}, max_profile_bytes);
            }
        )
    );
    auto updated = co_await update(lease, std::nullopt, size);
    // Deleted while it was packed: then nothing of it may stay.
    if (!updated && updated.error().code == ErrorCode::not_found)
        co_await on(disk_, [kept] { remove_folder(kept); });
    co_return updated;
}

Async<Done> Profiles::update(
    ProfileLease& lease,
    std::optional<JsonArray> cookies,
    std::optional<std::int64_t> size_bytes
)
{
    const auto folder = profile_folder(places_.data, lease.key_id, lease.profile_id);
    while (being_saved_.contains(folder)) co_await saved_.wait();
    const Turn turn(*this, folder);

    CO_TRY(auto profile, co_await store_.find_profile(lease.key_id, lease.profile_id));
    if (cookies) {
        profile.cookies = merge_cookies(lease.known_cookies, *cookies, profile.cookies);
        lease.known_cookies = *std::move(cookies);
    }
    if (size_bytes) profile.size_bytes = *size_bytes;
    profile.last_saved_at_ms = clock_();
    co_return co_await store_.update_profile(std::move(profile));
}

Async<void> Profiles::give_back(ProfileLease lease)
{
    if (lease.folder.empty()) co_return;
    co_await on(disk_, [folder = std::move(lease.folder)] { remove_folder(folder); });
}

}  // namespace lissom::runner
