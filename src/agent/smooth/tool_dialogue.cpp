// The manner for models that call tools. What was said is only ever added to, so that a provider's cache
// holds all but the newest lines: a page is told whole once and then by its changes.

#include <algorithm>

#include "agent/smooth/dialogue.hpp"
#include "agent/smooth/page_text.hpp"
#include "agent/smooth/toolbox.hpp"
#include "base/ids.hpp"
#include "embedded/agent/prompts/smooth.md.hpp"

namespace lissom::agent {
namespace {

constexpr int page_tokens = 6000;
constexpr int fewest_page_tokens = 300;  // for models with a short memory; less shows no page worth the name
constexpr int most_output_tokens = 32'768;
constexpr std::size_t most_calls = 5;  // more than that is planning blindly
constexpr std::size_t longest_bytes =
    240'000;  // of all that was said, about 60,000 tokens: then old pages go
constexpr std::string_view forgotten = "(a page that was shown here is left out)";

class ToolDialogue final : public Dialogue {
public:
    ToolDialogue(
        const Assignment& assignment,
        const Secrets& secrets,
        const std::vector<std::string>& file_names
    )
        : secrets_(secrets),
          pages_(random_id(12)),
          tools_(tools_for(assignment)),
          last_tools_(last_tools_for(assignment))
    {
        messages_.push_back(
            {.role = models::Role::system,
             .text = std::string(embedded::smooth_md),
             .ends_stable_prefix = true}
        );
        messages_.push_back(
            {.role = models::Role::user,
             .text = task_text(assignment, secrets, file_names) + mending_text(assignment, pages_)}
        );
    }

    models::Ask next(bool is_last_step) override
    {
        if (said_bytes() > longest_bytes) forget_pages();
        models::Ask ask;
        ask.messages = messages_;
        ask.messages.back().ends_stable_prefix = true;
        ask.tools = is_last_step ? last_tools_ : tools_;
        ask.must_call_tool = true;
        ask.max_output_tokens = output_tokens_;
        return ask;
    }

    std::vector<models::ToolCall> take(const models::Reply& reply) override
    {
        auto calls = reply.tool_calls;
        if (calls.size() > most_calls) calls.resize(most_calls);
        for (auto& call : calls)  // some servers number nothing
            if (call.id.empty()) call.id = "call_" + std::to_string(++unnumbered_);
        // Thoughts count as output: a model that ran out of room before its call gets more.
        if (reply.was_cut_off) output_tokens_ = std::min(output_tokens_ * 2, most_output_tokens);
        messages_.push_back(
            {.role = models::Role::assistant, .text = reply.text, .tool_calls = calls, .own = reply.own}
        );
        return calls;
    }

    void answer(const models::ToolCall& call, std::string text) override
    {
        messages_.push_back(
            {.role = models::Role::tool,
             .text = pages_.quoted(secrets_.mask(std::move(text))),
             .tool_call_id = call.id}
        );
    }

    void nudge(std::string text) override { add(std::move(text)); }

    void show(const view::Snapshot& snapshot) override
    {
        auto text =
            shown_ ? pages_.changes(snapshot, *shown_, page_tokens_) : pages_.whole(snapshot, page_tokens_);
        told_tokens_ = view::estimate_tokens(text);
        add(secrets_.mask(std::move(text)));
        shown_ = snapshot;
    }

    void show_whole() override { shown_.reset(); }

    void show_picture(models::Image picture) override
    {
        add("The picture of the page:");
        messages_.back().images.push_back(std::move(picture));
    }

    // The provider has said that it is too much: also the newest page is told shorter from now on.
    bool shorten() override
    {
        const bool is_shortest = page_tokens_ <= fewest_page_tokens;
        // A page that has room to spare in the budget is not told shorter by half the budget.
        page_tokens_ = std::max(std::min(page_tokens_, told_tokens_) / 2, fewest_page_tokens);
        return forget_pages() && !is_shortest;
    }

private:
    bool forget_pages()
    {
        bool has_forgotten = false;
        for (auto& message : messages_) {
            const auto begin = message.text.find("\n<page ");
            if (begin == std::string::npos) continue;
            message.text = message.text.substr(0, begin) + "\n" + std::string(forgotten);
            has_forgotten = true;
        }
        if (has_forgotten) shown_.reset();
        return has_forgotten;
    }

    // To the last tool's answer or the person's message where there is one: providers want the sides to take
    // turns.
    void add(std::string text)
    {
        if (messages_.back().role == models::Role::assistant)
            messages_.push_back({.role = models::Role::user, .text = std::move(text)});
        else
            messages_.back().text += "\n\n" + text;
    }

    std::size_t said_bytes() const
    {
        std::size_t bytes = 0;
        for (const auto& message : messages_) bytes += message.text.size();
        return bytes;
    }

    const Secrets& secrets_;
    PageText pages_;
    std::vector<models::Tool> tools_;
    std::vector<models::Tool> last_tools_;
    std::vector<models::Message> messages_;
    int unnumbered_ = 0;
    int output_tokens_ = models::Ask().max_output_tokens;
    int page_tokens_ = page_tokens;
    int told_tokens_ = page_tokens;        // of the page as it was told last
    std::optional<view::Snapshot> shown_;  // what the model last saw
};

}  // namespace

std::unique_ptr<Dialogue>
tool_dialogue(const Assignment& assignment, const Secrets& secrets, std::vector<std::string> file_names)
{
    return std::make_unique<ToolDialogue>(assignment, secrets, file_names);
}

}  // namespace lissom::agent
