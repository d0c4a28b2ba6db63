#pragma once

#include <cstdint>
#include <future>
#include <string>
#include <string_view>
#include <vector>

namespace lissom::egress {

// Hosts that serve nothing but advertisements and tracking.
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
    // Where a line of text_ starts, behind its mark; it ends at the next line break. Sorted by what they say:
    // 90,000 strings of their own would take fifteen times the memory.
    using Line = std::uint32_t;

    std::string_view text_of(Line line) const;
    bool has(const std::vector<Line>& lines, std::string_view host) const;
    void sort(std::vector<Line>& lines);

    std::string text_;
    std::vector<Line> blocked_;
    std::vector<Line> excepted_;
};

// The list that comes with the program, shared by all sessions of a Gateway. It takes two megabytes, which a
// server without sessions does not need.
class BuiltInBlockList {
public:
    // Begins to unpack it, on a thread of its own, unless that was done before.
    void prepare();
    // Waits for it, some ten milliseconds where it was not prepared.
    bool blocks(std::string_view canonical_host);

private:
    std::shared_future<BlockList> list_;
};

}  // namespace lissom::egress
