#pragma once

#include <functional>
#include <string>

#include "browser/page.hpp"
#include "models/model.hpp"

namespace lissom::agent {

struct Extracted {
    Json data;            // fits the schema
    models::Usage usage;  // zero when the page alone could answer
};

// Takes out of a text what no model may read: the values of secrets, which a page may show.
using Hide = std::function<std::string(std::string text)>;

// Data by JSON Schema, with a model's help where it is needed: what the page says for machines, in lists and
// in tables is read first; a model reads the page for what is left, part by part where it is long. What was
// read from the page itself stays. The answer is checked against the schema and sent back once. Errors:
// not_doable with the field that was not found, and those of the model.
Async<Result<Extracted>>
extract_with_model(models::Model& model, browser::Page& page, Json schema, std::string prompt, Hide hide);

}  // namespace lissom::agent
