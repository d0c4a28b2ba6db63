#include "agent/lite/skills/journey.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "agent/lite/deeds.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/forms.hpp"
#include "agent/lite/said.hpp"
#include "agent/lite/skills/pressing.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

using WordSet = std::set<std::string, std::less<>>;

constexpr int most_pages = 8;
constexpr int most_rounds = 3;  // on one page: what is chosen may bring further fields
constexpr Millis page_limit(3'000);
constexpr Millis silent_limit(1'000);  // after a press that nothing came of at once

const WordSet going_on = {"next", "continue", "proceed", "forward", "review"};
const WordSet ending = {"join",   "register", "sign",   "place",    "confirm",   "send",
                        "submit", "finish",   "book",   "reserve",  "order",     "pay",
                        "create", "enrol",    "enroll", "apply",    "complete",  "save",
                        "post",   "publish",  "find",   "search",   "subscribe", "request",
                        "report", "show",     "done",   "checkout", "schedule",  "upgrade"};

struct Journey {
    Said said;
    std::set<std::pair<std::string, std::string>> given;  // label and value

    bool is_new(const std::string& value) const
    {
        return std::ranges::any_of(said.words, [&](const SaidWord& word) {
            return !word.is_used && contains_word(value, word.text);
        });
    }
    void use_value(const std::string& value)
    {
        for (auto& word : said.words)
            if (contains_word(value, word.text) || word.text == value) word.is_used = true;
        const auto date = date_in(value);
        if (!date) return;
        for (std::size_t i = 0; i < said.words.size(); ++i)
            for (std::size_t k = i; k < said.words.size() && k < i + 4; ++k) {
                const auto said_date = date_in(said.between(i, k));
                if (!said_date || said_date->day != date->day || said_date->month != date->month) continue;
                // What stands before it is none of it.
                if (i < k && date_in(said.between(i + 1, k)) == said_date) continue;
                for (auto at = i; at <= k; ++at) said.words[at].is_used = true;
                // "Coming back 8 July", "leaving on 1 July": what leads to a day is said with it.
                static const WordSet leading = {
                    "on",
                    "leaving",
                    "coming",
                    "back",
                    "returning",
                    "departing",
                    "arriving",
                    "starting",
                    "until"
                };
                for (auto at = i; at > 0 && leading.contains(said.words[at - 1].small); --at)
                    said.words[at - 1].is_used = true;
            }
    }
    std::string left() const
    {
        std::string text;
        for (const auto& word : said.words)
            if (!word.is_used && !is_manner(word.small) && !ending.contains(word.small))
                text += (text.empty() ? "" : " ") + word.text;
        return text;
    }
};

// The dialog that is open is all there is; -1: the page.
int box_of(const Scene& scene) { return open_dialog(scene); }

struct Control {
    view::Ref ref = 0;
    std::string name;
};

std::vector<Control> buttons(const Scene& scene)
{
    std::vector<Control> found;
    const int box = box_of(scene);
    for (int i = std::max(box, 0); i < (box < 0 ? scene.size() : scene.end_of(box)); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || !node.is_operable || node.is_disabled || node.is_editable ||
            scene.is_furniture(i))
            continue;
        if (node.role != "button" && node.role != "generic" && node.role != "link") continue;
        constexpr std::size_t longest = 40;
        const auto name = collapsed(node.name.empty() ? scene.text_of(i) : node.name);
        if (!name.empty() && name.size() <= longest) found.push_back({node.ref, name});
    }
    return found;
}

// The last button whose first word is one of these: what ends a form stands at its end.
Control last_of(const std::vector<Control>& all, const WordSet& first_words)
{
    Control found;
    for (const auto& each : all) {
        const auto words = words_of(each.name);
        if (!words.empty() && first_words.contains(words.front())) found = each;
    }
    return found;
}

// "Continue as guest" to whoever said so: a way whose telling words were all said.
Control way_said(const std::vector<Control>& all, const Said& said)
{
    for (const auto& each : all) {
        // "Rent" on every card: which of them was meant is for whoever looks at the cards.
        const auto like = std::ranges::count(all, each.name, &Control::name);
        if (like > 1) continue;
        // "Post comment" ends what was written; it leads nowhere.
        const auto words = words_of(each.name);
        const bool is_end =
            !words.empty() && ending.contains(words.front()) && !contains_word(each.name, "guest");
        if (is_end || is_deed(each.name)) continue;
        std::vector<std::string> telling;
        const bool is_weekday = std::ranges::any_of(words, [](const std::string& word) {
            return is_same_word(word, "monday") || is_same_word(word, "tuesday") ||
                   is_same_word(word, "wednesday") || is_same_word(word, "thursday") ||
                   is_same_word(word, "friday") || is_same_word(word, "saturday") ||
                   is_same_word(word, "sunday");
        });
        for (auto& word : telling_words(each.name))
            // "Thu 11": who says Thursday need not know its date.
            if (!(is_weekday && number_word(word)) && !is_manner(word) && !going_on.contains(word) &&
                !ending.contains(word))
                telling.push_back(std::move(word));
        // "15:30": the time that was said, in whatever way.
        const bool is_time = each.name.find_first_not_of("0123456789:. apmAPM") == std::string::npos;
        if (is_time && time_in(each.name)) {
            const bool is_said = std::ranges::any_of(said.words, [&](const SaidWord& word) {
                return !word.is_used && word.text.find_first_of(":.") != std::string::npos &&
                       time_in(word.text) == time_in(each.name);
            });
            if (is_said) return each;
            continue;
        }
        if (telling.empty()) continue;
        const bool is_guest =
            contains_word(each.name, "guest") && said.has({"without an account", "no account"});
        if (is_guest || said.find_all(telling, false)) return each;
    }
    return {};
}

// Puts in what the page asks for; answers how many fields took something.
Async<Result<int>> fill_page(Run& run, Journey& journey)
{
    int filled = 0;
    for (int round = 0; round < most_rounds; ++round) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        auto fields = form_fields(*scene, box_of(*scene));
        // The same list in every record of the page is none of a form.
        const auto all = fields;
        std::erase_if(fields, [&](const FormField& each) {
            return std::ranges::count_if(all, [&](const FormField& other) {
                       return other.label == each.label && other.options == each.options &&
                              !each.label.empty();
                   }) > 1;
        });
        const auto assigned = assign(fields, journey.said.source);
        std::vector<std::string> values(fields.size());
        int fresh = 0;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            const auto& value = assigned.values[i];
            const auto key = std::pair(fields[i].label, value);
            const bool is_box = fields[i].type == "check";
            if (value.empty() || journey.given.contains(key)) continue;
            if (!is_box && !date_in(value) && !journey.is_new(value)) continue;
            journey.given.insert(key);
            values[i] = value;
            ++fresh;
            if (!is_box) journey.use_value(value);
            journey.said.use_words_of(fields[i].label);
        }
        if (fresh == 0) break;
        filled += fresh;
        CO_TRY_DONE(co_await fill_fields(run, std::move(fields), std::move(values)));
    }
    co_return filled;
}

