#include "agent/smooth/page_text.hpp"

#include <algorithm>
#include <set>

namespace lissom::agent {
namespace {

constexpr double worth_whole =
    0.4;  // share of changed nodes above which the whole page reads better than its changes
constexpr std::size_t longest_bare = 80;  // letters: 'clicked e12 button "Save"; nothing changed'
constexpr std::size_t most_gone = 20;     // elements named as gone; more are counted

std::string gone_elements(const view::Snapshot& snapshot, const view::Snapshot& before)
{
    std::set<view::Ref> here;
    for (const auto& node : snapshot.nodes) here.insert(node.ref);

    std::string text;
    std::size_t count = 0;
    for (const auto& node : before.nodes) {
        if (node.ref == 0 || !node.is_operable || here.contains(node.ref)) continue;
        if (++count <= most_gone) text += (text.empty() ? "" : ", ") + ("e" + std::to_string(node.ref));
    }
    if (count > most_gone) text += " and " + std::to_string(count - most_gone) + " more";
    return text.empty() ? "" : "gone: " + text + "\n";
}

// The nodes that are new or changed, each under its nearest kept ancestor.
view::Snapshot only_changes(const view::Snapshot& snapshot)
{
    auto part = snapshot;
    part.nodes.clear();
    std::vector<int> kept_as(snapshot.nodes.size(), -1);
    for (std::size_t i = 0; i < snapshot.nodes.size(); ++i) {
        const auto& node = snapshot.nodes[i];
        const int parent = node.parent < 0 ? -1 : kept_as[static_cast<std::size_t>(node.parent)];
        if (!node.is_new && !node.is_changed) {
            kept_as[i] = parent;
            continue;
        }
        kept_as[i] = static_cast<int>(part.nodes.size());
        part.nodes.push_back(node);
        part.nodes.back().parent = parent;
        part.nodes.back().depth = parent < 0 ? 0 : part.nodes[static_cast<std::size_t>(parent)].depth + 1;
    }
    return part;
}

}  // namespace

std::string PageText::quoted(std::string text) const
{
    const bool is_sentence = text.size() <= longest_bare && !text.contains('\n');
    return is_sentence ? text : fenced("", std::move(text), "said");
}

std::string PageText::fenced(std::string_view head, std::string text, std::string_view mark) const
{
    const auto name = std::string(mark) + " " + nonce_;
    for (std::size_t at = 0; (at = text.find(nonce_, at)) != std::string::npos;)
        text.erase(at, nonce_.size());
    return std::string(head) + (head.empty() ? "<" : "\n<") + name + ">\n" + text +
           (text.ends_with('\n') ? "" : "\n") + "</" + name + ">";
}

std::string PageText::whole(const view::Snapshot& snapshot, int max_tokens) const
{
    return fenced("The page now:", view::to_text(snapshot, {.max_tokens = max_tokens}));
}

std::string PageText::changes(const view::Snapshot& snapshot, const view::Snapshot& before, int max_tokens)
    const
{
    if (snapshot.url != before.url || snapshot.dialog) return whole(snapshot, max_tokens);

    const auto part = only_changes(snapshot);
    const auto gone = gone_elements(snapshot, before);
    if (part.nodes.empty() && gone.empty()) return "The page has not changed.";
    if (static_cast<double>(part.nodes.size()) > worth_whole * static_cast<double>(snapshot.nodes.size()))
        return whole(snapshot, max_tokens);
    return fenced(
        "What changed on the page (the rest is as before):",
        gone + view::to_text(part, {.max_tokens = max_tokens})
    );
}

}  // namespace lissom::agent
