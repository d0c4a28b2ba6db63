#include "agent/lite/manners.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <vector>

#include "agent/lite/instruction.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/rephrase.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

using Tokens = std::vector<Token>;

// How people open a request; the longer ones first.
constexpr std::array openings = {
    std::string_view("it would be great if you could"),
    std::string_view("it would be nice if you could"),
    std::string_view("i was wondering if you could"),
    std::string_view("i would appreciate it if you could"),
    std::string_view("i'd appreciate it if you could"),
    std::string_view("would you be so kind as to"),
    std::string_view("do me a favour and"),
    std::string_view("do me a favor and"),
    std::string_view("i would like you to"),
    std::string_view("i'd like you to"),
    std::string_view("i would like to"),
    std::string_view("i'd like to"),
    std::string_view("i'd love to"),
    std::string_view("i want you to"),
    std::string_view("i need you to"),
    std::string_view("we need you to"),
    std::string_view("we want you to"),
    std::string_view("i want to"),
    std::string_view("i need to"),
    std::string_view("we need to"),
    std::string_view("we want to"),
    std::string_view("i have to"),
    std::string_view("could you please"),
    std::string_view("could you kindly"),
    std::string_view("would you please"),
    std::string_view("would you kindly"),
    std::string_view("will you please"),
    std::string_view("can you please"),
    std::string_view("could you"),
    std::string_view("would you"),
    std::string_view("will you"),
    std::string_view("can you"),
    std::string_view("you could"),
    std::string_view("go ahead and"),
    std::string_view("kindly"),
    std::string_view("please")
};

constexpr std::array endings = {
    std::string_view("thank you very much"),
    std::string_view("thanks in advance"),
    std::string_view("thanks a lot"),
    std::string_view("many thanks"),
    std::string_view("thank you"),
    std::string_view("if possible"),
    std::string_view("if you can"),
    std::string_view("for me"),
    std::string_view("thanks"),
    std::string_view("cheers"),
    std::string_view("please")
};

constexpr std::array greetings = {
    std::string_view("good morning"),
    std::string_view("good afternoon"),
    std::string_view("good evening"),
    std::string_view("hi there"),
    std::string_view("hello there"),
    std::string_view("hi"),
    std::string_view("hello"),
    std::string_view("hey")
};

bool is_plain(const Token& token, std::string_view word) { return !token.is_quoted && token.small == word; }

bool is_mark(const Tokens& tokens, std::size_t at, std::string_view marks)
{
    return at < tokens.size() && tokens[at].is_mark && marks.contains(tokens[at].small);
}

// How many tokens from `at` on say the phrase; 0 where they do not.
std::size_t says(const Tokens& tokens, std::size_t at, std::string_view phrase)
{
    const auto words = split(phrase, " ");
    if (at + words.size() > tokens.size()) return 0;
    for (std::size_t i = 0; i < words.size(); ++i)
        if (!is_plain(tokens[at + i], words[i])) return 0;
    return words.size();
}

bool orders(const Tokens& tokens, std::size_t at)
{
    return at < tokens.size() && !tokens[at].is_quoted && !tokens[at].is_mark &&
           is_order(tokens[at].text + " it");
}

// "Can you pay by card?" asks whether one can; "can you open it?" asks for a deed.
bool asks_whether(const Tokens& tokens, std::size_t begin, std::size_t verb)
{
    static const std::set<std::string, std::less<>> abilities = {
        "pay", "get", "cancel", "return", "buy", "order", "book", "change", "use", "leave", "share", "reserve"
    };
    return verb == begin + 2 && is_plain(tokens[begin], "can") && abilities.contains(tokens[verb].small) &&
           !(verb + 1 < tokens.size() && is_plain(tokens[verb + 1], "me"));
}

// The instruction anew, token by token.
class Rewriting {
public:
    explicit Rewriting(std::string_view text)
        : phrase_(tokenize(text))
    {
    }

