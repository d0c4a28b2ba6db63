#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

namespace lissom::runner {

// How long one kind of thing took, as a histogram for /metrics.
struct Latency {
    // Upper ends of its classes in seconds: from an event's commit to a model's long thought.
    static constexpr std::array<double, 12>
        bounds{0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30};

    std::array<std::uint64_t, bounds.size() + 1> counts{};  // of each class; the last has no end
    double sum = 0;

    void note(double seconds)
    {
        const auto at = std::ranges::lower_bound(bounds, seconds) - bounds.begin();
        ++counts[static_cast<std::size_t>(at)];
        sum += seconds;
    }
};

}  // namespace lissom::runner
