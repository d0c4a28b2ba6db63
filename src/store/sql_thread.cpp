#include "store/sql_thread.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "store/query.hpp"

namespace lissom::store {

SqlThread::SqlThread(std::unique_ptr<Database> database)
    : database_(std::move(database))
{
}

SqlThread::~SqlThread() { pool_.join(); }

Async<Done> SqlThread::scrub()
{
    co_return co_await ask<void>(Access::read, [this](soci::session&) -> Done {
        database_->scrub();
        return {};
    });
}

Async<void> SqlThread::close()
{
    // The answer of the last job is the end of all: an error of its own does not exist.
    (void)co_await ask<void>(Access::read, [this](soci::session&) -> Done {
        is_closed_ = true;
        return {};
    });
}

void SqlThread::submit(std::unique_ptr<Job> job)
{
    boost::asio::post(pool_, [this, job = std::move(job)]() mutable { take(std::move(job)); });
}

void SqlThread::take(std::unique_ptr<Job> job)
{
    if (is_closed_) {
        job->fail(Error{ErrorCode::unavailable, "the server is stopping"});
        job->answer();
        return;
    }
    waiting_.push_back(std::move(job));
    if (is_batch_due_) return;
    // Posted behind the jobs that came while the last batch ran, so it takes them all.
    is_batch_due_ = true;
    boost::asio::post(pool_, [this] { run_batch(); });
}

void SqlThread::run_batch()
{
    is_batch_due_ = false;
    auto batch = std::exchange(waiting_, {});
    try {
        run_in_transaction(batch);
    } catch (const std::exception& exception) {
        const auto error = database_->describe(exception);
        for (const auto& job : batch) job->fail(error);
        try {
            if (!database_->is_lost()) database_->session().rollback();
        } catch (const std::exception&) {
            // It was rolled back already, or there is nobody to do it any more.
        }
    }
    for (const auto& job : batch) job->answer();
}

void SqlThread::run_in_transaction(Batch& batch)
{
    if (auto connected = reconnect_if_lost(); !connected) {
        for (const auto& job : batch) job->fail(connected.error());
        return;
    }
    auto& session = database_->session();
    const bool writes =
        std::ranges::any_of(batch, [](const auto& job) { return job->access == Access::write; });
    if (writes) database_->begin();

    for (const auto& job : batch) {
        // One that fails must not take the others with it.
        const bool is_guarded = writes && batch.size() > 1;
        if (is_guarded) run(session, "SAVEPOINT job");
        try {
            job->run(session);
        } catch (const std::exception& exception) {
            if (database_->is_lost() || (writes && !is_guarded)) throw;
            job->fail(database_->describe(exception));
            if (is_guarded) run(session, "ROLLBACK TO SAVEPOINT job");
        }
        if (is_guarded) run(session, "RELEASE SAVEPOINT job");
    }

    if (writes) session.commit();
}

Done SqlThread::reconnect_if_lost()
{
    if (!database_->is_lost()) return {};
    auto connected = database_->connect();
    if (connected) log::info("database connected again");
    return connected;
}

}  // namespace lissom::store
