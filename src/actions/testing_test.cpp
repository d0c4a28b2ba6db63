#include "actions/testing.hpp"

namespace lissom::actions {
namespace {

const bool has_script = [] {
    browser::Fixture::use_world_script(std::string(view::world_script()));
    return true;
}();

}  // namespace

ActionTest::ActionTest() = default;

view::Snapshot ActionTest::see()
{
    auto snapshot = browser.run(view::observe(browser.page()));
    EXPECT_TRUE(snapshot) << snapshot.error().message;
    return snapshot ? *std::move(snapshot) : view::Snapshot();
}

view::Ref ActionTest::ref(const std::string& id)
{
    const auto snapshot = see();
    for (const auto& node : snapshot.nodes) {
        const auto found = node.attributes.find("id");
        if (found != node.attributes.end() && found->second == id) return node.ref;
    }
    ADD_FAILURE() << "nothing with the id " << id << " in\n" << view::to_text(snapshot);
    return 0;
}

Result<Effect> ActionTest::act(std::string name, JsonObject params)
{
    return browser.run(perform(stage, std::move(name), std::move(params)));
}

Result<Effect> ActionTest::act_on(const std::string& id, std::string name, JsonObject params)
{
    params["element"] = "e" + std::to_string(ref(id));
    return act(std::move(name), std::move(params));
}

Json ActionTest::js(std::string expression)
{
    auto value = browser.run(browser.page().evaluate(std::move(expression), nullptr, Millis(5000)));
    EXPECT_TRUE(value) << value.error().message;
    return value ? *std::move(value) : Json();
}

}  // namespace lissom::actions
