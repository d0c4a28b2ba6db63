#include "actions/declared.hpp"
#include "actions/tabs.hpp"
#include "base/try.hpp"

namespace lissom::actions {
namespace {

Async<Result<Effect>> run_close_tab(Stage& stage, const JsonObject& params)
{
    auto* page = &stage.browser.page();
    if (params.contains("tab")) {
        CO_TRY(page, co_await tab_from(stage, params));
    }
    if (stage.browser.pages().size() < 2) co_return Error{ErrorCode::page_error, "the last tab stays open"};
    const auto name = co_await name_of(*page);

    CO_TRY_DONE(co_await stage.browser.close_page(*page));

    Effect effect;
    effect.has_changed = true;
    effect.url = stage.browser.page().url();
    effect.text = "closed the tab " + name + "; in front is " + co_await name_of(stage.browser.page());
    co_return effect;
}

}  // namespace

const Action close_tab{
    "close_tab",
    "Closes a tab; without a number the one in front.",
    R"({"type":"object","properties":{"tab":{"type":"string"}}})",
    run_close_tab,
};

}  // namespace lissom::actions
