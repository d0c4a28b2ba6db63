#include "agent/lite/explore.hpp"

#include <algorithm>
#include <cctype>
#include <functional>
#include <map>
#include <set>

#include "agent/lite/deeds.hpp"
#include "agent/lite/kinds.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/results.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/time.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite {

namespace {

constexpr int max_doors = 24;        // things opened in search of one target
constexpr Millis unfold_limit(900);  // an accordion's animation
constexpr Millis silent_limit(200);  // after a press that the page did not answer
constexpr double search_limit = 4;   // seconds: a person would have given up by then

bool has_class_like(const view::Node& node, std::string_view word)
{
    const auto at = node.attributes.find("class");
    return at != node.attributes.end() && lower(at->second).contains(word);
}

// "▸", "[+]": how a closed branch is drawn. A bare "+" counts up as often.
bool is_fold_sign(std::string_view name)
{
    static const std::set<std::string, std::less<>> closed = {
        "▸", "▶", "►", "▷", "⊞", "[+]", "❯", "⏵", "🞂", "chevron_right", "expand_more", "arrow_right"
    };
    return closed.contains(trimmed(name));
}

// The mark on a list of choices opens that list, and no part of the page.
bool is_of_list(const Scene& scene, int index)
{
    constexpr int highest = 3;
    for (int up = index, level = 0; up >= 0 && level < highest; up = scene.parent(up), ++level)
        for (int i = up; i < scene.end_of(up); ++i)
            if (scene.node(i).role == "combobox" || scene.node(i).tag == "select") return true;
    return false;
}

// "Menu", "☰": behind it is what leads to the rest of the site.
bool is_main_menu(const view::Node& node)
{
    static const std::set<std::string, std::less<>> names = {
        "menu",
        "☰",
        "≡",
        "main menu",
        "open menu",
        "navigation",
        "toggle navigation",
        "show menu",
        "toggle menu"
    };
    return node.role == "button" && names.contains(lower(trimmed(node.name)));
}

bool opens_menu(const view::Node& node)
{
    const auto popup = node.attributes.find("aria-haspopup");
    return node.role == "button" && popup != node.attributes.end() &&
           (popup->second == "true" || popup->second == "menu");
}

// What hides other things: the higher, the sooner it is opened.
int door_rank(const Scene& scene, int index)
{
    const auto& node = scene.node(index);
    if (node.ref == 0 || !node.is_operable || node.is_disabled) return 0;
    if (node.role == "tab") return node.selected == view::Tristate::on ? 0 : 9;
    if (is_main_menu(node)) return 8;
    if (node.expanded == view::Tristate::off && node.role != "combobox") return 8;
    if (node.expanded == view::Tristate::on) return 0;
    // "More fields", "Show advanced options": says itself that there is more, and marks nothing.
    if (node.role == "button" && fit("[show] (more|advanced|additional|further|all) [{!which}] "
                                     "(fields|options|settings|details|filters|choices|preferences|wishes)",
                                     node.name))
        return 7;
    if (node.tag == "summary") return 8;
    if (is_kind(scene, index, "tab") && node.role == "link")
        return is_deed(node.name) || node.name.empty() ? 0 : 7;
    if (has_class_like(node, "accordion") || has_class_like(node, "collaps")) return 6;
    // Headings that fold what is below them.
    if (node.role == "heading" && node.href.empty()) return 4;
    if (is_fold_sign(node.name.empty() ? scene.text_of(index) : node.name)) return 5;
    if (is_deed(node.name)) return 0;
    if (opens_menu(node)) return 5;
    // Trees of old: what opens a branch says so by its class only.
    if (node.role == "treeitem") return 5;
    if (node.href.empty() && node.role != "button")
        for (const std::string_view word : {"folder", "hitarea", "caret", "expand", "branch", "node"})
            if (has_class_like(node, word)) return is_of_list(scene, index) ? 0 : 4;
    return 0;
}

// Controls that lead to more of the same: "Next", ">", "Show more".
int pager_rank(const Scene& scene, int index)
{
    const auto& node = scene.node(index);
    if (node.ref == 0 || !node.is_operable || node.is_disabled) return 0;
    const auto name = lower(trimmed(node.name));
    if (name == "next" || name == ">" || name == "›" || name == "»" || name == "→" || name == "next page" ||
        name == "older posts" || name == "next ›" || name == "next »")
        return 3;
    if (name == "load more" || name == "show more" || name == "more results" || name == "view more" ||
        name == "see more")
        return 2;
    return 0;
}

// Doors that were opened; a page that is drawn anew has the same ones under other numbers.
struct Opened {
    std::set<view::Ref> refs;
    std::map<std::string, view::Ref> names;

