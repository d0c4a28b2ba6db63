#include "task/fields.hpp"
#include "task/spec.hpp"

namespace lissom::task {
namespace {

void read_secret(Fields& entry, Secret& secret)
{
    entry.require("value", secret.value, "must be a string that is not empty");
    entry.read("allowed_urls", secret.allowed_urls);
    entry.note("allowed_urls", {{"type", "array"}, {"minItems", 1}});
    if (secret.allowed_urls.empty())
        entry.refuse(
            "allowed_urls", "must name at least one pattern of addresses where the secret may be used"
        );
}

void read_secrets(Fields& fields, RunSpec& spec)
{
    JsonObject secrets;
    fields.read("secrets", secrets);
    if (fields.is_describing()) {
        auto entry = Fields::describing();
        Secret secret;
        read_secret(entry, secret);
        fields.note("secrets", {{"additionalProperties", entry.schema()}});
    }
    for (const auto& [name, value] : secrets) {
        const auto where = "secrets." + std::string(name);
        const auto* object = value.if_object();
        if (!object) return fields.refuse(where, "must be an object with \"value\" and \"allowed_urls\"");
        Fields entry(*object, where);
        Secret secret;
        read_secret(entry, secret);
        fields.check(entry.done());
        spec.secrets.emplace_back(name, std::move(secret));
    }
}

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
    read_secrets(fields, spec);
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
