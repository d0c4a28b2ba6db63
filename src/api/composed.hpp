#pragma once

#include <string>
#include <string_view>

namespace lissom::api {

// A name in Unicode's composed form (NFC). A Mac sends "é" as two characters, everybody else as one; who
// reads them sees the same name. Text that is no UTF-8 stays as it is.
std::string composed(std::string_view name);

}  // namespace lissom::api