    void add(const Scene& scene, view::Ref ref)
    {
        refs.insert(ref);
        if (const auto* node = scene.snapshot().find(ref); node != nullptr && !node->name.empty())
            names[node->role + " " + node->name] = ref;
    }
    bool contains(const Scene& scene, const view::Node& node) const
    {
        if (refs.contains(node.ref)) return true;
        const auto before = names.find(node.role + " " + node.name);
        return before != names.end() && scene.index_of(before->second) < 0;
    }
};

// A link to the page that is in front hides nothing.
bool leads_nowhere(const Scene& scene, const view::Node& node)
{
    const auto plain = [](std::string_view url) { return url.substr(0, url.find('#')); };
    return !node.href.empty() && !node.href.contains('#') && plain(node.href) == plain(scene.snapshot().url);
}

std::vector<view::Ref> doors(const Scene& scene, const Opened& opened, bool pagers)
{
    std::vector<std::pair<int, view::Ref>> found;
    for (int i = 0; i < scene.size(); ++i) {
        const int rank = pagers ? pager_rank(scene, i) : door_rank(scene, i);
        const auto ref = scene.node(i).ref;
        const bool is_used = opened.contains(scene, scene.node(i)) || leads_nowhere(scene, scene.node(i));
        if (rank > 0 && (pagers || !is_used)) found.emplace_back(-rank, ref);
    }
    std::ranges::sort(found);
    std::vector<view::Ref> refs;
    refs.reserve(found.size());
    for (const auto& [rank, ref] : found) refs.push_back(ref);
    return refs;
}

std::size_t shape_of(const Scene& scene) { return std::hash<std::string>()(scene.whole_text()); }

bool is_found(const std::vector<Candidate>& ranked)
{
    return !ranked.empty() && ranked.front().score >= good_enough;
}

// Opens one door and waits until something has unfolded.
Async<Done> open_door(Run& run, view::Ref door)
{
    const auto before = shape_of(run.hands.scene());
    auto pressed = co_await run.hands.press(door);
    if (!pressed && pressed.error().code == ErrorCode::not_doable) co_return std::move(pressed).error();
    const bool does_nothing = !pressed || !(pressed->has_changed || pressed->has_navigated);
    CO_TRY(
        const bool unfolded,
        co_await run.hands.look_until(
            [&](const Scene& scene) { return shape_of(scene) != before; },
            does_nothing ? silent_limit : unfold_limit
        )
    );
    (void)unfolded;
    co_return Done();
}

// Lists that draw only what is in view, and pages that grow at their end: scrolled as long as something new
// comes up. A page that is all there costs nothing.
Async<Result<bool>> scroll_until(Run& run, std::function<bool(const Scene&)> holds)
{
    constexpr int most_scrolls = 60;
    constexpr Millis coming_limit(500);
    const auto& first = run.hands.scene();
    view::Ref box = 0;
    double largest = 0;
    for (const auto& node : first.nodes())
        if (node.ref != 0 && node.can_scroll && !node.is_editable && node.tag != "html" &&
            node.tag != "body" && node.rect.area() > largest)
            largest = node.rect.area(), box = node.ref;
    const auto& scroll = first.snapshot().scroll;
    if (box == 0 && scroll.height < scroll.viewport * 1.2) co_return false;
    for (int i = 0; i < most_scrolls; ++i) {
        JsonObject params{{"direction", box == 0 ? "bottom" : "down"}};
        if (box != 0) params["element"] = "e" + std::to_string(box);
        const auto before = shape_of(run.hands.scene());
        CO_TRY(const auto effect, co_await run.hands.act("scroll", std::move(params)));
        CO_TRY(
            const bool has_more,
            co_await run.hands.look_until(
                [&](const Scene& now) { return shape_of(now) != before; }, coming_limit
            )
        );
        if (has_more && holds(run.hands.scene())) co_return true;
        // A list that grows does so at its end, and takes a moment.
        if (!has_more && !effect.has_changed) break;
    }
    co_return false;
}

// "Tab 3", "section #2": counted off, where no label says the number. "Seat A1", "the folder Work": what it
// is stands before its name.
std::vector<Candidate> named_otherwise(const Scene& scene, const std::string& phrase, Use use)
{
    const auto plain = without_prefix_words(phrase, {"the", "a", "an", "this"});
    if (const auto slots = fit("{!kind} [number|no|nr] {#count}", plain)) {
        auto target = parse_target(slots->at("kind"));
        const auto number = number_in(slots->at("count"));
        if (!target.kind.empty() && target.words.empty() && number && *number >= 1) {
            target.ordinal = static_cast<int>(*number);
            auto ranked = rank(scene, target, use);
            if (is_found(ranked)) return ranked;
        }
    }
    const auto blank = plain.find(' ');
    const bool has_noun =
        blank != std::string::npos && std::islower(static_cast<unsigned char>(plain.front())) != 0;
    const auto name = has_noun ? lower(trimmed(plain.substr(blank + 1))) : "";
    const bool is_name = has_noun && (std::isupper(static_cast<unsigned char>(plain[blank + 1])) != 0 ||
                                      std::isdigit(static_cast<unsigned char>(plain[blank + 1])) != 0);
    if (!is_name || use == Use::type) return {};
    std::vector<Candidate> found;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || (use != Use::look && !node.is_operable)) continue;
        const auto text = node.name.empty() ? scene.text_of(i) : node.name;
        if (lower(collapsed(text)) == name || lower(collapsed(node.description)) == name)
            found.push_back({i, 0.9});
    }
    // What holds the other is the same thing; of two that are called so none is meant.
    std::erase_if(found, [&](const Candidate& each) {
        return std::ranges::any_of(found, [&](const Candidate& other) {
            return other.index != each.index && scene.is_inside(other.index, each.index);
        });
    });
    if (found.size() > 1) found.clear();
    return found;
}

