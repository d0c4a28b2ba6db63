#pragma once

#include <string>

#include "app/config.hpp"

namespace lissom::app {

// `lissom keys …`: on the store itself, so a running server need not be asked; it notices within seconds.
int create_key(const Config& config, const std::string& name);
int list_keys(const Config& config);
int revoke_key(const Config& config, const std::string& id);

}  // namespace lissom::app
