#pragma once

#include <string_view>
#include <vector>

#include "view/lines.hpp"

namespace lissom::view {

// The lines written so far, and the one that is being written.
class LineBuilder {
public:
    void begin(int indent, std::string_view mark);
    void add(const Node& node, Ref near, std::string_view piece);
    void mark_cut();                              // words are left out here
    void keep_line() { line_.must_stay = true; }  // whatever the budget
    bool is_at_line_start() const;
    std::size_t line_size() const { return line_.text.size(); }  // octets

    std::size_t lines() const { return lines_.size(); }
    void drop_last_line() { lines_.pop_back(); }
    std::vector<Line> take();

    bool marks_changes = false;  // lines with something new begin with a star
    int no_breaks = 0;           // while it counts, all goes into one line
    int asides = 0;              // how many asides we are in

private:
    void end();

    std::vector<Line> lines_;
    Line line_;
    int indent_ = 0;
    bool has_news_ = false;
};

}  // namespace lissom::view