// Does the page say that something is still to come: "Preparing…", a bar of progress?
bool is_under_way(const Scene& scene)
{
    constexpr std::size_t longest = 60;
    return std::ranges::any_of(scene.nodes(), [](const view::Node& node) {
        if (node.role == "progressbar") return true;
        if (node.role != "text" || node.name.size() > longest) return false;
        const auto said = lower(trimmed(node.name));
        const bool trails_off = said.size() > 4 && (said.ends_with("…") || said.ends_with("..."));
        return fit("{!doing} [{*}]", said) && trails_off && said.contains("ing")
                   ? true
                   : fit("[{*}] (please wait|loading|one moment|just a moment|working on it|hold on) [{*}]",
                         said)
                         .has_value();
    });
}

// The only thing to operate whose name is these very words, where they say else no more than a kind; -1.
int only_one_called(const Scene& scene, std::string_view phrase)
{
    const auto name = lower(without_prefix_words(phrase, {"the", "a", "an"}));
    if (kind_named(name).empty()) return -1;
    int found = -1;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || !node.is_operable || node.is_disabled || lower(trimmed(node.name)) != name)
            continue;
        if (found >= 0) return -1;
        found = i;
    }
    return found;
}

// What cannot be pressed yet may be so in a moment.
Async<Done> wait_until_enabled(Run& run, view::Ref ref)
{
    const auto is_out_of_reach = [ref](const Scene& now) {
        const auto* node = now.snapshot().find(ref);
        return node != nullptr && node->is_disabled;
    };
    constexpr Millis enabling_limit(5'000);
    if (is_out_of_reach(run.hands.scene()))
        CO_TRY_DONE(co_await run.hands.look_until(
            [&](const Scene& now) { return !is_out_of_reach(now); }, enabling_limit
        ));
    co_return Done();
}

}  // namespace

