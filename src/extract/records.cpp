#include "extract/records.hpp"

#include <algorithm>
#include <cmath>

#include "base/try.hpp"
#include "extract/parted_list.hpp"
#include "extract/selection.hpp"
#include "extract/structured.hpp"

namespace lissom::extract {
namespace {

constexpr double least_fit = 0.3;  // of a group's columns to the shape
constexpr std::size_t most_records = 1000;

// What the records are called, by their names' words: "job_listings" are jobs.
Words nouns_of(const Called& called, const Shape& item)
{
    auto nouns = called.names;
    for (auto& word : telling_words(item.title))
        if (item.title.size() < 40) nouns.push_back(std::move(word));
    std::erase_if(nouns, [](const std::string& word) {
        return word == "author" || word == "price" || word == "url" || word == "date";
    });
    nouns.insert(nouns.end(), {"item", "record", "entry", "result", "row"});
    return nouns;
}

double coverage_of(const Find& find) { return 0.45 + 0.55 * find.coverage; }

double column_fit(const Leaves& leaves, const std::vector<Find>& finds)
{
    double fit = 0;
    double whole = 0;
    for (std::size_t i = 0; i < leaves.wants.size(); ++i) {
        const double weight = leaves.is_needed[i] ? 1 : 0.6;
        whole += weight;
        if (finds[i].score > 0) fit += weight * std::min(1.0, finds[i].score) * coverage_of(finds[i]);
    }
    return whole > 0 ? fit / whole : 0;
}

// How well a group is called what is asked for.
double called_fit(const Group& group, const Called& called)
{
    Words names = called.names;
    std::erase_if(names, [](const std::string& word) {
        return word == "item" || word == "result" || word == "list" || word == "data" || word == "row" ||
               word == "entry" || word == "record";
    });
    double fit = 0;
    if (!names.empty()) {
        fit = std::max(fit, 0.32 * name_fit(names, telling_words(group.name), 0.4));
        fit = std::max(fit, 0.3 * name_fit(names, telling_words(group.label), 0.4));
        fit = std::max(fit, 0.22 * name_fit(names, telling_words(group.words), 1));
    }
    // A heading that the prompt repeats: "the best sellers".
    const auto heading = telling_words(group.name);
    if (!heading.empty() && heading.size() <= 6 && contains_all(called.prompt, heading)) fit += 0.2;
    return fit;
}

double standing_of(const Group& group, double largest_area)
{
    double score = std::min(0.12, std::log2(static_cast<double>(group.records.size())) * 0.03);
    if (group.region == "main") score += 0.05;
    if (group.region == "aside") score -= 0.15;
    if (group.is_named) score += 0.06;
    if (group.kind == "structured") score += 0.04;
    if (group.records.size() == 1) score -= 0.1;
    if (group.frame > 0) score -= 0.05;
    return score + (largest_area > 0 ? 0.08 * std::min(1.0, group.area / largest_area) : 0);
}

// The groups that lie inside a record: of the page by place, of JSON-LD by nesting.
std::vector<const Group*>
groups_within(const std::vector<const Group*>& groups, const Group& outer, const Record& record)
{
    std::vector<const Group*> inner;
    for (const auto* group : groups) {
        if (group == &outer || group->records.empty() || group->frame != outer.frame ||
            group->kind == "structured")
            continue;
        if (group->records.front().from >= record.from && group->records.back().to <= record.to &&
            record.to > record.from)
            inner.push_back(group);
    }
    return inner;
}

std::vector<const Group*> pointers_to(const std::vector<Group>& groups)
{
    std::vector<const Group*> pointers;
    for (const auto& group : groups) pointers.push_back(&group);
    return pointers;
}

Result<JsonArray> read_branch(
    const std::vector<const Group*>& groups,
    const Group& outer,
    const Record& record,
    const Leaves::Branch& branch,
    const Called& called,
    const Locale& locale
)
{
    const auto own = record.item ? groups_in(*record.item) : std::vector<Group>();
    const auto inner = record.item ? pointers_to(own) : groups_within(groups, outer, record);
    return read_records(inner, branch.shape, branch.path, {branch.words, called.prompt}, Request(), locale);
}

// How well the lists inside the first records fit a branch, 0 to about 1; 0 where there are none.
double branch_fit(
    const std::vector<const Group*>& groups,
    const Choice& choice,
    const Leaves::Branch& branch,
    const Called& called,
    const Locale& locale
)
{
    constexpr std::size_t looked_at = 3;
    if (!branch.shape.items || branch.shape.items->kind != Shape::Kind::object) return 0;
    const auto& records = choice.group->records;
    const auto count = std::min(records.size(), looked_at);
    double fit = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const auto own = records[i].item ? groups_in(*records[i].item) : std::vector<Group>();
        const auto inner =
            records[i].item ? pointers_to(own) : groups_within(groups, *choice.group, records[i]);
        const auto choices = rank_groups(inner, *branch.shape.items, {branch.words, called.prompt}, locale);
        if (!choices.empty() && choices[0].missing.empty()) fit += std::min(1.0, choices[0].score);
    }
    return fit / static_cast<double>(count);
}

Choice judge(
    const Group& group,
    const Shape& item,
    const Called& called,
    const Locale& locale,
    double largest_area,
    const std::vector<const Group*>& groups
)
{
    Choice choice;
    choice.group = &group;
    choice.leaves = leaves_of(item, nouns_of(called, item));
    choice.table = std::make_unique<const Table>(group.records);
    choice.finds = match(*choice.table, choice.leaves.wants, locale);
    for (std::size_t i = 0; i < choice.finds.size(); ++i) {
        if (choice.finds[i].score > 0)
            ++choice.found;
        else if (choice.leaves.is_needed[i] && choice.missing.empty())
            choice.missing = choice.leaves.wants[i].path;
    }
    const auto fit = column_fit(choice.leaves, choice.finds);
    if (choice.found == 0 || fit < least_fit) return choice;
    choice.score = fit + called_fit(group, called) + standing_of(group, largest_area);
    for (const auto& branch : choice.leaves.branches) {
        const auto inner = branch_fit(groups, choice, branch, called, locale);
        choice.score += inner > 0 ? 0.3 * inner : -0.3;
    }
    if (!choice.missing.empty()) choice.score -= 0.3;
    return choice;
}

}  // namespace

