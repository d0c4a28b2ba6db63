#include <algorithm>

#include "agent/lite/ground.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

Async<Done> upload(Run& run, const lite::Step& step)
{
    const auto& files = run.hands.surroundings().stage.files;
    if (files.empty()) co_return cannot("the task has no files to upload");
    std::string name = files.begin()->first;
    double top = 0.4;
    for (const auto& [file, path] : files) {
        const double score =
            std::max(similarity(step.slot("object"), file), contains_word(step.clause, file) ? 1.0 : 0.0);
        if (score > top) top = score, name = file;
    }
    CO_TRY(const auto* scene, co_await run.hands.look());
    auto pickers =
        scene->where([](const view::Node& node) { return node.input_type == "file" && node.ref != 0; });
    if (pickers.empty()) co_return cannot("there is no place to upload a file to");
    std::ranges::sort(pickers, [&](int a, int b) {
        return says(*scene, a, step.slot("place")) > says(*scene, b, step.slot("place"));
    });
    JsonObject params{{"element", "e" + std::to_string(scene->node(pickers.front()).ref)}, {"file", name}};
    CO_TRY_DONE(co_await run.hands.act("upload", std::move(params)));
    run.has_open_form = true;
    co_return Done();
}

}  // namespace lissom::agent::lite::skills
