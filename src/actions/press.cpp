#include "actions/declared.hpp"
#include "actions/hand.hpp"
#include "actions/params.hpp"
#include "base/try.hpp"

namespace lissom::actions {
namespace {

constexpr std::int64_t max_times = 200;  // a slider has a hundred steps; more is a mistake

Async<Result<Effect>> run_press(Stage& stage, const JsonObject& params)
{
    CO_TRY(const auto key, text_from(params, "key"));
    CO_TRY(const auto ref, optional_ref_from(params));
    const auto times = int_or(params, "times", 1);
    if (times < 1 || times > max_times)
        co_return Error{ErrorCode::invalid_argument, "'times' must be between 1 and 200"};
    CO_TRY(auto* page, front_page(stage));

    auto before = look_before(stage, *page);
    CO_TRY_DONE(co_await watch_page(*page, before, ref.value_or(0)));
    if (ref) {
        CO_TRY_DONE(co_await call_on(*page, before.watched, *ref, "element => { element.focus(); }", {}));
    }
    for (std::int64_t i = 0; i < times && !page->is_closed() && !page->open_dialog(); ++i) {
        CO_TRY_DONE(co_await page->press_key(key));
    }
    auto did = "pressed " + key;
    if (times > 1) did += " " + std::to_string(times) + " times";
    co_return co_await finish(stage, before, did + (ref ? " on e" + std::to_string(*ref) : ""));
}

}  // namespace

const Action press{
    "press",
    "Presses a key or a chord: \"Enter\", \"Escape\", \"ArrowDown\", \"Control+A\"; on an element, or where "
    "the focus is.",
    R"({"type":"object","properties":{"key":{"type":"string"},"element":{"type":"string"},"times":{"type":"integer"}},"required":["key"]})",
    run_press,
};

}  // namespace lissom::actions
