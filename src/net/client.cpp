#include "net/client.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <map>
#include <mutex>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/log.hpp"
#include "base/signal.hpp"
#include "net/encoding.hpp"
#include "net/url.hpp"

namespace lissom::net {
namespace {

namespace asio = boost::asio;

// A host that does not answer the first packet for so long is down, however long the answer itself may take.
constexpr auto connect_limit = Millis(10'000);
// Connections kept for the next call to the same host.
constexpr long max_kept_connections = 16;
constexpr long max_redirects = 10;

// One call on its way. Owned by the coroutine that waits for it; libcurl knows it as the handle's private
// pointer.
struct Transfer {
    Transfer(const asio::any_io_executor& executor, Call its_call)
        : call(std::move(its_call)),
          easy(curl_easy_init()),
          ended(executor)
    {
    }
    ~Transfer()
    {
        curl_easy_cleanup(easy);
        curl_slist_free_all(headers);
        curl_slist_free_all(connect_to);
    }
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    // The body of a refusal (a model's "429, because ...") is for reading, not for the stream.
    bool is_streamed() const
    {
        long status = 0;
        curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
        return call.on_data && status >= 200 && status < 300;
    }

    Call call;
    CURL* easy;
    curl_slist* headers = nullptr;
    curl_slist* connect_to = nullptr;
    char error_text[CURL_ERROR_SIZE] = {};
    Reply reply;
    std::size_t received = 0;
    bool is_too_large = false;
    bool is_done = false;
    CURLcode code = CURLE_OK;
    Signal ended;
};

std::size_t take_body(char* data, std::size_t, std::size_t size, void* pointer)
{
    auto& transfer = *static_cast<Transfer*>(pointer);
    transfer.received += size;
    if (transfer.received > transfer.call.max_bytes) {
        transfer.is_too_large = true;
        return CURL_WRITEFUNC_ERROR;
    }
    if (!transfer.is_streamed()) {
        transfer.reply.body.append(data, size);
        return size;
    }
    try {
        transfer.call.on_data({data, size});
    } catch (const std::exception& error) {  // libcurl is C: nothing may fly through it
        log::error("a reader of streamed data failed", {{"what", error.what()}});
        return CURL_WRITEFUNC_ERROR;
    }
    return size;
}

std::size_t take_header(char* data, std::size_t, std::size_t size, void* pointer)
{
    auto& reply = static_cast<Transfer*>(pointer)->reply;
    std::string_view line(data, size);
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with("HTTP/")) {  // of a redirect, a proxy or "100 Continue" before the real one
        reply.headers.clear();
        return size;
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return size;
    const auto value = trim(line.substr(colon + 1));
    const auto [entry, is_new] = reply.headers.try_emplace(std::string(line.substr(0, colon)), value);
    if (!is_new) entry->second.append(", ").append(value);
    return size;
}

// A line break in a header would let a value write headers of its own.
bool is_header_safe(std::string_view text)
{
    return std::ranges::none_of(text, [](char letter) {
        return letter == '\r' || letter == '\n' || letter == '\0';
    });
}

Done set_headers(Transfer& transfer)
{
    const auto add = [&](const std::string& line) {
        auto* const longer = curl_slist_append(transfer.headers, line.c_str());
        if (longer) transfer.headers = longer;
    };
    for (const auto& [name, value] : transfer.call.headers) {
        if (!is_header_safe(name) || !is_header_safe(value))
            return Error{ErrorCode::invalid_argument, "header " + name + " contains a line break"};
        add(value.empty() ? name + ";" : name + ": " + value);  // libcurl's way to send an empty value
    }
    add("Expect:");  // waiting for "100 Continue" costs a second where nobody sends it
    if (!transfer.call.headers.contains("content-type")) add("Content-Type:");  // not libcurl's form type
    curl_easy_setopt(transfer.easy, CURLOPT_HTTPHEADER, transfer.headers);
    return {};
}

void set_method(const Transfer& transfer)
{
    const auto& call = transfer.call;
    auto* const easy = transfer.easy;
    if (call.method == Method::head) {
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
        return;
    }
    const bool sends_body = !call.body.empty() || call.method == Method::post || call.method == Method::put ||
                            call.method == Method::patch;
    if (sends_body) {
        curl_easy_setopt(easy, CURLOPT_POST, 1L);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, call.body.data());
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body.size()));
    }
    // Only where libcurl would say something else: a forced method would survive a redirect that turns POST
    // into GET.
    const auto natural = sends_body ? Method::post : Method::get;
    if (call.method != natural)
        curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, std::string(name_of(call.method)).c_str());
}

