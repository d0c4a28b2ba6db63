#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "net/url.hpp"

namespace lissom::egress {

// One entry of `allowed_urls`, of a session or of a secret. Matches parsed addresses, part by part:
//
//   https://*.example.com:8443/shop/*      scheme, host, port, path; all but the host may be left out
//
// Scheme: http and https when left out (ws counts as http, wss as https). Host: '*' stands for any letters
// and dots, but a leading "*example.com" begins at a label (never evilexample.com), "**.example.com" is
// example.com too, and a closing ".*" is a registry's suffix ("com", "co.uk"), never somebody's domain. Port:
// the scheme's own when left out. Path: '*' and
// '**' stand for anything; all paths when left out. The query counts only when the pattern has one.
class UrlPattern {
public:
    static Result<UrlPattern> parse(std::string_view text);

    bool matches(const net::Url& url) const;
    bool matches_host(std::string_view canonical_host
    ) const;  // what can be known of a connection before its request
    bool restricts_path() const { return path_ != "/*" || has_query_; }
    const std::string& text() const { return text_; }

private:
    bool matches_port(const net::Url& url) const;
    bool matches_path(const net::Url& url) const;

    std::string text_;
    std::string scheme_;             // "http", "https" or "*"
    std::string host_;               // canonical but for its stars, without what the next three say
    bool starts_at_label_ = false;   // "*example.com", "**.example.com"
    bool ends_in_registry_ = false;  // "example.*"
    bool is_numeric_ = false;        // "192.168.1.*"
    std::string port_;               // digits, "*" or empty
    std::string path_;
    std::string query_;
    bool has_query_ = false;
};

Result<std::vector<UrlPattern>> parse_patterns(std::span<const std::string> texts);
bool matches_any(std::span<const UrlPattern> patterns, const net::Url& url);

}  // namespace lissom::egress
