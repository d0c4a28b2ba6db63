#include <algorithm>
#include <functional>
#include <numeric>
#include <optional>
#include <set>

#include "agent/lite/explore.hpp"
#include "agent/lite/fields.hpp"
#include "agent/lite/forms.hpp"
#include "agent/lite/given.hpp"
#include "agent/lite/kinds.hpp"
#include "agent/lite/reading.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite::skills {

namespace {

// "an item that starts with "Fra" and ends with "nce""
struct Constraint {
    std::string prefix;
    std::string suffix;
    std::string inside;
};

std::optional<Constraint> constraint_in(const std::string& value)
{
    Constraint result;
    if (const auto slots =
            fit("{*} (starts|begins|starting|beginning|start|begin) with {prefix} and [that] "
                "(ends|ending|end) (with|in) {suffix}",
                value)) {
        result.prefix = unquoted(slots->at("prefix"));
        result.suffix = unquoted(slots->at("suffix"));
    } else if (const auto first =
                   fit("{*} (starts|begins|starting|beginning|start|begin) with {prefix}", value)) {
        result.prefix = unquoted(first->at("prefix"));
    } else if (const auto last = fit("{*} (ends|ending|end) (with|in) {suffix}", value)) {
        result.suffix = unquoted(last->at("suffix"));
    } else if (const auto middle = fit("{*} (contains|containing|including|with) {inside}", value);
               middle && !quoted_texts(value).empty()) {
        result.inside = unquoted(middle->at("inside"));
    } else {
        return std::nullopt;
    }
    return result;
}

bool meets(const Constraint& constraint, std::string_view text)
{
    return text.starts_with(constraint.prefix) && text.ends_with(constraint.suffix) &&
           text.contains(constraint.inside);
}

std::vector<view::Ref> refs_of(const Scene& scene, const std::vector<int>& indexes)
{
    std::vector<view::Ref> refs;
    for (const int each : indexes) refs.push_back(scene.node(each).ref);
    return refs;
}

Async<Done> fill_constrained(Run& run, Constraint constraint, std::string field)
{
    CO_TRY(const auto* scene, co_await run.hands.look());
    const auto fields = fields_named(*scene, field.empty() ? "the field" : field);
    if (fields.empty()) co_return cannot("there is no field to enter that into");
    const auto typed = !constraint.prefix.empty()   ? constraint.prefix
                       : !constraint.inside.empty() ? constraint.inside
                                                    : constraint.suffix;
    co_return co_await put_with_suggestions(
        run,
        scene->node(fields.front()).ref,
        typed,
        [constraint](std::string_view text) { return meets(constraint, text) ? 1.0 : 0.0; }
    );
}

// Each value to the field its key names; what is left over to the fields left over, in order.
Async<Done> fill_pairs(Run& run, std::vector<Pair> pairs, std::string place)
{
    std::vector<view::Ref> used;
    std::vector<Pair> open;
    for (const auto& pair : pairs) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        const auto fields = pair.key.empty() ? std::vector<int>() : fields_named(*scene, pair.key);
        const auto ref = fields.empty() ? 0 : scene->node(fields.front()).ref;
        if (ref == 0 || std::ranges::find(used, ref) != used.end()) {
            open.push_back(pair);
            continue;
        }
        used.push_back(ref);
        CO_TRY_DONE(co_await put(run, ref, pair.value));
    }
    for (const auto& pair : open) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        auto fields = place.empty() ? open_fields(*scene) : fields_named(*scene, place);
        if (fields.empty()) fields = open_fields(*scene);
        std::erase_if(fields, [&](int i) {
            return std::ranges::find(used, scene->node(i).ref) != used.end();
        });
        if (fields.empty())
            co_return cannot("there is no field for \"" + (pair.key.empty() ? pair.value : pair.key) + "\"");
        used.push_back(scene->node(fields.front()).ref);
        CO_TRY_DONE(co_await put(run, used.back(), pair.value));
    }
    co_return Done();
}

