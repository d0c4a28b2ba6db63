#include "view/lines.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_set>

namespace lissom::view {
namespace {

constexpr int max_indent = 6;
constexpr std::size_t max_shapes = 80;  // of one drawing

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words)
{
    return std::ranges::find(words, word) != words.end();
}

bool is_field(const Node& node)
{
    return is_one_of(
        node.role,
        {"textbox",
         "searchbox",
         "combobox",
         "listbox",
         "spinbutton",
         "datepicker",
         "colorpicker",
         "filepicker",
         "slider",
         "checkbox",
         "radio",
         "switch"}
    );
}

// Containers that get a line of their own and indent what is in them.
bool is_announced(const Node& node)
{
    if (is_one_of(node.role, {"dialog",  "alertdialog",   "alert",       "form",    "navigation",
                              "search",  "complementary", "contentinfo", "banner",  "main",
                              "tablist", "tabpanel",      "menu",        "menubar", "toolbar",
                              "listbox", "tree",          "radiogroup",  "iframe",  "status",
                              "tooltip"})) {
        return true;
    }
    return is_one_of(node.role, {"group", "region", "figure", "article"}) && !node.name.empty();
}

bool is_aside(const Node& node)
{
    return is_one_of(node.role, {"navigation", "banner", "contentinfo", "complementary"});
}

// Roles where the name says what is inside, so that the inside need not be told again.
bool is_told_by_name(const Node& node)
{
    return is_one_of(
               node.role,
               {"button",
                "link",
                "menuitem",
                "menuitemcheckbox",
                "menuitemradio",
                "option",
                "tab",
                "treeitem",
                "checkbox",
                "radio",
                "switch",
                "img"}
           ) ||
           node.is_named_by_content;
}

// Cuts after a whole UTF-8 sequence.
std::string shortened(std::string_view text, std::size_t limit)
{
    if (text.size() <= limit) return std::string(text);
    auto end = limit;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    return std::string(text.substr(0, end)) + "…";
}

std::string without_colon(std::string_view text)
{
    while (!text.empty() && (text.back() == ':' || text.back() == '*' || text.back() == ' '))
        text.remove_suffix(1);
    return std::string(text);
}

// A bar parts the cells of a row; one of the page's own must not.
std::string without_bars(std::string_view text)
{
    std::string safe;
    for (const char c : text) {
        if (c == '|') safe += '\\';
        safe += c;
    }
    return safe;
}

std::string pixels(double value) { return std::to_string(std::lround(value)); }

class Writer {
public:
    Writer(const Snapshot& snapshot, const Detail& detail)
        : nodes_(snapshot.nodes),
          detail_(detail)
    {
        find_ends();
        for (const auto& node : nodes_) {
            if (is_field(node) && !node.name.empty()) field_names_.insert(node.name);
        }
        // Everything on a new page is new; marks say something only where some things are not.
        const auto fresh = static_cast<std::size_t>(std::ranges::count_if(nodes_, [](const Node& node) {
            return node.is_new;
        }));
        marks_changes_ = fresh * 10 < nodes_.size() * 6;
    }

    std::vector<Line> write(Ref from)
    {
        if (from == 0) {
            write_range(0, nodes_.size(), 0);
        } else {
            for (std::size_t i = 0; i < nodes_.size(); ++i) {
                if (nodes_[i].ref == from) write_range(i, ends_[i], 0);
            }
        }
        end_line();
        return std::move(lines_);
    }

private:
    // Nodes come parents first, so what is below a node is the range up to its end.
    void find_ends()
    {
        ends_.assign(nodes_.size(), nodes_.size());
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < nodes_.size(); ++i) {
            while (!open.empty() && nodes_[open.back()].depth >= nodes_[i].depth) {
                ends_[open.back()] = i;
                open.pop_back();
            }
            open.push_back(i);
        }
    }

