// Of ChromiumPage: screenshots and PDF.

#include <algorithm>

#include "base/base64.hpp"
#include "base/try.hpp"
#include "browser/chromium_page.hpp"
#include "browser/picture_size.hpp"

namespace lissom::browser {
namespace {

constexpr Millis picture_limit(20'000);
constexpr double tallest_px = 16'384;  // Chromium draws nothing beyond

JsonObject clip_of(const Rect& rect)
{
    JsonObject clip;
    clip["x"] = rect.x;
    clip["y"] = rect.y;
    clip["width"] = rect.width;
    clip["height"] = rect.height;
    clip["scale"] = 1;
    return clip;
}

}  // namespace

Async<Result<Screenshot>> ChromiumPage::screenshot(ScreenshotOptions options)
{
    CO_TRY_DONE(co_await come_to_front());
    JsonObject params;
    params["format"] = options.jpeg_quality > 0 ? "jpeg" : "png";
    if (options.jpeg_quality > 0) params["quality"] = options.jpeg_quality;
    params["optimizeForSpeed"] = true;
    if (options.full_page) {
        CO_TRY(const auto metrics, co_await ask("Page.getLayoutMetrics", {}, picture_limit));
        if (const auto* size = object_at(metrics, "cssContentSize")) {
            const Rect page{
                0, 0, number_or(*size, "width"), std::min(tallest_px, number_or(*size, "height"))
            };
            params["clip"] = clip_of(page);
            params["captureBeyondViewport"] = true;
        }
    } else if (options.clip) {
        params["clip"] = clip_of(*options.clip);
    }

    CO_TRY(const auto answer, co_await ask("Page.captureScreenshot", std::move(params), picture_limit));
    const auto* data = answer.if_contains("data");
    if (!data || !data->is_string()) co_return Error{ErrorCode::page_error, "Chromium made no picture"};
    auto bytes = from_base64(std::string_view(data->get_string()));
    if (!bytes) co_return Error{ErrorCode::internal, "Chromium's picture is not base64"};
    const auto size = picture_size(*bytes);
    co_return Screenshot{*std::move(bytes), size.width, size.height};
}

Async<Result<std::string>> ChromiumPage::print_pdf()
{
    JsonObject params;
    params["printBackground"] = true;
    CO_TRY(const auto answer, co_await ask("Page.printToPDF", std::move(params), picture_limit));
    const auto* data = answer.if_contains("data");
    if (!data || !data->is_string()) co_return Error{ErrorCode::page_error, "Chromium made no PDF"};
    auto bytes = from_base64(std::string_view(data->get_string()));
    if (!bytes) co_return Error{ErrorCode::internal, "Chromium's PDF is not base64"};
    co_return *std::move(bytes);
}

}  // namespace lissom::browser
