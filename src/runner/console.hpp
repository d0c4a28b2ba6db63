#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <set>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

#include "base/async.hpp"
#include "base/json.hpp"
#include "base/nursery.hpp"
#include "browser/context.hpp"

namespace lissom::runner {

// Whether a page's own words are read: for that Chromium's Runtime domain is on, which a page can find out.
enum class ConsoleReads { everything, browser_only };

// What the pages of one session wrote to their consoles, what they threw, and what Chromium said of them.
// Bounded: the oldest entries go. Owned by its Session, which awaits close() before the browser goes.
class Console {
public:
    explicit Console(boost::asio::any_io_executor executor);

    // Listens to all pages, those to come as well, until close().
    void follow(browser::Context& browser, ConsoleReads reads);
    Async<void> close();

    // {"entries": [{"at_ms", "level", "source", "text", "url", "line"}], "dropped", "reads_scripts"}
    JsonObject to_json() const;

private:
    Async<void> look_for_pages();
    void listen(browser::Page& page);
    Async<void> enable(browser::Page& page, std::string domain);
    void add(JsonObject entry);

    browser::Context* browser_ = nullptr;
    ConsoleReads reads_ = ConsoleReads::browser_only;
    std::set<const browser::Page*> followed_;
    std::vector<cdp::Subscription> subscriptions_;
    std::deque<JsonObject> entries_;
    std::uint64_t dropped_ = 0;
    Nursery nursery_;
};

// Entries of what Chromium tells; exposed for tests.
JsonObject console_entry(const JsonObject& call);         // Runtime.consoleAPICalled
JsonObject exception_entry(const JsonObject& thrown);     // Runtime.exceptionThrown
JsonObject browser_entry(const JsonObject& entry_added);  // Log.entryAdded

}  // namespace lissom::runner
