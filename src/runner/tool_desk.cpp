#include "runner/tool_desk.hpp"

#include <algorithm>
#include <utility>

namespace lissom::runner {
namespace {

std::string text_of(const Json& output)
{
    return output.is_string() ? std::string(output.get_string()) : dump(output);
}

// Not in the middle of a UTF-8 character.
std::size_t whole_letters(std::string_view text, std::size_t bytes)
{
    while (bytes > 0 && (text[bytes] & 0xC0) == 0x80) --bytes;
    return bytes;
}

}  // namespace

ToolDesk::ToolDesk(boost::asio::any_io_executor executor, std::size_t max_output_bytes)
    : max_output_bytes_(max_output_bytes),
      answered_(std::move(executor))
{
}

void ToolDesk::ask(std::string id) { calls_.emplace(std::move(id), Call{}); }

bool ToolDesk::has_open_calls() const
{
    return std::ranges::any_of(calls_, [](const auto& entry) { return entry.second.is_open; });
}

void ToolDesk::answer(const std::string& id, const JsonObject& payload)
{
    auto& call = calls_.at(id);
    if (!call.is_open) return;
    call.is_open = false;
    const auto* given = payload.if_contains("output");
    auto output = cut(given ? *given : Json());
    const auto code = int_or(payload, "code", 500);
    if (code == 200)
        call.answer = std::move(output);
    else if (code == 400)
        call.answer = Error{ErrorCode::page_error, text_of(output)};
    else
        call.answer = Error{ErrorCode::unavailable, text_of(output)};
    answered_.wake_all();
}

Async<Result<Json>> ToolDesk::wait_for(std::string id, std::string tool, Millis limit)
{
    const auto deadline = moment() + limit;
    while (!calls_.at(id).answer && moment() < deadline) co_await answered_.wait_until(deadline);
    auto& call = calls_.at(id);
    call.is_open = false;
    if (!call.answer) co_return timed_out("the client's answer to the tool \"" + tool + "\"", limit);
    auto answer = *std::move(call.answer);
    call.answer.reset();
    co_return answer;
}

void ToolDesk::forget(const std::string& id) { calls_.at(id).is_open = false; }

Json ToolDesk::cut(Json output) const
{
    const auto text = text_of(output);
    if (text.size() <= max_output_bytes_) return output;
    const auto kept = whole_letters(text, max_output_bytes_);
    return Json(
        text.substr(0, kept) + "\n[cut: the tool answered " + std::to_string(text.size()) + " bytes]"
    );
}

}  // namespace lissom::runner
