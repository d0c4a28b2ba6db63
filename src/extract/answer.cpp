#include "extract/answer.hpp"

#include <algorithm>

#include "base/try.hpp"
#include "extract/date_order.hpp"
#include "extract/extract.hpp"
#include "extract/lists.hpp"
#include "extract/page_record.hpp"
#include "extract/question.hpp"
#include "extract/records.hpp"
#include "extract/selection.hpp"
#include "extract/values.hpp"

namespace lissom::extract {
namespace {

Locale locale_of(const PageData& data)
{
    const auto language = lower(data.language);
    const bool american = language.empty() || language == "en" || language.starts_with("en-us") ||
                          language.starts_with("en_us");
    return {data.url, writes_day_first(data).value_or(!american)};
}

Error not_found(const std::string& path)
{
    return Error{
        ErrorCode::not_doable,
        path.empty() ? "the page does not say what was asked for"
                     : "\"" + path + "\" was not found on the page"
    };
}

class Answerer {
public:
    Answerer(const PageData& data, const std::string& prompt)
        : data_(data),
          request_(parse_request(prompt)),
          locale_(locale_of(data))
    {
        for (const auto& group : data.groups) groups_.push_back(&group);
    }

    Result<Json> read(const Shape& shape)
    {
        if (!shape.choices.empty() && shape.choices.size() == 1 && shape.is_scalar()) return shape.choices[0];
        switch (shape.kind) {
            case Shape::Kind::object: return read_object(shape);
            case Shape::Kind::array: return read_array(shape, "", called_by_prompt(shape), request_);
            case Shape::Kind::any: return read_any(shape);
            case Shape::Kind::null: return Json();
            default: return read_scalar(shape);
        }
    }

private:
    Called called_by_prompt(const Shape& shape) const
    {
        Called called{telling_words(shape.title), request_.words};
        if (shape.title.empty() && shape.items) called.names = telling_words(shape.items->title);
        return called;
    }

    Result<Json>
    read_array(const Shape& shape, const std::string& path, const Called& called, const Request& request)
    {
        if (shape.items && shape.items->kind == Shape::Kind::object) {
            TRY(auto records, read_records(groups_, shape, path, called, request, locale_));
            return Json(std::move(records));
        }
        if (shape.items && shape.items->kind == Shape::Kind::array) return read_rows(shape);
        auto property = shape;
        Words owners;  // what the values are of: "the prices of all lamps"
        property.name = path.empty() ? list_name(called, owners) : path;
        auto want = want_of(property.name, property, {}, owners.empty() ? called.names : owners);
        if (owners.empty()) owners = words_of(property.name);
        const auto page = page_record(data_, {want}, locale_);
        auto values = read_list(data_, groups_, page, want, {owners, request_.words}, request, locale_);
        if (!values || values->size() < shape.min_items)
            return not_found(path.empty() ? property.name : path);
        if (shape.max_items && values->size() > *shape.max_items) values->resize(*shape.max_items);
        return Json(*std::move(values));
    }

    // What a list without a name is called, by the prompt.
    std::string list_name(const Called& called, Words& owners) const
    {
        std::string name;
        for (const auto& word : called.names) name += (name.empty() ? "" : " ") + word;
        if (!name.empty()) return name;
        auto asked = asked_of(request_.prompt);
        owners = std::move(asked.of);
        for (const auto& word : asked.what) name += (name.empty() ? "" : " ") + word;
        return name.empty() ? "title" : name;
    }

    // A table as it stands: an array of arrays.
    Result<Json> read_rows(const Shape& shape)
    {
        const Group* largest = nullptr;
        for (const auto& group : data_.groups)
            if (group.kind == "table" && (!largest || group.records.size() > largest->records.size()))
                largest = &group;
        if (!largest) return not_found("");
        auto want = want_of(
            "cell", shape.items->items ? *shape.items->items : Shape{.kind = Shape::Kind::string}, {}, {}
        );
        JsonArray rows;
        for (const auto& record : largest->records) {
            JsonArray row;
            std::string cell;
            for (const auto& field : record.fields) {
                const auto column = field.key.substr(0, field.key.find('/'));
                if (field.is_derived || column == cell || field.carrier == "data") continue;
                if (auto value = convert(field, want, locale_)) {
                    row.push_back(*std::move(value));
                    cell = column;
                }
            }
            rows.push_back(std::move(row));
        }
        return Json(std::move(rows));
    }

    // -- one thing

