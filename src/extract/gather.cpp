#include "extract/gather.hpp"

namespace lissom::extract {
namespace {

std::string below(const std::string& path, const std::string& name)
{
    return path.empty() ? name : path + "." + name;
}

bool is_list_of_records(const Shape& shape)
{
    if (shape.kind != Shape::Kind::array || !shape.items) return false;
    const auto kind = shape.items->kind;
    return kind == Shape::Kind::object || kind == Shape::Kind::array;
}

void gather(
    const Shape& shape,
    const std::string& path,
    const Words& outer,
    const Words& nouns,
    bool needed,
    Leaves& leaves
)
{
    for (const auto& property : shape.properties) {
        const auto at = below(path, property.name);
        const bool is_needed = needed && shape.is_required(property.name) && !property.is_nullable;
        const bool is_free = property.kind == Shape::Kind::object && property.properties.empty();
        if (property.kind == Shape::Kind::object && !is_free) {
            auto words = outer;
            for (auto& word : telling_words(property.name))
                if (shape.properties.size() > 1 || !path.empty()) words.push_back(std::move(word));
            gather(property, at, words, nouns, is_needed, leaves);
        } else if (is_list_of_records(property) || is_free) {
            leaves.branches.push_back({at, telling_words(property.name), property});
        } else if (property.kind != Shape::Kind::null) {
            leaves.wants.push_back(want_of(at, property, outer, nouns));
            leaves.is_needed.push_back(is_needed);
        }
    }
}

}  // namespace

Leaves leaves_of(const Shape& shape, const Words& nouns)
{
    Leaves leaves;
    gather(shape, "", {}, nouns, true, leaves);
    return leaves;
}

Built build(const Shape& shape, const Found& found, const std::string& path)
{
    if (const auto known = found.find(path); known != found.end()) return {known->second, "", 1};
    if (shape.kind == Shape::Kind::null) return {Json(), "", 0};
    if (shape.kind != Shape::Kind::object || shape.properties.empty()) return {std::nullopt, path, 0};

    Built built;
    JsonObject object;
    for (const auto& property : shape.properties) {
        auto inner = build(property, found, below(path, property.name));
        built.found += inner.found;
        const bool is_empty = property.kind == Shape::Kind::object && inner.found == 0;
        if (inner.value && !is_empty) {
            object[property.name] = *std::move(inner.value);
        } else if (property.is_nullable) {
            object[property.name] = nullptr;
        } else if (shape.is_required(property.name)) {
            if (built.missing.empty())
                built.missing = inner.missing.empty() ? below(path, property.name) : inner.missing;
        }
    }
    if (built.missing.empty()) built.value = std::move(object);
    return built;
}

}  // namespace lissom::extract
