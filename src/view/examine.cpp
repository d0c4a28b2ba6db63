#include "view/examine.hpp"

#include <algorithm>
#include <unordered_set>
#include <vector>

#include "base/json.hpp"
#include "base/try.hpp"

namespace lissom::view {
namespace {

// As long as the walk itself may take: a shorter limit would end a busy page's own script.
constexpr Millis examine_limit(10'000);
constexpr std::size_t max_new_listeners = 600;  // elements at a time; the rest is looked at next time
constexpr int max_suspects = 40;                // likewise, for closed shadow roots

// What a person does with a pointer; a page that only watches keys or scrolling has nothing to click there.
bool is_for_pointers(std::string_view type)
{
    constexpr std::string_view types[] = {
        "click",
        "dblclick",
        "auxclick",
        "contextmenu",
        "mousedown",
        "mouseup",
        "pointerdown",
        "pointerup",
        "touchstart",
        "touchend",
        "dragstart",
        "drop"
    };
    return std::ranges::find(types, type) != std::end(types);
}

std::vector<std::int64_t> nodes_listening(const JsonObject& answer)
{
    std::vector<std::int64_t> nodes;
    std::unordered_set<std::int64_t> seen;
    const auto* listeners = array_at(answer, "listeners");
    for (const auto& each : listeners != nullptr ? *listeners : JsonArray()) {
        if (!each.is_object() || !is_for_pointers(string_or(each.get_object(), "type"))) continue;
        const auto node = int_or(each.get_object(), "backendNodeId");
        if (node != 0 && seen.insert(node).second) nodes.push_back(node);
    }
    return nodes;
}

bool is_main(const browser::Page& page, const browser::FrameId& frame)
{
    const auto frames = page.frames();
    return !frames.empty() && frames.front().id == frame;
}

// How often the frame may have got another document.
std::uint64_t navigations_of(const browser::Page& page, const browser::FrameId& frame)
{
    const auto& activity = page.activity();
    return activity.navigations + (is_main(page, frame) ? 0 : activity.frame_navigations);
}

// The document of the page's own world: asked for the one of ours, Chromium 156 makes the nodes new
// objects in our world (an element is no longer the same as itself) and crashes a little later.
// The handle from the time before is let go of on the way.
Async<Result<std::string>> document_of(browser::Page& page, browser::FrameId frame)
{
    using namespace boost::asio::experimental::awaitable_operators;
    const JsonObject group{{"objectGroup", "lissom-listeners"}};
    JsonObject expression = group;
    expression["expression"] = "document";
    expression["silent"] = true;
    auto [released, evaluated] = co_await (
        page.send(frame, "Runtime.releaseObjectGroup", group, examine_limit) &&
        page.send(frame, "Runtime.evaluate", std::move(expression), examine_limit)
    );
    if (!evaluated) co_return std::move(evaluated).error();
    const auto* result = object_at(*evaluated, "result");
    auto document = result != nullptr ? string_or(*result, "objectId") : "";
    if (document.empty()) co_return Error{ErrorCode::page_error, "the page has no document"};
    co_return document;
}

// What listens in a document. Where the handle is one of a document that has gone, which may be known here a
// moment later, the present one is asked for.
Async<Result<std::vector<std::int64_t>>> all_listening(browser::Page& page, browser::FrameId frame)
{
    bool is_old = is_document_known(page, frame);
    while (true) {
        if (!is_old) {
            const auto navigations = navigations_of(page, frame);
            CO_TRY(auto document, co_await document_of(page, frame));
            if (is_main(page, frame)) page.heard.clear();  // the frames of the document before have gone, too
            page.heard[frame] = {navigations, std::move(document), {}};
        }
        JsonObject params{{"objectId", page.heard[frame].document}, {"depth", -1}, {"pierce", true}};
        auto answer =
            co_await page.send(frame, "DOMDebugger.getEventListeners", std::move(params), examine_limit);
        if (answer) co_return nodes_listening(*answer);
        page.heard.erase(frame);
        if (!is_old) co_return std::move(answer).error();
        is_old = false;
    }
}

// The closed root of this element, by its number in the protocol; 0 when it has none.
Async<Result<std::int64_t>> closed_root_of(browser::Page& page, browser::FrameId frame, int suspect)
{
    CO_TRY(
        const auto object,
        co_await page.call_for_object(
            frame, "index => lissom.suspect(index)", JsonArray{suspect}, examine_limit
        )
    );
    JsonObject params{{"objectId", object}, {"depth", 1}, {"pierce", true}};
    auto answer = co_await page.send(frame, "DOM.describeNode", std::move(params), examine_limit);
    (void)co_await page.send(frame, "Runtime.releaseObject", JsonObject{{"objectId", object}}, examine_limit);
    if (!answer) co_return std::move(answer).error();
    const auto* node = object_at(*answer, "node");
    const auto* roots = node != nullptr ? array_at(*node, "shadowRoots") : nullptr;
    for (const auto& root : roots != nullptr ? *roots : JsonArray()) {
        if (root.is_object() && string_or(root.get_object(), "shadowRootType") == "closed")
            co_return int_or(root.get_object(), "backendNodeId");
    }
    co_return 0;
}

}  // namespace

bool is_document_known(const browser::Page& page, const browser::FrameId& frame)
{
    const auto heard = page.heard.find(frame);
    return heard != page.heard.end() && heard->second.navigations == navigations_of(page, frame);
}

Async<bool> note_listeners(browser::Page& page, browser::FrameId frame)
{
    const auto nodes = co_await all_listening(page, frame);
    if (!nodes) co_return false;

    // The walker remembers whom it was told of, so each element is fetched once in its life.
    std::vector<std::int64_t> fresh;
    const auto& known = page.heard[frame].known;
    for (const auto node : *nodes) {
        if (!known.contains(node) && fresh.size() < max_new_listeners) fresh.push_back(node);
    }
    if (fresh.empty()) co_return false;
    const auto told = co_await page.call_with_nodes(
        frame, "(...elements) => { lissom.note_listeners(elements); }", fresh, examine_limit
    );
    if (!told) co_return false;
    page.heard[frame].known.insert(fresh.begin(), fresh.end());
    co_return true;
}

Async<bool> note_closed_roots(browser::Page& page, browser::FrameId frame)
{
    bool has_found = false;
    const auto count = co_await page.call(frame, "() => lissom.suspect_count()", {}, examine_limit);
    const auto suspects =
        count && count->is_int64() ? std::min<std::int64_t>(count->get_int64(), max_suspects) : 0;
    for (int i = 0; i < static_cast<int>(suspects); ++i) {
        const auto root = co_await closed_root_of(page, frame, i);
        if (!root || *root == 0) continue;
        const auto told = co_await page.call_with_nodes(
            frame,
            "root => { lissom.note_closed_root(" + std::to_string(i) + ", root); }",
            std::vector<std::int64_t>{*root},
            examine_limit
        );
        has_found = has_found || told.has_value();
    }
    (void)co_await page.call(frame, "() => { lissom.forget_suspects(); }", {}, examine_limit);
    co_return has_found;
}

}  // namespace lissom::view
