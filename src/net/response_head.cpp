#include "net/response_head.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>

#include <boost/beast/http/status.hpp>

#include "net/encoding.hpp"

namespace lissom::net {
namespace {

// Formatting a date costs more than the rest of the head, and it changes once a second.
const std::string& date_line()
{
    static thread_local std::time_t formatted_for = -1;
    static thread_local std::string line;
    const auto now = std::time(nullptr);
    if (now == formatted_for) return line;

    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[64];
    line.assign(text, std::strftime(text, sizeof text, "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &parts));
    formatted_for = now;
    return line;
}

void add_safely(std::string& head, std::string_view text)
{
    const auto is_breaking = [](char letter) { return letter == '\r' || letter == '\n' || letter == '\0'; };
    std::ranges::replace_copy_if(text, std::back_inserter(head), is_breaking, ' ');
}

bool is_ours(std::string_view name)
{
    return equal_ignoring_case(name, "content-length") || equal_ignoring_case(name, "transfer-encoding") ||
           equal_ignoring_case(name, "connection");
}

std::optional<std::size_t> number_from(std::string_view digits)
{
    std::size_t number = 0;
    const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (digits.empty() || rest != digits.data() + digits.size() || error != std::errc()) return std::nullopt;
    return number;
}

}  // namespace

bool may_have_body(unsigned status) { return status >= 200 && status != 204 && status != 304; }

std::string response_head(const Response& response, const HeadFacts& facts)
{
    std::string head;
    head.reserve(256);
    head += facts.is_http_1_0 ? "HTTP/1.0 " : "HTTP/1.1 ";
    head += std::to_string(response.status);
    head += ' ';
    head += boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(response.status));
    head += "\r\n";
    head += date_line();
    for (const auto& [name, value] : response.headers) {
        if (is_ours(name)) continue;
        add_safely(head, name);
        head += ": ";
        add_safely(head, value);
        head += "\r\n";
    }
    if (facts.framing == Framing::chunked) {
        head += "Transfer-Encoding: chunked\r\n";
    } else if (facts.framing == Framing::by_length && may_have_body(response.status)) {
        head += "Content-Length: ";
        head += std::to_string(facts.length);
        head += "\r\n";
    }
    if (facts.closes)
        head += "Connection: close\r\n";
    else if (facts.is_http_1_0)
        head += "Connection: keep-alive\r\n";
    head += "\r\n";
    return head;
}

std::optional<ByteRange> range_from(std::string_view header, std::size_t file_size)
{
    constexpr std::string_view unit = "bytes=";
    if (!equal_ignoring_case(header.substr(0, unit.size()), unit)) return std::nullopt;
    const auto range = trim(header.substr(unit.size()));
    const auto dash = range.find('-');
    if (dash == std::string_view::npos || range.contains(',')) return std::nullopt;
    const auto first = number_from(range.substr(0, dash));
    const auto last = number_from(range.substr(dash + 1));
    constexpr ByteRange nothing{1, 0};

    if (dash == 0) {  // "-500": the last 500 bytes
        if (!last) return std::nullopt;
        if (*last == 0 || file_size == 0) return nothing;
        return ByteRange{file_size - std::min(*last, file_size), file_size - 1};
    }
    const bool is_open = dash + 1 == range.size();
    if (!first || (!last && !is_open) || (last && *last < *first)) return std::nullopt;
    if (*first >= file_size) return nothing;
    return ByteRange{*first, is_open ? file_size - 1 : std::min(*last, file_size - 1)};
}

}  // namespace lissom::net