// The metadata of the task, each to the field of its name.
Async<Done> fill_from_metadata(Run& run)
{
    bool has_filled = false;
    for (const auto& [key, value] : run.assignment.metadata) {
        CO_TRY(const auto* scene, co_await run.hands.look());
        const auto fields = fields_named(*scene, std::string(key));
        if (fields.empty()) continue;
        has_filled = true;
        CO_TRY_DONE(co_await put(
            run,
            scene->node(fields.front()).ref,
            value.is_string() ? std::string(value.get_string()) : dump(value)
        ));
    }
    if (!has_filled) co_return cannot("none of the given data fits a field of the page");
    co_return Done();
}

int password_field(const Scene& scene)
{
    const auto fields = scene.where([](const view::Node& node) {
        return node.input_type == "password" && node.ref != 0 && !node.is_hidden;
    });
    return fields.empty() ? -1 : fields.front();
}

// "my password", "the given one": no value, but where it is.
bool is_reference(std::string_view value)
{
    static const std::set<std::string, std::less<>> words = {
        "secret",
        "secrets",
        "metadata",
        "given",
        "provided",
        "stored",
        "saved",
        "credentials",
        "password",
        "placeholder",
        "mine",
        "above",
        "below",
        "details"
    };
    const auto said = content_words(value);
    return std::ranges::all_of(said, [](const std::string& word) { return words.contains(word); });
}

// "the user name and my password" where both were given beside the instruction; empty where one was not.
std::vector<Pair> known_by_name(const Run& run, const std::string& text)
{
    std::vector<Pair> pairs;
    for (const auto& item : list_items(text)) {
        const auto name = without_prefix_words(item, {"the", "my", "your", "our", "given"});
        auto value = given_for(run.assignment, {name});
        if (value.empty()) return {};
        pairs.push_back({name, std::move(value)});
    }
    return pairs;
}

// "Set the volume to 8, the bass to 2 and the treble to 6": each field and its value; empty where it is not
// said so.
std::vector<Pair> assignments_in(const std::string& clause)
{
    std::vector<Pair> pairs;
    const auto slots = fit("(set|change|update|adjust|edit|move|turn|put) {rest}", clause);
    if (!slots) return pairs;
    for (const auto& piece : split(slots->at("rest"), ",")) {
        auto rest = without_prefix_words(piece, {"and"});
        while (!rest.empty()) {
            auto one = rest;
            std::string others;
            // The "and" that a whole assignment stands behind.
            for (auto at = rest.find(" and "); at != std::string::npos; at = rest.find(" and ", at + 1)) {
                if (!fit("{field} to {value}", rest.substr(at + 5)) ||
                    !fit("{field} to {value}", rest.substr(0, at)))
                    continue;
                one = rest.substr(0, at);
                others = rest.substr(at + 5);
                break;
            }
            const auto parts = fit("[the] {field} to {value}", one);
            if (!parts) return {};
            pairs.push_back({parts->at("field"), unquoted(parts->at("value"))});
            rest = others;
        }
    }
    return pairs;
}

