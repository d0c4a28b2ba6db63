#include "app/egress_settings.hpp"

namespace lissom::app {
namespace {

Error wrong(std::string_view flag, const Error& error)
{
    return Error{error.code, std::string(flag) + ": " + error.message};
}

}  // namespace

Result<egress::GatewaySettings> gateway_settings(const Config& config, const Endpoint& own)
{
    egress::GatewaySettings settings;
    auto& addresses = settings.addresses;
    const bool is_ours_alone = is_loopback(own.address);
    addresses.allows_private = config.private_networks == PrivateNetworks::allow ||
                               (config.private_networks == PrivateNetworks::automatic && is_ours_alone);
    // A page that could talk to this server would only need its key; only who says so in words wants that.
    addresses.allows_own = config.private_networks == PrivateNetworks::allow;
    addresses.own_port = own.port;
    for (const auto& text : config.reachable_networks) {
        auto network = egress::Network::parse(text);
        if (!network) return wrong("--reachable-network", network.error());
        addresses.reachable.push_back(*network);
    }
    for (const auto& rule : config.resolve)
        if (auto added = egress::add_fixed_name(settings.names, rule); !added)
            return wrong("--resolve", added.error());
    return settings;
}

}  // namespace lissom::app
