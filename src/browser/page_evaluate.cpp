// Of ChromiumPage: a client's JavaScript, in whatever form it comes.

#include <algorithm>

#include "base/ids.hpp"
#include "base/try.hpp"
#include "browser/chromium_page.hpp"
#include "embedded/browser/describe_error.js.hpp"
#include "embedded/browser/to_json.js.hpp"

namespace lissom::browser {
namespace {

Millis left_until(Moment deadline)
{
    return std::max(Millis(1), std::chrono::duration_cast<Millis>(deadline - moment()));
}

// Everything that runs is caught in the page: an exception that reaches us is one of the compiler, and
// nothing has run.
bool is_syntax_error(const JsonObject& answer)
{
    const auto* details = object_at(answer, "exceptionDetails");
    const auto* exception = details ? object_at(*details, "exception") : nullptr;
    return exception && string_or(*exception, "className") == "SyntaxError";
}

std::string compiler_message(const JsonObject& answer)
{
    const auto* details = object_at(answer, "exceptionDetails");
    const auto* exception = details ? object_at(*details, "exception") : nullptr;
    const auto text = exception ? string_or(*exception, "description") : "";
    return text.substr(0, text.find('\n'));
}

std::string without_last_semicolons(std::string_view js)
{
    while (!js.empty() && (js.back() == ';' || std::isspace(static_cast<unsigned char>(js.back()))))
        js.remove_suffix(1);
    return std::string(js);
}

// What answers {ok: value} or {error: text} after `body` has made `value`. The client's text comes first and
// on the first line, so that line numbers in errors are its own.
std::string caught(const std::string& args, const std::string& value)
{
    return "(async(args)=>{try{const $value=await " + value + ";return{ok:(" +
           std::string(embedded::to_json_js) + "\n)($value)}}catch($error){return{error:(" +
           std::string(embedded::describe_error_js) + "\n)($error)}}})(" + args + ")";
}

// An expression, an object literal, or a function that is called.
std::string as_expression(const std::string& js, const std::string& args)
{
    return caught(
        args,
        "(async()=>{const $it=(" + without_last_semicolons(js) +
            "\n);return typeof "
            "$it==='function'&&!/^class\\b/.test(Function.prototype.toString.call($it))?$it(args):$it})()"
    );
}

// Statements with `return`.
std::string as_function_body(const std::string& js, const std::string& args)
{
    return caught(args, "(async()=>{" + js + "\n})()");
}

// Statements whose last one gives the value, as in a console. The mark tells an exception from a value.
std::string as_statements(const std::string& js, const std::string& args, const std::string& mark)
{
    return "{const args=" + args + ";try{" + js + "\n}catch($error){({[\"" + mark + "\"]:(" +
           std::string(embedded::describe_error_js) + "\n)($error)})}}";
}

// Makes {ok} or {error} of what as_statements() left, awaiting it where it is a promise.
std::string after_statements()
{
    return "async function($value,$mark){try{if($value&&typeof "
           "$value==='object'&&Object.hasOwn($value,$mark))"
           "return{error:$value[$mark]};return{ok:(" +
           std::string(embedded::to_json_js) + "\n)(await $value)}}catch($error){return{error:(" +
           std::string(embedded::describe_error_js) + "\n)($error)}}}";
}

Result<Json> value_of(const JsonObject& answer)
{
    const auto* result = object_at(answer, "result");
    const auto* value = result ? object_at(*result, "value") : nullptr;
    if (!value)
        return Error{
            ErrorCode::page_error, "the script's value could not be read: " + compiler_message(answer)
        };
    if (const auto* error = value->if_contains("error"))
        return Error{
            ErrorCode::page_error,
            std::string(error->is_string() ? std::string_view(error->get_string()) : "the script failed")
        };
    const auto* ok = value->if_contains("ok");
    return ok ? *ok : Json();
}

}  // namespace

// Runs `params` of Runtime.evaluate in the main frame's own world.
Async<Result<JsonObject>> ChromiumPage::run_script(JsonObject params, Moment deadline)
{
    params["awaitPromise"] = true;
    params["userGesture"] = true;
    auto answer = co_await ask_script(session_, "Runtime.evaluate", std::move(params), left_until(deadline));
    if (!answer && answer.error().code == ErrorCode::timeout) terminate(session_);
    co_return answer;
}

Async<Result<Json>> ChromiumPage::evaluate(std::string js, Json args, Millis limit)
{
    auto value = co_await evaluate_script(std::move(js), dump(args), moment() + limit);
    if (value) co_return value;
    if (value.error().code == ErrorCode::timeout) co_return timed_out("the script", limit);
    for (const std::string_view words :
         {"Execution context was destroyed", "Inspected target navigated or closed"})
        if (value.error().message.find(words) != std::string::npos)
            co_return Error{
                ErrorCode::page_error, "the page went to another address before the script ended"
            };
    co_return value;
}

// Tries one form after the other: what does not compile has not run.
Async<Result<Json>> ChromiumPage::evaluate_script(std::string js, std::string args, Moment deadline)
{
    JsonObject expression;
    expression["expression"] = as_expression(js, args);
    expression["returnByValue"] = true;
    CO_TRY(auto answer, co_await run_script(std::move(expression), deadline));
    if (!is_syntax_error(answer)) co_return value_of(answer);

    const auto mark = random_id();
    JsonObject statements;
    statements["expression"] = as_statements(js, args, mark);
    statements["replMode"] = true;
    CO_TRY(auto completion, co_await run_script(std::move(statements), deadline));
    if (is_syntax_error(completion)) {
        JsonObject body;
        body["expression"] = as_function_body(js, args);
        body["returnByValue"] = true;
        CO_TRY(answer, co_await run_script(std::move(body), deadline));
        if (!is_syntax_error(answer)) co_return value_of(answer);
        // The message about the plain statements is the one the client would see in a console.
        const bool is_about_return = compiler_message(completion).find("Illegal return") != std::string::npos;
        co_return Error{ErrorCode::page_error, compiler_message(is_about_return ? answer : completion)};
    }

    // The value is still in the page: await it and take it out.
    const auto* result = object_at(completion, "result");
    const auto object = result ? string_or(*result, "objectId") : "";
    JsonObject argument;
    if (!object.empty())
        argument["objectId"] = object;
    else if (result && result->contains("unserializableValue"))
        argument["unserializableValue"] = result->at("unserializableValue");
    else if (result && result->contains("value"))
        argument["value"] = result->at("value");
    JsonObject window;
    window["expression"] = "globalThis";
    CO_TRY(const auto holder, co_await run_script(std::move(window), deadline));

    JsonObject params;
    params["functionDeclaration"] = after_statements();
    params["objectId"] =
        object_at(holder, "result") ? string_or(*object_at(holder, "result"), "objectId") : "";
    params["arguments"] = {argument, JsonObject{{"value", mark}}};
    params["returnByValue"] = true;
    params["awaitPromise"] = true;
    CO_TRY(
        answer,
        co_await ask_script(session_, "Runtime.callFunctionOn", std::move(params), left_until(deadline))
    );
    co_return value_of(answer);
}

}  // namespace lissom::browser
