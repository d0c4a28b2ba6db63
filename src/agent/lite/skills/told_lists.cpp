#include <set>

#include "agent/lite/listing.hpp"
#include "agent/lite/looks.hpp"
#include "agent/lite/measure.hpp"
#include "agent/lite/skills/answering.hpp"
#include "agent/lite/skills/paging.hpp"
#include "agent/lite/skills/skills.hpp"
#include "agent/lite/values.hpp"
#include "base/try.hpp"

// What a list's records say, one after the other, over its pages.
namespace lissom::agent::lite::skills {

namespace {

constexpr int max_pages = 12;          // of a list that is read to its end
constexpr Millis late_content(1'500);  // pages fill in after they are loaded
constexpr std::size_t max_told = 100;  // records in one answer

std::string field_text(const Scene& scene, const Listing& listing, int box, const std::string& field)
{
    return field_of(scene, listing, box, field).value_or("");
}

// The boxes of this page that the question is about.
std::vector<int> meant(const Scene& scene, const Listing& listing, const Wanted& wanted)
{
    return records_like(scene, listing, wanted.records);
}

std::optional<double> measure_of(const Scene& scene, const Listing& listing, int box, const Wanted& wanted)
{
    const auto& measure = *wanted.measure;
    if (!wanted.measure_field.empty()) {
        const auto text = field_of(scene, listing, box, wanted.measure_field);
        if (!text) return std::nullopt;
        const auto value = measured(measure, *text);
        return value ? value : number_in(*text);
    }
    if (measure.what == "price" || measure.what == "rating" || measure.what == "date") {
        const auto text = field_of(scene, listing, box, measure.what);
        if (!text) return std::nullopt;
        if (const auto value = measured(measure, *text)) return value;
        return measure.what == "rating" ? number_in(*text) : std::nullopt;
    }
    return measured(measure, scene.text_of(box));
}

}  // namespace

Result<Row> row_of(const Scene& scene, const Listing& listing, int box, const Wanted& wanted)
{
    Row row;
    for (const auto& field : wanted.fields) {
        row.values.push_back(field_text(scene, listing, box, field));
        if (row.values.back().empty()) return cannot("the entries of the page do not tell their " + field);
    }
    return row;
}

std::string told(const std::vector<Row>& rows, const Wanted& wanted)
{
    JsonArray all;
    for (const auto& row : rows) {
        JsonObject record;
        for (std::size_t i = 0; i < row.values.size(); ++i) record[wanted.fields[i]] = row.values[i];
        all.emplace_back(std::move(record));
    }
    return in_words(wanted.is_list || all.size() != 1 ? Json(std::move(all)) : all.front());
}

Async<Result<std::string>> read_list(Run& run, Wanted wanted)
{
    const auto has_list = [&](const Scene& scene) {
        const auto listing = listing_for(scene, wanted.records);
        return listing && !meant(scene, *listing, wanted).empty();
    };
    CO_TRY(const bool came, co_await run.hands.look_until(has_list, late_content));
    if (!came) co_return cannot("the page lists no " + (wanted.records.empty() ? "records" : wanted.records));

    std::vector<Row> rows;
    std::optional<double> record;
    int seen = 0;
    for (int page = 0; page < max_pages; ++page) {
        const auto& scene = run.hands.scene();
        const auto listing = listing_for(scene, wanted.records);
        if (!listing) break;
        auto boxes = meant(scene, *listing, wanted);
        if (wanted.ordinal < 0 && !boxes.empty()) boxes = {boxes.back()};
        for (const int box : boxes) {
            ++seen;
            if (wanted.ordinal > 0 && seen != wanted.ordinal) continue;
            if (wanted.measure && wanted.count <= 1) {
                const auto value = measure_of(scene, *listing, box, wanted);
                if (!value || (record && (wanted.measure->is_least ? *value >= *record : *value <= *record)))
                    continue;
                record = value;
                rows.clear();
                run.record = scene.node(box).ref;
            }
            CO_TRY(auto row, row_of(scene, *listing, box, wanted));
            rows.push_back(std::move(row));
            if (wanted.ordinal > 0) run.record = scene.node(box).ref;
            if (wanted.count > 0 && static_cast<int>(rows.size()) == wanted.count) break;
        }
        const bool has_enough = (wanted.count > 0 && static_cast<int>(rows.size()) >= wanted.count) ||
                                (wanted.ordinal > 0 && !rows.empty()) || rows.size() >= max_told;
        if (has_enough) break;
        // Whoever wants the first three on a page with two takes the next page too; a list without a number
        // is the page's, but the cheapest of all may be anywhere.
        if (wanted.count == 0 && wanted.ordinal <= 0 && !wanted.measure) break;
        CO_TRY(const bool turned, co_await turn_page(run));
        if (!turned) break;
    }
    if (rows.empty() && wanted.measure)
        co_return cannot("the entries do not show their " + wanted.measure->what);
    if (rows.empty()) co_return cannot("there are not that many " + wanted.records);
    co_return told(rows, wanted);
}

}  // namespace lissom::agent::lite::skills
