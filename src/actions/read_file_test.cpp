#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "actions/document.hpp"
#include "actions/testing.hpp"
#include "base/ids.hpp"

namespace lissom::actions {
namespace {

using testing::HasSubstr;

struct ReadFileTest : ActionTest {
    std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("lissom-read-file-test-" + random_id(8));

    ReadFileTest() { std::filesystem::create_directories(folder); }
    ~ReadFileTest() override { std::filesystem::remove_all(folder); }

    void give(const std::string& name, std::string_view content)
    {
        std::ofstream(folder / name, std::ios::binary) << content;
        stage.files[name] = folder / name;
    }
};

TEST_F(ReadFileTest, ReadsThePdfThatChromiumPrints)
{
    show("<h1>Invoice 7</h1><p>Total 1,204.50 €</p><p style='break-before:page'>Thank you</p>");
    const auto pdf = browser.run(browser.page().print_pdf());
    ASSERT_TRUE(pdf) << pdf.error().message;
    give("invoice.pdf", *pdf);

    const auto effect = act("read_file", {{"file", "invoice.pdf"}});

    ASSERT_TRUE(effect) << effect.error().message;
    const std::string text(effect->value.get_string());
    EXPECT_THAT(text, HasSubstr("Total 1,204.50 €"));
    EXPECT_THAT(text, HasSubstr("(page 2)\nThank you"));
    EXPECT_TRUE(effect->is_of_file);
}

TEST_F(ReadFileTest, ReadsTextPartByPart)
{
    std::string text;
    for (int i = 0; i < 200; ++i) text += "Zeile Ü" + std::to_string(i) + "\n";
    give("lines.txt", text);

    std::string read;
    for (std::int64_t from = 0; from < static_cast<std::int64_t>(text.size());) {
        const auto effect = act("read_file", {{"from", from}, {"max_tokens", 100}});
        ASSERT_TRUE(effect) << effect.error().message;
        const std::string part(effect->value.get_string());
        const auto rest = part.find("\n(");
        read += part.substr(0, rest);
        if (rest == std::string::npos) break;
        EXPECT_THAT(part, HasSubstr("read on with from " + std::to_string(read.size()) + ")"));
        from = static_cast<std::int64_t>(read.size());
    }

    EXPECT_EQ(read, text);
}

TEST_F(ReadFileTest, ReadsNoOtherFileOfTheMachine)
{
    give("mine.txt", "mine");

    for (const auto* name : {"/etc/passwd", "../mine.txt", "mine.txt/../../etc/passwd"}) {
        const auto effect = act("read_file", {{"file", name}});

        ASSERT_FALSE(effect) << name;
        EXPECT_THAT(effect.error().message, HasSubstr("there is no file"));
        EXPECT_THAT(effect.error().message, HasSubstr("\"mine.txt\""));
    }
}

TEST_F(ReadFileTest, SaysWhyAFileCannotBeRead)
{
    give("picture.png", std::string_view("\x89PNG\r\n\x1a\n\0\0", 10));
    give("broken.pdf", "%PDF-1.7\nnothing of it");
    std::filesystem::create_symlink("/etc/passwd", folder / "link.txt");
    stage.files["link.txt"] = folder / "link.txt";

    const auto picture = act("read_file", {{"file", "picture.png"}});
    const auto broken = act("read_file", {{"file", "broken.pdf"}});
    const auto link = act("read_file", {{"file", "link.txt"}});

    ASSERT_FALSE(picture || broken || link);
    EXPECT_THAT(picture.error().message, HasSubstr("neither text nor a PDF"));
    EXPECT_THAT(broken.error().message, HasSubstr("damaged"));
    EXPECT_THAT(link.error().message, HasSubstr("not there"));
}

TEST_F(ReadFileTest, NoProcessIsLeft)
{
    give("broken.pdf", "%PDF-1.7\nnothing of it");

    EXPECT_FALSE(act("read_file", {}));

    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        std::ifstream stat(entry.path() / "stat");
        std::string pid;
        std::string name;
        std::string state;
        std::string parent;
        if (!(stat >> pid >> name >> state >> parent) || parent != std::to_string(::getpid())) continue;
        EXPECT_NE(name, "(pdftotext)");
    }
}

}  // namespace
}  // namespace lissom::actions
