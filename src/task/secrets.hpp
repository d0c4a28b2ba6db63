#pragma once

#include "task/fields.hpp"
#include "task/spec.hpp"

namespace lissom::task {

// The field "secrets" of a task or of a run_task: {name: {"value": …, "allowed_urls": […]}}.
void read_secrets(Fields& fields, Secrets& secrets);

}  // namespace lissom::task
