#include <algorithm>
#include <array>
#include <cmath>

#include "agent/lite/explore.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

// -- guessing
// ----------------------------------------------------------------------------------------------------------

enum class Hint { none, higher, lower, right };

// What the page says of the last guess: only what it did not say before.
Hint hint_in(const Scene& scene, const std::string& before)
{
    std::string text;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.role != "text" || !(node.is_new || node.is_changed || !before.contains(node.name))) continue;
        // Of "lower than 5" perhaps only the number is new: the whole sentence counts.
        int line = i;
        while (line >= 0 && !scene.node(line).is_block) line = scene.parent(line);
        const auto said = line < 0 ? node.name : scene.text_of(line);
        constexpr std::size_t longest_hint = 200;
        text += (said.size() < longest_hint ? said : node.name) + " . ";
    }
    for (const auto* word :
         {"too high",
          "lower than",
          "less than",
          "smaller than",
          "go lower",
          "guess lower",
          "is lower",
          "is smaller",
          "is less"})
        if (contains_word(text, word)) return Hint::lower;
    for (const auto* word :
         {"too low",
          "higher than",
          "greater than",
          "larger than",
          "bigger than",
          "more than",
          "go higher",
          "guess higher",
          "is higher",
          "is larger",
          "is greater"})
        if (contains_word(text, word)) return Hint::higher;
    for (const auto* word : {"correct", "right", "you win", "congratulations", "well done", "you guessed"})
        if (contains_word(text, word)) return Hint::right;
    return Hint::none;
}

// -- three in a row
// ----------------------------------------------------------------------------------------------------

constexpr int cells_of_board = 9;
using Board = std::array<char, cells_of_board>;  // 'x', 'o' or ' '

bool has_won(const Board& board, char side)
{
    static constexpr int rows[8][3] = {
        {0, 1, 2}, {3, 4, 5}, {6, 7, 8}, {0, 3, 6}, {1, 4, 7}, {2, 5, 8}, {0, 4, 8}, {2, 4, 6}
    };
    return std::ranges::any_of(rows, [&](const int(&row)[3]) {
        return board[static_cast<std::size_t>(row[0])] == side &&
               board[static_cast<std::size_t>(row[1])] == side &&
               board[static_cast<std::size_t>(row[2])] == side;
    });
}

bool is_full(const Board& board) { return std::ranges::find(board, ' ') == board.end(); }

// The expected outcome for `side` when `turn` is to move: the other side plays its best half of the time,
// anything else.
double outlook(Board& board, char side, char turn)
{
    const char other = side == 'x' ? 'o' : 'x';
    if (has_won(board, side)) return 1;
    if (has_won(board, other)) return -1;
    if (is_full(board)) return -0.3;
    double best = turn == side ? -2 : 2;
    double sum = 0;
    int count = 0;
    for (auto& cell : board) {
        if (cell != ' ') continue;
        cell = turn;
        const double value = outlook(board, side, turn == 'x' ? 'o' : 'x');
        cell = ' ';
        best = turn == side ? std::max(best, value) : std::min(best, value);
        sum += value;
        ++count;
    }
    return turn == side ? best : 0.5 * best + 0.5 * sum / count;
}

int best_move(Board board, char side)
{
    int found = -1;
    double top = -3;
    for (int i = 0; i < cells_of_board; ++i) {
        auto& cell = board[static_cast<std::size_t>(i)];
        if (cell != ' ') continue;
        cell = side;
        if (has_won(board, side)) return i;
        const double value = outlook(board, side, side == 'x' ? 'o' : 'x');
        cell = ' ';
        if (value > top + 1e-9) top = value, found = i;
    }
    return found;
}

// Nine boxes of one size in three rows of three.
std::vector<int> board_cells(const Scene& scene)
{
    for (int i = 0; i < scene.size(); ++i) {
        const auto& model = scene.node(i).rect;
        if (scene.node(i).ref == 0 || model.width < 12 || model.height < 12) continue;
        std::vector<int> cells;
        for (int k = i; k < scene.size(); ++k) {
            const auto& each = scene.node(k);
            if (each.ref == 0 || std::abs(each.rect.width - model.width) > 4 ||
                std::abs(each.rect.height - model.height) > 4)
                continue;
            if (!cells.empty() && scene.is_inside(k, cells.back())) continue;
            cells.push_back(k);
        }
        if (cells.size() != static_cast<std::size_t>(cells_of_board)) continue;
        std::ranges::sort(cells, [&](int a, int b) {
            const auto& x = scene.node(a).rect;
            const auto& y = scene.node(b).rect;
            return std::abs(x.y - y.y) > model.height / 2 ? x.y < y.y : x.x < y.x;
        });
        const bool are_rows =
            std::abs(scene.node(cells[0]).rect.y - scene.node(cells[2]).rect.y) < model.height / 2 &&
            scene.node(cells[3]).rect.y > scene.node(cells[2]).rect.y + model.height / 2;
        if (are_rows) return cells;
    }
    return {};
}

