#include "actions/declared.hpp"
#include "actions/field.hpp"
#include "actions/params.hpp"
#include "base/try.hpp"

namespace lissom::actions {
namespace {

Async<Result<Effect>> run_check(Stage& stage, const JsonObject& params)
{
    CO_TRY(const auto ref, ref_from(params));
    CO_TRY(auto* page, front_page(stage));

    co_return co_await set_box(stage, *page, ref, true);
}

}  // namespace

const Action check{
    "check",
    "Switches a checkbox, radio button or switch on; leaves it where it is on already.",
    R"({"type":"object","properties":{"element":{"type":"string"}},"required":["element"]})",
    run_check,
};

}  // namespace lissom::actions
