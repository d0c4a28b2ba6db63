#include "task/secrets.hpp"

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

}  // namespace

void read_secrets(Fields& fields, Secrets& secrets)
{
    JsonObject given;
    fields.read("secrets", given);
    if (fields.is_describing()) {
        auto entry = Fields::describing();
        Secret secret;
        read_secret(entry, secret);
        fields.note("secrets", {{"additionalProperties", entry.schema()}});
    }
    for (const auto& [name, value] : given) {
        const auto where = "secrets." + std::string(name);
        const auto* object = value.if_object();
        if (!object) return fields.refuse(where, "must be an object with \"value\" and \"allowed_urls\"");
        Fields entry(*object, where);
        Secret secret;
        read_secret(entry, secret);
        fields.check(entry.done());
        secrets.emplace_back(name, std::move(secret));
    }
}

}  // namespace lissom::task
