#include "task/spec.hpp"

#include <algorithm>
#include <cctype>

#include "base/base64.hpp"
#include "base/try.hpp"
#include "task/fields.hpp"
#include "task/proxy.hpp"
#include "task/secrets.hpp"
#include "task/tool_signature.hpp"

namespace lissom::task {
namespace {

constexpr std::string_view devices[] = {"desktop", "desktop-lg", "mobile"};
constexpr std::string_view agents[] = {"smooth", "smooth-lite"};

void read_task(Fields& fields, Spec& spec)
{
    fields.note("task", {{"type", JsonArray{"string", "null"}}, {"pattern", "[^ \\t\\r\\n]"}});
    const auto* value = fields.find("task");
    if (!value) return;
    if (!value->is_string()) {
        return fields.refuse(
            "task", "must be a string, or null for a session, got " + std::string(kind_of(*value))
        );
    }
    const std::string_view text = value->get_string();
    if (text.find_first_not_of(" \t\r\n") == text.npos)
        return fields.refuse("task", "must not be empty; send null to open a session that waits for actions");
    spec.instruction = text;
}

void read_device(Fields& fields, Spec& spec)
{
    std::string name(name_of(spec.device));
    fields.read("device", name, devices);
    spec.device = device_from(name).value_or(spec.device);
}

void read_agent(Fields& fields, Spec& spec)
{
    std::string name(name_of(spec.agent));
    fields.read("agent", name, agents);
    for (const auto agent : {AgentKind::smooth, AgentKind::smooth_lite})
        if (name == name_of(agent)) spec.agent = agent;
}

void read_metadata(Fields& fields, Spec& spec)
{
    fields.read("metadata", spec.metadata);
    fields.note(
        "metadata",
        {{"maxProperties", max_metadata_keys},
         {"additionalProperties",
          {{"type", JsonArray{"string", "number", "boolean"}}, {"maxLength", max_metadata_letters}}}}
    );
    if (spec.metadata.size() > max_metadata_keys)
        return fields.refuse(
            "metadata", "may have at most 16 keys, got " + std::to_string(spec.metadata.size())
        );
    for (const auto& [key, value] : spec.metadata) {
        const auto path = "metadata." + std::string(key);
        if (!value.is_string() && !value.is_number() && !value.is_bool())
            return fields.refuse(
                path, "must be a string, a number or a boolean, got " + std::string(kind_of(value))
            );
        if (value.is_string() && count_letters(value.get_string()) > max_metadata_letters)
            return fields.refuse(path, "may be at most 2048 characters long");
    }
}

void read_allowed_urls(Fields& fields, Spec& spec)
{
    std::vector<std::string> patterns;
    fields.read("allowed_urls", patterns);
    fields.note("allowed_urls", {{"minItems", 1}});
    if (!fields.find("allowed_urls")) return;
    // Taken at its word an empty list would forbid every page, taken loosely it would forbid none: better to
    // ask.
    if (patterns.empty())
        fields.refuse("allowed_urls", "must have at least one pattern; send null to allow all");
    spec.allowed_urls = std::move(patterns);
}

void read_profile(Fields& fields, Spec& spec)
{
    fields.read("session_id", spec.profile_id);  // its old name; the new one wins
    std::string profile;
    fields.read("profile_id", profile);
    if (!profile.empty()) spec.profile_id = profile;
    fields.read("profile_read_only", spec.profile_read_only);
}

void read_proxy(Fields& fields, Spec& spec)
{
    std::string server;
    fields.read("proxy_server", server);
    fields.read("proxy_username", spec.proxy.username);
    fields.read("proxy_password", spec.proxy.password);
    if (fields.has_failed()) return;
    if (server.empty()) {
        // Without a proxy its credentials mean nothing; forms send them empty or left over.
        spec.proxy = {};
        return;
    }
    auto proxy = proxy_from_text(server);
    if (!proxy) return fields.check(proxy.error());
    spec.proxy.server = proxy->server;
    if (spec.proxy.username.empty()) spec.proxy.username = proxy->username;
    if (spec.proxy.password.empty()) spec.proxy.password = proxy->password;
}

void read_certificate(Fields& entry, Spec& spec)
{
    std::string file;
    Certificate certificate;
    entry.require("file", file, "must be the p12 file's content in base64");
    entry.read("password", certificate.password);
    entry.note("filters", {});  // reserved
    if (auto bytes = from_base64(file))
        certificate.p12 = *std::move(bytes);
    else
        entry.refuse("file", "must be the p12 file's content in base64; this is not base64");
    if (certificate.p12.size() > max_certificate_bytes) entry.refuse("file", "may be at most 64 KiB");
    spec.certificates.push_back(std::move(certificate));
}

void read_additional_tools(Fields& fields, Spec& spec)
{
    fields.read("additional_tools", spec.additional_tools);
    fields.note(
        "additional_tools",
        {{"additionalProperties", {{"type", JsonArray{"object", "null"}}, {"additionalProperties", true}}}}
    );
    for (auto& [name, settings] : spec.additional_tools) {
        if (settings.is_null()) settings = JsonObject();  // null: the tool with its usual settings
        if (!settings.is_object())
            fields.refuse(
                "additional_tools." + std::string(name),
                "must be an object or null, got " + std::string(kind_of(settings))
            );
    }
}

void read_custom_tool(Fields& entry, Spec& spec)
{
    ToolSignature tool;
    JsonObject inputs;
    entry.require("name", tool.name, "must be the tool's name");
    entry.read("description", tool.description);
    entry.read("inputs", inputs);
    entry.read("output", tool.output);
    if (std::ranges::find(spec.custom_tools, tool.name, &ToolSignature::name) != spec.custom_tools.end())
        entry.refuse("name", "is used by another tool: \"" + tool.name + "\"");
    tool.inputs = lift_tool_inputs(inputs);
    spec.custom_tools.push_back(std::move(tool));
}

void read_address(Fields& fields, std::string_view name, std::string& url)
{
    fields.read(name, url);
    fields.note(name, {{"pattern", web_address_pattern}});
    if (!url.empty()) fields.check(check_web_address(name, url));
}

void read_all(Fields& fields, Spec& spec)
{
    read_task(fields, spec);
    fields.read("response_model", spec.response_model);
    read_address(fields, "url", spec.url);
    read_address(fields, "webhook_url", spec.webhook_url);
    read_metadata(fields, spec);
    fields.read("files", spec.files);
    read_agent(fields, spec);
    fields.read("max_steps", spec.max_steps, min_steps, max_steps);
    read_device(fields, spec);
    read_allowed_urls(fields, spec);
    fields.read("enable_recording", spec.enable_recording);
    read_profile(fields, spec);
    bool ignored = false;
    fields.read("stealth_mode", ignored);  // deprecated; still has to be a boolean
    fields.read("use_stealth", spec.use_stealth);
    read_proxy(fields, spec);
    fields.read_each("certificates", [&spec](Fields& entry) { read_certificate(entry, spec); });
    fields.read("use_adblock", spec.use_adblock);
    fields.read("use_captcha_solver", spec.use_captcha_solver);
    read_additional_tools(fields, spec);
    fields.read_each("custom_tools", [&spec](Fields& entry) { read_custom_tool(entry, spec); });
    fields.read("experimental_features", spec.experimental_features);
    fields.read("extensions", spec.extensions);
    fields.read("show_cursor", spec.show_cursor);
    read_secrets(fields, spec.secrets);
}

JsonArray to_list(const std::vector<std::string>& texts) { return JsonArray(texts.begin(), texts.end()); }

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

}  // namespace

Result<Spec> spec_from_json(const Json& json)
{
    const auto* object = json.if_object();
    if (!object)
        return Error{
            ErrorCode::invalid_argument, "the body must be a JSON object, got " + std::string(kind_of(json))
        };
    Fields fields(*object);
    Spec spec;
    read_all(fields, spec);
    if (auto done = fields.done(); !done) return done.error();
    return spec;
}

JsonObject spec_schema()
{
    auto fields = Fields::describing();
    Spec spec;
    read_all(fields, spec);
    return fields.schema();
}

JsonObject to_stored_json(const Spec& spec)
{
    JsonArray tools;
    for (const auto& tool : spec.custom_tools)
        tools.push_back(JsonObject{
            {"name", tool.name},
            {"description", tool.description},
            {"inputs", tool.inputs},
            {"output", tool.output}
        });
    JsonObject stored;
    stored["task"] = spec.instruction ? Json(*spec.instruction) : Json();
    stored["response_model"] = spec.response_model.value_or(Json());
    stored["url"] = text_or_null(spec.url);
    stored["metadata"] = spec.metadata;
    stored["files"] = to_list(spec.files);
    stored["agent"] = name_of(spec.agent);
    stored["max_steps"] = spec.max_steps;
    stored["device"] = name_of(spec.device);
    stored["allowed_urls"] = spec.allowed_urls ? Json(to_list(*spec.allowed_urls)) : Json();
    stored["enable_recording"] = spec.enable_recording;
    stored["profile_id"] = text_or_null(spec.profile_id);
    stored["profile_read_only"] = spec.profile_read_only;
    stored["use_stealth"] = spec.use_stealth;
    stored["proxy_server"] = text_or_null(spec.proxy.server);
    stored["proxy_username"] = text_or_null(spec.proxy.username);
    stored["use_adblock"] = spec.use_adblock;
    stored["use_captcha_solver"] = spec.use_captcha_solver;
    stored["additional_tools"] = spec.additional_tools;
    stored["custom_tools"] = std::move(tools);
    stored["experimental_features"] = spec.experimental_features;
    stored["extensions"] = to_list(spec.extensions);
    stored["show_cursor"] = spec.show_cursor;
    stored["webhook_url"] = text_or_null(without_credentials(spec.webhook_url));
    return stored;
}

std::string_view name_of(Device device)
{
    switch (device) {
        case Device::desktop: return "desktop";
        case Device::desktop_lg: return "desktop-lg";
        case Device::mobile: return "mobile";
    }
    return "desktop";
}

std::optional<Device> device_from(std::string_view name)
{
    for (const auto device : {Device::desktop, Device::desktop_lg, Device::mobile})
        if (name == name_of(device)) return device;
    return std::nullopt;
}

std::string_view name_of(AgentKind agent) { return agent == AgentKind::smooth ? "smooth" : "smooth-lite"; }

}  // namespace lissom::task
