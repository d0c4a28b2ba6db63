#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lissom::agent::lite {

// Amounts with units, as files and packages say how large they are.

// "48 KB", "1.2 GB" anywhere in a text: in bytes, so that they compare.
std::optional<double> bytes_in(std::string_view text);

// How much is in a package, in the unit prices are compared by.
struct Content {
    double amount = 0;
    std::string unit;  // "kg", "l" or "piece"
};

// "500 g", "6 x 330 ml", "1 kg", "12 pieces" anywhere in a text; nothing where it says none, or several.
std::optional<Content> content_in(std::string_view text);

// "per kg", "a kilo of", "per litre", "each piece" of a question: "kg", "l", "piece"; empty: it asks for
// none.
std::string unit_asked_for(std::string_view question);

}  // namespace lissom::agent::lite
