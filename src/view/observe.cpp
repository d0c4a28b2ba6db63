#include <unordered_map>
#include <unordered_set>

#include "base/time.hpp"
#include "base/try.hpp"
#include "view/examine.hpp"
#include "view/snapshot.hpp"
#include "view/walk.hpp"

namespace lissom::view {
namespace {

constexpr Millis main_frame_limit(10'000);  // a page that is busy longer than this cannot be worked with
constexpr Millis child_frame_limit(1'500);  // an advertisement that hangs must not hold up the rest
constexpr std::size_t max_frames = 60;      // more is a page gone wild

// Two positions of one frame, told by different parts of Chromium, differ by rounding only.
constexpr double same_place = 2.0;

Async<Result<Walk>> walk_once(browser::Page& page, browser::FrameId frame, Boxes boxes, Millis limit)
{
    JsonArray arguments{JsonObject{{"next_ref", page.refs_given + 1}, {"boxes", boxes == Boxes::all}}};
    CO_TRY(
        auto answer,
        co_await page.call(frame, "options => lissom.snapshot(options)", std::move(arguments), limit)
    );
    if (!answer.is_string()) co_return Error{ErrorCode::page_error, "the page gave no snapshot of itself"};
    CO_TRY(auto walk, read_walk(answer.get_string(), frame));
    page.refs_given = std::max(page.refs_given, walk.next_ref - 1);
    co_return walk;
}

Async<Result<Walk>> walk_frame(browser::Page& page, browser::FrameId frame, Boxes boxes, Millis limit)
{
    co_await note_listeners(page, frame);
    CO_TRY(auto walk, co_await walk_once(page, frame, boxes, limit));
    // Closed roots may hold others: a few rounds, each only where the one before found something.
    for (int round = 0; round < 3 && walk.suspects > 0; ++round) {
        if (!co_await note_closed_roots(page, frame)) break;
        CO_TRY(walk, co_await walk_once(page, frame, boxes, limit));
    }
    co_return walk;
}

// The <iframe> whose content begins at this point; null when the frame is not drawn.
const FrameBox* box_at(const std::vector<FrameBox>& boxes, browser::Point origin)
{
    for (const auto& box : boxes) {
        if (std::abs(box.content.x - origin.x) <= same_place &&
            std::abs(box.content.y - origin.y) <= same_place)
            return &box;
    }
    return nullptr;
}

bool do_overlap(const browser::Rect& a, const browser::Rect& b)
{
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

// A frame of the page on its way into one list of nodes.
struct Placed {
    Walk walk;
    browser::Point origin;
    browser::Rect window;  // the visible part of its viewport, in the main viewport
    std::unordered_map<std::size_t, std::size_t>
        inside;  // index of an <iframe> node → index of the frame it holds
};

void put(std::vector<Placed>& frames, std::size_t which, int parent, int depth, std::vector<Node>& out)
{
    auto& frame = frames[which];
    std::vector<int> place(frame.walk.nodes.size());
    for (std::size_t i = 0; i < frame.walk.nodes.size(); ++i) {
        auto& node = frame.walk.nodes[i];
        place[i] = static_cast<int>(out.size());
        node.parent = node.parent < 0 ? parent : place[static_cast<std::size_t>(node.parent)];
        node.depth += depth;
        node.rect.x += frame.origin.x;
        node.rect.y += frame.origin.y;
        if (which != 0) node.is_in_viewport = node.is_in_viewport && do_overlap(node.rect, frame.window);
        const auto node_depth = node.depth;
        out.push_back(std::move(node));
        if (const auto held = frame.inside.find(i); held != frame.inside.end()) {
            put(frames, held->second, place[i], node_depth + 1, out);
        }
    }
}

browser::Rect common_part(const browser::Rect& a, const browser::Rect& b)
{
    const auto left = std::max(a.x, b.x);
    const auto top = std::max(a.y, b.y);
    return {
        left,
        top,
        std::max(0.0, std::min(a.x + a.width, b.x + b.width) - left),
        std::max(0.0, std::min(a.y + a.height, b.y + b.height) - top)
    };
}

Async<void> add_child_frames(
    browser::Page& page,
    std::vector<browser::Frame> frames,
    Boxes boxes,
    std::vector<Placed>& placed
)
{
    std::unordered_map<std::string, std::size_t> index_of{{frames.front().id, 0}};
    for (std::size_t i = 1; i < frames.size() && placed.size() < max_frames; ++i) {
        const auto around = index_of.find(frames[i].parent);
        if (around == index_of.end() || placed[around->second].walk.frames.empty()) continue;

        // A frame that is not drawn, has gone, or hangs is left out: the rest of the page is worth having.
        const auto origin = co_await page.frame_origin(frames[i].id);
        if (!origin) continue;
        const auto outer = around->second;
        const browser::Point inside{origin->x - placed[outer].origin.x, origin->y - placed[outer].origin.y};
        const auto* box = box_at(placed[outer].walk.frames, inside);
        if (box == nullptr) continue;
        const auto node = box->node;
        const browser::Rect window{origin->x, origin->y, box->content.width, box->content.height};

        auto walk = co_await walk_frame(page, frames[i].id, boxes, child_frame_limit);
        if (!walk) continue;
        Placed frame{std::move(*walk), *origin, common_part(window, placed[outer].window), {}};
        placed[outer].inside.emplace(node, placed.size());
        index_of.emplace(frames[i].id, placed.size());
        placed.push_back(std::move(frame));
    }
}

std::string line_of(const Node& node)
{
    std::string line =
        node.role + '\t' + node.name + '\t' + node.value + '\t' + node.placeholder + '\t' + node.href;
    line += static_cast<char>('0' + (node.is_disabled ? 1 : 0) + (node.is_hidden ? 2 : 0));
    line += static_cast<char>('0' + static_cast<int>(node.checked));
    line += static_cast<char>('0' + static_cast<int>(node.selected));
    line += static_cast<char>('0' + static_cast<int>(node.expanded));
    return line;
}

Ref parent_ref(const Snapshot& snapshot, const Node& node)
{
    return node.parent < 0 ? 0 : snapshot.nodes[static_cast<std::size_t>(node.parent)].ref;
}

void mark_changes(const Snapshot& before, Snapshot& now)
{
    std::unordered_map<Ref, const Node*> known;
    std::unordered_set<std::string> known_texts;
    for (const auto& node : before.nodes) {
        if (node.ref != 0) {
            known.emplace(node.ref, &node);
        } else {
            known_texts.insert(std::to_string(parent_ref(before, node)) + ' ' + node.name);
        }
    }
    for (auto& node : now.nodes) {
        if (node.ref != 0) {
            const auto found = known.find(node.ref);
            node.is_new = found == known.end();
            node.is_changed = !node.is_new && line_of(*found->second) != line_of(node);
        } else {
            const auto parent = parent_ref(now, node);
            if (known_texts.contains(std::to_string(parent) + ' ' + node.name)) continue;
            node.is_changed = known.contains(parent);
            node.is_new = !node.is_changed;
        }
    }
}

Snapshot behind_dialog(const browser::Page& page, const browser::Dialog& dialog, const Snapshot* before)
{
    Snapshot snapshot;
    if (before != nullptr) snapshot = *before;
    snapshot.url = page.url();
    snapshot.dialog = dialog;
    return snapshot;
}

}  // namespace

const Node* Snapshot::find(Ref ref) const
{
    if (ref == 0) return nullptr;
    for (const auto& node : nodes) {
        if (node.ref == ref) return &node;
    }
    return nullptr;
}

Async<Result<Snapshot>> observe(browser::Page& page, const Snapshot* before, Boxes boxes)
{
    const auto started = moment();
    if (const auto dialog = page.open_dialog()) co_return behind_dialog(page, *dialog, before);

    auto frames = page.frames();
    if (frames.empty()) co_return Error{ErrorCode::page_error, "the page has no document"};
    auto main = co_await walk_frame(page, frames.front().id, boxes, main_frame_limit);
    if (!main) {
        if (const auto dialog = page.open_dialog()) co_return behind_dialog(page, *dialog, before);
        co_return std::move(main).error();
    }

    Snapshot snapshot;
    snapshot.url = main->url;
    snapshot.title = main->title;
    snapshot.scroll = main->scroll;
    snapshot.in_page_ms = main->in_page_ms;

    std::vector<Placed> placed;
    const browser::Rect window{0, 0, main->scroll.width, main->scroll.viewport};
    placed.push_back({*std::move(main), {}, window, {}});
    if (!placed.front().walk.frames.empty())
        co_await add_child_frames(page, std::move(frames), boxes, placed);
    put(placed, 0, -1, 0, snapshot.nodes);

    if (before != nullptr) mark_changes(*before, snapshot);
    snapshot.took_ms = seconds_since(started) * 1000;
    co_return snapshot;
}

Async<Result<Snapshot>> observe(browser::Context& context, const Snapshot* before, Boxes boxes)
{
    auto& page = context.page();
    CO_TRY(auto snapshot, co_await observe(page, before, boxes));
    for (const auto* each : context.pages()) {
        snapshot.tabs.push_back((each == &context.page() ? "* " : "") + each->title() + " — " + each->url());
    }
    co_return snapshot;
}

}  // namespace lissom::view
