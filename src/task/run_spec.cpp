#include "task/fields.hpp"
#include "task/spec.hpp"

namespace lissom::task {
namespace {

void read_secrets(Fields& fields, RunSpec& spec)
{
    JsonObject secrets;
    fields.read("secrets", secrets);
    for (const auto& [name, value] : secrets) {
        const auto where = "secrets." + std::string(name);
        const auto* object = value.if_object();
        if (!object) return fields.refuse(where, "must be an object with \"value\" and \"allowed_urls\"");
        Fields entry(*object, where);
        Secret secret;
        entry.read("value", secret.value);
        entry.read("allowed_urls", secret.allowed_urls);
        if (secret.value.empty()) entry.refuse("value", "must be a string that is not empty");
        if (secret.allowed_urls.empty())
            entry.refuse(
                "allowed_urls", "must name at least one pattern of addresses where the secret may be used"
            );
        fields.check(entry.done());
        spec.secrets.emplace_back(name, std::move(secret));
    }
}

}  // namespace

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
    fields.read("task", spec.instruction);
    if (spec.instruction.find_first_not_of(" \t\r\n") == spec.instruction.npos)
        fields.refuse("task", "must say what is to be done");
    fields.read("response_model", spec.response_model);
    fields.read("url", spec.url);
    if (!spec.url.empty()) fields.check(check_web_address("url", spec.url));
    fields.read("metadata", spec.metadata);
    fields.read("max_steps", spec.max_steps, min_steps, max_steps);
    read_secrets(fields, spec);
    if (auto done = fields.done(); !done) return done.error();
    return spec;
}

}  // namespace lissom::task
