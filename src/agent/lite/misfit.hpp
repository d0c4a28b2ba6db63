#pragma once

#include <string_view>

namespace lissom::agent::lite {

// Is an answer plainly of another kind than what was asked for: a moment for a "who", "Step 4" for a "how
// much", a day of another year than the one the question names? What a page says beside the place that was
// meant is often that.
bool is_misfit(std::string_view question, std::string_view answer);

}  // namespace lissom::agent::lite
