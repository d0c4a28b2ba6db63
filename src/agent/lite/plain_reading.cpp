#include "agent/lite/plain_reading.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "agent/lite/fields.hpp"
#include "agent/lite/forms.hpp"
#include "agent/lite/plain_parts.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

using Words = std::vector<std::string>;
using WordSet = std::set<std::string, std::less<>>;

// -- choices
// ----------------------------------------------------------------------------------------------------------

struct Choice {
    int index = -1;
    view::Ref ref = 0;
    std::string option;  // of a native list
    int group = -1;      // only one of a group is taken; -1: any number
    std::string about;   // what the group is called
    Words words;
};

// The box that holds the choices of one question, and what it is called.
std::pair<int, std::string> group_of(const Scene& scene, int index)
{
    constexpr int highest = 5;
    for (int up = scene.parent(index), level = 0; up >= 0 && level < highest;
         up = scene.parent(up), ++level) {
        const auto& node = scene.node(up);
        if (node.role == "radiogroup" || node.role == "listbox" || node.role == "group" ||
            node.tag == "fieldset" || node.role == "menu")
            return {up, node.is_named_by_content ? "" : node.name};
    }
    return {scene.parent(index), ""};
}

bool takes_several(const view::Node& list)
{
    const auto at = list.attributes.find("aria-multiselectable");
    return at != list.attributes.end() && at->second == "true";
}

// "Text align left", "Text align right": what all of one group say tells none of them.
void drop_common_words(std::vector<Choice>& all)
{
    for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
        while (end < all.size() && all[end].group == all[begin].group) ++end;
        if (end - begin < 2 || all[begin].group < 0) continue;
        Words common = all[begin].words;
        for (std::size_t i = begin; i < end; ++i)
            std::erase_if(common, [&](const std::string& word) {
                return all[i].words.size() < 2 || std::ranges::find(all[i].words, word) == all[i].words.end();
            });
        for (std::size_t i = begin; i < end && !common.empty(); ++i)
            std::erase_if(all[i].words, [&](const std::string& word) {
                return std::ranges::find(common, word) != common.end();
            });
    }
}

std::vector<Choice> choices(const Scene& scene)
{
    std::vector<Choice> found;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || node.is_disabled) continue;
        if (node.tag == "select") {
            for (const auto& option : node.options)
                found.push_back({i, node.ref, option, i, label_of(scene, i), telling_words(option)});
            continue;
        }
        const bool is_one = node.role == "radio" || node.role == "menuitemradio";
        if (!is_one && node.role != "option") continue;
        auto [group, name] = group_of(scene, i);
        const bool is_free = !is_one && group >= 0 && takes_several(scene.node(group));
        found.push_back({i, node.ref, "", is_free ? -1 : group, name, telling_words(node.name)});
    }
    drop_common_words(found);
    std::erase_if(found, [](const Choice& each) { return each.words.empty(); });
    std::ranges::sort(found, [](const Choice& a, const Choice& b) {
        return a.words.size() != b.words.size() ? a.words.size() > b.words.size()
                                                : std::tie(a.index, a.option) < std::tie(b.index, b.option);
    });
    return found;
}

void read_choices(const Scene& scene, Said& said, PlainReading& reading)
{
    std::set<int> taken;
    const auto all = choices(scene);
    for (const auto& each : all) {
        const auto places = said.find_all(each.words, false);
        if (!places || std::ranges::all_of(each.words, [](const auto& word) { return is_manner(word); }))
            continue;
        // The same choice stands in every record of a list: which of them is meant was not said.
        const bool is_repeated = std::ranges::any_of(all, [&](const Choice& other) {
            return other.group != each.group && other.words == each.words && other.about == each.about &&
                   !each.about.empty();
        });
        if (is_repeated) {
            reading.is_ambiguous = true;
            continue;
        }
        // "No onions" is no wish for onions, and two of one group are one too many.
        const bool is_refused = std::ranges::any_of(*places, [&](auto at) { return said.is_negated(at); });
        if (is_refused || (each.group >= 0 && !taken.insert(each.group).second)) {
            reading.is_ambiguous = true;
            continue;
        }
        const auto kind = each.option.empty() ? PlainDeed::Kind::choose : PlainDeed::Kind::option;
        reading.deeds.push_back({kind, each.ref, each.option});
        said.use(*places);
        said.use_words_of(each.about);
    }
}

// -- switches
// ----------------------------------------------------------------------------------------------------------

