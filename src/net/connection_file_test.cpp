#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>

#include "net/server.hpp"
#include "net/server_fixture.hpp"

namespace lissom::net {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// At hand by three bytes at a time, as a sealed file is by chunks.
class Pieces : public Content {
public:
    explicit Pieces(std::string text)
        : text_(std::move(text))
    {
    }
    std::size_t size() const override { return text_.size(); }
    std::string version() const override { return "first"; }
    Result<std::string> read(std::size_t offset) const override
    {
        if (offset >= breaks_at) return Error{ErrorCode::unavailable, "the disk is broken"};
        return text_.substr(offset, 3);
    }

    static constexpr std::size_t never = 1'000;
    std::size_t breaks_at = never;

private:
    std::string text_;
};

class FileTest : public ServerTest {
public:  // the tests are lambdas, which are strangers to the fixture
    FileTest()
    {
        std::ofstream(path, std::ios::binary) << "0123456789";
        handler = [this](Request) -> Async<Response> {
            Response response;
            response.headers["Content-Type"] = "video/mp4";
            if (is_content)
                response.content = std::make_shared<Pieces>("0123456789");
            else
                response.file = path;
            co_return response;
        };
    }
    ~FileTest() override { std::filesystem::remove(path); }

    bool is_content = false;
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("lissom-file-test-" + std::to_string(::getpid()));
};

class FileOrContentTest : public FileTest, public testing::WithParamInterface<bool> {
protected:
    FileOrContentTest() { is_content = GetParam(); }
};

INSTANTIATE_TEST_SUITE_P(As, FileOrContentTest, testing::Bool(), [](const auto& is_content) {
    return is_content.param ? "Content" : "File";
});

TEST_P(FileOrContentTest, IsSentWhole)
{
    run([](FileTest& test) -> Async<void> {
        const auto answer = co_await test.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

        EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
        EXPECT_THAT(answer, HasSubstr("Accept-Ranges: bytes\r\n"));
        EXPECT_THAT(answer, testing::EndsWith("\r\n\r\n0123456789"));
    }(*this));
}

TEST_P(FileOrContentTest, IsSentInTheRangeAskedFor)
{
    run([](FileTest& test) -> Async<void> {
        const auto answer = co_await test.ask("GET / HTTP/1.1\r\nHost: x\r\nRange: bytes=2-4\r\n\r\n");

        EXPECT_THAT(answer, StartsWith("HTTP/1.1 206 Partial Content\r\n"));
        EXPECT_THAT(answer, HasSubstr("Content-Range: bytes 2-4/10\r\n"));
        EXPECT_THAT(answer, testing::EndsWith("\r\n\r\n234"));
    }(*this));
}

TEST_P(FileOrContentTest, HasNothingBehindItsEnd)
{
    run([](FileTest& test) -> Async<void> {
        const auto answer = co_await test.ask("GET / HTTP/1.1\r\nHost: x\r\nRange: bytes=10-\r\n\r\n");

        EXPECT_THAT(answer, StartsWith("HTTP/1.1 416 "));
        EXPECT_THAT(answer, HasSubstr("Content-Range: bytes */10\r\n"));
    }(*this));
}

TEST_P(FileOrContentTest, IsSentWholeWhenItIsAnotherVersion)
{
    run([](FileTest& test) -> Async<void> {
        EXPECT_THAT(
            co_await test.ask("GET / HTTP/1.1\r\nHost: x\r\nRange: bytes=2-4\r\nIf-Range: \"old\"\r\n\r\n"),
            StartsWith("HTTP/1.1 200 ")
        );
    }(*this));
}

TEST_F(FileTest, ThatIsGoneIsA404)
{
    std::filesystem::remove(path);
    run([](FileTest& test) -> Async<void> {
        EXPECT_THAT(co_await test.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), StartsWith("HTTP/1.1 404 "));
    }(*this));
}

TEST_F(FileTest, ContentThatBreaksOffIsNotTakenForWhole)
{
    handler = [](Request) -> Async<Response> {
        auto pieces = std::make_shared<Pieces>("0123456789");
        pieces->breaks_at = 6;
        Response response;
        response.content = std::move(pieces);
        co_return response;
    };
    run([](FileTest& test) -> Async<void> {
        auto caller = test.call();
        co_await caller.say("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        const auto answer = co_await caller.hear_to_the_end();
        EXPECT_THAT(answer, HasSubstr("Content-Length: 10\r\n"));
        EXPECT_THAT(answer, testing::EndsWith("\r\n\r\n012345")) << "and the connection is closed";
    }(*this));
}

}  // namespace
}  // namespace lissom::net
