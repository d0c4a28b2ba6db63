// check_schema() and validate() of extract.hpp, on valijson.

#include <memory>
#include <stdexcept>

// Without it the library ends the process on a schema it cannot read.
#define VALIJSON_USE_EXCEPTIONS 1
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "base/try.hpp"
#include "extract/extract.hpp"
#include "extract/schema_dialect.hpp"

namespace lissom::extract {
namespace {

using Adapter = valijson::adapters::BoostJsonAdapter;

constexpr std::size_t max_reasons = 3;  // enough to mend a value by, few enough to read

Result<std::unique_ptr<valijson::Schema>> compile(const Json& schema)
{
    TRY(const auto lowered, to_draft_7(schema));
    auto compiled = std::make_unique<valijson::Schema>();
    try {
        valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
        parser.populateSchema(Adapter(lowered), *compiled);
    } catch (const std::exception& problem) {
        return Error{
            ErrorCode::invalid_argument, std::string("the JSON Schema is not usable: ") + problem.what()
        };
    }
    return compiled;
}

// "<root>[items][2][price]" as people write it: "items[2].price".
std::string path_of(const std::vector<std::string>& context)
{
    std::string path;
    for (std::size_t i = 1; i < context.size(); ++i) {
        auto step = context[i];
        if (step.size() > 2 && step.front() == '[' && step.back() == ']')
            step = step.substr(1, step.size() - 2);
        if (!step.empty() && step.find_first_not_of("0123456789") == std::string::npos)
            path += "[" + step + "]";
        else
            path += (path.empty() ? "" : ".") + step;
    }
    return path.empty() ? "the value" : path;
}

std::string reasons(valijson::ValidationResults& results)
{
    std::string text;
    valijson::ValidationResults::Error error;
    for (std::size_t count = 0; count < max_reasons && results.popError(error); ++count)
        text += (count ? "; " : "") + path_of(error.context) + ": " + error.description;
    if (results.numErrors() > 0) text += "; and more";
    return text;
}

}  // namespace

Done check_schema(const Json& schema)
{
    TRY([[maybe_unused]] const auto compiled, compile(schema));
    return Done();
}

Done validate(const Json& schema, const Json& value)
{
    if (schema.is_bool()) {
        if (schema.get_bool()) return Done();
        return Error{ErrorCode::invalid_argument, "the schema `false` allows no value"};
    }
    TRY(const auto compiled, compile(schema));

    const auto whole = with_whole_numbers(value);
    valijson::ValidationResults results;
    valijson::Validator validator;
    try {
        if (validator.validate(*compiled, Adapter(whole), &results)) return Done();
    } catch (const std::exception& problem) {
        return Error{
            ErrorCode::invalid_argument, std::string("the value cannot be checked: ") + problem.what()
        };
    }
    return Error{ErrorCode::invalid_argument, "the value does not fit the schema: " + reasons(results)};
}

}  // namespace lissom::extract
