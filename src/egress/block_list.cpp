#include "egress/block_list.hpp"

#include <zlib.h>

#include <algorithm>
#include <stdexcept>

#include "embedded/egress/block_list.hosts.gz.hpp"

namespace lissom::egress {
namespace {

constexpr int gzip_window = 16 + MAX_WBITS;  // zlib's way to ask for a gzip header

std::string unpack(std::string_view packed)
{
    z_stream stream{};
    if (inflateInit2(&stream, gzip_window) != Z_OK) throw std::runtime_error("zlib does not start");
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    std::string text;
    std::string part(256u << 10, '\0');
    int state = Z_OK;
    while (state == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(part.data());
        stream.avail_out = static_cast<uInt>(part.size());
        state = inflate(&stream, Z_NO_FLUSH);
        text.append(part, 0, part.size() - stream.avail_out);
    }
    inflateEnd(&stream);
    if (state != Z_STREAM_END) throw std::runtime_error("the built-in block list is damaged");
    return text;
}

}  // namespace

BlockList BlockList::built_in() { return BlockList(unpack(embedded::block_list_hosts_gz)); }

BlockList::BlockList(std::string text)
    : text_(std::move(text))
{
    std::size_t start = 0;
    while (start < text_.size()) {
        auto end = text_.find('\n', start);
        if (end == std::string::npos) end = text_.size();
        const bool is_exception = text_[start] == '!';
        const auto first = start + (is_exception ? 1 : 0);
        if (end > first && text_[start] != '#')
            (is_exception ? excepted_ : blocked_)
                .push_back({static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(end - first)});
        start = end + 1;
    }
    sort(blocked_);
    sort(excepted_);
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

}  // namespace lissom::egress