// "the sum of the numbers", "the largest number": worked out from the numbers that stand on the page.
std::optional<std::string> worked_out(const Scene& scene, const std::string& phrase)
{
    const auto slots =
        fit("[the] "
            "(sum|total|average|mean|product|largest|smallest|highest|lowest|greatest|biggest|maximum|"
            "minimum) [number|value] "
            "[of|among|in] [all] [the|these] [number|numbers|values] [{*}]",
            phrase);
    if (!slots || !fit("{*} (number|numbers|value|values) [{*}]", phrase)) return std::nullopt;
    std::vector<double> numbers;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.role != "text" || node.name.find_first_not_of("0123456789.,-− ") != std::string::npos)
            continue;
        if (scene.node(scene.operable_at(i)).is_editable) continue;
        if (const auto number = number_in(node.name)) numbers.push_back(*number);
    }
    if (numbers.empty()) return std::nullopt;
    const double sum = std::accumulate(numbers.begin(), numbers.end(), 0.0);
    const auto says = [&](std::string_view word) { return contains_word(phrase, word); };
    if (says("average") || says("mean")) return number_text(sum / static_cast<double>(numbers.size()));
    if (says("product"))
        return number_text(std::accumulate(numbers.begin(), numbers.end(), 1.0, std::multiplies()));
    if (says("largest") || says("highest") || says("greatest") || says("biggest") || says("maximum"))
        return number_text(*std::ranges::max_element(numbers));
    if (says("smallest") || says("lowest") || says("minimum"))
        return number_text(*std::ranges::min_element(numbers));
    return number_text(sum);
}

// Who one is: what the instruction says, the metadata, or a secret.
std::string
credential(const Run& run, const std::vector<Pair>& pairs, std::initializer_list<std::string_view> names)
{
    for (const auto& pair : pairs) {
        for (const auto name : names) {
            if (similarity(name, pair.key) <= 0.7) continue;
            auto value = run.resolved(pair.value);
            const bool is_given = value != pair.value || !given_for(run.assignment, names).empty();
            if (value != pair.value || !is_given || !is_reference(value)) return value;
        }
    }
    return given_for(run.assignment, names);
}

}  // namespace

Async<Done> fill(Run& run, const lite::Step& step)
{
    const auto raw = step.slot("value");
    const auto value = run.resolved(raw);
    const auto field = step.slot("field");
    if (auto several = assignments_in(step.clause); several.size() > 1) {
        for (auto& pair : several) pair.value = run.resolved(pair.value);
        co_return co_await fill_pairs(run, std::move(several), "");
    }
    if (field.empty() && quoted_texts(raw).empty()) {
        if (auto known = known_by_name(run, raw); !known.empty())
            co_return co_await fill_pairs(run, std::move(known), "");
    }
    if (const auto constraint = constraint_in(value)) {
        auto filled = co_await fill_constrained(run, *constraint, field);
        if (filled || filled.error().code != ErrorCode::not_doable) co_return filled;
    }
    CO_TRY(const auto* scene, co_await run.hands.look());

    const auto small = lower(value);
    const bool is_reference = small.starts_with("the ") && quoted_texts(value).empty();
    if (is_reference) {
        auto read = worked_out(*scene, value);
        if (!read) read = read_value(*scene, value);
        if (read) {
            run.text = *read;
            const auto fields = fields_named(*scene, field.empty() ? "the field" : field);
            if (fields.empty()) co_return cannot("there is no field to enter \"" + *read + "\" into");
            for (const auto ref : refs_of(*scene, fields)) CO_TRY_DONE(co_await put(run, ref, *read));
            co_return Done();
        }
    }
    const bool is_from_metadata = !run.assignment.metadata.empty() && quoted_texts(value).empty() &&
                                  (contains_word(small, "metadata") || contains_word(small, "my details") ||
                                   contains_word(small, "given data") ||
                                   contains_word(small, "the details") || contains_word(small, "form"));
    if (is_from_metadata) co_return co_await fill_from_metadata(run);

    // A value that was computed or read is one value, whatever it looks like.
    const bool is_ready = value != step.slot("value") || quoted_texts(step.clause).empty();
    auto pairs = pairs_in(raw);
    for (auto& pair : pairs) pair.value = run.resolved(pair.value);
    const bool is_one = value != raw && pairs.size() == 1 && pairs.front().key.empty();
    if ((is_ready && value == run.text) || is_one) pairs = {{"", value}};
    const auto fields = field.empty() ? std::vector<int>() : fields_named(*scene, field);
    if (pairs.size() == 1 &&
        (pairs.front().key.empty() || fields.size() > 1 || (pairs.front().value == value))) {
        auto into = fields;
        if (into.empty() && !pairs.front().key.empty()) into = fields_named(*scene, pairs.front().key);
        if (into.empty() && field.empty()) into = fields_named(*scene, "the field");
        if (into.empty()) {
            CO_TRY(auto ranked, co_await locate(run, field, Use::type));
            into = {ranked.front().index};
        }
        for (const auto ref : refs_of(run.hands.scene(), into))
            CO_TRY_DONE(co_await put(run, ref, pairs.front().value));
        co_return Done();
    }
    if (field.empty() && pairs.size() > 1) {
        // Lists, boxes and dates, too, where the form has them.
        auto form = form_fields(run.hands.scene());
        auto assigned = assign(form, raw);
        if (assigned.left_quotes == 0 && assigned.count >= static_cast<int>(pairs.size())) {
            CO_TRY_DONE(co_await fill_fields(run, std::move(form), std::move(assigned.values)));
            co_return Done();
        }
    }
    co_return co_await fill_pairs(run, pairs, fields.size() > 1 ? field : "");
}

