#include "actions/declared.hpp"
#include "actions/hand.hpp"
#include "actions/navigate.hpp"
#include "base/try.hpp"

namespace lissom::actions {
namespace {

Async<Result<Effect>> run_go_back(Stage& stage, const JsonObject&)
{
    CO_TRY(auto* page, page_to_navigate(stage));

    CO_TRY(const auto navigation, co_await page->go_back(navigation_limit));

    co_return co_await arrived(*page, navigation, "went back");
}

}  // namespace

const Action go_back{
    "back",
    "Goes back in the tab's history.",
    R"({"type":"object","properties":{}})",
    run_go_back,
};

}  // namespace lissom::actions
