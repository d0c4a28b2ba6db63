#include "runner/webhook.hpp"

#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "base/testing.hpp"
#include "egress/testing.hpp"

namespace lissom::runner {
namespace {

// A client's server: answers with these in turn, the last one for ever.
class Receiver {
public:
    Receiver(boost::asio::any_io_executor executor, std::vector<std::string> answers)
        : answers_(std::move(answers)),
          listener_(executor, [this](egress::testing::Socket& socket) { return talk(socket); })
    {
    }

    std::string url() const { return "http://hooks.test:" + std::to_string(listener_.port()) + "/ended"; }
    const std::vector<std::string>& heads() const { return heads_; }
    Async<void> stop() { return listener_.stop(); }

private:
    Async<void> talk(egress::testing::Socket& socket)
    {
        std::string rest;
        heads_.push_back(co_await egress::testing::read_until(socket, rest, "\r\n\r\n"));
        const auto& answer = answers_.at(std::min(heads_.size(), answers_.size()) - 1);
        co_await egress::testing::say(socket, "HTTP/1.1 " + answer + "\r\nContent-Length: 0\r\n\r\n");
    }

    std::vector<std::string> answers_;
    std::vector<std::string> heads_;
    egress::testing::Listener listener_;
};

class WebhookTest : public ::testing::Test {
protected:
    WebhookTest()
        : client(net::make_client(loop.get_executor()))
    {
        settings.names["hooks.test"] = boost::asio::ip::address_v4::loopback();
    }

    void deliver_to(Receiver& receiver)
    {
        egress::Gateway gateway(loop.get_executor(), settings);
        const auto clock = [] { return std::int64_t{1'700'000'000'000}; };
        run_to_end(loop, deliver(*client, gateway, clock, {receiver.url(), "d1", "secret", {{"a", 1}}}));
        run_to_end(loop, gateway.stop());
        run_to_end(loop, receiver.stop());
    }

    boost::asio::io_context loop;
    egress::GatewaySettings settings;
    std::unique_ptr<net::Client> client;
};

constexpr auto signature = "t=1700000000,v1=49f24e537407743fa4a0242bb63b94b9a47ee99cbbe071ccd8a22550ae411686";

TEST_F(WebhookTest, IsSignedSoThatItsReceiverCanTellItFromOthers)
{
    EXPECT_EQ(sign_notice("secret", R"({"a":1})", 1'700'000'000), signature);
    EXPECT_NE(sign_notice("another", R"({"a":1})", 1'700'000'000), signature);
    EXPECT_NE(sign_notice("secret", R"({"a":2})", 1'700'000'000), signature);
}

TEST_F(WebhookTest, IsPostedOnceWhereItIsTaken)
{
    Receiver receiver(loop.get_executor(), {"204 No Content"});

    deliver_to(receiver);

    ASSERT_EQ(receiver.heads().size(), 1u);
    EXPECT_TRUE(receiver.heads()[0].starts_with("POST /ended HTTP/1.1\r\n")) << receiver.heads()[0];
    EXPECT_NE(receiver.heads()[0].find(signature), std::string::npos) << receiver.heads()[0];
}

TEST_F(WebhookTest, IsTriedAgainWhileItsReceiverHasTrouble)
{
    Receiver receiver(loop.get_executor(), {"503 Wait", "200 OK"});

    deliver_to(receiver);

    EXPECT_EQ(receiver.heads().size(), 2u);
}

TEST_F(WebhookTest, IsNotTriedAgainWhereNobodyWantsIt)
{
    Receiver receiver(loop.get_executor(), {"404 Not Found"});

    deliver_to(receiver);

    EXPECT_EQ(receiver.heads().size(), 1u);
}

TEST_F(WebhookTest, DoesNotGoWhereBrowsersMayNot)
{
    settings.addresses.allows_private = false;
    Receiver receiver(loop.get_executor(), {"200 OK"});

    deliver_to(receiver);

    EXPECT_TRUE(receiver.heads().empty());
}

}  // namespace
}  // namespace lissom::runner
