#include "extract/want.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "extract/extract.hpp"
#include "extract/stock.hpp"
#include "extract/values.hpp"

namespace lissom::extract {
namespace {

bool has(const Words& words, std::initializer_list<std::string_view> any)
{
    return std::ranges::any_of(words, [&](const std::string& word) {
        return std::ranges::find(any, word) != any.end();
    });
}

bool consists_of(const Words& words, std::initializer_list<std::string_view> allowed, const Words& nouns)
{
    return !words.empty() && std::ranges::all_of(words, [&](const std::string& word) {
        return std::ranges::find(allowed, word) != allowed.end() ||
               std::ranges::find(nouns, word) != nouns.end();
    });
}

Role role_of(const Want& want, const Words& nouns)
{
    using Kind = Shape::Kind;
    const auto& words = want.words;
    const auto kind = want.shape.kind;
    const auto& format = want.shape.format;
    if (kind == Kind::boolean) return Role::truth;
    const bool is_text = kind == Kind::string || kind == Kind::any;
    const bool is_url =
        format == "uri" || format == "url" || format == "iri" || format == "uri-reference" ||
        (is_text && has(words, {"url", "link", "href", "permalink", "uri", "website", "homepage"}));
    const bool is_picture =
        has(words, {"image", "img", "photo", "picture", "thumbnail", "thumb", "avatar", "logo", "poster"});
    if (is_picture && is_text && !has(words, {"alt", "caption", "description", "count"})) return Role::image;
    if (is_url) return Role::url;
    if (format == "email" || has(words, {"email"})) return Role::email;
    if (is_text && has(words, {"phone", "telephone", "fax"})) return Role::phone;
    if (is_text && has(want.own, {"sku", "mpn", "gtin", "ean", "upc", "isbn", "asin", "barcode"}))
        return Role::identifier;
    if (has(words, {"currency"})) return Role::plain;
    if (has(words, {"count", "number", "num", "total"}) &&
        has(words, {"rating", "review", "comment", "star"}))
        return Role::plain;
    if (has(words, {"price", "cost", "fare", "fee", "rent"})) return Role::price;
    if (format == "date" || format == "date-time" ||
        (is_text && has(words,
                        {"date",
                         "datetime",
                         "published",
                         "posted",
                         "deadline",
                         "when",
                         "created",
                         "updated",
                         "timestamp",
                         "weekday"})))
        return Role::date;
    if (is_text && has(words, {"duration", "runtime"})) return Role::duration;
    if (has(words, {"rating", "star", "rated"}) && !(words.size() == 1 && words[0] == "star"))
        return Role::rating;
    if (is_text && has(words, {"author", "byline", "writer", "poster", "submitter"})) return Role::author;
    if (is_text && consists_of(words, {"title", "name", "headline", "heading", "label", "question"}, nouns))
        return Role::title;
    if (is_text && consists_of(
                       words,
                       {"description",
                        "summary",
                        "abstract",
                        "snippet",
                        "excerpt",
                        "blurb",
                        "teaser",
                        "text",
                        "content",
                        "body",
                        "overview",
                        "answer",
                        "short"},
                       nouns
                   ))
        return Role::description;
    return Role::plain;
}

bool asks_for_iso(const Shape& shape)
{
    if (shape.format == "date" || shape.format == "date-time") return true;
    const auto text = lower(shape.description);
    return text.find("iso") != std::string::npos || text.find("yyyy-mm-dd") != std::string::npos;
}

// The words that end the phrases of a description: what is asked for, not what it belongs to.
Words heads_of(std::string_view description)
{
    static constexpr auto ends = std::to_array<std::string_view>(
        {"of", "for", "in", "on", "at", "or", "and", "with", "to", "from", "per", "as", "is", "are", "by", "e"
        }
    );
    Words heads;
    std::string last;
    const auto finish = [&] {
        if (!last.empty()) heads.push_back(std::exchange(last, ""));
    };
    std::size_t start = 0;
    while (start < description.size()) {
        const auto end = std::min(description.find_first_of(",;.:()/", start), description.size());
        for (auto& word : words_of(description.substr(start, end - start))) {
            if (std::ranges::find(ends, word) != ends.end())
                finish();
            else
                last = std::move(word);
        }
        finish();
        start = end + 1;
    }
    return heads;
}

std::string resolved(const std::string& link, const Locale& locale)
{
    if (looks_like_url(link)) return link;
    const auto host = locale.url.find("//");
    if (host == std::string::npos) return "";
    if (link.starts_with("//")) return locale.url.substr(0, host) + link;
    if (!link.starts_with('/')) return "";  // what stands in JSON-LD without a slash is seldom an address
    return locale.url.substr(0, locale.url.find('/', host + 2)) + link;
}

std::string last_part(std::string_view text)
{
    const auto slash = text.find_last_of("/#");
    return std::string(slash == std::string_view::npos ? text : text.substr(slash + 1));
}

std::optional<Json> as_url(const Field& field, const Want& want, const Locale& locale)
{
    const bool picture = want.role == Role::image;
    std::string address = picture ? field.image : field.link;
    const bool is_address =
        looks_like_url(field.text) || (field.carrier == "item" && field.text.starts_with('/'));
    if (address.empty() && !picture && is_address) address = field.text;
    if (address.empty() && picture && field.carrier == "item") address = field.link;
    if (address.empty() && picture && field.carrier == "meta") address = field.machine;
    if (address.empty()) return std::nullopt;
    address = resolved(address, locale);
    if (address.empty()) return std::nullopt;
    return Json(address);
}

Json json_number(double value, Shape::Kind kind)
{
    if (is_whole(value) && (kind == Shape::Kind::integer || kind == Shape::Kind::number))
        return Json(static_cast<std::int64_t>(value));
    return Json(value);
}

// In what a number is asked for that is a span of time, in seconds; minutes where nothing is said.
double unit_of(const Want& want)
{
    for (const auto* words : {&want.own, &want.more}) {
        if (has(*words, {"minute", "min", "mins"})) return 60;
        if (has(*words, {"hour", "hr", "hrs", "h"})) return 3600;
        if (has(*words, {"second", "sec", "secs"})) return 1;
        if (has(*words, {"day"})) return 86'400;
    }
    return 60;
}

std::optional<Json> as_number(const Field& field, const Want& want)
{
    std::optional<double> value;
    const bool is_span =
        has(want.own, {"time", "duration", "runtime", "length", "minute", "min", "mins", "hour", "second"});
    if (is_span)
        for (const auto* text : {&field.machine, &field.text})
            if (const auto seconds = find_duration(*text); seconds && !value)
                value = *seconds / unit_of(want);
    const bool is_date =
        find_date(field.text).has_value() || field.carrier == "time" || field.carrier == "date";
    if (want.role == Role::rating) {
        if (field.carrier == "rating" || field.carrier == "meter") {
            const auto numbers = find_numbers(field.machine);
            if (!numbers.empty()) value = numbers[0].value;
        } else if (const auto rating = find_rating(field.text)) {
            value = rating->value;
        }
    }
    const auto& machine = field.machine;
    if (!value && !machine.empty() && field.carrier != "told" && field.carrier != "check")
        value = to_number(machine);
    if (!value && want.role == Role::price) {
        const auto money = find_money(field.text);
        if (money.size() == 1 || (!money.empty() && !field.has_parts)) value = money[0].value;
    }
    if (!value && !is_date) value = to_number(field.text);
    if (is_date && !has(want.words, {"year"})) return std::nullopt;
    if (!value && is_date)
        if (const auto date = find_date(field.text)) value = std::stod(date->day.substr(0, 4));
    if (!value) {
        // "123 Main St" has no number of rooms; "2 bedrooms, 3 baths" is told by its parts.
        return std::nullopt;
    }
    if (want.shape.kind == Shape::Kind::integer && !is_whole(*value)) return std::nullopt;
    return json_number(*value, want.shape.kind);
}

// Words besides a date that are not about time: "// By A. Krishnan • Nov 11, 2020".
bool has_more_than(const std::string& text, const Date& date)
{
    std::size_t strange = 0;
    for (const auto& word : telling_words(
             text.substr(0, date.at) + " " + text.substr(std::min(text.size(), date.at + date.length))
         )) {
        const bool is_figure = word.find_first_of("0123456789") != std::string::npos;
        if (!is_figure && word.size() > 3 && !is_about(word, "date")) ++strange;
    }
    return strange >= 2;
}

std::optional<Json> as_date(const Field& field, const Want& want, const Locale& locale)
{
    const auto machine = field.machine.empty() ? std::nullopt : find_date(field.machine, locale.is_day_first);
    const auto shown = find_date(field.text, locale.is_day_first);
    if (!want.wants_iso) {
        // As the page writes it.
        if (!field.text.empty() && field.carrier != "data") {
            if (shown && has_more_than(field.text, *shown))
                return Json(trimmed(field.text.substr(shown->at, shown->length)));
            if (machine || shown || looks_like_time_words(field.text)) return Json(field.text);
            const bool has_digit = field.text.find_first_of("0123456789") != std::string::npos;
            return has_digit && field.text.size() < 40 ? std::optional<Json>(field.text) : std::nullopt;
        }
        return machine ? std::optional<Json>(field.machine) : std::nullopt;
    }
    const auto& date = machine ? machine : shown;
    if (!date) return std::nullopt;
    if (want.shape.format != "date-time") return Json(date->day);
    // A date without its time is no date-time: midnight would be invented, and so would a zone.
    if (date->time.empty()) return std::nullopt;
    return Json(date->day + "T" + date->time + date->zone);
}

// A name, not a sentence, a date, or what a template left behind ("$brand").
bool looks_like_brand(const std::string& text)
{
    constexpr std::size_t longest = 60;
    constexpr std::size_t most_words = 6;
    const auto digits = std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; });
    return text.size() <= longest && static_cast<std::size_t>(digits) * 3 < text.size() &&
           words_of(text).size() <= most_words && !text.starts_with('$') &&
           text.find("{{") == std::string::npos && !looks_like_time_words(text) && !to_number(text) &&
           find_money(text).empty();
}

