#include "actions/declared.hpp"
#include "actions/tabs.hpp"
#include "base/try.hpp"

namespace lissom::actions {
namespace {

Async<Result<Effect>> run_switch_tab(Stage& stage, const JsonObject& params)
{
    CO_TRY(auto* page, co_await tab_from(stage, params));
    Effect effect;
    effect.has_changed = page != &stage.browser.page();

    CO_TRY_DONE(co_await stage.browser.bring_to_front(*page));

    effect.url = page->url();
    effect.text = effect.has_changed ? "switched to the tab " + co_await name_of(*page)
                                     : "that tab is in front already; nothing changed";
    co_return effect;
}

}  // namespace

const Action switch_tab{
    "switch_tab",
    "Brings another tab to the front.",
    R"({"type":"object","properties":{"tab":{"type":"string","description":"its number from 1, or words of its title or address"}},"required":["tab"]})",
    run_switch_tab,
};

}  // namespace lissom::actions
