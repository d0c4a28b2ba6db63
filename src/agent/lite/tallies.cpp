#include "agent/lite/tallies.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "agent/lite/phrase.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

struct Tally {
    std::string label;
    double count = 0;
};

// The lines that are a name, a colon and a whole number.
std::vector<Tally> tallies_of(const Scene& scene)
{
    std::vector<Tally> tallies;
    for (const auto& node : scene.nodes()) {
        const auto slots = node.role == "text" ? fit("{label} : {#count}", node.name) : std::nullopt;
        const auto colon = node.name.find(": ");
        if (!slots && (node.role != "text" || colon == std::string::npos)) continue;
        const auto label = slots ? slots->at("label") : trimmed(node.name.substr(0, colon));
        const auto said = slots ? slots->at("count") : trimmed(node.name.substr(colon + 2));
        if (said.empty() || said.find_first_not_of("0123456789") != std::string::npos) continue;
        tallies.push_back({label, *number_in(said)});
    }
    return tallies;
}

// The one line of that name.
std::optional<double> count_of(const std::vector<Tally>& tallies, const std::string& name)
{
    std::optional<double> found;
    for (const auto& each : tallies) {
        if (!are_kin(lower(each.label), lower(name))) continue;
        if (found) return std::nullopt;
        found = each.count;
    }
    return found;
}

}  // namespace

std::optional<std::string> tallied(const Scene& scene, const std::string& question)
{
    const auto compared =
        fit("how many (more|fewer|less) {first} [are there|do you see|were sold] than {second} [are "
            "there|there are|there]",
            question);
    const auto summed =
        fit("how many {things} (are there|do you see|are|is it|are listed) [there] (altogether|in total|in "
            "all|together)",
            question);
    if (!compared && !summed) return std::nullopt;
    const auto tallies = tallies_of(scene);
    if (tallies.size() < 2) return std::nullopt;
    if (compared) {
        const auto first = count_of(tallies, compared->at("first")),
                   second = count_of(tallies, compared->at("second"));
        if (!first || !second) return std::nullopt;
        return number_text(std::abs(*first - *second));
    }
    double sum = 0;
    for (const auto& each : tallies) sum += each.count;
    return number_text(sum);
}

}  // namespace lissom::agent::lite
