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
};

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

// Line breaks inside a field travel as vertical tabs.
std::string to_text(std::string_view field)
{
    std::string text(field);
    std::ranges::replace(text, '\v', '\n');
    return text;
}

browser::Rect take_rect(std::string_view& rest, char separator)
{
    browser::Rect rect;
    rect.x = to_number(take(rest, separator));
    rect.y = to_number(take(rest, separator));
    rect.width = to_number(take(rest, separator));
    rect.height = to_number(take(rest, separator));
    return rect;
}

Style read_style(std::string_view text)
{
    Style style;
    style.color = take(text, '|');
    style.background = take(text, '|');
    style.font_size = to_number(take(text, '|'));
    style.is_bold = text == "1";
    return style;
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

Node read_text_run(std::string_view rest, const std::vector<Style>& styles)
{
    Node node;
    node.role = "text";
    node.parent = to_int(take(rest, '\t'));
    apply_flags(to_int<unsigned>(take(rest, '\t')), node);
    node.rect = take_rect(rest, '\t');
    apply(styles, take(rest, '\t'), node);
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
        node.attributes.emplace(key.substr(1), text);
        return;
    }
    switch (key.empty() ? '\0' : key.front()) {
        case 'v': node.value = to_text(text); break;
        case 'p': node.placeholder = text; break;
        case 'd': node.description = text; break;
        case 'h': node.href = text; break;
        case 'i': node.input_type = text; break;
        case 'o': node.options.emplace_back(text); break;
        case 'l': node.level = to_int(text); break;
        case 'f': content = take_rect(text, ' '); break;
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
    node.parent = to_int(take(rest, '\t'));
    node.ref = to_int<Ref>(take(rest, '\t'));
    node.tag = take(rest, '\t');
    node.role = take(rest, '\t');
    apply_flags(to_int<unsigned>(take(rest, '\t')), node);
    node.rect = take_rect(rest, '\t');
    apply(styles, take(rest, '\t'), node);
    node.name = take(rest, '\t');
    while (!rest.empty()) {
        const auto key = take(rest, '\t');
        read_field(key, take(rest, '\t'), node, content);
    }
    return node;
}

}  // namespace

Result<Walk> read_walk(std::string_view text, const browser::FrameId& frame)
{
    auto head = take(text, '\n');
    if (take(head, '\t') != "lissom 1")
        return Error{ErrorCode::internal, "the walker answered in an unknown format"};

    Walk walk;
    walk.next_ref = to_int<Ref>(take(head, '\t'));
    walk.scroll.width = to_number(take(head, '\t'));
    walk.scroll.viewport = to_number(take(head, '\t'));
    walk.scroll.y = to_number(take(head, '\t'));
    walk.scroll.height = to_number(take(head, '\t'));
    walk.suspects = to_int(take(head, '\t'));
    walk.in_page_ms = to_number(head);
    walk.url = take(text, '\n');
    walk.title = take(text, '\n');

    std::vector<Style> styles;
    auto style_line = take(text, '\n');
    while (!style_line.empty()) styles.push_back(read_style(take(style_line, '\t')));

    walk.nodes.reserve(static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1);
    while (!text.empty()) {
        auto line = take(text, '\n');
        const auto kind = take(line, '\t');
        std::optional<browser::Rect> content;
        if (kind == "T") {
            walk.nodes.push_back(read_text_run(line, styles));
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
