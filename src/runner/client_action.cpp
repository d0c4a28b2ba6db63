#include "runner/client_action.hpp"

#include <utility>

#include "actions/navigate.hpp"
#include "base/time.hpp"
#include "base/try.hpp"
#include "task/spec.hpp"

namespace lissom::runner {
namespace {

// The API's own actions know no dialogs: a page that has opened one would be lost to its client for good. So
// it is answered first, as a person in a hurry would: an alert is read, a question is declined, leaving is
// allowed.
Async<Done> get_past_dialog(browser::Page& page)
{
    const auto dialog = page.open_dialog();
    if (!dialog) co_return Done();
    const bool accept =
        dialog->kind == browser::DialogKind::alert || dialog->kind == browser::DialogKind::before_unload;
    auto done = co_await page.answer_dialog(accept, "");
    // A person in the live view may have been first.
    if (!done && !page.open_dialog()) co_return Done();
    co_return done;
}

Async<Result<Performed>> go_to(actions::Stage& stage, const Settings& settings, JsonObject input)
{
    CO_TRY(const auto url, require_string(input, "url"));
    if (url != "about:blank") CO_TRY_DONE(task::check_web_address("url", url));

    CO_TRY(
        auto navigation, co_await actions::visit(stage, stage.browser.page(), url, settings.navigation_limit)
    );

    co_return Performed{nullptr, 0, {{"url", navigation.url}, {"status", navigation.status}}};
}

Async<Result<Performed>> extract(actions::Stage& stage, const Crew& crew, JsonObject input, Hide hide)
{
    const auto* schema = object_at(input, "schema");
    if (!schema) co_return Error{ErrorCode::invalid_argument, "\"schema\" must be a JSON Schema (an object)"};

    auto& page = stage.browser.page();
    auto prompt = string_or(input, "prompt");
    if (crew.extract_with_model) {
        CO_TRY(
            auto extraction,
            co_await crew.extract_with_model(page, *schema, std::move(prompt), std::move(hide))
        );
        co_return Performed{std::move(extraction.data), extraction.credits, {}};
    }
    CO_TRY(auto data, co_await crew.extract(page, *schema, std::move(prompt)));
    co_return Performed{std::move(data), 0, {}};
}

Async<Result<Performed>> evaluate(actions::Stage& stage, const Settings& settings, JsonObject input)
{
    CO_TRY(auto js, require_string(input, "js"));
    const auto* args = input.if_contains("args");

    CO_TRY(
        auto value,
        co_await stage.browser.page().evaluate(std::move(js), args ? *args : Json(), settings.action_limit)
    );

    co_return Performed{std::move(value), 0, {}};
}

Async<Result<Performed>> snapshot(actions::Stage& stage, const Crew& crew, JsonObject input)
{
    CO_TRY(auto seen, co_await crew.snapshot(stage.browser.page(), std::move(input)));
    co_return Performed{std::move(seen), 0, {}};
}

Async<Result<Performed>> act(actions::Stage& stage, const Crew& crew, std::string name, JsonObject input)
{
    CO_TRY(auto effect, co_await crew.perform(stage, std::move(name), std::move(input)));
    co_return Performed{
        JsonObject{
            {"text", effect.text},
            {"value", effect.value},
            {"url", effect.url},
            {"changed", effect.has_changed},
            {"navigated", effect.has_navigated},
            {"opened_tab", effect.has_opened_tab},
            {"opened_dialog", effect.has_opened_dialog},
            {"downloaded", effect.has_downloaded},
        },
        0,
        {}
    };
}

Async<Result<Performed>> perform(
    actions::Stage& stage,
    const Crew& crew,
    const Settings& settings,
    std::string name,
    JsonObject input,
    Hide hide
)
{
    const bool is_api_action =
        name == "goto" || name == "extract" || name == "evaluate_js" || name == "exec_js";
    if (is_api_action) CO_TRY_DONE(co_await get_past_dialog(stage.browser.page()));
    if (name == "goto") co_return co_await go_to(stage, settings, std::move(input));
    if (name == "extract") co_return co_await extract(stage, crew, std::move(input), std::move(hide));
    if (name == "evaluate_js" || name == "exec_js")
        co_return co_await evaluate(stage, settings, std::move(input));
    if (name == "snapshot") co_return co_await snapshot(stage, crew, std::move(input));
    if (crew.has_action(name)) co_return co_await act(stage, crew, std::move(name), std::move(input));
    co_return Error{
        ErrorCode::invalid_argument,
        "there is no action \"" + name +
            "\"; there are goto, extract, evaluate_js, snapshot, run_task, close and the page actions "
            "(click, fill …)"
    };
}

}  // namespace

Async<Result<Performed>> perform_client_action(
    actions::Stage& stage,
    const Crew& crew,
    const Settings& settings,
    std::string name,
    JsonObject input,
    Hide hide
)
{
    const auto what = "the action " + name;
    const auto limit = name == "goto" ? settings.navigation_limit + Millis(5'000) : settings.action_limit;
    co_return co_await within(
        limit, what, perform(stage, crew, settings, std::move(name), std::move(input), std::move(hide))
    );
}

int result_code(ErrorCode code)
{
    switch (code) {
        case ErrorCode::unauthorized:
        case ErrorCode::unavailable:
        case ErrorCode::internal: return 500;
        case ErrorCode::invalid_argument:
        case ErrorCode::forbidden:
        case ErrorCode::not_found:
        case ErrorCode::conflict:
        case ErrorCode::too_many_requests:
        case ErrorCode::timeout:
        case ErrorCode::page_error:
        case ErrorCode::not_doable: return 400;
    }
    return 500;
}

JsonObject result_payload(std::string_view action, const Result<Performed>& result, double seconds)
{
    if (!result) return {{"code", result_code(result.error().code)}, {"output", result.error().message}};
    if (action == "exec_js") return {{"code", 200}, {"output", result->output}};
    JsonObject envelope = result->extras;
    envelope["output"] = result->output;
    envelope["credits_used"] = result->credits;
    envelope["duration"] = seconds;
    return {{"code", 200}, {"output", std::move(envelope)}};
}

}  // namespace lissom::runner
