#include "actions/declared.hpp"
#include "actions/field.hpp"
#include "actions/params.hpp"
#include "base/try.hpp"

namespace lissom::actions {
namespace {

Async<Result<Effect>> run_uncheck(Stage& stage, const JsonObject& params)
{
    CO_TRY(const auto ref, ref_from(params));
    CO_TRY(auto* page, front_page(stage));

    co_return co_await set_box(stage, *page, ref, false);
}

}  // namespace

const Action uncheck{
    "uncheck",
    "Switches a checkbox or switch off; leaves it where it is off already.",
    R"({"type":"object","properties":{"element":{"type":"string"}},"required":["element"]})",
    run_uncheck,
};

}  // namespace lissom::actions
