#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/async.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "browser/context.hpp"
#include "browser/geometry.hpp"
#include "browser/page.hpp"

namespace lissom::view {

// Number of an element, stable while the element is in the document and unique over all frames of the page;
// written "e12" in text. 0 is no element.
using Ref = std::int64_t;

enum class Tristate { none, off, on, mixed };

// One visible thing of the page: an element a person could operate, one that structures (heading, list, row,
// cell, form, dialog, image, figure shape), or a run of text. Nodes come in reading order, parents before
// children.
struct Node {
    Ref ref = 0;      // every element has one; text runs have 0
    int parent = -1;  // index into Snapshot::nodes
    int depth = 0;
    browser::FrameId frame;
    std::string
        role;  // ARIA role, explicit or implied: "button", "textbox", "link", "heading", "row", "text", …
    std::string tag;    // lower case; "" for text runs
    std::string name;   // accessible name (label, aria-label, alt, own text …); for text runs the text
    std::string value;  // of fields, sliders, progress; secrets of password fields never
    std::string placeholder;
    std::string description;  // title, aria-description
    std::string href;         // resolved; links only
    std::string input_type;   // of inputs: "text", "checkbox", "date", "range", "color", …
    std::map<std::string, std::string>
        attributes;                    // id, class, name, src, data-*, min, max, step, maxlength, fill, r, …
    std::vector<std::string> options;  // of select and datalist: visible texts, selected ones in `value`
    browser::Rect rect;                // in the main viewport
    int level = 0;                     // of headings
    bool is_operable = false;          // a person could click, type or drag it
    bool has_listener = false;         // the page listens for clicks, keys or drags right here
    bool is_hidden = false;  // not drawn itself, but something drawn stands in for it: a label for its box, a
                             // button for its file field
    bool is_block = false;   // begins a line of its own
    bool is_named_by_content = false;  // `name` repeats the text runs below
    bool is_editable = false;
    bool is_disabled = false;
    bool is_focused = false;
    bool is_required = false;
    bool is_in_viewport = false;
    bool is_covered = false;             // another element lies over its centre
    bool is_new = false;                 // was not there in the snapshot before
    bool is_changed = false;             // its line differs from the snapshot before
    bool can_scroll = false;             // has content beyond its box
    Tristate checked = Tristate::none;   // checkboxes, radios, switches, menu items
    Tristate selected = Tristate::none;  // options, tabs, rows
    Tristate expanded = Tristate::none;  // accordions, menus, combo boxes
    std::string color;       // computed, "#rrggbb"; of shapes the fill, or the stroke where they have none
    std::string background;  // computed, "#rrggbb" or "" when transparent
    double font_size = 0;    // CSS px
    bool is_bold = false;
    bool is_round = false;  // a painted box drawn as a circle, an oval or a pill
};

struct Scroll {
    double y = 0;
    double height = 0;    // of the whole document
    double viewport = 0;  // of the window
    double width = 0;     // of the window
};

// What an agent sees of a page: all frames and shadow roots, in one.
struct Snapshot {
    std::string url;
    std::string title;
    std::vector<Node> nodes;
    Scroll scroll;
    std::optional<browser::Dialog> dialog;  // when set, nodes are those of before
    std::vector<std::string>
        tabs;            // "title — url" of each page of the context, the front one marked with '*'
    double took_ms = 0;  // all of it; in the page itself: in_page_ms
    double in_page_ms = 0;

    const Node* find(Ref ref) const;  // null when there is no such element
};

// How many o200k tokens the text is, rather too many than too few.
int estimate_tokens(std::string_view text);

struct TextOptions {
    int max_tokens = 6000;  // hard budget, counted as o200k tokens are, on the safe side
    Ref from = 0;           // only the part of the page below this element
};

enum class Boxes {
    meaningful,  // what snapshots are made of
    all,  // also every box that only groups others (role "generic"): what belongs together can be told from
          // it
};

// The whole page as it is now. `before` is the snapshot that new and changed nodes are marked against; null
// at first.
Async<Result<Snapshot>>
observe(browser::Page& page, const Snapshot* before = nullptr, Boxes boxes = Boxes::meaningful);

// The front page, with the open tabs.
Async<Result<Snapshot>>
observe(browser::Context& context, const Snapshot* before = nullptr, Boxes boxes = Boxes::meaningful);

// The snapshot in lines for a model or a person: "[e12] button \"Sign in\" disabled". Truncates
// deterministically, and says what was left out and how to ask for it.
std::string to_text(const Snapshot& snapshot, const TextOptions& options = {});
Json to_json(const Snapshot& snapshot);

// The script for browser::PoolSettings::world_script.
std::string_view world_script();

}  // namespace lissom::view