    Result<Json> read_object(const Shape& shape)
    {
        if (shape.properties.empty()) return read_pairs(shape);
        const auto leaves = leaves_of(shape, {});
        const bool has_lists = !leaves.branches.empty() || std::ranges::any_of(leaves.wants, &Want::is_list);
        if (!has_lists && (request_.selects() || names_one_record(shape)))
            if (auto chosen = from_records(shape)) return *std::move(chosen);

        auto built = from_page(shape, leaves);
        if (built.value && (built.found > 0 || shape.required.empty())) return *std::move(built.value);
        if (!has_lists)
            if (auto named = from_records(shape)) return *std::move(named);
        if (failure_) return *failure_;
        return not_found(built.missing);
    }

    Built from_page(const Shape& shape, const Leaves& leaves)
    {
        Found found;
        const std::vector records{page_record(data_, leaves.wants, locale_)};
        const Table table(records);
        const auto finds = match(table, leaves.wants, locale_);
        for (std::size_t i = 0; i < leaves.wants.size(); ++i) {
            const auto& want = leaves.wants[i];
            std::optional<Json> value;
            if (want.is_list) {
                auto list = read_list(
                    data_,
                    groups_,
                    records[0],
                    want,
                    {want.own, request_.words},
                    list_request(leaves),
                    locale_
                );
                if (list) value = Json(*std::move(list));
            } else {
                value = value_in(table, 0, want, finds[i], locale_);
                if (!value) value = counted(want, leaves);
            }
            if (value) found.emplace(want.path, *std::move(value));
        }
        failure_.reset();
        for (const auto& branch : leaves.branches) {
            auto part =
                branch.shape.kind == Shape::Kind::array
                    ? read_array(
                          branch.shape, branch.path, {branch.words, request_.words}, list_request(leaves)
                      )
                    : read_pairs(branch.shape);
            if (part)
                found.emplace(branch.path, *std::move(part));
            else if (!failure_ && !branch.shape.is_nullable && shape.is_required(branch.path))
                failure_ = part.error();
        }
        return build(shape, found);
    }

    // A limit is meant for the one list there is.
    Request list_request(const Leaves& leaves) const
    {
        const auto lists = leaves.branches.size() +
                           static_cast<std::size_t>(std::ranges::count_if(leaves.wants, &Want::is_list));
        if (lists == 1) return request_;
        return {.prompt = request_.prompt, .words = request_.words};
    }

    // "product_count": where no number is shown, the records are counted, if they are surely those.
    std::optional<Json> counted(const Want& want, const Leaves& leaves) const
    {
        if (want.shape.kind != Shape::Kind::integer || leaves.branches.size() != 1) return std::nullopt;
        auto words = want.own;
        std::erase_if(words, [](const std::string& word) {
            return is_about(word, "count") || word == "count";
        });
        if (words.size() == want.own.size() || (!words.empty() && words != leaves.branches[0].words))
            return std::nullopt;
        const auto& branch = leaves.branches[0];
        const auto records = read_records(
            groups_, branch.shape, branch.path, {branch.words, request_.words}, list_request(leaves), locale_
        );
        if (!records) return std::nullopt;
        return Json(static_cast<std::int64_t>(records->size()));
    }

    // One of several records, as the prompt chooses it; or the only one.
    std::optional<Result<Json>> from_records(const Shape& shape)
    {
        const Called called{telling_words(shape.title), request_.words};
        const auto choices = rank_groups(groups_, shape, called, locale_);
        if (choices.empty() || !choices[0].missing.empty()) return std::nullopt;
        const auto& choice = choices[0];
        const auto& table = *choice.table;
        auto rows = select(table, request_, locale_);
        if (!rows) return Result<Json>(rows.error());
        if (!request_.selects()) rows = named_in_prompt(table);
        if (rows->empty())
            return Result<Json>(Error{ErrorCode::not_doable, "no entry on the page is what was asked for"});
        if (rows->size() > 1 && !request_.is_single && !request_.sorting)
            return Result<Json>(Error{
                ErrorCode::not_doable,
                "the page has " + std::to_string(rows->size()) +
                    " entries that fit; say which one, or ask for a list"
            });
        for (const auto row : *rows) {
            auto built = read_record(groups_, choice, row, shape, called, locale_);
            if (built.value && built.found > 0) return Result<Json>(*std::move(built.value));
        }
        return std::nullopt;
    }

    bool names_one_record(const Shape& shape) const
    {
        if (request_.words.size() < 2) return false;
        const auto choices =
            rank_groups(groups_, shape, {telling_words(shape.title), request_.words}, locale_);
        if (choices.empty() || choices[0].group->records.size() < 2) return false;
        return named_in_prompt(*choices[0].table).size() == 1;
    }

