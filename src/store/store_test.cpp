#include "store/store.hpp"

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <gtest/gtest.h>

#include "base/ids.hpp"
#include "base/testing.hpp"
#include "store/testing/backends.hpp"

namespace lissom::store {
namespace {

task::Task some_task(std::string id, std::string key_id = "k1", std::int64_t created_at_ms = 1'000)
{
    task::Task task;
    task.id = std::move(id);
    task.key_id = std::move(key_id);
    task.created_at_ms = created_at_ms;
    return task;
}

task::Event some_event(std::int64_t timestamp_ms)
{
    return {"ev_" + std::to_string(timestamp_ms), "step", {{"n", timestamp_ms}}, timestamp_ms};
}

std::vector<std::string> ids_of(const auto& rows)
{
    std::vector<std::string> ids;
    for (const auto& row : rows) ids.push_back(row.id);
    return ids;
}

using Ids = std::vector<std::string>;

// What every store must do, on each of them.
class StoreTest : public ::testing::TestWithParam<Backend> {
protected:
    void SetUp() override
    {
        auto opened = GetParam().open();
        if (const auto* why = std::get_if<Skipped>(&opened)) GTEST_SKIP() << why->reason;
        store = std::move(std::get<std::unique_ptr<Store>>(opened));
    }

    void TearDown() override
    {
        if (store) await(close());
    }

    Async<bool> close()
    {
        co_await store->close();
        co_return true;
    }

    std::unique_ptr<Store> store;
};

INSTANTIATE_TEST_SUITE_P(On, StoreTest, ::testing::ValuesIn(all_backends()), [](const auto& backend) {
    return backend.param.name;
});

TEST_P(StoreTest, KeepsEveryFieldOfATask)
{
    auto task = some_task("t1");
    task.status = task::Status::failed;
    task.output = {{"total", 12.5}, {"text", "zwölf 🙂 \"quoted\" \n :id"}, {"none", nullptr}};
    task.credits_used = 3.5;
    task.device = task::Device::desktop_lg;
    task.is_session = true;
    task.wants_recording = true;
    task.live_url = "http://127.0.0.1/v/1";
    task.recording_url = "";
    task.ended_at_ms = 1'765'000'001'234;
    task.spec = {{"task", "read the news"}, {"max_steps", 12}};
    task.agent = "smooth-lite";

    ASSERT_TRUE(await(store->insert_task(task)));
    auto found = await(store->find_task("k1", "t1"));

    ASSERT_TRUE(found);
    EXPECT_EQ(found->status, task::Status::failed);
    EXPECT_EQ(found->output, task.output);
    EXPECT_EQ(found->credits_used, 3.5);
    EXPECT_EQ(found->device, task::Device::desktop_lg);
    EXPECT_TRUE(found->is_session);
    EXPECT_TRUE(found->wants_recording);
    EXPECT_EQ(found->live_url, "http://127.0.0.1/v/1");
    EXPECT_EQ(found->recording_url, "");
    EXPECT_EQ(found->downloads_url, std::nullopt);
    EXPECT_EQ(found->created_at_ms, 1'000);
    EXPECT_EQ(found->ended_at_ms, 1'765'000'001'234);
    EXPECT_EQ(found->spec, task.spec);
    EXPECT_EQ(found->agent, "smooth-lite");
}

TEST_P(StoreTest, ATaskIdIsTakenOnce)
{
    ASSERT_TRUE(await(store->insert_task(some_task("t1"))));

    auto again = await(store->insert_task(some_task("t1", "k2")));

    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::conflict);
}

TEST_P(StoreTest, AnUpdateLeavesKeySpecAndCreationAlone)
{
    auto task = some_task("t1", "k1", 1'000);
    task.spec = {{"task", "original"}};
    ASSERT_TRUE(await(store->insert_task(task)));

    task.key_id = "k2";
    task.spec = {{"task", "other"}};
    task.created_at_ms = 2'000;
    task.status = task::Status::done;
    task.output = "found it";
    ASSERT_TRUE(await(store->update_task(task)));

    auto found = await(store->find_task("k1", "t1"));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->status, task::Status::done);
    EXPECT_EQ(found->output, "found it");
    EXPECT_EQ(found->spec, (JsonObject{{"task", "original"}}));
    EXPECT_EQ(found->created_at_ms, 1'000);
}

TEST_P(StoreTest, UpdatingATaskThatDoesNotExistSaysSo)
{
    auto updated = await(store->update_task(some_task("none")));

    ASSERT_FALSE(updated);
    EXPECT_EQ(updated.error().code, ErrorCode::not_found);
}

TEST_P(StoreTest, AnotherKeysTaskDoesNotExist)
{
    ASSERT_TRUE(await(store->insert_task(some_task("t1", "k1"))));

    auto found = await(store->find_task("k2", "t1"));

    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, ErrorCode::not_found);
    EXPECT_TRUE(await(store->list_tasks("k2", 0, 10))->empty());
    EXPECT_FALSE(await(store->delete_task_data("k2", "t1")));
}

TEST_P(StoreTest, ListsTheNewestTasksFirst)
{
    for (int n = 1; n <= 4; ++n)
        ASSERT_TRUE(await(store->insert_task(some_task("t" + std::to_string(n), "k1", n * 1'000LL))));

    auto all = await(store->list_tasks("k1", 0, 128));
    auto two_before = await(store->list_tasks("k1", 4'000, 2));

    EXPECT_EQ(ids_of(*all), (Ids{"t4", "t3", "t2", "t1"}));
    EXPECT_EQ(ids_of(*two_before), (Ids{"t3", "t2"}));
}

TEST_P(StoreTest, FindsWhatADeadServerLeftUnfinished)
{
    for (const auto status :
         {task::Status::waiting,
          task::Status::running,
          task::Status::done,
          task::Status::failed,
          task::Status::cancelled}) {
        auto task = some_task(std::string(task::name_of(status)), "k-" + std::string(task::name_of(status)));
        task.status = status;
        ASSERT_TRUE(await(store->insert_task(task)));
    }

    auto unfinished = await(store->unfinished_tasks());

    auto ids = ids_of(*unfinished);
    std::ranges::sort(ids);
    EXPECT_EQ(ids, (Ids{"running", "waiting"}));
}

TEST_P(StoreTest, ReadsEventsAfterACursorAndAgain)
{
    for (const std::int64_t at : {1'765'000'000'001, 1'765'000'000'002, 1'765'000'000'010})
        ASSERT_TRUE(await(store->append_event("t1", some_event(at))));
    ASSERT_TRUE(await(store->append_event("t2", some_event(1'765'000'000'005))));

    auto all = await(store->events_after("t1", 0));
    auto later = await(store->events_after("t1", 1'765'000'000'002));
    auto same_again = await(store->events_after("t1", 1'765'000'000'002));

    ASSERT_EQ(all->size(), 3u);
    EXPECT_EQ((*all)[0].timestamp_ms, 1'765'000'000'001);
    EXPECT_EQ((*all)[1].id, "ev_1765000000002");
    EXPECT_EQ((*all)[2].name, "step");
    EXPECT_EQ((*all)[2].payload, (JsonObject{{"n", 1'765'000'000'010}}));
    EXPECT_EQ(ids_of(*later), (Ids{"ev_1765000000010"}));
    EXPECT_EQ(ids_of(*same_again), ids_of(*later));
}

TEST_P(StoreTest, AnEventMustBeLaterThanTheOneBefore)
{
    ASSERT_TRUE(await(store->append_event("t1", some_event(20))));

    auto equal = await(store->append_event("t1", some_event(20)));
    auto earlier = await(store->append_event("t1", some_event(10)));

    ASSERT_FALSE(equal);
    EXPECT_EQ(equal.error().code, ErrorCode::conflict);
    EXPECT_FALSE(earlier);
    EXPECT_EQ(await(store->events_after("t1", 0))->size(), 1u);
}

TEST_P(StoreTest, DeletingATasksDataLeavesARowWithoutContent)
{
    auto task = some_task("t1");
    task.status = task::Status::done;
    task.output = "private";
    task.spec = {{"task", "private"}};
    task.recording_url = "http://127.0.0.1/r/1.mp4";
    ASSERT_TRUE(await(store->insert_task(task)));
    ASSERT_TRUE(await(store->append_event("t1", some_event(5))));
    ASSERT_TRUE(await(store->append_event("t2", some_event(5))));

    ASSERT_TRUE(await(store->delete_task_data("k1", "t1")));

    auto found = await(store->find_task("k1", "t1"));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->status, task::Status::done);
    EXPECT_TRUE(found->output.is_null());
    EXPECT_TRUE(found->spec.empty());
    EXPECT_EQ(found->recording_url, "");
    EXPECT_EQ(found->downloads_url, "");
    EXPECT_TRUE(await(store->events_after("t1", 0))->empty());
    EXPECT_EQ(await(store->events_after("t2", 0))->size(), 1u);
}

TEST_P(StoreTest, KeepsKeys)
{
    Key key{"k1", "laptop", std::string(64, 'a'), "wxyz", 1'000, 0, false, {{"concurrent_sessions", 2}}, 0};
    ASSERT_TRUE(await(store->insert_key(key)));
    EXPECT_EQ(await(store->insert_key(key)).error().code, ErrorCode::conflict);

    ASSERT_TRUE(await(store->note_key_use("k1", 2'000, 1.0)));
    ASSERT_TRUE(await(store->note_key_use("k1", 1'500, 0.5)));
    key.is_revoked = true;
    ASSERT_TRUE(await(store->update_key(key)));
    EXPECT_EQ(await(store->note_key_use("none", 2'000, 0)).error().code, ErrorCode::not_found);

    auto keys = await(store->keys());
    ASSERT_EQ(keys->size(), 1u);
    EXPECT_EQ(keys->front().name, "laptop");
    EXPECT_EQ(keys->front().secret_sha256, std::string(64, 'a'));
    EXPECT_EQ(keys->front().hint, "wxyz");
    EXPECT_EQ(keys->front().created_at_ms, 1'000);
    EXPECT_EQ(keys->front().last_used_at_ms, 2'000);
    EXPECT_TRUE(keys->front().is_revoked);
    EXPECT_EQ(keys->front().limits, (JsonObject{{"concurrent_sessions", 2}}));
    EXPECT_EQ(keys->front().credits_used, 1.5);
}

TEST_P(StoreTest, TwoKeysMayEachHaveAProfileOfOneName)
{
    ASSERT_TRUE(await(store->insert_profile({"work", "k1", {}, 0, 1'000, 0})));
    ASSERT_TRUE(await(store->insert_profile({"work", "k2", {}, 0, 2'000, 0})));
    EXPECT_EQ(
        await(store->insert_profile({"work", "k1", {}, 0, 3'000, 0})).error().code, ErrorCode::conflict
    );

    ASSERT_TRUE(await(store->update_profile({"work", "k1", {{{"name", "sid"}}}, 77, 1'000, 5'000})));

    auto first = await(store->find_profile("k1", "work"));
    auto second = await(store->find_profile("k2", "work"));
    EXPECT_EQ(first->cookies, (JsonArray{{{"name", "sid"}}}));
    EXPECT_EQ(first->size_bytes, 77);
    EXPECT_EQ(first->last_saved_at_ms, 5'000);
    EXPECT_TRUE(second->cookies.empty());
}

TEST_P(StoreTest, DeletesAProfileOfItsOwnKeyOnly)
{
    ASSERT_TRUE(await(store->insert_profile({"work", "k1", {}, 0, 1'000, 0})));

    auto foreign = await(store->delete_profile("k2", "work"));
    auto own = await(store->delete_profile("k1", "work"));

    EXPECT_EQ(foreign.error().code, ErrorCode::not_found);
    EXPECT_TRUE(own);
    EXPECT_TRUE(await(store->profiles("k1"))->empty());
}

TEST_P(StoreTest, ListsUploadsByKeyAndKind)
{
    ASSERT_TRUE(await(store->insert_upload({"f1", "k1", "file", "cv.pdf", "Resume", 10, 1'000, 9'000})));
    ASSERT_TRUE(await(store->insert_upload({"e1", "k1", "extension", "ext.zip", "", 20, 1'000, 0})));
    ASSERT_TRUE(await(store->insert_upload({"f2", "k2", "file", "cv.pdf", "", 10, 1'000, 9'000})));

    auto files = await(store->uploads("k1", "file"));

    ASSERT_EQ(ids_of(*files), (Ids{"f1"}));
    EXPECT_EQ(files->front().file_name, "cv.pdf");
    EXPECT_EQ(files->front().purpose, "Resume");
    EXPECT_EQ(files->front().size_bytes, 10);
    EXPECT_EQ(files->front().expires_at_ms, 9'000);
    EXPECT_EQ(await(store->find_upload("k2", "f1")).error().code, ErrorCode::not_found);
    EXPECT_EQ(await(store->delete_upload("k2", "f1")).error().code, ErrorCode::not_found);
    EXPECT_TRUE(await(store->delete_upload("k1", "f1")));
    EXPECT_EQ(await(store->find_upload("k1", "f1")).error().code, ErrorCode::not_found);
}

TEST_P(StoreTest, TellsWhichUploadsHaveExpired)
{
    ASSERT_TRUE(await(store->insert_upload({"old", "k1", "file", "a", "", 1, 1'000, 2'000})));
    ASSERT_TRUE(await(store->insert_upload({"young", "k2", "file", "b", "", 1, 1'000, 9'000})));
    ASSERT_TRUE(await(store->insert_upload({"for-ever", "k1", "extension", "c", "", 1, 1'000, 0})));

    auto expired = await(store->expired_uploads(2'000));

    EXPECT_EQ(ids_of(*expired), (Ids{"old"}));
}

TEST_P(StoreTest, KeepsWhoIsToBeToldUntilTheyWere)
{
    ASSERT_TRUE(await(store->insert_webhook({"late", "k1", "https://b.example/?x=1", 2'000})));
    ASSERT_TRUE(await(store->insert_webhook({"early", "k2", "https://a.example/", 1'000})));
    EXPECT_EQ(await(store->insert_webhook({"late", "k1", "x", 3'000})).error().code, ErrorCode::conflict);

    auto kept = await(store->webhooks());
    ASSERT_EQ(kept->size(), 2u);
    EXPECT_EQ(kept->front().task_id, "early");
    EXPECT_EQ(kept->back().key_id, "k1");
    EXPECT_EQ(kept->back().url, "https://b.example/?x=1");
    EXPECT_EQ(kept->back().created_at_ms, 2'000);

    EXPECT_TRUE(await(store->delete_webhook("early")));
    EXPECT_TRUE(await(store->delete_webhook("never there")));
    EXPECT_EQ(await(store->webhooks())->size(), 1u);
}

Async<std::size_t> append_together(Store& store, std::string task_id, int count)
{
    using namespace boost::asio::experimental::awaitable_operators;
    if (count == 1) co_return (co_await store.append_event(task_id, some_event(7))).has_value() ? 1u : 0u;
    auto [left, right] = co_await (
        append_together(store, task_id + "l", count / 2) &&
        append_together(store, task_id + "r", count - count / 2)
    );
    co_return left + right;
}

TEST_P(StoreTest, WritesThatArriveTogetherAreAllKept)
{
    EXPECT_EQ(await(append_together(*store, "t", 64)), 64u);
    EXPECT_EQ(await(store->events_after("tllllll", 0))->size(), 1u);
}

Async<std::pair<Done, Done>> insert_both(Store& store, task::Task first, task::Task second)
{
    using namespace boost::asio::experimental::awaitable_operators;
    auto [one, two] = co_await (store.insert_task(std::move(first)) && store.insert_task(std::move(second)));
    co_return std::pair(std::move(one), std::move(two));
}

TEST_P(StoreTest, AWriteThatFailsDoesNotTakeItsNeighbourWithIt)
{
    ASSERT_TRUE(await(store->insert_task(some_task("taken"))));

    auto [refused, kept] = await(insert_both(*store, some_task("taken"), some_task("free")));

    EXPECT_FALSE(refused);
    EXPECT_TRUE(kept);
    EXPECT_TRUE(await(store->find_task("k1", "free")));
}

TEST_P(StoreTest, AnswersAPing) { EXPECT_TRUE(await(store->ping())); }

}  // namespace
}  // namespace lissom::store
