#include "agent/replay/player.hpp"

#include <algorithm>

#include "agent/release.hpp"
#include "agent/replay/recorder.hpp"
#include "base/try.hpp"
#include "extract/extract.hpp"

namespace lissom::agent::replay {
namespace {

// What a page shows a little later than it did (a list that is still being fetched) is waited for.
constexpr Millis patience(3'000);
constexpr Millis look_pause(30);

constexpr std::size_t most_told_steps = 10;  // of those before the one that is to be mended

std::string described(const Target& target)
{
    return target.role + (target.name.empty() ? "" : " \"" + target.name + "\"");
}

Done unmet(std::string why) { return Error{ErrorCode::not_doable, std::move(why)}; }

Done meets(const Expectation& expected, const actions::Effect& effect)
{
    const auto address = effect.has_navigated ? address_pattern(effect.url) : "";
    if (address != expected.address)
        return unmet(
            address.empty()
                ? "the page did not change to " + expected.address
                : "it led to " + address + (expected.address.empty() ? "" : " instead of " + expected.address)
        );
    if (expected.opens_dialog != effect.has_opened_dialog)
        return unmet(expected.opens_dialog ? "no dialog opened" : "a dialog opened");
    if (expected.opens_tab && !effect.has_opened_tab) return unmet("no tab opened");
    if (expected.downloads && !effect.has_downloaded) return unmet("nothing was downloaded");
    if (expected.changes && !effect.has_changed) return unmet("nothing changed");
    return Done();
}

// Whether the effect tells this step from others: many things change a page, one leads to that address.
bool leaves_a_trace(const Expectation& expected)
{
    return !expected.address.empty() || expected.opens_dialog || expected.opens_tab || expected.downloads;
}

}  // namespace

Player::Player(Surroundings& around, const Assignment& assignment, const Script& script)
    : around_(around),
      assignment_(assignment),
      script_(script),
      secrets_(assignment.secrets)
{
    add_leaves(values_, "metadata", Json(assignment.metadata));
}

Async<Done> Player::play()
{
    if (stage_ == Stage::before) CO_TRY_DONE(co_await begin());
    stage_ = Stage::under_way;
    for (; next_ < script_.steps.size(); ++next_) {
        const auto& step = script_.steps[next_];
        if (steps_ >= assignment_.max_steps)
            co_return Error{ErrorCode::not_doable, "the script has more steps than max_steps allows"};
        CO_TRY_DONE(co_await play_step(step));
        done_.push_back(step.action);
    }
    co_return Done();
}

bool Player::has_more_to_do() const
{
    // What was concluded from pages holds no more where one of them is another.
    const bool can_read =
        script_.answer_from == AnswerFrom::readings || script_.answer_from == AnswerFrom::extraction;
    return can_read || next_ + 1 < script_.steps.size();
}

std::string Player::told_step(const Error& why) const
{
    if (stage_ == Stage::before || next_ >= script_.steps.size()) return "";
    std::string told;
    const auto first = next_ - std::min(next_, most_told_steps);
    for (auto i = first; i < next_; ++i) told += "done: " + in_words(script_.steps[i]) + "\n";
    told += "the step: " + in_words(script_.steps[next_]) + "\n";
    told += "what is wrong with it: " + why.message + "\n";
    if (next_ + 1 < script_.steps.size())
        told += "what the script does after it: " + in_words(script_.steps[next_ + 1]) + "\n";
    return told;
}

std::string Player::in_words(const ScriptStep& step) const
{
    auto words = step.action;
    for (const auto& [name, target] : step.targets) words += " " + described(target);
    if (!step.params.empty()) {
        const auto params = filled_in(Json(step.params), values_);
        words += " " + dump(params ? *params : Json(step.params));
    }
    if (!step.expectation.address.empty()) words += ", which led to " + step.expectation.address;
    return words;
}

bool Player::is_mended_by(const Step& step)
{
    if (step.has_failed || !step.outcome || next_ >= script_.steps.size()) return false;
    if (step.is_tool) add_leaves(values_, "tool." + std::to_string(++tools_called_), step.outcome->value);
    const auto& wanted = script_.steps[next_];
    if (step.is_tool || wanted.is_tool) return step.is_tool && wanted.is_tool && step.action == wanted.action;

    if (const auto met = meets(wanted.expectation, *step.outcome); !met) return false;
    if (leaves_a_trace(wanted.expectation)) return true;
    const auto input = filled_in(Json(wanted.params), values_);
    if (!input || input->get_object().empty() || step.action != wanted.action) return false;
    return std::ranges::all_of(input->get_object(), [&](const auto& entry) {
        const auto* given = step.params.if_contains(entry.key());
        return given && *given == entry.value();
    });
}

void Player::go_on_after(int number)
{
    done_.push_back(script_.steps[next_].action);
    ++next_;
    steps_ = number;
}

Async<Done> Player::begin()
{
    const auto& url = assignment_.url.empty() ? script_.start_url : assignment_.url;
    if (!url.empty()) {
        const auto start = moment();
        JsonObject params{{"url", url}};
        auto effect = co_await actions::perform(around_.stage, "goto", params);
        tell({.action = "goto"}, std::move(params), effect, start);
        if (!effect) co_return effect.error();
        co_return Done();
    }
    if (const auto here = address_pattern(around_.stage.browser.page().url()); here != script_.starts_at)
        co_return Error{
            ErrorCode::not_doable, "the script begins at " + script_.starts_at + ", the browser is at " + here
        };
    co_return Done();
}

Async<Done> Player::look()
{
    CO_TRY(auto snapshot, co_await view::observe(around_.stage.browser.page()));
    page_ = std::make_shared<const view::Snapshot>(std::move(snapshot));
    co_return Done();
}

Error Player::unfit(const ScriptStep& step, const std::string& why) const
{
    return {
        ErrorCode::not_doable,
        "step " + std::to_string(next_ + 1) + " of the script (" + step.action + ") does not fit: " + why
    };
}

Async<Done> Player::play_step(const ScriptStep& step)
{
    CO_TRY(auto params, co_await params_for(step));
    const auto start = moment();
    auto effect = co_await carry_out(step, params);
    tell(step, params, effect, start);
    if (!effect) {
        if (effect.error().code == ErrorCode::unavailable) co_return effect.error();
        co_return unfit(step, effect.error().message);
    }
    if (step.is_tool) {
        add_leaves(values_, "tool." + std::to_string(++tools_called_), effect->value);
        co_return Done();
    }
    if (auto met = meets(step.expectation, *effect); !met) co_return unfit(step, met.error().message);
    co_return Done();
}

Done Player::read_all(const std::vector<Reading>& readings)
{
    const Landscape page(*page_);
    for (const auto& reading : readings) {
        auto text = read(page, reading);
        if (!text)
            return Error{
                ErrorCode::not_doable,
                "the page does not show for certain what stood after \"" + reading.target.label + "\""
            };
        values_[reading.name] = *std::move(text);
    }
    return Done();
}

Async<Result<JsonObject>> Player::params_for(const ScriptStep& step)
{
    JsonObject found;
    CO_TRY_DONE(co_await find_targets(step, found));
    says_the_same_ = says_the_same_ && Landscape(*page_).page_mark() == step.page;
    if (auto read = read_all(step.readings); !read) co_return unfit(step, read.error().message);
    auto params = filled_in(Json(step.params), values_);
    if (!params) co_return unfit(step, "a value that it needs was not given");
    for (const auto& [name, ref] : found) params->get_object()[name] = ref;
    co_return std::move(params->get_object());
}

// Everything that the step is about, found on the page as it is or as it becomes within a little while.
Async<Done> Player::find_targets(const ScriptStep& step, JsonObject& params)
{
    const auto since = moment();
    for (;;) {
        CO_TRY_DONE(co_await look());
        const Landscape page(*page_);
        std::string missing;
        std::string moved;
        for (const auto& [name, target] : step.targets) {
            const auto index = page.find(target);
            if (!index) {
                missing = described(target);
                continue;
            }
            params[name] = "e" + std::to_string(page_->nodes[*index].ref);
            if (name == "element" && !step.chosen_among.empty() &&
                page.records_mark(*index) != step.chosen_among)
                moved = described(target);
        }
        if (missing.empty() && moved.empty()) co_return Done();
        if (seconds_since(since) * 1000 > static_cast<double>(patience.count()))
            co_return unfit(
                step,
                missing.empty() ? moved + " was chosen from a list that has changed"
                                : "there is no " + missing + " for certain"
            );
        co_await pause(look_pause);
    }
}

Async<Result<actions::Effect>> Player::carry_out(const ScriptStep& step, JsonObject params)
{
    if (step.is_tool) {
        CO_TRY(auto answer, co_await around_.call_tool(step.action, std::move(params)));
        co_return actions::Effect{.text = "answered", .value = std::move(answer)};
    }
    CO_TRY(auto released, released_for(secrets_, step.action, params, around_.stage.browser.page(), *page_));
    co_return co_await actions::perform(around_.stage, step.action, std::move(released));
}

Async<Result<Json>> Player::answer()
{
    constexpr auto only_agent = "only the agent can tell the answer";
    if (script_.answer_from == AnswerFrom::agent) co_return Error{ErrorCode::not_doable, only_agent};
    if (script_.answer_from == AnswerFrom::extraction && assignment_.response_model)
        co_return co_await extract::extract(
            around_.stage.browser.page(), *assignment_.response_model, assignment_.instruction
        );
    const auto since = moment();
    for (;;) {
        CO_TRY_DONE(co_await look());
        std::string why = "a page does not say what it said when the answer was concluded";
        if (script_.answer_from == AnswerFrom::readings) {
            auto read = read_all(script_.readings);
            auto output = read ? filled_in(script_.output, values_) : std::nullopt;
            if (output) co_return secrets_.mask(*output);
            why = read ? "a value was not given" : read.error().message;
        } else if (says_the_same_ && Landscape(*page_).page_mark() == script_.page) {
            co_return script_.output;
        }
        if (seconds_since(since) * 1000 > static_cast<double>(patience.count()))
            co_return Error{ErrorCode::not_doable, "the answer cannot be read again: " + why};
        co_await pause(look_pause);
    }
}

void Player::tell(
    const ScriptStep& step,
    JsonObject params,
    const Result<actions::Effect>& effect,
    Moment start
)
{
    Step told;
    told.number = ++steps_;
    told.action = step.action;
    told.params = secrets_.mask(Json(std::move(params))).get_object();
    told.effect = secrets_.mask(effect ? effect->text : effect.error().message);
    told.has_failed = !effect;
    told.url = secrets_.mask(around_.stage.browser.page().url());
    told.took_ms = seconds_since(start) * 1000;
    told.is_tool = step.is_tool;
    told.page = page_;
    if (page_) told.seen = secrets_.mask(view::to_text(*page_));
    if (effect) told.outcome = *effect;
    around_.tell_step(std::move(told));
}

}  // namespace lissom::agent::replay
