#include "agent/lite/results.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "agent/lite/explore.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite {

namespace {

constexpr int max_pages = 30;
constexpr Millis turning_limit(3'000);

bool is_page_turner(const view::Node& node)
{
    const auto name = lower(trimmed(node.name));
    static const std::set<std::string, std::less<>> words = {
        "next",
        "previous",
        "prev",
        "first",
        "last",
        ">",
        "<",
        "»",
        "«",
        "›",
        "‹",
        "next page",
        "previous page",
        "load more",
        "show more",
        "more"
    };
    return words.contains(name) || name.find_first_not_of("0123456789") == std::string::npos;
}

std::string look_of(const view::Node& node)
{
    const auto names = node.attributes.find("class");
    return node.tag + "|" + node.role + "|" + (names == node.attributes.end() ? "" : names->second) + "|" +
           std::to_string(static_cast<int>(node.font_size * 10));
}

}  // namespace

view::Ref next_page(const Scene& scene)
{
    for (const auto& node : scene.nodes()) {
        if (node.ref == 0 || !node.is_operable || node.is_disabled) continue;
        const auto name = lower(trimmed(node.name));
        const auto rel = node.attributes.find("rel");
        if (rel != node.attributes.end() && rel->second == "next") return node.ref;
        if (name == "next" || name == ">" || name == "›" || name == "»" || name == "next page" ||
            name == "→" || name == "older" || name == "older posts" || name == "load more" ||
            name == "show more" || name == "more results" || (name.starts_with("next ") && name.size() < 16))
            return node.ref;
    }
    return 0;
}

bool names_result(std::string_view words)
{
    static const std::set<std::string, std::less<>> known = {
        "result",
        "results",
        "article",
        "articles",
        "product",
        "products",
        "hit",
        "hits",
        "match",
        "story",
        "stories",
        "entry",
        "post",
        "headline",
        "listing",
        "item"
    };
    const auto all = words_of(words);
    return !all.empty() && known.contains(all.back());
}

std::vector<int> result_links(const Scene& scene)
{
    std::map<std::string, std::vector<int>> families;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || !node.is_operable || node.role != "link" || node.name.empty() ||
            is_page_turner(node))
            continue;
        bool is_navigation = false;
        for (int up = i; up >= 0; up = scene.parent(up)) {
            const auto& role = scene.node(up).role;
            is_navigation =
                is_navigation || role == "navigation" || role == "banner" || role == "contentinfo";
        }
        if (!is_navigation) families[look_of(node)].push_back(i);
    }
    // The family that takes most of the page: titles are larger than the small links beside them.
    const std::vector<int>* best = nullptr;
    double top = 0;
    for (const auto& [look, links] : families) {
        double weight = 0;
        for (const int each : links)
            weight += scene.node(each).font_size *
                      static_cast<double>(std::min<std::size_t>(scene.node(each).name.size(), 60));
        if (weight > top) top = weight, best = &links;
    }
    return best == nullptr ? std::vector<int>() : *best;
}

Async<Done> press_result(Run& run, int number)
{
    CO_TRY(
        const bool came,
        co_await run.hands.look_until(
            [](const Scene& scene) { return !result_links(scene).empty(); }, turning_limit
        )
    );
    if (!came) co_return cannot("the page lists nothing");
    int left = number;
    for (int page = 0; page < max_pages; ++page) {
        const auto& scene = run.hands.scene();
        const auto links = result_links(scene);
        const int count = static_cast<int>(links.size());
        const int at = left < 0 ? count + left : left - 1;
        if (at >= 0 && at < count) {
            CO_TRY_DONE(co_await run.hands.press(scene.node(links[static_cast<std::size_t>(at)]).ref));
            co_return Done();
        }
        left -= count;
        const auto next = next_page(scene);
        if (next == 0 || number < 0) break;
        const auto text = scene.whole_text();
        CO_TRY_DONE(co_await run.hands.press(next));
        CO_TRY(
            const bool turned,
            co_await run.hands.look_until(
                [&](const Scene& now) { return now.whole_text() != text && !result_links(now).empty(); },
                turning_limit
            )
        );
        if (!turned) break;
    }
    co_return cannot("there are not " + std::to_string(number) + " results");
}

}  // namespace lissom::agent::lite
