// Pages of many kinds in a real Chromium: tests/sites/extract/NAME.html and what is asked of it in NAME.json.

#include "extract/extract.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "browser/testing.hpp"

namespace lissom::extract {
namespace {

using testing::HasSubstr;

const std::filesystem::path pages = std::filesystem::path(LISSOM_TEST_SITES) / "extract";

std::string contents(const std::filesystem::path& path)
{
    const std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

struct Case {
    std::string page;
    std::string name;
    Json schema;
    std::string prompt;
    Json expected;
    std::string error;  // empty where an answer is expected
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.page << ": " << one.name; }

std::vector<Case> cases()
{
    std::vector<Case> all;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(pages))
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    std::ranges::sort(files);
    for (const auto& file : files) {
        const auto list = parse_json(contents(file));
        if (!list || !list->is_array()) throw std::runtime_error(file.string() + " is no list of cases");
        for (const auto& one : list->get_array()) {
            const auto& json = one.get_object();
            all.push_back(
                {file.stem(),
                 string_or(json, "name"),
                 json.at("schema"),
                 string_or(json, "prompt"),
                 json.contains("expected") ? json.at("expected") : Json(),
                 string_or(json, "error")}
            );
        }
    }
    return all;
}

// "{base}/p/1" is an address on the test's server.
Json with_base(const Json& value, const std::string& base)
{
    auto text = dump(value);
    for (std::size_t at = 0; (at = text.find("{base}", at)) != std::string::npos;) text.replace(at, 6, base);
    return *parse_json(text);
}

struct ExtractTest : testing::TestWithParam<Case> {
    browser::Fixture browser;

    Result<Json> extract_from(const std::string& html, const Json& schema, const std::string& prompt)
    {
        browser.show(html);
        return browser.run(extract(browser.page(), schema, prompt));
    }
    std::string base()
    {
        auto url = browser.server().url("/");
        url.pop_back();
        return url;
    }
};

TEST_P(ExtractTest, AnswersWhatThePageSays)
{
    const auto& asked = GetParam();

    const auto answer = extract_from(contents(pages / (asked.page + ".html")), asked.schema, asked.prompt);

    if (asked.error.empty()) {
        ASSERT_TRUE(answer) << answer.error().message;
        EXPECT_EQ(dump(*answer), dump(with_base(asked.expected, base())));
    } else {
        ASSERT_FALSE(answer) << dump(*answer);
        EXPECT_EQ(answer.error().code, ErrorCode::not_doable);
        EXPECT_THAT(answer.error().message, HasSubstr(asked.error));
    }
}

INSTANTIATE_TEST_SUITE_P(Pages, ExtractTest, testing::ValuesIn(cases()), [](const auto& info) {
    auto name = info.param.page + "_" + info.param.name;
    for (auto& c : name)
        if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
    return name;
});

}  // namespace
}  // namespace lissom::extract
