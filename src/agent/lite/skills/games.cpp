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

// -- command line
// ------------------------------------------------------------------------------------------------------

// What a command has printed: the text that was not there before it.
std::vector<std::string> printed(const Scene& scene, const std::string& command)
{
    std::vector<std::string> words;
    for (const auto& node : scene.nodes()) {
        if (node.role != "text" || !(node.is_new || node.is_changed) || trimmed(node.name) == command)
            continue;
        for (const auto& word : split(collapsed(node.name), " ")) {
            const bool is_prompt = word.ends_with('$') || word.ends_with('>') || word.ends_with('#') ||
                                   word == command || word.empty() ||
                                   static_cast<unsigned char>(word.front()) > 127;
            if (!is_prompt) words.push_back(word);
        }
    }
    return words;
}

bool fits_file(const std::string& file, std::string_view wish)
{
    const auto small = lower(wish);
    if (fit("[{*}] (no|without|lacks|lacking) [a|an|any|file] [file] extension [{*}]", small))
        return !file.contains('.');
    for (const std::string_view pattern :
         {"{*} (extension|suffix) {ext}",
          "{*} (ending|ends|end) (in|with) {ext}",
          "{*} {ext} (extension|file|files)"}) {
        const auto slots = fit(pattern, wish);
        if (!slots) continue;
        auto ext = unquoted(slots->at("ext"));
        if (!ext.starts_with('.')) continue;
        return file.size() > ext.size() && file.ends_with(ext);
    }
    for (const std::string_view pattern : {"{*} (starting|starts|beginning|begins) with {prefix}"})
        if (const auto slots = fit(pattern, wish)) return file.starts_with(unquoted(slots->at("prefix")));
    for (const std::string_view pattern : {"{*} (named|called) {name}", "[{*}] [the] file {name}"})
        if (const auto slots = fit(pattern, wish)) return file == unquoted(slots->at("name"));
    return contains_word(wish, file);
}

int terminal_of(const Scene& scene)
{
    for (int i = 0; i < scene.size(); ++i)
        for (const auto* name : {"id", "class", "aria-label"}) {
            const auto& node = scene.node(i);
            const auto at = node.attributes.find(name);
            if (node.ref == 0 || at == node.attributes.end()) continue;
            const auto words = words_of(at->second);
            if (std::ranges::any_of(words, [](const std::string& word) {
                    return word == "terminal" || word == "console" || word == "shell" || word == "xterm";
                }))
                return i;
        }
    // By its prompt: a line that ends with "$", in a box that listens.
    for (int i = 0; i < scene.size(); ++i) {
        const auto text = trimmed(scene.node(i).name);
        const bool is_prompt =
            scene.node(i).role == "text" && text.size() < 40 &&
            (text.ends_with('$') || text.ends_with('#') || text.ends_with('>') || text.ends_with("%"));
        if (is_prompt && text.size() > 1) return scene.operable_at(i);
        // The sign alone, with the field to type into right behind it.
        if (is_prompt && i + 1 < scene.size() && scene.node(i + 1).is_editable) return i + 1;
    }
    return -1;
}

Async<Done> run_command(Run& run, std::string command)
{
    CO_TRY_DONE(co_await run.hands.look());
    const auto text = run.hands.scene().whole_text();
    CO_TRY_DONE(co_await run.hands.type(command));
    CO_TRY_DONE(co_await run.hands.key("Enter"));
    CO_TRY(
        const bool came,
        co_await run.hands.look_until(
            [&](const Scene& now) { return now.whole_text().size() > text.size() + command.size(); },
            Millis(1'000)
        )
    );
    (void)came;
    co_return Done();
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
    for (int i = 0; i < max_guesses && low <= high; ++i) {
        const double number = std::floor((low + high) / 2);
        CO_TRY(const auto* scene, co_await run.hands.look());
        const auto fields = fields_named(*scene, "the field");
        if (fields.empty()) co_return cannot("there is no field to guess in");
        const auto before = scene->whole_text();
        CO_TRY_DONE(co_await run.hands.fill(scene->node(fields.front()).ref, number_text(number)));
        CO_TRY_DONE(co_await send_guess(run));
        CO_TRY(
            const bool came,
            co_await run.hands.look_until(
                [&](const Scene& now) { return hint_in(now, before) != Hint::none; }, Millis(1'000)
            )
        );
        const auto hint = came ? hint_in(run.hands.scene(), before) : Hint::none;
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

Async<Done> command(Run& run, const lite::Step& step)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const int terminal = terminal_of(*scene);
    if (terminal < 0) co_return cannot("there is no terminal on the page");
    CO_TRY_DONE(co_await run.hands.press(scene->node(terminal).ref));
    const auto wish = step.slot("text");
    const auto quotes = quoted_texts(wish);
    if (const auto slots = fit("(run|execute|enter|type|issue) [the] [command] {command}", wish))
        co_return co_await run_command(run, unquoted(slots->at("command")));
    const auto words = words_of(wish);
    const auto verb = words.empty() ? std::string() : words.front();
    std::string tool;
    if (verb == "delete" || verb == "remove" || verb == "erase")
        tool = "rm";
    else if (verb == "show" || verb == "print" || verb == "display" || verb == "read")
        tool = "cat";
    else if (verb == "create" || verb == "make")
        tool = contains_word(wish, "folder") || contains_word(wish, "directory") ? "mkdir" : "touch";
    else if (verb == "list")
        co_return co_await run_command(run, "ls");
    if (tool.empty()) co_return cannot("how to \"" + wish + "\" in a terminal is beyond me");
    if (tool == "touch" || tool == "mkdir")
        co_return co_await run_command(run, tool + " " + (quotes.empty() ? words.back() : quotes.front()));
    CO_TRY_DONE(co_await run_command(run, "ls"));
    for (const auto& file : printed(run.hands.scene(), "ls"))
        if (fits_file(file, wish)) co_return co_await run_command(run, tool + " " + file);
    co_return cannot("the terminal lists no file that fits \"" + wish + "\"");
}

}  // namespace lissom::agent::lite::skills