std::vector<Choice> rank_groups(
    const std::vector<const Group*>& groups,
    const Shape& item,
    const Called& called,
    const Locale& locale
)
{
    double largest = 0;
    for (const auto* group : groups) largest = std::max(largest, group->area);
    std::vector<Choice> choices;
    for (const auto* group : groups) {
        if (group->is_part || group->records.empty()) continue;
        auto choice = judge(*group, item, called, locale, largest, groups);
        if (choice.score > 0) choices.push_back(std::move(choice));
    }
    std::ranges::sort(choices, [](const Choice& one, const Choice& other) {
        if (one.score != other.score) return one.score > other.score;
        return one.group < other.group;  // all in one vector: the earlier on the page
    });
    return choices;
}

Built read_record(
    const std::vector<const Group*>& groups,
    const Choice& choice,
    std::size_t row,
    const Shape& item,
    const Called& called,
    const Locale& locale
)
{
    Found found;
    const auto& table = *choice.table;
    const auto& wants = choice.leaves.wants;
    for (std::size_t i = 0; i < wants.size(); ++i)
        if (auto value = value_in(table, row, wants[i], choice.finds[i], locale))
            found.emplace(wants[i].path, *std::move(value));
    for (const auto& branch : choice.leaves.branches) {
        auto list = read_branch(groups, *choice.group, table.records()[row], branch, called, locale);
        if (list) found.emplace(branch.path, *std::move(list));
    }
    return build(item, found);
}

