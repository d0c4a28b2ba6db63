#pragma once

#include <optional>
#include <string>
#include <vector>

#include "agent/lite/ground.hpp"
#include "agent/lite/hands.hpp"
#include "agent/lite/instruction.hpp"

namespace lissom::agent::lite {

// What one assignment knows and has done so far. Lives in run_lite's frame; skills take it by reference and
// are awaited to their end.
struct Run {
    Hands hands;
    const Assignment& assignment;
    std::vector<lite::Step> steps;
    std::size_t at = 0;  // the step under way

    std::string text;               // what was last read, copied or computed: "it", "your answer"
    view::Ref record = 0;           // the e-mail, post or row last found: "that email"
    bool has_open_form = false;     // something was entered that nobody has sent yet
    view::Ref form_field = 0;       // the field of it that was filled last
    bool is_elsewhere = false;      // the step is tried on pages it was not asked on
    bool has_turned = false;        // a question was answered by pages of a list further behind
    bool did_plainly = false;       // a clause was done that names controls, and not what to do with them
    bool is_over = false;           // a skill has done what the steps behind it ask for, too
    std::optional<Json> answer;     // what the person wants to know
    std::vector<std::string> done;  // short sentences for the final answer
    // Columns and cells of the record last asked for.
    std::vector<std::pair<std::string, std::string>> found;
    std::string found_title;  // what it is called
    std::string subject;      // what the record last looked for is called: "its due date"
    std::string narrowed;     // what questions are limited to where the page cannot be: "pages over 400"

    // The text a slot stands for: "{name}" of the metadata, "it", or itself.
    std::string resolved(std::string text_or_reference) const;
    bool has_step_after(Verb verb) const;
};

// What each verb's skill is. Errors: not_doable with a sentence for a person; page_error of an act.
using Skill = Async<Done> (*)(Run& run, const lite::Step& step);

inline Error cannot(std::string sentence) { return {ErrorCode::not_doable, std::move(sentence)}; }

}  // namespace lissom::agent::lite
