#include "agent/lite/account.hpp"

#include <algorithm>
#include <cctype>

#include "agent/lite/chord.hpp"
#include "agent/lite/ground.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/query_words.hpp"
#include "agent/lite/said.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {
namespace {

constexpr std::size_t longest_record = 600;  // letters
constexpr int titles_above = 3;

bool is_title(const view::Node& node)
{
    return node.role == "heading" || node.role == "caption" || node.tag == "legend";
}

// Does a box have a neighbour that is built alike and holds the same thing? Then it is the record of the
// thing.
bool is_record_of(const Scene& scene, int box, const view::Node& thing)
{
    return std::ranges::any_of(scene.alike(box), [&](int other) {
        if (other == box) return false;
        for (int i = other; i < scene.end_of(other); ++i)
            if (scene.node(i).role == thing.role && scene.node(i).name == thing.name) return true;
        return false;
    });
}

bool is_digit(char letter) { return std::isdigit(static_cast<unsigned char>(letter)) != 0; }
bool is_capital(char letter) { return std::isupper(static_cast<unsigned char>(letter)) != 0; }

// Words behind which stands what is not meant, or what is only near to it.
bool leads_away(std::string_view word)
{
    static const std::set<std::string, std::less<>> words = {
        "except", "but",   "without", "not",     "don't", "excluding", "besides", "other", "instead",
        "next",   "right", "left",    "above",   "below", "under",     "beside",  "near",  "out",
        "like",   "than",  "until",   "between", "when",  "if",        "while"
    };
    return words.contains(word);
}

// What pages offer to have done, under just such names.
bool is_verb_of_deed(std::string_view word)
{
    static const std::set<std::string, std::less<>> words = {
        "accept",    "add",       "approve",  "archive", "block",     "book",        "buy",     "cancel",
        "comment",   "confirm",   "create",   "decline", "delete",    "dismiss",     "donate",  "duplicate",
        "export",    "import",    "invite",   "join",    "merge",     "mute",        "order",   "pay",
        "post",      "publish",   "register", "reject",  "remove",    "rename",      "renew",   "reopen",
        "reply",     "report",    "reserve",  "resolve", "restore",   "schedule",    "send",    "share",
        "subscribe", "unarchive", "unblock",  "unmute",  "unpublish", "unsubscribe", "withdraw"
    };
    return words.contains(word);
}

// And what is chosen or switched.
bool is_verb_of_choice(std::string_view word)
{
    static const std::set<std::string, std::less<>> words = {
        "activate",
        "assign",
        "change",
        "deactivate",
        "disable",
        "enable",
        "lock",
        "mark",
        "set",
        "switch",
        "unlock",
        "update"
    };
    return words.contains(word);
}

bool is_politeness(std::string_view word)
{
    static const std::set<std::string, std::less<>> words = {
        "please", "now", "then", "also", "and", "finally"
    };
    return words.contains(word);
}

// Dates, times and shortened words are told and entered in many ways.
bool is_written_in_many_ways(const std::string& word)
{
    static const std::set<std::string, std::less<>> days = {
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
    };
    constexpr std::size_t short_word = 3, short_number = 2;
    const bool is_short = word.size() <= (is_digit(word.front()) ? short_number : short_word);
    return is_short || month_named(word) || days.contains(word) ||
           (is_digit(word.front()) && !is_digit(word.back()));
}

}  // namespace

void Account::add(std::string_view text, Words& words)
{
    for (auto& word : words_of(text)) words.insert(std::move(word));
}

bool Account::has(const Words& words, const std::string& word)
{
    return words.contains(word) ||
           std::ranges::any_of(words, [&](const auto& each) { return is_like_word(each, word); });
}

void Account::looked(const Scene& scene)
{
    const bool is_first = on_pages_.empty();
    for (const auto& node : scene.nodes()) {
        if (!is_first && !node.is_new && !node.is_changed) continue;
        add(node.name, on_pages_);
        for (const auto& option : node.options) add(option, on_pages_);
    }
}

