#include "egress/block_list.hpp"

#include <zlib.h>

#include <algorithm>
#include <ranges>
#include <stdexcept>

#include "embedded/egress/block_list.hosts.gz.hpp"

namespace lissom::egress {
namespace {

constexpr int gzip_window = 16 + MAX_WBITS;  // zlib's way to ask for a gzip header

// How long a packed text is when unpacked: the last four bytes of the format, the lowest first.
std::size_t unpacked_size(std::string_view packed)
{
    std::size_t size = 0;
    for (const auto byte : packed.substr(packed.size() - 4) | std::views::reverse)
        size = size << 8 | static_cast<unsigned char>(byte);
    return size;
}

// Into memory of just that size: what a growing text leaves behind is not given back to the machine.
std::string unpack(std::string_view packed)
{
    z_stream stream{};
    if (inflateInit2(&stream, gzip_window) != Z_OK) throw std::runtime_error("zlib does not start");
    std::string text(unpacked_size(packed), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(text.data());
    stream.avail_out = static_cast<uInt>(text.size());
    const int state = inflate(&stream, Z_FINISH);
    inflateEnd(&stream);
    if (state != Z_STREAM_END) throw std::runtime_error("the built-in block list is damaged");
    return text;
}

}  // namespace

BlockList BlockList::built_in() { return BlockList(unpack(embedded::block_list_hosts_gz)); }

BlockList::BlockList(std::string text)
    : text_(std::move(text))
{
    blocked_.reserve(static_cast<std::size_t>(std::ranges::count(text_, '\n')) + 1);
    std::size_t start = 0;
    while (start < text_.size()) {
        const bool is_exception = text_[start] == '!';
        const auto first = static_cast<Line>(start + (is_exception ? 1 : 0));
        const auto host = text_of(first);
        if (!host.empty() && !host.starts_with('#')) (is_exception ? excepted_ : blocked_).push_back(first);
        start = first + host.size() + 1;
    }
    sort(blocked_);
    sort(excepted_);
}

std::string_view BlockList::text_of(Line line) const
{
    const auto rest = std::string_view(text_).substr(line);
    return rest.substr(0, rest.find('\n'));
}

void BlockList::sort(std::vector<Line>& lines)
{
    const auto text = [this](Line line) { return text_of(line); };
    if (!std::ranges::is_sorted(lines, {}, text)) std::ranges::sort(lines, {}, text);
}

bool BlockList::has(const std::vector<Line>& lines, std::string_view host) const
{
    const auto place = std::ranges::lower_bound(lines, host, {}, [this](Line line) { return text_of(line); });
    return place != lines.end() && text_of(*place) == host;
}

bool BlockList::blocks(std::string_view host) const
{
    if (host.ends_with('.')) host.remove_suffix(1);
    for (;;) {
        if (has(excepted_, host)) return false;
        if (has(blocked_, host)) return true;
        const auto dot = host.find('.');
        if (dot == std::string_view::npos) return false;
        host.remove_prefix(dot + 1);
    }
}

void BuiltInBlockList::prepare()
{
    if (!list_.valid()) list_ = std::async(std::launch::async, &BlockList::built_in).share();
}

bool BuiltInBlockList::blocks(std::string_view host)
{
    prepare();
    return list_.get().blocks(host);
}

}  // namespace lissom::egress
