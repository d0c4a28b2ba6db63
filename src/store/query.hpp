#pragma once

#include <soci/soci.h>

#include <list>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/json.hpp"

// For the .cpp files of this room that hold SQL; nobody else sees SOCI.
namespace lissom::store {

using Value = std::variant<std::string, long long, double, std::optional<std::string>>;

// A value for the `:name` of a statement.
struct Bind {
    std::string name;
    Value value;
};

// One statement with the values it needs; owns them, because SOCI keeps references until the statement has
// run.
class Query {
public:
    Query(soci::session& session, std::string text, std::vector<Bind> binds);

    // Where a column of the next row goes; call once for each column, in their order, before next().
    void into(std::string& column);
    void into(long long& column);
    void into(double& column);
    void into(std::optional<std::string>& column);

    bool next();      // false: no more rows
    long long run();  // for statements without rows: how many rows it touched

private:
    struct Nullable {
        std::string text;
        soci::indicator indicator = soci::i_ok;
        std::optional<std::string>* target = nullptr;
    };
    void prepare();

    std::string text_;
    std::list<Bind> binds_;  // a list: their addresses must not change
    std::list<Nullable> nullables_;
    soci::statement statement_;
    bool is_prepared_ = false;
};

// For a statement without values or rows.
void run(soci::session& session, std::string text);

// JSON of our own rows; what cannot be read is an exception, which the caller's thread turns into an error.
Json json_from_row(const std::string& text);
JsonObject object_from_row(const std::string& text);
JsonArray array_from_row(const std::string& text);

}  // namespace lissom::store
