#include "egress/refusal_page.hpp"

#include <string_view>

namespace lissom::egress {
namespace {

std::string escaped(std::string_view text)
{
    std::string result;
    for (const char c : text) {
        switch (c) {
            case '&': result += "&amp;"; break;
            case '<': result += "&lt;"; break;
            case '>': result += "&gt;"; break;
            case '"': result += "&quot;"; break;
            default: result += c;
        }
    }
    return result;
}

std::string_view status_of(Verdict verdict)
{
    if (verdict == Verdict::bad_request) return "400 Bad Request";
    return is_refusal(verdict) ? "403 Forbidden" : "502 Bad Gateway";
}

}  // namespace

std::string refusal_answer(const Refusal& refusal)
{
    const auto body =
        "<!doctype html><meta charset=utf-8><title>Not loaded</title><h1>This page was not loaded</h1><p>" +
        escaped(refusal.reason) + "</p>\n";
    return "HTTP/1.1 " + std::string(status_of(refusal.verdict)) +
           "\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\nConnection: close\r\n"
           "Content-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace lissom::egress