view::Ref ref_of(const Scene& scene, int index, Use use)
{
    const int at =
        use == Use::press || use == Use::choose ? scene.operable_at(index) : scene.element_of(index);
    // "Phone: 555-0101" is pressed where its one link is.
    if ((use == Use::press || use == Use::choose) && at >= 0 && !scene.node(at).is_operable) {
        int only = -1;
        int count = 0;
        for (int i = at + 1; i < scene.end_of(at); ++i)
            if (scene.node(i).ref != 0 && scene.node(i).is_operable) only = i, ++count;
        if (count == 1) return scene.node(only).ref;
    }
    // A whole region that listens is not what stands for one word in it: the word's own element is.
    const int own = scene.element_of(index);
    if (at >= 0 && own >= 0 && scene.node(at).rect.area() > 40 * std::max(1.0, scene.node(own).rect.area()))
        return scene.node(own).ref;
    return at < 0 ? 0 : scene.node(at).ref;
}

Async<Result<std::vector<Candidate>>> locate(Run& run, std::string phrase, Use use)
{
    const auto target = parse_target(phrase);
    CO_TRY(const auto* scene, co_await run.hands.look());
    // "Menu" may be what a button says, and no menu.
    if (const int only = use == Use::press ? only_one_called(*scene, phrase) : -1; only >= 0)
        co_return std::vector<Candidate>{{only, 1.0}};
    auto ranked = rank(*scene, target, use);
    if (is_found(ranked)) co_return ranked;
    if (auto named = named_otherwise(*scene, phrase, use); !named.empty()) co_return named;

    Opened opened;
    std::set<std::size_t> seen;
    const auto started = moment();
    for (int tries = 0; tries < max_doors && seconds_since(started) < search_limit; ++tries) {
        const auto& now = run.hands.scene();
        auto ways = doors(now, opened, false);
        const bool turns_page = ways.empty();
        if (turns_page) ways = doors(now, opened, true);
        if (const auto next = ways.empty() ? next_page(now) : 0; next != 0) ways.push_back(next);
        if (ways.empty()) break;
        const auto before = shape_of(now);
        seen.insert(before);
        opened.add(now, ways.front());
        const auto* door = now.snapshot().find(ways.front());
        const bool is_menu = door != nullptr && opens_menu(*door);
        CO_TRY_DONE(co_await open_door(run, ways.front()));
        ranked = rank(run.hands.scene(), target, use);
        if (is_found(ranked)) co_return ranked;
        // An open menu lies over the page.
        if (is_menu) CO_TRY_DONE(co_await run.hands.key("Escape"));
        // The last page, or round again to the first.
        if (turns_page && seen.contains(shape_of(run.hands.scene()))) break;
    }
    CO_TRY(const bool is_further_down, co_await scroll_until(run, [&](const Scene& now) {
               return is_found(rank(now, target, use));
           }));
    if (is_further_down) co_return rank(run.hands.scene(), target, use);
    // Perhaps it comes by itself: pages fill in after they are loaded, and after a deed.
    const auto late = is_under_way(run.hands.scene()) ? Millis(8'000) : Millis(run.at > 0 ? 1'500 : 600);
    CO_TRY(
        const bool came,
        co_await run.hands.look_until(
            [&](const Scene& now) { return is_found(rank(now, target, use)); }, late
        )
    );
    if (came) co_return rank(run.hands.scene(), target, use);
    co_return cannot("there is no \"" + target.phrase + "\" on the page");
}

