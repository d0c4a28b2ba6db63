#pragma once

#include "app/config.hpp"
#include "base/result.hpp"
#include "egress/gateway.hpp"

namespace lissom::app {

// What the gateway of all browsers is told. `own`: where this server listens. invalid_argument names the
// setting.
Result<egress::GatewaySettings> gateway_settings(const Config& config, const Endpoint& own);

}  // namespace lissom::app
