// The manner for small models: a short prompt that is made anew each step (task, what was done, the page),
// one action a call, output held to a JSON Schema by the server.

#include <deque>
#include <optional>
#include <utility>

#include "agent/smooth/bounds.hpp"
#include "agent/smooth/dialogue.hpp"
#include "agent/smooth/page_text.hpp"
#include "agent/smooth/relevant.hpp"
#include "agent/smooth/small_steps.hpp"
#include "agent/smooth/toolbox.hpp"
#include "base/ids.hpp"
#include "embedded/agent/prompts/small.md.hpp"

namespace lissom::agent {
namespace {

constexpr int page_tokens = 3000;
constexpr int shortened_page_tokens = 1000;
constexpr std::size_t most_remembered = 8;  // past steps told
constexpr std::size_t most_relevant = 5;    // lines of the page told twice
constexpr int output_tokens = 600;
constexpr std::size_t longest_told = 400;  // letters of what came of a step

// After a whole UTF-8 sequence.
std::string cut(const std::string& text, std::size_t most)
{
    if (text.size() <= most) return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
    return text.substr(0, most) + "…";
}

class SmallDialogue final : public Dialogue {
public:
    SmallDialogue(
        const Assignment& assignment,
        const Secrets& secrets,
        const std::vector<std::string>& file_names
    )
        : secrets_(secrets),
          pages_(random_id(8)),
          tools_(tools_for(assignment)),
          last_tools_(last_tools_for(assignment)),
          instruction_(secrets.mask(assignment.instruction)),
          task_(task_text(assignment, secrets, file_names) + mending_text(assignment, pages_))
    {
        way_.has_files = !file_names.empty();
        way_.knows_address = names_site(assignment.instruction + " " + dump(Json(assignment.metadata)));
    }

    // What stays the same comes first: a server on a laptop reads again only what follows the first new word.
    models::Ask next(bool is_last_step) override
    {
        auto not_again = idle_;
        if (latest_) not_again.insert(*latest_);
        const SmallSteps steps(is_last_step ? last_tools_ : tools_, snapshot_, page_, not_again, way_);
        std::string now = task_ + "\n" + page_ + "\n";
        std::string past;
        for (const auto& step : steps_) past += "- " + step + "\n";
        if (!past.empty()) now += pages_.fenced("\nDone so far:", std::move(past), "said") + "\n";
        if (!memory_.empty()) now += "\nYour memory: " + memory_ + "\n";
        std::string relevant;
        for (const auto& line : relevant_lines(page_, instruction_, most_relevant)) relevant += line + "\n";
        if (!relevant.empty())
            now += pages_.fenced("\nLines of the page with words of the task:", std::move(relevant)) + "\n";
        now += "\nThe next step may be:\n" + steps.text();
        // What stands last is what a small model heeds most.
        now += "\nThe task, once more: " + cut(instruction_, longest_told) + "\n";
        if (!steps_.empty())
            now += "\nHas all that the task asks for been done? Then the next step is `done`.\n";
        if (!nudge_.empty()) now += "\n" + std::exchange(nudge_, {}) + "\n";

        models::Ask ask;
        ask.messages.push_back(
            {.role = models::Role::system, .text = std::string(embedded::small_md), .ends_stable_prefix = true
            }
        );
        ask.messages.push_back({.role = models::Role::user, .text = std::move(now)});
        ask.schema = steps.schema();
        ask.max_output_tokens = output_tokens;
        return ask;
    }

    std::vector<models::ToolCall> take(const models::Reply& reply) override
    {
        // Servers that cannot hold a model to a schema let it talk around its JSON.
        const auto begin = reply.text.find('{');
        const auto end = reply.text.rfind('}');
        if (begin == std::string::npos || end == std::string::npos || end < begin) return {};
        const auto parsed = parse_json(std::string_view(reply.text).substr(begin, end - begin + 1));
        const auto* step = parsed ? parsed->if_object() : nullptr;
        if (!step || string_or(*step, "action").empty()) return {};

        memory_ = secrets_.mask(string_or(*step, "memory"));
        const auto* input = object_at(*step, "input");
        models::ToolCall call{
            .id = "step", .name = string_or(*step, "action"), .input = input ? *input : JsonObject()
        };
        if (call.name == "done" || call.name == give_up) {
            call.input["success"] = call.name == "done";
            call.name = "done";
        }
        return {std::move(call)};
    }

    void answer(const models::ToolCall& call, std::string text) override
    {
        way_.has_files = way_.has_files || text.contains("download");
        const Deed deed{call.name, string_or(call.input, "element")};
        idle_.insert(deed);
        // A field that has just been filled in is not filled in again, whatever that changed beside it.
        const bool is_entered = (call.name == "fill" || call.name == "select") && !text.starts_with("failed");
        latest_ = is_entered ? std::optional(deed) : std::nullopt;
        remember(call.name + " " + dump(Json(call.input)) + ": " + cut(text, longest_told));
    }

    void nudge(std::string text) override { nudge_ = std::move(text); }

    void show(const view::Snapshot& snapshot) override
    {
        way_.has_moved = way_.has_moved || (!snapshot_.url.empty() && snapshot_.url != snapshot.url);
        snapshot_ = snapshot;
        // Without the marks of what is new a page that stays the same is told in the same words.
        for (auto& node : snapshot_.nodes) node.is_new = node.is_changed = false;
        auto page = secrets_.mask(pages_.whole(snapshot_, is_short_ ? shortened_page_tokens : page_tokens));
        if (page != page_) idle_.clear();
        page_ = std::move(page);
    }

    void show_whole() override {}                 // every page is shown whole
    void show_picture(models::Image) override {}  // small models see no pictures

    bool shorten() override { return !std::exchange(is_short_, true); }

private:
    void remember(std::string text)
    {
        steps_.push_back(secrets_.mask(std::move(text)));
        if (steps_.size() > most_remembered) steps_.pop_front();
    }

    const Secrets& secrets_;
    PageText pages_;
    std::vector<models::Tool> tools_;
    std::vector<models::Tool> last_tools_;
    std::string instruction_;
    std::string task_;
    std::string memory_;
    std::string nudge_;
    view::Snapshot snapshot_;
    std::string page_;            // as it is told
    std::set<Deed> idle_;         // what was done since the page last changed
    std::optional<Deed> latest_;  // the step before, where it entered something
    Way way_;
    std::deque<std::string> steps_;
    bool is_short_ = false;
};

}  // namespace

std::unique_ptr<Dialogue>
small_dialogue(const Assignment& assignment, const Secrets& secrets, std::vector<std::string> file_names)
{
    return std::make_unique<SmallDialogue>(assignment, secrets, file_names);
}

}  // namespace lissom::agent
