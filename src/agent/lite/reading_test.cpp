#include <algorithm>
#include <cctype>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <sstream>

#include "agent/lite/testing.hpp"
#include "base/json.hpp"
#include "extract/extract.hpp"

// Pages to read, as different makers would write them (tests/sites/lite/reading), and beside each what people
// want to know of it: a question, with a response model or without, or an extraction by a schema and a
// prompt. What the page does not say has to be refused: a wrong answer is worse than none.
namespace lissom::agent {
namespace {

struct Wish {
    std::string text;
    bool is_extraction = false;
    std::optional<Json> schema;
    std::optional<Json> wanted;          // all of the output
    std::vector<std::string> says;       // a short answer has all of these …
    std::vector<std::string> says_none;  // … and none of these
    bool is_refused = false;             // the page does not say it
    bool is_beyond = false;              // it does, but the agent cannot find it yet
};

const std::string& folder()
{
    static const std::string path = std::string(LISSOM_TEST_SITES) + "/lite/reading/";
    return path;
}

std::string read_file(const std::string& path)
{
    const std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<std::string> files_ending_in(std::string_view extension)
{
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder()))
        if (entry.path().extension() == extension) names.push_back(entry.path().stem().string());
    std::ranges::sort(names);
    return names;
}

std::vector<std::string> texts(const JsonObject& object, std::string_view key)
{
    std::vector<std::string> list;
    if (const auto* values = object.if_contains(key); values != nullptr && values->is_array())
        for (const auto& value : values->get_array()) list.emplace_back(value.as_string());
    return list;
}

std::vector<Wish> wishes_of(const std::string& name)
{
    const auto file = parse_json(read_file(folder() + name + ".json"));
    std::vector<Wish> wishes;
    if (!file || !file->is_array()) throw std::runtime_error(name + ".json is no list");
    for (const auto& each : file->get_array()) {
        const auto& object = each.as_object();
        Wish wish;
        wish.is_extraction = object.contains("extract");
        wish.text = std::string(object.at(wish.is_extraction ? "extract" : "ask").as_string());
        if (const auto* schema = object.if_contains("schema")) wish.schema = *schema;
        if (const auto* wanted = object.if_contains("want")) wish.wanted = *wanted;
        wish.says = texts(object, "says");
        wish.says_none = texts(object, "not");
        wish.is_refused = object.contains("refused");
        wish.is_beyond = object.contains("beyond");
        wishes.push_back(std::move(wish));
    }
    return wishes;
}

// Is it in the answer, and not as a piece of a longer word or number?
bool contains_whole(const std::string& answer, const std::string& wanted)
{
    const auto is_word = [&](std::size_t at) {
        return at < answer.size() && std::isalnum(static_cast<unsigned char>(answer[at])) != 0;
    };
    const auto is_figure = [&](std::size_t at) {
        return at + 1 < answer.size() && (answer[at] == '.' || answer[at] == ',') &&
               std::isdigit(static_cast<unsigned char>(answer[at + 1])) != 0;
    };
    for (auto at = answer.find(wanted); at != std::string::npos; at = answer.find(wanted, at + 1)) {
        const auto end = at + wanted.size();
        if (!is_word(at - 1) && !is_word(end) && !is_figure(end)) return true;
    }
    return false;
}

// Numbers are alike whatever their type.
bool are_alike(const Json& a, const Json& b)
{
    if (a.is_number() && b.is_number()) return std::abs(a.to_number<double>() - b.to_number<double>()) < 1e-9;
    if (a.is_array() && b.is_array()) return std::ranges::equal(a.get_array(), b.get_array(), are_alike);
    if (a.is_object() && b.is_object())
        return a.get_object().size() == b.get_object().size() &&
               std::ranges::all_of(a.get_object(), [&](const auto& member) {
                   const auto* other = b.get_object().if_contains(member.key());
                   return other != nullptr && are_alike(member.value(), *other);
               });
    return a == b;
}

std::string failing(const Wish& wish, const Json& output)
{
    if (wish.is_refused) return "the page does not say it";
    if (wish.wanted && !are_alike(output, *wish.wanted)) return "not " + dump(*wish.wanted);
    const auto text = output.is_string() ? std::string(output.get_string()) : dump(output);
    // Who is told the whole page was told nothing.
    std::size_t longest_answer = 200;
    for (const auto& part : wish.says) longest_answer += part.size();
    if (!wish.says.empty() && text.size() > longest_answer) return "too long";
    for (const auto& part : wish.says)
        if (!contains_whole(text, part)) return "does not say " + part;
    for (const auto& part : wish.says_none)
        if (contains_whole(text, part)) return "says " + part;
    return "";
}

struct ReadingTest : LiteTest, testing::WithParamInterface<std::string> {
    Result<Json> outcome(const Wish& wish)
    {
        if (wish.is_extraction)
            return browser.run(extract::extract(browser.page(), wish.schema.value_or(Json()), wish.text));
        assignment = {};
        assignment.response_model = wish.schema;
        auto answer = tell(wish.text);
        if (!answer) return answer.error();
        return answer->output;
    }
};

TEST_P(ReadingTest, IsToldWhatItsPageSaysAndNothingElse)
{
    for (const auto& name : files_ending_in(".html"))
        browser.server().serve("/" + name, read_file(folder() + name + ".html"));
    for (const auto& wish : wishes_of(GetParam())) {
        SCOPED_TRACE(wish.text);
        ASSERT_TRUE(browser.run(browser.page().go_to(browser.server().url("/" + GetParam()), Millis(10'000)))
        );
        const auto began = std::chrono::steady_clock::now();

        const auto told = outcome(wish);

        const auto took = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
        const bool must_refuse = wish.is_refused || wish.is_beyond;
        const auto why = told && !wish.is_beyond ? failing(wish, *told) : std::string();
        const char* kind = !told ? (must_refuse ? "right" : "refused") : why.empty() ? "right" : "WRONG";
        std::cout << "= " << std::left << std::setw(8) << kind << std::fixed << std::setprecision(1) << took
                  << " s  " << wish.text << "\n          "
                  << (told ? dump(*told) : "ERROR: " + told.error().message) << "\n";
        if (must_refuse && told && why.empty())
            ADD_FAILURE() << "not refused: " << dump(*told) << ". A wish that comes true is not beyond.";
        else if (told)
            EXPECT_EQ(why, "") << dump(*told);
        else if (!must_refuse)
            ADD_FAILURE() << told.error().message;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Pages,
    ReadingTest,
    testing::ValuesIn(files_ending_in(".json")),
    [](const auto& info) { return info.param; }
);

}  // namespace
}  // namespace lissom::agent
