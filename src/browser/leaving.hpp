#pragma once

namespace lissom::browser {

// What becomes of a page's question whether to leave it. Whoever navigates by program wants to leave; a
// person is asked.
enum class LeaveQuestion { accepted, asked };

// A page that can ask: of the pages there are, those of a real browser.
class AsksBeforeLeaving {
public:
    virtual ~AsksBeforeLeaving() = default;
    virtual void set_leave_question(LeaveQuestion question) = 0;  // accepted until somebody says otherwise
};

}  // namespace lissom::browser
