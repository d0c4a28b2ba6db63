#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "agent/lite/fields.hpp"
#include "agent/lite/forms.hpp"
#include "agent/lite/said.hpp"
#include "agent/lite/skills/buying.hpp"
#include "agent/lite/skills/by_page.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

// "Order two large pizzas with ham, no olives": one thing that is put together from choices, boxes and a
// number, and a button that orders it.
namespace lissom::agent::lite::skills {

namespace {

using Words = std::vector<std::string>;

// What is wished for; nothing where the clause orders something else.
std::optional<std::string> wish_in(const std::string& clause)
{
    for (const std::string_view pattern :
         {"(order|buy|get|get me|order me|give me|i'll have|i'll take|i will take|i will have) {wish}",
          "(i|we) (want|need|take|would like|'d like) [to (order|buy|get|have)] {wish}",
          "(i'd|we'd) like [to (order|buy|get|have)] {wish}",
          "(can|could|may) (i|we) (have|get) {wish}"})
        if (const auto slots = fit(pattern, clause)) return slots->at("wish");
    // "Two small pizzas with ham, please".
    const auto words = words_of(clause);
    const bool is_counted =
        !words.empty() && (number_word(words.front()) || words.front() == "a" || words.front() == "an");
    return is_counted ? std::optional(clause) : std::nullopt;
}

// The one button that ends the order; 0 where there is none, or each of several things has its own.
view::Ref order_button(const Scene& scene)
{
    static const std::set<std::string, std::less<>> ordering = {
        "order", "buy", "add", "checkout", "pay", "purchase", "submit", "place", "confirm", "send"
    };
    view::Ref found = 0;
    for (const auto& node : scene.nodes()) {
        const auto words = words_of(node.name);
        if (node.ref == 0 || node.role != "button" || words.empty() || !ordering.contains(words.front()))
            continue;
        if (found != 0) return 0;
        found = node.ref;
    }
    return found;
}

struct Deed {
    enum class Kind { tick, untick, option, number };
    Kind kind = Kind::tick;
    view::Ref ref = 0;
    std::string value;
};

// What every choice of a group says tells none of them: "patty" of "Beef patty" and "Veggie patty".
std::vector<Words> telling_of(const Words& options)
{
    std::vector<Words> all;
    for (const auto& option : options) all.push_back(telling_words(option));
    auto common = all.empty() ? Words() : all.front();
    for (const auto& words : all)
        std::erase_if(common, [&](const std::string& word) {
            return std::ranges::find(words, word) == words.end();
        });
    for (auto& words : all) {
        if (words.size() <= common.size()) continue;
        std::erase_if(words, [&](const std::string& word) {
            return std::ranges::find(common, word) != common.end();
        });
    }
    return all;
}

// Of a group of choices the one whose words are said, the longest first.
void read_choice(const FormField& field, Said& said, std::vector<Deed>& deeds)
{
    const auto words = telling_of(field.options);
    std::optional<std::size_t> best;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i].empty() || (best && words[i].size() <= words[*best].size())) continue;
        const auto at = said.find_all(words[i], false);
        const bool denies = words[i].front() == "no" || words[i].front() == "without";
        if (!at || (!denies && said.is_negated(at->front()))) continue;
        best = i;
        places = *at;
    }
    if (!best) return;
    const bool is_list = field.radios.empty();
    deeds.push_back(
        {is_list ? Deed::Kind::option : Deed::Kind::tick,
         is_list ? field.ref : field.radios.at(*best),
         field.options[*best]}
    );
    said.use(places);
}

