#pragma once

#include <cstddef>
#include <string>

namespace lissom {

// Unguessable identifier of [A-Za-z0-9] from the kernel's random source; 22 characters carry 130 bits. Never
// starts with
// '-' and needs no escaping in a URL, a file name or a shell.
std::string random_id(std::size_t length = 22);

}  // namespace lissom
