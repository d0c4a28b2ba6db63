#pragma once

#include <string_view>
#include <vector>

#include "agent/lite/scene.hpp"
#include "agent/lite/target.hpp"

namespace lissom::agent::lite {

// What is to be done with the thing that is looked for: a link can be pressed, not typed into.
enum class Use { press, type, choose, look };

struct Candidate {
    int index = -1;
    double score = 0;  // 0 to about 1.3; see `good_enough`
};

// Below this a person would say "I do not see that here".
inline constexpr double good_enough = 0.52;

// All that could be meant, the likeliest first; among equals in reading order. Ordinal, size and position
// have been applied: the one they name stands first.
std::vector<Candidate> rank(const Scene& scene, const Target& target, Use use);
std::vector<Candidate> rank(const Scene& scene, std::string_view phrase, Use use);

// Every one of "all the red boxes", in reading order.
std::vector<int> every(const Scene& scene, const Target& target, Use use);

// The first of rank() if it is good enough; -1.
int best(const Scene& scene, std::string_view phrase, Use use);

// How well one node's texts (name, label, placeholder, title, icon, id …) say these words.
double says(const Scene& scene, int index, std::string_view words);

// The record, row or part of the page a phrase points at: "the user @ann", "the second row"; -1.
int place_named(const Scene& scene, std::string_view phrase);

// In the column that has this head.
bool stands_below(const Scene& scene, int index, int head);

// Where a text stands that says the words: the smallest node with the best match; -1 below `good_enough`.
int anchor_of(const Scene& scene, std::string_view words);

}  // namespace lissom::agent::lite