// "Four workshops keep the valley busy. Most of them …": nothing is called by whole sentences.
bool is_running_text(const std::string& text)
{
    constexpr std::size_t fewest_words = 8;
    const auto stop = text.find(". ");
    return text.ends_with('.') && stop != std::string::npos && stop + 2 < text.size() && stop > 12 &&
           words_of(text).size() >= fewest_words;
}

std::optional<Json> as_text(const Field& field, const Want& want, const Locale& locale)
{
    auto text = field.text;
    if (text.empty() && field.carrier != "check") text = field.machine;
    switch (want.role) {
        case Role::price: {
            const auto money = find_money(text);
            if (!money.empty()) return Json(money[0].text);
            if (to_number(text) && field.carrier != "date") return Json(text);
            const auto low = lower(text);
            return low == "free" ? std::optional<Json>(text) : std::nullopt;
        }
        case Role::date: return as_date(field, want, locale);
        case Role::rating: {
            if (field.carrier == "rating" && !field.text.empty()) return Json(field.text);
            if (field.carrier == "rating") return Json(field.machine);
            return find_rating(text) || to_number(text) ? std::optional<Json>(text) : std::nullopt;
        }
        case Role::email: {
            if (auto email = find_email(field.link.starts_with("mailto:") ? field.link.substr(7) : text))
                return Json(*email);
            return std::nullopt;
        }
        case Role::phone: {
            if (auto phone = find_phone(text)) return Json(*phone);
            // A short number that is not sure by itself is one by its link.
            const bool is_dialled =
                field.link.starts_with("tel:") && text.find_first_of("0123456789") != std::string::npos;
            return is_dialled ? std::optional<Json>(trimmed(text)) : std::nullopt;
        }
        case Role::identifier:
            text = trimmed(text);
            return looks_like_identifier(text) ? std::optional<Json>(text) : std::nullopt;
        case Role::title:
            if (mentions(want.own, "name") && is_running_text(text)) return std::nullopt;
            break;
        default: break;
    }
    text = trimmed(text);
    if (text.empty() || (looks_like_url(text) && field.carrier == "item")) return std::nullopt;
    const bool is_maker =
        want.role == Role::author || mentions(want.own, "brand") || mentions(want.own, "seller");
    if (is_maker && lower(text).starts_with("by ")) text = trimmed(text.substr(3));
    if (mentions(want.own, "brand") && !looks_like_brand(text)) return std::nullopt;
    if (want.role == Role::author) {
        for (const std::string_view mark : {" • ", " | ", " · "})
            text = trimmed(text.substr(0, text.find(mark)));
        if (const auto date = find_date(text); date && date->at > 0) text = trimmed(text.substr(0, date->at));
        if (field.carrier == "by" && !looks_like_person(text)) return std::nullopt;
    }
    return Json(text);
}

}  // namespace