char mark_of(const Scene& scene, int cell)
{
    std::string said = scene.text_of(cell);
    for (int i = cell; i < scene.end_of(cell); ++i) {
        const auto& node = scene.node(i);
        for (const auto* name : {"class", "icon", "alt", "src", "data-mark", "data-value"}) {
            const auto at = node.attributes.find(name);
            if (at != node.attributes.end()) said += " " + at->second;
        }
        said += " " + node.name;
    }
    for (const auto& word : words_of(said)) {
        if (word == "x" || word == "cross" || word == "×") return 'x';
        if (word == "o" || word == "circle" || word == "nought" || word == "0") return 'o';
    }
    if (said.contains("×") || said.contains("❌")) return 'x';
    return ' ';
}

Board read_board(const Scene& scene, const std::vector<int>& cells)
{
    Board board{};
    for (std::size_t i = 0; i < cells.size(); ++i) board[i] = mark_of(scene, cells[i]);
    return board;
}

// The button beside the field, whatever it reads; the Enter key where there is none.
Async<Done> send_guess(Run& run)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    for (const auto* words : {"submit", "guess", "check", "try", "ok", "go", "enter"}) {
        for (const auto& each : rank(*scene, words, Use::press)) {
            if (each.score < good_enough) break;
            if (scene->node(each.index).role != "button") continue;
            CO_TRY_DONE(co_await run.hands.press(scene->node(each.index).ref));
            co_return Done();
        }
    }
    CO_TRY_DONE(co_await run.hands.key("Enter"));
    co_return Done();
}

}  // namespace

Async<Done> guess(Run& run, const lite::Step& step)
{
    const auto range = numbers_in(lower(step.clause));
    double low = range.size() > 1 ? range[0] : 0;
    double high = range.size() > 1 ? std::abs(range[1]) : 100;
    if (low > high) std::swap(low, high);
    constexpr int max_guesses = 40;
    auto last_hint = Hint::none;
    std::string last_words;  // of the page, as it gave the hint
    for (int i = 0; i < max_guesses && low <= high; ++i) {
        const double number = std::floor((low + high) / 2);
        CO_TRY(const auto* scene, co_await run.hands.look());
        const auto fields = fields_named(*scene, "the field");
        if (fields.empty()) co_return cannot("there is no field to guess in");
        const auto before = scene->whole_text();
        CO_TRY_DONE(co_await run.hands.fill(scene->node(fields.front()).ref, number_text(number)));
        CO_TRY_DONE(co_await send_guess(run));
        const Millis hinting_limit(last_hint == Hint::none ? 1'000 : 300);
        CO_TRY(
            const bool came,
            co_await run.hands.look_until(
                [&](const Scene& now) { return hint_in(now, before) != Hint::none; }, hinting_limit
            )
        );
        auto hint = came ? hint_in(run.hands.scene(), before) : Hint::none;
        // The same hint twice is nothing new to see.
        const auto words = run.hands.scene().whole_text();
        if (hint == Hint::none && words == last_words) hint = last_hint;
        last_hint = hint;
        last_words = words;
        run.text = number_text(number);
        if (hint == Hint::higher)
            low = number + 1;
        else if (hint == Hint::lower)
            high = number - 1;
        else
            break;
    }
    run.is_over = true;
    co_return Done();
}

Async<Done> play(Run& run, const lite::Step& step)
{
    const auto game = lower(step.clause);
    if (!game.contains("tic") && !game.contains("noughts") && !game.contains("three in a row")) {
        // A song, a film: what has a control to play it.
        auto playing = step;
        playing.verb = Verb::act;
        playing.slots["action"] = "play";
        playing.slots["record"] = step.slot("game");
        auto played = co_await act(run, playing);
        if (played || played.error().code != ErrorCode::not_doable) co_return played;
        co_return cannot("\"" + step.slot("game") + "\" is nothing I can play");
    }
    const auto side_word = lower(step.slot("side"));
    const char side = side_word == "o" ? 'o' : 'x';
    for (int turn = 0; turn < cells_of_board; ++turn) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        const auto cells = board_cells(*scene);
        if (cells.empty()) {
            if (turn > 0) break;
            co_return cannot("there is no board on the page");
        }
        const auto board = read_board(*scene, cells);
        if (has_won(board, 'x') || has_won(board, 'o') || is_full(board)) break;
        const int move = best_move(board, side);
        const auto taken = std::ranges::count(board, ' ');
        CO_TRY_DONE(co_await run.hands.press(scene->node(cells[static_cast<std::size_t>(move)]).ref));
        const auto has_answered = [&](const Scene& now) {
            const auto next = board_cells(now);
            if (next.empty()) return true;
            const auto shown = read_board(now, next);
            return has_won(shown, 'x') || has_won(shown, 'o') ||
                   std::ranges::count(shown, ' ') <= taken - 2 || is_full(shown);
        };
        CO_TRY(const bool answered, co_await run.hands.look_until(has_answered, Millis(1'500)));
        (void)answered;  // the board is read anew; a slow answer is seen then
    }
    co_return Done();
}

}  // namespace lissom::agent::lite::skills
