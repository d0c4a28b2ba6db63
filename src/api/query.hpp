#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "net/http.hpp"

// What the query of a request may say. Each parameter is defined once: read() holds requests to the
// definition, and the OpenAPI document is made of it.

namespace lissom::api {

struct NumberParam {
    std::string_view name;
    double least = 0;
    double most = 0;
    double fallback = 0;
    bool is_whole = false;
};

struct NameParam {
    std::string_view name;
    std::span<const std::string_view> one_of;  // the first is meant where nothing is said
};

// Names with commas between; nothing said means all.
struct NamesParam {
    std::string_view name;
    std::span<const std::string_view> out_of;
};

struct TextParam {
    std::string_view name;
    std::size_t most_letters = 0;
};

// True where it says "true", "True" or "1"; whatever else it says is no: there are clients that write
// "undefined".
struct FlagParam {
    std::string_view name;
};

inline constexpr std::string_view statuses[] = {"waiting", "running", "done", "failed", "cancelled"};
inline constexpr std::string_view formats[] = {"json", "har"};

namespace param {

inline constexpr double latest = 9e15;  // milliseconds; below 2^53, so a double has it exactly

inline constexpr NumberParam event_t{"event_t", -latest, latest};
inline constexpr NumberParam wait{"wait", 0, 3'600};
inline constexpr NumberParam before{"t", 0, 1e12};
inline constexpr NumberParam length{.name = "l", .least = 1, .most = 128, .fallback = 32, .is_whole = true};
inline constexpr NumberParam from{.name = "from", .least = 1, .most = 1e9, .fallback = 1, .is_whole = true};
inline constexpr NameParam format{"format", formats};
inline constexpr NamesParam status{"status", statuses};
inline constexpr TextParam words{"q", 200};
inline constexpr FlagParam details{"details"};
inline constexpr FlagParam downloads{"downloads"};
inline constexpr FlagParam interactive{"interactive"};
inline constexpr FlagParam embed{"embed"};

// Of paths; all others are texts that are not empty.
inline constexpr NumberParam entry{.name = "entry", .least = 1, .most = 1e9, .is_whole = true};

}  // namespace param

// invalid_argument says what the parameter must be. One that is missing or empty is not said.
Result<std::optional<double>> read_if_said(const net::Request& request, const NumberParam& param);
Result<double> read(const net::Request& request, const NumberParam& param);
Result<std::string> read(const net::Request& request, const NameParam& param);
Result<std::vector<std::string>> read(const net::Request& request, const NamesParam& param);
Result<std::string> read(const net::Request& request, const TextParam& param);
bool read(const net::Request& request, const FlagParam& param);
Result<double> read_of_path(const net::Request& request, const NumberParam& param);

JsonObject schema_of(const NumberParam& param);
JsonObject schema_of(const NameParam& param);
JsonObject schema_of(const NamesParam& param);
JsonObject schema_of(const TextParam& param);
JsonObject schema_of(const FlagParam& param);

}  // namespace lissom::api
