#include "view/lines.hpp"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "view/heads.hpp"
#include "view/line_builder.hpp"
#include "view/outline.hpp"
#include "view/words.hpp"

namespace lissom::view {
namespace {

constexpr std::size_t max_shapes = 80;  // of one drawing
constexpr std::size_t most_runs = 4;    // of full length, of text in one line
constexpr std::size_t menu_line = 100;  // octets; a line of a menu's links takes no more links then

class Writer {
public:
    Writer(const Snapshot& snapshot, const Detail& detail)
        : nodes_(snapshot.nodes),
          detail_(detail),
          outline_(nodes_)
    {
        for (const auto& node : nodes_) {
            if (is_field(node) && !node.name.empty()) field_names_.insert(node.name);
        }
        // Everything on a new page is new; marks say something only where some things are not.
        const auto fresh = static_cast<std::size_t>(std::ranges::count_if(nodes_, [](const Node& node) {
            return node.is_new;
        }));
        page_.marks_changes = fresh * 10 < nodes_.size() * 6;
    }

    std::vector<Line> write(Ref from)
    {
        if (from == 0) {
            write_range(0, nodes_.size(), 0);
        } else {
            for (std::size_t i = 0; i < nodes_.size(); ++i) {
                if (nodes_[i].ref == from) write_range(i, outline_.end(i), 0);
            }
        }
        return page_.take();
    }

private:
    void begin_line(int indent, std::string_view mark = "")
    {
        page_.begin(indent, mark);
        told_ = 0;
        menu_indent_.reset();
    }

    void add(const Node& node, std::string_view piece)
    {
        if (menu_indent_) begin_line(*menu_indent_);
        page_.add(node, node.ref != 0 ? node.ref : ref_above(node), piece);
    }

    Ref ref_above(const Node& node) const
    {
        return node.parent < 0 ? 0 : nodes_[static_cast<std::size_t>(node.parent)].ref;
    }

    // -- nodes
    void write_range(std::size_t begin, std::size_t end, int indent)
    {
        std::size_t run = 0;     // like siblings so far
        std::size_t folded = 0;  // of them not shown
        std::size_t previous = end;
        for (auto i = begin; i < end; i = outline_.end(i)) {
            const bool is_alike = previous != end && Outline::are_alike(nodes_[previous], nodes_[i]);
            if (!is_alike) {
                tell_folded(folded, begin, previous, indent);
                run = 0;
                folded = 0;
            }
            ++run;
            previous = i;
            const bool is_long_run =
                run > detail_.siblings && (folded > 0 || outline_.count_alike(i, end, 3) >= 3);
            if (is_long_run && may_fold(i)) {
                ++folded;
            } else {
                write_node(i, indent);
            }
        }
        tell_folded(folded, begin, previous, indent);
    }

    bool may_fold(std::size_t i) const
    {
        return !must_show(i) && (detail_.folds_in_view || !nodes_[i].is_in_viewport);
    }

    bool must_show(std::size_t i) const
    {
        for (auto k = i; k < outline_.end(i); ++k) {
            if (nodes_[k].is_focused || nodes_[k].selected == Tristate::on ||
                nodes_[k].checked == Tristate::on)
                return true;
            if (page_.marks_changes && (nodes_[k].is_new || nodes_[k].is_changed)) return true;
        }
        return false;
    }

    void tell_folded(std::size_t folded, std::size_t begin, std::size_t last, int indent)
    {
        if (folded == 0) return;
        const auto& node = nodes_[last];
        auto holder = ref_above(nodes_[begin]);
        if (holder == 0) holder = ref_above(node);
        begin_line(indent);
        auto piece = "(" + std::to_string(folded) + " more of " +
                     (node.role == "generic" ? std::string("these") : node.role);
        if (holder != 0) piece += " in e" + std::to_string(holder);
        add(node, piece + ")");
        begin_line(indent);
    }

    void write_node(std::size_t i, int indent)
    {
        const auto& node = nodes_[i];
        if (node.role == "text") return write_text(i, indent);
        if (node.role == "heading" && !node.is_operable) return write_heading(i, indent);
        if (node.role == "table" || node.role == "grid" || node.role == "treegrid")
            return write_table(i, indent);
        if (node.role == "label" && !outline_.has_field_inside(i)) return write_label(i, indent);
        if (node.role == "shape") return write_shape(i);
        if (node.tag == "svg") return write_drawing(i, indent);
        if (node.is_operable && node.role != "label") return write_operable(i, indent);
        if (is_announced(node)) return write_container(i, indent);
        if (page_.asides > 0 && outline_.is_menu_link(i)) return write_menu_link(i, indent);
        if (node.role == "listitem" || node.role == "term" || node.role == "definition") {
            begin_line(indent, "- ");
            write_range(i + 1, outline_.end(i), indent + 1);
            return begin_line(indent);
        }
        if (node.role == "img")
            return add(
                node, node.name.empty() ? "" : "(image " + in_quotes(node.name, detail_.name_of(node)) + ")"
            );
        if (is_one_of(node.role, {"canvas", "video", "audio", "progressbar", "meter", "scrollbar"})) {
            add(node, head_of(node, detail_));
            return write_range(i + 1, outline_.end(i), indent);
        }
        if (node.can_scroll && node.parent >= 0) return write_container(i, indent);
        write_plain(i, indent);
    }

