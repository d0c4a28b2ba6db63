#include "egress/url_pattern.hpp"

#include <algorithm>
#include <charconv>

#include "base/try.hpp"
#include "net/encoding.hpp"

namespace lissom::egress {
namespace {

Error bad(std::string_view pattern, std::string_view why)
{
    return {ErrorCode::invalid_argument, "the pattern '" + std::string(pattern) + "' " + std::string(why)};
}

// '*' stands for any characters. Linear in practice and never worse than pattern times text: it remembers one
// star only.
bool matches_glob(std::string_view glob, std::string_view text)
{
    std::size_t at = 0;
    std::size_t in_text = 0;
    std::size_t star = std::string_view::npos;
    std::size_t resume = 0;
    while (in_text < text.size()) {
        if (at < glob.size() && glob[at] == '*') {
            star = at++;
            resume = in_text;
        } else if (at < glob.size() && glob[at] == text[in_text]) {
            ++at;
            ++in_text;
        } else if (star != std::string_view::npos) {
            at = star + 1;
            in_text = ++resume;
        } else {
            return false;
        }
    }
    while (at < glob.size() && glob[at] == '*') ++at;
    return at == glob.size();
}

// "com", "shop", "co.uk": what a registry sells names under. Below a country, only the second levels that
// registries keep for themselves: anything else there may be somebody's domain.
bool is_registry_suffix(std::string_view suffix)
{
    constexpr std::string_view second_levels[] = {
        "ac",
        "co",
        "com",
        "edu",
        "gob",
        "gouv",
        "gov",
        "go",
        "mil",
        "ne",
        "net",
        "nom",
        "or",
        "org",
        "ltd",
        "plc"
    };
    const auto dot = suffix.find('.');
    if (dot == std::string_view::npos) return suffix.size() >= 2;
    const auto country = suffix.substr(dot + 1);
    return country.size() == 2 &&
           std::ranges::find(second_levels, suffix.substr(0, dot)) != std::end(second_levels);
}

// A path whose decoded form climbs ("/public/..%2Fadmin") may reach on the server what it does not show here.
bool climbs(std::string_view path)
{
    auto decoded = net::percent_decode(path).value_or(std::string(path));
    std::ranges::replace(decoded, '\\', '/');
    return (decoded + "/").contains("/../");
}

Result<std::string> canonical_host_glob(std::string_view pattern, std::string_view host)
{
    if (!host.contains('*')) {
        auto canonical = net::canonical_host(host);
        if (!canonical) return bad(pattern, "has no valid host");
        return canonical;
    }
    // A label with a star stays; the others may be international.
    std::string result;
    while (true) {
        const auto dot = host.find('.');
        const auto label = host.substr(0, dot);
        if (label.contains('*') || label.empty()) {
            result += net::to_lower(label);
        } else if (std::ranges::all_of(label, [](char letter) { return letter > 0; })) {
            result += net::to_lower(label);
        } else {
            TRY(auto canonical, net::canonical_host(label));
            result += canonical;
        }
        if (dot == std::string_view::npos) break;
        result += '.';
        host.remove_prefix(dot + 1);
    }
    const auto is_allowed = [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
               std::string_view("-_.*").contains(letter);
    };
    if (!std::ranges::all_of(result, is_allowed)) return bad(pattern, "has no valid host");
    return result;
}

// "*example.com" and "**.example.com" are that domain and what is below it; "*.example.com" is only what is
// below.
bool take_leading_star(std::string_view& host)
{
    if (!host.starts_with('*') || host.starts_with("*.")) return false;
    auto domain = host.substr(std::min(host.find_first_not_of('*'), host.size()));
    if (domain.starts_with('.')) domain.remove_prefix(1);
    if (domain.empty()) return false;
    host = domain;
    return true;
}

std::string collapse(std::string text, char letter)
{
    const auto doubled =
        std::ranges::unique(text, [letter](char a, char b) { return a == letter && b == letter; });
    text.erase(doubled.begin(), doubled.end());
    return text;
}

}  // namespace

Result<UrlPattern> UrlPattern::parse(std::string_view text)
{
    UrlPattern pattern;
    auto rest = net::trim(text);
    pattern.text_ = rest;
    pattern.scheme_ = "*";
    if (const auto mark = rest.find("://");
        mark != std::string_view::npos && mark < rest.find_first_of("/?#")) {
        pattern.scheme_ = net::to_lower(rest.substr(0, mark));
        rest.remove_prefix(mark + 3);
        if (pattern.scheme_ == "http*") pattern.scheme_ = "*";
        if (pattern.scheme_ == "ws") pattern.scheme_ = "http";
        if (pattern.scheme_ == "wss") pattern.scheme_ = "https";
        if (pattern.scheme_ != "*" && pattern.scheme_ != "http" && pattern.scheme_ != "https")
            return bad(text, "must be for http or https");
    }

    rest = rest.substr(0, rest.find('#'));
    const auto host_end = std::min(rest.find_first_of("/?"), rest.size());
    auto host = rest.substr(0, host_end);
    rest.remove_prefix(host_end);
    if (host.empty()) return bad(text, "has no host");
    if (host.contains('@')) return bad(text, "must not contain user information");

    const auto bracket = host.rfind(']');
    if (const auto colon = host.find(':', bracket == std::string_view::npos ? 0 : bracket);
        colon != std::string_view::npos) {
        pattern.port_ = host.substr(colon + 1);
        host = host.substr(0, colon);
        unsigned port = 0;
        const auto* const end = pattern.port_.data() + pattern.port_.size();
        const auto [stop, error] = std::from_chars(pattern.port_.data(), end, port);
        const bool is_number = stop == end && error == std::errc() && port <= 65535;
        if (pattern.port_ != "*" && !is_number) return bad(text, "has no valid port");
        if (is_number) pattern.port_ = std::to_string(port);
    }
    pattern.starts_at_label_ = take_leading_star(host);
    TRY(pattern.host_, canonical_host_glob(text, host));
    auto& glob = pattern.host_;
    glob = collapse(std::move(glob), '*');
    pattern.is_numeric_ = glob.find_first_not_of("0123456789.*") == std::string::npos &&
                          glob.find_first_of("0123456789") != std::string::npos;
    if (glob.size() > 2 && glob.ends_with(".*") && !pattern.is_numeric_ && glob != "*.*") {
        pattern.ends_in_registry_ = true;
        glob.erase(glob.size() - 2);
    }

    if (const auto question = rest.find('?'); question != std::string_view::npos) {
        pattern.has_query_ = true;
        pattern.query_ = rest.substr(question + 1);
        rest = rest.substr(0, question);
    }
    pattern.path_ = rest.empty() ? "/*" : collapse(collapse(std::string(rest), '/'), '*');
    return pattern;
}

bool UrlPattern::matches_host(std::string_view host) const
{
    if (host_ == "*" || host_ == "*.*") return true;
    if (host.ends_with('.')) host.remove_suffix(1);  // the root's own dot
    auto glob = std::string_view(host_);
    if (glob.ends_with('.')) glob.remove_suffix(1);

    // Wildcards of names say nothing about addresses, and those of addresses nothing about names.
    const auto is_address = net::address_from_host(host).has_value();
    if (is_numeric_) return is_address && matches_glob(glob, host);
    if (is_address) return glob == host && !ends_in_registry_;

    if (ends_in_registry_) {
        // Try the two suffixes a registry can have: of one label and of two.
        auto dot = host.rfind('.');
        for (int labels = 1; labels <= 2 && dot != std::string_view::npos && dot > 0; ++labels) {
            const auto name = host.substr(0, dot);
            if (is_registry_suffix(host.substr(dot + 1)) &&
                (matches_glob(glob, name) ||
                 (starts_at_label_ && matches_glob("*." + std::string(glob), name))))
                return true;
            dot = host.rfind('.', dot - 1);
        }
        return false;
    }
    return matches_glob(glob, host) || (starts_at_label_ && matches_glob("*." + std::string(glob), host));
}

bool UrlPattern::matches_port(const net::Url& url) const
{
    if (port_ == "*") return true;
    if (!port_.empty()) return port_ == std::to_string(url.port());
    return url.has_default_port() || host_ == "*" || host_ == "*.*";
}

bool UrlPattern::matches_path(const net::Url& url) const
{
    if (has_query_ && !matches_glob(query_, url.query())) return false;
    if (path_ == "/*") return true;
    return !climbs(url.path()) && matches_glob(path_, url.path());
}

bool UrlPattern::matches(const net::Url& url) const
{
    const auto* const scheme = url.is_secure() ? "https" : "http";
    return (scheme_ == "*" || scheme_ == scheme) && matches_host(url.host()) && matches_port(url) &&
           matches_path(url);
}

Result<std::vector<UrlPattern>> parse_patterns(std::span<const std::string> texts)
{
    std::vector<UrlPattern> patterns;
    for (const auto& text : texts) {
        TRY(auto pattern, UrlPattern::parse(text));
        patterns.push_back(std::move(pattern));
    }
    return patterns;
}

bool matches_any(std::span<const UrlPattern> patterns, const net::Url& url)
{
    return std::ranges::any_of(patterns, [&](const UrlPattern& pattern) { return pattern.matches(url); });
}

}  // namespace lissom::egress
