#pragma once

namespace lissom::browser {

// A page whose title can be asked for: scripts change it, and Chromium tells nobody. Of the pages there are,
// those of a real browser.
class Titled {
public:
    virtual ~Titled() = default;
    virtual void read_title() = 0;  // the context has changed when it is another one
};

}  // namespace lissom::browser