// What the page calls itself and its fields is no wish of its own.
void use_names_of(const Scene& scene, Said& said)
{
    said.use_words_of(scene.snapshot().title);
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.role == "heading" || node.tag == "legend" || node.tag == "label")
            said.use_words_of(scene.text_of(i));
    }
}

Async<Result<bool>> press_and_wait(Run& run, view::Ref ref)
{
    const auto text = run.hands.scene().whole_text();
    CO_TRY(const auto effect, co_await run.hands.press(ref));
    co_return co_await run.hands.look_until(
        [&](const Scene& now) { return now.whole_text() != text; },
        effect.has_changed || effect.has_navigated ? page_limit : silent_limit
    );
}

}  // namespace

Async<Result<bool>> fill_step_by_step(Run& run, std::string said)
{
    Journey journey{Said(said), {}};
    int filled = 0;
    for (int page = 0; page < most_pages; ++page) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        if (const auto way = way_said(buttons(*scene), journey.said); way.ref != 0) {
            journey.said.use_words_of(way.name);
            journey.said.use_any_of({"account"});
            for (auto& word : journey.said.words)
                if (time_in(way.name) && time_in(word.text) == time_in(way.name)) word.is_used = true;
            CO_TRY(const bool went, co_await press_and_wait(run, way.ref));
            if (went) continue;
        }
        CO_TRY(const int here, co_await fill_page(run, journey));
        filled += here;
        CO_TRY(scene, co_await run.hands.look());
        use_names_of(*scene, journey.said);
        const auto all = buttons(*scene);
        const auto end = last_of(all, ending);
        const auto next = last_of(all, going_on);
        if (filled == 0 && (page > 0 || next.ref == 0)) co_return false;
        journey.said.use_words_of(end.name);
        const bool is_last = next.ref == 0;
        if (is_last && end.ref == 0) co_return false;
        if (is_last && !journey.left().empty())
            co_return cannot("the page has no place for \"" + journey.left() + "\"");
        CO_TRY(const bool went, co_await press_and_wait(run, is_last ? end.ref : next.ref));
        if (const auto complaint = run.hands.complaint(); !complaint.empty())
            co_return cannot("the page did not go on: it says \"" + complaint + "\"");
        if (is_last) {
            run.has_open_form = false;
            co_return true;
        }
        if (!went) co_return cannot("the page did not go on after \"" + next.name + "\"");
    }
    co_return cannot("the form has too many pages");
}

}  // namespace lissom::agent::lite::skills
