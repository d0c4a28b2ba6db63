#include "agent/replay/recorder.hpp"

#include <algorithm>

namespace lissom::agent::replay {
namespace {

constexpr std::size_t shortest_named = 2;    // "7" stands in too many places to be a parameter
constexpr std::size_t most_seen = 4u << 20;  // of pages' text, kept while a run lasts

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words)
{
    return std::ranges::find(words, word) != words.end();
}

// Looking changes nothing.
bool only_looks(std::string_view action)
{
    return is_one_of(action, {"read", "read_file", "screenshot", "print", "done"});
}

bool names_an_element(std::string_view parameter) { return is_one_of(parameter, {"element", "to"}); }

view::Ref ref_from(const Json& value)
{
    if (value.is_int64()) return value.get_int64();
    if (!value.is_string()) return 0;
    std::string text(value.get_string());
    text.erase(0, text.find_first_of("0123456789"));
    return text.empty() ? 0 : std::atoll(text.c_str());
}

Expectation expectation_of(const Step& step)
{
    Expectation expectation;
    if (!step.outcome) return expectation;
    if (step.outcome->has_navigated) expectation.address = address_pattern(step.outcome->url);
    expectation.changes = step.outcome->has_changed;
    expectation.opens_dialog = step.outcome->has_opened_dialog;
    expectation.opens_tab = step.outcome->has_opened_tab;
    expectation.downloads = step.outcome->has_downloaded;
    return expectation;
}

// 12 and 12.0 are one number, though not to the JSON library.
bool is_same(const Json& one, const Json& other)
{
    if (one.is_number() && other.is_number()) return one.to_number<double>() == other.to_number<double>();
    if (const auto* array = one.if_array(); array && other.is_array())
        return std::ranges::equal(*array, other.get_array(), is_same);
    if (const auto* object = one.if_object(); object && other.is_object())
        return object->size() == other.get_object().size() &&
               std::ranges::all_of(*object, [&](const auto& entry) {
                   const auto* same = other.get_object().if_contains(entry.key());
                   return same && is_same(entry.value(), *same);
               });
    return one == other;
}

std::string text_of(const Json& json)
{
    return json.is_string() ? std::string(json.get_string()) : dump(json);
}

}  // namespace

void add_leaves(Values& values, const std::string& name, const Json& json)
{
    if (const auto* object = json.if_object()) {
        for (const auto& [key, value] : *object) add_leaves(values, name + "." + std::string(key), value);
    } else if (const auto* array = json.if_array()) {
        for (std::size_t i = 0; i < array->size(); ++i)
            add_leaves(values, name + "." + std::to_string(i), (*array)[i]);
    } else if (!json.is_null()) {
        values[name] = text_of(json);
    }
}

Recorder::Recorder(const Assignment& assignment)
    : assignment_(assignment),
      given_(assignment.instruction)
{
    script_.instruction = assignment.instruction;
    if (assignment.response_model) script_.response_model = *assignment.response_model;
    script_.start_url = assignment.url;
    add_leaves(known_, "metadata", Json(assignment.metadata));
    for (const auto& [name, value] : known_) given_ += "\n" + value;
}

void Recorder::take(const Step& step)
{
    if (step.has_failed) return;
    if (step.outcome && step.outcome->is_of_file) {
        // What files say is on no page: what is made of it cannot be read from one again.
        has_read_files_ = true;
        if (seen_.size() < most_seen) seen_ += text_of(step.outcome->value) + "\n";
    }
    if (only_looks(step.action)) return;
    // The start page is the script's beginning, not a step of it.
    const bool is_start =
        script_.steps.empty() && !assignment_.url.empty() && step.action == "goto" && !step.page;
    if (is_start) return;
    // Without the page nobody can say what it was done to.
    if (!step.page && !step.is_tool && step.action != "goto") is_repeatable_ = false;
    static const view::Snapshot nothing;
    const Landscape page(step.page ? *step.page : nothing);
    if (step.page && script_.steps.empty()) script_.starts_at = address_pattern(step.page->url);

    ScriptStep learnt{.action = step.action};
    learnt.is_tool = step.is_tool;
    learnt.expectation = expectation_of(step);
    if (step.page) learnt.page = page.page_mark();
    take_inputs(step, page, learnt);
    if (step.page && seen_.size() < most_seen)
        for (const auto& node : step.page->nodes)
            if (node.role == "text") seen_ += node.name + "\n";
    if (step.is_tool && step.outcome)
        add_leaves(known_, "tool." + std::to_string(++tools_called_), step.outcome->value);
    script_.steps.push_back(std::move(learnt));
}