Want want_of(const std::string& path, const Shape& shape, const Words& outer, const Words& nouns)
{
    Want want;
    want.path = path;
    const auto name =
        path.substr(path.find_last_of('.') == std::string::npos ? 0 : path.find_last_of('.') + 1);
    want.own = telling_words(name);
    const auto without_nouns = [&](Words words) {
        const auto all = words;
        std::erase_if(words, [&](const std::string& word) {
            return std::ranges::find(nouns, word) != nouns.end();
        });
        return words.empty() ? all : words;
    };
    want.own = without_nouns(want.own);
    want.words = outer;
    want.words.insert(want.words.end(), want.own.begin(), want.own.end());
    want.more = telling_words(shape.description);
    want.heads = heads_of(shape.description);
    want.shape = shape;
    if (shape.kind == Shape::Kind::array) {
        want.is_list = true;
        want.shape = shape.items ? *shape.items : Shape{.kind = Shape::Kind::string};
        if (want.shape.kind == Shape::Kind::any) want.shape.kind = Shape::Kind::string;
    }
    want.wants_iso = asks_for_iso(want.shape);
    want.wants_original =
        has(want.words, {"original", "old", "was", "list", "regular", "previous", "before", "rrp", "msrp"});
    // Pydantic's titles repeat the name ("Review Count"); other ones say more.
    if (want.own.size() == 1 && want.own[0].size() <= 2 && !shape.title.empty())
        want.words = telling_words(shape.title);
    want.role = role_of(want, nouns);
    return want;
}

