#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/async.hpp"
#include "base/time.hpp"
#include "egress/network_log.hpp"
#include "egress/request_head.hpp"
#include "egress/session.hpp"
#include "egress/wire.hpp"

namespace lissom::egress {

// One connection of a browser to its gateway, from the first request to its end. Owned by Session::serve().
class Connection {
public:
    Connection(Session& session, std::unique_ptr<Wire> browser);

    Async<void> serve();
    void close();
    Moment last_moved() const { return last_moved_; }

private:
    Async<std::optional<RequestHead>> read_request();
    Async<void> tunnel(RequestHead request);
    Async<bool> bridge(RequestHead request);
    Async<bool> check_plain_address(Target target);
    bool must_look_inside(const Target& target) const;
    Async<void> look_inside(Target target);
    Async<void> send_checked(RequestHead request);
    Async<bool> check_inside(const RequestHead& request);
    Async<bool> read_more();
    Async<void> converse(RequestHead request);
    Async<void> send_requests(RequestHead request);
    Async<bool> send_body(std::uint64_t length);
    Async<void> pass_answers();
    Async<bool> take_answer(std::string_view octets);
    Async<void> pass_on();
    Async<bool> connect(const RequestHead& request, Through through);
    Async<void> refuse(Refusal refusal);
    Async<void> drain();
    void begin_exchange(const RequestHead& request);
    void end_exchange();
    bool speaks_to_http_proxy() const;

    Session& session_;
    NetworkLog& log_;
    std::unique_ptr<Wire> browser_;
    std::unique_ptr<Wire> server_;
    std::string read_;  // of the browser, not yet understood
    std::optional<Upstream> upstream_;
    std::shared_ptr<const Identities> identities_;
    Target target_;           // where server_ leads
    bool is_inside_ = false;  // requests come over TLS that ends here
    NetworkLog::Number exchange_ = 0;
    bool is_in_exchange_ = false;
    bool awaits_answer_ = false;  // the next octets of the server are the head of an answer
    Moment last_moved_ = moment();
};

}  // namespace lissom::egress
