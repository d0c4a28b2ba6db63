#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/nursery.hpp"
#include "browser/context.hpp"
#include "browser/watch.hpp"

namespace lissom::live {

// The values of secrets that a page at this address may know.
using SecretsAt = std::function<std::vector<std::string>(std::string_view url)>;

// Covers the values of secrets where pages show them, for pictures, films and viewers. Where there are no
// secrets nothing is done. The owner awaits close() before the browser goes.
class Veil {
public:
    // `covered` is told of each page that has been covered: pictures from before are not to be shown.
    Veil(
        boost::asio::any_io_executor executor,
        browser::Context& browser,
        SecretsAt secrets_at,
        std::function<void()> covered
    );

    // There are secrets that were not there before: returns when they are covered, or cannot be.
    Async<void> hide_more();
    // Pages may have other documents now.
    void look_again();
    // False: a document has come that may show what is to be covered.
    bool is_over(const browser::Page& page) const;
    // True as soon as it is; false at the deadline.
    Async<bool> until_over(browser::Page& page, Moment deadline);
    Async<void> close();

private:
    // What there was when a page was covered: it is again where anything of this differs.
    struct Look {
        std::uint64_t navigations = 0;
        std::uint64_t same_document = 0;
        std::uint64_t frame_navigations = 0;
        std::uint64_t secrets = 0;
        bool operator==(const Look&) const = default;
    };

    Look look_at(const browser::Page& page) const;
    Async<void> run();
    Async<Done> cover(browser::Page& page);
    bool covers_all() const;

    browser::Context& browser_;
    SecretsAt secrets_at_;
    std::function<void()> tell_;
    std::uint64_t secrets_ = 0;            // how often some came; 0: there are none
    std::map<std::string, Look> covered_;  // by page
    browser::Watch watch_;
    Nursery nursery_;
};

}  // namespace lissom::live
