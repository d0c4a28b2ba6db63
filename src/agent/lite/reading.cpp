#include "agent/lite/reading.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "agent/lite/comprehension.hpp"
#include "agent/lite/figures.hpp"
#include "agent/lite/ground.hpp"
#include "agent/lite/instruction.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

const std::set<std::string, std::less<>> message_nouns = {
    "email",
    "e-mail",
    "mail",
    "message",
    "information",
    "info",
    "letter",
    "note",
    "post",
    "tweet",
    "emails",
    "messages"
};

std::string without_colon(std::string text)
{
    while (!text.empty() && (text.back() == ':' || text.back() == ' ' || text.back() == '*')) text.pop_back();
    return text;
}

// Text runs of one box in reading order.
std::vector<int> texts_in(const Scene& scene, int box)
{
    std::vector<int> texts;
    for (int i = box; i < scene.end_of(box); ++i)
        if (scene.node(i).role == "text") texts.push_back(i);
    return texts;
}

// The cell under a heading, in the row that says something.
std::optional<std::string> table_cell(const Scene& scene, std::string_view column, std::string_view row)
{
    for (int table = 0; table < scene.size(); ++table) {
        const auto& node = scene.node(table);
        if (node.role != "table" && node.role != "grid" && node.tag != "table") continue;
        std::vector<std::vector<std::string>> rows;
        for (int i = table; i < scene.end_of(table); ++i) {
            if (scene.node(i).role != "row") continue;
            std::vector<std::string> cells;
            for (const int cell : scene.children(i)) cells.push_back(scene.text_of(cell));
            rows.push_back(std::move(cells));
        }
        if (rows.size() < 2) continue;
        std::size_t at = 0;
        double top = 0.6;
        bool has_column = false;
        for (std::size_t c = 0; c < rows.front().size(); ++c) {
            const double score = similarity(column, rows.front()[c]);
            if (score > top) top = score, at = c, has_column = true;
        }
        if (!has_column) continue;
        for (std::size_t r = 1; r < rows.size(); ++r)
            for (std::size_t c = 0; c < rows[r].size(); ++c)
                if (c != at && at < rows[r].size() && similarity(row, rows[r][c]) > 0.7) return rows[r][at];
    }
    return std::nullopt;
}

// "Priority: | high": a heading with a plain cell right behind it labels that.
bool is_label_of_row(const Scene& scene, int heading)
{
    const int row = scene.parent(heading);
    if (row < 0 || scene.node(heading).tag != "th") return false;
    const auto cells = scene.children(row);
    const auto at = std::ranges::find(cells, heading);
    return at != cells.end() && at + 1 != cells.end() && scene.node(*(at + 1)).tag == "td";
}

// The heading of a column speaks of the cells below, never of the heading beside it.
bool is_column_heading(const Scene& scene, int index)
{
    for (int up = scene.parent(index), level = 0; up >= 0 && level < 4; up = scene.parent(up), ++level)
        if (scene.node(up).role == "columnheader" || scene.node(up).tag == "thead")
            return !is_label_of_row(scene, up);
    return false;
}

// What stands below it where the table has one row only.
std::optional<std::string> only_cell_below(const Scene& scene, int heading)
{
    int table = scene.parent(heading);
    while (table >= 0 && scene.node(table).tag != "table" && scene.node(table).role != "grid")
        table = scene.parent(table);
    if (table < 0) return std::nullopt;
    std::vector<int> rows;
    for (int i = table; i < scene.end_of(table); ++i)
        if (scene.node(i).role == "row") rows.push_back(i);
    if (rows.size() != 2) return std::nullopt;
    const auto heads = scene.children(rows[0]), cells = scene.children(rows[1]);
    for (std::size_t c = 0; c < heads.size() && c < cells.size(); ++c)
        if (scene.is_inside(heading, heads[c])) return scene.text_of(cells[c]);
    return std::nullopt;
}

// The field that comes right after a text, before any other; -1.
int field_behind(const Scene& scene, int text)
{
    for (int i = text + 1; i < scene.size() && scene.node(i).role != "text"; ++i)
        if (scene.node(i).is_editable || scene.node(i).tag == "select") return i;
    return -1;
}