    // -- lines
    // -------------------------------------------------------------------------------------------------------
    void end_line()
    {
        if (line_.text.find_first_not_of(" -#|*") != std::string::npos) {
            line_.text.insert(
                0, std::string(static_cast<std::size_t>(std::min(line_indent_, max_indent)), ' ')
            );
            if (line_has_news_ && marks_changes_) line_.text.insert(0, "*");
            line_.must_stay = line_.must_stay || (line_has_news_ && marks_changes_);
            line_.tokens = estimate_tokens(line_.text) + 1;
            lines_.push_back(std::move(line_));
        }
        line_ = {};
        line_has_news_ = false;
    }

    void begin_line(int indent, std::string_view mark = "")
    {
        if (no_breaks_ > 0) return;
        end_line();
        line_indent_ = indent;
        line_.text = mark;
    }

    void add(const Node& node, std::string_view piece)
    {
        if (piece.empty()) return;
        if (!line_.text.empty() && line_.text.back() != ' ') line_.text += ' ';
        line_.text += piece;
        line_.is_in_viewport = line_.is_in_viewport || node.is_in_viewport;
        line_.is_aside = asides_ > 0;
        line_.must_stay = line_.must_stay || node.is_focused;
        line_has_news_ = line_has_news_ || node.is_new || node.is_changed;
        if (line_.near == 0) line_.near = node.ref != 0 ? node.ref : ref_above(node);
    }

    Ref ref_above(const Node& node) const
    {
        return node.parent < 0 ? 0 : nodes_[static_cast<std::size_t>(node.parent)].ref;
    }

    // -- nodes
    // -------------------------------------------------------------------------------------------------------
    void write_range(std::size_t begin, std::size_t end, int indent)
    {
        std::size_t run = 0;     // like siblings so far
        std::size_t folded = 0;  // of them not shown
        std::size_t previous = end;
        for (auto i = begin; i < end; i = ends_[i]) {
            const bool is_alike = previous != end && are_alike(nodes_[previous], nodes_[i]);
            if (!is_alike) {
                tell_folded(folded, begin, previous, indent);
                run = 0;
                folded = 0;
            }
            ++run;
            previous = i;
            const bool is_long_run = run > detail_.siblings && (folded > 0 || count_alike(i, end, 3) >= 3);
            if (is_long_run && !must_show(i)) {
                ++folded;
            } else {
                write_node(i, indent);
            }
        }
        tell_folded(folded, begin, previous, indent);
    }

    static bool are_alike(const Node& a, const Node& b)
    {
        return !a.tag.empty() && a.tag == b.tag && a.role == b.role && a.role != "heading" &&
               a.role != "paragraph" && !is_field(a) && a.role != "shape";
    }

    std::size_t count_alike(std::size_t from, std::size_t end, std::size_t enough) const
    {
        std::size_t count = 0;
        for (auto i = from; i < end && are_alike(nodes_[from], nodes_[i]) && count < enough; i = ends_[i])
            ++count;
        return count;
    }

