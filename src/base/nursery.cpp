#include "base/nursery.hpp"

#include <exception>
#include <list>
#include <string>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include "base/log.hpp"
#include "base/signal.hpp"

namespace lissom {
namespace {

void log_escaped(const std::string& name, const std::exception_ptr& exception)
{
    try {
        std::rethrow_exception(exception);
    } catch (const boost::system::system_error& error) {
        if (error.code() != boost::asio::error::operation_aborted)
            log::error("coroutine ended by an exception", {{"coroutine", name}, {"what", error.what()}});
    } catch (const std::exception& error) {
        log::error("coroutine ended by an exception", {{"coroutine", name}, {"what", error.what()}});
    }
}

}  // namespace

struct Nursery::State {
    explicit State(const boost::asio::any_io_executor& executor)
        : emptied(executor)
    {
    }

    std::list<boost::asio::cancellation_signal> running;
    Signal emptied;
    bool is_cancelled = false;
};

Nursery::Nursery(boost::asio::any_io_executor executor)
    : executor_(std::move(executor)),
      state_(std::make_shared<State>(executor_))
{
}

Nursery::~Nursery() { cancel(); }

void Nursery::spawn(std::string_view name, Async<void> coroutine)
{
    if (state_->is_cancelled) return;
    const auto entry = state_->running.emplace(state_->running.end());
    auto on_end = [state = state_, entry, executor = executor_, name = std::string(name)](
                      const std::exception_ptr& exception
                  ) {
        std::list<boost::asio::cancellation_signal> ended;
        ended.splice(ended.begin(), state->running, entry);
        // Asked for from outside the event loop, a cancellation is on its way to this signal: it goes after
        // that.
        if (state->is_cancelled) boost::asio::post(executor, [kept = std::move(ended)] {});
        if (exception) log_escaped(name, exception);
        if (state->running.empty()) state->emptied.notify_all();
    };
    boost::asio::co_spawn(
        executor_, std::move(coroutine), boost::asio::bind_cancellation_slot(entry->slot(), std::move(on_end))
    );
}

void Nursery::cancel()
{
    state_->is_cancelled = true;
    // A signal may end its coroutine at once and so erase itself: look one ahead.
    for (auto entry = state_->running.begin(); entry != state_->running.end();) {
        const auto current = entry++;
        current->emit(boost::asio::cancellation_type::terminal);
    }
}

Async<void> Nursery::join()
{
    const auto state = state_;
    while (!state->running.empty()) co_await state->emptied.wait();
}

Async<void> Nursery::stop()
{
    cancel();
    co_await join();
}

std::size_t Nursery::running() const { return state_->running.size(); }

}  // namespace lissom
