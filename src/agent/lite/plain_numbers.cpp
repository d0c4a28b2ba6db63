#include <algorithm>
#include <set>
#include <tuple>

#include "agent/lite/fields.hpp"
#include "agent/lite/plain_parts.hpp"
#include "agent/lite/steppers.hpp"
#include "agent/lite/values.hpp"
#include "agent/lite/words.hpp"

namespace lissom::agent::lite {

namespace {

// Something that is set to a number.
struct Dial {
    view::Ref ref = 0;
    std::string label;
    bool is_free = true;
};

std::vector<Dial> dials(const Scene& scene)
{
    std::vector<Dial> found;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& node = scene.node(i);
        if (node.ref == 0 || node.is_disabled || node.is_hidden) continue;
        if (node.role == "slider" || node.role == "spinbutton" || node.input_type == "number")
            found.push_back({node.ref, label_of(scene, i)});
    }
    for (const auto& each : steppers(scene)) {
        const bool is_known = std::ranges::any_of(found, [&](const Dial& dial) {
            const int at = scene.index_of(dial.ref);
            return dial.ref == each.display || (at >= 0 && scene.is_inside(scene.index_of(each.display), at));
        });
        if (!is_known) found.push_back({each.display, each.label});
    }
    return found;
}

struct Bid {
    std::size_t dial = 0, number = 0;
    double share = 0;
    std::size_t distance = 0;
    std::vector<std::size_t> places;
};

// How much of a dial's name stands on one side of a number, up to where something else begins.
Bid bid_for(const Said& said, const Dial& dial, std::size_t number, bool is_before)
{
    constexpr std::size_t reach = 5;  // words
    const auto label = telling_words(dial.label);
    Bid bid;
    std::set<std::size_t> named;
    for (std::size_t step = 1; step <= reach; ++step) {
        if (is_before ? step > number : number + step >= said.words.size()) break;
        const auto at = is_before ? number - step : number + step;
        const auto& word = said.words[at];
        if (word.is_stop || word.is_quoted || said.number_at(at)) break;
        for (std::size_t k = 0; k < label.size(); ++k)
            if (is_like_word(word.small, label[k]) && named.insert(k).second) {
                bid.places.push_back(at);
                bid.distance = bid.distance == 0 ? step : bid.distance;
            }
    }
    bid.share = label.empty() ? 0 : static_cast<double>(named.size()) / static_cast<double>(label.size());
    bid.number = number;
    return bid;
}

void give_numbers(Said& said, std::vector<Dial>& all, PlainReading& reading)
{
    std::vector<Bid> bids;
    for (std::size_t number = 0; number < said.words.size(); ++number) {
        if (!said.number_at(number)) continue;
        for (std::size_t d = 0; d < all.size(); ++d)
            for (const bool is_before : {true, false}) {
                auto bid = bid_for(said, all[d], number, is_before);
                bid.dial = d;
                if (bid.share >= 0.5) bids.push_back(std::move(bid));
            }
    }
    std::ranges::sort(bids, [](const Bid& a, const Bid& b) {
        return std::tuple(-a.share, a.distance, a.number, a.dial) <
               std::tuple(-b.share, b.distance, b.number, b.dial);
    });
    for (const auto& bid : bids) {
        auto& word = said.words[bid.number];
        if (word.is_used || !all[bid.dial].is_free) continue;
        reading.deeds.push_back(
            {PlainDeed::Kind::number, all[bid.dial].ref, number_text(*said.number_at(bid.number))}
        );
        word.is_used = true;
        all[bid.dial].is_free = false;
        said.use(bid.places);
        said.use_words_of(all[bid.dial].label);
    }
}

// "Between 600 and 1100", "at most 900": of two dials the one that begins and the one that ends the range.
void read_range(Said& said, std::vector<Dial>& all, PlainReading& reading)
{
    Dial* least = nullptr;
    Dial* most = nullptr;
    for (auto& dial : all) {
        if (!dial.is_free) continue;
        const auto has = [&](std::initializer_list<std::string_view> some) {
            return std::ranges::any_of(some, [&](auto one) { return contains_word(dial.label, one); });
        };
        if (has({"min", "minimum", "from", "lowest", "at least", "start"})) least = &dial;
        if (has({"max", "maximum", "to", "highest", "up to", "at most", "end"})) most = &dial;
    }
    if (least == nullptr || most == nullptr || least == most) return;
    std::vector<std::size_t> numbers;
    for (std::size_t i = 0; i < said.words.size(); ++i)
        if (!said.words[i].is_used && said.number_at(i)) numbers.push_back(i);
    const auto set = [&](Dial& dial, std::size_t at) {
        reading.deeds.push_back({PlainDeed::Kind::number, dial.ref, number_text(*said.number_at(at))});
        said.words[at].is_used = true;
        said.use_words_of(dial.label);
        dial.is_free = false;
    };
    if (numbers.size() == 2 && said.has({"between", "from"})) {
        // The upper end first: the lower one may not be pushed past it.
        set(*most, numbers[1]);
        set(*least, numbers[0]);
    } else if (numbers.size() == 1 &&
               said.has({"at most", "under", "below", "up to", "no more than", "less than", "maximum", "max"}
               )) {
        set(*most, numbers[0]);
    } else if (numbers.size() == 1 &&
               said.has({"at least", "over", "above", "more than", "no less than", "minimum", "min"})) {
        set(*least, numbers[0]);
    } else {
        return;
    }
    said.use_any_of({"euro", "euros", "dollar", "dollars", "pounds", "pound", "eur", "usd"});
}

// "Make the fan go to high": a scale whose places have names.
void read_scale(const Scene& scene, Said& said, const std::vector<Dial>& all, PlainReading& reading)
{
    for (const auto& dial : all) {
        const int at = scene.index_of(dial.ref);
        if (!dial.is_free || at < 0 || scene.node(at).value.empty() || number_in(scene.node(at).value))
            continue;
        const auto places = said.find_all(telling_words(dial.label), true);
        if (!places) continue;
        for (std::size_t i = said.words.size(); i-- > 0;) {
            auto& word = said.words[i];
            if (word.is_used || is_manner(word.small) || std::ranges::find(*places, i) != places->end())
                continue;
            reading.deeds.push_back({PlainDeed::Kind::number, dial.ref, word.small});
            word.is_used = true;
            said.use(*places);
            break;
        }
    }
}

}  // namespace

void read_numbers(const Scene& scene, Said& said, PlainReading& reading)
{
    auto all = dials(scene);
    // The words that bound a range tell its ends apart, where "price" is said of both.
    read_range(said, all, reading);
    give_numbers(said, all, reading);
    read_scale(scene, said, all, reading);
}

}  // namespace lissom::agent::lite