    std::string result()
    {
        std::size_t at = greeting();
        bool begins = true;
        while (at < phrase_.tokens.size()) {
            if (begins) at = opened(at);
            if (at >= phrase_.tokens.size()) break;
            if (const auto next = ended(at)) {
                at = *next;
                continue;
            }
            const auto& token = phrase_.tokens[at];
            // "We do not need it, so delete it": the reason first, then the order.
            const bool concludes = is_mark(phrase_.tokens, at, ",") && at + 2 < phrase_.tokens.size() &&
                                   is_plain(phrase_.tokens[at + 1], "so") && orders(phrase_.tokens, at + 2);
            if (concludes) {
                write(".", token.begin, token.end);
                begins = true;
                at += 2;
                continue;
            }
            const bool ends = token.is_mark && (token.small == "." || token.small == "!" ||
                                                token.small == "?" || token.small == ";");
            // A request is no question.
            if (token.is_mark && token.small == "?" && is_request_) {
                write(".", token.begin, token.end);
            } else {
                write(phrase_.source.substr(token.begin, token.end - token.begin), token.begin, token.end);
            }
            if (ends) is_request_ = false;
            begins = ends || (token.is_mark && token.small == ",") || is_plain(token, "and") ||
                     is_plain(token, "then") || is_plain(token, "but");
            ++at;
        }
        return text_;
    }

private:
    std::size_t greeting() const
    {
        for (const auto each : greetings) {
            const auto count = says(phrase_.tokens, 0, each);
            if (count > 0 && is_mark(phrase_.tokens, count, ",.!")) return count + 1;
        }
        return 0;
    }

    // Behind what opens a request, or `at` itself.
    std::size_t opened(std::size_t at)
    {
        for (bool goes_on = true; goes_on;) {
            goes_on = false;
            for (const auto each : openings) {
                const auto count = says(phrase_.tokens, at, each);
                if (count == 0) continue;
                auto next = at + count;
                if (is_mark(phrase_.tokens, next, ",")) ++next;
                const bool wants_to_know =
                    next < phrase_.tokens.size() && is_plain(phrase_.tokens[next], "know");
                const bool is_opening =
                    wants_to_know || orders(phrase_.tokens, next) || each == "please" ||
                    (next < phrase_.tokens.size() && is_plain(phrase_.tokens[next], "let"));
                if (!is_opening || (each == "can you" && asks_whether(phrase_.tokens, at, next))) continue;
                is_request_ = is_request_ || each.contains("you");
                at = next;
                if (wants_to_know) {
                    write("tell me", phrase_.tokens[at].begin, phrase_.tokens[at].end);
                    return at + 1;
                }
                goes_on = true;
                break;
            }
        }
        // "Would you mind opening it": the deed in another form.
        if (const auto count = says(phrase_.tokens, at, "would you mind");
            count > 0 && at + count < phrase_.tokens.size())
            if (const auto verb = imperative_of(phrase_.tokens[at + count].small); !verb.empty()) {
                is_request_ = true;
                write(verb, phrase_.tokens[at + count].begin, phrase_.tokens[at + count].end);
                return at + count + 1;
            }
        if (const auto count = says(phrase_.tokens, at, "let me know"); count > 0) {
            write("tell me", phrase_.tokens[at].begin, phrase_.tokens[at + count - 1].end);
            return at + count;
        }
        return at;
    }

    // Behind thanks that end a sentence, where they stand at `at`.
    std::optional<std::size_t> ended(std::size_t at) const
    {
        const auto from = is_mark(phrase_.tokens, at, ",") ? at + 1 : at;
        for (const auto each : endings) {
            const auto count = says(phrase_.tokens, from, each);
            if (count == 0 || from == 0) continue;
            const auto next = from + count;
            const bool is_end = next >= phrase_.tokens.size() || is_mark(phrase_.tokens, next, ".!?;,");
            if (is_end && (each != "for me" || is_request_)) return next;
        }
        return std::nullopt;
    }

    // What stood before it is parted from it as it was, unless something between them was left out.
    void write(std::string_view word, std::size_t begin, std::size_t end)
    {
        if (!text_.empty()) {
            const auto between = phrase_.source.substr(written_, begin - written_);
            const bool is_whole = between.find_first_not_of(" \t\r\n") == std::string::npos;
            const bool is_joined = word.size() == 1 && std::string_view(".,;!?:").contains(word);
            text_ += is_whole ? between : is_joined ? "" : " ";
        }
        text_ += word;
        written_ = end;
    }

    Phrase phrase_;
    std::string text_;
    std::size_t written_ = 0;  // of the source, up to here
    bool is_request_ = false;
};

}  // namespace

std::string without_politeness(std::string_view instruction)
{
    auto plain = Rewriting(instruction).result();
    return plain.empty() ? std::string(instruction) : plain;
}

}  // namespace lissom::agent::lite
