#include "task/spec.hpp"

#include <string>

#include <gtest/gtest.h>

namespace lissom::task {
namespace {

Result<Spec> read(std::string_view text) { return spec_from_json(*parse_json(text)); }

// The sentence a client gets for a body that must be refused.
std::string refusal(std::string_view text)
{
    auto spec = read(text);
    if (spec) return "accepted";
    EXPECT_EQ(spec.error().code, ErrorCode::invalid_argument);
    return spec.error().message;
}

TEST(SpecTest, TakesTheBodyThatThePublishedSdkSends)
{
    auto spec =
        read(R"({"task":"x","response_model":null,"url":null,"metadata":null,"files":null,"agent":"smooth",
        "max_steps":32,"device":"desktop","allowed_urls":null,"enable_recording":true,"profile_id":"p1",
        "profile_read_only":false,"stealth_mode":false,"use_stealth":true,"proxy_server":"http://p","proxy_username":null,
        "proxy_password":"pw","certificates":[{"file":"QUJD","password":"pp","filters":null}],"use_adblock":true,
        "use_captcha_solver":true,"additional_tools":null,"custom_tools":null,"experimental_features":null,
        "extensions":null,"show_cursor":false,"session_id":"p1"})");

    ASSERT_TRUE(spec) << spec.error().message;
    EXPECT_EQ(spec->instruction, "x");
    EXPECT_EQ(spec->profile_id, "p1");
    EXPECT_EQ(spec->proxy.server, "http://p:80");
    EXPECT_EQ(spec->proxy.password, "pw");
    ASSERT_EQ(spec->certificates.size(), 1u);
    EXPECT_EQ(spec->certificates[0].p12, "ABC");
    EXPECT_EQ(spec->certificates[0].password, "pp");
    EXPECT_FALSE(spec->allowed_urls);
}

TEST(SpecTest, AnEmptyObjectIsASessionWithTheDocumentedDefaults)
{
    auto spec = read("{}");

    ASSERT_TRUE(spec);
    EXPECT_FALSE(spec->instruction);
    EXPECT_EQ(spec->max_steps, 32);
    EXPECT_EQ(spec->device, Device::desktop);
    EXPECT_EQ(spec->agent, AgentKind::smooth);
    EXPECT_TRUE(spec->enable_recording);
    EXPECT_TRUE(spec->use_stealth);
    EXPECT_TRUE(spec->use_adblock);
    EXPECT_FALSE(spec->show_cursor);
}

TEST(SpecTest, EmptyStringsOfFormsAreTheSameAsNull)
{
    auto spec = read(
        R"({"task":"x","url":"","proxy_server":"","proxy_username":"","proxy_password":"","profile_id":"","agent":""})"
    );

    ASSERT_TRUE(spec) << spec.error().message;
    EXPECT_EQ(spec->url, "");
    EXPECT_EQ(spec->proxy.server, "");
    EXPECT_EQ(spec->profile_id, "");
}

TEST(SpecTest, NullsKeepTheDefaults)
{
    auto spec = read(
        R"({"use_adblock":null,"use_captcha_solver":null,"max_steps":null,"device":null,"agent":null,"enable_recording":null})"
    );

    ASSERT_TRUE(spec) << spec.error().message;
    EXPECT_TRUE(spec->use_adblock);
    EXPECT_TRUE(spec->use_captcha_solver);
    EXPECT_EQ(spec->max_steps, 32);
}

TEST(SpecTest, TheOldNameOfTheProfileCountsWhereTheNewOneIsMissing)
{
    EXPECT_EQ(read(R"({"session_id":"old"})")->profile_id, "old");
    EXPECT_EQ(read(R"({"session_id":"old","profile_id":"new"})")->profile_id, "new");
}

TEST(SpecTest, SaysWhatABodyMustBe)
{
    EXPECT_EQ(refusal("[]"), "the body must be a JSON object, got a list");
    EXPECT_EQ(refusal("\"x\""), "the body must be a JSON object, got a string");
}

TEST(SpecTest, SaysWhatATaskMustBe)
{
    EXPECT_EQ(refusal(R"({"task":7})"), "\"task\" must be a string, or null for a session, got a number");
    EXPECT_EQ(
        refusal(R"({"task":"  "})"),
        "\"task\" must not be empty; send null to open a session that waits for actions"
    );
}

TEST(SpecTest, HoldsMaxStepsToItsBounds)
{
    EXPECT_EQ(read(R"({"max_steps":2})")->max_steps, 2);
    EXPECT_EQ(read(R"({"max_steps":128.0})")->max_steps, 128);
    EXPECT_EQ(refusal(R"({"max_steps":1})"), "\"max_steps\" must be an integer from 2 to 128, got 1");
    EXPECT_EQ(refusal(R"({"max_steps":129})"), "\"max_steps\" must be an integer from 2 to 128, got 129");
    EXPECT_EQ(
        refusal(R"({"max_steps":"9"})"), "\"max_steps\" must be an integer from 2 to 128, got a string"
    );
    EXPECT_EQ(refusal(R"({"max_steps":2.5})"), "\"max_steps\" must be an integer from 2 to 128, got 2.5E0");
    EXPECT_EQ(
        refusal(R"({"max_steps":99999999999999999999})"),
        "\"max_steps\" must be an integer from 2 to 128, got 1E20"
    );
}

TEST(SpecTest, NamesTheDevicesAndAgentsThereAre)
{
    EXPECT_EQ(read(R"({"device":"desktop-lg"})")->device, Device::desktop_lg);
    EXPECT_EQ(read(R"({"agent":"smooth-lite"})")->agent, AgentKind::smooth_lite);
    EXPECT_EQ(
        refusal(R"({"device":"tablet"})"),
        "\"device\" must be one of desktop, desktop-lg, mobile, got \"tablet\""
    );
    EXPECT_EQ(refusal(R"({"agent":"gpt"})"), "\"agent\" must be one of smooth, smooth-lite, got \"gpt\"");
    EXPECT_EQ(refusal(R"({"device":1})"), "\"device\" must be a string, got a number");
}

TEST(SpecTest, TakesWebAddressesOnly)
{
    EXPECT_EQ(read(R"({"url":"HTTP://127.0.0.1:8080/a?b#c"})")->url, "HTTP://127.0.0.1:8080/a?b#c");
    EXPECT_TRUE(read(R"({"url":"https://münchen.example/straße"})"));
    for (const auto* url :
         {"ftp://x", "file:///etc/passwd", "javascript:alert(1)", "example.com", "chrome://settings"})
        EXPECT_EQ(
            refusal(dump(JsonObject{{"url", url}})),
            "\"url\" must begin with http:// or https://, got \"" + std::string(url) + "\""
        );
    for (const auto* url : {"http://", "http:///path", "https://:80", "https://a b/", "https://user@"})
        EXPECT_EQ(
            refusal(dump(JsonObject{{"url", url}})),
            "\"url\" must be a web address with a host, got \"" + std::string(url) + "\""
        );
    EXPECT_EQ(
        refusal(R"({"webhook_url":"ftp://x"})"),
        "\"webhook_url\" must begin with http:// or https://, got \"ftp://x\""
    );
}

TEST(SpecTest, HoldsMetadataToItsBounds)
{
    JsonObject seventeen;
    for (int i = 0; i < 17; ++i) seventeen["k" + std::to_string(i)] = i;

    EXPECT_EQ(
        refusal(dump(JsonObject{{"metadata", seventeen}})), "\"metadata\" may have at most 16 keys, got 17"
    );
    EXPECT_EQ(
        refusal(R"({"metadata":{"a":[1]}})"),
        "\"metadata.a\" must be a string, a number or a boolean, got a list"
    );
    EXPECT_EQ(
        refusal(dump(JsonObject{{"metadata", {{"a", std::string(2049, 'x')}}}})),
        "\"metadata.a\" may be at most 2048 characters long"
    );
    EXPECT_EQ(read(R"({"metadata":{"a":"b","n":1.5,"f":true}})")->metadata.size(), 3u);
}

TEST(SpecTest, CountsCharactersOfMetadataNotBytes)
{
    std::string umlauts;
    for (int i = 0; i < 2048; ++i) umlauts += "ü";

    EXPECT_TRUE(read(dump(JsonObject{{"metadata", {{"a", umlauts}}}})));
}

TEST(SpecTest, ChecksListsOfStrings)
{
    EXPECT_EQ(read(R"({"files":["f_1","f_2"]})")->files.size(), 2u);
    EXPECT_EQ(refusal(R"({"files":"f_1"})"), "\"files\" must be a list of strings, got a string");
    EXPECT_EQ(refusal(R"({"extensions":["e_1",2]})"), "\"extensions[1]\" must be a string, got a number");
    EXPECT_EQ(
        refusal(R"({"allowed_urls":[]})"),
        "\"allowed_urls\" must have at least one pattern; send null to allow all"
    );
    EXPECT_EQ(refusal(R"({"allowed_urls":[""]})"), "\"allowed_urls[0]\" must not be empty");
}

TEST(SpecTest, ReadsProxiesInEveryFormClientsWriteThem)
{
    const auto proxy = [](std::string_view server) {
        return read(dump(JsonObject{{"proxy_server", server}}))->proxy;
    };

    EXPECT_EQ(proxy("proxy.example.com:8080").server, "http://proxy.example.com:8080");
    EXPECT_EQ(proxy("SOCKS5://Proxy.example.com").server, "socks5://proxy.example.com:1080");
    EXPECT_EQ(proxy("socks5h://h:1").server, "socks5://h:1");
    EXPECT_EQ(proxy("https://[::1]:3128/").server, "https://[::1]:3128");
    EXPECT_EQ(proxy("http://us%65r:p%40ss@h:1").server, "http://h:1");
    EXPECT_EQ(proxy("http://us%65r:p%40ss@h:1").username, "user");
    EXPECT_EQ(proxy("http://us%65r:p%40ss@h:1").password, "p@ss");
}

TEST(SpecTest, CredentialFieldsGoBeforeThoseInTheProxysAddress)
{
    auto spec = read(R"({"proxy_server":"http://a:b@h:1","proxy_username":"c","proxy_password":"d"})");

    EXPECT_EQ(spec->proxy.username, "c");
    EXPECT_EQ(spec->proxy.password, "d");
}

TEST(SpecTest, RefusesProxiesItCannotUse)
{
    EXPECT_NE(
        refusal(R"({"proxy_server":"self","proxy_password":"t"})").find("not available on this server yet"),
        std::string::npos
    );
    EXPECT_NE(refusal(R"({"proxy_server":"ftp://h:1"})").find("got scheme \"ftp\""), std::string::npos);
    EXPECT_NE(refusal(R"({"proxy_server":"http://"})").find("must look like"), std::string::npos);
    EXPECT_NE(
        refusal(R"({"proxy_server":"http://h:70000"})").find("\"proxy_server\" must"), std::string::npos
    );
}

TEST(SpecTest, RefusesCertificatesThatAreNotBase64)
{
    EXPECT_EQ(
        refusal(R"({"certificates":[{"file":"a!"}]})"),
        "\"certificates[0].file\" must be the p12 file's content in base64; this is not base64"
    );
    EXPECT_EQ(
        refusal(R"({"certificates":[{"password":"x"}]})"),
        "\"certificates[0].file\" must be the p12 file's content in base64"
    );
    EXPECT_EQ(refusal(R"({"certificates":[7]})"), "\"certificates[0]\" must be an object, got a number");
    EXPECT_EQ(read(R"({"certificates":[{"file":"QUJD","password":null}]})")->certificates[0].password, "");
}

TEST(SpecTest, ANullAmongTheAdditionalToolsMeansItsUsualSettings)
{
    auto spec = read(R"({"additional_tools":{"screenshot":{"full_page":false},"hover":null}})");

    ASSERT_TRUE(spec);
    EXPECT_EQ(dump(spec->additional_tools), R"({"screenshot":{"full_page":false},"hover":{}})");
    EXPECT_EQ(
        refusal(R"({"additional_tools":{"hover":true}})"),
        "\"additional_tools.hover\" must be an object or null, got a boolean"
    );
}

TEST(SpecTest, RefusesCustomToolsWithoutANameOrWithTheSame)
{
    EXPECT_EQ(
        refusal(R"({"custom_tools":[{"description":"d","inputs":{},"output":"o"}]})"),
        "\"custom_tools[0].name\" must be the tool's name"
    );
    EXPECT_EQ(
        refusal(R"({"custom_tools":[{"name":"a"},{"name":"a"}]})"),
        "\"custom_tools[1].name\" is used by another tool: \"a\""
    );
    EXPECT_EQ(refusal(R"({"custom_tools":{}})"), "\"custom_tools\" must be a list of objects, got an object");
}

TEST(SpecTest, ResponseModelIsAnObject)
{
    EXPECT_EQ(
        refusal(R"({"response_model":"string"})"),
        "\"response_model\" must be a JSON Schema (an object), got a string"
    );
    EXPECT_TRUE(read(R"({"response_model":{"type":"object"}})")->response_model);
}

TEST(SpecTest, TheFirstProblemIsTheOneThatIsTold)
{
    EXPECT_EQ(
        refusal(R"({"device":"tablet","max_steps":0})"),
        "\"max_steps\" must be an integer from 2 to 128, got 0"
    );
}

TEST(SpecTest, UnknownFieldsAreIgnored) { EXPECT_TRUE(read(R"({"task":"x","temperature":3})")); }

TEST(SpecTest, WhatIsStoredHoldsNoSecret)
{
    auto spec = read(
        R"({"task":"x","proxy_server":"http://u:hunter2@h:1","certificates":[{"file":"aHVudGVyMg==","password":"hunter2"}],
        "webhook_url":"https://user:hunter2@hook.example/a@b"})"
    );
    ASSERT_TRUE(spec) << spec.error().message;

    const auto stored = dump(to_stored_json(*spec));

    EXPECT_EQ(stored.find("hunter2"), std::string::npos);
    EXPECT_NE(stored.find("https://hook.example/a@b"), std::string::npos);
}

TEST(SpecTest, WhatIsStoredReadsBackAsTheSameRequest)
{
    auto spec = read(
        R"({"task":"x","url":"https://a.example/","agent":"smooth-lite","max_steps":5,"device":"mobile","files":["f_1"],
        "allowed_urls":["https://a.example/*"],"metadata":{"a":1},"custom_tools":[{"name":"t","description":"d","inputs":{"p":{"type":"string"}},"output":"o"}]})"
    );
    ASSERT_TRUE(spec);

    auto again = spec_from_json(to_stored_json(*spec));

    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(dump(to_stored_json(*again)), dump(to_stored_json(*spec)));
}

// -- tool inputs
// ---------------------------------------------------------------------------------------------------

std::string inputs_of(std::string_view inputs)
{
    auto spec = read(
        R"({"custom_tools":[{"name":"t","description":"","output":"","inputs":)" + std::string(inputs) + "}]}"
    );
    return spec ? dump(spec->custom_tools[0].inputs) : spec.error().message;
}

TEST(ToolInputs, AJsonSchemaStaysAsItIs)
{
    EXPECT_EQ(
        inputs_of(R"({"type":"object","properties":{"a":{"type":"string"}}})"),
        R"({"type":"object","properties":{"a":{"type":"string"}}})"
    );
    EXPECT_EQ(
        inputs_of(R"({"properties":{"a":{"type":"string"}},"required":["a"]})"),
        R"({"properties":{"a":{"type":"string"}},"required":["a"]})"
    );
}

TEST(ToolInputs, ABareMapIsLiftedToASchema)
{
    EXPECT_EQ(
        inputs_of(R"({"site":{"type":"string","description":"where"},"n":{"type":"int","default":3}})"),
        R"({"type":"object","properties":{"site":{"type":"string","description":"where"},"n":{"type":"integer","default":3}},"required":["site"]})"
    );
}

TEST(ToolInputs, AParameterMayBeCalledType)
{
    EXPECT_EQ(
        inputs_of(R"({"type":{"type":"string"},"properties":{"type":"array","description":"which"}})"),
        R"({"type":"object","properties":{"type":{"type":"string"},"properties":{"type":"array","description":"which"}},"required":["type","properties"]})"
    );
}

TEST(ToolInputs, ShorthandsAndUnknownTypesForbidNothing)
{
    EXPECT_EQ(
        inputs_of(R"({"a":"str","b":"the name","c":{"type":"Date","required":false}})"),
        R"({"type":"object","properties":{"a":{"type":"string"},"b":{"description":"the name"},"c":{}},"required":["a","b"]})"
    );
}

// -- run_task
// ------------------------------------------------------------------------------------------------------

std::string run_refusal(std::string_view text)
{
    auto spec = run_spec_from_json(*parse_json(text));
    return spec ? "accepted" : spec.error().message;
}

TEST(SpecTest, SecretsAreReadAndNotStored)
{
    const auto spec =
        read(R"({"task":"log in","secrets":{"pw":{"value":"hunter2","allowed_urls":["https://github.com/*"]}}})");

    ASSERT_TRUE(spec) << spec.error().message;
    ASSERT_EQ(spec->secrets.size(), 1u);
    EXPECT_EQ(spec->secrets[0].second.value, "hunter2");
    EXPECT_EQ(dump(to_stored_json(*spec)).find("hunter2"), std::string::npos);
    EXPECT_EQ(
        refusal(R"({"task":"x","secrets":{"pw":"v"}})"),
        "\"secrets.pw\" must be an object with \"value\" and \"allowed_urls\""
    );
    EXPECT_EQ(refusal(R"({"task":"x","secrets":[1]})"), "\"secrets\" must be an object, got a list");
}

TEST(RunSpecTest, TakesWhatThePublishedSdkSends)
{
    auto spec = run_spec_from_json(*parse_json(
        R"({"task":"log in","max_steps":10,"response_model":null,"url":null,"metadata":{"deep":{"a":[1]}},
        "secrets":{"pw":{"value":"hunter2","allowed_urls":["https://github.com/*"]}}})"
    ));

    ASSERT_TRUE(spec) << spec.error().message;
    EXPECT_EQ(spec->instruction, "log in");
    EXPECT_EQ(spec->max_steps, 10);
    ASSERT_EQ(spec->secrets.size(), 1u);
    EXPECT_EQ(spec->secrets[0].first, "pw");
    EXPECT_EQ(spec->secrets[0].second.value, "hunter2");
}

TEST(RunSpecTest, SaysWhatIsMissing)
{
    EXPECT_EQ(run_refusal(R"({})"), "\"task\" must say what is to be done");
    EXPECT_EQ(
        run_refusal(R"({"task":"x","max_steps":1})"), "\"max_steps\" must be an integer from 2 to 128, got 1"
    );
    EXPECT_EQ(
        run_refusal(R"({"task":"x","url":"about:blank"})"),
        "\"url\" must begin with http:// or https://, got \"about:blank\""
    );
    EXPECT_EQ(run_refusal("3"), "the input of run_task must be an object, got a number");
}

TEST(RunSpecTest, ASecretNeedsAPlaceWhereItMayBeUsed)
{
    EXPECT_EQ(
        run_refusal(R"({"task":"x","secrets":{"pw":{"value":"v"}}})"),
        "\"secrets.pw.allowed_urls\" must name at least one pattern of addresses where the secret may be used"
    );
    EXPECT_EQ(
        run_refusal(R"({"task":"x","secrets":{"pw":"v"}})"),
        "\"secrets.pw\" must be an object with \"value\" and \"allowed_urls\""
    );
}

TEST(RunSpecTest, AnErrorNeverRepeatsTheSecret)
{
    EXPECT_EQ(
        run_refusal(R"({"task":"x","secrets":{"pw":{"value":"hunter2"}}})").find("hunter2"), std::string::npos
    );
}

}  // namespace
}  // namespace lissom::task
