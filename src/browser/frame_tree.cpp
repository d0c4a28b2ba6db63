#include "browser/frame_tree.hpp"

#include <algorithm>

namespace lissom::browser {

FrameState& FrameTree::make(const FrameId& id, const FrameId& parent)
{
    auto [entry, is_new] = frames_.try_emplace(id);
    auto& state = entry->second;
    if (!is_new) return state;

    state.frame.id = id;
    state.frame.parent = parent;
    if (parent.empty()) {
        if (main_.empty()) main_ = id;
    } else if (const auto above = frames_.find(parent); above != frames_.end()) {
        above->second.children.push_back(id);
    }
    return state;
}

void FrameTree::take_tree(const std::string& session, const JsonObject& tree)
{
    const auto* facts = object_at(tree, "frame");
    if (!facts) return;
    auto& state = make(string_or(*facts, "id"), string_or(*facts, "parentId"));
    if (state.session != session || state.loader.empty()) navigated(session, *facts);
    if (const auto* children = array_at(tree, "childFrames"))
        for (const auto& child : *children)
            if (child.is_object()) take_tree(session, child.get_object());
}

void FrameTree::attached(const std::string& session, const FrameId& frame, const FrameId& parent)
{
    auto& state = make(frame, parent);
    if (state.session == session) return;
    state.session = session;
    state.world = {};
}

void FrameTree::navigated(const std::string& session, const JsonObject& facts)
{
    const auto id = string_or(facts, "id");
    remove_children(id);
    auto& state = make(id, string_or(facts, "parentId"));
    state.session = session;
    state.world = {};
    state.frame.url = string_or(facts, "url") + string_or(facts, "urlFragment");
    state.frame.name = string_or(facts, "name");
    if (const auto loader = string_or(facts, "loaderId"); loader != state.loader) {
        state.loader = loader;
        state.has_dom = state.has_loaded = false;
    }
}

void FrameTree::moved_within_document(const FrameId& frame, const std::string& url)
{
    if (auto* state = find(frame)) state->frame.url = url;
}

void FrameTree::lifecycle(const FrameId& frame, const std::string& loader, std::string_view name)
{
    auto* state = find(frame);
    if (!state) return;
    // "init" may come before the commit is told: what it starts is the new document.
    if (state->loader != loader) {
        if (name != "init" && name != "commit") return;
        state->loader = loader;
        state->has_dom = state->has_loaded = false;
        state->world = {};
    }
    if (name == "DOMContentLoaded") state->has_dom = true;
    if (name == "load") state->has_dom = state->has_loaded = true;
}

void FrameTree::detached(const std::string& session, const FrameId& frame)
{
    const auto* state = find(frame);
    if (state && state->session == session) remove(frame);
}

void FrameTree::swapped_out(const std::string& session, const FrameId& frame)
{
    auto* state = find(frame);
    if (!state || state->session != session) return;
    remove_children(frame);
    state->world = {};
}

void FrameTree::session_ended(const std::string& session)
{
    std::vector<FrameId> gone;
    for (const auto& [id, state] : frames_)
        if (state.session == session && id != main_) gone.push_back(id);
    for (const auto& id : gone) remove_children(id);
    // The frames themselves stay: either the parent's session takes them over or tells that they are
    // detached.
    for (const auto& id : gone)
        if (auto* state = find(id)) {
            state->world = {};
            const auto* parent = find(state->frame.parent);
            if (parent) state->session = parent->session;
        }
}

void FrameTree::forget_worlds(const std::string& session)
{
    for (auto& [id, state] : frames_)
        if (state.session == session) state.world = {};
}

FrameState* FrameTree::find(const FrameId& frame)
{
    const auto entry = frames_.find(frame);
    return entry == frames_.end() ? nullptr : &entry->second;
}

const FrameState* FrameTree::find(const FrameId& frame) const
{
    return const_cast<FrameTree*>(this)->find(frame);
}
FrameState* FrameTree::main() { return find(main_); }
const FrameState* FrameTree::main() const { return find(main_); }

FrameId FrameTree::root_of_session(const FrameId& frame) const
{
    const auto* state = find(frame);
    while (state) {
        const auto* parent = find(state->frame.parent);
        if (!parent || parent->session != state->session) break;
        state = parent;
    }
    return state ? state->frame.id : FrameId();
}

void FrameTree::remove(const FrameId& id)
{
    const auto entry = frames_.find(id);
    if (entry == frames_.end()) return;
    if (auto* parent = find(entry->second.frame.parent)) std::erase(parent->children, id);
    remove_children(id);
    frames_.erase(id);
}

void FrameTree::remove_children(const FrameId& id)
{
    const auto* state = find(id);
    if (!state) return;
    for (const auto children = state->children; const auto& child : children) remove(child);
}

std::vector<Frame> FrameTree::list() const
{
    std::vector<Frame> list;
    append(main_, list);
    return list;
}

void FrameTree::append(const FrameId& id, std::vector<Frame>& list) const
{
    const auto* state = find(id);
    if (!state) return;
    list.push_back(state->frame);
    for (const auto& child : state->children) append(child, list);
}

}  // namespace lissom::browser
