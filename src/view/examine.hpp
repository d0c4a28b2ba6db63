#pragma once

#include "base/async.hpp"
#include "browser/page.hpp"

namespace lissom::view {

// Tells the walker of a frame what only the protocol knows: which elements the page listens on. What fails is
// left out; the walk is worth having without it. Answers whether there was something it did not know yet.
Async<bool> note_listeners(browser::Page& page, browser::FrameId frame);

// Was this document of the frame asked before? Then little is new, most often nothing.
bool is_document_known(const browser::Page& page, const browser::FrameId& frame);

// Opens the closed shadow roots of elements that may have one to the walker. Answers whether it found any.
Async<bool> note_closed_roots(browser::Page& page, browser::FrameId frame);

}  // namespace lissom::view
