#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lissom::agent::lite {

// What goes where: a field's name as the instruction has it, and its value. An empty key: the instruction did
// not say.
struct Pair {
    std::string key;
    std::string value;
};

// "the username "ann" and the password "x"", "name: Ann, email: a@b.c", "as demo with password secret"; one
// pair with an empty key where the text is but a value.
std::vector<Pair> pairs_in(std::string_view text);

// A value for each of the labels, from a text that mentions them in any form: "comedies directed by Smith
// from year 1990" for Genre, Director, Year. Empty where the text says nothing of a label.
std::vector<std::string> values_for(const std::vector<std::string>& labels, std::string_view text);
// The same without a guess: what no label is mentioned for belongs nowhere.
std::vector<std::string> mentioned_values(const std::vector<std::string>& labels, std::string_view text);

}  // namespace lissom::agent::lite
