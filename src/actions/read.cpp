#include "actions/declared.hpp"
#include "actions/document.hpp"
#include "actions/hand.hpp"
#include "actions/params.hpp"
#include "base/try.hpp"

namespace lissom::actions {
namespace {

constexpr std::int64_t default_tokens = 6'000;
constexpr std::int64_t max_tokens = 50'000;

Async<Result<Effect>> run_read(Stage& stage, const JsonObject& params)
{
    CO_TRY(const auto ref, optional_ref_from(params));
    const auto tokens =
        std::clamp<std::int64_t>(int_or(params, "max_tokens", default_tokens), 100, max_tokens);
    CO_TRY(auto* page, front_page(stage));

    if (!ref && co_await shows_pdf(*page)) {
        CO_TRY(const auto text, co_await text_of_shown_pdf(*page));
        Effect effect;
        effect.url = page->url();
        effect.text = "read the PDF";
        effect.is_of_file = true;
        effect.value = part_of(text, int_or(params, "from", 0), tokens);
        co_return effect;
    }
    CO_TRY(const auto snapshot, co_await view::observe(*page));
    if (ref && snapshot.find(*ref) == nullptr) {
        co_return Error{
            ErrorCode::page_error, "e" + std::to_string(*ref) + " is not on the page, or not visible"
        };
    }
    Effect effect;
    effect.url = page->url();
    effect.value = view::to_text(snapshot, {static_cast<int>(tokens), ref.value_or(0)});
    effect.text = ref ? "read e" + std::to_string(*ref) : "read the page";
    co_return effect;
}

}  // namespace

const Action read{
    "read",
    "Reads one part of the page in full: what was shortened, folded or left out of the page's text; also a "
    "PDF that is open.",
    R"({"type":"object","properties":{"element":{"type":"string"},"max_tokens":{"type":"integer"},"from":{"type":"integer","description":"letter of a PDF to read on from"}}})",
    run_read,
};

}  // namespace lissom::actions
