#include "agent/lite/banners.hpp"

#include <algorithm>
#include <array>

#include "agent/lite/hands.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite {

namespace {

constexpr std::size_t longest_banner = 4'000;  // letters: what says more is a page
constexpr Millis leaving_limit(1'200);         // banners slide away

template <std::size_t size>
bool says_any(std::string_view text, const std::array<std::string_view, size>& words)
{
    return std::ranges::any_of(words, [&](std::string_view word) { return contains_word(text, word); });
}

constexpr std::array<std::string_view, 8> cookie_words =
    {"cookie", "cookies", "gdpr", "ccpa", "tracking", "consent", "your privacy", "personal data"};
constexpr std::array<std::string_view, 11> offer_words = {
    "newsletter",
    "subscribe",
    "sign up",
    "mailing list",
    "discount",
    "special offer",
    "notifications",
    "inbox",
    "get our app",
    "download our app",
    "survey"
};

bool is_called(const view::Node& node, std::initializer_list<std::string_view> parts)
{
    for (const auto* name : {"id", "class"}) {
        const auto at = node.attributes.find(name);
        if (at == node.attributes.end()) continue;
        const auto said = lower(at->second);
        for (const auto part : parts)
            if (said.contains(part)) return true;
    }
    return false;
}

std::string label_of(const Scene& scene, int index)
{
    const auto& node = scene.node(index);
    auto label = lower(trimmed(node.name.empty() ? scene.text_of(index) : node.name));
    if (label.empty() && is_called(node, {"close", "dismiss"})) label = "close";
    return label;
}

int refusal(const std::string& label)
{
    static constexpr std::array<std::string_view, 19> refusing = {
        "reject",
        "decline",
        "refuse",
        "deny",
        "only necessary",
        "necessary only",
        "essential only",
        "only essential",
        "necessary cookies",
        "essential cookies",
        "required only",
        "only required",
        "strictly necessary",
        "without accepting",
        "do not accept",
        "don't accept",
        "disagree",
        "opt out",
        "do not consent"
    };
    static constexpr std::array<std::string_view, 8> putting_off = {
        "no thanks", "no, thanks", "no thank you", "not now", "maybe later", "later", "skip", "no"
    };
    static constexpr std::array<std::string_view, 7> closing = {
        "close", "dismiss", "×", "✕", "✖", "x", "hide"
    };
    if (says_any(label, refusing)) return 5;
    if (says_any(label, putting_off)) return 4;
    if (std::ranges::find(closing, label) != closing.end() || contains_word(label, "close") ||
        contains_word(label, "dismiss"))
        return 3;
    return 0;
}

int agreement(const std::string& label)
{
    static constexpr std::array<std::string_view, 9> agreeing = {
        "accept", "agree", "allow", "ok", "okay", "got it", "i understand", "understood", "enable all"
    };
    if (!says_any(label, agreeing) || refusal(label) == 5) return 0;
    return contains_word(label, "all") ? 3 : 2;
}

bool is_dialog(const view::Node& node)
{
    return node.role == "dialog" || node.role == "alertdialog" || node.attributes.contains("aria-modal");
}

}  // namespace

std::optional<Banner> banner_in(const Scene& scene)
{
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || node.role == "main" || node.tag == "body" || node.tag == "html") continue;
        const bool named_cookies = is_called(node, {"cookie", "consent", "gdpr", "privacy"});
        const bool named_overlay =
            is_called(node, {"popup", "pop-up", "modal", "overlay", "lightbox", "interstitial"});
        if (!is_dialog(node) && !named_cookies && !named_overlay) continue;
        const auto text = scene.text_of(i) + " " + node.name;
        if (text.size() > longest_banner) continue;
        Banner banner{i, false};
        banner.is_about_cookies = says_any(text, cookie_words);
        if (banner.is_about_cookies && way_out(scene, banner, Choice::accept) != 0) return banner;
        banner.is_about_cookies = false;
        const bool is_offer = (is_dialog(node) || named_overlay) && says_any(text, offer_words);
        if (is_offer && way_out(scene, banner, Choice::reject) != 0) return banner;
    }
    return std::nullopt;
}

view::Ref way_out(const Scene& scene, const Banner& banner, Choice choice)
{
    view::Ref found = 0;
    int top = 0;
    for (int i = banner.box; i < scene.end_of(banner.box); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || !node.is_operable || node.is_disabled || node.is_hidden || node.is_editable)
            continue;
        if (node.role == "checkbox" || node.role == "switch" || node.role == "radio") continue;
        const auto label = label_of(scene, i);
        constexpr std::size_t longest_label = 60;
        if (label.size() > longest_label) continue;
        int score = choice == Choice::reject ? refusal(label) : agreement(label) * 2;
        if (score == 0 && banner.is_about_cookies)
            score = choice == Choice::reject ? agreement(label) - 1 : 0;
        // A link with such words mostly leads to a page about them.
        if (score > 0 && node.role == "link" && !node.href.empty() && !node.href.contains('#')) score = 1;
        if (score > top) top = score, found = node.ref;
    }
    return found;
}

bool speaks_of_banners(std::string_view instruction)
{
    static constexpr std::array<std::string_view, 13> words = {
        "cookie",
        "cookies",
        "consent",
        "banner",
        "newsletter",
        "popup",
        "pop-up",
        "pop up",
        "privacy",
        "subscribe",
        "dialog",
        "modal",
        "overlay"
    };
    return says_any(instruction, words);
}

Async<Result<bool>> clear_way(Hands& hands)
{
    CO_TRY(const auto* scene, co_await hands.look());
    const auto banner = banner_in(*scene);
    if (!banner) co_return false;
    const auto box = scene->node(banner->box).ref;
    const auto control = way_out(*scene, *banner, Choice::reject);
    if (control == 0) co_return false;
    auto pressed = co_await hands.press(control);
    if (!pressed) co_return false;
    co_return co_await hands.look_until(
        [box](const Scene& now) { return now.index_of(box) < 0; }, leaving_limit
    );
}

}  // namespace lissom::agent::lite