bool has_written_field(const Scene& scene)
{
    return std::ranges::any_of(scene.nodes(), [](const view::Node& node) {
        return node.is_editable && !node.value.empty();
    });
}

// "the second paragraph": counted off among the page's paragraphs.
std::optional<std::string> nth_paragraph(const Scene& scene, std::string_view phrase)
{
    if (!contains_word(phrase, "paragraph")) return std::nullopt;
    int number = 0;
    for (const auto& word : words_of(phrase))
        if (const auto nth = ordinal(word)) number = *nth;
    std::vector<std::string> all;
    for (int i = 0; i < scene.size(); ++i)
        if (scene.node(i).tag == "p" && !scene.is_furniture(i) && words_of(scene.text_of(i)).size() > 1)
            all.push_back(scene.text_of(i));
    const int count = static_cast<int>(all.size());
    const int at = number < 0 ? count + number : number - 1;
    if (number == 0 || at < 0 || at >= count) return std::nullopt;
    return all[static_cast<std::size_t>(at)];
}

}  // namespace

namespace {

int heading_around(const Scene& scene, int index)
{
    while (index >= 0 && scene.node(index).role != "heading") index = scene.parent(index);
    return index;
}

}  // namespace

// "Ann Lee • Chairman", "42" over "open applications": of two texts the last is the label. What comes behind
// them is of the next one.
std::optional<std::string> value_before_label(const Scene& scene, const std::vector<int>& texts)
{
    if (texts.size() != 2) return std::nullopt;
    const auto said = trimmed(scene.node(texts.front()).name);
    static constexpr std::string_view separators[] = {"•", "·", "–", "—", "|", ","};
    for (const auto separator : separators)
        if (said.size() > separator.size() && said.ends_with(separator))
            return trimmed(said.substr(0, said.size() - separator.size()));
    const bool is_figure = number_in(said) && words_of(said).size() <= 3 &&
                           said.find_first_of("0123456789") < 3 && !said.ends_with('.') &&
                           !said.contains(':') && !date_in(said);
    return is_figure ? std::optional(said) : std::nullopt;
}

std::optional<std::string> value_beside(const Scene& scene, std::string_view label)
{
    std::optional<std::string> found;
    double top = 0.62;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        // A menu's words label nothing.
        if (scene.is_furniture(i) && node.parent >= 0 && scene.node(scene.operable_at(i)).is_operable)
            continue;
        if (!node.value.empty() && node.ref != 0 && !node.name.empty()) {
            const double score = similarity(label, without_colon(node.name)) - 0.02;
            if (score > top) top = score, found = node.value;
        }
        if (node.role == "checkbox" && node.ref != 0 && !node.name.empty()) {
            const double score = similarity(label, without_colon(node.name)) - 0.1;
            if (score > top) top = score, found = node.checked == view::Tristate::on ? "yes" : "no";
        }
        if (node.role != "text") continue;
        if (is_column_heading(scene, i)) {
            const double score = similarity(label, without_colon(node.name));
            const auto cell = score > top ? only_cell_below(scene, i) : std::nullopt;
            if (cell) top = score, found = cell;
            continue;
        }
        // "Label: value" in one run
        if (const auto colon = node.name.find(": "); colon != std::string::npos && colon < 60) {
            const double score = similarity(label, node.name.substr(0, colon));
            if (score > top) top = score, found = trimmed(node.name.substr(colon + 2));
        }
        const double score =
            similarity(label, without_colon(node.name)) + (node.name.ends_with(':') ? 0.02 : 0);
        if (score <= top) continue;
        // The label of a field speaks of what stands in it, and of nothing where that is empty.
        if (const int field = field_behind(scene, i); field >= 0) {
            if (!scene.node(field).value.empty()) top = score, found = scene.node(field).value;
            continue;
        }
        // What follows in the smallest box that holds more than the label.
        for (int box = scene.parent(i), level = 0; box >= 0 && level < 4; box = scene.parent(box), ++level) {
            const auto texts = texts_in(scene, box);
            const auto next = std::ranges::upper_bound(texts, i);
            if (next == texts.end()) {
                auto before = value_before_label(scene, texts);
                if (!before) continue;
                top = score;
                found = *std::move(before);
                break;
            }
            // A heading begins something else, unless the label is in it.
            const int heading = heading_around(scene, *next);
            if (heading >= 0 && !scene.is_inside(i, heading)) break;
            top = score;
            found = scene.node(*next).name;
            // A value may be cut into several runs of one element: "$" "12" ".50".
            const int element = scene.element_of(*next);
            if (element >= 0 && element != scene.element_of(i) && !scene.is_inside(i, element))
                found = scene.text_of(element);
            break;
        }
    }
    return found;
}

