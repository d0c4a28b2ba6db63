#include "api/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "api/handlers.hpp"
#include "browser/pool.hpp"
#include "runner/runner.hpp"

namespace lissom::api {
namespace {

// A long poll takes up to 20 s; a plain read a fraction of a millisecond.
using Histograms = prometheus::Family<prometheus::Histogram>;

Histograms& histograms(prometheus::Registry& registry, const char* name, const char* help)
{
    return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
}

void copy(const runner::Latency& latency, Histograms& family)
{
    const auto& bounds = runner::Latency::bounds;
    const std::vector<double> counts(latency.counts.begin(), latency.counts.end());
    family.Add({}, prometheus::Histogram::BucketBoundaries(bounds.begin(), bounds.end()))
        .ObserveMultiple(counts, latency.sum);
}

const prometheus::Histogram::BucketBoundaries request_seconds = {0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 30};

}  // namespace

struct Metrics::State {
    State(const runner::Runner& its_runner, const browser::Pool& its_browsers)
        : runner(its_runner),
          browsers(its_browsers)
    {
    }

    const runner::Runner& runner;
    const browser::Pool& browsers;

    prometheus::Registry registry;
    prometheus::Family<prometheus::Counter>& requests =
        prometheus::BuildCounter().Name("lissom_requests_total").Help("Requests answered").Register(registry);
    prometheus::Family<prometheus::Histogram>& durations =
        prometheus::BuildHistogram()
            .Name("lissom_request_seconds")
            .Help("Time until the head of an answer, long polls included")
            .Register(registry);

    // Families look a label set up by hashing strings; a poll should not pay for that.
    std::map<std::tuple<net::Method, std::string_view, unsigned>, prometheus::Counter*> request_counters;
    std::map<std::string_view, prometheus::Histogram*> route_durations;
};

Metrics::Metrics(const runner::Runner& runner, const browser::Pool& browsers)
    : state_(std::make_unique<State>(runner, browsers))
{
}

Metrics::~Metrics() = default;

void Metrics::count_request(net::Method method, std::string_view route, unsigned status, double seconds)
{
    auto& counter = state_->request_counters[{method, route, status}];
    if (!counter) {
        counter = &state_->requests.Add(
            {{"method", std::string(net::name_of(method))},
             {"route", std::string(route)},
             {"status", std::to_string(status)}}
        );
    }
    counter->Increment();

    auto& histogram = state_->route_durations[route];
    if (!histogram) histogram = &state_->durations.Add({{"route", std::string(route)}}, request_seconds);
    histogram->Observe(seconds);
}

std::string Metrics::text() const
{
    // What the rooms count themselves is read when somebody asks.
    prometheus::Registry now;
    auto& tasks = prometheus::BuildGauge()
                      .Name("lissom_tasks")
                      .Help("Tasks that have not ended, by status")
                      .Register(now);
    auto& ended = prometheus::BuildCounter()
                      .Name("lissom_tasks_ended_total")
                      .Help("Tasks ended since the start, by status")
                      .Register(now);
    auto& browsers =
        prometheus::BuildGauge().Name("lissom_browsers").Help("Chromium processes alive").Register(now);
    auto& expected = prometheus::BuildGauge()
                         .Name("lissom_browsers_expected")
                         .Help("Chromium processes that should be alive: fewer for long means that they fail")
                         .Register(now);
    auto& contexts = prometheus::BuildGauge()
                         .Name("lissom_browser_contexts")
                         .Help("Browser contexts in use")
                         .Register(now);
    auto& holding =
        prometheus::BuildGauge().Name("lissom_long_polls").Help("Reads that wait for news").Register(now);
    auto& steps =
        prometheus::BuildCounter().Name("lissom_steps_total").Help("Steps agents have done").Register(now);
    auto& events = prometheus::BuildCounter()
                       .Name("lissom_events_total")
                       .Help("Events written to task logs")
                       .Register(now);
    auto& actions =
        prometheus::BuildCounter().Name("lissom_actions_total").Help("Actions of clients").Register(now);
    auto& octets = prometheus::BuildCounter()
                       .Name("lissom_egress_bytes_total")
                       .Help("What browsers sent and received through the gateway")
                       .Register(now);
    auto& refused = prometheus::BuildCounter()
                        .Name("lissom_egress_refused_total")
                        .Help("Requests of browsers that the gateway refused or could not make")
                        .Register(now);
    auto& build = prometheus::BuildGauge()
                      .Name("lissom_build_info")
                      .Help("Always 1; the label is the version")
                      .Register(now);

    auto& action_errors =
        prometheus::BuildCounter()
            .Name("lissom_action_errors_total")
            .Help("Actions of clients that failed: 400 by what was asked, 500 by a fault here")
            .Register(now);

    auto counts = state_->runner.counts();
    copy(
        counts.step_latency,
        histograms(now, "lissom_step_seconds", "An agent's step, with the thinking before it")
    );
    copy(
        counts.action_latency,
        histograms(now, "lissom_action_seconds", "An action of a client, from its turn to its answer")
    );
    copy(
        counts.event_latency,
        histograms(now, "lissom_event_seconds", "Until an event that happened is written and can be read")
    );
    for (const auto code : {400, 500})
        action_errors.Add({{"code", std::to_string(code)}}
        ).Increment(static_cast<double>(counts.action_errors[code]));
    tasks.Add({{"status", "waiting"}}).Set(static_cast<double>(counts.waiting));
    tasks.Add({{"status", "running"}}).Set(static_cast<double>(counts.running));
    for (auto status : {task::Status::done, task::Status::failed, task::Status::cancelled})
        ended.Add({{"status", std::string(task::name_of(status))}}
        ).Increment(static_cast<double>(counts.ended[status]));
    browsers.Add({}).Set(static_cast<double>(state_->browsers.processes_alive()));
    expected.Add({}).Set(static_cast<double>(state_->browsers.processes_expected()));
    contexts.Add({}).Set(static_cast<double>(state_->browsers.contexts_in_use()));
    holding.Add({}).Set(static_cast<double>(counts.holding));
    steps.Add({}).Increment(static_cast<double>(counts.steps));
    events.Add({}).Increment(static_cast<double>(counts.events));
    actions.Add({}).Increment(static_cast<double>(counts.actions));
    octets.Add({{"direction", "sent"}}).Increment(static_cast<double>(counts.network.sent));
    octets.Add({{"direction", "received"}}).Increment(static_cast<double>(counts.network.received));
    refused.Add({}).Increment(static_cast<double>(counts.network.refused));
    build.Add({{"version", LISSOM_VERSION}}).Set(1);

    const prometheus::TextSerializer serializer;
    return serializer.Serialize(state_->registry.Collect()) + serializer.Serialize(now.Collect());
}

// GET /metrics
Async<Result<net::Response>> show_metrics(Context& context, const Call&)
{
    net::Response response;
    response.headers["Content-Type"] = "text/plain; version=0.0.4; charset=utf-8";
    response.body = context.metrics.text();
    co_return response;
}

}  // namespace lissom::api
