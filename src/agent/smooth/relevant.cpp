#include "agent/smooth/relevant.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <utility>

namespace lissom::agent {
namespace {

constexpr std::size_t shortest_word = 3;  // shorter ones are in every line

std::set<std::string> words_of(std::string_view text)
{
    std::set<std::string> words;
    std::string word;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        const auto letter = i < text.size() ? static_cast<unsigned char>(text[i]) : ' ';
        if (letter >= 128 || std::isalnum(letter)) {
            word += static_cast<char>(letter < 128 ? std::tolower(letter) : letter);
            continue;
        }
        if (word.size() >= shortest_word) words.insert(word);
        word.clear();
    }
    return words;
}

std::vector<std::string> lines_of(std::string_view page)
{
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < page.size();) {
        const auto end = std::min(page.find('\n', begin), page.size());
        auto line = page.substr(begin, end - begin);
        line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
        if (!line.empty()) lines.emplace_back(line);
        begin = end + 1;
    }
    return lines;
}

}  // namespace

std::vector<std::string> relevant_lines(std::string_view page, std::string_view task, std::size_t most)
{
    const auto wanted = words_of(task);
    const auto lines = lines_of(page);
    std::vector<std::vector<std::string>> shared(lines.size());
    std::map<std::string, int> lines_with;
    for (std::size_t i = 0; i < lines.size(); ++i)
        for (const auto& word : words_of(lines[i]))
            if (wanted.contains(word)) {
                shared[i].push_back(word);
                ++lines_with[word];
            }

    std::vector<std::pair<double, std::size_t>> scored;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        double score = 0;
        for (const auto& word : shared[i]) score += 1.0 / lines_with[word];
        if (score > 0) scored.emplace_back(-score, i);
    }
    std::ranges::sort(scored);

    std::vector<std::string> best;
    for (std::size_t i = 0; i < std::min(most, scored.size()); ++i) best.push_back(lines[scored[i].second]);
    return best;
}

}  // namespace lissom::agent