    bool must_show(std::size_t i) const
    {
        for (auto k = i; k < ends_[i]; ++k) {
            if (nodes_[k].is_focused || nodes_[k].selected == Tristate::on ||
                nodes_[k].checked == Tristate::on)
                return true;
            if (marks_changes_ && (nodes_[k].is_new || nodes_[k].is_changed)) return true;
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
        if (node.role == "label" && !has_field_inside(i)) return write_label(i, indent);
        if (node.role == "shape") return write_shape(i);
        if (node.tag == "svg") return write_drawing(i, indent);
        if (node.is_operable && node.role != "label") return write_operable(i, indent);
        if (is_announced(node)) return write_container(i, indent);
        if (node.role == "listitem" || node.role == "term" || node.role == "definition") {
            begin_line(indent, "- ");
            write_range(i + 1, ends_[i], indent + 1);
            return begin_line(indent);
        }
        if (node.role == "img")
            return add(node, node.name.empty() ? "" : "(image " + in_quotes(node.name, detail_.name) + ")");
        if (is_one_of(node.role, {"canvas", "video", "audio", "progressbar", "meter", "scrollbar"})) {
            add(node, head_of(node));
            return write_range(i + 1, ends_[i], indent);
        }
        if (node.can_scroll && node.parent >= 0) return write_container(i, indent);
        write_plain(i, indent);
    }

    void write_plain(std::size_t i, int indent)
    {
        const auto& node = nodes_[i];
        if (node.is_block) begin_line(indent);
        // Where something further out listens for clicks, its parts are what people click; each can be named.
        const bool listens = node.has_listener && !node.is_operable;
        const bool is_part =
            listeners_ > 0 && !node.is_operable && i + 1 < ends_[i] && nodes_[i + 1].role == "text";
        if (is_part) add(node, "[e" + std::to_string(node.ref) + "]");
        listeners_ += listens ? 1 : 0;
        write_range(i + 1, ends_[i], indent);
        listeners_ -= listens ? 1 : 0;
        if (node.is_block) begin_line(indent);
    }

    void write_text(std::size_t i, int indent)
    {
        const auto& node = nodes_[i];
        if (is_name_of_next_field(i)) return;
        const auto text = shortened(node.name, node.is_in_viewport ? detail_.near_text : detail_.far_text);
        std::size_t begin = 0;
        while (begin <= text.size()) {
            const auto end = std::min(text.find('\n', begin), text.size());
            if (begin > 0) begin_line(indent);
            const bool leads = line_.text.find_first_not_of(' ') == std::string::npos;
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

    bool has_field_inside(std::size_t i) const
    {
        return std::any_of(
            nodes_.begin() + static_cast<std::ptrdiff_t>(i) + 1,
            nodes_.begin() + static_cast<std::ptrdiff_t>(ends_[i]),
            is_field
        );
    }

    void write_heading(std::size_t i, int indent)
    {
        const auto level = static_cast<std::size_t>(std::clamp(nodes_[i].level, 1, 6));
        begin_line(indent, std::string(level, '#') + " ");
        ++no_breaks_;
        write_range(i + 1, ends_[i], indent);
        --no_breaks_;
        begin_line(indent);
    }

    bool has_operable_inside(std::size_t i) const
    {
        for (auto k = i + 1; k < ends_[i]; ++k) {
            if (nodes_[k].is_operable && nodes_[k].role != "label") return true;
        }
        return false;
    }

    void write_operable(std::size_t i, int indent)
    {
        const auto& node = nodes_[i];
        const bool breaks = node.is_block;
        if (breaks) begin_line(indent);
        const bool opens = has_operable_inside(i) && node.role != "combobox";
        if (opens && node.is_named_by_content) {
            // What is inside is told anyway; the name would say it twice.
            auto unnamed = node;
            unnamed.name.clear();
            add(node, head_of(unnamed));
            write_range(i + 1, ends_[i], indent + (breaks ? 1 : 0));
        } else {
            add(node, head_of(node));
            if (opens || (!is_told_by_name(node) && !is_field(node) && !node.is_editable))
                write_range(i + 1, ends_[i], indent + (breaks ? 1 : 0));
        }
        if (breaks) begin_line(indent);
    }

    void write_container(std::size_t i, int indent)
    {
        const auto& node = nodes_[i];
        const auto lines_before = lines_.size();
        begin_line(indent);
        add(node, head_of(node));
        line_.must_stay = node.role == "dialog" || node.role == "alertdialog" || node.role == "alert";
        const bool has_words = node.role == "status" || node.role == "alert" || node.role == "tooltip";
        if (!has_words) begin_line(indent + 1);
        if (is_aside(node)) ++asides_;
        const auto lines_with_head = lines_.size();
        write_range(i + 1, ends_[i], indent + 1);
        begin_line(indent);
        if (is_aside(node)) --asides_;
        // A box with nothing to tell is not worth its line; a frame or a dialog is.
        const bool is_empty =
            lines_.size() == lines_with_head && lines_with_head > lines_before && !has_words;
        if (is_empty && !is_one_of(node.role, {"iframe", "dialog", "alertdialog"})) lines_.pop_back();
    }

    void write_drawing(std::size_t i, int indent)
    {
        const auto& node = nodes_[i];
        const bool has_content = ends_[i] > i + 1;
        if (node.is_operable || (has_content && !is_icon(node))) {
            add(node, head_of(node) + size_of(node));
        } else if (!node.name.empty()) {
            add(node, "(image " + in_quotes(node.name, detail_.name) + ")");
        }
        shapes_ = 0;
        write_range(i + 1, ends_[i], indent);
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

    static std::string size_of(const Node& node)
    {
        return " " + pixels(node.rect.width) + "×" + pixels(node.rect.height) + " at " + pixels(node.rect.x) +
               "," + pixels(node.rect.y);
    }

    // -- tables
    // ------------------------------------------------------------------------------------------------------
    // Tables that only place things are told as the boxes they are.
    bool is_layout(std::size_t table) const
    {
        std::size_t rows = 0;
        for (auto i = table + 1; i < ends_[table]; ++i) {
            const auto& node = nodes_[i];
            if (node.role == "row") ++rows;
            if (is_one_of(
                    node.role, {"table", "form", "main", "navigation", "paragraph", "dialog", "article"}
                ))
                return true;
            if (node.role == "text" && node.name.size() > 300) return true;
        }
        return rows < 2;
    }

    void write_table(std::size_t i, int indent)
    {
        const auto& node = nodes_[i];
        if (is_layout(i)) return node.is_operable ? write_operable(i, indent) : write_plain(i, indent);
        begin_line(indent);
        add(node, head_of(node));
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
                nodes_.begin() + static_cast<std::ptrdiff_t>(ends_[table]),
                [](const Node& node) { return node.role == "row"; }
            );
        };
        for (auto i = table + 1; i < ends_[table];) {
            const auto& node = nodes_[i];
            if (node.role != "row") {
                const bool is_group = node.role == "rowgroup" || node.role == "generic";
                if (!is_group) write_node(i, indent);
                i = is_group ? i + 1 : ends_[i];
                continue;
            }
            // The head row and as many again: a table says less a line than a list does.
            if (shown > detail_.siblings && !must_show(i) && (folded > 0 || rows_left(i) > 3)) {
                ++folded;
            } else {
                write_row(i, indent);
                ++shown;
            }
            i = ends_[i];
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
        ++no_breaks_;
        is_in_row_ = true;
        for (auto cell = row + 1; cell < ends_[row]; cell = ends_[cell]) {
            const auto& node = nodes_[cell];
            if (node.is_operable) add(node, "[e" + std::to_string(node.ref) + "]");
            const bool is_cell = is_one_of(node.role, {"cell", "columnheader", "rowheader", "gridcell"});
            if (is_cell) {
                write_range(cell + 1, ends_[cell], indent);
            } else {
                write_node(cell, indent);
            }
            add(node, "|");
        }
        --no_breaks_;
        is_in_row_ = false;
        line_.text += nodes_[row].selected == Tristate::on ? " selected" : "";
        begin_line(indent);
    }

    // -- one element
    // ---------------------------------------------------------------------------------------------------
    std::string word_for(const Node& node) const
    {
        if (node.role == "label" && node.is_operable) return "label";
        if (node.tag == "svg") return "drawing";
        if (node.role == "textbox" && node.input_type == "password") return "password";
        if (node.role == "textbox" && node.is_editable && node.tag != "input" && node.tag != "textarea")
            return "editor";
        if (node.role == "datepicker" && !node.input_type.empty()) return node.input_type;
        if (node.role == "filepicker") return "file";
        if (node.role == "colorpicker") return "color";
        if (node.role == "generic" || node.role == "paragraph" || node.role == "listitem" ||
            node.role == "img") {
            if (node.is_editable) return "editor";
            if (const auto draggable = node.attributes.find("draggable");
                draggable != node.attributes.end() && draggable->second == "true")
                return "draggable";
            if (node.is_operable) return node.role == "img" ? "image" : "clickable";
            if (node.can_scroll) return "scrollable";
        }
        return node.role;
    }

    std::string head_of(const Node& node) const
    {
        std::string head = "[e" + std::to_string(node.ref) + "] " + word_for(node);
        if (!node.name.empty()) {
            head += " " + in_quotes(node.name, detail_.name);
        } else if (const auto icon = node.attributes.find("icon");
                   icon != node.attributes.end() && node.is_operable) {
            head += " (icon " + in_quotes(icon->second, 40) + ")";
        }
        if (!node.value.empty())
            head += " = " + in_quotes(node.value, node.is_in_viewport ? detail_.near_text : detail_.far_text);
        if (!node.placeholder.empty() && node.placeholder != node.name && node.value.empty())
            head += " placeholder " + in_quotes(node.placeholder, 60);
        head += states_of(node);
        if (!node.options.empty()) head += options_of(node);
        return head;
    }

    static std::string states_of(const Node& node)
    {
        std::string states;
        constexpr std::array<std::string_view, 4> checked{"", " unchecked", " checked", " mixed"};
        constexpr std::array<std::string_view, 4> selected{"", "", " selected", ""};
        constexpr std::array<std::string_view, 4> expanded{"", " collapsed", " expanded", ""};
        states += checked[static_cast<std::size_t>(node.checked)];
        states += selected[static_cast<std::size_t>(node.selected)];
        states += expanded[static_cast<std::size_t>(node.expanded)];
        if (node.is_required) states += " required";
        if (node.is_disabled) states += " disabled";
        if (node.is_focused) states += " focused";
        if (node.is_covered) states += " covered";
        if (node.can_scroll && node.role != "generic") states += " scrollable";
        return states;
    }

    std::string options_of(const Node& node) const
    {
        std::string text = " options:";
        const auto shown = node.options.size() <= detail_.options + 3 ? node.options.size() : detail_.options;
        for (std::size_t i = 0; i < shown; ++i)
            text += (i == 0 ? " " : ", ") + in_quotes(node.options[i], 60);
        if (shown < node.options.size())
            text += " and " + std::to_string(node.options.size() - shown) + " more";
        return text;
    }

    const std::vector<Node>& nodes_;
    const Detail& detail_;
    std::vector<std::size_t> ends_;
    std::unordered_set<std::string> field_names_;
    bool marks_changes_ = false;
    std::vector<Line> lines_;
    Line line_;
    int line_indent_ = 0;
    bool line_has_news_ = false;
    int no_breaks_ = 0;
    int asides_ = 0;
    std::size_t shapes_ = 0;
    int listeners_ = 0;
    bool is_in_row_ = false;
};

bool begins_ref(std::string_view text, std::size_t at)
{
    return at + 2 < text.size() && text[at] == '[' && text[at + 1] == 'e' && text[at + 2] >= '0' &&
           text[at + 2] <= '9';
}

}  // namespace

std::string as_bare_text(std::string_view text, Place place)
{
    std::string safe;
    safe.reserve(text.size() + 4);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool leads_a_line = i == 0 && place == Place::line_start &&
                                  (c == '[' || c == '(' || c == '#' || c == '-' || c == '|' || c == '*');
        if (leads_a_line || c == '\\' || begins_ref(text, i)) safe += '\\';
        safe += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return safe;
}

std::string in_quotes(std::string_view text, std::size_t limit)
{
    std::string quoted = "\"";
    for (const char c : shortened(text, limit)) {
        if (c == '\n') {
            quoted += "\\n";
            continue;
        }
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return quoted + '"';
}

std::vector<Line> to_lines(const Snapshot& snapshot, const Detail& detail, Ref from)
{
    return Writer(snapshot, detail).write(from);
}

}  // namespace lissom::view
