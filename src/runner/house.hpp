#pragma once

#include <memory>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/thread_pool.hpp>

#include "base/time.hpp"
#include "browser/pool.hpp"
#include "runner/crew.hpp"
#include "runner/keys.hpp"
#include "runner/profiles.hpp"
#include "runner/runner.hpp"
#include "runner/settings.hpp"
#include "runner/slots.hpp"
#include "store/store.hpp"

namespace lissom::runner {

// What all sessions of a Runner share. The Runner owns it and outlives every Session.
struct House {
    boost::asio::any_io_executor executor;
    boost::asio::thread_pool& disk;
    browser::Pool& browsers;
    store::Store& store;
    Keys* keys;  // null: everybody may do everything
    Crew crew;
    Settings settings;
    Clock clock;
    Slots slots;
    std::unique_ptr<Profiles> profiles;
    Counts counts;  // those that only grow
};

}  // namespace lissom::runner
