#include "agent/lite/skills/by_page.hpp"

#include <array>

#include "base/try.hpp"

namespace lissom::agent::lite::skills {

Async<Result<bool>> do_by_page(Run& run, const lite::Step& step)
{
    using Way = Async<Result<bool>> (*)(Run& run, const lite::Step& step);
    static constexpr std::array<Way, 16> ways = {
        edit_text,
        edit_cell,
        move_between_lists,
        set_tags,
        use_calculator,
        act_on_rows,
        fill_timetable,
        order_by_form,
        use_terminal,
        set_range,
        say_to,
        add_in_place,
        rate,
        switch_record,
        add_to_list,
        put_into
    };
    for (const auto way : ways) {
        CO_TRY(const bool is_done, co_await way(run, step));
        if (is_done) co_return true;
    }
    co_return false;
}

}  // namespace lissom::agent::lite::skills
