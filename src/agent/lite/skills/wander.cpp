#include "agent/lite/skills/wander.hpp"

#include <algorithm>
#include <chrono>
#include <set>

#include "agent/lite/deeds.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/results.hpp"
#include "agent/lite/skills/counting.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

constexpr std::size_t max_doors = 12;        // pages looked at for one step: a site's menu
constexpr std::size_t max_unlike = 7;        // of these, one after the other that say nothing of it
constexpr Millis page_limit(3'000);          // a page loads, or is drawn anew
constexpr std::chrono::seconds patience(8);  // for doors that nothing speaks for: a person would ask by then
constexpr std::chrono::seconds named_patience(16);  // for those that the step names
constexpr double enough_evidence = 0.6;  // of a question's words that a page has to say before it may answer

struct Door {
    std::string name;
    bool is_named = false;  // the step says it
    double weight = 0;
    std::string via;  // the door behind which it is
};

// Verbs whose steps may be about another page. What is pressed, dragged or drawn is on this one.
bool may_wander(Verb verb)
{
    switch (verb) {
        case Verb::answer:
        case Verb::find:
        case Verb::compose:
        case Verb::act:
        case Verb::check:
        case Verb::uncheck:
        case Verb::choose:
        case Verb::fill:
        case Verb::download:
        case Verb::sort:
        case Verb::narrow:
        case Verb::close:
        case Verb::click:
        case Verb::none: return true;
        default: return false;
    }
}

bool is_question(Verb verb) { return verb == Verb::answer || verb == Verb::find; }

// What is never opened just to look: it ends or changes something, or is another form of the page.
bool is_dangerous(std::string_view name)
{
    static const std::set<std::string, std::less<>> others = {
        "json", "csv", "xml", "rss", "atom", "back", "next", "previous", "home"
    };
    const auto words = words_of(name);
    return words.empty() || is_deed(name) ||
           std::ranges::any_of(words, [](const std::string& word) { return others.contains(word); });
}

bool is_in_menu(const Scene& scene, int index)
{
    if (scene.is_furniture(index)) return true;
    for (int up = index; up >= 0; up = scene.parent(up)) {
        const auto& role = scene.node(up).role;
        if (role == "navigation" || role == "banner" || role == "menubar" || role == "tablist" ||
            role == "contentinfo")
            return true;
    }
    return false;
}

// Links above all content of pages that mark nothing: a row of them at the top.
bool is_in_row_of_links(const Scene& scene, int index)
{
    const int around = scene.parent(index);
    if (around < 0) return false;
    const auto links = std::ranges::count_if(scene.children(around), [&](int each) {
        return scene.node(each).role == "link";
    });
    return links >= 3 && scene.text_of(around).size() < 200;
}

bool says_all(const std::vector<std::string>& words, std::string_view name)
{
    const auto wanted = content_words(name);
    return !wanted.empty() && std::ranges::all_of(wanted, [&](const std::string& each) {
        return std::ranges::any_of(words, [&](const std::string& word) { return are_kin(word, each); });
    });
}

// Another site is another matter: nobody asked to go there.
bool leaves_site(const Scene& scene, const view::Node& node)
{
    if (node.href.empty()) return false;
    const auto origin = [](std::string_view url) {
        const auto host = url.find("://");
        return url.substr(0, host == std::string_view::npos ? 0 : url.find('/', host + 3));
    };
    return node.href.contains(":") && origin(node.href) != origin(scene.snapshot().url);
}

// The page in front, or a place on it.
bool stays_here(const Scene& scene, const view::Node& node)
{
    const auto& url = scene.snapshot().url;
    // "#/team" is a page of an app that draws its own.
    if (node.href.contains("#/") || node.href.contains("#!")) return node.href == url;
    return !node.href.empty() && (node.href.starts_with("#") ||
                                  node.href.substr(0, node.href.find('#')) == url.substr(0, url.find('#')));
}

bool sets_something(Verb verb)
{
    return verb == Verb::fill || verb == Verb::choose || verb == Verb::check || verb == Verb::uncheck;
}

// Where people look for what can be set, whatever it is.
bool keeps_settings(std::string_view name)
{
    static const std::set<std::string, std::less<>> places = {
        "settings", "setting", "preferences", "options", "configuration", "account", "profile"
    };
    const auto words = content_words(name);
    return !words.empty() && words.size() <= 3 &&
           std::ranges::any_of(words, [](const std::string& word) { return places.contains(word); });
}

// "How do I …", "who approves my leave": what people ask of a site's help.
bool asks_for_help(const lite::Step& step)
{
    if (step.verb != Verb::answer) return false;
    static const std::set<std::string, std::less<>> own = {"i", "my", "we", "our", "you", "your"};
    const auto words = words_of(step.clause);
    return std::ranges::any_of(words, [](const std::string& word) { return own.contains(word); });
}

bool keeps_help(std::string_view name)
{
    static const std::set<std::string, std::less<>> places = {
        "help", "faq", "faqs", "questions", "support", "guide", "manual"
    };
    const auto words = content_words(name);
    return !words.empty() && words.size() <= 3 &&
           std::ranges::any_of(words, [](const std::string& word) { return places.contains(word); });
}

// What the step names in quotes; without any, names of two words and more: "Ann Lee", "Desk Lamp Two".
std::vector<std::string> names_in(const std::string& clause)
{
    auto names = quoted_texts(clause);
    if (!names.empty()) return names;
    std::string name;
    int count = 0;
    const auto close = [&] {
        if (count >= 2) names.push_back(name);
        name.clear(), count = 0;
    };
    for (auto word : split(collapsed(clause), " ")) {
        const bool ends = !word.empty() && std::string_view(",.;:?!").contains(word.back());
        while (!word.empty() && std::string_view(",.;:?!").contains(word.back())) word.pop_back();
        if (word.ends_with("'s")) word.resize(word.size() - 2);
        const bool is_capital = !word.empty() && std::isupper(static_cast<unsigned char>(word.front())) != 0;
        const bool is_first = clause.starts_with(word);
        if (is_capital && !is_first) name += (count == 0 ? "" : " ") + word, ++count;
        if (!is_capital || ends) close();
    }
    close();
    return names;
}

std::vector<Door> doors_of(const Scene& scene, const lite::Step& step)
{
    auto words = words_of(step.clause + " " + step.context);
    // "Set …" is no way to the settings.
    if (!is_question(step.verb) && words.size() > 1) words.erase(words.begin());
    for (auto& word : words)
        if (word.ends_with("'s")) word.resize(word.size() - 2);
    constexpr std::size_t short_page = 1'200;  // letters
    const bool is_start_page = scene.content_text().size() < short_page;
    // The age of Ann Lee is changed where Ann Lee is, not among the settings.
    const bool names_thing = !names_in(step.clause).empty();
    std::vector<Door> doors;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || !node.is_operable || node.is_disabled || node.is_editable || node.is_hidden)
            continue;
        const bool leads =
            node.role == "link" || node.role == "tab" || node.role == "menuitem" || node.role == "treeitem";
        const bool is_menu = is_in_menu(scene, i) || (node.role == "link" && is_in_row_of_links(scene, i));
        if ((!leads && !is_menu) || leaves_site(scene, node) || stays_here(scene, node)) continue;
        if (node.role == "button" || node.role == "combobox" || node.role == "checkbox" ||
            node.role == "row" || node.role == "menu" || node.role == "menubar" || node.role == "navigation")
            continue;
        const auto name = collapsed(node.name.empty() ? scene.text_of(i) : node.name);
        constexpr std::size_t longest = 60;
        if (name.empty() || name.size() > longest || is_dangerous(name)) continue;
        if (std::ranges::any_of(doors, [&](const Door& each) { return each.name == name; })) continue;
        const bool is_said = says_all(words, name);
        const bool is_likely = (sets_something(step.verb) && !names_thing && keeps_settings(name)) ||
                               (asks_for_help(step) && keeps_help(name));
        const bool is_named = is_said || is_likely;
        // A record by its name, or a menu's entry; of those that the step does not name only the menu's, and
        // what a page that says little else leads to.
        if (!is_named && !is_menu && !is_start_page) continue;
        doors.push_back(
            {name,
             is_named,
             !is_named  ? 1.0
             : !is_said ? 5.0
                        : 10.0 + static_cast<double>(content_words(name).size()) +
                              (says_all(words_of(step.slot("what")), name) ? 5.0 : 0.0) +
                              // "The forum Flowers" names Flowers, and not "Off topic" by a topic in it.
                              (contains_word(step.clause, name) ? 4.0 : 0.0),
             ""}
        );
    }
    // Those named first, and of these the ones that say most; a menu's in its order.
    std::vector<Door> sorted;
    for (const bool named : {true, false})
        for (const auto& door : doors)
            if (door.is_named == named) sorted.push_back(door);
    const auto rest = std::ranges::find(sorted, false, &Door::is_named);
    std::sort(sorted.begin(), rest, [](const Door& a, const Door& b) {
        return a.weight != b.weight ? a.weight > b.weight : a.name < b.name;
    });
    return sorted;
}

