#include "egress/connection.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "egress/refusal_page.hpp"
#include "egress/tls_bridge.hpp"
#include "net/url.hpp"

namespace lissom::egress {
namespace {

using namespace boost::asio::experimental::awaitable_operators;

constexpr std::size_t most_head = 256u << 10;  // cookies and long addresses; Chromium's own bound
constexpr std::size_t part_size = 32u << 10;   // large enough that a fast answer costs few turns
constexpr std::string_view head_end = "\r\n\r\n";

struct AnswerHead {
    int status = 0;
    std::string type;
};

// For the log alone: what is cut across two reads is not worth putting together.
AnswerHead answer_head(std::string_view octets)
{
    AnswerHead head;
    if (!octets.starts_with("HTTP/1.") || octets.size() < 12) return head;
    std::from_chars(octets.data() + 9, octets.data() + 12, head.status);
    const auto fields = octets.substr(0, octets.find(head_end));
    for (auto line = fields.find("\r\n"); line != std::string_view::npos;
         line = fields.find("\r\n", line + 2)) {
        constexpr std::string_view wanted = "content-type:";
        auto field = fields.substr(line + 2, 200);
        field = field.substr(0, field.find('\r'));
        const bool is_it = field.size() > wanted.size() &&
                           std::equal(wanted.begin(), wanted.end(), field.begin(), [](char left, char right) {
                               return left == (right >= 'A' && right <= 'Z' ? right + 32 : right);
                           });
        if (!is_it) continue;
        field.remove_prefix(wanted.size());
        while (field.starts_with(' ')) field.remove_prefix(1);
        head.type = field.substr(0, field.find(';'));
        break;
    }
    return head;
}

}  // namespace

Connection::Connection(Session& session, std::unique_ptr<Wire> browser)
    : session_(session),
      log_(*session.log_),
      browser_(std::move(browser))
{
}

void Connection::close()
{
    if (browser_) browser_->close();
    if (server_) server_->close();
}

Async<void> Connection::serve()
{
    auto request = co_await read_request();
    if (request && request->is_connect())
        co_await tunnel(*std::move(request));
    else if (request)
        co_await converse(*std::move(request));
    end_exchange();
    close();
}

// None: the connection is over.
Async<std::optional<RequestHead>> Connection::read_request()
{
    std::size_t end = 0;
    std::size_t looked_at = 0;
    while ((end = read_.find(head_end, looked_at)) == std::string::npos) {
        looked_at = read_.size() > 3 ? read_.size() - 3 : 0;
        if (read_.size() > most_head) {
            co_await refuse({Verdict::bad_request, "its head is too long"});
            co_return std::nullopt;
        }
        std::array<char, 8192> part;
        const auto count = co_await browser_->read(part);
        if (count == 0) co_return std::nullopt;
        read_.append(part.data(), count);
        last_moved_ = moment();
    }
    end += head_end.size();
    const auto text = std::string_view(read_).substr(0, end);
    auto head = is_inside_ ? parse_request_head_inside(text, target_) : parse_request_head(text);
    read_.erase(0, end);
    if (head) co_return *std::move(head);
    end_exchange();
    co_await refuse({Verdict::bad_request, head.error().message});
    co_return std::nullopt;
}

void Connection::begin_exchange(const RequestHead& request)
{
    end_exchange();
    exchange_ = log_.begin(request.method, request.target.host, request.target.port, request.url());
    is_in_exchange_ = true;
}

void Connection::end_exchange()
{
    if (std::exchange(is_in_exchange_, false)) log_.ended(exchange_);
}

Async<bool> Connection::connect(const RequestHead& request, Through through)
{
    if (!session_.is_configured()) {
        co_await refuse({Verdict::not_ready, "this browser has not been given to a session yet"});
        co_return false;
    }
    auto policy = session_.policy_for(request.target.host);
    upstream_ = policy.upstream;
    identities_ = policy.identities;
    target_ = request.target;
    auto dialled = co_await dial(session_.ground_, std::move(policy), request.target, through);
    if (!dialled.wire) {
        co_await refuse(std::move(dialled.refusal));
        co_return false;
    }
    log_.connected(exchange_, std::move(dialled.address));
    server_ = std::move(dialled.wire);
    co_return true;
}

// A browser shows no reason for a tunnel that it did not get; for a plain request it shows what is written
// here.
Async<void> Connection::refuse(Refusal refusal)
{
    const auto answer = refusal_answer(refusal);
    if (std::exchange(is_in_exchange_, false)) log_.refused(exchange_, std::move(refusal));
    if (co_await browser_->write(answer)) co_await drain();
}

// An answer that comes before all of a request was read is lost when the connection is cut.
Async<void> Connection::drain()
{
    constexpr std::size_t most = 1u << 20;
    constexpr Millis longest(2'000);
    browser_->finish();
    const auto read_rest = [](Wire& wire) -> Async<Done> {
        std::array<char, 8192> part;
        std::size_t total = 0;
        while (total < most) {
            const auto count = co_await wire.read(part);
            if (count == 0) break;
            total += count;
        }
        co_return Done();
    };
    (void)co_await within(longest, "the rest of a request", read_rest(*browser_));
}

Async<void> Connection::tunnel(RequestHead request)
{
    begin_exchange(request);
    if (!co_await connect(request, Through::tunnel)) co_return;
    log_.answered(exchange_, 200, "");
    if (!co_await browser_->write("HTTP/1.1 200 Connection established\r\n\r\n")) co_return;
    if (session_.policy_.only && !co_await check_plain_address(request.target)) co_return;
    if (must_look_inside(request.target)) co_return co_await look_inside(request.target);
    if (identities_ && !co_await bridge(std::move(request))) co_return;
    co_await (pass_on() && pass_answers());
}

Async<bool> Connection::read_more()
{
    std::array<char, 8192> part;
    const auto count = co_await browser_->read(part);
    read_.append(part.data(), count);
    last_moved_ = moment();
    co_return count > 0;
}

// A WebSocket of a plain page comes in a tunnel, but not over TLS: strict allowed_urls holds its whole
// address, not its host alone. False: the connection is over.
Async<bool> Connection::check_plain_address(Target target)
{
    while (read_.size() < 3)
        if (!co_await read_more()) co_return false;
    if (is_tls(read_)) co_return true;
    while (read_.find(head_end) == std::string::npos)
        if (read_.size() > most_head || !co_await read_more()) co_return false;

    const auto line = std::string_view(read_).substr(0, read_.find("\r\n"));
    const auto before = line.find(' ');
    const auto behind = line.rfind(' ');
    const auto path = before < behind ? line.substr(before + 1, behind - before - 1) : std::string_view("/");
    const auto text = "http://" + target.text() + std::string(path);
    const auto url = net::Url::parse(text);
    if (url && matches_any(*session_.policy_.only, *url)) co_return true;
    co_await refuse({Verdict::allowed_urls, text + " is not in allowed_urls"});
    co_return false;
}

// Strict allowed_urls with paths: the browser's own gate holds documents and what they load to them, but not
// WebSockets, and over TLS their path cannot be seen from outside.
bool Connection::must_look_inside(const Target& target) const
{
    if (!session_.policy_.only || !identities_ || !is_tls(read_)) return false;
    return std::ranges::any_of(*session_.policy_.only, [&](const UrlPattern& pattern) {
        return pattern.restricts_path() && pattern.matches_host(target.host);
    });
}

Async<void> Connection::look_inside(Target target)
{
    if (upstream_ && upstream_->kind == ProxyKind::https)  // whose connection is not ours to share
        co_return co_await refuse(
            {Verdict::allowed_urls, "paths on " + target.host + " cannot be checked through a proxy over TLS"}
        );
    browser_ =
        co_await greet_browser(std::move(browser_), identities_, target.host, std::exchange(read_, {}));
    if (!browser_) co_return;
    is_inside_ = true;
    auto request = co_await read_request();
    if (!request || !co_await check_inside(*request)) co_return;
    auto site = co_await open_site(std::move(server_), identities_, target.host);
    if (!site.site) co_return co_await refuse(std::move(site.refusal));
    server_ = std::move(site.site);
    co_await (send_checked(*std::move(request)) && pass_answers());
}

// What is inside is in the log already: the browser tells of it.
Async<void> Connection::send_checked(RequestHead request)
{
    for (;;) {
        const auto head = request.for_server();
        log_.sent(exchange_, head.size());
        if (!co_await server_->write(head)) break;
        if (request.is_last) co_return co_await pass_on();
        if (!co_await send_body(request.body)) break;
        auto next = co_await read_request();
        if (!next || !co_await check_inside(*next)) break;
        request = *std::move(next);
    }
    close();
}

Async<bool> Connection::check_inside(const RequestHead& request)
{
    auto text = request.url();
    const auto url = net::Url::parse(text);
    if (url && matches_any(*session_.policy_.only, *url)) co_return true;
    Refusal refusal{Verdict::allowed_urls, text + " is not in allowed_urls"};
    const auto answer = refusal_answer(refusal);
    log_.refused_early(std::move(text), std::move(refusal), false);
    if (co_await browser_->write(answer)) co_await drain();
    co_return false;
}

// A site that asks its visitors for a certificate gets the session's, from here: Chromium would ask a person.
// All others are left to the browser. False: the connection is over.
Async<bool> Connection::bridge(RequestHead request)
{
    while (read_.size() < 3)
        if (!co_await read_more()) co_return false;
    const auto place = request.target.text();
    const bool is_over_tls =
        upstream_ && upstream_->kind == ProxyKind::https;  // whose connection is not ours to share
    if (!is_tls(read_) || is_over_tls || session_.ask_for_nothing_.contains(place)) co_return true;

    auto asked = co_await ask_site(std::move(server_), identities_, request.target.host);
    if (!asked.site && asked.refusal.verdict == Verdict::allowed) {
        session_.ask_for_nothing_.insert(place);
        co_return co_await connect(request, Through::tunnel);
    }
    browser_ = co_await greet_browser(
        std::move(browser_), identities_, request.target.host, std::exchange(read_, {})
    );
    if (!browser_) co_return false;
    if (!asked.site) {
        while (read_.find(head_end) == std::string::npos)
            if (read_.size() > most_head || !co_await read_more()) co_return false;
        co_await refuse(std::move(asked.refusal));
        co_return false;
    }
    server_ = std::move(asked.site);
    co_return true;
}

// What the browser says from here on, whatever it is. A browser that closes its end does not want answers
// either.
Async<void> Connection::pass_on()
{
    auto rest = std::move(read_);
    std::vector<char> part(part_size);
    for (;;) {
        if (!rest.empty()) {
            log_.sent(exchange_, rest.size());
            if (!co_await server_->write(rest)) break;
            rest.clear();
        }
        const auto count = co_await browser_->read(part);
        if (count == 0) break;
        last_moved_ = moment();
        log_.sent(exchange_, count);
        if (!co_await server_->write(std::string_view(part.data(), count))) break;
    }
    close();
}

Async<void> Connection::pass_answers()
{
    std::vector<char> part(part_size);
    for (;;) {
        const auto count = co_await server_->read(part);
        if (count == 0) break;
        last_moved_ = moment();
        const std::string_view octets(part.data(), count);
        if (awaits_answer_ && !co_await take_answer(octets)) break;
        log_.received(exchange_, count);
        if (!co_await browser_->write(octets)) break;
    }
    server_->close();
    browser_->finish();
}

// -- plain HTTP
// ----------------------------------------------------------------------------------------------------

bool Connection::speaks_to_http_proxy() const { return upstream_ && upstream_->kind != ProxyKind::socks5; }

Async<void> Connection::converse(RequestHead request)
{
    begin_exchange(request);
    if (!co_await connect(request, Through::request)) co_return;
    co_await (send_requests(std::move(request)) && pass_answers());
}

Async<void> Connection::send_requests(RequestHead request)
{
    for (;;) {
        auto head =
            speaks_to_http_proxy() ? request.for_proxy(basic_credentials(*upstream_)) : request.for_server();
        awaits_answer_ = true;
        log_.sent(exchange_, head.size());
        if (!co_await server_->write(head)) break;
        if (request.is_last) co_return co_await pass_on();
        if (!co_await send_body(request.body)) break;

        auto next = co_await read_request();
        if (!next) break;
        // Chromium keeps a connection for one server. Were it to think again, it asks once more on a new one.
        const bool is_for_same =
            !next->is_connect() && next->target.host == target_.host && next->target.port == target_.port;
        if (!is_for_same) break;
        request = *std::move(next);
        begin_exchange(request);
    }
    close();
}

Async<bool> Connection::send_body(std::uint64_t length)
{
    std::vector<char> part;
    while (length > 0) {
        if (read_.empty()) {
            part.resize(part_size);
            const auto count = co_await browser_->read(part);
            if (count == 0) co_return false;
            read_.assign(part.data(), count);
            last_moved_ = moment();
        }
        const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(length, read_.size()));
        const auto octets = read_.substr(0, taken);
        read_.erase(0, taken);
        length -= taken;
        log_.sent(exchange_, taken);
        if (!co_await server_->write(octets)) co_return false;
    }
    co_return true;
}

// False: what came is not for the browser.
Async<bool> Connection::take_answer(std::string_view octets)
{
    constexpr int first_final = 200;
    constexpr int switching_protocols = 101;
    constexpr int proxy_wants_credentials = 407;
    auto head = answer_head(octets);
    if (head.status == proxy_wants_credentials && speaks_to_http_proxy()) {
        server_->close();
        co_await refuse(credentials_refused(*upstream_));
        co_return false;
    }
    awaits_answer_ = head.status != switching_protocols && head.status > 0 && head.status < first_final;
    if (!awaits_answer_) log_.answered(exchange_, head.status, std::move(head.type));
    co_return true;
}

}  // namespace lissom::egress
