#include "store/query.hpp"

#include <stdexcept>

namespace lissom::store {
Query::Query(soci::session& session, std::string text, std::vector<Bind> binds)
    : text_(std::move(text)),
      binds_(std::make_move_iterator(binds.begin()), std::make_move_iterator(binds.end())),
      statement_(session)
{
}

void Query::into(std::string& column) { statement_.exchange(soci::into(column)); }
void Query::into(long long& column) { statement_.exchange(soci::into(column)); }
void Query::into(double& column) { statement_.exchange(soci::into(column)); }

void Query::into(std::optional<std::string>& column)
{
    auto& nullable = nullables_.emplace_back();
    nullable.target = &column;
    statement_.exchange(soci::into(nullable.text, nullable.indicator));
}

void Query::prepare()
{
    for (auto& bound : binds_) {
        if (auto* maybe = std::get_if<std::optional<std::string>>(&bound.value)) {
            auto& nullable = nullables_.emplace_back();
            nullable.text = maybe->value_or("");
            nullable.indicator = *maybe ? soci::i_ok : soci::i_null;
            statement_.exchange(soci::use(nullable.text, nullable.indicator, bound.name));
        } else if (auto* text = std::get_if<std::string>(&bound.value)) {
            statement_.exchange(soci::use(*text, bound.name));
        } else if (auto* integer = std::get_if<long long>(&bound.value)) {
            statement_.exchange(soci::use(*integer, bound.name));
        } else {
            statement_.exchange(soci::use(std::get<double>(bound.value), bound.name));
        }
    }
    statement_.alloc();
    statement_.prepare(text_);
    statement_.define_and_bind();
    is_prepared_ = true;
}

bool Query::next()
{
    if (!is_prepared_) {
        prepare();
        statement_.execute();
    }
    if (!statement_.fetch()) return false;
    for (auto& nullable : nullables_) {
        if (!nullable.target) continue;
        if (nullable.indicator == soci::i_null)
            nullable.target->reset();
        else
            *nullable.target = nullable.text;
    }
    return true;
}

long long Query::run()
{
    prepare();
    statement_.execute(true);
    return statement_.get_affected_rows();
}

void run(soci::session& session, std::string text) { Query(session, std::move(text), {}).run(); }

Json json_from_row(const std::string& text)
{
    auto json = parse_json(text);
    if (!json) throw std::runtime_error("a stored value is " + json.error().message);
    return *std::move(json);
}

JsonObject object_from_row(const std::string& text)
{
    auto json = json_from_row(text);
    if (!json.is_object()) throw std::runtime_error("a stored value is not the JSON object it should be");
    return std::move(json.get_object());
}

JsonArray array_from_row(const std::string& text)
{
    auto json = json_from_row(text);
    if (!json.is_array()) throw std::runtime_error("a stored value is not the JSON array it should be");
    return std::move(json.get_array());
}

}  // namespace lissom::store
