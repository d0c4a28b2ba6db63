#include <gtest/gtest.h>

#include "extract/extract.hpp"

namespace lissom::extract {
namespace {

Json json(std::string_view text)
{
    auto parsed = parse_json(text);
    EXPECT_TRUE(parsed) << text;
    return parsed ? *parsed : Json();
}

struct Case {
    const char* name;
    const char* schema;
    const char* value;
    bool fits;
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.name; }

struct ValidateTest : testing::TestWithParam<Case> {};

TEST_P(ValidateTest, JudgesTheValue)
{
    const auto& [name, schema, value, fits] = GetParam();

    auto verdict = validate(json(schema), json(value));

    EXPECT_EQ(bool(verdict), fits) << name << (verdict ? "" : ": " + verdict.error().message);
}

INSTANTIATE_TEST_SUITE_P(
    Keywords,
    ValidateTest,
    testing::Values(
        Case{"string", R"({"type":"string"})", R"("a")", true},
        Case{"not a string", R"({"type":"string"})", "1", false},
        Case{"3.0 is an integer", R"({"type":"integer"})", "3.0", true},
        Case{"3.5 is none", R"({"type":"integer"})", "3.5", false},
        Case{"an integer is a number", R"({"type":"number"})", "3", true},
        Case{"true allows all", "true", "1", true},
        Case{"false allows nothing", "false", "1", false},
        Case{"required", R"({"type":"object","required":["a"]})", "{}", false},
        Case{"$defs by $ref", R"({"$ref":"#/$defs/A","$defs":{"A":{"type":"integer"}}})", "\"x\"", false},
        Case{"optional of a Python model", R"({"anyOf":[{"type":"string"},{"type":"null"}]})", "null", true},
        Case{"nullable of OpenAPI", R"({"type":"string","nullable":true})", "null", true},
        Case{
            "prefixItems",
            R"({"prefixItems":[{"type":"string"},{"type":"integer"}]})",
            R"(["a","b"])",
            false
        },
        Case{
            "prefixItems and no more",
            R"({"prefixItems":[{"type":"string"}],"items":false})",
            R"(["a","b"])",
            false
        },
        Case{"dependentRequired", R"({"dependentRequired":{"card":["cvc"]}})", R"({"card":1})", false},
        Case{
            "unevaluatedProperties",
            R"({"properties":{"a":{}},"unevaluatedProperties":false})",
            R"({"b":1})",
            false
        },
        Case{"a mail address", R"({"type":"string","format":"email"})", R"("ann@example.org")", true},
        Case{"no mail address", R"({"type":"string","format":"email"})", R"("ann")", false},
        Case{"an address", R"({"type":"string","format":"uri"})", R"("https://example.org/a")", true},
        Case{"no address", R"({"type":"string","format":"uri"})", R"("see the site")", false},
        Case{"a date", R"({"type":"string","format":"date"})", R"("2026-02-03")", true},
        Case{"no date", R"({"type":"string","format":"date"})", R"("3 February")", false},
        Case{"letters of all languages", R"({"type":"string","pattern":"^\\p{L}+$"})", R"("Zoë")", true},
        Case{"and only letters", R"({"type":"string","pattern":"^[\\p{L}]+$"})", R"("a1 ")", false},
        Case{
            "a list of itself",
            R"({"$ref":"#/$defs/T","$defs":{"T":{"type":"array","items":{"$ref":"#/$defs/T"}}}})",
            "[[],[[]]]",
            true
        },
        Case{
            "and of something else",
            R"({"$ref":"#/$defs/T","$defs":{"T":{"type":"array","items":{"$ref":"#/$defs/T"}}}})",
            "[[],[1]]",
            false
        },
        Case{
            "a schema's name is no base address",
            R"({"$id":"https://example.org/s","$ref":"#/$defs/A","$defs":{"A":{"type":"integer"}}})",
            "1",
            true
        }
    )
);

TEST(Validate, SaysWhereAndWhy)
{
    auto verdict = validate(
        json(
            R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":{"price":{"type":"number"}}}}}})"
        ),
        json(R"({"items":[{"price":1},{"price":"two"}]})")
    );

    ASSERT_FALSE(verdict);
    EXPECT_NE(verdict.error().message.find("items[1].price"), std::string::npos) << verdict.error().message;
}

TEST(CheckSchema, RefusesAReferenceToAnotherDocument)
{
    auto verdict = check_schema(json(R"({"properties":{"a":{"$ref":"https://example.org/other.json"}}})"));

    ASSERT_FALSE(verdict);
    EXPECT_EQ(verdict.error().code, ErrorCode::invalid_argument);
    EXPECT_NE(verdict.error().message.find("/properties/a/$ref"), std::string::npos)
        << verdict.error().message;
}

TEST(CheckSchema, RefusesWhatIsNoSchema)
{
    for (const auto* text :
         {R"("string")", "[]", "3", R"({"type":"strin"})", R"({"properties":[]})", R"({"pattern":"("})"})
        EXPECT_FALSE(check_schema(json(text))) << text;
}

TEST(CheckSchema, RefusesEndlessNesting)
{
    Json schema = JsonObject{{"type", "array"}};
    for (int i = 0; i < 200; ++i) schema = JsonObject{{"type", "array"}, {"items", schema}};

    EXPECT_FALSE(check_schema(schema));
}

}  // namespace
}  // namespace lissom::extract
