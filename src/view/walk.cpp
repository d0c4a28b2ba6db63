#include "view/walk.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/try.hpp"

namespace lissom::view {
namespace {

// The same bits as FLAG in world/walker.js.
enum Flag : unsigned {
    operable = 1,
    editable = 2,
    disabled = 4,
    focused = 8,
    required = 16,
    in_viewport = 32,
    covered = 64,
    can_scroll = 128,
    block = 256,
    hidden = 512,
    content_name = 1024,
    listens = 2048,
};
constexpr unsigned checked_shift = 16;
constexpr unsigned selected_shift = 18;
constexpr unsigned expanded_shift = 20;

struct Style {
    std::string color;
    std::string background;
    double font_size = 0;
    bool is_bold = false;
    std::string corner;  // "50%", "8px", "50% 40%"; empty: sharp
};

// What parts fields and lines, and what stands for these signs inside a text.
constexpr char field_end = '~';
constexpr char line_end = '`';
constexpr char field_end_in_text = '\x01';
constexpr char line_end_in_text = '\x02';

// Takes the text up to the next `separator` off the front.
std::string_view take(std::string_view& rest, char separator)
{
    const auto end = rest.find(separator);
    const auto field = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return field;
}

double to_number(std::string_view text)
{
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

template <class T = int>
T to_int(std::string_view text)
{
    T value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::string to_text(std::string_view field)
{
    std::string text(field);
    std::ranges::replace(text, '\v', '\n');
    std::ranges::replace(text, field_end_in_text, field_end);
    std::ranges::replace(text, line_end_in_text, line_end);
    return text;
}

// Tenths of a pixel, parted by spaces.
browser::Rect to_rect(std::string_view field)
{
    const auto next = [&field] { return to_int(take(field, ' ')) / 10.0; };
    browser::Rect rect;
    rect.x = next();
    rect.y = next();
    rect.width = next();
    rect.height = next();
    return rect;
}

Style read_style(std::string_view text)
{
    Style style;
    style.color = take(text, '|');
    style.background = take(text, '|');
    style.font_size = to_number(take(text, '|'));
    style.is_bold = take(text, '|') == "1";
    style.corner = text;
    return style;
}

// Corners that meet: half of a side each.
bool is_round(std::string_view corner, const browser::Rect& rect)
{
    if (corner.empty()) return false;
    const double size = to_number(corner);
    if (corner.substr(0, corner.find(' ')).ends_with('%')) return size >= 50;
    return size > 0 && size >= std::min(rect.width, rect.height) / 2;
}

void apply(const std::vector<Style>& styles, std::string_view number, Node& node)
{
    const auto index = to_int<std::size_t>(number);
    if (index >= styles.size()) return;
    const auto& style = styles[index];
    node.color = style.color;
    node.background = style.background;
    node.font_size = style.font_size;
    node.is_bold = style.is_bold;
    node.is_round = is_round(style.corner, node.rect);
}

void apply_flags(unsigned flags, Node& node)
{
    node.is_operable = flags & operable;
    node.is_editable = flags & editable;
    node.is_disabled = flags & disabled;
    node.is_focused = flags & focused;
    node.is_required = flags & required;
    node.is_in_viewport = flags & in_viewport;
    node.is_covered = flags & covered;
    node.can_scroll = flags & can_scroll;
    node.is_block = flags & block;
    node.is_hidden = flags & hidden;
    node.is_named_by_content = flags & content_name;
    node.has_listener = flags & listens;
    node.checked = static_cast<Tristate>((flags >> checked_shift) & 3U);
    node.selected = static_cast<Tristate>((flags >> selected_shift) & 3U);
    node.expanded = static_cast<Tristate>((flags >> expanded_shift) & 3U);
}

Node read_text_run(std::string_view rest, const std::vector<Style>& styles, const std::vector<Node>& before)
{
    Node node;
    node.role = "text";
    node.parent = to_int(take(rest, field_end));
    apply_flags(to_int<unsigned>(take(rest, field_end)), node);
    const auto box = take(rest, field_end);
    const auto parent = static_cast<std::size_t>(node.parent);
    if (!box.empty()) {
        node.rect = to_rect(box);
    } else if (parent < before.size()) {
        node.rect = before[parent].rect;
    }
    apply(styles, take(rest, field_end), node);
    node.name = to_text(rest);
    return node;
}

void read_field(
    std::string_view key,
    std::string_view text,
    Node& node,
    std::optional<browser::Rect>& content
)
{
    if (key.starts_with('@')) {
        node.attributes.emplace(key.substr(1), to_text(text));
        return;
    }
    switch (key.empty() ? '\0' : key.front()) {
        case 'v': node.value = to_text(text); break;
        case 'p': node.placeholder = to_text(text); break;
        case 'd': node.description = to_text(text); break;
        case 'h': node.href = to_text(text); break;
        case 'i': node.input_type = text; break;
        case 'o': node.options.push_back(to_text(text)); break;
        case 'l': node.level = to_int(text); break;
        case 'f': content = to_rect(text); break;
        default: break;
    }
}

Node read_element(
    std::string_view rest,
    const std::vector<Style>& styles,
    std::optional<browser::Rect>& content
)
{
    Node node;
    node.parent = to_int(take(rest, field_end));
    node.ref = to_int<Ref>(take(rest, field_end));
    node.tag = take(rest, field_end);
    node.role = take(rest, field_end);
    apply_flags(to_int<unsigned>(take(rest, field_end)), node);
    node.rect = to_rect(take(rest, field_end));
    apply(styles, take(rest, field_end), node);
    node.name = to_text(take(rest, field_end));
    while (!rest.empty()) {
        const auto key = take(rest, field_end);
        read_field(key, take(rest, field_end), node, content);
    }
    return node;
}

}  // namespace

Result<Walk> read_walk(std::string_view text, const browser::FrameId& frame)
{
    auto head = take(text, line_end);
    if (take(head, field_end) != "lissom 2")
        return Error{ErrorCode::internal, "the walker answered in an unknown format"};

    Walk walk;
    walk.next_ref = to_int<Ref>(take(head, field_end));
    walk.scroll.width = to_number(take(head, field_end));
    walk.scroll.viewport = to_number(take(head, field_end));
    walk.scroll.y = to_number(take(head, field_end));
    walk.scroll.height = to_number(take(head, field_end));
    walk.suspects = to_int(take(head, field_end));
    walk.in_page_ms = to_number(head);
    walk.url = to_text(take(text, line_end));
    walk.title = to_text(take(text, line_end));

    std::vector<Style> styles;
    auto style_line = take(text, line_end);
    while (!style_line.empty()) styles.push_back(read_style(take(style_line, field_end)));

    walk.nodes.reserve(static_cast<std::size_t>(std::ranges::count(text, line_end)) + 1);
    while (!text.empty()) {
        auto line = take(text, line_end);
        const auto kind = take(line, field_end);
        std::optional<browser::Rect> content;
        if (kind == "T") {
            walk.nodes.push_back(read_text_run(line, styles, walk.nodes));
        } else if (kind == "E") {
            walk.nodes.push_back(read_element(line, styles, content));
        } else {
            return Error{ErrorCode::internal, "the walker answered with an unknown kind of line"};
        }
        auto& node = walk.nodes.back();
        const auto index = static_cast<int>(walk.nodes.size()) - 1;
        if (node.parent >= index)
            return Error{ErrorCode::internal, "the walker named a parent that comes later"};
        node.depth = node.parent < 0 ? 0 : walk.nodes[static_cast<std::size_t>(node.parent)].depth + 1;
        node.frame = frame;
        if (content) walk.frames.push_back({static_cast<std::size_t>(index), *content});
    }
    return walk;
}

}  // namespace lissom::view
