#include <algorithm>
#include <set>
#include <string>

#include "agent/lite/listing.hpp"
#include "agent/lite/said.hpp"
#include "agent/lite/skills/pressing.hpp"
#include "agent/lite/skills/record.hpp"
#include "agent/lite/words.hpp"
#include "base/try.hpp"

// "The bike post", "the mail about lunch", "the person who posted the soup recipe": one of several things by
// words that it says and the others do not.
namespace lissom::agent::lite::skills {

namespace {

// What things are called, and how it is said which of them is meant.
bool is_noun_of_records(const std::string& word)
{
    static const std::set<std::string, std::less<>> nouns = {
        "post",       "posts", "mail",   "mails",   "message", "messages", "email",        "e",
        "item",       "entry", "card",   "row",     "note",    "notice",   "alert",        "ad",
        "advert",     "thing", "one",    "person",  "people",  "user",     "author",       "contact",
        "article",    "story", "tweet",  "comment", "review",  "photo",    "picture",      "product",
        "course",     "event", "ticket", "order",   "task",    "file",     "notification", "warning",
        "popup",      "song",  "track",  "video",   "page",    "record",   "listing",      "who",
        "that",       "which", "whose",  "posted",  "posts",   "wrote",    "written",      "sent",
        "shared",     "said",  "about",  "says",    "saying",  "called",   "named",        "regarding",
        "concerning", "where", "has",    "talks",   "mentions"
    };
    return nouns.contains(word);
}

}  // namespace

int record_by_words(const Scene& scene, const std::string& phrase)
{
    auto words = content_words(phrase);
    const auto all = words;
    std::erase_if(words, is_noun_of_records);
    if (words.empty()) words = all;
    const auto listing = listing_for(scene, "records");
    if (!listing || listing->boxes.size() < 2 || words.empty()) return -1;
    int found = -1;
    for (const int box : listing->boxes) {
        const auto said = words_of(scene.text_of(box));
        const bool is_it = std::ranges::all_of(words, [&](const std::string& word) {
            return std::ranges::any_of(said, [&](const std::string& each) {
                return is_same_word(each, word);
            });
        });
        if (!is_it) continue;
        if (found >= 0) return -1;
        found = box;
    }
    return found;
}

Async<Result<bool>> act_on_record(Run& run, std::string verb, std::string record)
{
    // More than a name is a wish with parts: "250 euros to Swiss francs".
    constexpr std::size_t longest_name = 8;  // words
    if (record.find_first_of("0123456789") != std::string::npos || words_of(record).size() > longest_name)
        co_return false;
    CO_TRY(const auto* scene, co_await run.hands.look());
    const int box = record_by_words(*scene, record);
    if (box < 0) co_return false;
    run.record = scene->node(box).ref;
    if (const auto control = control_in_record(run, verb); control != 0) {
        CO_TRY_DONE(co_await run.hands.press(control));
        co_return true;
    }
    run.record = scene->node(box).ref;
    co_return co_await press_in_menu(run, verb);
}

}  // namespace lissom::agent::lite::skills
