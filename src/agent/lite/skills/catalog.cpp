#include "agent/lite/skills/catalog.hpp"

#include <array>
#include <utility>

#include "agent/lite/skills/skills.hpp"

namespace lissom::agent::lite {

namespace {

constexpr std::array<std::pair<Verb, Skill>, 42> catalog = {{
    {Verb::open_url, skills::open_url},
    {Verb::go_back, skills::go_back},
    {Verb::login, skills::login},
    {Verb::search, skills::search},
    {Verb::click, skills::press},
    {Verb::close, skills::close},
    {Verb::focus, skills::focus},
    {Verb::hover, skills::hover},
    {Verb::expand, skills::expand},
    {Verb::explore, skills::explore},
    {Verb::press_key, skills::press_key},
    {Verb::fill, skills::fill},
    {Verb::choose, skills::choose},
    {Verb::check, skills::check},
    {Verb::uncheck, skills::uncheck},
    {Verb::drag, skills::drag},
    {Verb::arrange, skills::arrange},
    {Verb::draw, skills::draw},
    {Verb::point, skills::point},
    {Verb::highlight, skills::highlight},
    {Verb::format, skills::format},
    {Verb::copy, skills::find},
    {Verb::resize, skills::resize},
    {Verb::classify, skills::classify},
    {Verb::match, skills::match},
    {Verb::act, skills::act},
    {Verb::find, skills::find},
    {Verb::compose, skills::compose},
    {Verb::sort, skills::sort},
    {Verb::narrow, skills::narrow},
    {Verb::consent, skills::consent},
    {Verb::logout, skills::logout},
    {Verb::buy, skills::buy},
    {Verb::answer, skills::answer},
    {Verb::solve, skills::solve},
    {Verb::guess, skills::guess},
    {Verb::play, skills::play},
    {Verb::command, skills::command},
    {Verb::upload, skills::upload},
    {Verb::download, skills::download},
    {Verb::scroll, skills::scroll},
    {Verb::wait, skills::wait},
}};

}  // namespace

Skill skill_for(Verb verb)
{
    for (const auto& [each, skill] : catalog)
        if (each == verb) return skill;
    return nullptr;
}

}  // namespace lissom::agent::lite