void Recorder::take_inputs(const Step& step, const Landscape& page, ScriptStep& learnt)
{
    for (const auto& [key, value] : step.params) {
        const std::string name(key);
        if (!step.is_tool && names_an_element(name)) {
            const auto index = page.index_of(ref_from(value));
            if (!index) {
                is_repeatable_ = false;
                return;
            }
            const auto target = page.describe(*index);
            // Whoever was told which entry to take did not choose.
            const bool was_told = holds_words(given_, target.record) || holds_words(given_, target.name);
            if (!was_told && learnt.chosen_among.empty()) learnt.chosen_among = page.records_mark(*index);
            learnt.targets[name] = target;
            continue;
        }
        if (!value.is_string()) {
            learnt.params[key] = value;
            continue;
        }
        auto text = with_names(std::string(value.get_string()), page, learnt);
        if (!text) {
            is_repeatable_ = false;
            return;
        }
        learnt.params[key] = *text;
    }
}

// The text with what varies from run to run as placeholders; none where it came from a page that is gone.
std::optional<std::string>
Recorder::with_names(const std::string& text, const Landscape& page, ScriptStep& learnt)
{
    if (text.contains("<secret>")) return text;
    for (const auto& [name, value] : known_)
        if (value.size() >= shortest_named && value == text) return placeholder(name);
    auto named = text;
    for (const auto& [name, value] : known_) {
        if (value.size() < shortest_named || !holds_words(named, value)) continue;
        named.replace(named.find(value), value.size(), placeholder(name));
    }
    if (named != text || holds_words(given_, text) || text.size() < shortest_named) return named;
    if (auto reading = reading_for(page, text, "read." + std::to_string(readings_ + 1))) {
        ++readings_;
        auto name = placeholder(reading->name);
        learnt.readings.push_back(*std::move(reading));
        return name;
    }
    if (holds_words(seen_, text)) return std::nullopt;
    return text;
}

std::optional<Script> Recorder::script(const Json& output, const view::Snapshot& last) const
{
    if (!is_repeatable_) return std::nullopt;
    auto script = script_;
    const Landscape page(last);
    if (script.starts_at.empty()) script.starts_at = address_pattern(last.url);
    script.page = page.page_mark();
    if (has_read_files_)
        script.answer_from = AnswerFrom::agent;
    else
        set_answer(script, output, page);
    return script;
}

void Recorder::set_answer(Script& script, const Json& output, const Landscape& last) const
{
    if (extraction_ && is_same(*extraction_, output)) {
        script.answer_from = AnswerFrom::extraction;
        return;
    }
    if (output.is_string()) {
        const std::string text(output.get_string());
        if (auto read = readable(last, text, given_, readings_ + 1)) {
            script.answer_from = AnswerFrom::readings;
            script.output = std::move(read->text);
            // What was picked out of a list was picked by what stood in it.
            for (auto& reading : read->readings)
                if (const auto index = locate(last, reading);
                    index && !holds_words(given_, reading.target.record))
                    reading.chosen_among = last.records_mark(*index);
            script.readings = std::move(read->readings);
            return;
        }
    }
    script.answer_from = AnswerFrom::same_pages;
    script.output = output;
}

}  // namespace lissom::agent::replay
