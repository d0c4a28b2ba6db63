#pragma once

#include <vector>

#include "extract/page_data.hpp"

namespace lissom::extract {

// An object of JSON-LD, microdata or RDFa as a record: {"offers": {"price": 5}} has the field "offers price".
Record to_record(const JsonObject& item);

// The arrays of objects inside an item, and the items of one type, as groups of records.
std::vector<Group> groups_in(const JsonObject& item);
void add_structured_groups(PageData& data);

// "Product" of "https://schema.org/Product"; empty where nothing is said.
std::string type_of(const JsonObject& item);

}  // namespace lissom::extract
