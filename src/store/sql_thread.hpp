#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>

#include "base/async.hpp"
#include "base/result.hpp"
#include "base/signal.hpp"
#include "base/time.hpp"
#include "base/try.hpp"
#include "store/database.hpp"

namespace lissom::store {

enum class Access { read, write };

// The one thread that speaks to the database. What is asked for while it works is done together afterwards,
// in the order it came: all writes of such a batch are one transaction, and nobody is answered before that is
// committed.
class SqlThread {
public:
    explicit SqlThread(std::unique_ptr<Database> database);  // connected and migrated
    ~SqlThread();                                            // after what was asked for is done
    SqlThread(const SqlThread&) = delete;
    SqlThread& operator=(const SqlThread&) = delete;

    // Runs the work on the thread and resumes here when it is durable. The work must own what it uses: if the
    // caller is cancelled, it is done all the same. What it throws becomes an error.
    template <class T>
    Async<Result<T>> ask(Access access, std::function<Result<T>(soci::session&)> work)
    {
        auto pending = std::make_shared<Pending<T>>(co_await boost::asio::this_coro::executor);
        submit(job_for(access, pending, std::move(work)));
        co_return co_await within(answer_limit, "the database", answer_of(std::move(pending)));
    }

    // As soon as what was asked for before is committed, removes the text of deleted rows from the disk.
    Async<Done> scrub();

    // Resumes when all that was asked for before is done; what is asked for later is refused.
    Async<void> close();

private:
    // Above the limits of the databases themselves: whoever waits longer is better told than held.
    static constexpr Millis answer_limit{30'000};

    struct Job {
        Access access = Access::read;
        std::function<void(soci::session&)> run;  // keeps its result
        std::function<void(Error)> fail;          // replaces it
        std::function<void()> answer;             // wakes who asked
    };

    template <class T>
    struct Pending {
        explicit Pending(boost::asio::any_io_executor executor)
            : done(executor),
              loop(std::move(executor))
        {
        }
        std::optional<Result<T>> result;  // written by the thread, read by the loop after `is_done`
        bool is_done = false;
        Signal done;
        boost::asio::executor_work_guard<boost::asio::any_io_executor>
            loop;  // keeps the asker's loop until the answer
    };

    template <class T>
    static Job
    job_for(Access access, std::shared_ptr<Pending<T>> pending, std::function<Result<T>(soci::session&)> work)
    {
        Job job;
        job.access = access;
        job.run = [pending, work = std::move(work)](soci::session& session) {
            pending->result = work(session);
        };
        job.fail = [pending](Error error) { pending->result = Result<T>(std::move(error)); };
        job.answer = [pending] {
            boost::asio::post(pending->loop.get_executor(), [pending] {
                pending->is_done = true;
                pending->done.notify_all();
                pending->loop.reset();
            });
        };
        return job;
    }

    template <class T>
    static Async<Result<T>> answer_of(std::shared_ptr<Pending<T>> pending)
    {
        while (!pending->is_done) co_await pending->done.wait();
        co_return *std::move(pending->result);
    }

    void submit(Job job);

    // The rest runs on the thread.
    void take(Job job);
    void run_batch();
    void run_in_transaction(std::vector<Job>& batch);
    Done reconnect_if_lost();

    std::unique_ptr<Database> database_;
    std::vector<Job> waiting_;
    bool is_batch_due_ = false;
    bool is_closed_ = false;
    boost::asio::thread_pool pool_{1};
};

}  // namespace lissom::store
