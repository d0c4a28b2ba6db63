#pragma once

#include "models/habits.hpp"
#include "models/provider.hpp"

namespace lissom::models {

// A provider's model over HTTP, with retries: 429, 5xx and broken connections are tried again after
// Retry-After or a growing pause; everything else is told at once.
class HttpModel final : public Model {
public:
    HttpModel(const Provider& provider, ModelSettings settings, net::Client& client);

    Async<Result<Reply>> ask(Ask ask) override;
    std::string name() const override;

private:
    Async<Result<Reply>> ask_once(const Ask& ask, Millis& wait_before_retry);
    Async<Result<net::Reply>> send(const Ask& ask);
    Result<JsonObject> body_of(const net::Reply& answer) const;
    double cost_of(const Usage& usage) const;

    const Provider& provider_;
    ModelSettings settings_;
    Habits habits_;  // learnt from what the server refused
    net::Client& client_;
};

}  // namespace lissom::models
