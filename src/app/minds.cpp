#include "app/minds.hpp"

#include "agent/smooth/extract.hpp"
#include "app/prices.hpp"
#include "app/usual.hpp"
#include "base/log.hpp"
#include "base/try.hpp"
#include "models/provider.hpp"

namespace lissom::app {
namespace {

constexpr Millis try_out_limit(60'000);

// One of the three: which model, and the key that was given for it alone.
struct Seat {
    std::string address;
    std::string key;
};

Result<std::unique_ptr<models::Model>> open_one(const Seat& seat, const Config& config, net::Client& client)
{
    TRY(auto settings, models::settings_from(seat.address));
    TRY(auto first, models::settings_from(config.model));
    if (first.base_url.empty()) first.base_url = config.model_base_url;
    // The first model's address and key serve its provider's others too; no other server gets to see the key.
    const bool is_akin = settings.provider == first.provider &&
                         (settings.base_url.empty() || settings.base_url == first.base_url);
    if (is_akin) settings.base_url = first.base_url;
    settings.api_key = seat.key;
    if (settings.api_key.empty() && is_akin) settings.api_key = config.model_key;
    if (settings.api_key.empty()) {
        auto usual = usual_key(settings.provider, models::address_of(settings));
        settings.api_key = std::move(usual.key);
        if (!usual.withheld.empty())
            log::warn(
                "the environment's key is not sent to an address that is not its maker's; "
                "for this one there is LISSOM_MODEL_KEY",
                {{"key", usual.withheld}, {"provider", settings.provider}}
            );
    }
    settings.silence = std::chrono::seconds(config.model_silence_seconds);
    settings.proxy = config.model_proxy;
    if (settings.proxy.empty()) settings.proxy = usual_proxy(models::address_of(settings));
    settings.is_small = config.model_size == ModelSize::small;
    TRY(settings.price, price_of(config.model_price, seat.address, config.model));
    return models::open_model(std::move(settings), client);
}

}  // namespace

Result<std::unique_ptr<Minds>> Minds::open(const boost::asio::any_io_executor& executor, const Config& config)
{
    if (config.model.empty()) return std::unique_ptr<Minds>();
    auto minds = std::make_unique<Minds>();
    minds->client_ = net::make_client(executor);
    TRY(minds->acting_, open_one({config.model, config.model_key}, config, *minds->client_));
    if (!config.extracting_model.empty()) {
        TRY(minds->extracting_,
            open_one({config.extracting_model, config.extracting_key}, config, *minds->client_));
    }
    if (!config.validating_model.empty()) {
        TRY(minds->validating_,
            open_one({config.validating_model, config.validating_key}, config, *minds->client_));
    }
    minds->is_small_ = config.model_size == ModelSize::small;
    minds->budget_ = {
        .time = std::chrono::minutes(config.budget_minutes),
        .tokens = config.budget_tokens,
        .cost_usd = config.budget_dollars,
        .credits_per_step = config.credits_per_step,
    };
    return minds;
}

runner::RunAgent Minds::smooth()
{
    return [this](agent::Surroundings surroundings, agent::Assignment assignment) {
        const agent::Minds minds{.acting = *acting_, .validating = validating_.get(), .is_small = is_small_};
        return agent::run_smooth(minds, budget_, std::move(surroundings), std::move(assignment));
    };
}

Async<Result<runner::Extraction>>
Minds::extract(browser::Page& page, Json schema, std::string prompt, runner::Hide hide)
{
    auto& model = extracting_ ? *extracting_ : *acting_;
    CO_TRY(
        auto extracted,
        co_await agent::extract_with_model(model, page, std::move(schema), std::move(prompt), std::move(hide))
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
