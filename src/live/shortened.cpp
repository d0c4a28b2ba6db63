#include "live/shortened.hpp"

namespace lissom::live {

std::string_view beginning(std::string_view text, std::size_t most)
{
    if (text.size() <= most) return text;
    auto end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end);
}

std::string shortened(std::string_view text, std::size_t most)
{
    const auto kept = beginning(text, most);
    return kept.size() == text.size() ? std::string(text) : std::string(kept) + "…";
}

}  // namespace lissom::live
