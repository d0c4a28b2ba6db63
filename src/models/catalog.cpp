#include <algorithm>

#include "base/try.hpp"
#include "models/http_model.hpp"

namespace lissom::models {

// Everyone Lissom can ask. A new provider is a file of its own and two lines here.
extern const Provider anthropic;
extern const Provider ollama;
extern const Provider openai;
extern const Provider openai_compatible;

namespace {

constexpr const Provider* catalog[] = {
    &anthropic,
    &ollama,
    &openai,
    &openai_compatible,
};

const Provider* find_provider(std::string_view name)
{
    const auto* const found = std::ranges::find(catalog, name, &Provider::name);
    return found == std::end(catalog) ? nullptr : *found;
}

std::string names()
{
    std::string text;
    for (const auto name : provider_names()) text += (text.empty() ? "" : ", ") + std::string(name);
    return text;
}

}  // namespace

std::vector<std::string_view> provider_names()
{
    std::vector<std::string_view> names;
    for (const auto* provider : catalog) names.push_back(provider->name);
    return names;
}

Result<ModelSettings> settings_from(std::string_view address)
{
    const auto colon = address.find(':');
    if (colon == std::string_view::npos || colon + 1 == address.size())
        return Error{
            ErrorCode::invalid_argument,
            "a model is given as PROVIDER:MODEL, for example openai:gpt-5-mini; providers: " + names()
        };
    ModelSettings settings;
    settings.provider = address.substr(0, colon);
    settings.model = address.substr(colon + 1);
    if (const auto at = settings.model.find("@http"); at != std::string::npos) {
        settings.base_url = settings.model.substr(at + 1);
        settings.model.erase(at);
    }
    if (!find_provider(settings.provider))
        return Error{
            ErrorCode::invalid_argument,
            "there is no model provider \"" + settings.provider + "\"; there are: " + names()
        };
    return settings;
}

std::string address_of(const ModelSettings& settings)
{
    const auto* const provider = find_provider(settings.provider);
    auto address = settings.base_url;
    if (address.empty() && provider) address = provider->base_url;
    while (address.ends_with('/')) address.pop_back();
    return address;
}

Result<std::unique_ptr<Model>> open_model(ModelSettings settings, net::Client& client)
{
    const auto* const provider = find_provider(settings.provider);
    if (!provider)
        return Error{
            ErrorCode::invalid_argument,
            "there is no model provider \"" + settings.provider + "\"; there are: " + names()
        };
    settings.base_url = address_of(settings);
    if (settings.base_url.empty())
        return Error{
            ErrorCode::invalid_argument,
            "the provider " + settings.provider +
                " needs a base address (LISSOM_MODEL_BASE_URL), such as http://127.0.0.1:8000/v1"
        };
    if (provider->needs_key && settings.api_key.empty())
        return Error{
            ErrorCode::unauthorized,
            "the provider " + settings.provider +
                " needs a key: LISSOM_MODEL_KEY, or its usual environment variable at its maker's address"
        };
    return std::unique_ptr<Model>(std::make_unique<HttpModel>(*provider, std::move(settings), client));
}

}  // namespace lissom::models