// The share of what a question is about that the page says.
double evidence(const Scene& scene, const std::string& question)
{
    for (const auto& name : names_in(question))
        if (contains_word(scene.content_text(), name)) return 1;
    // Kinds of things that a page shows without a word for them.
    static const std::set<std::string, std::less<>> kinds = {
        "phone",   "number",   "email", "mail",    "address",   "price",   "date",
        "time",    "cost",     "costs", "except",  "excluding", "without", "not",
        "article", "articles", "long",  "longest", "wrote",     "written", "author"
    };
    const auto said = words_of(scene.content_text());
    std::size_t asked = 0, found = 0;
    for (auto word : words_of(question)) {
        if (word.ends_with("'s")) word.resize(word.size() - 2);
        if (word.size() < 3 || is_idle_word(word) || kinds.contains(word)) continue;
        ++asked;
        found +=
            std::ranges::any_of(said, [&](const std::string& each) { return are_kin(each, word); }) ? 1 : 0;
    }
    return asked == 0 ? 0 : static_cast<double>(found) / static_cast<double>(asked);
}

view::Ref door_named(const Scene& scene, const std::string& name)
{
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref != 0 && node.is_operable && !node.is_editable &&
            collapsed(node.name.empty() ? scene.text_of(i) : node.name) == name && node.role != "button" &&
            node.role != "row")
            return node.ref;
    }
    return 0;
}

