#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/thread_pool.hpp>

#include "base/async.hpp"
#include "base/json.hpp"
#include "base/nursery.hpp"
#include "base/result.hpp"
#include "runner/wake_list.hpp"

namespace lissom::runner {

// What one task saw, was asked, answered, did and spent, entry by entry: too long for events, too useful to
// throw away. A file of one JSON object a line, written on a thread. Owned by its Session, which awaits
// close().
class Trace {
public:
    Trace(
        const boost::asio::any_io_executor& executor,
        boost::asio::thread_pool& disk,
        std::filesystem::path file
    );

    // Numbers the entry and writes it behind the scenes; answers the number. Beyond the bound of a trace
    // nothing is added any more, the last entry says so, and the answer is 0.
    std::int64_t add(JsonObject entry);

    // Resumes when everything added so far is in the file, or could not be written.
    Async<void> written();
    Async<void> close();

private:
    Async<void> write();

    boost::asio::thread_pool& disk_;
    std::filesystem::path file_;
    std::string outbox_;
    std::int64_t count_ = 0;
    std::size_t bytes_ = 0;
    bool is_full_ = false;
    bool is_writing_ = false;
    WakeList waiters_;
    Nursery writers_;
};

// The entries from this number on (they begin at 1); none where nothing was traced. Those that have a picture
// in that folder say so. Blocking.
Result<JsonArray>
read_trace(const std::filesystem::path& file, const std::filesystem::path& pictures, std::int64_t from);

// The file of an entry's picture in the folder of its task.
std::filesystem::path picture_file(const std::filesystem::path& pictures, std::int64_t entry);

// Blocking.
Done write_picture(const std::filesystem::path& file, const std::string& jpeg);

// The text, cut behind a whole character at so many bytes, and saying what is missing.
std::string capped(std::string text, std::size_t bytes);

// The value, or where it is longer than so many bytes as JSON, its beginning as text.
Json capped(Json value, std::size_t bytes);

}  // namespace lissom::runner
