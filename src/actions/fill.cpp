#include "actions/declared.hpp"
#include "actions/field.hpp"
#include "actions/hand.hpp"
#include "actions/params.hpp"
#include "base/try.hpp"

namespace lissom::actions {
namespace {

bool is_true(std::string_view value)
{
    return value == "true" || value == "on" || value == "yes" || value == "1" || value == "checked";
}

Async<Result<Effect>> run_fill(Stage& stage, const JsonObject& params)
{
    CO_TRY(const auto ref, ref_from(params));
    CO_TRY(const auto value, text_from(params, params.contains("value") ? "value" : "text"));
    const auto secret = shown_instead(params);
    CO_TRY(auto* page, front_page(stage));

    auto before = look_before(stage, *page);
    CO_TRY(const auto kind, co_await ask_element(*page, ref, "element => lissom.field_kind(element)"));
    const auto* found = kind.value.if_object();
    if (found == nullptr) co_return Error{ErrorCode::internal, "the world script told no kind of field"};
    if (const auto error = string_or(*found, "error"); !error.empty())
        co_return Error{ErrorCode::page_error, error};
    const auto field = int_or(*found, "ref");
    const auto way = string_or(*found, "kind");
    // Lists and boxes tell what they were asked for.
    if (!secret.empty() && (way == "select" || way == "box"))
        co_return Error{ErrorCode::page_error, secret + " goes into a field for text only"};
    if (way == "select") co_return co_await choose_native(stage, *page, field, {value});
    if (way == "box") co_return co_await set_box(stage, *page, field, is_true(value));

    if (!secret.empty()) CO_TRY_DONE(co_await veil(*page, field));
    Aim aim;
    aim.is_guarded = false;
    aim.takes_focus = way != "set";
    CO_TRY(const auto target, co_await aim_at(*page, before, field, aim));
    auto entered =
        way == "set" ? co_await set_at_once(*page, target, value) : co_await type_over(*page, target, value);
    // The error tells what the field holds, which is the secret or a part of it.
    if (!entered && !secret.empty() && entered.error().code == ErrorCode::page_error)
        co_return Error{ErrorCode::page_error, target.what + " did not take " + secret};
    CO_TRY(auto told, std::move(entered));
    if (bool_or(params, "submit")) {
        CO_TRY_DONE(co_await page->press_key("Enter"));
        told.note += told.note.empty() ? "pressed Enter" : ", pressed Enter";
    }
    const auto shown = secret.empty() ? "\"" + shortened(told.held) + "\"" : secret;
    co_return co_await finish(
        stage,
        before,
        "filled " + target.what + " = " + shown + (told.note.empty() ? "" : " (" + told.note + ")")
    );
}

}  // namespace

const Action fill{
    "fill",
    "Puts a value into a field in place of what is there, and checks that the field took it: text, dates "
    "(2026-03-31), times (14:30), "
    "numbers, sliders, colours, editors.",
    R"({"type":"object","properties":{"element":{"type":"string"},"value":{"type":"string"},
        "submit":{"type":"boolean","description":"press Enter afterwards"}},"required":["element","value"]})",
    run_fill,
};

}  // namespace lissom::actions
