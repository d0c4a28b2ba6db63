#include <algorithm>
#include <array>
#include <cmath>

#include "view/lines.hpp"
#include "view/snapshot.hpp"
#include "view/words.hpp"

namespace lissom::view {
namespace {

// From all to the bare bones: first words go, those out of view before those in it, and only then things that
// could be operated, of which those like their neighbours go first.
constexpr std::size_t unfolded = 10'000;
constexpr std::array<Detail, 9> levels{{
    {4000, 4000, 300, 300, unfolded, false, 60},
    {2000, 400, 160, 160, unfolded, false, 25},
    {1000, 160, 120, 120, unfolded, false, 12},
    {600, 80, 80, 80, unfolded, false, 6},
    {600, 60, 80, 48, unfolded, false, 4},
    {600, 40, 80, 28, unfolded, false, 3},
    {600, 40, 80, 28, 40, false, 3},
    {600, 60, 80, 48, 12, false, 4},  // the fewer examples of a list are told, the better each is told
    {600, 80, 80, 80, 5, true, 6},
}};
// Words at length that do not help to decide cost money and attention even where there is room for them: a
// page is told in the first two ways only if half the budget holds it.
constexpr std::size_t wordy_levels = 2;

constexpr int notes_reserve = 60;  // tokens for the sentence on what was left out

std::string head_of(const Snapshot& snapshot)
{
    std::string head = "page " + in_quotes(snapshot.title, 120) + " " + in_quotes(snapshot.url, 200) + "\n";
    if (snapshot.scroll.height > snapshot.scroll.viewport + 1) {
        head += "in view: " + std::to_string(std::lround(snapshot.scroll.y)) + "–" +
                std::to_string(std::lround(snapshot.scroll.y + snapshot.scroll.viewport)) + " of " +
                std::to_string(std::lround(snapshot.scroll.height)) + " px\n";
    }
    if (snapshot.tabs.size() > 1) {
        head += "tabs:";
        for (std::size_t i = 0; i < snapshot.tabs.size() && i < 20; ++i)
            head += " " + std::to_string(i + 1) + " " + in_quotes(snapshot.tabs[i], 80);
        head += "\n";
    }
    if (snapshot.dialog) {
        head +=
            "a dialog is open and must be answered first: " + in_quotes(snapshot.dialog->message, 500) + "\n";
    }
    return head;
}

int total_tokens(const std::vector<Line>& lines)
{
    int total = 0;
    for (const auto& line : lines) total += line.tokens;
    return total;
}

// What comes first when not all can stay: what is new or focused, then what is in view, then the main
// content.
int rank(const Line& line)
{
    if (line.must_stay) return 0;
    if (line.is_in_viewport) return line.is_aside ? 2 : 1;
    return line.is_aside ? 4 : 3;
}

// Marks the lines that stay: rank by rank, each from the top, until the budget is spent.
std::vector<bool> choose(const std::vector<Line>& lines, int budget)
{
    std::vector<bool> stays(lines.size(), false);
    for (int wanted = 0; wanted <= 4 && budget > 0; ++wanted) {
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (rank(lines[i]) != wanted) continue;
            if (lines[i].tokens > budget) {
                budget = 0;  // no picking of small lines behind the first that does not fit: the order must
                             // make sense
                break;
            }
            stays[i] = true;
            budget -= lines[i].tokens;
        }
    }
    return stays;
}

std::string joined(const std::vector<Line>& lines)
{
    std::string text;
    for (const auto& line : lines) (text += line.text) += '\n';
    return text;
}

enum class Gaps { marked, unmarked };

std::string chosen(const std::vector<Line>& lines, const std::vector<bool>& stays, Gaps gaps)
{
    std::string text;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (stays[i]) (text += lines[i].text) += '\n';
        if (gaps == Gaps::marked && !stays[i] && (i == 0 || stays[i - 1])) text += "…\n";
    }
    return text;
}

std::string truncated(const std::vector<Line>& lines, int budget)
{
    const auto stays = choose(lines, budget - notes_reserve);
    auto text = chosen(lines, stays, Gaps::marked);
    // A gap costs two tokens; many of them are left unmarked rather than some of the lines left out.
    if (estimate_tokens(text) > budget - notes_reserve) text = chosen(lines, stays, Gaps::unmarked);

    const auto first = std::ranges::find(stays, false);
    if (first == stays.end()) return text;
    const auto near = lines[static_cast<std::size_t>(first - stays.begin())].near;
    const auto left_out = std::ranges::count(stays, false);
    text += "(" + std::to_string(left_out) + " of " + std::to_string(lines.size()) +
            " lines were left out for length; scroll, or read one part";
    return text + (near != 0 ? ", e.g. read e" + std::to_string(near) : "") + ")\n";
}

}  // namespace

std::string to_text(const Snapshot& snapshot, const TextOptions& options)
{
    const auto head = options.from == 0 ? head_of(snapshot) : "";
    const auto budget = std::max(0, options.max_tokens - estimate_tokens(head) - 4);
    std::vector<Line> lines;
    for (std::size_t level = 0; level < levels.size(); ++level) {
        lines = to_lines(snapshot, levels[level], options.from);
        const bool is_wordy = level < wordy_levels && options.from == 0;
        if (total_tokens(lines) <= (is_wordy ? budget / 2 : budget)) return head + joined(lines);
    }
    return head + truncated(lines, budget);
}

}  // namespace lissom::view