Async<Result<actions::Effect>> press_best(Run& run, std::string phrase)
{
    CO_TRY(auto ranked, co_await locate(run, phrase, Use::press));
    const double top = ranked.front().score;
    std::set<view::Ref> tried;
    Result<actions::Effect> last = Error{ErrorCode::page_error, "nothing was pressed"};
    // Who is one of several by its place, size or number has no twin: the others are what was not meant.
    const auto target = parse_target(phrase);
    const bool is_picked =
        target.ordinal || target.size != Size::any || !target.position.empty() || !target.color.empty();
    const std::size_t max_tries = is_picked ? 1 : 4;
    std::vector<view::Ref> refs;
    for (const auto& each : ranked) {
        if (each.score < good_enough || each.score < top - 0.12) break;
        const auto ref = ref_of(run.hands.scene(), each.index, Use::press);
        // A part of the page is no thing to press, whatever it is called.
        const auto* node = run.hands.scene().snapshot().find(ref);
        if (node != nullptr && (node->role == "tabpanel" || node->role == "main" || node->role == "form"))
            continue;
        // A field that holds these words, perhaps typed a moment ago, is no button.
        const bool is_pressed_thing =
            target.kind == "button" || target.kind == "link" || target.kind == "tab";
        if (node != nullptr && node->is_editable && is_pressed_thing) continue;
        // "Vatican City" for "the city Sevilla": a name that neither it nor what it is a part of says.
        auto account = run.hands.account();
        account.touched(run.hands.scene(), each.index);
        if (!account.left_open("press " + phrase).empty()) continue;
        if (ref != 0 && tried.insert(ref).second) refs.push_back(ref);
        if (refs.size() == max_tries) break;
    }
    for (const auto ref : refs) {
        CO_TRY_DONE(co_await wait_until_enabled(run, ref));
        last = co_await run.hands.press(ref);
        if (!last && last.error().code == ErrorCode::not_doable) co_return last;
        if (last && last->has_changed) co_return last;
        // An act without any trace: the page may work in silence. Only a twin is worth another try.
    }
    if (refs.empty()) co_return cannot("there is no \"" + phrase + "\" to press on the page");
    if (!last) co_return cannot("\"" + phrase + "\" could not be pressed: " + last.error().message);
    // A heading or a word that does nothing when it is pressed was not what was meant.
    const auto* pressed = refs.empty() ? nullptr : run.hands.scene().snapshot().find(refs.back());
    const bool is_text = pressed != nullptr && !pressed->is_operable &&
                         (pressed->role == "heading" || pressed->role == "paragraph" ||
                          pressed->role == "label" || pressed->role == "cell");
    if (is_text && !last->has_changed) co_return cannot("pressing \"" + phrase + "\" changed nothing");
    co_return last;
}

int record_of(const Scene& scene, int anchor)
{
    const auto own = scene.text_of(anchor).size();
    for (int box = scene.element_of(anchor); box >= 0; box = scene.parent(box)) {
        const auto& node = scene.node(box);
        if (node.tag == "body" || node.tag == "html" || node.role == "main") break;
        if (node.role == "cell" || node.role == "gridcell") continue;  // a piece of its row
        const bool is_item = node.role == "listitem" || node.role == "row" || node.role == "article";
        const bool holds_more = scene.text_of(box).size() > own;
        const bool has_control = std::ranges::any_of(
            scene.nodes().begin() + box, scene.nodes().begin() + scene.end_of(box), &view::Node::is_operable
        );
        if (!holds_more && !has_control) continue;
        if (is_item || scene.alike(box).size() >= 2) {
            // Pieces of one line are no records: a record holds more than one thing.
            if (holds_more || is_item) return box;
        }
    }
    return -1;
}

}  // namespace lissom::agent::lite
