#include "agent/lite/hands.hpp"

#include "base/time.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite {

namespace {

constexpr Millis look_pause(15);  // between two looks at a page that has not shown yet what is waited for

std::string masked_text(std::string text, const std::vector<std::string>& secrets)
{
    for (const auto& secret : secrets) {
        if (secret.empty()) continue;
        for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at))
            text.replace(at, secret.size(), "••••");
    }
    return text;
}

}  // namespace

Hands::Hands(Surroundings& surroundings, const Assignment& assignment)
    : surroundings_(surroundings),
      assignment_(assignment)
{
}

Async<Result<const Scene*>> Hands::look()
{
    const auto* before = scene_.size() == 0 ? nullptr : &scene_.snapshot();
    CO_TRY(auto snapshot, co_await view::observe(surroundings_.stage.browser, before, view::Boxes::all));
    scene_ = Scene(std::move(snapshot));
    co_return &scene_;
}

JsonObject Hands::masked(JsonObject params) const
{
    for (auto& [key, value] : params)
        if (value.is_string()) value = masked_text(std::string(value.get_string()), secrets_);
    return params;
}

Async<Result<actions::Effect>> Hands::act(std::string action, JsonObject params)
{
    if (steps_ >= assignment_.max_steps) {
        co_return Error{
            ErrorCode::not_doable,
            "the task needs more than " + std::to_string(assignment_.max_steps) + " steps (max_steps)"
        };
    }
    const auto started = moment();
    auto shown = masked(params);
    auto effect = co_await actions::perform(surroundings_.stage, action, std::move(params));

    agent::Step step;
    step.number = ++steps_;
    step.action = action;
    step.params = std::move(shown);
    step.effect = masked_text(effect ? effect->text : effect.error().message, secrets_);
    step.has_failed = !effect;
    step.url = surroundings_.stage.browser.page().url();
    step.took_ms = seconds_since(started) * 1000;
    if (surroundings_.tell_step) surroundings_.tell_step(std::move(step));
    if (effect && effect->has_changed) has_changed_ = true;
    co_return effect;
}

Async<Result<actions::Effect>> Hands::press(view::Ref ref)
{
    JsonObject params{{"element", "e" + std::to_string(ref)}};
    co_return co_await act("click", std::move(params));
}

Async<Result<actions::Effect>> Hands::press_at(browser::Point point)
{
    JsonObject params{{"at", JsonArray{point.x, point.y}}};
    co_return co_await act("click", std::move(params));
}

Async<Result<actions::Effect>> Hands::fill(view::Ref ref, std::string text)
{
    JsonObject params{{"element", "e" + std::to_string(ref)}, {"text", text}};
    co_return co_await act("fill", std::move(params));
}

Async<Result<actions::Effect>> Hands::type(std::string text)
{
    JsonObject params{{"text", text}};
    co_return co_await act("type", std::move(params));
}

Async<Result<actions::Effect>> Hands::key(std::string chord, int times, view::Ref ref)
{
    JsonObject params{{"key", chord}, {"times", times}};
    if (ref != 0) params["element"] = "e" + std::to_string(ref);
    co_return co_await act("press", std::move(params));
}

Async<Result<actions::Effect>> Hands::drag(browser::Point from, browser::Point to)
{
    JsonArray path{JsonArray{from.x, from.y}, JsonArray{to.x, to.y}};
    JsonObject params{{"path", std::move(path)}};
    co_return co_await act("drag", std::move(params));
}

Async<Result<bool>> Hands::look_until(std::function<bool(const Scene&)> holds, Millis limit)
{
    const auto started = moment();
    while (true) {
        CO_TRY(const auto* scene, co_await look());
        if (holds(*scene)) co_return true;
        if (seconds_since(started) * 1000 > static_cast<double>(limit.count())) co_return false;
        co_await pause(look_pause);
    }
}

Async<Result<const Scene*>> Hands::bring_into_view(view::Ref ref)
{
    const auto* node = scene_.snapshot().find(ref);
    if (node != nullptr && !node->is_in_viewport) {
        JsonObject params{{"element", "e" + std::to_string(ref)}};
        CO_TRY_DONE(co_await act("scroll", std::move(params)));
    }
    co_return co_await look();
}

}  // namespace lissom::agent::lite
