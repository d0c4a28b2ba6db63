#include "extract/extract.hpp"

#include "base/try.hpp"

namespace lissom::extract {

Async<Result<Json>> extract(browser::Page&, Json schema, std::string)
{
    CO_TRY_DONE(check_schema(schema));
    co_return Error{ErrorCode::not_doable, "this page's data could not be matched to the schema"};
}

}  // namespace lissom::extract
