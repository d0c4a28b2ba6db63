#pragma once

#include <sys/types.h>

#include <cstdint>
#include <set>

#include "egress/block_list.hpp"
#include "egress/policy.hpp"
#include "egress/resolver.hpp"

namespace lissom::egress {

// What all sessions of a Gateway stand on; it owns this and outlives them.
struct Ground {
    AddressPolicy addresses;
    BuiltInBlockList ads;
    Resolver resolver;
    std::set<uid_t> users;          // who may use a session; empty: whoever gets there
    std::set<std::uint16_t> ports;  // of all sessions: none may go out through another
};

}  // namespace lissom::egress
