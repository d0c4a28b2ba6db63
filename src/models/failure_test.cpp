#include "models/failure.hpp"

#include "models/testing.hpp"

namespace lissom::models {
namespace {

TEST(FailureTest, KnowsTheWordsForAPromptThatIsTooLong)
{
    for (const auto* body :
         {R"({"error":{"message":"the request exceeds the available context size, try increasing it","type":"exceed_context_size_error"}})",
          R"({"error":{"message":"Input is over the limit","code":"context_length_exceeded"}})",
          R"({"error":{"message":"Requested tokens (9000) exceed context window of 8192"}})",
          R"({"message":"The decoder prompt (length 9000) is longer than the maximum model length of 8192."})",
          R"([{"error":{"code":400,"message":"The input token count exceeds the maximum number of tokens allowed (1048576)."}}])",
          R"({"error":"Trying to keep the first 9000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens"})",
          R"({"type":"error","error":{"type":"invalid_request_error","message":"input length and `max_tokens` exceed context limit: 199000 + 4096 > 200000"}})",
          R"({"error":{"message":"Provider returned error","metadata":{"raw":"{\"error\":\"maximum context length is 8192\"}"}}})"
         })
        EXPECT_TRUE(error_from(400, body).message.contains("too long")) << body;
    // More than the account may send in a minute will never go through, whatever the status.
    EXPECT_TRUE(error_from(429, told("Request too large for gpt-x on tokens per min (TPM)"))
                    .message.contains("too long"));
    EXPECT_EQ(error_from(429, told("Too many tokens, please wait")).code, ErrorCode::too_many_requests);
}

TEST(FailureTest, AnEmptyAccountIsNoRushHour)
{
    EXPECT_EQ(
        error_from(429, R"({"error":{"message":"quota","type":"insufficient_quota"}})").code,
        ErrorCode::unauthorized
    );
    EXPECT_EQ(error_from(402, told("Insufficient credits")).code, ErrorCode::unauthorized);
    EXPECT_EQ(error_from(529, told("Overloaded")).code, ErrorCode::unavailable);
}

TEST(FailureTest, QuotesWholeLettersOnly)
{
    std::string umlauts;
    for (int i = 0; i < 200; ++i) umlauts += "ä";

    const auto message = error_from(400, told("x" + umlauts)).message;

    EXPECT_TRUE(parse_json(dump(Json(message)))) << "no broken letter";
}

TEST(FailureTest, WaitsAsLongAsTheProviderSays)
{
    constexpr std::int64_t now = 1'445'412'470'000;  // 07:27:50 of the date below

    EXPECT_EQ(retry_after({{"Retry-After", "7"}}, now), Millis(7'000));
    EXPECT_EQ(retry_after({{"retry-after", "0.5"}}, now), Millis(500));
    EXPECT_EQ(retry_after({{"retry-after-ms", "250"}, {"retry-after", "1"}}, now), Millis(250));
    EXPECT_EQ(retry_after({{"Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT"}}, now), Millis(10'000));
    EXPECT_EQ(retry_after({{"Retry-After", "Wed, 21 Oct 2015 07:27:00 GMT"}}, now), Millis(0));
    EXPECT_EQ(retry_after({{"Retry-After", "-3"}}, now), Millis(0));
    EXPECT_EQ(retry_after({{"Retry-After", "soon"}}, now), Millis(0));
    EXPECT_EQ(retry_after({}, now), Millis(0));
}

}  // namespace
}  // namespace lissom::models
