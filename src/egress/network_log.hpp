#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>

#include "base/json.hpp"
#include "base/time.hpp"
#include "egress/policy.hpp"

namespace lissom::egress {

// One request, or one tunnel. What goes through a tunnel is encrypted: the requests in it are known from the
// browser, their octets are counted with the tunnel's.
struct Exchange {
    std::int64_t started_ms = 0;  // since 1970
    Moment started;
    Millis took{0};  // until its last octet so far
    bool is_open = true;
    std::string method;  // CONNECT: a tunnel
    std::string host;
    std::uint16_t port = 0;
    std::string url;               // "http://host/path", "host:443" of a tunnel
    std::string address;           // connected to; empty through a proxy
    bool is_page = false;          // a whole page that was refused in the browser, before there was a request
    int status = 0;                // 0: none seen
    std::string type;              // of the answer's content
    std::string protocol;          // "http/1.1", "h2"; empty: not known
    std::optional<Millis> waited;  // for the first octet of the answer
    bool is_told = false;          // by the browser
    bool is_cached = false;        // the browser had the answer already
    bool is_early_refusal = false;  // of the browser, which has not yet told of the request itself
    std::uint64_t sent = 0;
    std::uint64_t received = 0;
    Refusal refusal;
};

struct Totals {
    std::uint64_t requests = 0;
    std::uint64_t refused = 0;
    std::uint64_t sent = 0;
    std::uint64_t received = 0;
};

// What went through one session's gateway, and what did not. Shared by the session, which writes it, and by
// whoever reads it after the session has gone.
class NetworkLog {
public:
    using Number = std::uint64_t;
    using OnRefusal = std::function<void(const Exchange&)>;

    explicit NetworkLog(Clock clock);

    Number begin(std::string method, std::string host, std::uint16_t port, std::string url);
    void connected(Number number, std::string address);
    void answered(Number number, int status, std::string type);
    void sent(Number number, std::size_t octets);
    void received(Number number, std::size_t octets);
    void refused(Number number, Refusal refusal);  // or failed; ends it
    void ended(Number number);
    // What was refused in the browser, before there was a request.
    void refused_early(std::string url, Refusal refusal, bool is_page);

    // What the browser tells of a request that goes through a tunnel. `started_ms`: since 1970.
    Number told(std::string method, std::string url, std::int64_t started_ms);
    void told_answer(Number number, int status, std::string type, std::string protocol);
    // `received`: octets of the answer as they came, head and all.
    void told_end(Number number, Millis took, std::uint64_t received);
    void told_failure(Number number, Millis took, std::string why);
    void told_cached(Number number);
    void told_wait(Number number, Millis waited);

    // Called for everything that is refused or fails, advertisements but, of which a page has dozens.
    void tell_refusals_to(OnRefusal on_refusal) { on_refusal_ = std::move(on_refusal); }
    // The newest exchange with this host since then that came to nothing. Null: none.
    const Exchange* refusal_of(std::string_view host, std::uint16_t port, Moment since) const;

    const Exchange* newest_refusal(Moment since) const;
    const Exchange* newest_page_refusal(Moment since) const;  // in the browser, by allowed_urls

    const std::deque<Exchange>& exchanges() const { return exchanges_; }
    const Totals& totals() const { return totals_; }
    std::uint64_t dropped() const { return first_; }  // the oldest, of a session that makes very many

private:
    Exchange* find(Number number);
    void refuse(Exchange& exchange, Refusal refusal);
    const Exchange* newest_tunnel(const Exchange& request) const;
    template <class Condition>
    const Exchange* newest(Moment since, Condition condition) const;

    Clock clock_;
    std::deque<Exchange> exchanges_;
    Number first_ = 0;  // of exchanges_
    Totals totals_;
    OnRefusal on_refusal_;
};

JsonArray to_json(const NetworkLog& log);
JsonObject totals_to_json(const NetworkLog& log);

// HTTP Archive 1.2 (http://www.softwareishard.com/blog/har-12-spec/) of such a list. Headers and bodies are
// not kept.
JsonObject to_har(const JsonArray& exchanges, std::string_view version);

}  // namespace lissom::egress
