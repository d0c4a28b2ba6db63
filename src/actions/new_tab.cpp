#include "actions/declared.hpp"
#include "actions/params.hpp"
#include "base/try.hpp"

namespace lissom::actions {
namespace {

constexpr std::size_t max_tabs = 30;  // of one session: each costs memory, and nobody works with more

Async<Result<Effect>> run_new_tab(Stage& stage, const JsonObject& params)
{
    if (stage.browser.pages().size() >= max_tabs)
        co_return Error{ErrorCode::page_error, "there are 30 tabs; close some first"};
    const auto url = optional_text_from(params, "url");
    if (!url.empty() && stage.may_visit) CO_TRY_DONE(stage.may_visit(url));

    CO_TRY(auto* page, co_await stage.browser.open_page());
    if (!url.empty()) {
        auto effect = co_await go_to.run(stage, params);
        if (effect) {
            effect->has_opened_tab = true;
            effect->text = "opened a new tab and " + effect->text;
        }
        co_return effect;
    }
    Effect effect;
    effect.has_changed = true;
    effect.has_opened_tab = true;
    effect.url = page->url();
    effect.text = "opened a new, empty tab";
    co_return effect;
}

}  // namespace

const Action new_tab{
    "new_tab",
    "Opens a tab and brings it to the front.",
    R"({"type":"object","properties":{"url":{"type":"string"}}})",
    run_new_tab,
};

}  // namespace lissom::actions
