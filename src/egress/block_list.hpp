#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lissom::egress {

// Hosts that serve nothing but advertisements and tracking. One list is loaded by the Gateway and shared by
// its sessions.
class BlockList {
public:
    // The list that comes with the program (block_list.hosts.gz).
    static BlockList built_in();

    // One host a line, all hosts below it are meant too; "!host" is an exception below a blocked one; '#'
    // begins a comment.
    explicit BlockList(std::string text);

    // Of the host and the domains above it, the most exact line decides.
    bool blocks(std::string_view canonical_host) const;
    std::size_t size() const { return blocked_.size(); }

private:
    // A line of text_, without its mark. Sorted by what they say: 90,000 strings of their own would take ten
    // times the memory.
    struct Line {
        std::uint32_t start;
        std::uint32_t length;
    };
    std::string_view text_of(Line line) const
    {
        return std::string_view(text_).substr(line.start, line.length);
    }
    bool has(const std::vector<Line>& lines, std::string_view host) const;
    void sort(std::vector<Line>& lines);

    std::string text_;
    std::vector<Line> blocked_;
    std::vector<Line> excepted_;
};

}  // namespace lissom::egress