    // Pages repeat their menus everywhere: the links share lines, as they do where people see them. News stay
    // on lines of their own, for a line is marked as a whole.
    void write_menu_link(std::size_t item, int indent)
    {
        const auto& link = nodes_[item + 1];
        const bool is_news = page_.marks_changes && (link.is_new || link.is_changed);
        if (is_news || menu_indent_ != indent || page_.line_size() > menu_line) begin_line(indent);
        menu_indent_.reset();
        add(link, head_of(link, detail_));
        if (!is_news) menu_indent_ = indent;
    }

    void write_plain(std::size_t i, int indent)
    {
        const auto& node = nodes_[i];
        if (node.is_block) begin_line(indent);
        // Where something further out listens for clicks, its parts are what people click; each can be named.
        const bool listens = node.has_listener && !node.is_operable;
        const bool is_part =
            listeners_ > 0 && !node.is_operable && i + 1 < outline_.end(i) && nodes_[i + 1].role == "text";
        if (is_part) add(node, "[e" + std::to_string(node.ref) + "]");
        listeners_ += listens ? 1 : 0;
        write_range(i + 1, outline_.end(i), indent);
        listeners_ -= listens ? 1 : 0;
        if (node.is_block) begin_line(indent);
    }

    void write_text(std::size_t i, int indent)
    {
        const auto& node = nodes_[i];
        if (is_name_of_next_field(i)) return;
        const auto limit = detail_.text_of(node);
        // A line of many short runs (code in colours) is as long as one of a single long one. Cells stay
        // apart.
        if (!is_in_row_ && told_ > most_runs * limit) return page_.mark_cut();
        const auto text = shortened(node.name, limit);
        told_ += text.size();
        std::size_t begin = 0;
        while (begin <= text.size()) {
            const auto end = std::min(text.find('\n', begin), text.size());
            if (begin > 0) begin_line(indent);
            const bool leads = page_.is_at_line_start();
            auto part = as_bare_text(
                std::string_view(text).substr(begin, end - begin), leads ? Place::line_start : Place::within
            );
            if (is_in_row_) part = without_bars(part);
            add(node, part);
            begin = end + 1;
        }
    }

    // The words before a field are its name already.
    bool is_name_of_next_field(std::size_t i) const
    {
        const auto words = without_colon(nodes_[i].name);
        if (!field_names_.contains(words)) return false;
        for (auto k = i + 1; k < std::min(nodes_.size(), i + 7); ++k) {
            if (is_field(nodes_[k]) && nodes_[k].name == words) return true;
        }
        const auto from = i > 4 ? i - 4 : 0;  // boxes stand before their words
        for (auto k = from; k < i; ++k) {
            if (is_one_of(nodes_[k].role, {"checkbox", "radio", "switch"}) && nodes_[k].name == words)
                return true;
        }
        return false;
    }

    void write_label(std::size_t i, int indent)
    {
        const auto& node = nodes_[i];
        if (field_names_.contains(node.name) || field_names_.contains(without_colon(node.name))) return;
        if (node.has_listener && !node.attributes.contains("for")) return write_operable(i, indent);
        write_plain(i, indent);
    }

    void write_heading(std::size_t i, int indent)
    {
        const auto level = static_cast<std::size_t>(std::clamp(nodes_[i].level, 1, 6));
        begin_line(indent, std::string(level, '#') + " ");
        ++page_.no_breaks;
        write_range(i + 1, outline_.end(i), indent);
        --page_.no_breaks;
        begin_line(indent);
    }

    void write_operable(std::size_t i, int indent)
    {
        const auto& node = nodes_[i];
        const bool breaks = node.is_block;
        if (breaks) begin_line(indent);
        const bool opens = outline_.has_operable_inside(i) && node.role != "combobox";
        if (opens && node.is_named_by_content) {
            // What is inside is told anyway; the name would say it twice.
            auto unnamed = node;
            unnamed.name.clear();
            add(node, head_of(unnamed, detail_));
            write_range(i + 1, outline_.end(i), indent + (breaks ? 1 : 0));
        } else {
            add(node, head_of(node, detail_));
            if (opens || (!is_told_by_name(node) && !is_field(node) && !node.is_editable))
                write_range(i + 1, outline_.end(i), indent + (breaks ? 1 : 0));
        }
        if (breaks) begin_line(indent);
    }

