#include "app/minds.hpp"

#include <cstdlib>

#include "agent/smooth/extract.hpp"
#include "agent/smooth/smooth.hpp"
#include "base/try.hpp"

namespace lissom::app {
namespace {

constexpr Millis try_out_limit(60'000);

struct UsualKey {
    std::string_view provider;
    const char* variable;
};
constexpr UsualKey usual_keys[] = {
    {"openai", "OPENAI_API_KEY"},
    {"anthropic", "ANTHROPIC_API_KEY"},
    {"openai-compatible", "OPENAI_API_KEY"},
};

std::string usual_key(std::string_view provider)
{
    for (const auto& usual : usual_keys) {
        if (usual.provider != provider) continue;
        const char* value =
            std::getenv(usual.variable);  // NOLINT(concurrency-mt-unsafe): start-up, one thread
        return value ? value : "";
    }
    return "";
}

Result<std::unique_ptr<models::Model>>
open_one(const std::string& address, const Config& config, net::Client& client)
{
    TRY(auto settings, models::settings_from(address));
    // Key and address are of the first model's provider; a helper of another one has its own.
    TRY(const auto first, models::settings_from(config.model));
    const bool is_akin = settings.provider == first.provider;
    if (settings.base_url.empty() && is_akin)
        settings.base_url = first.base_url.empty() ? config.model_base_url : first.base_url;
    settings.api_key = is_akin && !config.model_key.empty() ? config.model_key : usual_key(settings.provider);
    settings.silence = std::chrono::seconds(config.model_silence_seconds);
    settings.proxy = config.model_proxy;
    if (config.model_price.size() == 3)
        settings.price = models::Price{config.model_price[0], config.model_price[1], config.model_price[2]};
    return models::open_model(std::move(settings), client);
}

}  // namespace

Result<std::unique_ptr<Minds>> Minds::open(const boost::asio::any_io_executor& executor, const Config& config)
{
    if (config.model.empty()) return std::unique_ptr<Minds>();
    auto minds = std::make_unique<Minds>();
    minds->client_ = net::make_client(executor);
    TRY(minds->acting_, open_one(config.model, config, *minds->client_));
    if (!config.extracting_model.empty()) {
        TRY(minds->extracting_, open_one(config.extracting_model, config, *minds->client_));
    }
    if (!config.validating_model.empty()) {
        TRY(minds->validating_, open_one(config.validating_model, config, *minds->client_));
    }
    minds->is_small_ = config.model_size == ModelSize::small;
    return minds;
}

runner::RunAgent Minds::smooth()
{
    return [this](agent::Surroundings surroundings, agent::Assignment assignment) {
        agent::Minds minds{.acting = *acting_, .validating = validating_.get(), .is_small = is_small_};
        return agent::run_smooth(minds, {}, std::move(surroundings), std::move(assignment));
    };
}

Async<Result<runner::Extraction>> Minds::extract(browser::Page& page, Json schema, std::string prompt)
{
    auto& model = extracting_ ? *extracting_ : *acting_;
    CO_TRY(
        auto extracted, co_await agent::extract_with_model(model, page, std::move(schema), std::move(prompt))
    );
    co_return runner::Extraction{
        std::move(extracted.data), extracted.usage.cost_usd * 100
    };  // a credit is a cent
}

Async<Result<std::string>> Minds::try_out()
{
    models::Ask ask;
    ask.messages.push_back({.role = models::Role::user, .text = "Answer with the single word: ready"});
    ask.max_output_tokens = 512;  // models that think first need room before the word
    ask.limit = try_out_limit;
    const auto start = moment();
    CO_TRY(const auto reply, co_await acting_->ask(std::move(ask)));
    co_return acting_->name() + " answered \"" + reply.text.substr(0, 60) + "\" in " +
        std::to_string(static_cast<int>(seconds_since(start) * 1000)) + " ms (" +
        std::to_string(reply.usage.input_tokens) + " tokens in, " +
        std::to_string(reply.usage.output_tokens) + " out)";
}

}  // namespace lissom::app
