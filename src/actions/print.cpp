#include "actions/declared.hpp"
#include "actions/hand.hpp"
#include "actions/keep.hpp"
#include "base/base64.hpp"
#include "base/try.hpp"

namespace lissom::actions {
namespace {

Async<Result<Effect>> run_print(Stage& stage, const JsonObject&)
{
    CO_TRY(auto* page, front_page(stage));

    CO_TRY(const auto pdf, co_await page->print_pdf());

    Effect effect;
    effect.url = page->url();
    JsonObject value{{"bytes", pdf.size()}};
    if (stage.artifacts.empty()) {
        value["pdf"] = to_base64(pdf);
        effect.text = "printed the page";
    } else {
        CO_TRY(const auto path, keep(stage, "page", "pdf", pdf));
        value["file"] = path.filename().string();
        effect.text = "printed the page to \"" + path.filename().string() + "\"";
    }
    effect.value = std::move(value);
    co_return effect;
}

}  // namespace

const Action print{
    "print",
    "Prints the page to a PDF file.",
    R"({"type":"object","properties":{}})",
    run_print,
};

}  // namespace lissom::actions