Want want_of_words(const Words& words, Shape::Kind kind)
{
    std::string name;
    for (const auto& word : words) name += (name.empty() ? "" : " ") + word;
    return want_of(name, Shape{.kind = kind}, {}, {});
}

std::optional<Json> fit_choices(const Shape& shape, const std::string& text)
{
    const auto found = words_of(last_part(text));
    const auto all = words_of(text);
    const Json* best = nullptr;
    std::size_t longest = 0;
    for (const auto& choice : shape.choices) {
        if (!choice.is_string()) {
            if (dump(choice) == trimmed(text)) return choice;
            continue;
        }
        const auto words = words_of(choice.get_string());
        if (words == found || words == all) return choice;
        // "Status: in stock" holds "in_stock"; the longest choice that fits is meant.
        std::size_t at = 0;
        for (const auto& word : all)
            if (at < words.size() && word == words[at]) ++at;
        if (at == words.size() && at > longest && all.size() <= words.size() + 4) {
            best = &choice;
            longest = at;
        }
    }
    if (!best) return std::nullopt;
    return *best;
}

namespace {

std::string spaced(std::string text)
{
    std::ranges::replace(text, '_', ' ');
    std::ranges::replace(text, '-', ' ');
    return text;
}

// One of two or more choices by what shops say: of "InStock" and "OutOfStock" the one that means the same.
std::optional<Json> fit_stock(const Shape& shape, const std::string& text)
{
    const auto told = told_stock(text);
    if (!told) return std::nullopt;
    const Json* meant = nullptr;
    for (const auto& choice : shape.choices) {
        if (!choice.is_string() || told_stock(spaced(std::string(choice.get_string()))) != told) continue;
        if (meant) return std::nullopt;  // "backorder" and "sold out" are two ways of not being there
        meant = &choice;
    }
    return meant ? std::optional<Json>(*meant) : std::nullopt;
}

}  // namespace

std::optional<Json> convert(const Field& field, const Want& want, const Locale& locale)
{
    const auto& shape = want.shape;
    if (!shape.choices.empty()) {
        for (const auto* text : {&field.text, &field.machine})
            if (!text->empty())
                if (auto choice = fit_choices(shape, *text)) return choice;
        if (mentions(want.own, "availability")) return fit_stock(shape, field.text);
        return std::nullopt;
    }
    std::optional<Json> value;
    using Kind = Shape::Kind;
    if (want.role == Role::url || want.role == Role::image)
        value = as_url(field, want, locale);
    else if (shape.kind == Kind::number || shape.kind == Kind::integer)
        value = as_number(field, want);
    else if (shape.kind == Kind::boolean) {
        if (const auto truth = to_boolean(
                field.carrier == "check" ? field.machine
                : field.text.empty()     ? field.machine
                                         : field.text
            ))
            value = Json(*truth);
    } else if (shape.kind == Kind::string || shape.kind == Kind::any) {
        if (field.carrier == "wrap" || (field.carrier == "data" && field.machine.empty()))
            return std::nullopt;
        value = as_text(field, want, locale);
    }
    if (value && shape.is_checkable && shape.schema.is_object()) {
        // Only what can fail beyond the type costs a look into the validator.
        const auto& schema = shape.schema.get_object();
        for (const auto* keyword :
             {"pattern",
              "minimum",
              "maximum",
              "minLength",
              "maxLength",
              "exclusiveMinimum",
              "exclusiveMaximum",
              "multipleOf",
              "format"})
            if (schema.contains(keyword)) return validate(shape.schema, *value) ? value : std::nullopt;
    }
    return value;
}

}  // namespace lissom::extract
