#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace lissom::task {

// Reads the fields of a client's request. A field that is missing or null keeps the target's default; one of
// the wrong type is remembered. So a request is read field after field, and asked once at the end whether all
// was well.
class Fields {
public:
    explicit Fields(const JsonObject& object, std::string where = "");

    void read(std::string_view name, bool& target);
    void read(std::string_view name, std::string& target);  // "" is the same as null
    void read(std::string_view name, int& target, int min, int max);
    void read(std::string_view name, JsonObject& target);
    void read(std::string_view name, std::vector<std::string>& target);
    void read(std::string_view name, std::optional<Json>& target);  // a JSON Schema: an object

    // The value if it is there and not null.
    const Json* find(std::string_view name) const;

    // A list of objects, at most max_list_entries; null where there is none.
    const JsonArray* objects(std::string_view name);

    // As error messages write it: "certificates[0].password".
    std::string path_of(std::string_view name) const;

    void refuse(std::string_view name, std::string_view why);  // the first problem is the one that is told
    void check(Done done);

    bool has_failed() const { return error_.has_value(); }
    Done done() const;

private:
    const JsonObject& object_;
    std::string where_;
    std::optional<Error> error_;
};

Error refused(std::string_view path, std::string_view why);

// "a string", "a number": what a client sent, for messages.
std::string_view kind_of(const Json& json);

// Characters as a person counts them (code points), in UTF-8 text.
std::size_t count_letters(std::string_view text);

}  // namespace lissom::task