Async<Result<bool>> enter(Run& run, std::string name)
{
    const auto door = door_named(run.hands.scene(), name);
    if (door == 0) co_return false;
    const auto before = run.hands.scene().whole_text();
    auto pressed = co_await run.hands.press(door);
    if (!pressed) {
        if (pressed.error().code == ErrorCode::not_doable) co_return std::move(pressed).error();
        co_return false;
    }
    co_return co_await run.hands.look_until(
        [&](const Scene& now) { return now.whole_text() != before; }, page_limit
    );
}

// "Go to the settings", "open the ticket 'X'": where it is, is for the agent to find.
bool is_going(const lite::Step& step)
{
    return step.verb == Verb::click &&
           fit("(go to|open|visit|navigate to|show|view|read|browse to|switch to) {*}", step.clause);
}

// A page that an earlier step of the instruction went to, or a list it made, is the one that the next step
// speaks of: what another page says is an answer to another question.
bool has_gone_somewhere(const Run& run)
{
    for (std::size_t i = 0; i < run.at; ++i) {
        const auto& before = run.steps[i];
        if (before.verb == Verb::search || before.verb == Verb::narrow || before.verb == Verb::sort ||
            before.verb == Verb::open_url || is_going(before))
            return true;
    }
    return false;
}

// "Results for X", "no matches for X", and X in the field that it was typed into: what a page of results says
// of any words.
bool is_echo(const Scene& scene, int text)
{
    return scene.node(scene.operable_at(text)).is_editable ||
           fit("[{*}] (result|results|match|matches|search|searched|searching|found|query) [{*}]",
               scene.text_of(std::max(0, scene.element_of(text))));
}

