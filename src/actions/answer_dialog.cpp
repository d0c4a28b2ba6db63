#include "actions/declared.hpp"
#include "actions/hand.hpp"
#include "actions/params.hpp"
#include "base/try.hpp"

namespace lissom::actions {
namespace {

Async<Result<Effect>> run_answer_dialog(Stage& stage, const JsonObject& params)
{
    if (const auto failure = stage.browser.failure()) co_return *failure;
    auto& page = stage.browser.page();
    const auto dialog = page.open_dialog();
    if (!dialog) co_return Error{ErrorCode::page_error, "no dialog is open"};
    const bool accepts = bool_or(params, "accept", true);
    const auto text = optional_text_from(params, "text", dialog->default_text);

    const auto before = look_before(stage, page);
    CO_TRY_DONE(co_await page.answer_dialog(accepts, text));
    auto did = std::string(accepts ? "accepted" : "dismissed") + " the dialog \"" + dialog->message + "\"";
    if (accepts && dialog->kind == browser::DialogKind::prompt) did += " with \"" + text + "\"";
    CO_TRY(auto effect, co_await finish(stage, before, std::move(did)));
    effect.has_changed = true;
    co_return effect;
}

}  // namespace

const Action answer_dialog{
    "dialog",
    "Answers the dialog that is open (alert, confirm, prompt, leave page?).",
    R"({"type":"object","properties":{"accept":{"type":"boolean"},"text":{"type":"string","description":"for a prompt"}},"required":["accept"]})",
    run_answer_dialog,
};

}  // namespace lissom::actions
