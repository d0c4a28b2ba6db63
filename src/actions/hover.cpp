#include "actions/declared.hpp"
#include "actions/hand.hpp"
#include "actions/params.hpp"
#include "base/try.hpp"

namespace lissom::actions {
namespace {

Async<Result<Effect>> run_hover(Stage& stage, const JsonObject& params)
{
    CO_TRY(const auto ref, optional_ref_from(params));
    CO_TRY(const auto at, optional_point_from(params, "at"));
    CO_TRY(auto* page, front_page(stage));
    auto before = look_before(stage, *page);
    if (!ref) {
        if (!at) co_return Error{ErrorCode::invalid_argument, "'element' or 'at' must be given"};
        CO_TRY_DONE(co_await watch_page(*page, before));
        CO_TRY_DONE(co_await page->move_mouse(*at));
        co_return co_await finish(stage, before, "moved the pointer");
    }

    // What is disabled may still say why in a tooltip.
    Aim aim;
    aim.is_guarded = false;
    aim.must_be_enabled = false;
    aim.at = at;
    CO_TRY(const auto target, co_await aim_at(*page, before, *ref, aim));
    CO_TRY_DONE(co_await page->move_mouse(target.point));
    co_return co_await finish(stage, before, "moved the pointer over " + target.what);
}

}  // namespace

const Action hover{
    "hover",
    "Moves the pointer over an element, without pressing: opens menus and tooltips that wait for it.",
    R"({"type":"object","properties":{"element":{"type":"string"},"at":{"type":"array","items":{"type":"number"}}}})",
    run_hover,
};

}  // namespace lissom::actions
