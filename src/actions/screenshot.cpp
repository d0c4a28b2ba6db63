#include "actions/declared.hpp"
#include "actions/hand.hpp"
#include "actions/keep.hpp"
#include "actions/params.hpp"
#include "base/base64.hpp"
#include "base/try.hpp"

namespace lissom::actions {
namespace {

// Rounded out to whole pixels, so that no edge is lost.
Async<Result<browser::Rect>> box_of(browser::Page& page, view::Ref ref)
{
    Before ignored;
    Aim aim;
    aim.is_guarded = false;
    aim.must_be_enabled = false;
    aim.must_be_reachable = false;
    aim.at = browser::Point{0, 0};
    CO_TRY(const auto target, co_await aim_at(page, ignored, ref, aim));
    CO_TRY(
        const auto size,
        co_await call_on(
            page,
            target.frame,
            ref,
            "element => { const box = element.getBoundingClientRect(); return [box.width, box.height]; }",
            {}
        )
    );
    const auto* pair = size.if_array();
    if (pair == nullptr || pair->size() != 2)
        co_return Error{ErrorCode::internal, "the world script told no size"};
    co_return browser::Rect{
        std::floor(target.point.x),
        std::floor(target.point.y),
        std::ceil(pair->at(0).to_number<double>()) + 1,
        std::ceil(pair->at(1).to_number<double>()) + 1
    };
}

Async<Result<Effect>> run_screenshot(Stage& stage, const JsonObject& params)
{
    CO_TRY(const auto ref, optional_ref_from(params));
    CO_TRY(auto* page, front_page(stage));
    browser::ScreenshotOptions options;
    options.full_page = bool_or(params, "full_page");
    if (ref) {
        CO_TRY(options.clip, co_await box_of(*page, *ref));
    }

    CO_TRY(const auto picture, co_await page->screenshot(options));

    Effect effect;
    effect.url = page->url();
    JsonObject value{{"width", picture.width}, {"height", picture.height}};
    const auto size = std::to_string(picture.width) + "×" + std::to_string(picture.height);
    if (stage.artifacts.empty()) {
        value["png"] = to_base64(picture.bytes);
        effect.text = "took a screenshot, " + size;
    } else {
        CO_TRY(const auto path, keep(stage, "screenshot", "png", picture.bytes));
        value["file"] = path.filename().string();
        effect.text = "took a screenshot, " + size + ", kept as \"" + path.filename().string() + "\"";
    }
    effect.value = std::move(value);
    co_return effect;
}

}  // namespace

const Action screenshot{
    "screenshot",
    "Takes a picture of what is in view, of the whole page, or of one element, and keeps it as a file.",
    R"({"type":"object","properties":{"full_page":{"type":"boolean"},"element":{"type":"string"}}})",
    run_screenshot,
};

}  // namespace lissom::actions
