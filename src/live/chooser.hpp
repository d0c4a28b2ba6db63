#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/thread_pool.hpp>

#include "base/nursery.hpp"
#include "base/result.hpp"
#include "browser/context.hpp"

namespace lissom::live {

// A page asks for files because somebody clicked its file field: a person who holds the controls may give
// their own. What they give lies in a folder of the session until its end. The owner awaits close() before
// the browser goes.
class Chooser {
public:
    using Ask = std::function<void(bool takes_several)>;

    Chooser(
        boost::asio::any_io_executor executor,
        boost::asio::thread_pool& disk,
        browser::Context& browser,
        std::filesystem::path folder,
        Ask ask
    );

    // The page in front may be another one now.
    void look_again();
    // {"files": [{"name": …, "data": base64}]}; none of them: the person has changed their mind.
    Done give(const JsonObject& message);
    Async<void> close();

private:
    struct File {
        std::string name;
        std::string bytes;
    };

    // A field that waits for files.
    struct Field {
        browser::FrameId frame;
        std::int64_t node = 0;  // the protocol's number
    };

    void asked(const browser::Page& page, const JsonObject& params);
    Async<void> hand_over(browser::Page& page, Field field, std::vector<File> files);

    boost::asio::thread_pool& disk_;
    browser::Context& browser_;
    std::filesystem::path folder_;
    Ask ask_;
    browser::Page* followed_ = nullptr;
    cdp::Subscription openings_;
    std::optional<Field> field_;
    int given_ = 0;
    Nursery nursery_;
};

// A name as a person's machine had it, made safe: no folders, no control characters, never empty.
std::string safe_file_name(std::string_view name);

}  // namespace lissom::live