Done configure(Transfer& transfer)
{
    auto* const easy = transfer.easy;
    const auto& call = transfer.call;
    if (!easy) return Error{ErrorCode::internal, "libcurl could not start a call"};
    if (call.url.contains('\0'))
        return Error{ErrorCode::invalid_argument, "the address contains a null byte"};
    if (auto done = set_headers(transfer); !done) return done;
    set_method(transfer);

    curl_easy_setopt(easy, CURLOPT_URL, call.url.c_str());
    curl_easy_setopt(easy, CURLOPT_PRIVATE, &transfer);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer.error_text);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, call.follow_redirects ? 1L : 0L);
    curl_easy_setopt(easy, CURLOPT_MAXREDIRS, max_redirects);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(call.limit.count()));
    curl_easy_setopt(
        easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min(call.limit, connect_limit).count())
    );
    if (call.silence > Millis(0)) {
        curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
        curl_easy_setopt(
            easy,
            CURLOPT_LOW_SPEED_TIME,
            static_cast<long>(std::max<std::int64_t>(1, call.silence.count() / 1000))
        );
    }
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");        // all that libcurl can unpack
    curl_easy_setopt(easy, CURLOPT_PROXY, call.proxy.c_str());  // empty also switches http_proxy & co. off
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
    if (call.connect_to.empty()) return {};

    const auto address = call.connect_to.contains(':') && !call.connect_to.starts_with('[')
                             ? "[" + call.connect_to + "]"
                             : call.connect_to;
    transfer.connect_to = curl_slist_append(nullptr, ("::" + address + ":").c_str());  // any host, any port
    curl_easy_setopt(easy, CURLOPT_CONNECT_TO, transfer.connect_to);
    // A kept connection may lead to another address.
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    return {};
}

Error error_of(const Transfer& transfer)
{
    // Paths and queries may hold keys.
    const auto url = Url::parse(transfer.call.url);
    const auto host = url ? url->origin() : "the address";
    if (transfer.is_too_large)
        return {
            ErrorCode::unavailable,
            "the answer of " + host + " is larger than " + std::to_string(transfer.call.max_bytes) + " bytes"
        };
    const std::string why = transfer.error_text[0] ? transfer.error_text : curl_easy_strerror(transfer.code);
    switch (transfer.code) {
        case CURLE_OPERATION_TIMEDOUT:
            if (why.contains("too slow"))
                return {
                    ErrorCode::timeout,
                    host + " was silent for " + std::to_string(transfer.call.silence.count() / 1000) + " s"
                };
            return timed_out("the call to " + host, transfer.call.limit);
        case CURLE_URL_MALFORMAT:
        case CURLE_UNSUPPORTED_PROTOCOL: return {ErrorCode::invalid_argument, host + ": " + why};
        case CURLE_PARTIAL_FILE:
        case CURLE_RECV_ERROR:
        case CURLE_GOT_NOTHING:
            return {ErrorCode::unavailable, "the answer of " + host + " broke off: " + why};
        default: return {ErrorCode::unavailable, "no answer from " + host + ": " + why};
    }
}

// libcurl's multi interface driven by Asio: it says which sockets and which timer to watch. Shared by the
// client and its calls in progress, so that neither has to outlive the other.
class Multi {
public:
    explicit Multi(asio::any_io_executor executor)
        : executor_(std::move(executor)),
          timer_(executor_)
    {
        // libcurl's global set-up is not thread-safe and happens once for the process.
        static std::once_flag once;
        std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
        multi_ = curl_multi_init();
        curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, on_socket);
        curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
        curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, on_timer);
        curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
        curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, max_kept_connections);
    }
    ~Multi()
    {
        curl_multi_cleanup(multi_);  // says goodbye to kept connections, which may still call on_socket
        for (auto& [file, watched] : watched_) watched->descriptor.release();
    }
    Multi(const Multi&) = delete;
    Multi& operator=(const Multi&) = delete;

    bool add(const Transfer& transfer) { return curl_multi_add_handle(multi_, transfer.easy) == CURLM_OK; }
    void remove(const Transfer& transfer) { curl_multi_remove_handle(multi_, transfer.easy); }
    const asio::any_io_executor& executor() const { return executor_; }

