#include <algorithm>
#include <cctype>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <regex>
#include <sstream>

#include "agent/lite/testing.hpp"
#include "base/time.hpp"
#include "base/try.hpp"

// Small pages that judge for themselves (tests/sites/lite/exam): each says what is wished for in its own
// words and what the page must report, or what must be answered. A page calls end("…") when something was
// done to it; only the first call counts. A wish that is "beyond" is known to be too much, and has to be
// refused: a wrong answer is worse than none, and what is refused must not have been done by halves.
namespace lissom::agent {
namespace {

struct Wish {
    std::string text;
    // "answer:…" is all that was said, "says:…" a part of it; all else is what the page reports.
    std::string wanted;
    bool is_beyond = false;
    JsonObject metadata;  // what is given beside the words, as JSON in data-metadata
};

std::string read_file(const std::filesystem::path& path)
{
    const std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string without_entities(std::string text)
{
    for (const auto& [entity, sign] :
         {std::pair<std::string_view, std::string_view>{"&quot;", "\""},
          {"&#x27;", "'"},
          {"&lt;", "<"},
          {"&gt;", ">"},
          {"&amp;", "&"}})
        for (auto at = text.find(entity); at != std::string::npos; at = text.find(entity, at + 1))
            text.replace(at, entity.size(), sign);
    return text;
}

std::vector<Wish> wishes_in(const std::string& page)
{
    static const std::regex form(
        R"re(<meta name="(wish|beyond)" content="([^"]*)" data-want="([^"]*)"(?: data-metadata="([^"]*)")?>)re"
    );
    std::vector<Wish> wishes;
    for (auto at = std::sregex_iterator(page.begin(), page.end(), form); at != std::sregex_iterator(); ++at) {
        Wish wish{
            without_entities((*at)[2]), without_entities((*at)[3]), (*at)[1].str() == "beyond", JsonObject()
        };
        if ((*at)[4].matched) wish.metadata = parse_json(without_entities((*at)[4])).value().as_object();
        wishes.push_back(std::move(wish));
    }
    return wishes;
}

std::vector<std::string> pages()
{
    std::vector<std::string> names;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::string(LISSOM_TEST_SITES) + "/lite/exam"))
        if (entry.path().extension() == ".html") names.push_back(entry.path().stem().string());
    std::ranges::sort(names);
    return names;
}

// Is it in the answer, and not as a piece of a longer word or number? Who is told the whole page was told
// nothing.
bool says(const std::string& answer, const std::string& wanted)
{
    constexpr std::size_t longest_answer = 160;
    if (answer.size() > longest_answer + wanted.size()) return false;
    const auto is_word = [&](std::size_t at) {
        return at < answer.size() && std::isalnum(static_cast<unsigned char>(answer[at])) != 0;
    };
    for (auto at = answer.find(wanted); at != std::string::npos; at = answer.find(wanted, at + 1))
        if (!is_word(at - 1) && !is_word(at + wanted.size())) return true;
    return false;
}

struct ExamTest : LiteTest, testing::WithParamInterface<std::string> {
    // What is known of the page without waiting: whether a refused wish left a trace.
    std::string state() { return js("window.state"); }

    // What the page reports; it may take its time.
    Async<Result<std::string>> report()
    {
        constexpr int most_looks = 40;
        for (int look = 0; look < most_looks; ++look) {
            CO_TRY(
                const auto state,
                co_await browser.page().evaluate(
                    "window.state === undefined ? null : window.state", {}, Millis(5'000)
                )
            );
            if (state.is_string()) co_return std::string(state.get_string());
            co_await pause(Millis(100));
        }
        co_return std::string("nothing");
    }
};

TEST_P(ExamTest, DoesWhatItsPageAsksFor)
{
    const auto page = read_file(std::string(LISSOM_TEST_SITES) + "/lite/exam/" + GetParam() + ".html");
    browser.server().serve("/" + GetParam(), page);
    for (const auto& wish : wishes_in(page)) {
        SCOPED_TRACE(wish.text);
        ASSERT_TRUE(browser.run(browser.page().go_to(browser.server().url("/" + GetParam()), Millis(10'000)))
        );

        assignment.metadata = wish.metadata;
        steps.clear();
        const auto before = state();
        const auto began = std::chrono::steady_clock::now();

        const auto answer = said(wish.text);

        const auto took = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
        std::cout << std::fixed << std::setprecision(1) << std::setw(6) << took << " s  " << wish.text
                  << "\n          " << answer << "\n";
        if (wish.is_beyond) {
            if (answer.starts_with("ERROR")) continue;
            const auto reported = browser.run(report());
            ADD_FAILURE() << "not refused: " << answer << "; the page reports "
                          << (reported ? *reported : reported.error().message)
                          << ". A wish that comes true is not beyond.";
        } else if (wish.wanted == "answer:none") {
            EXPECT_TRUE(answer.starts_with("ERROR")) << answer;
            EXPECT_EQ(state(), before) << all_that_was_told();
        } else if (wish.wanted.starts_with("says:")) {
            EXPECT_PRED2(says, answer, wish.wanted.substr(5));
        } else if (wish.wanted.starts_with("answer:")) {
            EXPECT_EQ(answer, wish.wanted.substr(7));
        } else if (answer.starts_with("ERROR")) {
            ADD_FAILURE() << answer << "\n" << all_that_was_told();
        } else {
            const auto reported = browser.run(report());
            EXPECT_EQ(reported ? *reported : reported.error().message, wish.wanted) << all_that_was_told();
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Pages, ExamTest, testing::ValuesIn(pages()), [](const auto& info) {
    return info.param;
});

}  // namespace
}  // namespace lissom::agent