void Account::touched(const Scene& scene, int index)
{
    if (index < 0) return;
    const auto add_node = [&](const view::Node& node) {
        for (const auto* text : {&node.name, &node.value, &node.placeholder, &node.description, &node.href})
            add(*text, in_deeds_);
        for (const auto& [key, value] : node.attributes) add(value, in_deeds_);
    };
    const auto& thing = scene.node(index);
    for (int i = index; i < scene.end_of(index); ++i) {
        add_node(scene.node(i));
        for (const auto* text : {&scene.node(i).name, &scene.node(i).href}) add(*text, on_things_);
        for (const auto& [key, value] : scene.node(i).attributes) add(value, on_things_);
    }
    bool is_inside_record = true;
    for (int up = scene.parent(index); up >= 0; up = scene.parent(up)) {
        add_node(scene.node(up));
        if (!is_inside_record) continue;
        const auto text = scene.text_of(up);
        is_inside_record = text.size() <= longest_record;
        if (is_inside_record) add(text, in_deeds_);
        const auto& role = scene.node(up).role;
        if (role != "cell" && role != "gridcell" && is_record_of(scene, up, thing)) is_inside_record = false;
    }
    // A small page that is about one thing.
    if (const auto all = scene.whole_text(); is_inside_record && all.size() <= longest_record)
        add(all, in_deeds_);
    for (int i = 0; i < scene.size(); ++i)
        if (scene.node(i).role == "columnheader" && stands_below(scene, index, i))
            add(scene.text_of(i), in_deeds_);
    int titles = 0;
    for (int i = index; i >= 0 && titles < titles_above; --i) {
        if (!is_title(scene.node(i))) continue;
        add(scene.text_of(i), in_deeds_);
        ++titles;
    }
}

void Account::said(std::string_view text) { add(text, in_deeds_); }

void Account::typed(std::string_view text)
{
    said(text);
    if (!date_in(text) && !time_in(text)) add(text, typed_);  // these are written as the field wants them
}

void Account::reached(Reach reach) { farthest_ = std::max(farthest_.value_or(Reach::looked), reach); }

void Account::begin_step()
{
    farthest_.reset();
    on_things_.clear();
}

bool Account::has_read(std::string_view instruction) const
{
    Words words;
    add(instruction, words);
    return !std::ranges::includes(words, typed_);
}

std::string Account::left_open(std::string_view clause) const
{
    const auto phrase = tokenize(clause);
    bool is_led_away = false;
    for (const auto& token : phrase.tokens) {
        if (token.is_mark || token.text.empty()) {
            is_led_away = false;
            continue;
        }
        is_led_away = is_led_away || (!token.is_quoted && leads_away(token.small));
        const bool is_first = &token == &phrase.tokens.front();
        const bool is_number = is_digit(token.text.front());
        const bool is_name = token.is_quoted || is_number || (!is_first && is_capital(token.text.front()));
        if (is_led_away || !is_name || !chord_in(token.text).empty()) continue;
        for (const auto& word : words_of(token.text)) {
            if (is_manner(word) || is_written_in_many_ways(word) || has(in_deeds_, word)) continue;
            if (is_number && !has(on_pages_, word)) continue;  // counted, or computed with
            return token.text;
        }
    }
    return "";
}

std::string Account::verb_left_open(std::string_view clause) const
{
    if (!farthest_) return "";
    const auto phrase = tokenize(clause);
    const auto verb =
        std::ranges::find_if(phrase.tokens, [](const auto& token) { return !is_politeness(token.small); });
    if (verb == phrase.tokens.end() || verb->is_quoted) return "";
    const bool is_sorting = verb->small == "order" && contains_word(clause, "by");
    const bool is_of_deed = is_verb_of_deed(verb->small) && !is_sorting;
    const bool is_done = is_of_deed                       ? farthest_ >= Reach::did
                         : is_verb_of_choice(verb->small) ? farthest_ > Reach::looked
                                                          : true;
    const bool is_named = std::ranges::any_of(on_things_, [&](const auto& word) {
        return are_kin(word, verb->small) || are_synonyms(word, verb->small);
    });
    return is_done || is_named ? "" : verb->text;
}

}  // namespace lissom::agent::lite
