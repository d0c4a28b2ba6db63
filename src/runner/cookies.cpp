#include "runner/cookies.hpp"

#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <tuple>

namespace lissom::runner {
namespace {

// What makes two cookies the same one in a browser.
using Identity = std::tuple<std::string, std::string, std::string, std::string>;

Identity identity_of(const JsonObject& cookie)
{
    const auto* partition = cookie.if_contains("partitionKey");
    return {
        string_or(cookie, "domain"),
        string_or(cookie, "path"),
        string_or(cookie, "name"),
        partition ? dump(*partition) : std::string()
    };
}

std::map<Identity, const JsonObject*> by_identity(const JsonArray& cookies)
{
    std::map<Identity, const JsonObject*> found;
    for (const auto& cookie : cookies)
        if (const auto* object = cookie.if_object()) found[identity_of(*object)] = object;
    return found;
}

const JsonObject* at(const std::map<Identity, const JsonObject*>& cookies, const Identity& identity)
{
    const auto found = cookies.find(identity);
    return found == cookies.end() ? nullptr : found->second;
}

// Empty: a session cookie.
std::optional<double> expiry_of(const JsonObject& cookie)
{
    const auto expires = number_or(cookie, "expires", -1);
    if (expires < 0 || bool_or(cookie, "session")) return std::nullopt;
    return expires;
}

// As a site sees them: the rest differs from one browser's start to the next.
bool are_same(const JsonObject* one, const JsonObject* other)
{
    if (!one || !other) return one == other;
    const auto seconds = [](const JsonObject& cookie) {
        return std::llround(expiry_of(cookie).value_or(-1));
    };
    return string_or(*one, "value") == string_or(*other, "value") && seconds(*one) == seconds(*other) &&
           bool_or(*one, "secure") == bool_or(*other, "secure") &&
           bool_or(*one, "httpOnly") == bool_or(*other, "httpOnly") &&
           string_or(*one, "sameSite") == string_or(*other, "sameSite");
}

JsonObject to_set(const JsonObject& cookie)
{
    JsonObject set;
    for (const auto* field :
         {"name", "value", "path", "secure", "httpOnly", "sameSite", "priority", "sourceScheme", "sourcePort"
         })
        if (const auto* value = cookie.if_contains(field)) set[field] = *value;
    if (const auto* partition = cookie.if_contains("partitionKey"); partition && partition->is_object())
        set["partitionKey"] = *partition;
    if (const auto expires = expiry_of(cookie)) set["expires"] = *expires;

    const auto domain = string_or(cookie, "domain");
    if (domain.starts_with('.')) {
        set["domain"] = domain;
    } else {
        // A domain given by name would make it a cookie of all hosts below it.
        const auto* scheme = bool_or(cookie, "secure") ? "https://" : "http://";
        const auto host =
            domain.find(':') == std::string::npos || domain.starts_with('[') ? domain : "[" + domain + "]";
        set["url"] = scheme + host + string_or(cookie, "path", "/");
    }
    return set;
}

}  // namespace

JsonArray merge_cookies(const JsonArray& at_begin, const JsonArray& at_end, const JsonArray& now_there)
{
    const auto before = by_identity(at_begin);
    const auto mine = by_identity(at_end);
    const auto theirs = by_identity(now_there);

    auto all = theirs;
    all.insert(mine.begin(), mine.end());
    JsonArray merged;
    for (const auto& [identity, either] : all) {
        const auto* own = at(mine, identity);
        const bool has_changed_it = !are_same(own, at(before, identity));
        if (const auto* kept = has_changed_it ? own : at(theirs, identity)) merged.push_back(*kept);
    }
    return merged;
}

JsonArray cookies_to_set(const JsonArray& kept, std::int64_t now_ms)
{
    JsonArray cookies;
    for (const auto& cookie : kept) {
        const auto* object = cookie.if_object();
        if (!object) continue;
        if (const auto expires = expiry_of(*object);
            expires && *expires * 1'000 <= static_cast<double>(now_ms))
            continue;
        cookies.push_back(to_set(*object));
    }
    return cookies;
}

}  // namespace lissom::runner