bool is_there(const Scene& scene, const std::string& name)
{
    for (int i = 0; i < scene.size(); ++i)
        if (scene.node(i).role == "text" && contains_word(scene.node(i).name, name) && !is_echo(scene, i))
            return true;
    return false;
}

// What is named in quotes may be on none of the pages a list shows, and be found by its search.
Async<Result<bool>> search_for_it(Run& run, const lite::Step& step)
{
    const auto quotes = quoted_texts(step.clause);
    if (quotes.empty() || !has_search(run.hands.scene())) co_return false;
    lite::Step searching;
    searching.verb = Verb::search;
    searching.clause = "search for \"" + quotes.front() + "\"";
    searching.slots["query"] = quotes.front();
    auto searched = co_await search(run, searching);
    if (!searched) co_return false;
    co_return evidence(run.hands.scene(), step.clause) == 1 && is_there(run.hands.scene(), quotes.front());
}

Async<Result<bool>> search_if(Run& run, lite::Step step, bool may)
{
    if (!may) co_return false;
    co_return co_await search_for_it(run, step);
}

Async<Done> return_to(Run& run, std::string url)
{
    if (run.hands.page().url() == url) co_return Done();
    lite::Step open;
    open.verb = Verb::open_url;
    open.slots["url"] = url;
    co_return co_await open_url(run, open);
}

// "the e-mail notifications in the settings", once one is there.
lite::Step without_place(lite::Step step, std::string_view place)
{
    const auto cut = [&](std::string& text) {
        const auto slots = fit(
            "{rest} (in|on|under|from|within|of) [the|my|your] {place} [page|tab|section|area|menu|screen]",
            text
        );
        if (slots && similarity(slots->at("place"), place) > 0.8) text = slots->at("rest");
    };
    cut(step.clause);
    for (auto& [name, text] : step.slots) cut(text);
    return step;
}

// Does the page say by its title, address or headings, or by the entry of its menu that is marked, that this
// is what it is about?
bool is_page_about(const Scene& scene, const std::string& thing)
{
    const auto says = [&](std::string_view text) {
        return std::ranges::any_of(words_of(text), [&](const std::string& word) {
            return are_kin(word, thing);
        });
    };
    const auto& url = scene.snapshot().url;
    const auto host = url.find("://");
    const auto path = host == std::string::npos ? std::string::npos : url.find('/', host + 3);
    if (says(scene.snapshot().title) || (path != std::string::npos && says(url.substr(path)))) return true;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        const auto marked = node.attributes.find("aria-current");
        const bool is_marked = (marked != node.attributes.end() && marked->second != "false") ||
                               (node.selected == view::Tristate::on && node.role != "option");
        if ((node.role == "heading" || is_marked) && says(scene.text_of(i))) return true;
    }
    return false;
}

}  // namespace

Async<Done> go_to_page_of(Run& run, std::string things)
{
    const auto words = content_words(things);
    static const std::set<std::string, std::less<>> of_any_page = {
        "result", "item", "entry", "record", "row", "list", "table", "page", "hit", "one", "site", "search"
    };
    if (words.empty() || of_any_page.contains(words.back()) || refers_back(things) || run.has_open_form)
        co_return Done();
    if (of_any_page.contains(words.back().substr(0, words.back().size() - 1))) co_return Done();
    CO_TRY(const auto* scene, co_await run.hands.look());
    if (is_page_about(*scene, words.back())) co_return Done();
    lite::Step going;
    going.clause = "open " + words.back();
    auto doors = doors_of(*scene, going);
    std::erase_if(doors, [](const Door& door) { return !door.is_named; });
    if (doors.size() != 1) co_return Done();
    CO_TRY_DONE(co_await enter(run, doors.front().name));
    co_return Done();
}

