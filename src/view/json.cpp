#include "view/snapshot.hpp"

namespace lissom::view {
namespace {

double rounded(double value) { return std::round(value * 10) / 10; }

void put_text(JsonObject& json, std::string_view key, const std::string& text)
{
    if (!text.empty()) json[key] = text;
}

void put_flag(JsonObject& json, std::string_view key, bool flag)
{
    if (flag) json[key] = true;
}

void put_tristate(JsonObject& json, std::string_view key, Tristate state)
{
    if (state == Tristate::none) return;
    json[key] = state == Tristate::mixed ? Json("mixed") : Json(state == Tristate::on);
}

JsonObject node_to_json(const Node& node)
{
    JsonObject json{{"role", node.role}, {"parent", node.parent}};
    if (node.ref != 0) json["ref"] = "e" + std::to_string(node.ref);
    put_text(json, "tag", node.tag);
    put_text(json, "name", node.name);
    put_text(json, "value", node.value);
    put_text(json, "placeholder", node.placeholder);
    put_text(json, "description", node.description);
    put_text(json, "href", node.href);
    put_text(json, "input_type", node.input_type);
    if (node.level != 0) json["level"] = node.level;
    json["rect"] = JsonArray{
        rounded(node.rect.x), rounded(node.rect.y), rounded(node.rect.width), rounded(node.rect.height)
    };
    put_flag(json, "operable", node.is_operable);
    put_flag(json, "editable", node.is_editable);
    put_flag(json, "disabled", node.is_disabled);
    put_flag(json, "focused", node.is_focused);
    put_flag(json, "required", node.is_required);
    put_flag(json, "in_viewport", node.is_in_viewport);
    put_flag(json, "covered", node.is_covered);
    put_flag(json, "scrollable", node.can_scroll);
    put_flag(json, "hidden", node.is_hidden);
    put_flag(json, "new", node.is_new);
    put_flag(json, "changed", node.is_changed);
    put_tristate(json, "checked", node.checked);
    put_tristate(json, "selected", node.selected);
    put_tristate(json, "expanded", node.expanded);
    put_text(json, "color", node.color);
    put_text(json, "background", node.background);
    put_flag(json, "round", node.is_round);
    if (!node.attributes.empty()) {
        auto& attributes = json["attributes"].emplace_object();
        for (const auto& [name, value] : node.attributes) attributes[name] = value;
    }
    if (!node.options.empty()) {
        auto& options = json["options"].emplace_array();
        for (const auto& option : node.options) options.emplace_back(option);
    }
    return json;
}

}  // namespace

Json to_json(const Snapshot& snapshot)
{
    JsonObject json{
        {"url", snapshot.url},
        {"title", snapshot.title},
        {"took_ms", rounded(snapshot.took_ms)},
        {"in_page_ms", rounded(snapshot.in_page_ms)}
    };
    json["scroll"] = JsonObject{
        {"y", snapshot.scroll.y},
        {"height", snapshot.scroll.height},
        {"viewport", snapshot.scroll.viewport},
        {"width", snapshot.scroll.width}
    };
    if (snapshot.dialog)
        json["dialog"] = JsonObject{
            {"message", snapshot.dialog->message}, {"default_text", snapshot.dialog->default_text}
        };
    auto& tabs = json["tabs"].emplace_array();
    for (const auto& tab : snapshot.tabs) tabs.emplace_back(tab);
    auto& nodes = json["nodes"].emplace_array();
    nodes.reserve(snapshot.nodes.size());
    for (const auto& node : snapshot.nodes) nodes.emplace_back(node_to_json(node));
    return json;
}

}  // namespace lissom::view
