#include "extract/article.hpp"

#include <algorithm>
#include <initializer_list>

#include "extract/structured.hpp"
#include "extract/values.hpp"
#include "extract/words.hpp"

namespace lissom::extract {
namespace {

std::string meta(const PageData& data, std::initializer_list<const char*> names)
{
    for (const auto* name : names)
        if (const auto found = data.meta.find(name); found != data.meta.end() && !found->second.empty())
            return found->second;
    return "";
}

// The item that is the page's piece of writing, or what else it is about.
const JsonObject* main_item(const PageData& data)
{
    const JsonObject* other = nullptr;
    for (const auto& item : data.items) {
        const auto type = type_of(item);
        const bool is_writing =
            type.ends_with("Article") || type.ends_with("Posting") || type == "Report" || type == "Recipe";
        if (is_writing) return &item;
        if (!other && (item.contains("headline") || item.contains("datePublished"))) other = &item;
    }
    return other;
}

std::string item_text(const JsonObject* item, std::string_view path)
{
    if (!item) return "";
    for (const auto& field : to_record(*item).fields)
        if (field.key == path) return field.text;
    return "";
}

// All values at a path, as people list names.
std::string item_list(const JsonObject* item, std::string_view path)
{
    std::string list;
    if (!item) return list;
    for (const auto& field : to_record(*item).fields)
        if (field.key == path && !looks_like_url(field.text) &&
            (list.empty() || !field.text.starts_with(list)))
            list += (list.empty() ? "" : ", ") + field.text;
    return list;
}

// "Some words | The Site": what stands behind the last mark is the site's name more often than not.
std::string without_site(const std::string& title, const std::string& site)
{
    for (const std::string_view mark : {" | ", " – ", " — ", " - ", " » ", " :: ", " · ", " / "}) {
        const auto at = title.rfind(mark);
        if (at == std::string::npos) continue;
        auto left = trimmed(title.substr(0, at));
        auto right = trimmed(title.substr(at + mark.size()));
        if (!site.empty() && lower(right) == lower(site)) return left;
        if (!site.empty() && lower(left) == lower(site)) return right;
        if (words_of(left).size() >= 3) return left;
    }
    return title;
}

// "Lamps | The Shop" is "Lamps" with trimmings, and so is a longer heading with anything behind it.
bool is_trimmed(const std::string& whole, const std::string& heading)
{
    if (whole.size() <= heading.size() + 1 || !whole.starts_with(heading)) return false;
    const auto rest = trimmed(std::string_view(whole).substr(heading.size()));
    for (const std::string_view mark : {"|", "-", "–", "—", "·", "»", ":"})
        if (rest.starts_with(mark)) return true;
    return words_of(heading).size() >= 2;
}

std::string title_of(const PageData& data, const JsonObject* item, const std::string& site)
{
    auto title = item_text(item, "headline");
    // Encyclopedias give the short description as the headline: the name is what the page itself is titled
    // by.
    const auto whole_title = lower(data.title);
    const auto name = item_text(item, "name");
    const bool is_named_so = !name.empty() && lower(name) != lower(site) &&
                             type_of(*item).ends_with("Article") &&
                             whole_title.find(lower(name)) != std::string::npos;
    if (is_named_so && !title.empty() && whole_title.find(lower(title)) == std::string::npos) title = name;
    if (title.empty())
        title = meta(
            data, {"dc:title", "dcterms:title", "dcterm:title", "og:title", "parsely-title", "twitter:title"}
        );
    std::vector<std::string> first;
    for (const auto& heading : data.headings)
        if (heading.level == 1) first.push_back(heading.text);
    // The heading that the longer titles begin with is the title without its trimmings.
    for (const auto& heading : first) {
        const auto& whole = title.empty() ? data.title : title;
        if (is_trimmed(lower(whole), lower(heading))) return heading;
    }
    if (!title.empty()) return title;
    if (data.title.empty()) return first.size() == 1 ? first[0] : "";
    title = without_site(data.title, site);
    if (first.size() == 1 && title.size() > 150) return first[0];
    return title;
}

std::string cleaned_byline(std::string text)
{
    text = trimmed(text);
    const auto low = lower(text);
    for (const std::string_view before : {"written by ", "posted by ", "by ", "by: ", "author: "})
        if (low.starts_with(before)) return trimmed(text.substr(before.size()));
    return text;
}

std::string byline_of(const PageData& data, const JsonObject* item)
{
    auto name = item_list(item, "author.name");
    if (name.empty()) name = item_list(item, "author");
    if (name.empty())
        name = meta(
            data,
            {"dc:creator",
             "dcterms:creator",
             "dc.creator",
             "author",
             "parsely-author",
             "article:author",
             "sailthru.author",
             "byl"}
        );
    if (looks_like_url(name)) name.clear();
    if (!name.empty()) return cleaned_byline(name);
    for (const bool sure : {true, false})
        for (const auto& byline : data.bylines)
            if (byline.is_sure == sure && byline.region != "aside") {
                auto writer = cleaned_byline(byline.text);
                if (const auto date = find_date(writer); date && date->at > 0)
                    writer = trimmed(writer.substr(0, date->at));
                while (!writer.empty() &&
                       std::string_view(",|-(•·.").find(writer.back()) != std::string_view::npos)
                    writer.pop_back();
                writer = trimmed(writer);
                if (looks_like_person(writer)) return writer;
            }
    return "";
}

}  // namespace

Article article_of(const PageData& data)
{
    const auto* item = main_item(data);
    Article article;
    article.site_name = meta(data, {"og:site_name", "application-name"});
    if (const auto publisher = item_text(item, "publisher.name"); !publisher.empty())
        article.site_name = publisher;
    article.title = title_of(data, item, article.site_name);
    article.byline = byline_of(data, item);
    article.published = item_text(item, "datePublished");
    if (article.published.empty())
        article.published = meta(
            data,
            {"article:published_time",
             "dc.date.issued",
             "dcterms.created",
             "datepublished",
             "parsely-pub-date",
             "pubdate",
             "date",
             "dc.date",
             "sailthru.date"}
        );
    article.modified = item_text(item, "dateModified");
    if (article.modified.empty())
        article.modified = meta(data, {"article:modified_time", "og:updated_time", "last-modified"});
    article.language = data.language;
    article.description =
        meta(data, {"og:description", "description", "dc:description", "twitter:description"});
    if (article.description.empty()) article.description = item_text(item, "description");
    article.image = meta(data, {"og:image:secure_url", "og:image", "twitter:image"});
    article.text = data.article;
    return article;
}

}  // namespace lissom::extract