namespace {

Async<Result<bool>> look_around(Run& run, Async<Done> (*do_step)(Run& run))
{
    const auto step = run.steps[run.at];
    if (!may_wander(step.verb) || run.has_open_form) co_return false;
    const auto start = run.hands.page().url();
    CO_TRY(const auto* scene, co_await run.hands.look());
    auto doors = doors_of(*scene, step);
    const auto begun = std::chrono::steady_clock::now();
    std::size_t tried = 0;
    std::size_t unlike = 0;
    const bool is_asked = is_question(step.verb);
    const bool is_settled = has_gone_somewhere(run);
    const bool names_thing = !names_in(step.clause).empty() && step.verb != Verb::compose;
    // What is new is not there to be found, and where the step names another page this one's search is not
    // it.
    const bool is_searched = step.verb != Verb::compose;
    const bool has_named_door = std::ranges::any_of(doors, &Door::is_named);
    CO_TRY(const bool is_here, co_await search_if(run, step, is_searched && !has_named_door));
    if (is_here) {
        auto done = co_await do_step(run);
        if (done) co_return true;
        if (done.error().code != ErrorCode::not_doable) co_return std::move(done).error();
    }
    for (std::size_t at = 0; at < doors.size(); ++at) {
        const auto door = doors[at];
        const bool is_known = step.verb != Verb::none;
        if (!door.is_named && is_asked && is_settled) break;
        if (!door.is_named && (!is_known || (!is_asked && !names_thing && !is_going(step)))) break;
        const auto limit = door.is_named ? named_patience : patience;
        if (++tried > max_doors || std::chrono::steady_clock::now() - begun > limit) break;
        if (!door.is_named && unlike >= max_unlike) break;
        CO_TRY_DONE(co_await run.hands.look());
        if (door_named(run.hands.scene(), door.name) == 0) CO_TRY_DONE(co_await return_to(run, start));
        if (door_named(run.hands.scene(), door.name) == 0 && !door.via.empty())
            CO_TRY_DONE(co_await enter(run, door.via));
        CO_TRY(const bool entered, co_await enter(run, door.name));
        if (!entered) continue;
        // What this page's own menu leads to comes after all of the first.
        if (door.via.empty())
            for (auto& further : doors_of(run.hands.scene(), step))
                if (std::ranges::find(doors, further.name, &Door::name) == doors.end()) {
                    further.via = door.name;
                    const bool is_next = further.is_named && !further.name.empty();
                    doors.insert(
                        is_next ? doors.begin() + static_cast<std::ptrdiff_t>(at) + 1 : doors.end(), further
                    );
                }
        // A list that goes on may have it further behind.
        const bool goes_on = (is_asked || names_thing) && next_page(run.hands.scene()) != 0;
        const auto needed = is_asked ? enough_evidence : 1.0;
        const double said = evidence(run.hands.scene(), step.clause);
        unlike = said > 0.3 ? 0 : unlike + 1;
        // What goes on may say the name further behind; it has to be about the rest of the question here.
        constexpr double some_evidence = 0.3;
        if (!door.is_named && said < (goes_on && !names_thing ? some_evidence : goes_on ? 0 : needed))
            continue;
        auto done = co_await do_step(run);
        if (done) co_return true;
        if (done.error().code != ErrorCode::not_doable) co_return std::move(done).error();
        CO_TRY(const bool is_found, co_await search_if(run, step, is_searched));
        if (is_found) {
            done = co_await do_step(run);
            if (done) co_return true;
            if (done.error().code != ErrorCode::not_doable) co_return std::move(done).error();
        }
        if (!door.is_named) continue;
        run.steps[run.at] = without_place(step, door.name);
        if (run.steps[run.at].clause != step.clause) done = co_await do_step(run);
        run.steps[run.at] = step;
        if (done) co_return true;
    }
    CO_TRY_DONE(co_await return_to(run, start));
    CO_TRY_DONE(co_await run.hands.look());
    co_return false;
}

}  // namespace

Async<Result<bool>> do_elsewhere(Run& run, Async<Done> (*do_step)(Run& run))
{
    run.is_elsewhere = true;
    auto done = co_await look_around(run, do_step);
    run.is_elsewhere = false;
    co_return done;
}

}  // namespace lissom::agent::lite::skills
