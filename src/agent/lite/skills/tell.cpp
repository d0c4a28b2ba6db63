#include <algorithm>

#include "agent/lite/explore.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/figures.hpp"
#include "agent/lite/kinds.hpp"
#include "agent/lite/measure.hpp"
#include "agent/lite/questions.hpp"
#include "agent/lite/reading.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"
#include "extract/extract.hpp"

namespace lissom::agent::lite::skills {

namespace {

// Buttons that read as answers do: the one that says exactly this, if there are others to choose from.
int answer_button(const Scene& scene, const std::string& answer)
{
    int found = -1;
    int answers = 0;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || !node.is_operable ||
            (node.role != "button" && node.role != "radio" && node.role != "option"))
            continue;
        const bool is_alike =
            number_in(answer) ? number_in(node.name).has_value() && node.name.size() < 12 : true;
        if (is_alike) ++answers;
        if (lower(trimmed(node.name)) == lower(answer)) found = i;
    }
    return answers >= 2 ? found : -1;
}

// A question that is a task of its own may be answered on the page: a button with the answer, or one field
// for it.
Async<Done> give_answer(Run& run, std::string answer)
{
    run.text = answer;
    run.answer = Json(answer);
    if (run.steps.size() > 1 || run.assignment.response_model) co_return Done();
    const auto& scene = run.hands.scene();
    const int button = answer_button(scene, answer);
    if (button >= 0) {
        CO_TRY_DONE(co_await run.hands.press(scene.node(button).ref));
        co_return Done();
    }
    const auto fields = open_fields(scene);
    if (fields.size() == 1 && scene.node(fields.front()).is_editable &&
        scene.node(fields.front()).value.empty()) {
        const bool is_quiz = std::ranges::any_of(scene.nodes(), [](const view::Node& node) {
            return node.role == "button" && similarity("submit", node.name) > 0.7;
        });
        if (is_quiz) CO_TRY_DONE(co_await put(run, scene.node(fields.front()).ref, answer));
    }
    co_return Done();
}

std::optional<std::string> counted(const Scene& scene, const std::string& question)
{
    for (const std::string_view pattern :
         {"how many {what} (are|is|do|does|can|were|have) [there|you] [{*}]",
          "[the] number of {what} [on|in] [{*}]",
          "how many {what}",
          "count [the] [number of] {what}"}) {
        if (const auto slots = fit(pattern, question))
            return std::to_string(count_of(scene, slots->at("what")));
    }
    return std::nullopt;
}

// "the cheapest lamp", "the product with the highest price": the record that wins, by its first words.
std::optional<std::string> superlative(const Scene& scene, const std::string& question)
{
    const auto measure = measure_in(question);
    if (!measure) return std::nullopt;
    std::optional<double> record;
    int winner = -1;
    for (int i = 0; i < scene.size(); ++i) {
        if (scene.node(i).role != "text" || !measured(*measure, scene.node(i).name)) continue;
        const int box = record_of(scene, i);
        if (box < 0) continue;
        const auto value = measured(*measure, scene.node(i).name);
        if (!record || (measure->is_least ? *value < *record : *value > *record))
            record = value, winner = box;
    }
    if (winner < 0) return std::nullopt;
    for (int i = winner; i < scene.end_of(winner); ++i)
        if ((scene.node(i).role == "heading" || scene.node(i).role == "link") && !scene.node(i).name.empty())
            return scene.node(i).name;
    return scene.text_of(winner);
}

std::optional<std::string> from_page(const Scene& scene, const std::string& question)
{
    if (auto count = counted(scene, question)) return count;
    if (const auto sum = sum_in(question)) return number_text(*sum);
    if (const auto unknown = unknown_in(question)) return number_text(*unknown);
    const auto plain = without_prefix_words(
        question,
        {"what is",
         "what's",
         "what are",
         "what was",
         "which is",
         "who is",
         "when is",
         "where is",
         "how much is",
         "the",
         "my",
         "your"}
    );
    if (const auto slots = fit("{!which} word (in|of|from) {where}", plain);
        slots && ordinal(slots->at("which")))
        return read_value(scene, plain);
    if (contains_word(plain, "title of the page") || contains_word(plain, "page title"))
        return scene.snapshot().title;
    return std::nullopt;
}

}  // namespace

Async<Done> answer(Run& run, const lite::Step& step)
{
    const auto question = run.resolved(step.slot("question"));
    CO_TRY(const auto* scene, co_await run.hands.look());
    if (run.assignment.response_model && run.at + 1 == run.steps.size())
        co_return Done();  // told by the schema, at the end
    if (refers_back(question) && !run.text.empty()) {
        run.answer = Json(run.text);
        co_return Done();
    }
    if (auto found = from_page(*scene, question)) co_return co_await give_answer(run, *found);

    const auto wanted = wanted_in(question);
    if (!wanted.is_list && wanted.fields.size() == 1 && wanted.ordinal == 0) {
        const auto plain = without_prefix_words(
            question,
            {"what is",
             "what's",
             "what was",
             "who is",
             "when is",
             "where is",
             "how much is",
             "the",
             "my",
             "your"}
        );
        auto value = read_value(*scene, plain);
        if (!value) value = superlative(*scene, question);
        if (!value) {
            // Pages fill in after they are loaded.
            CO_TRY(
                const bool came,
                co_await run.hands.look_until(
                    [&](const Scene& now) { return read_value(now, plain).has_value(); }, Millis(1'000)
                )
            );
            if (came) value = read_value(run.hands.scene(), plain);
        }
        if (value) co_return co_await give_answer(run, *value);
    }
    auto extracted = co_await extract::extract(run.hands.page(), schema_of(wanted), question);
    if (extracted) {
        run.text = in_words(*extracted);
        run.answer = Json(run.text);
        co_return Done();
    }
    co_return cannot("the page does not tell " + question + " (" + extracted.error().message + ")");
}

Async<Done> solve(Run& run, const lite::Step& step)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto object = step.slot("object");
    for (const auto& text : {object, scene->whole_text()}) {
        auto value = unknown_in(text);
        if (!value) value = sum_in(text);
        if (!value) continue;
        run.text = number_text(*value);
        if (run.at + 1 == run.steps.size()) co_return co_await give_answer(run, run.text);
        run.answer = Json(run.text);
        co_return Done();
    }
    co_return cannot("there is no sum or equation to solve on the page");
}

Async<Done> match(Run& run, const lite::Step& step)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto figures = figures_of(*scene);
    if (figures.empty()) co_return cannot("there is no \"" + step.slot("thing") + "\" on the page");
    // Of several, the largest is the figure that is meant.
    const auto& figure = *std::ranges::max_element(figures, [](const Figure& a, const Figure& b) {
        return a.rect.area() < b.rect.area();
    });
    std::vector<std::string> words = {kind_of_figure(figure), figure.text};
    if (figure.color) words.push_back(basic_name(*figure.color));
    words.push_back("shape");
    for (const auto& word : words) {
        if (word.empty()) continue;
        auto target = parse_target(step.slot("object"));
        int found = -1;
        double top = 0.7;
        for (int i = 0; i < scene->size(); ++i) {
            const auto& node = scene->node(i);
            if (node.ref == 0 || !node.is_operable || node.name.empty()) continue;
            const double score = similarity(word, node.name);
            if (score > top) top = score, found = i;
        }
        if (found < 0) continue;
        CO_TRY_DONE(co_await run.hands.press(scene->node(found).ref));
        co_return Done();
    }
    co_return cannot("nothing to press describes the " + kind_of_figure(figure));
}

}  // namespace lissom::agent::lite::skills
