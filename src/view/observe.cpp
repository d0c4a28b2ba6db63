#include <optional>
#include <unordered_map>
#include <unordered_set>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "base/time.hpp"
#include "base/together.hpp"
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
    auto told = co_await page.call(frame, "options => lissom.snapshot(options)", std::move(arguments), limit);
    if (!told && told.error().code == ErrorCode::timeout)
        co_return timed_out("to look at the page, which is busy or very large,", limit);
    CO_TRY(const auto answer, std::move(told));
    if (!answer.is_string()) co_return Error{ErrorCode::page_error, "the page gave no snapshot of itself"};
    CO_TRY(auto walk, read_walk(answer.get_string(), frame));
    page.refs_given = std::max(page.refs_given, walk.next_ref - 1);
    co_return walk;
}

// Closed roots may hold others: a few rounds, each only where the one before found something.
Async<Result<Walk>>
walk_into_closed_roots(browser::Page& page, browser::FrameId frame, Boxes boxes, Millis limit)
{
    CO_TRY(auto walk, co_await walk_once(page, frame, boxes, limit));
    for (int round = 0; round < 3 && walk.suspects > 0; ++round) {
        if (!co_await note_closed_roots(page, frame)) break;
        CO_TRY(walk, co_await walk_once(page, frame, boxes, limit));
    }
    co_return walk;
}

Async<Result<Walk>> walk_main_frame(browser::Page& page, browser::FrameId frame, Boxes boxes)
{
    if (!is_document_known(page, frame)) {
        (void)co_await note_listeners(page, frame);
        co_return co_await walk_into_closed_roots(page, frame, boxes, main_frame_limit);
    }
    // Seldom does something else listen now: that is asked on the way, and the walk waits for no answer.
    using namespace boost::asio::experimental::awaitable_operators;
    auto [has_news, walk] = co_await (
        note_listeners(page, frame) && walk_into_closed_roots(page, frame, boxes, main_frame_limit)
    );
    if (!walk || !has_news) co_return std::move(walk);
    co_return co_await walk_once(page, frame, boxes, main_frame_limit);
}

// Most frames inside a page are advertisements, trackers and empty boxes: what listens is asked only where
// there is something, and only a first answer makes a second walk.
Async<Result<Walk>> walk_child_frame(browser::Page& page, browser::FrameId frame, Boxes boxes)
{
    CO_TRY(auto walk, co_await walk_into_closed_roots(page, frame, boxes, child_frame_limit));
    if (walk.nodes.empty() || !co_await note_listeners(page, frame)) co_return walk;
    co_return co_await walk_once(page, frame, boxes, child_frame_limit);
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

// All frames as one list. A page of thousands of nodes is moved as seldom as possible: that is what it costs.
std::vector<Node> join(std::vector<Placed> frames)
{
    if (frames.size() == 1) return std::move(frames.front().walk.nodes);
    std::size_t count = 0;
    for (const auto& frame : frames) count += frame.walk.nodes.size();
    std::vector<Node> nodes;
    nodes.reserve(count);
    put(frames, 0, -1, 0, nodes);
    return nodes;
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

// Where a frame inside the page lies.
struct Spot {
    browser::FrameId frame;
    std::size_t outer;                     // index of the frame around it
    std::optional<browser::Point> origin;  // none: it is not drawn, or has gone
};

Async<void> find_origin(browser::Page& page, Spot& spot)
{
    const auto origin = co_await page.frame_origin(spot.frame);
    if (origin) spot.origin = *origin;
}

// The frames that lie directly in frames already placed, from `first_outer` on, with their places: asked for
// side by side, for a page of the news has dozens.
Async<std::vector<Spot>> spots_inside(
    browser::Page& page,
    const std::vector<browser::Frame>& frames,
    const std::unordered_map<std::string, std::size_t>& index_of,
    const std::vector<Placed>& placed,
    std::size_t first_outer
)
{
    std::vector<Spot> spots;
    for (const auto& frame : frames) {
        const auto outer = index_of.find(frame.parent);
        if (outer == index_of.end() || outer->second < first_outer) continue;
        if (!placed[outer->second].walk.frames.empty()) spots.push_back({frame.id, outer->second, {}});
    }
    std::vector<Async<void>> questions;
    questions.reserve(spots.size());
    for (auto& spot : spots) questions.push_back(find_origin(page, spot));
    co_await together(std::move(questions));
    co_return spots;
}

// A frame that is not drawn, has gone, or hangs is left out: the rest of the page is worth having.
Async<void> add_child_frames(
    browser::Page& page,
    std::vector<browser::Frame> frames,
    Boxes boxes,
    std::vector<Placed>& placed
)
{
    std::unordered_map<std::string, std::size_t> index_of{{frames.front().id, 0}};
    for (std::size_t level = 0; level < placed.size() && placed.size() < max_frames;) {
        const auto next_level = placed.size();
        for (const auto& spot : co_await spots_inside(page, frames, index_of, placed, level)) {
            if (!spot.origin || placed.size() >= max_frames) continue;
            const auto& around = placed[spot.outer];
            const auto& origin = *spot.origin;
            const auto* box =
                box_at(around.walk.frames, {origin.x - around.origin.x, origin.y - around.origin.y});
            if (box == nullptr) continue;
            const auto node = box->node;
            const browser::Rect window{origin.x, origin.y, box->content.width, box->content.height};

            // One after the other: each begins its numbers where the one before ended.
            auto walk = co_await walk_child_frame(page, spot.frame, boxes);
            if (!walk) continue;
            Placed frame{*std::move(walk), origin, common_part(window, placed[spot.outer].window), {}};
            placed[spot.outer].inside.emplace(node, placed.size());
            index_of.emplace(spot.frame, placed.size());
            placed.push_back(std::move(frame));
        }
        level = next_level;
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
    auto main = co_await walk_main_frame(page, frames.front().id, boxes);
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
    snapshot.nodes = join(std::move(placed));

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
