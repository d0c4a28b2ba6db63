#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "browser/page.hpp"

namespace lissom::browser {

// What is known of one frame. Frames of another site live in a process and so a protocol session of their
// own.
struct FrameState {
    Frame frame;
    std::string session;
    std::string loader;       // of the document that is committed
    bool has_dom = false;     // DOMContentLoaded
    bool has_loaded = false;  // load
    struct World {
        std::int64_t context = 0;  // its execution context; 0: not asked for yet
        bool is_whole = false;     // the whole of our script has been sent there
    };
    World world;             // ours, isolated from the page's
    std::int64_t owner = 0;  // backend node of the <iframe> in the parent's document; 0: not asked for yet
    std::vector<FrameId> children;
};

// The frames of one page over all its sessions, kept from the events of the Page domain. Pure data.
class FrameTree {
public:
    // A session tells the frames it has: Page.getFrameTree.
    void take_tree(const std::string& session, const JsonObject& tree);

    void attached(const std::string& session, const FrameId& frame, const FrameId& parent);
    // `facts` is the protocol's Page.Frame.
    void navigated(const std::string& session, const JsonObject& facts);
    void moved_within_document(const FrameId& frame, const std::string& url);
    void lifecycle(const FrameId& frame, const std::string& loader, std::string_view name);
    // The frame is gone, with all below it.
    void detached(const std::string& session, const FrameId& frame);
    // Its document goes on in another process: what was below it is gone, the frame itself stays.
    void swapped_out(const std::string& session, const FrameId& frame);
    void session_ended(const std::string& session);
    void forget_worlds(const std::string& session);

    FrameState* find(const FrameId& frame);  // null when it is gone
    const FrameState* find(const FrameId& frame) const;
    FrameState* main();
    const FrameState* main() const;
    bool is_main(const FrameId& frame) const { return frame == main_; }

    // The frame of this session that stands highest: where the coordinates of that session begin.
    FrameId root_of_session(const FrameId& frame) const;

    std::vector<Frame> list() const;

private:
    FrameState& make(const FrameId& frame, const FrameId& parent);
    void remove(const FrameId& frame);
    void remove_children(const FrameId& frame);
    void append(const FrameId& frame, std::vector<Frame>& list) const;

    std::map<FrameId, FrameState> frames_;
    FrameId main_;
};

}  // namespace lissom::browser
