#include <string>
#include <vector>

#include "agent/lite/skills/pressing.hpp"
#include "agent/lite/skills/record.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

// "Delete Ann Lee and Bo Falk": one deed on several things, each by its name.
namespace lissom::agent::lite::skills {

namespace {

// As the page says it: "tasks Fix gate" is "Fix gate", where what it is stands before the name.
std::string name_on(const std::string& text, std::string item)
{
    item = without_prefix_words(unquoted(trimmed(item)), {"the", "my", "both", "our"});
    while (!item.empty() && !contains_word(text, item)) {
        const auto blank = item.find(' ');
        item = blank == std::string::npos ? "" : trimmed(item.substr(blank + 1));
        item = unquoted(item);
    }
    return item;
}

}  // namespace

Async<Result<std::vector<std::string>>> records_called(Run& run, std::string phrase)
{
    std::vector<std::string> names;
    auto items = quoted_texts(phrase);
    if (items.size() < 2) items = items.empty() ? list_items(phrase) : std::vector<std::string>();
    if (items.size() < 2) co_return names;
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto text = scene->whole_text();
    if (contains_word(text, unquoted(phrase))) co_return names;  // one thing with an "and" in its name
    std::string missing;
    for (const auto& item : items) {
        auto name = name_on(text, item);
        if (name.empty() && missing.empty()) missing = item;
        if (!name.empty()) names.push_back(std::move(name));
    }
    // Of two that were named one is not there: half of what was asked for is nothing that was asked for.
    if (names.empty() || missing.empty()) co_return names;
    co_return cannot("there is no \"" + missing + "\" on the page");
}

Async<Done> let_dialog_go(Run& run)
{
    constexpr Millis leaving_limit(1'000);
    CO_TRY_DONE(
        co_await run.hands.look_until([](const Scene& now) { return open_dialog(now) < 0; }, leaving_limit)
    );
    co_return Done();
}

}  // namespace lissom::agent::lite::skills
