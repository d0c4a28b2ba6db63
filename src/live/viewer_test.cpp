#include "live/viewer.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace lissom::live {
namespace {

struct FakeSocket : net::WebSocket {
    Async<std::optional<net::Message>> receive() override { co_return std::nullopt; }
    bool send(net::Message message) override
    {
        sent.push_back(std::move(message));
        return true;
    }
    std::size_t backlog() const override { return waiting; }
    void close() override {}

    std::vector<net::Message> sent;
    std::size_t waiting = 0;
};

struct ViewerTest : ::testing::Test {
    std::shared_ptr<FakeSocket> socket = std::make_shared<FakeSocket>();
    Viewer viewer{socket};

    void show(std::string jpeg)
    {
        viewer.show({std::make_shared<const std::string>(std::move(jpeg)), 390, 844, moment()});
    }
    std::string last() const { return socket->sent.back().data.substr(16); }
};

TEST_F(ViewerTest, AFrameCarriesItsNumberAndTheSizeOfTheViewport)
{
    show("first");
    show("second");

    const auto& message = socket->sent.at(1);
    EXPECT_TRUE(message.is_binary);
    EXPECT_EQ(message.data.substr(0, 12), std::string("\0\0\0\2\0\0\1\x86\0\0\3\x4C", 12));
    EXPECT_EQ(last(), "second");
}

TEST_F(ViewerTest, WhoHasNotSeenTheLastOnesGetsNoMore)
{
    show("1");
    viewer.seen(1);
    for (const auto* frame : {"2", "3", "4", "5", "6", "7"}) show(frame);

    EXPECT_EQ(socket->sent.size(), 5u);
    EXPECT_EQ(last(), "5");
}

TEST_F(ViewerTest, TheNewestFrameComesAsSoonAsThereIsRoom)
{
    show("1");
    viewer.seen(1);
    for (const auto* frame : {"2", "3", "4", "5", "6", "7"}) show(frame);

    viewer.seen(3);

    EXPECT_EQ(socket->sent.size(), 6u);
    EXPECT_EQ(last(), "7");
}

TEST_F(ViewerTest, WhoNeverSaysIsMeasuredByTheNetwork)
{
    for (int i = 0; i < 10; ++i) show("x");
    EXPECT_EQ(socket->sent.size(), 10u);

    socket->waiting = 1 << 20;
    show("too much");

    EXPECT_EQ(socket->sent.size(), 10u);
}

TEST_F(ViewerTest, NonsenseAboutWhatWasSeenOpensNoFloodgate)
{
    show("1");
    viewer.seen(4'000'000'000);
    for (int i = 0; i < 10; ++i) show("x");
    viewer.seen(0);

    EXPECT_EQ(socket->sent.size(), 5u);
}

}  // namespace
}  // namespace lissom::live
