#include "agent/lite/given.hpp"

#include <algorithm>
#include <set>

#include "agent/lite/words.hpp"
#include "agent/secrets.hpp"

namespace lissom::agent::lite {

namespace {

constexpr double close_enough = 0.7;

void replace_all(std::string& text, const std::string& what, const std::string& with)
{
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

std::string text_of(const Json& value)
{
    return value.is_string() ? std::string(value.get_string()) : dump(value);
}

void put_in(std::string& text, const std::string& name, const std::string& value)
{
    replace_all(text, "{{" + name + "}}", value);
    replace_all(text, "{" + name + "}", value);
}

// Does the text say nothing but that it is the secret of this name?
bool names_secret(std::string_view text, const std::string& name)
{
    static const std::set<std::string, std::less<>> around = {
        "secret", "secrets", "value", "stored", "named", "called", "use",  "using",  "given",
        "saved",  "field",   "of",    "as",     "see",   "has",    "have", "under",  "available",
        "name",   "key",     "vault", "held",   "kept",  "which",  "is",   "placed", "provided",
    };
    auto wanted = words_of(name);
    bool says_secret = false;
    for (const auto& word : content_words(text)) {
        says_secret = says_secret || word == "secret" || word == "secrets";
        if (const auto at = std::ranges::find(wanted, word); at != wanted.end())
            wanted.erase(at);
        else if (!around.contains(word))
            return false;
    }
    if (!wanted.empty()) return false;
    // "password" alone may be the word itself; "shop_password" is a name.
    return says_secret || text.contains(name) || words_of(name).size() > 1;
}

}  // namespace

std::string with_given(const Assignment& assignment, std::string text)
{
    for (const auto& [key, value] : assignment.metadata) {
        const auto name = std::string(key);
        put_in(text, name, text_of(value));
        if (contains_word(text, "metadata." + name)) replace_all(text, "metadata." + name, text_of(value));
    }
    for (const auto& [name, secret] : assignment.secrets) {
        put_in(text, name, placeholder_of(name));
        if (names_secret(text, name)) return placeholder_of(name);
    }
    return text;
}

std::string given_for(const Assignment& assignment, std::initializer_list<std::string_view> names)
{
    for (const auto name : names) {
        double top = close_enough;
        std::string found;
        for (const auto& [key, value] : assignment.metadata) {
            const double score = similarity(name, std::string_view(key));
            if (score > top && (value.is_string() || value.is_number())) top = score, found = text_of(value);
        }
        if (!found.empty()) return found;
    }
    for (const auto name : names) {
        double top = close_enough - 0.1;
        std::string found;
        for (const auto& [key, secret] : assignment.secrets) {
            const double score = similarity(name, key);
            if (score > top) top = score, found = placeholder_of(key);
        }
        if (!found.empty()) return found;
    }
    return "";
}

}  // namespace lissom::agent::lite
