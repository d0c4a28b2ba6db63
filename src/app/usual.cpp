#include "app/usual.hpp"

#include <algorithm>
#include <cstdlib>

#include "net/url.hpp"

namespace lissom::app {
namespace {

// A maker of models: what people call their key for it and its address, and the domain that is its own.
struct Maker {
    const char* key;
    const char* address;
    std::string_view domain;
};
constexpr Maker open_ai = {"OPENAI_API_KEY", "OPENAI_BASE_URL", "openai.com"};
constexpr Maker anthropic = {"ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "anthropic.com"};

struct UsualKey {
    std::string_view provider;
    const Maker& maker;
};
constexpr UsualKey usual_keys[] = {
    {"openai", open_ai},
    {"anthropic", anthropic},
    {"openai-compatible", open_ai},
};

std::string variable(const char* name)
{
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): start-up, one thread
    return value ? value : "";
}

// "example.com" and ".example.com" name a host and all below it, "*" all there are.
bool is_named(std::string_view host, std::string_view entry)
{
    if (entry == "*") return true;
    entry.remove_prefix(std::min(entry.find_first_not_of("*."), entry.size()));
    if (entry.empty() || !host.ends_with(entry)) return false;
    return host.size() == entry.size() || host[host.size() - entry.size() - 1] == '.';
}

bool goes_straight(std::string_view host)
{
    if (host == "localhost" || host == "::1" || host == "[::1]" || host.starts_with("127.")) return true;
    auto list = variable("NO_PROXY");
    if (list.empty()) list = variable("no_proxy");
    const std::string_view names = list;
    for (std::size_t begin = 0; begin < names.size();) {
        begin = std::min(names.find_first_not_of(", ", begin), names.size());
        const auto end = std::min(names.find_first_of(", ", begin), names.size());
        if (is_named(host, names.substr(begin, end - begin))) return true;
        begin = end;
    }
    return false;
}

}  // namespace

UsualKeyFound usual_key(std::string_view provider, std::string_view url)
{
    const auto* const usual = std::ranges::find(usual_keys, provider, &UsualKey::provider);
    if (usual == std::end(usual_keys)) return {};
    auto key = variable(usual->maker.key);
    if (key.empty()) return {};
    const auto there = net::Url::parse(url);
    const auto meant = net::Url::parse(variable(usual->maker.address));
    const bool is_own = there && there->is_secure() && is_named(there->host(), usual->maker.domain);
    const bool is_meant = there && meant && there->origin() == meant->origin();
    if (is_own || is_meant) return {.key = std::move(key), .withheld = {}};
    return {.key = {}, .withheld = usual->maker.key};
}

std::string usual_proxy(std::string_view url)
{
    const auto parsed = net::Url::parse(url);
    if (!parsed || goes_straight(parsed->host())) return "";
    // HTTP_PROXY in capitals may come from a request's header where a program runs as CGI; here it cannot.
    const bool is_plain = url.starts_with("http://");
    for (const auto* name :
         {is_plain ? "http_proxy" : "https_proxy",
          is_plain ? "HTTP_PROXY" : "HTTPS_PROXY",
          "all_proxy",
          "ALL_PROXY"})
        if (auto proxy = variable(name); !proxy.empty()) return proxy;
    return "";
}

}  // namespace lissom::app
