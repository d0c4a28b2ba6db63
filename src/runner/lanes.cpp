#include "runner/lanes.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace lissom::runner {

class Lanes::Lane {
public:
    explicit Lane(const boost::asio::any_io_executor& executor)
        : changed(executor),
          worker(executor)
    {
    }

    std::deque<Job> jobs;
    bool is_open = true;
    bool is_busy = false;
    Signal changed;  // a job came, a job ended, the lane was closed
    Nursery worker;
};

Lanes::Lanes(boost::asio::any_io_executor executor)
    : executor_(std::move(executor))
{
    open_.push_back(std::make_shared<Lane>(executor_));
}

Lanes::~Lanes() = default;

void Lanes::push(Job job)
{
    open_.back()->jobs.push_back(std::move(job));
    open_.back()->changed.notify_all();
}

void Lanes::start() { open_.front()->worker.spawn("lane", work(open_.front())); }

bool Lanes::is_idle() const
{
    return std::ranges::all_of(open_, [](const auto& lane) { return lane->jobs.empty() && !lane->is_busy; });
}

std::size_t Lanes::queued() const
{
    std::size_t count = 0;
    for (const auto& lane : open_) count += lane->jobs.size();
    return count;
}

Async<void> Lanes::work(std::shared_ptr<Lane> lane)
{
    while (lane->is_open) {
        if (lane->jobs.empty()) {
            co_await lane->changed.wait();
            continue;
        }
        const auto job = std::move(lane->jobs.front());
        lane->jobs.pop_front();
        lane->is_busy = true;
        co_await job();
        lane->is_busy = false;
        lane->changed.notify_all();
    }
}

std::shared_ptr<Lanes::Lane> Lanes::open_nested()
{
    auto lane = std::make_shared<Lane>(executor_);
    open_.push_back(lane);
    lane->worker.spawn("nested lane", work(lane));
    return lane;
}

void Lanes::leave(const std::shared_ptr<Lane>& lane)
{
    if (!lane->is_open) return;
    lane->is_open = false;
    lane->changed.notify_all();
    open_.remove(lane);
    left_.push_back(lane);
    auto& around = open_.back()->jobs;
    around.insert(
        around.begin(), std::move_iterator(lane->jobs.begin()), std::move_iterator(lane->jobs.end())
    );
    lane->jobs.clear();
    open_.back()->changed.notify_all();
}

Async<void> Lanes::close_nested(std::shared_ptr<Lane> lane)
{
    leave(lane);
    co_await lane->worker.join();
    left_.remove(lane);
}

void Lanes::abandon_nested(const std::shared_ptr<Lane>& lane)
{
    leave(lane);
    lane->worker.cancel();
}

Async<void> Lanes::stop()
{
    auto all = open_;
    all.insert(all.end(), left_.begin(), left_.end());
    for (const auto& lane : all) lane->worker.cancel();
    for (const auto& lane : all) co_await lane->worker.join();
    left_.clear();
}

}  // namespace lissom::runner
