#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "view/snapshot.hpp"

namespace lissom::agent::replay {

// How to find one thing of a page again: by what it is, what it is called, how its author marked it and what
// stands around it. No part alone decides, so that each may change.
struct Target {
    std::string role;
    std::string name;  // empty in readings: it is what is to be read
    std::string placeholder;
    std::string input_type;
    std::string address;                       // of links: path and query
    std::map<std::string, std::string> marks;  // id, name, data-testid and the like
    std::string label;                         // the text right before it
    std::string heading;                       // the heading it stands under
    std::string place;                         // 'form "Sign in"', 'navigation'
    std::string record;                        // what its row, entry or card begins with
    int nth = 0;                               // from 1, among those of its role in its place
    int of = 0;
};

JsonObject to_json(const Target& target);
Target target_from(const JsonObject& json);

// A snapshot with what a person would use to point at things: what stands where.
class Landscape {
public:
    explicit Landscape(const view::Snapshot& snapshot);

    Target describe(std::size_t index) const;
    std::optional<std::size_t> index_of(view::Ref ref) const;

    // The one operable thing that is most like the target; none where nothing is like it, or two are alike.
    std::optional<std::size_t> find(const Target& target) const;

    // The text run that stands where the target's did; `fits` adds what it thinks of what that says.
    template <class Fits>
    std::optional<std::size_t> find_text(const Target& target, const Fits& fits) const
    {
        Best best;
        for (std::size_t i = 0; i < snapshot_.nodes.size(); ++i)
            if (is_text(snapshot_.nodes[i]))
                if (const double like = text_likeness(target, describe(i)) + fits(i); like > 0)
                    best.take(i, like);
        return best.of(least_like_text);
    }

    // What a text run or a field says.
    const std::string& said(std::size_t index) const;
    static bool is_text(const view::Node& node);

    // Of the list that the thing is an entry of: a mark of all that its entries say, in whatever order.
    // Whoever chose among them chose by that. Empty where it is no entry of a list of records (menus are
    // none).
    std::string records_mark(std::size_t index) const;

    // The same of the whole page.
    std::string page_mark() const;

    const view::Snapshot& snapshot() const { return snapshot_; }

private:
    static constexpr double least_like_text = 4;

    struct Best {
        std::optional<std::size_t> index;
        double like = 0;
        double second = 0;
        void take(std::size_t i, double its_like);
        std::optional<std::size_t> of(double least) const;
    };
    struct Around {
        std::size_t label;
        std::size_t heading;
        int place = -1;   // index of the nearest landmark above
        int record = -1;  // index of the nearest row, entry or card above
        int nth = 0;
    };

    static double likeness(const Target& wanted, const Target& there);
    static double text_likeness(const Target& wanted, const Target& there);
    std::string texts_below(std::size_t index) const;
    int parent_of(std::size_t index) const { return snapshot_.nodes[index].parent; }

    const view::Snapshot& snapshot_;
    std::vector<Around> around_;
    std::map<std::pair<int, std::string>, int> counts_;  // by place and role
};

// The same on every machine and in every build, unlike std::hash: scripts are kept.
std::string mark_of(std::string_view text);

}  // namespace lissom::agent::replay
