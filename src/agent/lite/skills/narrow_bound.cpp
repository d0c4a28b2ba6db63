#include "agent/lite/skills/narrow_bound.hpp"

#include <algorithm>
#include <vector>

#include "agent/lite/fields.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

enum class End { none, lower, upper };

End end_said(std::string_view text)
{
    for (const std::string_view word : {"maximum", "max", "under", "below", "most", "less", "cheaper", "up"})
        if (contains_word(text, word)) return End::upper;
    for (const std::string_view word : {"minimum", "min", "over", "above", "least", "more"})
        if (contains_word(text, word)) return End::lower;
    return End::none;
}

}  // namespace

Async<Result<bool>> narrow_by_bound(Run& run, std::string condition)
{
    const auto numbers = numbers_in(condition);
    const auto end = end_said(condition);
    if (numbers.size() != 1 || end == End::none) co_return false;
    CO_TRY(const auto* scene, co_await run.hands.look());
    std::vector<view::Ref> fields;
    for (const int each : open_fields(*scene)) {
        const auto& node = scene->node(each);
        const bool takes_numbers = node.role == "slider" || node.role == "spinbutton" ||
                                   node.input_type == "number" || node.input_type == "range";
        if (takes_numbers && end_said(lower(label_of(*scene, each))) == end) fields.push_back(node.ref);
    }
    if (fields.size() != 1) co_return false;
    CO_TRY_DONE(co_await put(run, fields.front(), number_text(numbers.front())));
    co_return true;
}

}  // namespace lissom::agent::lite::skills
