#include "actions/field.hpp"

#include "base/try.hpp"

namespace lissom::actions {
namespace {

// Longer texts go in at once: a person would paste them, and a page that looks at every key has no business
// with them.
constexpr std::size_t typed_by_key = 400;

std::string letters_and_digits(std::string_view text)
{
    std::string kept;
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        if (octet >= 0x80 || std::isalnum(octet) != 0) kept += static_cast<char>(std::tolower(octet));
    }
    return kept;
}

Async<Result<std::string>> held_by(browser::Page& page, Target target)
{
    CO_TRY(
        const auto held,
        co_await call_on(page, target.frame, target.ref, "element => lissom.held_by(element)", {})
    );
    co_return held.is_string() ? std::string(held.get_string()) : std::string();
}

Async<Done> focus_all(browser::Page& page, Target target)
{
    constexpr std::string_view function = "element => lissom.focus_all(element)";
    const auto has_focus = [](const Json& answer) {
        return answer.is_object() && bool_or(answer.get_object(), "has_focus");
    };
    CO_TRY(const auto answer, co_await call_on(page, target.frame, target.ref, std::string(function), {}));
    if (has_focus(answer)) co_return Done();

    // Some fields wake by a press only.
    CO_TRY_DONE(co_await page.click(target.point, {}));
    CO_TRY(const auto again, co_await call_on(page, target.frame, target.ref, std::string(function), {}));
    if (has_focus(again)) co_return Done();
    co_return Error{ErrorCode::page_error, target.what + " does not take the focus"};
}

// Begin of the last character: pages that listen for keys see one, with the whole text in place.
std::size_t last_character(std::string_view text)
{
    auto at = text.size() - 1;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) --at;
    return at;
}

Async<Done> enter(browser::Page& page, std::string value)
{
    if (value.empty()) co_return co_await page.press_key("Delete");
    const auto last = last_character(value);
    if (last > 0) CO_TRY_DONE(co_await page.insert_text(value.substr(0, last)));
    const auto rest = value.substr(last);
    if (rest == "\n") co_return co_await page.insert_text(rest);
    co_return co_await page.type_text(rest);
}

bool is_close(std::string_view held, std::string_view wanted)
{
    return held == wanted || letters_and_digits(held) == letters_and_digits(wanted);
}

}  // namespace

Async<Done> veil(browser::Page& page, view::Ref ref)
{
    constexpr auto to_dots =
        "element => { element.style.setProperty('-webkit-text-security', 'disc', 'important'); }";
    CO_TRY_DONE(co_await ask_element(page, ref, to_dots));
    co_return Done();
}

std::string shortened(const std::string& text)
{
    constexpr std::size_t limit = 80;
    if (text.size() <= limit) return text;
    auto end = limit;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    return text.substr(0, end) + "…";
}

Async<Result<Held>> type_over(browser::Page& page, Target target, std::string value)
{
    if (!target.has_focus) CO_TRY_DONE(co_await focus_all(page, target));
    CO_TRY_DONE(co_await enter(page, value));
    if (page.open_dialog()) co_return Held{value, ""};
    CO_TRY(auto held, co_await held_by(page, target));
    if (held == value) co_return Held{std::move(held), ""};

    if (!is_close(held, value) && value.size() <= typed_by_key) {
        // Masks and editors that want every key of it.
        CO_TRY_DONE(co_await focus_all(page, target));
        CO_TRY_DONE(co_await page.press_key("Delete"));
        CO_TRY_DONE(co_await page.type_text(value));
        CO_TRY(held, co_await held_by(page, target));
    }
    if (held == value) co_return Held{std::move(held), ""};
    if (is_close(held, value)) co_return Held{held, "the field wrote it its own way"};
    if (!held.empty() && value.starts_with(held)) co_return Held{held, "the field takes no more than that"};
    co_return Error{
        ErrorCode::page_error,
        target.what + " did not take \"" + shortened(value) + "\"; it holds \"" + shortened(held) + "\""
    };
}

