#include "agent/lite/left_out.hpp"

#include <cctype>

#include "agent/lite/phrase.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

std::string left_out(std::string_view said, std::string_view text)
{
    const auto phrase = tokenize(said);
    for (const auto& token : phrase.tokens) {
        if (token.is_mark || token.text.empty()) continue;
        // The first word of a sentence has its capital for that, and so has "I".
        const bool is_first = &token == &phrase.tokens.front();
        const bool is_name = !is_first && token.text != "I" &&
                             std::isupper(static_cast<unsigned char>(token.text.front())) != 0;
        const bool is_number = token.text.find_first_not_of("0123456789") == std::string::npos;
        if ((token.is_quoted || is_name || is_number) && !contains_word(text, token.text)) return token.text;
    }
    return "";
}

}  // namespace lissom::agent::lite
