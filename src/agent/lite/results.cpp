#include "agent/lite/results.hpp"

#include <algorithm>
#include <map>
#include <optional>
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

namespace {

// Without the arrows around it.
std::string turning_words(const view::Node& node)
{
    const auto words = words_of(node.name);
    std::string text;
    for (const auto& word : words) {
        const bool is_sign = word.find_first_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string::npos;
        if (!is_sign) text += (text.empty() ? "" : " ") + word;
    }
    return text.empty() ? lower(trimmed(node.name)) : text;
}

// "3" of "3", "Page 3", "Go to page 3"; 0 where the name is anything else.
int page_number_in(std::string_view name)
{
    constexpr std::size_t most_digits = 3;
    auto words = words_of(name);
    if (words.empty() || words.size() > 4) return 0;
    const auto digits = words.back();
    words.pop_back();
    static const std::set<std::string, std::less<>> leading = {"go", "to", "page", "goto", "show", "current"};
    const bool is_led =
        std::ranges::all_of(words, [](const std::string& word) { return leading.contains(word); });
    const bool is_number =
        digits.size() <= most_digits && digits.find_first_not_of("0123456789") == std::string::npos;
    const bool is_plain = words.empty() && trimmed(name) != digits;
    return is_led && is_number && !is_plain ? std::stoi(digits) : 0;
}

// Something to be filled in that is no search.
bool has_form(const Scene& scene)
{
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.role == "radio") return true;
        if (!node.is_editable || node.role == "searchbox") continue;
        for (int up = scene.parent(i); up >= 0; up = scene.parent(up))
            if (scene.node(up).role == "form" || scene.node(up).tag == "form") return true;
    }
    return false;
}

bool is_number_label(std::string_view name) { return page_number_in(name) > 0; }

// Numbers in a row that lead to pages: which of them is in front, and where the others are.
struct Numbers {
    int current = 0;
    std::map<int, view::Ref> links;
};

std::optional<Numbers> page_numbers(const Scene& scene)
{
    for (int i = 0; i < scene.size(); ++i) {
        const auto& first = scene.node(i);
        if (scene.is_aside(i) || first.ref == 0 || !first.is_operable ||
            !is_number_label(trimmed(first.name)) || (first.role != "link" && first.role != "button"))
            continue;
        // The row of numbers around it: a short text of nothing but numbers and turners.
        for (int up = scene.parent(i), level = 0; up >= 0 && level < 3; up = scene.parent(up), ++level) {
            Numbers numbers;
            bool is_row = true;
            int count = 0;
            for (int k = up + 1; k < scene.end_of(up) && is_row; ++k) {
                const auto& node = scene.node(k);
                const auto name = trimmed(node.name);
                if (node.role != "text" && !node.is_operable) continue;
                if (is_number_label(name)) {
                    const int number = page_number_in(name);
                    const int element = scene.operable_at(k);
                    const bool leads = element >= 0 && scene.node(element).is_operable &&
                                       !scene.node(element).is_disabled && scene.is_inside(element, up);
                    const auto marked =
                        leads ? scene.node(element).attributes.find("aria-current") : node.attributes.end();
                    const bool is_marked =
                        leads && marked != scene.node(element).attributes.end() && marked->second != "false";
                    if (!leads || is_marked)
                        numbers.current = number;
                    else
                        numbers.links.try_emplace(number, scene.node(element).ref);
                    ++count;
                } else if (node.role == "text") {
                    constexpr std::size_t longest_turner = 10;
                    is_row = name.size() <= longest_turner;
                }
            }
            if (is_row && count >= 2 && numbers.current > 0 && !numbers.links.contains(numbers.current))
                return numbers;
        }
    }
    return std::nullopt;
}

}  // namespace

view::Ref next_page(const Scene& scene)
{
    static const std::set<std::string, std::less<>> words = {
        "next",
        "next page",
        "older",
        "older posts",
        "older articles",
        "load more",
        "show more",
        "more results",
        "more",
        ">",
        "›",
        "»",
        "→"
    };
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || !node.is_operable || node.is_disabled || scene.is_aside(i)) continue;
        const auto rel = node.attributes.find("rel");
        if (rel != node.attributes.end() && rel->second == "next") return node.ref;
        const auto name = turning_words(node);
        // "Next" beside fields and no list leads through a form.
        const bool is_plain = name == "next" && node.role == "button" && !page_numbers(scene);
        if (is_plain && has_form(scene)) continue;
        if ((words.contains(name) && name != "more") || (name.starts_with("next ") && name.size() < 16) ||
            name == "go to next page")
            return node.ref;
        // An arrow whose list entry says what it is for.
        const auto about = lower(trimmed(node.description));
        if (about == "next page") return node.ref;
    }
    if (const auto numbers = page_numbers(scene))
        if (const auto next = numbers->links.find(numbers->current + 1); next != numbers->links.end())
            return next->second;
    return 0;
}

view::Ref previous_page(const Scene& scene)
{
    static const std::set<std::string, std::less<>> words = {
        "previous", "prev", "previous page", "newer", "newer posts", "<", "‹", "«", "←"
    };
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref != 0 && node.is_operable && !node.is_disabled && !scene.is_aside(i) &&
            (words.contains(turning_words(node)) || turning_words(node) == "go to previous page" ||
             lower(trimmed(node.description)) == "previous page"))
            return node.ref;
    }
    if (const auto numbers = page_numbers(scene))
        if (const auto back = numbers->links.find(numbers->current - 1); back != numbers->links.end())
            return back->second;
    return 0;
}

view::Ref numbered_page(const Scene& scene, int number)
{
    const auto numbers = page_numbers(scene);
    if (!numbers) return 0;
    const auto at = numbers->links.find(number);
    return at == numbers->links.end() ? 0 : at->second;
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
