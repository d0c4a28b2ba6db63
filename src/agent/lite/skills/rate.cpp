#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "agent/lite/explore.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/skills/by_page.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/slider.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

// Stars that are given: round buttons "3 Stars", or a scale that the page calls a rating.
namespace lissom::agent::lite::skills {

namespace {

struct Wish {
    int stars = 0;
    std::string what;  // empty: what there is
};

std::optional<Wish> wish_in(const std::string& clause)
{
    for (const std::string_view pattern :
         {"(give|rate|award|leave|set) [{what}] (with|at|to|as|a|of|by) {#stars} [out of {most}] "
          "(stars|star)",
          "(give|rate|award|leave|set) [{what}] {#stars} [out of {most}] (stars|star) [to|for] [{thing}]",
          "rate [{what}] (with|at|as) {#stars} [out of {most}]",
          "(give|leave) [{what}] a rating of {#stars} [out of {most}] [stars]"})
        if (const auto slots = fit(pattern, clause)) {
            const auto stars = number_word(slots->at("stars"));
            if (!stars || *stars < 1 || *stars > 10) continue;
            auto what = slots->contains("what") ? slots->at("what") : std::string();
            if (slots->contains("thing")) what = slots->at("thing");
            return Wish{
                *stars, without_prefix_words(what, {"it", "this", "the", "our", "your", "a", "rating"})
            };
        }
    return std::nullopt;
}

bool speaks_of_stars(std::string_view text)
{
    return std::ranges::any_of(words_of(text), [](const std::string& word) {
        return word == "star" || word == "stars" || word == "rating" || word == "rate";
    });
}

std::string class_of(const view::Node& node)
{
    const auto at = node.attributes.find("class");
    return at == node.attributes.end() ? "" : at->second;
}

// The round button or little picture "4 Stars", "Rating 4 of 5".
bool stands_for(const view::Node& node, int stars)
{
    if (node.ref == 0 || node.is_disabled || !speaks_of_stars(node.name)) return false;
    if (node.role != "radio" && node.role != "button" && !(node.role == "img" && node.is_operable))
        return false;
    const auto numbers = numbers_in(node.name);
    return !numbers.empty() && numbers.front() == stars;
}

bool is_scale(const view::Node& node)
{
    return node.ref != 0 && node.role == "slider" && !node.is_disabled &&
           (speaks_of_stars(node.name) || speaks_of_stars(class_of(node)));
}

// Of several, the one whose name or record speaks of what is to be rated.
std::vector<int> about(const Scene& scene, std::vector<int> all, const std::string& what)
{
    if (all.size() < 2 || what.empty()) return all;
    std::erase_if(all, [&](int each) {
        const int record = record_of(scene, each);
        const auto text = scene.node(each).name + " " + (record < 0 ? "" : scene.text_of(record));
        return !contains_word(text, what);
    });
    return all;
}

}  // namespace

Async<Result<bool>> rate(Run& run, const lite::Step& step)
{
    const auto wish = wish_in(without_tail_words(step.clause, {"."}));
    if (!wish) co_return false;
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto buttons = about(
        *scene,
        scene->where([&](const view::Node& node) { return stands_for(node, wish->stars); }),
        wish->what
    );
    if (buttons.size() == 1) {
        const auto& node = scene->node(buttons.front());
        const auto ref = node.ref;
        run.form_field = ref;
        run.has_open_form = true;
        if (node.role == "radio") {
            CO_TRY_DONE(co_await tick(run, ref, true));
        } else {
            CO_TRY_DONE(co_await run.hands.press(ref));
        }
        co_return true;
    }
    const auto scales = about(*scene, scene->where(is_scale), wish->what);
    if (scales.size() != 1) co_return false;
    run.form_field = scene->node(scales.front()).ref;
    CO_TRY_DONE(co_await slide_to(run, run.form_field, wish->stars));
    co_return true;
}

}  // namespace lissom::agent::lite::skills
