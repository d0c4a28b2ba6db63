#include "agent/lite/unknown.hpp"

#include <algorithm>
#include <set>

#include "agent/lite/explore.hpp"
#include "agent/lite/left_out.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/skills/plain.hpp"
#include "agent/lite/skills/pressing.hpp"
#include "agent/lite/skills/record.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite {

namespace {

Error not_understood(const std::string& clause)
{
    return cannot(
        "the agent without a model does not understand \"" + clause +
        "\": tell it what to do in plain steps, such as \"click …\", \"enter … into …\", \"search for …\""
    );
}

// What the whole page is about: no thing of its own among others.
bool is_the_page(const std::string& object)
{
    static const std::set<std::string, std::less<>> nouns = {
        "it",    "this",    "that",  "page",    "file",    "document", "text",       "picture",
        "image", "drawing", "note",  "changes", "article", "post",     "topic",      "thread",
        "item",  "product", "game",  "player",  "work",    "project",  "everything", "photo",
        "song",  "video",   "music", "timer",   "clock",   "recording"
    };
    return nouns.contains(lower(without_prefix_words(object, {"the", "this", "my", "a", "that"})));
}

}  // namespace

Async<Result<bool>> do_plain_clause(Run& run, const Step& step)
{
    CO_TRY(const bool is_done, co_await skills::do_plainly(run, step.clause));
    run.did_plainly = run.did_plainly || is_done;
    // "… and tell me the result": what is asked next has to be there first.
    if (is_done && run.at + 1 < run.steps.size() && run.steps[run.at + 1].verb == Verb::answer)
        CO_TRY_DONE(co_await skills::submit_what_was_meant(run));
    co_return is_done;
}

Async<Result<bool>> do_by_verb(Run& run, const Step& step)
{
    // "Shapes > Round > Oval": one menu after the other.
    if (step.clause.contains(" > ") && !is_order(step.clause)) {
        Step walking = step;
        walking.slots["value"] = step.clause;
        CO_TRY_DONE(co_await skills::choose(run, walking));
        co_return true;
    }
    const auto slots = fit("{!verb} [the|this|my] {object}", step.clause);
    if (!slots || !quoted_texts(step.clause).empty()) co_return false;
    const auto verb = lower(slots->at("verb"));
    CO_TRY(const auto* scene, co_await run.hands.look());
    if (is_the_page(slots->at("object"))) {
        // "Print it", by its sign or its word: the only control that says so.
        const auto control = skills::only_control_for(*scene, verb);
        const int at = control == 0 ? -1 : scene->index_of(control);
        constexpr double plainly = 0.65;
        if (at < 0 || !scene->node(at).is_operable || says(*scene, at, verb) < plainly) co_return false;
        CO_TRY_DONE(co_await run.hands.press(control));
        co_return true;
    }
    co_return co_await skills::act_on_record(run, verb, slots->at("object"));
}

Async<Done> do_unknown(Run& run, const Step& step)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto ranked = rank(*scene, step.clause, Use::press);
    // "Lock 'Dahlias'": what is called Dahlias is what it is done to, and not the deed. "Run 'Export'"
    // presses.
    const bool is_only_object =
        !ranked.empty() && ranked.front().score > 0.8 && !quoted_texts(step.clause).empty() &&
        !fit("(run|use|execute|trigger|invoke|start|launch|perform|do|pick|take|try) {*}", step.clause) &&
        !contains_word(scene->node(ranked.front().index).name, words_of(step.clause).front());
    if (!ranked.empty() && ranked.front().score > 0.8 && !is_only_object &&
        left_out(step.clause, scene->node(ranked.front().index).name).empty() &&
        (words_of(step.clause).size() <= 3 ||
         similarity(step.clause, scene->node(ranked.front().index).name) > 0.6)) {
        const auto ref = ref_of(*scene, ranked.front().index, Use::press);
        const auto* node = scene->snapshot().find(ref);
        if (node != nullptr && node->role == "radio") {
            // "Vote juice": chosen, and not yet sent.
            run.has_open_form = true;
            run.form_field = ref;
        }
        CO_TRY_DONE(co_await run.hands.press(ref));
        co_return Done();
    }
    if (const auto slots = fit("{!verb} [the|this] {record}", step.clause)) {
        CO_TRY(
            const bool is_pressed,
            co_await skills::press_at_record(run, slots->at("verb"), slots->at("record"))
        );
        if (is_pressed) co_return Done();
        CO_TRY(scene, co_await run.hands.look());
    }
    CO_TRY(const bool is_done, co_await do_by_verb(run, step));
    if (is_done) co_return Done();
    CO_TRY(scene, co_await run.hands.look());
    const auto words = words_of(step.clause);
    const auto object = step.clause.substr(std::min(step.clause.find(' '), step.clause.size()));
    // "Approve the expense 'Desk lamp'", "reject expense 305": what the record's own control says.
    const auto quotes = quoted_texts(object);
    const auto said = scene->whole_text();
    const bool are_there =
        std::ranges::all_of(quotes, [&](const std::string& quote) { return contains_word(said, quote); });
    // One thing of the site, by its name, and the page has no such thing: no form is meant.
    if (!are_there && fit("the {*}", object))
        co_return cannot("there is no " + trimmed(object) + " on the page");
    // "Restart the printer": the record by its own name.
    const auto name = lower(without_prefix_words(trimmed(object), {"the", "my", "our"}));
    const bool names_text = std::ranges::any_of(scene->nodes(), [&](const view::Node& node) {
        if (node.role != "text") return false;
        const auto text = lower(collapsed(node.name));
        // "Dahl, Eva" is Eva Dahl.
        const auto comma = text.find(", ");
        return text == name ||
               (comma != std::string::npos && text.substr(comma + 2) + " " + text.substr(0, comma) == name);
    });
    // "Call Vera Blum", where each of several has a "Call" of its own.
    const bool is_of_records = words.size() > 1 && contains_word(said, name) &&
                               skills::control_for(*scene, words.front(), -1) != 0 &&
                               skills::only_control_for(*scene, words.front()) == 0;
    const bool is_record = !quotes.empty() || names_text || is_of_records || fit("{*} {#number}", object);
    if (words.size() > 1 && are_there && is_record) {
        auto deed = step;
        deed.verb = Verb::act;
        deed.slots["action"] = words.front();
        deed.slots["record"] = trimmed(object);
        auto done = co_await skills::act(run, deed);
        if (done || done.error().code != ErrorCode::not_doable) co_return done;
        CO_TRY(scene, co_await run.hands.look());
    }
    CO_TRY(const bool is_plain, co_await do_plain_clause(run, step));
    if (is_plain) co_return Done();
    CO_TRY(scene, co_await run.hands.look());
    // A verb that nothing on the page says is not understood: any form would be a guess.
    const bool is_said =
        !words.empty() && std::ranges::any_of(words_of(scene->whole_text()), [&](const std::string& word) {
            return are_kin(word, words.front()) || are_synonyms(word, words.front());
        });
    if (!is_said || is_only_object) co_return not_understood(step.clause);
    auto composing = step;
    composing.slots["details"] = step.clause.substr(std::min(step.clause.find(' '), step.clause.size()));
    auto composed = co_await skills::compose(run, composing);
    if (composed || composed.error().code != ErrorCode::not_doable) co_return composed;
    co_return not_understood(step.clause);
}

}  // namespace lissom::agent::lite
