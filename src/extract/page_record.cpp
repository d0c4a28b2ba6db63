#include "extract/page_record.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "extract/article.hpp"
#include "extract/match.hpp"
#include "extract/structured.hpp"

namespace lissom::extract {
namespace {

// Records with as many different values are things of their own; with fewer they are lines of one list of
// facts.
constexpr std::size_t values_of_a_thing = 3;
constexpr std::size_t records_of_a_list = 3;

Field said(std::string key, std::vector<std::string> names, std::string text)
{
    Field field;
    field.key = "meta:" + std::move(key);
    field.names = std::move(names);
    field.machine = text;
    field.text = std::move(text);
    field.carrier = "meta";
    return field;
}

std::size_t values_in(const Record& record)
{
    std::set<std::string> keys;
    for (const auto& field : record.fields)
        if (!field.is_derived && !field.has_parts && field.carrier != "data" && field.carrier != "wrap" &&
            (!field.text.empty() || !field.image.empty()))
            keys.insert(field.key);
    return keys.size();
}

// Columns and sections of the page are built alike, too. Where few of them have a main heading, they are no
// entries of a list, which have one each or none.
bool holds_the_heading(const Group& group, const std::vector<int>& headings)
{
    const auto holders = std::ranges::count_if(group.records, [&](const Record& record) {
        return std::ranges::any_of(headings, [&](int order) {
            return order >= record.from && order < record.to;
        });
    });
    return holders > 0 && static_cast<std::size_t>(holders) * 2 <= group.records.size();
}

// The places of the largest headings of the first level; a page may have smaller ones over its sections.
std::vector<int> main_headings(const PageData& data)
{
    std::vector<int> places;
    double largest = 0;
    for (const auto& field : data.fields) {
        if (field.heading != 1 || field.region == "aside" || field.size < largest) continue;
        if (field.size > largest) places.clear();
        largest = field.size;
        places.push_back(field.order);
    }
    return places;
}

bool is_list_of_things(const Group& group, const std::vector<int>& headings)
{
    if (group.records.size() < records_of_a_list || group.frame != 0) return false;
    if (holds_the_heading(group, headings)) return false;
    if (group.kind == "table") return group.is_named;
    if (group.kind != "like" && group.kind != "run" && group.kind != "joined") return false;
    std::size_t things = 0;
    for (const auto& record : group.records)
        if (values_in(record) >= values_of_a_thing && record.to - record.from < 120) ++things;
    return things * 2 > group.records.size();
}

// Of a recipe, a product or an event, its own name is the title, not what the page says to attract readers.
std::string name_of_thing(const JsonObject* item)
{
    if (!item) return "";
    const auto type = type_of(*item);
    for (const std::string_view other : {"Article", "Posting", "Page", "Report", "Object", "Site"})
        if (type.ends_with(other)) return "";
    const bool is_owner = type.empty() || type.ends_with("Organization") || type == "Person";
    return is_owner ? "" : string_or(*item, "name");
}

void add_article(const PageData& data, const JsonObject* item, std::vector<Field>& fields)
{
    auto article = article_of(data);
    if (auto name = name_of_thing(item); !name.empty()) article.title = std::move(name);
    const auto add = [&](std::string key, std::vector<std::string> names, const std::string& text) {
        if (!text.empty()) fields.push_back(said(std::move(key), std::move(names), text));
    };
    add("title", {"title", "headline", "name"}, article.title);
    add("byline", {"author", "byline"}, article.byline);
    add("site", {"site name", "publisher", "site", "source"}, article.site_name);
    add("published", {"published date", "published", "publication date", "date"}, article.published);
    add("modified", {"modified date", "updated", "last updated"}, article.modified);
    add("language", {"language"}, article.language);
    add("description", {"description", "summary", "excerpt"}, article.description);
    add("text", {"content", "article text", "body", "full text", "text"}, article.text);
    if (!article.image.empty()) {
        auto field = said("image", {"image", "picture"}, "");
        field.image = article.image;
        fields.push_back(std::move(field));
    }
    auto address = said("url", {"url", "page url", "canonical url"}, "");
    const auto canonical = data.meta.find("canonical");
    address.link = canonical == data.meta.end() ? data.url : canonical->second;
    fields.push_back(std::move(address));
    const bool is_reduced = data.meta.contains("product:sale_price:amount");
    for (const auto& [name, text] : data.meta)
        if (is_reduced && name == "product:price:amount")
            fields.push_back(said(name, {"original price"}, text));
        else if (name.starts_with("product:") || name.starts_with("og:price") || name.starts_with("book:") ||
                 name.starts_with("music:") || name.starts_with("video:"))
            fields.push_back(said(name, {name.substr(name.find(':') + 1)}, text));
}

// An item with its name as what it is: "product" is what the product is called.
Record named_record(const JsonObject& item)
{
    auto record = to_record(item);
    const auto type = type_of(item);
    if (const auto name = string_or(item, "name"); !name.empty() && !type.empty())
        record.fields.push_back(said("type", {type}, name));
    return record;
}

// The item that answers most; others (the site, its owner) would answer for the wrong thing.
const JsonObject* best_item(const PageData& data, const std::vector<Want>& wants, const Locale& locale)
{
    const JsonObject* best = nullptr;
    double most = 0;
    for (const auto& item : data.items) {
        const auto type = type_of(item);
        if (type == "BreadcrumbList" || type == "WebSite" || type == "ItemList" ||
            type == "SiteNavigationElement" || type == "SearchAction")
            continue;
        const std::vector records{named_record(item)};
        const Table table(records);
        double sum = 0;
        for (const auto& find : match(table, wants, locale)) sum += find.score;
        if (type == "Organization" || type == "WebPage" || type == "ImageObject" || type == "Person")
            sum *= 0.6;
        if (sum > most) {
            most = sum;
            best = &item;
        }
    }
    return best;
}

// Some pages say what belongs to their thing beside it, not in it.
void add_parts(const PageData& data, const JsonObject& item, Record& page)
{
    static const std::map<std::string, std::string> properties{
        {"Offer", "offers"}, {"AggregateOffer", "offers"}, {"AggregateRating", "aggregateRating"}
    };
    std::map<std::string, std::vector<const JsonObject*>> parts;
    for (const auto& other : data.items)
        if (const auto known = properties.find(type_of(other)); known != properties.end() && &other != &item)
            parts[known->second].push_back(&other);
    for (const auto& [property, candidates] : parts) {
        if (candidates.size() != 1 || item.contains(property)) continue;
        for (auto& field : to_record(*candidates[0]).fields) {
            for (auto& name : field.names) name = property + " " + name;
            field.key = property + "." + field.key;
            page.fields.push_back(std::move(field));
        }
    }
}

}  // namespace

Record page_record(const PageData& data, const std::vector<Want>& wants, const Locale& locale)
{
    Record page;
    const auto* item = best_item(data, wants, locale);
    if (item) {
        page = named_record(*item);
        add_parts(data, *item, page);
        for (auto& field : page.fields) field.key = "item:" + field.key;
    }
    const auto headings = main_headings(data);
    std::vector<std::pair<int, int>> things;
    for (const auto& group : data.groups)
        if (is_list_of_things(group, headings))
            for (const auto& record : group.records) things.emplace_back(record.from, record.to);
    const auto is_inside = [&](int order) {
        return std::ranges::any_of(things, [&](const auto& thing) {
            return order >= thing.first && order < thing.second;
        });
    };
    add_article(data, item, page.fields);
    for (const auto& field : data.fields)
        if (!is_inside(field.order)) page.fields.push_back(field);
    for (auto field : data.pairs) {
        field.key = "pair:" + field.key;
        page.fields.push_back(std::move(field));
    }
    return page;
}

}  // namespace lissom::extract
