#include "agent/lite/hands.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "actions/params.hpp"
#include "agent/lite/banners.hpp"
#include "agent/lite/phrase.hpp"
#include "agent/lite/words.hpp"
#include "agent/release.hpp"
#include "base/time.hpp"
#include "base/try.hpp"

namespace lissom::agent::lite {

namespace {

// Is what lies over the thing a list that was left open? It goes by the Escape key.
bool is_under_list(const std::string& message)
{
    return std::ranges::any_of(
        std::initializer_list<std::string_view>{
            "option", "listbox", "menuitem", "menu", "gridcell", "treeitem"
        },
        [&](std::string_view role) { return message.contains("covered by " + std::string(role)); }
    );
}

// The innermost thing at a point; -1: none.
int thing_at(const Scene& scene, browser::Point point)
{
    int found = -1;
    for (int i = 0; i < scene.size(); ++i) {
        const auto& rect = scene.node(i).rect;
        const bool is_in = point.x >= rect.x && point.y >= rect.y && point.x <= rect.x + rect.width &&
                           point.y <= rect.y + rect.height;
        if (is_in && (found < 0 || rect.area() <= scene.node(found).rect.area())) found = i;
    }
    return found;
}

// "[x, y]", or a list of such.
std::vector<browser::Point> points_of(const Json& value)
{
    std::vector<browser::Point> points;
    const auto* list = value.if_array();
    if (list == nullptr) return points;
    if (list->size() == 2 && list->front().is_number())
        points.push_back({list->front().to_number<double>(), list->back().to_number<double>()});
    for (const auto& each : *list) std::ranges::copy(points_of(each), std::back_inserter(points));
    return points;
}

std::vector<std::string> texts_in(const Json& value)
{
    std::vector<std::string> texts;
    if (value.is_string()) texts.emplace_back(value.get_string());
    if (const auto* list = value.if_array())
        for (const auto& each : *list) std::ranges::copy(texts_in(each), std::back_inserter(texts));
    return texts;
}

Reach reach_of_press(const view::Node& thing, const actions::Effect& effect)
{
    const bool is_sign = words_of(thing.name).empty();  // nobody knows what it says
    if (effect.has_downloaded || is_sign) return Reach::did;
    if (thing.role == "tab" || thing.role == "combobox") return Reach::chose;
    if (thing.role == "option" || thing.role == "radio" || thing.role == "checkbox") return Reach::chose;
    // Buttons send what was entered, and then lead somewhere, too.
    const bool is_for_deeds = thing.role == "button" || thing.role == "menuitem" || thing.role == "switch";
    return effect.has_navigated && !is_for_deeds ? Reach::led : Reach::did;
}

Reach reach_of(
    std::string_view action,
    const JsonObject& params,
    const Scene& scene,
    const actions::Effect& effect
)
{
    static const std::set<std::string, std::less<>> looking = {
        "back",
        "close_tab",
        "forward",
        "goto",
        "hover",
        "new_tab",
        "read",
        "read_file",
        "reload",
        "scroll",
        "switch_tab",
        "wait_for"
    };
    if (looking.contains(action)) return effect.has_navigated ? Reach::led : Reach::looked;
    if (action == "select" || action == "check") return Reach::chose;
    if (action == "press") {
        const auto key = string_or(params, "key");
        const bool is_of_a_scale = key.starts_with("Arrow") || key == "Home" || key == "End";
        if (is_of_a_scale) return Reach::chose;
        return key == "Tab" || key.starts_with("Page") ? Reach::looked : Reach::did;
    }
    const auto ref = actions::ref_from(params, "element");
    const auto* thing = action == "click" && ref ? scene.snapshot().find(*ref) : nullptr;
    return thing != nullptr ? reach_of_press(*thing, effect) : Reach::did;
}

constexpr Millis look_pause(15);  // between two looks at a page that has not shown yet what is waited for

}  // namespace

Hands::Hands(Surroundings& surroundings, const Assignment& assignment)
    : surroundings_(surroundings),
      assignment_(assignment),
      secrets_(assignment.secrets)
{
}

void Hands::keep_secret(std::string text)
{
    constexpr std::size_t shortest = 4;  // to hide "12" everywhere would spoil what is told
    if (text.size() >= shortest && !secrets_.are_named_in({{"text", text}}))
        hidden_.push_back(std::move(text));
}

std::string Hands::masked(std::string text) const
{
    text = secrets_.mask(std::move(text));
    for (const auto& hidden : hidden_)
        for (auto at = text.find(hidden); at != std::string::npos; at = text.find(hidden, at))
            text.replace(at, hidden.size(), "••••");
    return text;
}

Async<Result<const Scene*>> Hands::look()
{
    // A note of the browser's own hides the page; whoever does not ask what it says reads it and goes on.
    const auto note = surroundings_.stage.browser.page().open_dialog();
    const bool is_asked_about = std::ranges::any_of(
        std::initializer_list<std::string_view>{
            "alert", "dialog", "popup", "pop-up", "message", "prompt", "close"
        },
        [&](std::string_view word) { return contains_word(assignment_.instruction, word); }
    );
    if (note && note->kind == browser::DialogKind::alert && !is_asked_about)
        CO_TRY_DONE(co_await act("dialog", JsonObject{{"accept", true}}));
    const auto* before = scene_.size() == 0 ? nullptr : &scene_.snapshot();
    CO_TRY(auto snapshot, co_await view::observe(surroundings_.stage.browser, before, view::Boxes::all));
    scene_ = Scene(std::move(snapshot));
    account_.looked(scene_);
    if (focus_ && !apply_focus(scene_, *focus_)) focus_.reset();
    co_return &scene_;
}

void Hands::focus_on(std::optional<Focus> focus)
{
    const bool was_narrow = focus_.has_value();
    focus_ = std::move(focus);
    if (was_narrow) scene_ = Scene(scene_.snapshot());
    if (focus_ && !apply_focus(scene_, *focus_)) focus_.reset();
}

void Hands::note(const JsonObject& params)
{
    for (const auto& [key, value] : params) {
        if (const auto ref = actions::ref_from(params, key); ref && value.is_string()) {
            account_.touched(scene_, scene_.index_of(*ref));
        } else if (key == "at" || key == "path") {
            for (const auto& point : points_of(value)) account_.touched(scene_, thing_at(scene_, point));
        } else {
            for (const auto& text : texts_in(value))
                key == "text" ? account_.typed(text) : account_.said(text);
        }
    }
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
    auto shown = params;
    for (auto& [key, value] : shown)
        if (value.is_string()) value = masked(std::string(value.get_string()));
    auto seen = scene_.size() == 0 ? std::string() : masked(view::to_text(scene_.snapshot()));
    note(params);
    auto released =
        released_for(secrets_, action, params, surroundings_.stage.browser.page(), scene_.snapshot());
    auto effect = released ? co_await actions::perform(surroundings_.stage, action, *released)
                           : Result<actions::Effect>(released.error());
    if (!effect && effect.error().message.contains("covered by") && !is_clearing_) {
        is_clearing_ = true;
        const auto cleared = co_await clear_way(*this);
        is_clearing_ = false;
        const bool is_listed = cleared && !*cleared && is_under_list(effect.error().message);
        bool is_put_away = cleared && *cleared;
        if (is_listed) {
            const auto left =
                co_await actions::perform(surroundings_.stage, "press", JsonObject{{"key", "Escape"}});
            constexpr Millis fading(300);  // a list that closes slides away
            co_await pause(fading);
            is_put_away = left.has_value();
        }
        if (is_put_away && released)
            effect = co_await actions::perform(surroundings_.stage, action, *released);
    }
    // A note of the browser's own has one answer: whoever does not speak of it reads it and goes on.
    const auto note = surroundings_.stage.browser.page().open_dialog();
    if (!effect && note && note->kind == browser::DialogKind::alert && action != "dialog" && released) {
        CO_TRY_DONE(co_await act("dialog", JsonObject{{"accept", true}}));
        effect = co_await actions::perform(surroundings_.stage, action, *released);
    }
    if (!effect) effect.error().message = masked(std::move(effect.error().message));
    const auto reach = effect ? reach_of(action, params, scene_, *effect) : Reach::looked;

    agent::Step step;
    step.number = ++steps_;
    step.action = action;
    step.params = std::move(shown);
    step.effect = masked(effect ? effect->text : effect.error().message);
    step.has_failed = !effect;
    step.url = secrets_.mask(surroundings_.stage.browser.page().url());
    step.took_ms = seconds_since(started) * 1000;
    step.seen = std::move(seen);
    if (effect) last_effect_ = step.effect;
    if (effect) account_.said(step.effect), account_.reached(reach);
    if (surroundings_.tell_step) surroundings_.tell_step(std::move(step));
    co_return effect;
}

int Hands::wrong_fields(const Scene& scene)
{
    return static_cast<int>(std::ranges::count_if(scene.nodes(), [](const view::Node& node) {
        const auto marked = node.attributes.find("aria-invalid");
        return marked != node.attributes.end() && marked->second != "false" && !marked->second.empty();
    }));
}

std::string Hands::complaint() const
{
    static constexpr std::array<std::string_view, 9> asking = {
        "please {!verb} {*}",
        "[{*}] (is|are) (required|missing|invalid|mandatory) [{*}]",
        "[{*}] (must|cannot|can't|can not|may not|should) [not] be {*}",
        "(choose|select|enter|fill in|provide|pick) (a|an|your|all|at least|the) {*}",
        "[{*}] (required|missing|invalid)",
        "(invalid|missing) {*}",
        "not a valid {*}",
        "[{*}] (not|no longer) (valid|possible|available) [{*}]",
        "(sorry|error|oops) [{*}]"
    };
    constexpr std::size_t longest = 90;  // letters
    if (said_before_press_.empty()) return "";
    // A page that took nothing says so in its title.
    auto title = collapsed(scene_.snapshot().title);
    const bool is_new_title = !title.empty() && !said_before_press_.contains(title);
    if (is_new_title &&
        fit("[{*}] (error|forbidden|not found|bad request|access denied|unauthorized) [{*}]", title))
        return title;
    for (int i = 0; i < scene_.size(); ++i) {
        const auto& node = scene_.node(i);
        if (node.role != "text" || node.name.size() > longest ||
            scene_.node(scene_.operable_at(i)).is_operable)
            continue;
        const auto text = collapsed(node.name);
        if (text.empty() || said_before_press_.contains(text)) continue;
        // "Choose a barber" over the next page's choices is its title.
        const int around = scene_.element_of(i);
        const bool is_title =
            around >= 0 && (scene_.node(around).role == "heading" || scene_.node(around).tag == "legend");
        if (is_title && fit("(choose|select|enter|provide|pick) {*}", text)) continue;
        // A warning before a deed is no complaint about it.
        if (fit("[{*}] (cannot|can't|can not) be (undone|reverted|reversed|restored|recovered) [{*}]", text))
            continue;
        for (const auto pattern : asking)
            if (fit(pattern, without_tail_words(text, {"."}))) return text;
    }
    return "";
}

Async<Result<actions::Effect>> Hands::press(view::Ref ref)
{
    const auto* node = scene_.snapshot().find(ref);
    const bool is_button = node != nullptr && node->role == "button";
    const int wrong = wrong_fields(scene_);
    auto said = scene_.snapshot().title + "\n" + scene_.whole_text();
    JsonObject params{{"element", "e" + std::to_string(ref)}};
    if (button_ != "left") params["button"] = button_;
    if (count_ != 1) params["count"] = count_;
    auto effect = co_await act("click", params);
    // What is still being laid out has no size for a moment.
    if (!effect && effect.error().message.contains("it has no size")) {
        constexpr Millis layout_limit(600);
        const auto has_size = [ref](const Scene& now) {
            const auto* found = now.snapshot().find(ref);
            return found != nullptr && found->rect.area() > 0;
        };
        CO_TRY(const bool came, co_await look_until(has_size, layout_limit));
        if (came) effect = co_await act("click", std::move(params));
    }
    if (effect && is_button) has_pressed_button_ = true, wrong_before_ = wrong;
    if (effect) said_before_press_ = std::move(said);
    co_return effect;
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
