#include "extract/extract.hpp"

#include "base/try.hpp"
#include "extract/answer.hpp"

namespace lissom::extract {

Async<Result<Json>> extract(browser::Page& page, Json schema, std::string prompt)
{
    CO_TRY_DONE(check_schema(schema));
    CO_TRY(const auto data, co_await collect(page));
    co_return answer(data, schema, prompt);
}

Async<Result<std::string>> answer_text(browser::Page& page, std::string question)
{
    CO_TRY(const auto data, co_await collect(page));
    co_return answer_question(data, question);
}

}  // namespace lissom::extract
