#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lissom::agent::lite {

// People and where they live, as they are written without labels: "Ann Lee, Mill Lane 4, 6020 Innsbruck".

// The first proper name of two words or more; empty: none.
std::string person_in(std::string_view text);

struct Address {
    std::string street;  // with its number
    std::string postcode;
    std::string town;
};
// Nothing where not one part of it is said.
std::optional<Address> address_in(std::string_view text);

}  // namespace lissom::agent::lite
