#include "actions/navigate.hpp"

#include "actions/hand.hpp"

namespace lissom::actions {

Result<browser::Page*> page_to_navigate(Stage& stage)
{
    if (const auto failure = stage.browser.failure()) return *failure;
    auto& page = stage.browser.page();
    if (page.is_closed() && !page.is_crashed()) return Error{ErrorCode::page_error, "the page is closed"};
    return &page;
}

Async<Effect> arrived(browser::Page& page, browser::Navigation navigation, std::string did)
{
    Effect effect;
    effect.has_changed = true;
    effect.has_navigated = true;
    effect.url = page.url();
    effect.text = std::move(did) + "; the page is " + navigation.url + " \"" + co_await title_of(page) + "\"";
    if (navigation.status >= 400)
        effect.text += ", which answered with status " + std::to_string(navigation.status);
    if (const auto dialog = page.open_dialog()) {
        effect.has_opened_dialog = true;
        effect.text += "; a dialog opened: \"" + dialog->message + "\"";
    }
    co_return effect;
}

}  // namespace lissom::actions
