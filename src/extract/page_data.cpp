#include "extract/page_data.hpp"

#include "base/log.hpp"
#include "base/try.hpp"
#include "embedded/extract/page/article.js.hpp"
#include "embedded/extract/page/collect.js.hpp"
#include "embedded/extract/page/record_fields.js.hpp"
#include "embedded/extract/page/records.js.hpp"
#include "embedded/extract/page/structured.js.hpp"
#include "embedded/extract/page/tables.js.hpp"
#include "embedded/extract/page/tree.js.hpp"
#include "extract/derived.hpp"
#include "extract/structured.hpp"

namespace lissom::extract {
namespace {

constexpr Millis frame_limit(10'000);  // a page of the most elements we read takes well under two seconds
constexpr std::size_t max_frames =
    30;  // advertisements have dozens; what people ask for is in the first ones

Field read_field(const JsonObject& json)
{
    Field field;
    field.key = string_or(json, "k");
    field.text = string_or(json, "t");
    field.label = string_or(json, "l");
    if (const auto* names = array_at(json, "n"))
        for (const auto& name : *names)
            if (name.is_string()) field.names.emplace_back(name.get_string());
    field.classes = string_or(json, "c");
    field.around = string_or(json, "a");
    field.link = string_or(json, "u");
    field.image = string_or(json, "i");
    field.machine = string_or(json, "v");
    field.carrier = string_or(json, "w");
    field.region = string_or(json, "z");
    field.maximum = number_or(json, "m");
    field.size = number_or(json, "s");
    field.heading = static_cast<int>(int_or(json, "h"));
    field.repeat = static_cast<int>(int_or(json, "r", 1));
    field.order = static_cast<int>(int_or(json, "p"));
    field.is_bold = int_or(json, "b") != 0;
    field.is_struck = int_or(json, "x") != 0;
    field.is_off_screen = int_or(json, "o") != 0;
    field.is_in_link = int_or(json, "e") != 0;
    field.has_parts = int_or(json, "g") != 0;
    return field;
}

std::vector<Field> read_fields(const JsonObject& json, std::string_view key)
{
    std::vector<Field> fields;
    if (const auto* list = array_at(json, key))
        for (const auto& one : *list)
            if (one.is_object()) fields.push_back(read_field(one.get_object()));
    return fields;
}

Group read_group(const JsonObject& json, std::size_t frame)
{
    Group group;
    group.kind = string_or(json, "kind");
    group.name = string_or(json, "name");
    group.label = string_or(json, "label");
    group.words = string_or(json, "words");
    group.region = string_or(json, "region");
    group.area = number_or(json, "area");
    group.is_named = int_or(json, "named") != 0;
    group.is_part = group.kind == "lone";
    group.frame = frame;
    if (const auto* records = array_at(json, "records"))
        for (const auto& one : *records) {
            if (!one.is_object()) continue;
            Record record;
            record.fields = read_fields(one.get_object(), "f");
            record.from = static_cast<int>(int_or(one.get_object(), "from"));
            record.to = static_cast<int>(int_or(one.get_object(), "to"));
            group.records.push_back(std::move(record));
        }
    return group;
}

// A group that goes on under several parents: its parts' records, in the order of the page.
Group join(const PageData& data, std::size_t first_of_frame, const JsonArray& parts, std::size_t frame)
{
    Group group;
    group.kind = "joined";
    group.frame = frame;
    for (const auto& part : parts) {
        if (!part.is_int64() || part.get_int64() < 0) continue;
        const auto index = first_of_frame + static_cast<std::size_t>(part.get_int64());
        if (index >= data.groups.size()) continue;
        const auto& one = data.groups[index];
        if (group.records.empty()) {
            group.words = one.words;
            group.label = one.label;
            group.region = one.region;
        }
        group.area += one.area;
        group.records.insert(group.records.end(), one.records.begin(), one.records.end());
    }
    std::ranges::sort(group.records, {}, &Record::from);
    return group;
}

void read_groups(PageData& data, const JsonArray& groups, std::size_t frame)
{
    const auto first = data.groups.size();
    for (const auto& one : groups) {
        if (!one.is_object()) continue;
        const auto* parts = array_at(one.get_object(), "of");
        data.groups.push_back(parts ? join(data, first, *parts, frame) : read_group(one.get_object(), frame));
    }
}

const std::string& script()
{
    static const std::string text = [] {
        std::string all = "function() {\n'use strict';\n";
        for (const auto part :
             {embedded::tree_js,
              embedded::record_fields_js,
              embedded::records_js,
              embedded::tables_js,
              embedded::structured_js,
              embedded::article_js,
              embedded::collect_js})
            all += part;
        return all + "\nreturn collect();\n}";
    }();
    return text;
}

}  // namespace

Done add_frame(PageData& data, const Json& collected, std::size_t frame)
{
    if (!collected.is_object()) return Error{ErrorCode::internal, "the page's data came in an unknown form"};
    const auto& json = collected.get_object();
    if (frame == 0) {
        data.url = string_or(json, "url");
        data.title = string_or(json, "title");
        data.language = string_or(json, "language");
        data.width = number_or(json, "width");
        data.article = string_or(json, "article");
        if (const auto* tags = array_at(json, "meta"))
            for (const auto& tag : *tags)
                if (tag.is_array() && tag.get_array().size() == 2 && tag.at(0).is_string() &&
                    tag.at(1).is_string())
                    data.meta.emplace(tag.at(0).get_string(), tag.at(1).get_string());
    }
    if (const auto* items = array_at(json, "items"))
        for (const auto& one : *items)
            if (const auto* item = one.is_object() ? object_at(one.get_object(), "item") : nullptr)
                data.items.push_back(*item);
    if (const auto* headings = array_at(json, "headings"))
        for (const auto& one : *headings)
            if (one.is_object())
                data.headings.push_back(
                    {static_cast<int>(int_or(one.get_object(), "level")),
                     string_or(one.get_object(), "text"),
                     string_or(one.get_object(), "region")}
                );
    if (const auto* bylines = array_at(json, "bylines"))
        for (const auto& one : *bylines)
            if (one.is_object())
                data.bylines.push_back(
                    {string_or(one.get_object(), "text"),
                     string_or(one.get_object(), "region"),
                     int_or(one.get_object(), "sure") != 0}
                );
    if (const auto* groups = array_at(json, "groups")) read_groups(data, *groups, frame);
    for (auto& field : read_fields(json, "fields")) data.fields.push_back(std::move(field));
    for (auto& field : read_fields(json, "pairs")) data.pairs.push_back(std::move(field));
    return Done();
}

Async<Result<PageData>> collect(browser::Page& page)
{
    PageData data;
    const auto frames = page.frames();
    for (std::size_t i = 0; i < frames.size() && i < max_frames; ++i) {
        const auto answer = co_await page.call(frames[i].id, script(), {}, frame_limit);
        if (!answer && i == 0) co_return answer.error();
        if (!answer || !answer->is_string()) continue;  // a frame that went away meanwhile says nothing
        CO_TRY(const auto collected, parse_json(answer->get_string()));
        CO_TRY_DONE(add_frame(data, collected, i));
    }
    add_structured_groups(data);
    for (auto& group : data.groups)
        for (auto& record : group.records) add_derived_fields(record.fields);
    add_derived_fields(data.fields);
    add_derived_fields(data.pairs);
    co_return data;
}

}  // namespace lissom::extract
