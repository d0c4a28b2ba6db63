#include "agent/lite/questions.hpp"

#include <set>

#include "agent/lite/phrase.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

std::string key_of(std::string_view field)
{
    std::string key;
    for (const auto& word : content_words(field)) key += (key.empty() ? "" : "_") + word;
    return key;
}

std::string type_of(std::string_view field)
{
    static const std::set<std::string, std::less<>> numbers = {
        "price", "cost", "amount", "count", "rating", "total", "quantity", "number", "points", "score"
    };
    for (const auto& word : content_words(field))
        if (numbers.contains(word)) return "any";
    return "string";
}

}  // namespace

Wanted wanted_in(std::string_view question)
{
    Wanted wanted;
    auto plain = without_prefix_words(
        question,
        {"what is",
         "what are",
         "what's",
         "what was",
         "which is",
         "who is",
         "show",
         "list",
         "me",
         "the",
         "all",
         "all the",
         "of"}
    );
    std::string fields = plain;
    if (const auto slots = fit("{fields} (of|for|from|in|on) {of}", plain)) {
        fields = slots->at("fields");
        wanted.of = slots->at("of");
    }
    for (const auto& item : list_items(fields))
        wanted.fields.push_back(without_prefix_words(item, {"the", "its", "their", "a", "an", "each"}));
    const auto words = words_of(wanted.of);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (const auto nth = ordinal(words[i]); nth) {
            const bool counts = i + 1 < words.size() && number_word(words[i + 1]).has_value();
            if (counts)
                wanted.count = *number_word(words[i + 1]);
            else
                wanted.ordinal = *nth;
        } else if ((words[i] == "top" || words[i] == "all") && i + 1 < words.size() &&
                   number_word(words[i + 1])) {
            wanted.count = *number_word(words[i + 1]);
        } else if (wanted.count == 0 && i == 0 && number_word(words[i])) {
            wanted.count = *number_word(words[i]);
        }
        if (words[i] == "all" || words[i] == "each" || words[i] == "every") wanted.is_list = true;
    }
    if (wanted.count > 1) wanted.is_list = true;
    if (wanted.count == 1) wanted.ordinal = 1;
    return wanted;
}

Json schema_of(const Wanted& wanted)
{
    JsonObject properties;
    JsonArray required;
    for (const auto& field : wanted.fields) {
        const auto key = key_of(field);
        JsonObject property{{"description", field}};
        if (type_of(field) == "string")
            property["type"] = "string";
        else
            property["type"] = JsonArray{"string", "number"};
        properties[key] = std::move(property);
        required.emplace_back(key);
    }
    JsonObject record{
        {"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}
    };
    if (!wanted.is_list) return record;
    JsonObject list{{"type", "array"}, {"items", std::move(record)}, {"minItems", 1}};
    if (wanted.count > 0) list["maxItems"] = wanted.count;
    return list;
}

std::string in_words(const Json& value)
{
    if (value.is_string()) return std::string(value.get_string());
    if (value.is_array()) {
        std::string text;
        int number = 0;
        for (const auto& each : value.get_array())
            text += (text.empty() ? "" : "\n") + std::to_string(++number) + ". " + in_words(each);
        return text;
    }
    if (value.is_object()) {
        if (value.get_object().size() == 1) return in_words(value.get_object().begin()->value());
        std::string text;
        for (const auto& [key, each] : value.get_object())
            text += (text.empty() ? "" : ", ") + std::string(key) + ": " + in_words(each);
        return text;
    }
    return value.is_null() ? "none" : dump(value);
}

}  // namespace lissom::agent::lite
