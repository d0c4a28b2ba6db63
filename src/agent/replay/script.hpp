#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "agent/agent.hpp"
#include "agent/replay/landscape.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace lissom::agent::replay {

// A place of the page whose text is read anew in each run: `{{read.NAME}}` stands for it.
struct Reading {
    std::string name;
    Target target;
    std::string before;  // what stands in the same run of text before the wanted part, and behind it
    std::string after;
    std::string shape;         // "9,9.9": what kind of text is expected
    std::string chosen_among;  // as of a step
};

// What an action is expected to bring about; where it does not, the step does not fit any more.
struct Expectation {
    std::string address;  // path after a navigation, "*" where it holds digits; empty: no navigation
    bool changes = false;
    bool opens_dialog = false;
    bool opens_tab = false;
    bool downloads = false;
};

struct ScriptStep {
    std::string action;
    bool is_tool = false;  // of the client
    JsonObject params;     // with {{metadata.x}}, {{tool.1.code}}, {{read.1}}, <secret>x</secret>
    std::map<std::string, Target> targets;  // by the parameter that names the element
    std::string chosen_among;               // Landscape::records_mark() of then; empty: it was no choice
    std::vector<Reading> readings;          // from the page before the step
    std::string page;                       // Landscape::page_mark() of then
    Expectation expectation;
};

enum class AnswerFrom {
    extraction,  // the data that the response model asks for, by lissom::extract
    readings,    // `output` with its {{read.x}} filled in
    same_pages,  // `output` was concluded: it holds where every page says word for word what it said then
    agent        // only the agent can tell
};

struct Script {
    std::string task_id;  // that it was learnt from
    std::string instruction;
    Json response_model;    // null: text
    std::string start_url;  // the step before the first; empty: where the browser is
    std::string starts_at;  // where it was: path, as in Expectation
    std::vector<ScriptStep> steps;
    AnswerFrom answer_from = AnswerFrom::agent;
    Json output;
    std::vector<Reading> readings;  // from the last page
    std::string page;               // Landscape::page_mark() of the last page
};

// The file's text, for people to read and edit; and back. invalid_argument says what is wrong and where.
std::string to_text(const Script& script);
Json to_json(const Script& script);
Result<Script> script_from(const Json& json);

// Path of an address with "*" for each part that holds digits.
std::string address_pattern(std::string_view url);

// Digits as 9, letters as a, each run once: "€12,455.05" is "€9,9.9".
std::string shape_of(std::string_view text);

// Where scripts are kept: one file for each task that is the same to whoever asks (its words, schema, site
// and the names of what it is given). Written at once or not at all; the oldest go when there are too many.
class Shelf {
public:
    explicit Shelf(std::filesystem::path folder)
        : folder_(std::move(folder))
    {
    }

    std::optional<Script> find(const Assignment& assignment) const;  // none where it cannot be read
    void keep(const Assignment& assignment, const Script& script) const;
    void drop(const Assignment& assignment) const;

    // What was learnt from a task goes with its data.
    static void forget(const std::filesystem::path& folder, std::string_view task_id);

private:
    std::filesystem::path file_for(const Assignment& assignment) const;

    std::filesystem::path folder_;
};

}  // namespace lissom::agent::replay
