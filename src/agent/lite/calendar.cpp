#include "agent/lite/calendar.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite {

namespace {

constexpr int max_pages = 400;  // months: thirty years there and back
constexpr Millis opening_limit(1'000);

// The month a calendar shows: "October 2016" in one text, or month and year in neighbouring ones or lists.
struct Header {
    int year = 0;
    int month = 0;
    int index = -1;
};

std::optional<int> year_in(std::string_view text)
{
    for (const auto& word : words_of(text))
        if (word.size() == 4 && word.find_first_not_of("0123456789") == std::string::npos &&
            (word.starts_with("19") || word.starts_with("20")))
            return std::stoi(word);
    return std::nullopt;
}

std::optional<int> month_in(std::string_view text)
{
    for (const auto& word : words_of(text))
        if (const auto month = month_named(word)) return month;
    return std::nullopt;
}

int days_below(const Scene& scene, int box);

// Of the page as a whole, too.
int end_of(const Scene& scene, int box) { return box < 0 ? scene.size() : scene.end_of(box); }

// The months that are shown, in reading order: some calendars show two.
std::vector<Header> headers_of(const Scene& scene)
{
    std::vector<Header> headers;
    const int all_days = days_below(scene, -1);
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        const auto& text = node.tag == "select" ? node.value : node.name;
        if (text.size() > 40 || (node.role != "text" && node.tag != "select" && node.role != "heading"))
            continue;
        const auto month = month_in(text);
        if (!month) continue;
        auto year = year_in(text);
        for (int k = i - 4; !year && k < i + 6 && k < scene.size(); ++k) {
            if (k < 0 || k == i) continue;
            const auto& beside = scene.node(k);
            const auto& other = beside.tag == "select" ? beside.value : beside.name;
            if (other.size() < 12) year = year_in(other);
        }
        if (!year) continue;
        // A date somewhere in a text is no calendar: there are days under a calendar's head.
        bool has_days = all_days >= 28 && all_days <= 45;
        for (int up = i, level = 0; up >= 0 && level < 6 && !has_days; up = scene.parent(up), ++level)
            has_days = days_below(scene, up) >= 28;
        const bool is_said_already = std::ranges::any_of(headers, [&](const Header& each) {
            return each.year == *year && each.month == *month;
        });
        if (has_days && !is_said_already) headers.push_back({*year, *month, i});
    }
    return headers;
}

std::optional<Header> header_of(const Scene& scene)
{
    const auto headers = headers_of(scene);
    return headers.empty() ? std::nullopt : std::optional(headers.front());
}

// Of two months side by side the one that is wanted, where each has its days in a box of its own.
std::optional<Header> header_for(const Scene& scene, const Date& date)
{
    const auto headers = headers_of(scene);
    for (const auto& each : headers)
        if (each.year == date.year && each.month == date.month) return each;
    return headers.empty() ? std::nullopt : std::optional(headers.front());
}

bool is_day(const Scene& scene, int index, int day)
{
    const auto& node = scene.node(index);
    return node.role == "text" && node.name == std::to_string(day);
}

int days_below(const Scene& scene, int box)
{
    int count = 0;
    for (int i = std::max(box, 0); i < end_of(scene, box); ++i) {
        const auto& node = scene.node(i);
        if (node.role != "text" || node.name.size() > 2 ||
            node.name.find_first_not_of("0123456789") != std::string::npos)
            continue;
        const int day = std::stoi(node.name);
        if (day >= 1 && day <= 31) ++count;
    }
    return count;
}

int calendar_box(const Scene& scene, const Header& header)
{
    int box = header.index;
    while (box >= 0 && days_below(scene, box) < 28) box = scene.parent(box);
    return box;
}

// Previous is -1, next is 1.
view::Ref turner(const Scene& scene, int box, int direction)
{
    view::Ref found = 0;
    double top = 0.5;
    for (int i = std::max(box, 0); i < end_of(scene, box); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || !node.is_operable || node.is_disabled) continue;
        const double score =
            direction > 0
                ? std::max(says(scene, i, "next"), says(scene, i, "next month"))
                : std::max(
                      {says(scene, i, "prev"), says(scene, i, "previous"), says(scene, i, "previous month")}
                  );
        if (score > top) top = score, found = node.ref;
    }
    return found;
}

// The day's cell: of two with one number (the end of the month before), the one that can be pressed and lies
// right.
view::Ref day_cell(const Scene& scene, int box, int day)
{
    std::vector<int> cells;
    for (int i = std::max(box, 0); i < end_of(scene, box); ++i)
        if (is_day(scene, i, day)) cells.push_back(i);
    std::vector<int> open;
    for (const int each : cells) {
        const int at = scene.operable_at(each);
        if (at < 0) continue;
        const auto& node = scene.node(at);
        // A whole week is no day.
        if (days_below(scene, at) > 2) continue;
        const auto names = node.attributes.find("class");
        const bool is_other_month =
            names != node.attributes.end() &&
            (lower(names->second).contains("other") || lower(names->second).contains("disabled") ||
             lower(names->second).contains("outside"));
        if (!node.is_disabled && !is_other_month) open.push_back(at);
    }
    if (open.empty()) return 0;
    const int chosen = day > 15 ? open.back() : open.front();
    return scene.node(chosen).ref;
}

int months(const Header& header) { return header.year * 12 + header.month; }

}  // namespace

bool shows_calendar(const Scene& scene) { return header_of(scene).has_value(); }

Async<Done> pick_date(Run& run, view::Ref field, Date date)
{
    if (field != 0) CO_TRY_DONE(co_await run.hands.press(field));
    CO_TRY(
        const bool opened,
        co_await run.hands.look_until(
            [](const Scene& scene) { return header_of(scene).has_value(); }, opening_limit
        )
    );
    if (!opened) co_return cannot("no calendar came up to pick " + us_text(date) + " from");
    run.has_open_form = true;
    for (int page = 0; page < max_pages; ++page) {
        const auto& scene = run.hands.scene();
        const auto header = header_for(scene, date);
        if (!header) break;
        const int box = calendar_box(scene, *header);
        // Two months in one box: which of two days is meant would be a guess.
        constexpr int most_days = 45;  // with the ends of the months before and after
        if (days_below(scene, box) > most_days)
            co_return cannot(
                "the days of " + us_text(date).substr(0, 2) + " cannot be told from another month's"
            );
        const int apart = date.year * 12 + date.month - months(*header);
        if (apart == 0) {
            const auto cell = day_cell(scene, box, date.day);
            if (cell == 0)
                co_return cannot(
                    "the calendar has no day " + std::to_string(date.day) + " that can be picked"
                );
            CO_TRY_DONE(co_await run.hands.press(cell));
            co_return Done();
        }
        const auto turn = turner(scene, box, apart > 0 ? 1 : -1);
        if (turn == 0) break;
        CO_TRY_DONE(co_await run.hands.press(turn));
        const int shown = months(*header);
        CO_TRY(
            const bool turned,
            co_await run.hands.look_until(
                [shown](const Scene& now) {
                    const auto next = header_of(now);
                    return next && months(*next) != shown;
                },
                opening_limit
            )
        );
        if (!turned) break;
    }
    co_return cannot("the calendar does not go to " + us_text(date));
}

}  // namespace lissom::agent::lite
