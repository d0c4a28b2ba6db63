#include "actions/declared.hpp"
#include "actions/field.hpp"
#include "actions/hand.hpp"
#include "actions/params.hpp"
#include "base/try.hpp"

namespace lissom::actions {
namespace {

constexpr std::size_t max_keys = 2000;  // longer texts go in at once, as if pasted

std::string shown(const std::string& text) { return text.size() <= 60 ? text : text.substr(0, 57) + "..."; }

Async<Result<Effect>> run_type(Stage& stage, const JsonObject& params)
{
    CO_TRY(const auto text, text_from(params, "text"));
    CO_TRY(const auto ref, optional_ref_from(params));
    const bool submits = bool_or(params, "submit");
    const auto secret = shown_instead(params);
    CO_TRY(auto* page, front_page(stage));

    auto before = look_before(stage, *page);
    std::string what;
    if (ref) {
        if (!secret.empty()) CO_TRY_DONE(co_await veil(*page, *ref));
        // A click, for editors that wake by one; the caret goes to the end of what is there.
        CO_TRY(const auto target, co_await aim_at(*page, before, *ref, {}));
        CO_TRY_DONE(co_await page->click(target.point, {}));
        CO_TRY_DONE(co_await call_on(
            *page,
            target.frame,
            *ref,
            "element => { if (typeof element.setSelectionRange !== 'function') return; const end = "
            "element.value.length;"
            " try { element.setSelectionRange(end, end); } catch (error) { /* types without a caret */ } }",
            {}
        ));
        what = " into " + target.what;
    } else {
        CO_TRY_DONE(co_await watch_page(*page, before));
    }
    if (text.size() <= max_keys) {
        CO_TRY_DONE(co_await page->type_text(text));
    } else {
        CO_TRY_DONE(co_await page->insert_text(text));
    }
    if (submits) CO_TRY_DONE(co_await page->press_key("Enter"));
    co_return co_await finish(
        stage,
        before,
        "typed " + (secret.empty() ? "\"" + shown(text) + "\"" : secret) + what +
            (submits ? " and pressed Enter" : "")
    );
}

}  // namespace

const Action type{
    "type",
    "Types text key by key behind what is there: into an element, or where the focus is. For autocomplete, "
    "terminals and editors; "
    "fill is right for ordinary fields.",
    R"({"type":"object","properties":{"text":{"type":"string"},"element":{"type":"string"},
        "submit":{"type":"boolean","description":"press Enter afterwards"}},"required":["text"]})",
    run_type,
};

}  // namespace lissom::actions
