#include "actions/declared.hpp"
#include "actions/hand.hpp"
#include "actions/navigate.hpp"
#include "actions/params.hpp"
#include "base/try.hpp"

namespace lissom::actions {
namespace {

bool has_scheme(std::string_view url)
{
    const auto colon = url.find(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    // "localhost:8080" and "example.com:443/x" have a port, not a scheme.
    if (colon + 1 < url.size() && url[colon + 1] >= '0' && url[colon + 1] <= '9') return false;
    return url.substr(0, colon).find_first_of("./") == std::string_view::npos;
}

// People say "example.com"; a machine of their own speaks plain HTTP.
std::string with_scheme(std::string url)
{
    if (has_scheme(url)) return url;
    const bool is_local =
        url.starts_with("localhost") || url.starts_with("127.0.0.1") || url.starts_with("[::1]");
    return (is_local ? "http://" : "https://") + url;
}

Async<Result<Effect>> run_go_to(Stage& stage, const JsonObject& params)
{
    CO_TRY(auto url, text_from(params, "url"));
    url = with_scheme(std::move(url));
    if (!url.starts_with("http://") && !url.starts_with("https://") && url != "about:blank") {
        co_return Error{ErrorCode::invalid_argument, "'url' must be an http or https address"};
    }
    CO_TRY(auto* page, page_to_navigate(stage));

    const auto downloads = stage.browser.downloads().size();
    CO_TRY(const auto navigation, co_await visit(stage, *page, url, navigation_limit));

    auto effect = co_await arrived(*page, navigation, "went to " + url);
    if (stage.browser.downloads().size() > downloads) {
        const auto& download = stage.browser.downloads().back();
        effect.has_downloaded = true;
        effect.has_navigated = false;
        effect.text = "the address is a file, which is downloaded: \"" + download.file_name +
                      "\"; the page is as before";
    }
    co_return effect;
}

}  // namespace

const Action go_to{
    "goto",
    "Opens an address in the tab in front.",
    R"({"type":"object","properties":{"url":{"type":"string"}},"required":["url"]})",
    run_go_to,
};

}  // namespace lissom::actions
