#pragma once

#include <string>
#include <string_view>

namespace lissom::view {

// Cuts after a whole UTF-8 sequence.
std::string shortened(std::string_view text, std::size_t limit);

// A label without the colon or star that follows it on many pages.
std::string without_colon(std::string_view text);

// A bar parts the cells of a row; one of the page's own must not.
std::string without_bars(std::string_view text);

// Page text made safe: one line, and never to be taken for our own syntax.
// Only the first letters of a line could be taken for its kind.
enum class Place { line_start, within };
std::string as_bare_text(std::string_view text, Place place);
std::string in_quotes(std::string_view text, std::size_t limit);

}  // namespace lissom::view