std::optional<std::string> nth_word(std::string_view text, int number)
{
    std::vector<std::string> words;
    for (const auto& raw : split(collapsed(text), " ")) {
        auto word = raw;
        while (!word.empty() && std::string_view(".,;:!?\"()").contains(word.back())) word.pop_back();
        while (!word.empty() && std::string_view("\"(").contains(word.front())) word.erase(0, 1);
        if (!word.empty()) words.push_back(std::move(word));
    }
    const int at = number < 0 ? static_cast<int>(words.size()) + number : number - 1;
    if (at < 0 || at >= static_cast<int>(words.size())) return std::nullopt;
    return words[static_cast<std::size_t>(at)];
}

std::optional<std::string> passage(const Scene& scene, std::string_view phrase)
{
    const auto small = lower(phrase);
    if (auto counted = nth_paragraph(scene, small)) return counted;
    const bool wants_field = contains_word(small, "textarea") || contains_word(small, "text area") ||
                             contains_word(small, "textbox") || contains_word(small, "text box") ||
                             contains_word(small, "field") || contains_word(small, "input") ||
                             (contains_word(small, "box") && has_written_field(scene));
    if (wants_field) {
        const bool wants_area = contains_word(small, "textarea") || contains_word(small, "text area");
        // The one that is counted off, or the one that has something in it.
        int number = 0;
        for (const auto& word : words_of(small))
            if (const auto nth = ordinal(word)) number = *nth;
        std::vector<std::string> all;
        for (const auto& node : scene.nodes())
            if (node.is_editable &&
                (wants_area ? node.tag == "textarea" : node.role == "textbox" || node.tag == "input"))
                all.push_back(node.value);
        if (number > 0 && static_cast<std::size_t>(number) <= all.size())
            return all[static_cast<std::size_t>(number) - 1];
        if (number < 0 && !all.empty()) return all.back();
        for (const auto& node : scene.nodes())
            if (!node.value.empty() &&
                (wants_area ? node.tag == "textarea" : node.role == "textbox" || node.tag == "input"))
                return node.value;
    }
    // The box with the most running text.
    int found = -1;
    std::size_t longest = 0;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.role != "text" || node.parent < 0) continue;
        int box = node.parent;
        while (box >= 0 &&
               (scene.node(box).tag == "span" || scene.node(box).tag == "b" || scene.node(box).tag == "i" ||
                scene.node(box).tag == "em" || scene.node(box).tag == "strong" || scene.node(box).tag == "a"))
            box = scene.parent(box);
        if (box < 0 || scene.node(box).role == "button") continue;
        const auto size = scene.text_of(box).size();
        if (size > longest) longest = size, found = box;
    }
    if (found < 0) return std::nullopt;
    return scene.text_of(found);
}

std::string who_in(std::string_view phrase)
{
    static constexpr std::array<std::string_view, 6> patterns = {
        "[{*}] you (got|received|have|have got|had) from {who}",
        "[{*}] (email|mail|message|information|info|letter|note|e-mail|that|which) {who} "
        "(sent|wrote|mailed|gave|forwarded) [to] [you|me|us]",
        "{*} (sent|written|posted|received) (by|from) {who}",
        "{*} (by|from|of) {who}",
        "{*} (titled|called|named|about|with subject|with the subject|for|subject) [the] {who}",
        "[the|a|this] "
        "(email|mail|message|post|tweet|item|row|user|entry|letter|note|account|task|deal|order|ticket) {who}"
    };
    for (const auto pattern : patterns)
        if (const auto slots = fit(pattern, phrase)) return unquoted(slots->at("who"));
    auto plain = without_prefix_words(phrase, {"the", "a", "an", "this", "that"});
    const auto words = split(plain, " ");
    if (words.size() >= 2 && message_nouns.contains(lower(words.back()))) {
        plain = plain.substr(0, plain.size() - words.back().size());
        plain = trimmed(plain);
        if (plain.ends_with("'s")) plain.resize(plain.size() - 2);
    }
    return unquoted(plain);
}