bool is_switch(const view::Node& node)
{
    if (node.ref == 0 || node.is_disabled || node.role == "radio" || node.role == "menuitemradio")
        return false;
    return node.role == "checkbox" || node.role == "switch" || node.role == "menuitemcheckbox" ||
           (node.role == "button" && node.attributes.contains("aria-pressed"));
}

bool is_negative(const Said& said)
{
    return said.has({"stop",    "no",     "not",        "don't",   "dont",      "never",  "without",
                     "disable", "off",    "deactivate", "anymore", "no longer", "hide",   "unsubscribe",
                     "revoke",  "forbid", "prevent",    "opt out", "withdraw",  "remove", "mute"});
}

void read_switches(const Scene& scene, Said& said, PlainReading& reading)
{
    std::set<view::Ref> taken;
    for (;;) {
        view::Ref best = 0;
        double top = 0.49;
        bool is_tie = false;
        std::vector<std::size_t> places;
        std::string label;
        for (int i = 0; i < scene.size(); ++i) {
            const auto& node = scene.node(i);
            if (!is_switch(node) || taken.contains(node.ref)) continue;
            const auto name = label_of(scene, i);
            std::size_t known = 0, telling = 0;
            std::vector<std::size_t> at;
            for (const auto& word : telling_words(name)) {
                if (is_manner(word)) continue;
                ++telling;
                if (const auto place = said.find(word, true); place && !is_manner(said.words[*place].small))
                    ++known, at.push_back(*place);
            }
            if (telling == 0 || known == 0) continue;
            const double share = static_cast<double>(known) / static_cast<double>(telling);
            if (share > top + 1e-9) {
                top = share, best = node.ref, places = at, label = name, is_tie = false;
            } else if (share > top - 1e-9) {
                is_tie = true;
            }
        }
        if (best == 0) return;
        if (is_tie) reading.is_ambiguous = true;
        taken.insert(best);
        reading.deeds.push_back(
            {is_negative(said) ? PlainDeed::Kind::untick : PlainDeed::Kind::tick, best, ""}
        );
        said.use(places);
        said.use_words_of(label);
    }
}

// -- texts
// ----------------------------------------------------------------------------------------------------------

// "From Oban to Mull": what a word before a name says of the field it goes into.
void read_directions(Said& said, std::vector<FormField>& fields, PlainReading& reading)
{
    static const WordSet leading = {"from", "to", "via", "by"};
    static const WordSet ending = {
        "from", "to", "via", "by", "on", "at", "for", "with", "and", "in", "until"
    };
    static const WordSet wishing = {"want", "like", "need", "going", "have", "love", "wish", "try"};
    for (std::size_t i = 0; i + 1 < said.words.size(); ++i) {
        if (said.words[i].is_used || !leading.contains(said.words[i].small)) continue;
        // "I want to travel": no place.
        if (i > 0 && wishing.contains(said.words[i - 1].small)) continue;
        std::size_t end = i + 1;
        while (end < said.words.size() && !said.words[end].is_stop && !said.words[end].is_used &&
               !ending.contains(said.words[end].small))
            ++end;
        if (end == i + 1) continue;
        const auto field = std::ranges::find_if(fields, [&](const FormField& each) {
            return each.ref != 0 && each.is_empty && (each.type == "text" || each.type == "pick") &&
                   // "Go to account" is no field for where somebody wants to go.
                   !starts_with_word(lower(each.label), "go") &&
                   std::ranges::any_of(words_of(each.label), [&](const std::string& word) {
                       return word == said.words[i].small || are_synonyms(said.words[i].small, word);
                   });
        });
        if (field == fields.end()) continue;
        const auto value =
            said.source.substr(said.words[i + 1].begin, said.words[end - 1].end - said.words[i + 1].begin);
        reading.deeds.push_back({PlainDeed::Kind::put, field->ref, value});
        for (std::size_t k = i; k < end; ++k) said.words[k].is_used = true;
        said.use_words_of(field->label);
        field->ref = 0;
    }
}

