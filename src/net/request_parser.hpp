#pragma once

#include <cstddef>

#include <boost/beast/http/basic_parser.hpp>

#include "net/http.hpp"

namespace lissom::net {

// Turns the bytes of one HTTP/1 request into a Request. Beast's parser does the protocol (and refuses what
// smuggles); this one keeps what it finds, straight in our own value.
class RequestParser : private boost::beast::http::basic_parser<true> {
    using Parser = boost::beast::http::basic_parser<true>;

public:
    explicit RequestParser(std::size_t max_body_bytes);

    // Returns how many bytes were consumed; the rest is to be given again with more behind it. When it fails,
    // status_of_failure() and failure() say how to answer.
    std::size_t put(std::string_view bytes);

    bool has_begun() const { return got_some(); }
    bool is_complete() const { return is_done(); }
    bool has_head() const { return is_header_done(); }
    bool has_failed() const { return status_ != 0; }
    unsigned status_of_failure() const { return status_; }
    const std::string& failure() const { return failure_; }

    bool keeps_alive() const { return keep_alive(); }
    bool is_http_1_0() const { return is_1_0_; }
    bool is_upgrade() const { return upgrade(); }
    bool is_head() const { return is_head_; }  // the handler sees a GET
    bool expects_continue() const;
    std::string take_target() { return std::move(target_); }  // as sent
    Request& request() { return request_; }

private:
    using Code = boost::system::error_code;
    using View = boost::beast::string_view;

    void on_request_impl(boost::beast::http::verb, View method, View target, int version, Code&) override;
    void on_response_impl(int, View, int, Code&) override;
    void on_field_impl(boost::beast::http::field, View name, View value, Code&) override;
    void on_header_impl(Code&) override;
    void on_body_init_impl(const boost::optional<std::uint64_t>& length, Code&) override;
    std::size_t on_body_impl(View body, Code&) override;
    void on_chunk_header_impl(std::uint64_t, View, Code&) override;
    std::size_t on_chunk_body_impl(std::uint64_t, View body, Code&) override;
    void on_finish_impl(Code&) override;

    void fail(unsigned status, std::string why);
    void fail_for(const Code& code);
    bool read_target(std::string_view target);

    std::size_t max_body_bytes_;
    Request request_;
    std::string target_;
    unsigned status_ = 0;
    std::string failure_;
    bool is_head_ = false;
    bool is_1_0_ = false;
};

}  // namespace lissom::net