std::optional<std::string> read_value(const Scene& scene, std::string_view phrase)
{
    const auto plain = without_prefix_words(phrase, {"the", "a", "an"});
    if (const auto slots = fit("{!which} word (in|of|from) {where}", plain)) {
        if (const auto number = ordinal(slots->at("which")))
            if (const auto text = passage(scene, slots->at("where"))) return nth_word(*text, *number);
    }
    // "the second word", where there is one passage.
    if (const auto slots = fit("{!which} word", plain))
        if (const auto number = ordinal(slots->at("which")))
            if (const auto text = passage(scene, "the text")) return nth_word(*text, *number);
    if (const auto slots =
            fit("(value|number|entry|text|cell|figure) [that] "
                "(corresponds|corresponding|belongs|belonging|for|of|at) "
                "[with|to] {one} and {other}",
                plain)) {
        const auto one = unquoted(slots->at("one")), other = unquoted(slots->at("other"));
        auto cell = table_cell(scene, one, other);
        return cell ? cell : table_cell(scene, other, one);
    }
    if (const auto text = fit("[the] word {*}", plain) ? passage(scene, "the text") : std::nullopt)
        if (auto word = word_beside(*text, plain)) return word;
    if (const auto slots =
            fit("[{*}] (text|content|contents|words|sentence) (in|of|from|inside) {where}", plain))
        return passage(scene, slots->at("where"));
    if (auto counted = fit("{!which} paragraph", plain) ? nth_paragraph(scene, plain) : std::nullopt)
        return counted;
    if (fit("[first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th] (text area|textarea|text field|text "
            "box|textbox)",
            plain))
        return passage(scene, plain);
    for (const std::string_view pattern :
         {"(value|content|text|entry) (of|for|next to|beside|in) [the] [field|row|cell|column] {label}",
          "(value|number|entry) that (corresponds|belongs) (with|to) [the] {label}",
          "{label} (value|field|entry)"}) {
        if (const auto slots = fit(pattern, plain))
            if (auto value = value_beside(scene, unquoted(slots->at("label")))) return value;
    }
    if (const auto slots = fit("{column} (of|for|in|from) {row}", plain)) {
        if (auto cell = table_cell(
                scene, slots->at("column"), unquoted(without_prefix_words(slots->at("row"), {"the"}))
            ))
            return cell;
        const int anchor = anchor_of(scene, unquoted(without_prefix_words(slots->at("row"), {"the"})));
        if (anchor >= 0) {
            for (int box = scene.parent(anchor), level = 0; box >= 0 && level < 4;
                 box = scene.parent(box), ++level) {
                const auto whole = texts_in(scene, box);
                for (std::size_t i = 0; i + 1 < whole.size(); ++i)
                    // Beside a head of a table stands the next head.
                    if (!is_column_heading(scene, whole[i]) &&
                        similarity(slots->at("column"), without_colon(scene.node(whole[i]).name)) > 0.7)
                        return scene.node(whole[i + 1]).name;
            }
        }
    }
    if (auto value = value_beside(scene, unquoted(plain))) return value;
    // "The badge number", where the page has "Badge".
    const auto named = fit("{!label} (number|code|name)", plain);
    return named ? value_beside(scene, named->at("label")) : std::nullopt;
}

int count_of(const Scene& scene, std::string_view phrase)
{
    const auto description = describe(phrase);
    if (description.is_complete) return static_cast<int>(figures_like(scene, description).size());
    auto target = parse_target(phrase);
    target.is_all = true;
    if (target.words.empty() && !target.kind.empty())
        return static_cast<int>(every(scene, target, Use::look).size());
    int count = 0;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.role != "text" || similarity(target.words, node.name) <= 0.8) continue;
        // What leads to a list, or is written over it, is none of the list.
        const auto& role = scene.node(scene.operable_at(i)).role;
        const bool is_label = scene.is_furniture(i) || role == "link" || role == "tab" || role == "heading" ||
                              scene.node(scene.parent(i)).role == "heading";
        count += is_label ? 0 : 1;
    }
    return count;
}

}  // namespace lissom::agent::lite