Async<Done> login(Run& run, const lite::Step& step)
{
    const auto pairs = pairs_in(step.slot("text"));
    CO_TRY(const auto* scene, co_await run.hands.look());
    if (password_field(*scene) < 0) {
        // The form is behind a link.
        CO_TRY_DONE(co_await press_best(run, "log in"));
        CO_TRY(
            const bool came,
            co_await run.hands.look_until(
                [](const Scene& now) { return !open_fields(now).empty(); }, Millis(3'000)
            )
        );
        if (!came) co_return cannot("there is no form to log in with");
        scene = &run.hands.scene();
    }
    const auto user = credential(run, pairs, {"username", "user", "email", "login", "name"});
    const auto password = credential(run, pairs, {"password", "passcode", "pin"});
    if (password.empty()) co_return cannot("no password was given to log in with");
    run.hands.keep_secret(password);

    int field = password_field(*scene);
    if (!user.empty()) {
        // The user's field is the last one to take text before the password's; on some sites it stands on a
        // page of its own.
        int name = -1;
        for (const int each : open_fields(*scene))
            if (scene->node(each).is_editable && scene->node(each).input_type != "password" &&
                (field < 0 || each < field))
                name = each;
        if (name < 0) co_return cannot("there is no field for the user name");
        CO_TRY_DONE(co_await put(run, scene->node(name).ref, user));
        if (field < 0) {
            CO_TRY_DONE(co_await run.hands.key("Enter"));
            CO_TRY(
                const bool came,
                co_await run.hands.look_until(
                    [](const Scene& now) { return password_field(now) >= 0; }, Millis(5'000)
                )
            );
            if (!came) co_return cannot("no field for the password came up");
        } else {
            CO_TRY_DONE(co_await run.hands.look());
        }
        field = password_field(run.hands.scene());
    }
    if (field < 0) co_return cannot("there is no field for the password");
    const auto password_ref = run.hands.scene().node(field).ref;
    CO_TRY_DONE(co_await put(run, password_ref, password));
    run.has_open_form = false;
    // A step of its own may press the button.
    if (run.at + 1 < run.steps.size() && run.steps[run.at + 1].verb == Verb::click &&
        similarity("log in", run.steps[run.at + 1].slot("object")) > 0.6)
        co_return Done();
    CO_TRY_DONE(co_await run.hands.key("Enter", 1, password_ref));
    CO_TRY(
        const bool is_in,
        co_await run.hands.look_until([](const Scene& now) { return password_field(now) < 0; }, Millis(3'000))
    );
    if (!is_in) {
        const auto text = run.hands.scene().whole_text();
        for (const std::string_view word : {"invalid", "incorrect", "wrong", "failed", "denied", "unknown"})
            if (contains_word(text, word))
                co_return cannot("the site did not accept the user name and password");
    }
    co_return Done();
}

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