// "Tiree as the destination and Ullapool as the port of departure".
void read_namings(Said& said, std::vector<FormField>& fields, PlainReading& reading)
{
    for (std::size_t begin = 0, end = 0; begin < said.words.size(); begin = end + 1) {
        end = begin;
        while (end < said.words.size() && !said.words[end].is_stop) ++end;
        std::size_t as = begin;
        while (as < end && said.words[as].small != "as") ++as;
        std::size_t first = begin;
        while (first < as && (is_manner(said.words[first].small) || said.words[first].is_used)) ++first;
        if (as >= end || first >= as) continue;
        const bool is_address = said.between(first, as - 1).contains('@');
        for (auto& field : fields) {
            const auto label = telling_words(field.label);
            const bool wants_address = field.type == "email" || lower(field.label).contains("mail");
            if (field.ref == 0 || (wants_address && !is_address)) continue;
            const bool is_named = std::ranges::any_of(label, [&](const std::string& word) {
                for (auto i = as + 1; i < end; ++i)
                    if (is_like_word(said.words[i].small, word)) return true;
                return false;
            });
            if (!is_named) continue;
            reading.deeds.push_back({PlainDeed::Kind::put, field.ref, said.between(first, as - 1)});
            for (auto i = first; i < end; ++i) said.words[i].is_used = true;
            field.ref = 0;
            break;
        }
    }
}

void read_fields(const Scene& scene, Said& said, PlainReading& reading)
{
    std::set<view::Ref> done;
    for (const auto& deed : reading.deeds) done.insert(deed.ref);
    auto fields = form_fields(scene);
    std::erase_if(fields, [&](const FormField& each) {
        const int at = scene.index_of(each.ref);
        return done.contains(each.ref) || each.type == "check" || each.type == "radio" || at < 0 ||
               scene.node(at).role == "slider" || scene.node(at).role == "spinbutton" ||
               scene.node(at).tag == "select";
    });
    if (fields.empty()) return;
    read_directions(said, fields, reading);
    std::erase_if(fields, [](const FormField& each) { return each.ref == 0; });
    read_namings(said, fields, reading);
    std::erase_if(fields, [](const FormField& each) { return each.ref == 0; });
    const auto is_open = [](const SaidWord& each) { return !each.is_used && !is_manner(each.small); };
    if (std::ranges::none_of(said.words, is_open) || fields.empty()) return;
    const auto assigned = assign(fields, said.source);
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto& value = assigned.values[i];
        if (value.empty()) continue;
        bool is_new = false;  // not what went into another control already
        for (auto& word : said.words)
            if (!word.is_used && (contains_word(value, word.text) || word.text == value)) is_new = true;
        if (!is_new && fields[i].type != "date") continue;
        reading.deeds.push_back({PlainDeed::Kind::put, fields[i].ref, value});
        for (auto& word : said.words)
            if (contains_word(value, word.text) || word.text == value) word.is_used = true;
        if (fields[i].type == "date")
            for (auto& word : said.words)
                if (month_named(word.small) || (number_in(word.text) && date_in(said.source)))
                    word.is_used = true;
        said.use_words_of(fields[i].label);
    }
}

// The first word of a button that ends what was entered; "approve" and "delete" do something else.
bool ends_form(std::string_view word)
{
    static const WordSet ending = {
        "save",
        "apply",
        "confirm",
        "submit",
        "send",
        "book",
        "register",
        "reserve",
        "continue",
        "order",
        "search",
        "show",
        "find",
        "finish",
        "done",
        "request",
        "ok",
        "go"
    };
    return ending.contains(word);
}

}  // namespace

PlainReading read_plainly(const Scene& scene, std::string_view clause)
{
    PlainReading reading;
    Said said(clause);
    read_moments(scene, said, reading);
    read_stars(scene, said, reading);
    read_numbers(scene, said, reading);
    read_choices(scene, said, reading);
    read_switches(scene, said, reading);
    read_paints(scene, said, reading);
    read_fields(scene, said, reading);
    // Of a form that is filled in nothing may be left over; where something is only chosen, the words over
    // the choice and the button for it say what it is.
    const bool only_chooses = std::ranges::none_of(reading.deeds, [](const PlainDeed& deed) {
        return deed.kind == PlainDeed::Kind::put;
    });
    // What the page is about, and what its buttons do at the end, is no wish of its own.
    said.use_words_of(scene.snapshot().title);
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.role == "heading" || node.tag == "legend") said.use_words_of(scene.text_of(i));
        // "Wall colour", over what is chosen from.
        constexpr std::size_t longest_title = 3;  // words
        if (only_chooses && node.role == "paragraph" && words_of(scene.text_of(i)).size() <= longest_title)
            said.use_words_of(scene.text_of(i));
        const auto name = words_of(node.name);
        const bool is_verb =
            only_chooses && !name.empty() && !said.words.empty() && said.words.front().small == name.front();
        if (node.role == "button" && !name.empty() && (ends_form(name.front()) || is_verb))
            said.use_words_of(node.name);
    }
    for (const auto& word : said.words)
        if (!word.is_used && !is_manner(word.small)) reading.left.push_back(word.text);
    return reading;
}

}  // namespace lissom::agent::lite
