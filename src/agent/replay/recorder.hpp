#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agent/agent.hpp"
#include "agent/replay/reading.hpp"
#include "agent/replay/script.hpp"

namespace lissom::agent::replay {

// Learns a script from the steps of a run that succeeds, whoever took them.
class Recorder {
public:
    explicit Recorder(const Assignment& assignment);

    void take(const Step& step);

    // None where the way cannot be gone again: something was typed that came from a page seen earlier, or
    // that is not known where from. `last` is the page as it is now.
    std::optional<Script> script(const Json& output, const view::Snapshot& last) const;

    // What the page itself answers by lissom::extract, where it was asked: then the answer is read so again.
    void note_extraction(Json data) { extraction_ = std::move(data); }

private:
    void take_inputs(const Step& step, const Landscape& page, ScriptStep& learnt);
    std::optional<std::string> with_names(const std::string& text, const Landscape& page, ScriptStep& learnt);
    void set_answer(Script& script, const Json& output, const Landscape& last) const;

    const Assignment& assignment_;
    Script script_;
    Values known_;       // values that have a name, by name
    std::string given_;  // all that the person said
    std::string seen_;   // all that pages said so far
    std::optional<Json> extraction_;
    bool is_repeatable_ = true;
    bool has_read_files_ = false;
    int tools_called_ = 0;
    std::size_t readings_ = 0;
};

// The names and values of what the client gave or a tool answered: each leaf by its path.
void add_leaves(Values& values, const std::string& name, const Json& json);

}  // namespace lissom::agent::replay
