#include "actions/declared.hpp"
#include "actions/hand.hpp"
#include "actions/params.hpp"
#include "base/try.hpp"

namespace lissom::actions {
namespace {

// Scrolls the element, or what scrolls around it; without one the page or, where the page stands still, its
// largest scrolling part. Answers where that is now.
constexpr std::string_view scroll_by = R"js(async (element, direction, amount) => {
    const can = (at, axis) => {
        const overflow = getComputedStyle(at)[axis === 'y' ? 'overflowY' : 'overflowX'];
        const room = axis === 'y' ? at.scrollHeight - at.clientHeight : at.scrollWidth - at.clientWidth;
        return room > 1 && (overflow === 'auto' || overflow === 'scroll');
    };
    const axis = direction === 'left' || direction === 'right' ? 'x' : 'y';
    const page = document.scrollingElement || document.documentElement;
    let box = null;
    for (let at = element; at && at !== page && at !== document.body; at = at.parentElement || (at.getRootNode().host ?? null)) {
        if (can(at, axis)) { box = at; break; }
    }
    if (!box && !element && page.scrollHeight <= page.clientHeight + 1 && axis === 'y') {
        const size = at => { const r = at.getBoundingClientRect(); return r.width * r.height; };
        for (const at of document.querySelectorAll('*')) {
            if (at !== document.body && can(at, axis) && (!box || size(at) > size(box))) box = at;
        }
    }
    if (!box) box = page;
    const step = amount > 0 ? amount : (axis === 'y' ? box.clientHeight : box.clientWidth) * 0.85;
    const before = [box.scrollLeft, box.scrollTop];
    const to = { behavior: 'instant' };
    if (direction === 'top') to.top = 0;
    else if (direction === 'bottom') to.top = box.scrollHeight;
    else if (direction === 'up') to.top = box.scrollTop - step;
    else if (direction === 'down') to.top = box.scrollTop + step;
    else if (direction === 'left') to.left = box.scrollLeft - step;
    else to.left = box.scrollLeft + step;
    box.scrollTo(to);
    await __lissom_page.next_frame();  // pages hear of it with the next frame
    const moved = box.scrollLeft !== before[0] || box.scrollTop !== before[1];
    const what = box === page ? 'the page' : 'e' + lissom.number_of(box) + ' ' + lissom.describe(box);
    const at = axis === 'y' ? [box.scrollTop, box.scrollTop + box.clientHeight, box.scrollHeight] : [box.scrollLeft, box.scrollLeft + box.clientWidth, box.scrollWidth];
    return { moved, what, from: Math.round(at[0]), to: Math.round(at[1]), of: Math.round(at[2]) };
})js";

Effect told(Stage& stage, const Json& answer, const std::string& direction)
{
    Effect effect;
    effect.url = stage.browser.page().url();
    const auto* object = answer.if_object();
    if (object == nullptr) return effect;
    effect.has_changed = bool_or(*object, "moved");
    const auto what = string_or(*object, "what");
    effect.text = effect.has_changed
                      ? "scrolled " + what + " " + direction
                      : what + " cannot be scrolled any further " + direction + "; nothing changed";
    effect.text += "; in view: " + std::to_string(int_or(*object, "from")) + "–" +
                   std::to_string(int_or(*object, "to")) + " of " + std::to_string(int_or(*object, "of")) +
                   " px";
    return effect;
}

Async<Result<Effect>> scroll_to_text(Stage& stage, browser::Page& page, std::string text)
{
    for (const auto& frame : page.frames()) {
        const auto found = co_await page.call(
            frame.id,
            "async text => { const found = lissom.find_text(text); if (!found) return null;"
            " found.scrollIntoView({ block: 'center', behavior: 'instant' });"
            " await __lissom_page.next_frame(); return lissom.describe(found); }",
            JsonArray{text},
            call_limit
        );
        if (!found || !found->is_string()) continue;
        Effect effect;
        effect.has_changed = true;
        effect.url = page.url();
        effect.text = "scrolled to \"" + text + "\" in " + std::string(found->get_string());
        co_return effect;
    }
    (void)stage;
    co_return Error{ErrorCode::page_error, "the page does not show \"" + text + "\""};
}

Async<Result<Effect>> run_scroll(Stage& stage, const JsonObject& params)
{
    CO_TRY(const auto ref, optional_ref_from(params));
    const auto text = optional_text_from(params, "text");
    const auto direction = optional_text_from(params, "direction", ref || !text.empty() ? "" : "down");
    CO_TRY(auto* page, front_page(stage));
    if (!text.empty()) co_return co_await scroll_to_text(stage, *page, text);

    auto before = look_before(stage, *page);
    if (direction.empty()) {
        CO_TRY(const auto frame, co_await frame_of(*page, *ref));
        before.watched = frame;
        CO_TRY_DONE(co_await page->call(
            frame, "ref => { lissom.begin_watch(ref, false); }", JsonArray{*ref}, call_limit
        ));
        CO_TRY_DONE(co_await call_on(
            *page,
            frame,
            *ref,
            "element => { element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' "
            "});"
            " return __lissom_page.next_frame(); }",
            {}
        ));
        co_return co_await finish(stage, before, "scrolled to e" + std::to_string(*ref));
    }
    if (direction != "up" && direction != "down" && direction != "left" && direction != "right" &&
        direction != "top" && direction != "bottom") {
        co_return Error{
            ErrorCode::invalid_argument,
            R"('direction' must be "up", "down", "left", "right", "top" or "bottom")"
        };
    }
    const auto amount = number_or(params, "amount");
    Json answer;
    if (ref) {
        CO_TRY(const auto frame, co_await frame_of(*page, *ref));
        CO_TRY(
            answer, co_await call_on(*page, frame, *ref, std::string(scroll_by), JsonArray{direction, amount})
        );
    } else {
        const auto frames = page->frames();
        if (frames.empty()) co_return Error{ErrorCode::page_error, "the page has no document"};
        auto function = "(...args) => (" + std::string(scroll_by) + ")(null, ...args)";
        CO_TRY(
            answer,
            co_await page->call(
                frames.front().id, std::move(function), JsonArray{direction, amount}, call_limit
            )
        );
    }
    CO_TRY_DONE(co_await page->settle(before.activity, settle_cap));
    co_return told(stage, answer, direction);
}

}  // namespace

const Action scroll{
    "scroll",
    "Scrolls the page, or the element and what is in it, by one view or `amount` pixels; to an element; or "
    "to a text.",
    R"({"type":"object","properties":{"direction":{"enum":["up","down","left","right","top","bottom"]},"element":{"type":"string"},
        "amount":{"type":"number"},"text":{"type":"string"}}})",
    run_scroll,
};

}  // namespace lissom::actions