Async<Result<Held>> set_at_once(browser::Page& page, Target target, std::string value)
{
    CO_TRY(
        const auto answer,
        co_await call_on(
            page,
            target.frame,
            target.ref,
            "(element, value) => lissom.set_value(element, value)",
            JsonArray{value}
        )
    );
    const auto* object = answer.if_object();
    if (object == nullptr)
        co_return Error{ErrorCode::internal, "the world script did not tell what the field holds"};
    if (const auto error = string_or(*object, "error"); !error.empty())
        co_return Error{ErrorCode::page_error, target.what + ": " + error};
    co_return Held{string_or(*object, "held"), string_or(*object, "note")};
}

Async<Result<Effect>>
choose_native(Stage& stage, browser::Page& page, view::Ref ref, std::vector<std::string> wanted)
{
    auto before = look_before(stage, page);
    Aim aim;
    aim.is_guarded = false;
    CO_TRY(const auto target, co_await aim_at(page, before, ref, aim));
    JsonArray arguments;  // one, which is a list
    arguments.push_back(JsonArray(wanted.begin(), wanted.end()));
    CO_TRY(
        const auto answer,
        co_await call_on(
            page,
            target.frame,
            ref,
            "(element, wanted) => lissom.select_options(element, wanted)",
            std::move(arguments)
        )
    );
    const auto* object = answer.if_object();
    if (object == nullptr)
        co_return Error{ErrorCode::internal, "the world script did not tell what is chosen"};
    if (const auto error = string_or(*object, "error"); !error.empty())
        co_return Error{ErrorCode::page_error, error};
    const auto note = bool_or(*object, "was_so") ? " (it was chosen already)" : "";
    co_return co_await finish(
        stage, before, "chose in " + target.what + " = \"" + string_or(*object, "held") + "\"" + note
    );
}

Async<Result<Effect>> set_box(Stage& stage, browser::Page& page, view::Ref ref, bool is_wanted)
{
    // 2 is on, 1 off, 0 says nothing about itself; what it is inside a label or a wrapper counts. What tells
    // its own state needs nothing inside: often a native box lies there, not drawn.
    constexpr std::string_view read_state =
        "element => { const inner = element.localName === 'label' && element.control ? element.control :"
        " element.matches('[role=checkbox][aria-checked],[role=radio][aria-checked],[role=switch][aria-"
        "checked]')"
        " ? element : "
        "element.querySelector('input[type=checkbox],input[type=radio],[role=checkbox],[role=radio],[role="
        "switch]') || element;"
        " return [lissom.checked_state(inner, inner.localName, inner.getAttribute('role') || ''), "
        "lissom.number_of(inner)]; }";
    const int wanted = is_wanted ? 2 : 1;
    const std::string word = is_wanted ? "checked" : "unchecked";

    CO_TRY(const auto found, co_await ask_element(page, ref, std::string(read_state)));
    const auto& [frame, state] = found;
    const auto is_so = [&](const Json& answer) {
        return answer.is_array() && answer.get_array().size() == 2 &&
               answer.get_array()[0].to_number<int>() == wanted;
    };
    auto before = look_before(stage, page);
    if (is_so(state)) {
        CO_TRY_DONE(co_await watch_page(page, before, ref));
        co_return co_await finish(stage, before, "e" + std::to_string(ref) + " was " + word + " already");
    }
    const auto box =
        state.is_array() && state.get_array().size() == 2 ? state.get_array()[1].to_number<view::Ref>() : ref;
    CO_TRY(const auto target, co_await aim_at(page, before, box, {}));
    CO_TRY_DONE(co_await page.click(target.point, {}));
    CO_TRY(auto effect, co_await finish(stage, before, word + " " + target.what));
    if (page.is_closed() || page.open_dialog() || effect.has_navigated || effect.state == word)
        co_return effect;

    // Gone from the page is no failure: lists that drop what is done.
    const auto now = co_await call_on(page, frame, box, std::string(read_state), {});
    if (now && !is_so(*now) && now->is_array() && now->get_array()[0].to_number<int>() != 0) {
        co_return Error{
            ErrorCode::page_error,
            target.what + " did not become " + word +
                (is_wanted ? "" : " (a radio button is left by choosing another)")
        };
    }
    co_return effect;
}

}  // namespace lissom::actions
