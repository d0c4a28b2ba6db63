#include "actions/tabs.hpp"

#include "actions/hand.hpp"
#include "actions/params.hpp"
#include "base/try.hpp"

namespace lissom::actions {

Async<std::string> name_of(browser::Page& page)
{
    const auto title = co_await title_of(page);
    co_return title.empty() ? page.url() : "\"" + title + "\" " + page.url();
}

Async<Result<browser::Page*>> tab_from(Stage& stage, const JsonObject& params)
{
    CO_TRY(const auto wanted, text_from(params, "tab"));
    const auto pages = stage.browser.pages();
    const bool is_number =
        !wanted.empty() && wanted.size() < 4 && wanted.find_first_not_of("0123456789") == std::string::npos;
    const auto number = is_number ? static_cast<std::size_t>(std::stoul(wanted)) : 0;
    if (number >= 1 && number <= pages.size()) co_return pages[number - 1];

    std::string there;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        const auto name = co_await name_of(*pages[i]);
        if (!is_number && name.find(wanted) != std::string::npos) co_return pages[i];
        there += (i == 0 ? "" : ", ") + std::to_string(i + 1) + " " + name;
    }
    co_return Error{ErrorCode::invalid_argument, "there is no tab '" + wanted + "'; there are: " + there};
}

}  // namespace lissom::actions
