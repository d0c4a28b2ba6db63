#pragma once

#include <string>

#include "view/snapshot.hpp"

namespace lissom::agent {

// Writes pages for a model: fenced with a mark that no page can know, whole or only what changed.
class PageText {
public:
    explicit PageText(std::string nonce)
        : nonce_(std::move(nonce))
    {
    }

    std::string whole(const view::Snapshot& snapshot, int max_tokens) const;

    // Only new and changed lines and what is gone; the whole page where that would be no shorter, or the
    // address changed.
    std::string changes(const view::Snapshot& snapshot, const view::Snapshot& before, int max_tokens) const;

    // What an action or a tool told, which quotes pages: short sentences with their quotes cut, long ones
    // fenced.
    std::string quoted(std::string text) const;

    // Any text of a page.
    std::string fenced(std::string_view head, std::string text, std::string_view mark = "page") const;

private:
    std::string nonce_;
};

}  // namespace lissom::agent
