#include "task/fields.hpp"
#include "task/secrets.hpp"
#include "task/spec.hpp"

namespace lissom::task {
namespace {

void read_all(Fields& fields, RunSpec& spec)
{
    constexpr std::string_view what = "must say what is to be done";
    fields.require("task", spec.instruction, what);
    fields.note("task", {{"pattern", "[^ \\t\\r\\n]"}});
    if (spec.instruction.find_first_not_of(" \t\r\n") == spec.instruction.npos) fields.refuse("task", what);
    fields.read("response_model", spec.response_model);
    fields.read("url", spec.url);
    fields.note("url", {{"pattern", web_address_pattern}});
    if (!spec.url.empty()) fields.check(check_web_address("url", spec.url));
    fields.read("metadata", spec.metadata);
    fields.read("max_steps", spec.max_steps, min_steps, max_steps);
    read_secrets(fields, spec.secrets);
}

}  // namespace

JsonObject run_spec_schema()
{
    auto fields = Fields::describing();
    RunSpec spec;
    read_all(fields, spec);
    return fields.schema();
}

Result<RunSpec> run_spec_from_json(const Json& input)
{
    const auto* object = input.if_object();
    if (!object)
        return Error{
            ErrorCode::invalid_argument,
            "the input of run_task must be an object, got " + std::string(kind_of(input))
        };
    Fields fields(*object);
    RunSpec spec;
    read_all(fields, spec);
    if (auto done = fields.done(); !done) return done.error();
    return spec;
}

}  // namespace lissom::task
