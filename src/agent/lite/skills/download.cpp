#include <algorithm>
#include <set>

#include "agent/lite/explore.hpp"
#include "agent/lite/skills/record.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

// A record's file: "PDF", "CSV", "File"; or its only link.
view::Ref file_link_in(const Scene& scene, int record)
{
    static const std::set<std::string, std::less<>> kinds = {
        "pdf", "csv", "xls", "xlsx", "zip", "doc", "docx", "file", "document", "txt", "get", "save", "export"
    };
    view::Ref only = 0;
    int links = 0;
    for (int i = record; record >= 0 && i < scene.end_of(record); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || !node.is_operable || (node.role != "link" && node.role != "button")) continue;
        ++links;
        only = node.ref;
        if (std::ranges::any_of(words_of(node.name), [&](const std::string& word) {
                return kinds.contains(word);
            }))
            return node.ref;
    }
    return links == 1 ? only : 0;
}

}  // namespace

Async<Done> download(Run& run, const lite::Step& step)
{
    const auto had = run.hands.surroundings().stage.browser.downloads().size();
    CO_TRY(const bool found, co_await find_record(run, step.slot("object")));
    // A list is exported by its own tool, not by a link that says what it lists.
    view::Ref control = fit("export {*}", step.clause) ? only_control_for(run.hands.scene(), "export") : 0;
    if (control == 0 && found)
        control = control_for(run.hands.scene(), "download", run.hands.scene().index_of(run.record));
    if (control == 0 && found)
        control = file_link_in(run.hands.scene(), run.hands.scene().index_of(run.record));
    if (control == 0) control = control_for(run.hands.scene(), "download " + step.slot("object"), -1);
    if (control == 0) control = control_for(run.hands.scene(), "download", -1);
    if (control == 0) {
        CO_TRY_DONE(co_await press_best(run, step.slot("object")));
    } else {
        CO_TRY_DONE(co_await run.hands.press(control));
    }
    const auto& downloads = run.hands.surroundings().stage.browser.downloads();
    CO_TRY(
        const bool came,
        co_await run.hands.look_until(
            [&](const Scene&) {
                return downloads.size() > had && downloads.back().state != browser::DownloadState::running;
            },
            Millis(15'000)
        )
    );
    if (!came || downloads.back().state == browser::DownloadState::failed)
        co_return cannot("nothing was downloaded");
    run.done.push_back("downloaded " + downloads.back().file_name);
    co_return Done();
}

}  // namespace lissom::agent::lite::skills
