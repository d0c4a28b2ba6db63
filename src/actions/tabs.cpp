#include "actions/tabs.hpp"

#include "actions/params.hpp"
#include "base/try.hpp"

namespace lissom::actions {

std::string name_of(const browser::Page& page)
{
    return page.title().empty() ? page.url() : "\"" + page.title() + "\" " + page.url();
}

Result<browser::Page*> tab_from(Stage& stage, const JsonObject& params)
{
    TRY(const auto wanted, text_from(params, "tab"));
    const auto pages = stage.browser.pages();
    const bool is_number =
        !wanted.empty() && wanted.size() < 4 && wanted.find_first_not_of("0123456789") == std::string::npos;
    if (is_number) {
        const auto number = static_cast<std::size_t>(std::stoul(wanted));
        if (number >= 1 && number <= pages.size()) return pages[number - 1];
    } else {
        for (auto* page : pages) {
            if (page->title().find(wanted) != std::string::npos ||
                page->url().find(wanted) != std::string::npos)
                return page;
        }
    }
    std::string there;
    for (std::size_t i = 0; i < pages.size(); ++i)
        there += (i == 0 ? "" : ", ") + std::to_string(i + 1) + " " + name_of(*pages[i]);
    return Error{ErrorCode::invalid_argument, "there is no tab '" + wanted + "'; there are: " + there};
}

}  // namespace lissom::actions
