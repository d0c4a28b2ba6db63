#include "models/provider.hpp"

#include <openssl/evp.h>

namespace lissom::models {

ToolCall tool_call(std::string id, std::string name, std::string_view arguments)
{
    ToolCall call{.id = std::move(id), .name = std::move(name), .input = {}};
    if (arguments.empty()) return call;
    auto parsed = parse_json(arguments);
    if (parsed && parsed->is_object())
        call.input = parsed->get_object();
    else
        call.malformed = std::string(arguments);
    return call;
}

std::string base64(std::string_view bytes)
{
    std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');  // OpenSSL ends it with a zero
    const auto length = EVP_EncodeBlock(
        reinterpret_cast<unsigned char*>(text.data()),
        reinterpret_cast<const unsigned char*>(bytes.data()),
        static_cast<int>(bytes.size())
    );
    text.resize(static_cast<std::size_t>(length));
    return text;
}

}  // namespace lissom::models
