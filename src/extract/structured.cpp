#include "extract/structured.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "extract/values.hpp"
#include "extract/words.hpp"

namespace lissom::extract {
namespace {

constexpr int deepest = 6;                // schema.org nests offers in offers; deeper is noise
constexpr std::size_t most_fields = 400;  // of one item
constexpr std::size_t most_groups = 100;

std::string last_part(std::string_view name)
{
    const auto slash = name.find_last_of("/#");
    return std::string(slash == std::string_view::npos ? name : name.substr(slash + 1));
}

std::string text_of(const Json& value)
{
    if (value.is_string()) {
        const std::string_view text = value.get_string();
        // schema.org's own words are written as addresses: "https://schema.org/InStock".
        if (text.starts_with("http") && text.find("schema.org/") != std::string_view::npos)
            return last_part(text);
        return trimmed(text);
    }
    if (value.is_double()) return fmt::format("{}", value.get_double());  // "4.6" as people write it
    if (value.is_number() || value.is_bool()) return dump(value);
    return "";
}

bool is_picture_key(std::string_view key)
{
    return key == "image" || key == "logo" || key == "photo" || key == "thumbnailUrl" || key == "contentUrl";
}

// A place in a list, and a link, without the thing that stands there.
bool is_bare_place(const JsonObject& item) { return type_of(item) == "ListItem" && !object_at(item, "item"); }

class Flattener {
public:
    explicit Flattener(Record& record)
        : record_(record)
    {
    }

    void read(const JsonObject& item, const std::string& path, int depth)
    {
        for (const auto& [key, value] : item) {
            if (key.starts_with('@') && key != "@id") continue;
            const auto name = last_part(key);
            take(value, path.empty() ? name : path + "." + name, name, depth);
        }
    }

private:
    void take(const Json& value, const std::string& path, const std::string& key, int depth)
    {
        if (depth > deepest || record_.fields.size() >= most_fields) return;
        if (value.is_array()) {
            for (const auto& one : value.get_array()) take(one, path, key, depth + 1);
        } else if (value.is_object()) {
            take_object(value.get_object(), path, key, depth);
        } else if (auto text = text_of(value); !text.empty()) {
            put(path, key, std::move(text));
        }
    }

    void take_object(const JsonObject& item, const std::string& path, const std::string& key, int depth)
    {
        if (const auto* value = item.if_contains("@value")) return take(*value, path, key, depth + 1);
        if (type_of(item).starts_with("HowTo")) return take_step(item, path, key, depth);
        // What a thing is called stands for the thing: "author" of {"author": {"name": "Ann"}}.
        for (const auto* name : {"name", "text", "url", "@id"}) {
            if (is_picture_key(key) && std::string_view(name) != "url") continue;
            const auto* value = item.if_contains(name);
            if (!value || text_of(*value).empty()) continue;
            put(path, key, text_of(*value));
            break;
        }
        if (!is_bare_place(item)) read(item, path, depth + 1);
    }

    // What is to be done counts, not that it is called "Step 1"; the steps of a part follow its name.
    void take_step(const JsonObject& step, const std::string& path, const std::string& key, int depth)
    {
        const auto* parts = step.if_contains("itemListElement");
        for (const auto* name : {"text", "name"}) {
            const auto* said = step.if_contains(name);
            if (!said || text_of(*said).empty()) continue;
            put(path, key, text_of(*said));
            break;
        }
        if (parts && !step.contains("text")) take(*parts, path, key, depth + 1);
        read(step, path, depth + 1);
    }

    void put(const std::string& path, const std::string& key, std::string text)
    {
        Field field;
        field.key = path;
        field.repeat = ++counts_[path];
        field.carrier = "item";
        std::string spoken = path;
        for (auto& c : spoken)
            if (c == '.') c = ' ';
        field.names.push_back(std::move(spoken));
        if (looks_like_url(text)) {
            (is_picture_key(key) ? field.image : field.link) = text;
        }
        field.machine = text;
        field.text = std::move(text);
        record_.fields.push_back(std::move(field));
    }

    Record& record_;
    std::map<std::string, int> counts_;
};

// {"@type": "ListItem", "position": 1, "item": {…}} is the thing itself, with its position.
Record to_list_record(const JsonObject& item)
{
    const auto* inner = object_at(item, "item");
    if (!inner) return to_record(item);
    auto record = to_record(*inner);
    if (const auto* position = item.if_contains("position")) {
        Field field;
        field.key = "position";
        field.names = {"position"};
        field.carrier = "item";
        field.text = field.machine = text_of(*position);
        record.fields.push_back(std::move(field));
    }
    return record;
}

// Links one behind the other, of what does not say that it is a list: the way to a page.
bool is_trail(const JsonObject& owner, std::string_view key, const JsonArray& entries)
{
    return last_part(key) == "itemListElement" && !type_of(owner).ends_with("List") &&
           std::ranges::all_of(entries, [](const Json& entry) {
               return entry.is_object() && is_bare_place(entry.get_object());
           });
}

void gather_groups(const JsonObject& item, std::vector<Group>& groups, int depth)
{
    // The way to a page is no list of what the page is about.
    if (depth > deepest || type_of(item) == "BreadcrumbList") return;
    for (const auto& [key, value] : item) {
        if (value.is_object()) gather_groups(value.get_object(), groups, depth + 1);
        if (!value.is_array()) continue;
        if (is_trail(item, key, value.get_array())) continue;
        Group group;
        group.kind = "structured";
        group.name = last_part(key);
        for (const auto& one : value.get_array()) {
            if (!one.is_object()) continue;
            if (group.words.empty()) {
                const auto* inner = object_at(one.get_object(), "item");
                group.words = type_of(inner ? *inner : one.get_object());
            }
            group.records.push_back(to_list_record(one.get_object()));
        }
        if (!group.records.empty() && groups.size() < most_groups) groups.push_back(std::move(group));
        for (const auto& one : value.get_array())
            if (one.is_object()) gather_groups(one.get_object(), groups, depth + 1);
    }
}

}  // namespace

std::string type_of(const JsonObject& item)
{
    const auto* type = item.if_contains("@type");
    if (!type) return "";
    if (type->is_array() && !type->get_array().empty()) type = &type->get_array()[0];
    return type->is_string() ? last_part(type->get_string()) : "";
}

Record to_record(const JsonObject& item)
{
    Record record;
    record.item = &item;
    Flattener(record).read(item, "", 0);
    return record;
}

std::vector<Group> groups_in(const JsonObject& item)
{
    std::vector<Group> groups;
    gather_groups(item, groups, 0);
    return groups;
}

void add_structured_groups(PageData& data)
{
    std::map<std::string, Group> by_type;
    for (const auto& item : data.items) {
        for (auto& group : groups_in(item)) data.groups.push_back(std::move(group));
        const auto type = type_of(item);
        if (type == "BreadcrumbList" || type == "WebSite" || type == "WebPage" || is_bare_place(item))
            continue;
        auto& group = by_type[type];
        group.kind = "structured";
        group.name = type;
        group.words = type;
        group.records.push_back(to_record(item));
    }
    for (auto& [type, group] : by_type)
        if (group.records.size() > 1 || !type.empty()) data.groups.push_back(std::move(group));
}

}  // namespace lissom::extract
