#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace lissom::task {

// Reads the fields of a client's request. A field that is missing or null keeps the target's default; one of
// the wrong type is remembered. So a request is read field after field, and asked once at the end whether all
// was well.
//
// The same lines write the request's JSON Schema: with describing(), read() reads nothing and notes what it
// would take. So what is checked and what is published cannot differ.
class Fields {
public:
    explicit Fields(const JsonObject& object, std::string where = "");
    static Fields describing();

    void read(std::string_view name, bool& target);
    void read(std::string_view name, std::string& target);  // "" is the same as null
    void read(std::string_view name, std::string& target, std::span<const std::string_view> one_of);
    void read(std::string_view name, int& target, int min, int max);
    void read(std::string_view name, JsonObject& target);
    void read(std::string_view name, std::vector<std::string>& target);
    void read(std::string_view name, std::optional<Json>& target);  // a JSON Schema: an object

    // A string that must be there; `why` is what is said where it is not.
    void require(std::string_view name, std::string& target, std::string_view why);
    // Characters of a text that has been read: at most so many, no control characters.
    void hold(std::string_view name, std::string_view text, std::size_t most);
    // An object that must be there.
    void require(std::string_view name, JsonObject& target);

    // A list of objects, at most max_list_entries.
    void read_each(std::string_view name, const std::function<void(Fields& entry)>& read_entry);

    // The value if it is there and not null.
    const Json* find(std::string_view name) const;

    // As error messages write it: "certificates[0].password".
    std::string path_of(std::string_view name) const;

    void refuse(std::string_view name, std::string_view why);  // the first problem is the one that is told
    void check(Done done);

    bool has_failed() const { return error_.has_value(); }
    Done done() const;

    // -- the schema
    // For a field that is checked in a way of its own: these keywords say what the check allows.
    void note(std::string_view name, JsonObject keywords);
    bool is_describing() const { return is_describing_; }
    JsonObject schema() const;  // {"type": "object", "required": …, "properties": …}

private:
    const JsonObject& object_;
    std::string where_;
    std::optional<Error> error_;
    bool is_describing_ = false;
    JsonObject properties_;
    JsonArray required_;
};

Error refused(std::string_view path, std::string_view why);

// "a string", "a number": what a client sent, for messages.
std::string_view kind_of(const Json& json);

// Characters as a person counts them (code points), in UTF-8 text.
std::size_t count_letters(std::string_view text);

}  // namespace lissom::task
