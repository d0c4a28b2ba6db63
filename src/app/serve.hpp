#pragma once

#include "app/config.hpp"

namespace lissom::app {

// `lissom serve`: until SIGINT or SIGTERM; a second one does not wait for running tasks.
int serve(Config config);

}  // namespace lissom::app
