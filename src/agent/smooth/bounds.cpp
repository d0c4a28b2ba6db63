#include "agent/smooth/bounds.hpp"

#include <algorithm>

#include "base/try.hpp"
#include "net/url.hpp"

namespace lissom::agent {
namespace {

constexpr std::size_t shortest_value = 4;  // shorter ones are words of any form

std::string lower(std::string_view text)
{
    std::string lowered(text);
    std::ranges::transform(lowered, lowered.begin(), [](unsigned char letter) {
        return static_cast<char>(letter < 128 ? std::tolower(letter) : letter);
    });
    return lowered;
}

// What one owner has: "example.com" of "www.shop.example.com". Without a list of all registries a short
// second label below a country ("co.uk") counts as one. Numbers and machine names are sites with their port.
std::string site_of(std::string_view address)
{
    const auto url = net::Url::parse(address);
    if (!url) return "";
    if (url->address() || !url->host().contains('.')) return url->host() + ":" + std::to_string(url->port());
    std::vector<std::string_view> labels;
    const std::string_view host = url->host();
    for (std::size_t begin = 0; begin <= host.size();) {
        const auto end = std::min(host.find('.', begin), host.size());
        if (end > begin) labels.push_back(host.substr(begin, end - begin));
        begin = end + 1;
    }
    constexpr std::size_t longest_registry = 3;
    const bool has_country_registry = labels.size() > 2 && labels.back().size() == 2 &&
                                      labels[labels.size() - 2].size() <= longest_registry;
    const std::size_t kept = std::min<std::size_t>(labels.size(), has_country_registry ? 3 : 2);
    std::string site;
    for (auto i = labels.size() - kept; i < labels.size(); ++i)
        site += (site.empty() ? "" : ".") + std::string(labels[i]);
    return site;
}

bool looks_like_a_host(std::string_view word)
{
    const auto dot = word.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || word.size() - dot < 3) return false;
    return std::ranges::all_of(word.substr(dot + 1), [](unsigned char letter) {
        return std::isalpha(letter);
    });
}

// Addresses and host names in what a person wrote.
void add_sites(std::string_view text, std::set<std::string>& sites)
{
    constexpr std::string_view around = " \t\r\n\"'()<>,;[]{}";
    for (std::size_t begin = 0; begin < text.size();) {
        begin = std::min(text.find_first_not_of(around, begin), text.size());
        const auto end = std::min(text.find_first_of(around, begin), text.size());
        auto word = text.substr(begin, end - begin);
        begin = end;
        while (word.ends_with('.') || word.ends_with('?') || word.ends_with('!') || word.ends_with(':'))
            word.remove_suffix(1);
        const auto host = word.substr(0, word.find('/'));
        if (word.contains("://"))
            sites.insert(site_of(word));
        else if (looks_like_a_host(host) && !word.contains('@'))
            sites.insert(site_of("https://" + std::string(word)));
    }
    sites.erase("");
}

// As a word of its own, not as a part of an address: "example" is not said in "bank.example.com".
bool is_said(std::string_view text, std::string_view name)
{
    const auto is_of_an_address = [](char letter) {
        return std::isalnum(static_cast<unsigned char>(letter)) || letter == '.' || letter == '-' ||
               letter == '/' || letter == '@';
    };
    for (auto at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
        auto end = at + name.size();
        if (end + 1 == text.size() && text[end] == '.') ++end;  // the sentence's
        if (end + 1 < text.size() && text[end] == '.' && text[end + 1] == ' ') ++end;
        const bool begins = at == 0 || !is_of_an_address(text[at - 1]);
        if (begins && (end >= text.size() || !is_of_an_address(text[end]))) return true;
    }
    return false;
}

// The front page of a site: an address that a page cannot have made the agent put anything into.
bool carries_nothing(const std::string& address)
{
    const auto url = net::Url::parse(address);
    if (!url || url->path() != "/" || !url->query().empty() || !url->fragment().empty() ||
        !url->userinfo().empty())
        return false;
    const auto site = site_of(address);
    return url->address() || !url->host().contains('.') || url->host() == site ||
           url->host() == "www." + site;
}

bool is_linked(const std::string& url, const view::Snapshot& page)
{
    const auto wanted = net::Url::parse(url);
    return wanted && std::ranges::any_of(page.nodes, [&](const view::Node& node) {
               if (node.href.empty()) return false;
               const auto link = net::Url::parse(node.href);
               return link && link->text() == wanted->text();
           });
}

}  // namespace

bool names_site(std::string_view text)
{
    std::set<std::string> sites;
    add_sites(text, sites);
    return !sites.empty();
}

Bounds::Bounds(const Assignment& assignment, std::string_view here)
{
    add_sites(assignment.instruction, sites_);
    add_sites(assignment.url, sites_);
    add_sites(here, sites_);
    words_ = lower(assignment.instruction);
    for (const auto& [name, value] : assignment.metadata) {
        if (!value.is_string()) continue;
        const std::string text(value.get_string());
        add_sites(text, sites_);
        if (text.size() >= shortest_value) values_.push_back(text);
    }
}

bool Bounds::is_of_the_task(std::string_view url) const
{
    const auto site = site_of(url);
    if (sites_.empty() || site.empty()) return true;  // what is no web address, goto itself refuses
    if (sites_.contains(site)) return true;
    // "Look it up on Wikipedia" names a site, too.
    const auto name = site.substr(0, site.find('.'));
    constexpr std::size_t shortest_name = 4;
    return name.size() >= shortest_name && !site.contains(':') && is_said(words_, name);
}

Done Bounds::check_address(const std::string& given, const view::Snapshot& page) const
{
    const auto url = given.contains("://") ? given : "https://" + given;  // as goto takes it
    if (is_of_the_task(url) || is_linked(url, page) || carries_nothing(url)) return Done();
    return Error{
        ErrorCode::forbidden,
        "the person named no such site; stay on the sites of the task, follow a link that is on the page, or "
        "begin at the site's front page"
    };
}

Done Bounds::check_input(const std::string& text, const view::Snapshot& page) const
{
    const bool holds_value =
        std::ranges::any_of(values_, [&](const auto& value) { return text.contains(value); });
    if (!holds_value || is_of_the_task(page.url)) return Done();
    return Error{ErrorCode::forbidden, "the person's values are entered on the sites of the task only"};
}

Done Bounds::check(std::string_view action, const JsonObject& params, const view::Snapshot& page) const
{
    if (action == "goto" || action == "new_tab") return check_address(string_or(params, "url"), page);
    if (action == "upload" && !is_of_the_task(page.url))
        return Error{ErrorCode::forbidden, "files are uploaded on the sites of the task only"};
    if (action == "fill" || action == "type")
        return check_input(string_or(params, "value", string_or(params, "text")), page);
    return Done();
}

}  // namespace lissom::agent
