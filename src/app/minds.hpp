#pragma once

#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>

#include "agent/smooth/smooth.hpp"
#include "app/config.hpp"
#include "base/async.hpp"
#include "models/model.hpp"
#include "net/client.hpp"
#include "runner/crew.hpp"

namespace lissom::app {

// The models that the operator configured, open and ready to be asked. Owned by the Service; outlives the
// runner.
class Minds {
public:
    // Null where no model is configured. The error names the setting or the environment variable that is
    // missing.
    static Result<std::unique_ptr<Minds>>
    open(const boost::asio::any_io_executor& executor, const Config& config);

    // What Crew::smooth wants.
    runner::RunAgent smooth();

    // What Crew::extract_with_model wants.
    Async<Result<runner::Extraction>>
    extract(browser::Page& page, Json schema, std::string prompt, runner::Hide hide);

    // One real question to the acting model; answers what was seen, for `lissom doctor --model`.
    Async<Result<std::string>> try_out();

private:
    std::unique_ptr<net::Client> client_;
    std::unique_ptr<models::Model> acting_;
    std::unique_ptr<models::Model> extracting_;  // null: the acting model extracts too
    std::unique_ptr<models::Model> validating_;  // null: results are not checked by a model
    bool is_small_ = false;
    agent::Budget budget_;
};

}  // namespace lissom::app
