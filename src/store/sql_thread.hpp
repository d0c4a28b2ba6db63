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
        auto answer = std::make_shared<Answer<T>>(co_await boost::asio::this_coro::executor);
        submit(std::make_unique<Question<T>>(access, answer, std::move(work)));
        co_return co_await within(answer_limit, "the database", wait_for(std::move(answer)));
    }

    // As soon as what was asked for before is committed, removes the text of deleted rows from the disk.
    Async<Done> scrub();

    // Resumes when all that was asked for before is done; what is asked for later is refused.
    Async<void> close();

private:
    // Above the limits of the databases themselves: whoever waits longer is better told than held.
    static constexpr Millis answer_limit{30'000};

    // What the asker waits for. Belongs to the asker's loop: it must not outlive it.
    template <class T>
    struct Answer {
        explicit Answer(boost::asio::any_io_executor executor)
            : came(executor),
              loop(executor)
        {
        }
        std::optional<Result<T>> result;
        Signal came;
        boost::asio::executor_work_guard<boost::asio::any_io_executor>
            loop;  // keeps it running until the answer
    };

    // What is to be done, seen from the thread.
    struct Job {
        explicit Job(Access how)
            : access(how)
        {
        }
        virtual ~Job() = default;
        virtual void run(soci::session& session) = 0;  // keeps its result
        virtual void fail(Error error) = 0;            // replaces it
        virtual void answer() = 0;                     // hands it to who asked; the last call
        Access access;
    };

    template <class T>
    struct Question final : Job {
        Question(Access how, std::shared_ptr<Answer<T>> to, std::function<Result<T>(soci::session&)> what)
            : Job(how),
              asker(std::move(to)),
              work(std::move(what))
        {
        }
        void run(soci::session& session) override { result = work(session); }
        void fail(Error error) override { result = Result<T>(std::move(error)); }
        void answer() override
        {
            // Posting touches the loop, so the loop has to stay until that is over too.
            const auto guard = asker->loop;
            boost::asio::post(
                guard.get_executor(),
                [asker = std::move(asker), result = std::move(result)]() mutable {
                    asker->result = std::move(result);
                    asker->came.notify_all();
                    asker->loop.reset();
                }
            );
        }

        std::shared_ptr<Answer<T>> asker;
        std::function<Result<T>(soci::session&)> work;
        std::optional<Result<T>> result;
    };

    template <class T>
    static Async<Result<T>> wait_for(std::shared_ptr<Answer<T>> answer)
    {
        while (!answer->result) co_await answer->came.wait();
        co_return *std::move(answer->result);
    }

    using Batch = std::vector<std::unique_ptr<Job>>;
    void submit(std::unique_ptr<Job> job);

    // The rest runs on the thread.
    void take(std::unique_ptr<Job> job);
    void run_batch();
    void run_in_transaction(Batch& batch);
    Done reconnect_if_lost();

    std::unique_ptr<Database> database_;
    Batch waiting_;
    bool is_batch_due_ = false;
    bool is_closed_ = false;
    boost::asio::thread_pool pool_{1};
};

}  // namespace lissom::store
