#include "actions/declared.hpp"
#include "actions/hand.hpp"
#include "actions/params.hpp"
#include "base/try.hpp"

namespace lissom::actions {
namespace {

// Only what the task was given may leave this machine.
Result<std::vector<std::string>> paths_from(const Stage& stage, const JsonObject& params)
{
    std::vector<std::string> names;
    if (const auto* list = array_at(params, "files")) {
        for (const auto& each : *list)
            names.push_back(each.is_string() ? std::string(each.get_string()) : dump(each));
    } else {
        TRY(auto name, text_from(params, "file"));
        names.push_back(std::move(name));
    }
    if (names.empty()) return Error{ErrorCode::invalid_argument, "'files' must name at least one file"};

    std::vector<std::string> paths;
    for (const auto& name : names) {
        const auto file = stage.files.find(name);
        if (file == stage.files.end()) {
            std::string known;
            for (const auto& [each, path] : stage.files)
                known += (known.empty() ? "\"" : ", \"") + each + "\"";
            return Error{
                ErrorCode::forbidden,
                "the task has no file \"" + name + "\"" +
                    (known.empty() ? "; it was given none" : "; it has " + known)
            };
        }
        paths.push_back(file->second.string());
    }
    return paths;
}

Async<Result<Effect>> run_upload(Stage& stage, const JsonObject& params)
{
    CO_TRY(const auto ref, ref_from(params));
    CO_TRY(auto paths, paths_from(stage, params));
    CO_TRY(auto* page, front_page(stage));

    auto before = look_before(stage, *page);
    CO_TRY_DONE(co_await watch_page(*page, before, ref));
    const auto frame = before.watched;
    CO_TRY(
        const auto state,
        co_await call_on(
            *page,
            frame,
            ref,
            "element => { const field = lissom.file_field_for(element); return field ? { multiple: "
            "field.multiple, disabled: field.disabled } : null; }",
            {}
        )
    );
    if (!state.is_object())
        co_return Error{ErrorCode::page_error, "e" + std::to_string(ref) + " leads to no file field"};
    if (bool_or(state.get_object(), "disabled"))
        co_return Error{ErrorCode::page_error, "the file field of e" + std::to_string(ref) + " is disabled"};
    if (paths.size() > 1 && !bool_or(state.get_object(), "multiple"))
        co_return Error{ErrorCode::page_error, "the file field takes one file"};

    CO_TRY(
        auto object,
        co_await page->call_for_object(
            frame, "ref => lissom.file_field_for(lissom.element_of(ref))", JsonArray{ref}, call_limit
        )
    );
    const auto count = paths.size();
    CO_TRY_DONE(co_await page->set_files(frame, std::move(object), std::move(paths)));
    co_return co_await finish(
        stage,
        before,
        "gave " + std::to_string(count) + (count == 1 ? " file" : " files") + " to e" + std::to_string(ref)
    );
}

}  // namespace

const Action upload{
    "upload",
    "Gives files of the task to a file field, or to the button or drop zone that stands for one.",
    R"({"type":"object","properties":{"element":{"type":"string"},"files":{"type":"array","items":{"type":"string"},"description":"names of the task's files"}},"required":["element","files"]})",
    run_upload,
};

}  // namespace lissom::actions