    // The records whose name the prompt says; all where it names none.
    std::vector<std::size_t> named_in_prompt(const Table& table) const
    {
        const std::vector wants{want_of_words({"title"}, Shape::Kind::string)};
        const auto finds = match(table, wants, locale_);
        std::vector<std::size_t> rows;
        for (std::size_t row = 0; row < table.size(); ++row) {
            const auto title = value_in(table, row, wants[0], finds[0], locale_);
            if (title && title->is_string() &&
                contains_all(request_.words, telling_words(title->get_string())))
                rows.push_back(row);
        }
        if (!rows.empty()) return rows;
        for (std::size_t row = 0; row < table.size(); ++row) rows.push_back(row);
        return rows;
    }

    // An object of any keys: everything that has a label.
    Result<Json> read_pairs(const Shape& shape)
    {
        JsonObject object;
        auto want = want_of("value", shape.items ? *shape.items : Shape{.kind = Shape::Kind::string}, {}, {});
        if (want.shape.kind == Shape::Kind::any) want.shape.kind = Shape::Kind::string;
        const auto take = [&](const Field& field) {
            if (field.label.empty() || field.label.size() > 60 || field.carrier == "by" ||
                field.carrier == "count" || object.contains(field.label))
                return;
            if (field.is_derived && field.key.find(':') == std::string::npos) return;
            if (auto value = convert(field, want, locale_)) object[field.label] = *std::move(value);
        };
        for (const auto& field : data_.pairs) take(field);
        for (const auto& field : page_record(data_, {}, locale_).fields) take(field);
        if (object.empty()) return Error{ErrorCode::not_doable, "the page has no labelled values"};
        return Json(std::move(object));
    }

    Result<Json> read_scalar(const Shape& shape)
    {
        auto words = question_words(request_.prompt);
        if (words.empty()) words = telling_words(shape.title.empty() ? shape.description : shape.title);
        if (words.empty())
            return Error{ErrorCode::not_doable, "neither the prompt nor the schema says what to look for"};
        std::string name;
        for (const auto& word : words) name += (name.empty() ? "" : " ") + word;
        Shape object{.kind = Shape::Kind::object};
        object.required = {name};
        object.properties.push_back(shape);
        object.properties.back().name = name;
        object.title = shape.title;
        TRY(auto value, read_object(object));
        auto* found = value.get_object().if_contains(name);
        if (!found) return not_found(name);
        return std::move(*found);
    }

    // A schema that allows everything: a text where the prompt asks for one thing, else what has a label.
    Result<Json> read_any(const Shape& shape)
    {
        auto text = shape;
        text.kind = Shape::Kind::string;
        if (!request_.prompt.empty())
            if (auto value = read_scalar(text)) return value;
        return read_pairs(shape);
    }

    const PageData& data_;
    Request request_;
    Locale locale_;
    std::vector<const Group*> groups_;
    std::optional<Error> failure_;  // why a needed list could not be read
};

}  // namespace

namespace {

void collect_days(const Json& value, std::vector<double>& days)
{
    if (const auto* list = value.if_array())
        for (const auto& each : *list) collect_days(each, days);
    if (const auto* object = value.if_object())
        for (const auto& [name, each] : *object) collect_days(each, days);
    if (!value.is_string()) return;
    const std::string text(value.get_string());
    constexpr std::size_t longest = 32;  // a day by itself, not a text that names one
    if (const auto date = text.size() < longest ? find_date(text) : std::nullopt)
        days.push_back(day_number(date->day));
}

// "The meetings of 2018": where every day that was found lies outside, it was found somewhere else.
bool is_out_of_bounds(const Json& value, const Request& request)
{
    std::vector<double> days;
    collect_days(value, days);
    return !days.empty() && std::ranges::any_of(request.filters, [&](const Filter& filter) {
        return filter.is_date && std::ranges::none_of(days, [&](double day) {
                   return filter.comparison == Comparison::at_least  ? day >= filter.number
                          : filter.comparison == Comparison::at_most ? day <= filter.number
                                                                     : true;
               });
    });
}

}  // namespace

Result<Json> answer(const PageData& data, const Json& schema, const std::string& prompt)
{
    const auto shape = shape_of(schema);
    Answerer answerer(data, prompt);
    auto value = answerer.read(shape);
    if (!value) {
        // The contract has no null answers, but a schema may ask for one.
        if (shape.is_nullable && value.error().code == ErrorCode::not_doable) return Json();
        return value;
    }
    if (is_out_of_bounds(*value, parse_request(prompt)))
        return Error{ErrorCode::not_doable, "the page tells of other days than those asked for"};
    if (auto fits = validate(schema, *value); !fits)
        return Error{ErrorCode::not_doable, "what the page says does not fit: " + fits.error().message};
    return value;
}

Result<std::string> answer_question(const PageData& data, const std::string& question)
{
    TRY(const auto value, answer(data, JsonObject{{"type", "string"}}, question));
    return std::string(value.get_string());
}

}  // namespace lissom::extract
