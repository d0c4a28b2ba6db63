#include "actions/declared.hpp"
#include "actions/hand.hpp"
#include "actions/params.hpp"
#include "base/try.hpp"

namespace lissom::actions {
namespace {

constexpr int max_attempts = 3;  // for elements that move; one that gets away three times is no button

Result<browser::Click> click_from(const JsonObject& params)
{
    browser::Click click;
    const auto button = optional_text_from(params, "button", "left");
    if (button == "right") {
        click.button = browser::MouseButton::right;
    } else if (button == "middle") {
        click.button = browser::MouseButton::middle;
    } else if (button != "left") {
        return Error{ErrorCode::invalid_argument, "'button' must be \"left\", \"right\" or \"middle\""};
    }
    click.count = static_cast<int>(int_or(params, "count", bool_or(params, "double") ? 2 : 1));
    if (click.count < 1 || click.count > 3)
        return Error{ErrorCode::invalid_argument, "'count' must be 1, 2 or 3"};
    const auto* held = array_at(params, "modifiers");
    for (const auto& each : held != nullptr ? *held : JsonArray()) {
        const auto name = each.is_string() ? std::string_view(each.get_string()) : "";
        const int bit = name == "Alt"       ? 1
                        : name == "Control" ? 2
                        : name == "Meta"    ? 4
                        : name == "Shift"   ? 8
                                            : 0;
        if (bit == 0)
            return Error{
                ErrorCode::invalid_argument,
                "'modifiers' may hold \"Alt\", \"Control\", \"Meta\" and \"Shift\""
            };
        click.modifiers |= bit;
    }
    return click;
}

std::string verb_for(const browser::Click& click)
{
    if (click.button == browser::MouseButton::right) return "right-clicked ";
    if (click.button == browser::MouseButton::middle) return "middle-clicked ";
    return click.count == 2 ? "double-clicked " : click.count == 3 ? "triple-clicked " : "clicked ";
}

Async<Result<Effect>>
click_point(Stage& stage, browser::Page& page, browser::Point point, browser::Click click)
{
    auto before = look_before(stage, page);
    CO_TRY_DONE(co_await watch_page(page, before));
    CO_TRY_DONE(co_await page.click(point, click));
    const auto place = std::to_string(std::lround(point.x)) + "," + std::to_string(std::lround(point.y));
    co_return co_await finish(stage, before, verb_for(click) + "at " + place);
}

Async<Result<Effect>> run_click(Stage& stage, const JsonObject& params)
{
    CO_TRY(const auto click, click_from(params));
    CO_TRY(const auto ref, optional_ref_from(params));
    CO_TRY(const auto at, optional_point_from(params, "at"));
    CO_TRY(auto* page, front_page(stage));
    if (!ref) {
        if (!at) co_return Error{ErrorCode::invalid_argument, "'element' or 'at' must be given"};
        co_return co_await click_point(stage, *page, *at, click);
    }

    Aim aim;
    aim.at = at;
    for (int attempt = 1;; ++attempt) {
        auto before = look_before(stage, *page);
        CO_TRY(const auto target, co_await aim_at(*page, before, *ref, aim));
        CO_TRY_DONE(co_await page->click(target.point, click));
        auto effect = co_await finish(stage, before, verb_for(click) + target.what);
        const bool went_astray = !effect && effect.error().code == ErrorCode::conflict;
        if (!went_astray) co_return effect;
        if (attempt == max_attempts) co_return Error{ErrorCode::page_error, effect.error().message};
    }
}

}  // namespace

const Action click{
    "click",
    "Clicks an element, or a point of the page. Links, buttons, boxes, tabs, menu items and whatever else "
    "listens.",
    R"({"type":"object","properties":{
        "element":{"type":"string","description":"like e12"},
        "at":{"type":"array","items":{"type":"number"},"description":"[x, y] from the element's corner, or of the page when no element is given"},
        "button":{"enum":["left","right","middle"]},
        "count":{"type":"integer","description":"2 for a double click"},
        "modifiers":{"type":"array","items":{"enum":["Alt","Control","Meta","Shift"]}}}})",
    run_click,
};

}  // namespace lissom::actions