// "With cheese, no olives", "only ham", "without toppings".
void read_boxes(const Scene& scene, Said& said, std::vector<Deed>& deeds)
{
    const bool is_only = said.has({"only", "just", "nothing but"});
    const bool is_bare = said.has(
        {"without anything",
         "without toppings",
         "without any",
         "nothing on",
         "no toppings",
         "no extras",
         "without extras",
         "plain",
         "with nothing"}
    );
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || node.role != "checkbox" || node.is_disabled) continue;
        const auto label = telling_words(label_of(scene, i));
        const auto places = label.empty() ? std::nullopt : said.find_all(label, false);
        if (places) {
            const bool is_refused = said.is_negated(places->front());
            deeds.push_back({is_refused ? Deed::Kind::untick : Deed::Kind::tick, node.ref, ""});
            said.use(*places);
        } else if (is_only || is_bare) {
            deeds.push_back({Deed::Kind::untick, node.ref, ""});
        }
    }
    if (is_bare)
        said.use_any_of({"anything", "toppings", "topping", "extras", "extra", "nothing", "plain", "any"});
}

// The number of them, into the field for it. False where a number is said that nothing takes.
bool read_number(const Scene& scene, Said& said, std::vector<Deed>& deeds)
{
    const auto field = quantity_field(scene);
    for (std::size_t i = 0; i < said.words.size(); ++i) {
        if (said.words[i].is_used) continue;
        const bool is_one = said.words[i].small == "a" || said.words[i].small == "an";
        const auto number = is_one && i == 0 ? std::optional(1.0) : said.number_at(i);
        if (!number) continue;
        if (field == 0) return *number == 1;
        said.words[i].is_used = true;
        deeds.push_back({Deed::Kind::number, field, number_text(*number)});
        return true;
    }
    return true;
}

// Words of no choice: one of them is what the thing is called, more were not understood.
std::size_t words_left(const Scene& scene, Said& said)
{
    said.use_words_of(scene.snapshot().title);
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.role == "heading" || node.tag == "legend" || node.role == "button")
            said.use_words_of(node.role == "button" ? node.name : scene.text_of(i));
    }
    std::set<std::string> left;
    for (const auto& word : said.words)
        if (!word.is_used && !is_manner(word.small)) left.insert(stem(word.small));
    return left.size();
}

Async<Done> do_deed(Run& run, Deed deed)
{
    CO_TRY_DONE(co_await run.hands.look());
    if (deed.kind == Deed::Kind::number) co_return co_await put(run, deed.ref, deed.value);
    if (deed.kind != Deed::Kind::option)
        co_return co_await tick(run, deed.ref, deed.kind == Deed::Kind::tick);
    JsonObject params{{"element", "e" + std::to_string(deed.ref)}, {"option", deed.value}};
    CO_TRY_DONE(co_await run.hands.act("select", std::move(params)));
    co_return Done();
}

}  // namespace

Async<Result<bool>> order_by_form(Run& run, const lite::Step& step)
{
    // What was waited for is done at once: the moment may pass.
    if (!step.condition.empty()) co_return false;
    const auto wish = wish_in(step.clause);
    if (!wish || !quoted_texts(*wish).empty()) co_return false;
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto button = order_button(*scene);
    if (button == 0) co_return false;
    Said said(*wish);
    std::vector<Deed> deeds;
    for (const auto& field : form_fields(*scene))
        if (field.type == "select" || field.type == "radio") read_choice(field, said, deeds);
    read_boxes(*scene, said, deeds);
    if (deeds.empty() || !read_number(*scene, said, deeds) || words_left(*scene, said) > 1) co_return false;
    run.has_open_form = true;
    run.form_field = deeds.back().ref;
    for (auto& deed : deeds) CO_TRY_DONE(co_await do_deed(run, std::move(deed)));
    // Ordered when all that is said of it has been done.
    if (!run.has_step_after(Verb::click) && !run.has_step_after(Verb::buy)) {
        lite::Step ordering;
        ordering.verb = Verb::click;
        ordering.clause = "press \"" + run.hands.scene().snapshot().find(button)->name + "\"";
        ordering.slots["object"] = "\"" + run.hands.scene().snapshot().find(button)->name + "\"";
        run.steps.push_back(std::move(ordering));
    }
    co_return true;
}

}  // namespace lissom::agent::lite::skills
