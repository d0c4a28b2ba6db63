#include "view/line_builder.hpp"

#include <algorithm>

namespace lissom::view {
namespace {

constexpr int max_indent = 6;
constexpr std::string_view item_mark = "- ";

}  // namespace

void LineBuilder::end()
{
    if (line_.text.find_first_not_of(" -#|*") != std::string::npos) {
        line_.text.insert(0, std::string(static_cast<std::size_t>(std::min(indent_, max_indent)), ' '));
        const bool is_marked = has_news_ && marks_changes;
        if (is_marked) line_.text.insert(0, "*");
        line_.must_stay = line_.must_stay || is_marked;
        line_.tokens = estimate_tokens(line_.text) + 1;
        lines_.push_back(std::move(line_));
    }
    line_ = {};
    has_news_ = false;
}

void LineBuilder::begin(int indent, std::string_view mark)
{
    if (no_breaks > 0) return;
    end();
    indent_ = indent;
    line_.text = mark;
}

void LineBuilder::add(const Node& node, Ref near, std::string_view piece)
{
    if (piece.empty()) return;
    // A reference says as well as the mark that here an item begins, and a page has hundreds of them.
    if (line_.text == item_mark && piece.starts_with("[e")) line_.text.clear();
    if (!line_.text.empty() && line_.text.back() != ' ') line_.text += ' ';
    line_.text += piece;
    line_.is_in_viewport = line_.is_in_viewport || node.is_in_viewport;
    line_.is_aside = asides > 0;
    line_.must_stay = line_.must_stay || node.is_focused;
    has_news_ = has_news_ || node.is_new || node.is_changed;
    if (line_.near == 0) line_.near = near;
}

void LineBuilder::mark_cut()
{
    if (!line_.text.ends_with("…")) line_.text += " …";
}

bool LineBuilder::is_at_line_start() const { return line_.text.find_first_not_of(' ') == std::string::npos; }

std::vector<Line> LineBuilder::take()
{
    end();
    return std::move(lines_);
}

}  // namespace lissom::view
