#include "net/request_parser.hpp"

#include <algorithm>
#include <array>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>

#include "net/encoding.hpp"

namespace lissom::net {
namespace {

namespace http = boost::beast::http;

// Cookies and long query strings fit; nobody fills our memory with headers.
constexpr std::uint32_t max_head_bytes = 32u << 10;
// A body of unknown or great length grows as it arrives instead of being reserved on the client's word.
constexpr std::size_t max_reserved_bytes = 1u << 20;

std::optional<Method> method_named(std::string_view name)
{
    constexpr std::array all{
        Method::get, Method::post, Method::put, Method::patch, Method::del, Method::head, Method::options
    };
    const auto* const found = std::ranges::find(all, name, name_of);
    if (found == all.end()) return std::nullopt;
    return *found;
}

std::string without_double_slashes(std::string path)
{
    const auto doubled = std::ranges::unique(path, [](char a, char b) { return a == '/' && b == '/'; });
    path.erase(doubled.begin(), doubled.end());
    return path;
}

// application/x-www-form-urlencoded; a broken escape stays as it is, as browsers have it.
std::string decode_query_word(std::string_view word)
{
    std::string spaced(word);
    std::ranges::replace(spaced, '+', ' ');
    auto decoded = percent_decode(spaced);
    return decoded ? *std::move(decoded) : spaced;
}

void read_query(std::string_view text, std::map<std::string, std::string>& query)
{
    while (!text.empty()) {
        const auto pair = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(pair.size() + 1, text.size()));
        if (pair.empty()) continue;
        const auto equals = pair.find('=');
        const auto value = equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
        query.try_emplace(decode_query_word(pair.substr(0, equals)), decode_query_word(value));
    }
}

}  // namespace

RequestParser::RequestParser(std::size_t max_body_bytes)
    : max_body_bytes_(max_body_bytes)
{
    eager(true);
    header_limit(max_head_bytes);
    body_limit(max_body_bytes);
}

std::size_t RequestParser::put(std::string_view bytes)
{
    Code code;
    const auto consumed = Parser::put(boost::asio::buffer(bytes), code);
    if (code && code != http::error::need_more && !has_failed()) fail_for(code);
    return consumed;
}

bool RequestParser::expects_continue() const
{
    return !is_1_0_ && equal_ignoring_case(request_.header("expect"), "100-continue");
}

void RequestParser::on_request_impl(http::verb, View method, View target, int version, Code& code)
{
    is_1_0_ = version < 11;
    const auto known = method_named({method.data(), method.size()});
    if (!known) {
        fail(405, "method " + std::string(method) + " is not supported");
    } else if (!read_target({target.data(), target.size()})) {
        fail(400, "the address of the request is malformed");
    }
    if (has_failed()) {
        code = http::error::bad_target;
        return;
    }
    is_head_ = *known == Method::head;
    request_.method = is_head_ ? Method::get : *known;
}

bool RequestParser::read_target(std::string_view target)
{
    // Proxies may send the whole address: "GET http://host/path".
    if (const auto scheme = target.find("://");
        !target.starts_with('/') && scheme != std::string_view::npos) {
        const auto path = target.find('/', scheme + 3);
        target = path == std::string_view::npos ? "/" : target.substr(path);
    }
    if (!target.starts_with('/') && target != "*") return false;
    target_ = target;
    target = target.substr(0, target.find('#'));
    const auto question = target.find('?');
    auto path = percent_decode(target.substr(0, question));
    if (!path || path->contains('\0')) return false;
    request_.path = without_double_slashes(*std::move(path));
    if (question != std::string_view::npos) read_query(target.substr(question + 1), request_.query);
    return true;
}

void RequestParser::on_field_impl(http::field, View name, View value, Code&)
{
    const auto [entry, is_new] = request_.headers.try_emplace(std::string(name), value.data(), value.size());
    if (is_new) return;
    entry->second += equal_ignoring_case({name.data(), name.size()}, "cookie") ? "; " : ", ";
    entry->second.append(value.data(), value.size());
}

void RequestParser::on_header_impl(Code&) {}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>& length, Code&)
{
    if (length) request_.body.reserve(std::min<std::size_t>(*length, max_reserved_bytes));
}

std::size_t RequestParser::on_body_impl(View body, Code&)
{
    request_.body.append(body.data(), body.size());
    return body.size();
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, View body, Code&)
{
    request_.body.append(body.data(), body.size());
    return body.size();
}

void RequestParser::on_chunk_header_impl(std::uint64_t, View, Code&) {}
void RequestParser::on_finish_impl(Code&) {}
void RequestParser::on_response_impl(int, View, int, Code&) {}

void RequestParser::fail(unsigned status, std::string why)
{
    status_ = status;
    failure_ = std::move(why);
}

void RequestParser::fail_for(const Code& code)
{
    if (code == http::error::body_limit)
        fail(413, "the body is larger than " + std::to_string(max_body_bytes_) + " bytes");
    else if (code == http::error::header_limit)
        fail(431, "the headers are larger than " + std::to_string(max_head_bytes) + " bytes");
    else
        fail(400, "this is not a well-formed HTTP request: " + code.message());
}

}  // namespace lissom::net
