#include "actions/declared.hpp"
#include "actions/field.hpp"
#include "actions/hand.hpp"
#include "actions/params.hpp"
#include "base/try.hpp"

namespace lissom::actions {
namespace {

constexpr Millis list_limit(3'000
);  // from the click until the list shows the entry; suggestions come from a server
constexpr Millis look_again(40);  // the page tells nobody when its list is drawn

Result<std::vector<std::string>> wanted_from(const JsonObject& params)
{
    const auto* value = params.if_contains("option");
    if (value == nullptr) value = params.if_contains("value");
    std::vector<std::string> wanted;
    if (value != nullptr && value->is_array()) {
        for (const auto& each : value->get_array())
            wanted.push_back(each.is_string() ? std::string(each.get_string()) : dump(each));
    } else {
        TRY(auto text, text_from(params, params.contains("option") ? "option" : "value"));
        wanted.push_back(std::move(text));
    }
    return wanted;
}

// What is offered, for the error.
std::string offered(const Json& answer)
{
    const auto* there = answer.is_object() ? array_at(answer.get_object(), "there") : nullptr;
    std::string text;
    for (const auto& each : there != nullptr ? *there : JsonArray()) {
        if (each.is_string()) text += (text.empty() ? "\"" : ", \"") + std::string(each.get_string()) + "\"";
    }
    return text;
}

// A list drawn by the page: open it, wait until it shows the entry, click that.
Async<Result<Effect>>
choose_custom(Stage& stage, browser::Page& page, view::Ref ref, std::string wanted, bool is_typed)
{
    auto before = look_before(stage, page);
    constexpr std::string_view find = "(element, wanted) => lissom.find_choice(element, wanted)";
    CO_TRY(const auto frame, co_await frame_of(page, ref));
    CO_TRY(auto answer, co_await call_on(page, frame, ref, std::string(find), JsonArray{wanted}));
    const auto choice_in = [](const Json& json) {
        return json.is_object() ? int_or(json.get_object(), "ref") : 0;
    };

    if (choice_in(answer) == 0) {
        CO_TRY(const auto target, co_await aim_at(page, before, ref, {}));
        if (is_typed) {
            CO_TRY_DONE(co_await type_over(page, target, wanted));
        } else {
            CO_TRY_DONE(co_await page.click(target.point, {}));
            CO_TRY_DONE(co_await finish(stage, before, "opened the list"));
        }
    }
    // Suggestions are drawn late, and anew at every key: an entry that vanished under the hand is looked for
    // again.
    Error failure{ErrorCode::page_error, "the page closed its list"};
    for (const auto begun = moment();
         moment() - begun < list_limit && !page.is_closed() && !page.open_dialog();) {
        CO_TRY(answer, co_await call_on(page, frame, ref, std::string(find), JsonArray{wanted}));
        if (const auto choice = choice_in(answer); choice != 0) {
            auto then = look_before(stage, page);
            const auto entry = co_await aim_at(page, then, choice, {});
            if (entry) {
                CO_TRY_DONE(co_await page.click(entry->point, {}));
                auto effect =
                    co_await finish(stage, then, "chose " + entry->what + " in e" + std::to_string(ref));
                if (effect || effect.error().code != ErrorCode::conflict) co_return effect;
            }
            failure = entry ? failure : entry.error();
        } else {
            const auto there = offered(answer);
            failure.message = "there is no \"" + wanted + "\" in the list of e" + std::to_string(ref) +
                              (there.empty() ? "" : "; it has " + there);
        }
        co_await pause(look_again);
    }
    co_return failure;
}

Async<Result<Effect>> run_select(Stage& stage, const JsonObject& params)
{
    CO_TRY(const auto ref, ref_from(params));
    CO_TRY(auto wanted, wanted_from(params));
    if (wanted.empty())
        co_return Error{ErrorCode::invalid_argument, "'option' must name at least one option"};
    CO_TRY(auto* page, front_page(stage));

    CO_TRY(const auto told, co_await ask_element(*page, ref, "element => lissom.field_kind(element)"));
    const auto& [frame, kind] = told;
    const auto way = kind.is_object() ? string_or(kind.get_object(), "kind") : "";
    if (way == "select")
        co_return co_await choose_native(stage, *page, int_or(kind.get_object(), "ref"), std::move(wanted));
    const auto field = way == "typed" ? int_or(kind.get_object(), "ref") : ref;
    if (wanted.size() > 1)
        co_return Error{ErrorCode::invalid_argument, "a list of the page's own takes one option at a time"};
    co_return co_await choose_custom(stage, *page, field, wanted.front(), way == "typed");
}

}  // namespace

const Action select{
    "select",
    "Chooses an option by its text, in native lists and in those a page draws itself (it is opened, and the "
    "entry clicked).",
    R"({"type":"object","properties":{"element":{"type":"string"},
        "option":{"anyOf":[{"type":"string"},{"type":"array","items":{"type":"string"}}]}},"required":["element","option"]})",
    run_select,
};

}  // namespace lissom::actions
