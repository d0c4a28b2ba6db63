#include "runner/crew.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/try.hpp"
#include "extract/extract.hpp"
#include "view/snapshot.hpp"

namespace lissom::runner {
namespace {

constexpr int min_snapshot_tokens = 100;
constexpr int max_snapshot_tokens = 200'000;

// Elements are named "e12" or 12; 0 is none.
view::Ref ref_from(const JsonObject& input, std::string_view key)
{
    const auto text = string_or(input, key);
    if (!text.starts_with('e')) return int_or(input, key);
    view::Ref ref = 0;
    std::from_chars(text.data() + 1, text.data() + text.size(), ref);
    return ref;
}

Async<Result<Json>> take_snapshot(browser::Page& page, JsonObject input)
{
    const auto format = string_or(input, "format", "text");
    if (format != "text" && format != "json")
        co_return Error{
            ErrorCode::invalid_argument, "\"format\" must be text or json, got \"" + format + "\""
        };
    CO_TRY(const auto snapshot, co_await view::observe(page));
    if (format == "json") co_return view::to_json(snapshot);
    view::TextOptions options;
    options.max_tokens = static_cast<int>(std::clamp<std::int64_t>(
        int_or(input, "max_tokens", options.max_tokens), min_snapshot_tokens, max_snapshot_tokens
    ));
    options.from = ref_from(input, "from");
    co_return Json(view::to_text(snapshot, options));
}

}  // namespace

Crew usual_crew()
{
    Crew crew;
    crew.smooth_lite = agent::run_lite;
    crew.extract = extract::extract;
    crew.check_schema = extract::check_schema;
    crew.snapshot = take_snapshot;
    crew.has_action = [](std::string_view name) { return actions::find_action(name) != nullptr; };
    crew.perform = actions::perform;
    crew.find_challenge = find_challenge;
    return crew;
}

}  // namespace lissom::runner