// Whether each record says one text for all it was asked: a list of links is none of names and descriptions.
bool says_one_thing(const std::vector<Json>& records, const Shape& item)
{
    std::size_t texts = 0;
    for (const auto& property : item.properties) texts += property.kind == Shape::Kind::string ? 1 : 0;
    if (texts < 2 || texts != item.properties.size() || records.empty()) return false;
    return std::ranges::all_of(records, [](const Json& record) {
        const auto* fields = record.if_object();
        if (!fields || fields->size() < 2) return false;
        const auto& first = fields->begin()->value();
        return first.is_string() &&
               std::ranges::all_of(*fields, [&](const auto& field) { return field.value() == first; });
    });
}

Result<JsonArray> read_records(
    const std::vector<const Group*>& groups,
    const Shape& list,
    const std::string& path,
    const Called& called,
    const Request& request,
    const Locale& locale
)
{
    const auto name = path.empty() ? std::string("records") : "\"" + path + "\"";
    if (!list.items || list.items->kind != Shape::Kind::object || list.items->properties.empty())
        return Error{ErrorCode::not_doable, "the schema does not say what the entries of " + name + " are"};
    const auto& item = *list.items;
    const auto choices = rank_groups(groups, item, called, locale);
    if (choices.empty()) return Error{ErrorCode::not_doable, "the page shows no list that fits " + name};
    // Filters are for all of a list, also where a page shows it in parts.
    const auto whole =
        request.filters.empty() ? std::nullopt : with_its_like(groups, *choices.front().group, called.prompt);
    const auto of_whole = whole ? rank_groups({&*whole}, item, called, locale) : std::vector<Choice>();
    const auto& choice = of_whole.empty() ? choices.front() : of_whole.front();
    if (!choice.missing.empty())
        return Error{
            ErrorCode::not_doable, "\"" + choice.missing + "\" was not found for the entries of " + name
        };

    const auto& table = *choice.table;
    Request selection{
        .prompt = request.prompt,
        .words = request.words,
        .filters = request.filters,
        .sorting = request.sorting
    };
    selection.explained = called.names;
    for (const auto& want : choice.leaves.wants)
        for (const auto* words : {&want.words, &want.own})
            selection.explained.insert(selection.explained.end(), words->begin(), words->end());
    TRY(const auto rows, select(table, selection, locale));
    std::vector<Json> complete;
    std::string missing;
    std::size_t dropped = 0;
    for (const auto row : rows) {
        if (complete.size() >= most_records) break;
        auto built = read_record(groups, choice, row, item, called, locale);
        // An advertisement or a divider among the records has few of their fields.
        const bool is_stranger = built.found == 0 || built.found * 3 < std::min<std::size_t>(choice.found, 6);
        if (built.value && !is_stranger) {
            complete.push_back(*std::move(built.value));
            continue;
        }
        if (!is_stranger) ++dropped;
        if (missing.empty()) missing = built.missing;
    }
    if (says_one_thing(complete, item))
        return Error{ErrorCode::not_doable, "the page shows no list that fits " + name};
    if (dropped > complete.size())
        return Error{ErrorCode::not_doable, "\"" + missing + "\" was not found for most entries of " + name};

    // Counted last: the first five are the first five that are records at all.
    const auto limit =
        std::min(request.limit.value_or(complete.size()), list.max_items.value_or(complete.size()));
    JsonArray records;
    const auto begin = request.is_from_end && complete.size() > limit
                           ? complete.size() - limit
                           : std::min(request.skip, complete.size());
    for (auto i = begin; i < complete.size() && records.size() < limit; ++i)
        records.push_back(std::move(complete[i]));
    if (records.size() < list.min_items)
        return Error{
            ErrorCode::not_doable,
            "the page has only " + std::to_string(records.size()) + " of the entries asked for in " + name
        };
    return records;
}

}  // namespace lissom::extract
