#include "agent/lite/thesaurus.hpp"

#include <map>
#include <sstream>
#include <string>

#include "agent/lite/words.hpp"
#include "embedded/agent/lite/thesaurus.md.hpp"

namespace lissom::agent::lite {

namespace {

using Index = std::map<std::string, std::vector<int>, std::less<>>;

Index read_groups()
{
    Index index;
    std::istringstream lines{std::string(embedded::thesaurus_md)};
    std::string line;
    for (int group = 0; std::getline(lines, line); ++group) {
        std::istringstream words{line};
        for (std::string word; words >> word;) index[word].push_back(group);
    }
    return index;
}

}  // namespace

const std::vector<int>& meanings_of(std::string_view word)
{
    static const Index index = read_groups();
    static const std::vector<int> none;
    const auto at = index.find(word);
    return at == index.end() ? none : at->second;
}

bool are_synonyms(std::string_view a, std::string_view b)
{
    for (const int of_a : meanings_of(lower(a)))
        for (const int of_b : meanings_of(lower(b)))
            if (of_a == of_b) return true;
    return false;
}

}  // namespace lissom::agent::lite
