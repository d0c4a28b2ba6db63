#pragma once

// For tests of actions only.

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actions/action.hpp"
#include "browser/testing.hpp"

namespace lissom::actions {

// A page in a real Chromium, and the stage an agent would have.
struct ActionTest : testing::Test {
    browser::Fixture browser;
    Stage stage{.browser = browser.context(), .files = {}, .may_visit = {}, .artifacts = {}};

    ActionTest();
    void show(std::string html) { browser.show(std::move(html)); }

    view::Snapshot see();
    // The element with this id, in any frame; looks at the page first. 0 when there is none.
    view::Ref ref(const std::string& id);

    Result<Effect> act(std::string name, JsonObject params);
    // On the element with this id.
    Result<Effect> act_on(const std::string& id, std::string name, JsonObject params = {});

    // A JavaScript expression in the page.
    Json js(std::string expression);
};

}  // namespace lissom::actions
