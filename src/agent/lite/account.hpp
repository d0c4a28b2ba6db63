#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "agent/lite/scene.hpp"

namespace lissom::agent::lite {

// How far a deed can have gone at most: it looked, it led to another page, it made a choice, it did
// something.
enum class Reach { looked, led, chose, did };

// What the deeds of an assignment have to do with its words. Whatever was touched, typed or chosen says
// something, and so does what it is a part of: what the person named has to be found there. Where no deed had
// to do with "Sevilla", something else was done than what was meant, however well each deed went.
class Account {
public:
    // A look at the page: what it says by now.
    void looked(const Scene& scene);
    // The thing a deed was done to (-1: none): what it says, its record, and the titles above it.
    void touched(const Scene& scene, int index);
    // What was typed or chosen, the address that was opened, what the deed brought about.
    void said(std::string_view text);
    void typed(std::string_view text);
    void reached(Reach reach);
    // From here on the deeds are those of another step: verbs are asked of each step's own.
    void begin_step();

    // Was something typed that the instruction does not say? Then it was read or computed, and what the
    // instruction names may be no more than where that stood.
    bool has_read(std::string_view instruction) const;

    // The first name of the clause that no deed had to do with: in quotes, with a capital, or a number that
    // the pages say. Empty where there is none, and where words say which thing is not meant, or only where
    // it is: "all but Zinc", "the button next to Beta".
    std::string left_open(std::string_view clause) const;

    // The verb of the clause where no deed can have been what it says: "Subscribe to Dahlias" is not done by
    // following a link of that name, for a link does nothing but lead somewhere. Empty where one may have
    // been, where the step had no deed, and for verbs that say no more than to look or to go.
    std::string verb_left_open(std::string_view clause) const;

private:
    using Words = std::set<std::string, std::less<>>;

    static void add(std::string_view text, Words& words);
    static bool has(const Words& words, const std::string& word);

    Words on_pages_;  // in lower case
    Words in_deeds_;
    Words on_things_;  // of this step: what was touched, itself
    Words typed_;
    std::optional<Reach> farthest_;  // of this step
};

}  // namespace lissom::agent::lite