private:
    struct Watched {
        explicit Watched(const asio::any_io_executor& executor, curl_socket_t file)
            : descriptor(executor, file)
        {
        }
        asio::posix::stream_descriptor descriptor;  // borrowed: libcurl closes it
        int wanted = CURL_POLL_NONE;
        bool waits_to_read = false;
        bool waits_to_write = false;
    };

    static int on_socket(CURL*, curl_socket_t file, int what, void* self, void*)
    {
        static_cast<Multi*>(self)->watch(file, what);
        return 0;
    }
    static int on_timer(CURLM*, long delay_ms, void* self)
    {
        static_cast<Multi*>(self)->set_timer(delay_ms);
        return 0;
    }

    void watch(curl_socket_t file, int what)
    {
        auto& watched = watched_[file];
        if (what == CURL_POLL_REMOVE) {
            if (watched) watched->descriptor.release();  // before libcurl closes it
            watched_.erase(file);
            return;
        }
        if (!watched) watched = std::make_shared<Watched>(executor_, file);
        watched->wanted = what;
        wait_on(watched, file);
    }

    // The weak pointer tells whether the socket, or we with it, went while the wait was on.
    auto readiness(const std::shared_ptr<Watched>& watched, curl_socket_t file, int which)
    {
        return [this, weak = std::weak_ptr(watched), file, which](const boost::system::error_code& error) {
            const auto ready = weak.lock();
            if (!ready || error == asio::error::operation_aborted) return;
            (which == CURL_CSELECT_IN ? ready->waits_to_read : ready->waits_to_write) = false;
            const bool is_wanted = ready->wanted & (which == CURL_CSELECT_IN ? CURL_POLL_IN : CURL_POLL_OUT);
            if (is_wanted) act(file, error ? CURL_CSELECT_ERR : which);
            if (const auto entry = watched_.find(file); entry != watched_.end() && entry->second == ready)
                wait_on(ready, file);
        };
    }

    void wait_on(const std::shared_ptr<Watched>& watched, curl_socket_t file)
    {
        using Descriptor = asio::posix::stream_descriptor;
        if ((watched->wanted & CURL_POLL_IN) && !std::exchange(watched->waits_to_read, true))
            watched->descriptor.async_wait(Descriptor::wait_read, readiness(watched, file, CURL_CSELECT_IN));
        if ((watched->wanted & CURL_POLL_OUT) && !std::exchange(watched->waits_to_write, true))
            watched->descriptor.async_wait(
                Descriptor::wait_write, readiness(watched, file, CURL_CSELECT_OUT)
            );
    }

    void set_timer(long delay_ms)
    {
        timer_.cancel();
        if (delay_ms < 0) return;
        timer_.expires_after(Millis(delay_ms));
        // Cancelling does not call back an expiry that is already on its way.
        timer_.async_wait([this, alive = std::weak_ptr(alive_)](const boost::system::error_code& error) {
            if (!error && !alive.expired()) act(CURL_SOCKET_TIMEOUT, 0);
        });
    }

    void act(curl_socket_t file, int what)
    {
        int running = 0;
        curl_multi_socket_action(multi_, file, what, &running);
        int left = 0;
        while (const auto* const message = curl_multi_info_read(multi_, &left)) {
            if (message->msg != CURLMSG_DONE) continue;
            Transfer* transfer = nullptr;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
            transfer->code = message->data.result;
            transfer->is_done = true;
            transfer->ended.notify_all();
        }
    }

    asio::any_io_executor executor_;
    asio::steady_timer timer_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    CURLM* multi_ = nullptr;
    std::map<curl_socket_t, std::shared_ptr<Watched>> watched_;
};

// Takes the call out of libcurl's hands however its coroutine ends.
class InProgress {
public:
    InProgress(Multi& multi, const Transfer& transfer)
        : multi_(multi),
          transfer_(transfer)
    {
    }
    ~InProgress() { multi_.remove(transfer_); }
    InProgress(const InProgress&) = delete;
    InProgress& operator=(const InProgress&) = delete;

private:
    Multi& multi_;
    const Transfer& transfer_;
};

Async<Result<Reply>> fetch_on(std::shared_ptr<Multi> multi, Call call)
{
    Transfer transfer(multi->executor(), std::move(call));
    if (auto done = configure(transfer); !done) co_return std::move(done).error();
    if (!multi->add(transfer)) co_return Error{ErrorCode::internal, "libcurl could not start a call"};
    const InProgress in_progress(*multi, transfer);
    while (!transfer.is_done) co_await transfer.ended.wait();

    if (transfer.code != CURLE_OK) co_return error_of(transfer);
    long status = 0;
    curl_easy_getinfo(transfer.easy, CURLINFO_RESPONSE_CODE, &status);
    transfer.reply.status = static_cast<int>(status);
    co_return std::move(transfer.reply);
}

class CurlClient : public Client {
public:
    explicit CurlClient(asio::any_io_executor executor)
        : multi_(std::make_shared<Multi>(std::move(executor)))
    {
    }

    Async<Result<Reply>> fetch(Call call) override { return fetch_on(multi_, std::move(call)); }

private:
    std::shared_ptr<Multi> multi_;
};

}  // namespace

std::unique_ptr<Client> make_client(asio::any_io_executor executor)
{
    return std::make_unique<CurlClient>(std::move(executor));
}

}  // namespace lissom::net
