#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lissom::agent::lite {

// What running text answers to a plain question: "How old is Greta?", "Where does Paul live?", "Who plays the
// cello?". Only where one clause says all that the question says.
std::optional<std::string> answer_from_text(std::string_view text, std::string_view question);

// "How long are backups kept?", "how much memory does it need?", "what port does the server listen on?": the
// quantity in the one sentence that says all the question says.
std::optional<std::string> quantity_from_text(std::string_view text, std::string_view question);

// "Tom has 15 apples. He gives 4 away. How many are left?": a sum in words with two or three numbers, if its
// verbs tell what is done with them.
std::optional<double> word_problem(std::string_view text);

// "the word after 'silver'", "the word before the last one": a neighbour in the text.
std::optional<std::string> word_beside(std::string_view text, std::string_view phrase);

}  // namespace lissom::agent::lite