    void write_container(std::size_t i, int indent)
    {
        const auto& node = nodes_[i];
        const auto lines_before = page_.lines();
        begin_line(indent);
        add(node, head_of(node, detail_));
        if (is_one_of(node.role, {"dialog", "alertdialog", "alert"})) page_.keep_line();
        const bool has_words = node.role == "status" || node.role == "alert" || node.role == "tooltip";
        if (!has_words) begin_line(indent + 1);
        if (is_aside(node)) ++page_.asides;
        const auto lines_with_head = page_.lines();
        write_range(i + 1, outline_.end(i), indent + 1);
        begin_line(indent);
        if (is_aside(node)) --page_.asides;
        // A box with nothing to tell is not worth its line; a frame or a dialog is.
        const bool is_empty =
            page_.lines() == lines_with_head && lines_with_head > lines_before && !has_words;
        if (is_empty && !is_one_of(node.role, {"iframe", "dialog", "alertdialog"})) page_.drop_last_line();
    }

    void write_drawing(std::size_t i, int indent)
    {
        const auto& node = nodes_[i];
        const bool has_content = outline_.end(i) > i + 1;
        if (node.is_operable || (has_content && !is_icon(node))) {
            add(node, head_of(node, detail_) + size_of(node));
        } else if (!node.name.empty()) {
            add(node, "(image " + in_quotes(node.name, detail_.name_of(node)) + ")");
        }
        shapes_ = 0;
        write_range(i + 1, outline_.end(i), indent);
    }

    static bool is_icon(const Node& node) { return node.rect.width <= 64 && node.rect.height <= 64; }

    void write_shape(std::size_t i)
    {
        const auto& node = nodes_[i];
        if (++shapes_ > max_shapes) {
            if (shapes_ == max_shapes + 1) add(node, "(more shapes)");
            return;
        }
        auto piece = "[e" + std::to_string(node.ref) + "] " + node.tag;
        if (const auto fill = node.attributes.find("fill"); fill != node.attributes.end())
            piece += " " + as_bare_text(shortened(fill->second, 30), Place::within);
        add(node, piece + size_of(node));
    }

    // -- tables
    void write_table(std::size_t i, int indent)
    {
        const auto& node = nodes_[i];
        if (outline_.is_layout(i))
            return node.is_operable ? write_operable(i, indent) : write_plain(i, indent);
        begin_line(indent);
        add(node, head_of(node, detail_));
        begin_line(indent);
        write_rows(i, indent);
        begin_line(indent);
    }

    void write_rows(std::size_t table, int indent)
    {
        std::size_t shown = 0;
        std::size_t folded = 0;
        const auto rows_left = [&](std::size_t from) {
            return std::count_if(
                nodes_.begin() + static_cast<std::ptrdiff_t>(from),
                nodes_.begin() + static_cast<std::ptrdiff_t>(outline_.end(table)),
                [](const Node& node) { return node.role == "row"; }
            );
        };
        for (auto i = table + 1; i < outline_.end(table);) {
            const auto& node = nodes_[i];
            if (node.role != "row") {
                const bool is_group = node.role == "rowgroup" || node.role == "generic";
                if (!is_group) write_node(i, indent);
                i = is_group ? i + 1 : outline_.end(i);
                continue;
            }
            // The head row and as many again: a table says less a line than a list does.
            if (shown > detail_.siblings && may_fold(i) && (folded > 0 || rows_left(i) > 3)) {
                ++folded;
            } else {
                write_row(i, indent);
                ++shown;
            }
            i = outline_.end(i);
        }
        if (folded == 0) return;
        begin_line(indent);
        add(nodes_[table],
            "(" + std::to_string(folded) + " more of row in e" + std::to_string(nodes_[table].ref) + ")");
        begin_line(indent);
    }

    void write_row(std::size_t row, int indent)
    {
        begin_line(indent);
        if (nodes_[row].is_operable) add(nodes_[row], "[e" + std::to_string(nodes_[row].ref) + "]");
        add(nodes_[row], "|");
        ++page_.no_breaks;
        is_in_row_ = true;
        for (auto cell = row + 1; cell < outline_.end(row); cell = outline_.end(cell)) {
            const auto& node = nodes_[cell];
            if (node.is_operable) add(node, "[e" + std::to_string(node.ref) + "]");
            const bool is_cell = is_one_of(node.role, {"cell", "columnheader", "rowheader", "gridcell"});
            if (is_cell) {
                write_range(cell + 1, outline_.end(cell), indent);
            } else {
                write_node(cell, indent);
            }
            add(node, "|");
        }
        --page_.no_breaks;
        is_in_row_ = false;
        if (nodes_[row].selected == Tristate::on) add(nodes_[row], "selected");
        begin_line(indent);
    }

    const std::vector<Node>& nodes_;
    const Detail& detail_;
    Outline outline_;
    std::unordered_set<std::string> field_names_;
    LineBuilder page_;
    std::size_t told_ = 0;  // letters of text in this line
    std::size_t shapes_ = 0;
    std::optional<int> menu_indent_;  // of the menu's links that this line holds
    int listeners_ = 0;
    bool is_in_row_ = false;
};

}  // namespace

std::vector<Line> to_lines(const Snapshot& snapshot, const Detail& detail, Ref from)
{
    return Writer(snapshot, detail).write(from);
}

}  // namespace lissom::view
