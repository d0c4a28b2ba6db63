#include "agent/lite/sequences.hpp"

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

constexpr double exact = 1e-9;

bool is_gap(std::string_view text)
{
    return !text.empty() && text.find_first_not_of("?_…. ") == std::string_view::npos;
}

double step(const std::vector<double>& n) { return n[1] - n[0]; }
double factor(const std::vector<double>& n) { return n[0] == 0 ? NAN : n[1] / n[0]; }
double growth(const std::vector<double>& n) { return n[2] - 2 * n[1] + n[0]; }
double rest_of_sum(const std::vector<double>& n) { return n[2] - n[1] - n[0]; }

// Does each piece of the sequence give the same figure, and the wanted one where one is wanted?
bool holds(
    const std::vector<double>& numbers,
    std::size_t length,
    double (*figure)(const std::vector<double>&),
    bool is_zero
)
{
    double first = NAN;
    for (std::size_t i = 0; i + length <= numbers.size(); ++i) {
        const double value = figure(
            {numbers.begin() + static_cast<std::ptrdiff_t>(i),
             numbers.begin() + static_cast<std::ptrdiff_t>(i + length)}
        );
        if (std::isnan(value)) return false;
        if (i == 0) first = value;
        if (std::abs(value - (is_zero ? 0 : first)) > exact) return false;
    }
    return true;
}

}  // namespace

std::optional<double> missing_in(std::string_view sequence)
{
    std::vector<double> numbers;
    std::optional<std::size_t> gap;
    for (const auto& piece : split(sequence, ",")) {
        const auto text = trimmed(piece);
        if (is_gap(text)) {
            if (gap) return std::nullopt;
            gap = numbers.size();
            numbers.push_back(0);
        } else if (text.find_first_not_of("0123456789.-") == std::string::npos && number_in(text)) {
            numbers.push_back(*number_in(text));
        } else {
            return std::nullopt;
        }
    }
    constexpr std::size_t fewest = 4;  // with the gap: of fewer numbers any law is a guess
    if (!gap || numbers.size() < fewest) return std::nullopt;
    struct Rule {
        std::size_t length;
        double (*figure)(const std::vector<double>&);
        bool is_zero;
    };
    static constexpr std::array rules = {
        Rule{2, step, false}, Rule{2, factor, false}, Rule{3, rest_of_sum, true}, Rule{3, growth, false}
    };
    // Whole numbers first: what the gap holds is tried out, which needs no algebra for each law.
    constexpr int farthest = 10'000;
    for (const auto& rule : rules) {
        // Growing steps leave too much open where few numbers are known.
        if (rule.figure == growth && numbers.size() < fewest + 1) continue;
        for (int guess = -farthest; guess <= farthest; ++guess) {
            numbers[*gap] = guess;
            if (holds(numbers, rule.length, rule.figure, rule.is_zero)) return guess;
        }
    }
    return std::nullopt;
}

}  // namespace lissom::agent::lite
