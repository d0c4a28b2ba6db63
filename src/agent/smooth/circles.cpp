#include "agent/smooth/circles.hpp"

#include <functional>

namespace lissom::agent {
namespace {

void mix(std::size_t& hash, std::string_view text)
{
    hash ^= std::hash<std::string_view>()(text) + 0x9e3779b97f4a7c15U + (hash << 6U) + (hash >> 2U);
}

std::size_t fingerprint(const view::Snapshot& page)
{
    std::size_t hash = 0;
    mix(hash, page.url);
    for (const auto& node : page.nodes) {
        mix(hash, node.role);
        mix(hash, node.name);
        mix(hash, node.value);
    }
    return hash;
}

}  // namespace

int Circles::count(const std::string& action, const JsonObject& input, const view::Snapshot& page)
{
    auto hash = fingerprint(page);
    mix(hash, action);
    mix(hash, dump(Json(input)));
    return ++seen_[hash];
}

}  // namespace lissom::agent
