#include "actions/declared.hpp"
#include "actions/hand.hpp"
#include "actions/navigate.hpp"
#include "base/try.hpp"

namespace lissom::actions {
namespace {

Async<Result<Effect>> run_reload(Stage& stage, const JsonObject&)
{
    CO_TRY(auto* page, page_to_navigate(stage));

    CO_TRY(const auto navigation, co_await page->reload(navigation_limit));

    co_return co_await arrived(*page, navigation, "reloaded the page");
}

}  // namespace

const Action reload{
    "reload",
    "Loads the page anew.",
    R"({"type":"object","properties":{}})",
    run_reload,
};

}  // namespace lissom::actions
