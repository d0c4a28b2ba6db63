"""What the benchmarks count by themselves: a figure is worth what its counting is worth."""

import pathlib
import sys

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[2] / "bench")]

from operable import share_found  # noqa: E402
from peers import agent_browser, devtools_mcp, ours, playwright_mcp, sight  # noqa: E402

BUTTON, LINK = [10, 10, 80, 20], [200, 10, 40, 20]


def test_an_element_is_found_by_a_reference_to_its_box_or_to_something_inside_of_it():
    picture = [205, 12, 10, 10]

    assert share_found([BUTTON, LINK], [[11, 9, 80, 21], picture]) == (2, 2)


def test_an_element_is_not_found_by_what_is_around_it_or_has_no_size():
    body, nothing = [0, 0, 1280, 720], [20, 15, 0, 0]

    assert share_found([BUTTON, LINK], [body, nothing]) == (0, 2)


def test_each_tool_s_references_are_read_from_its_text():
    # The second page of a session gives Playwright's references another beginning.
    assert playwright_mcp.PlaywrightMcp.REFERENCE.findall('- link "Cart" [ref=f2e4] [cursor=pointer]:\n- list [ref=e7]') == ["f2e4", "e7"]
    assert agent_browser.AgentBrowser.REFERENCE.findall('- checkbox "Ida" [checked=false, ref=e5]') == ["e5"]
    assert devtools_mcp.DevtoolsMcp.REFERENCE.findall('  uid=1_10 button "Clear"') == ["1_10"]
    assert ours.Ours.REFERENCE.findall('[e12] button "Clear"') == ["e12"]


def test_lines_of_inner_frames_are_not_asked_about():
    text = 'uid=1_0 RootWebArea\n  uid=1_1 Iframe\n    uid=1_2 RootWebArea\n      uid=1_3 button\n  uid=1_4 link\n'

    left = devtools_mcp.without_frames(text)

    assert devtools_mcp.DevtoolsMcp.REFERENCE.findall(left) == ["1_0", "1_1", "1_4"]


def test_one_page_in_ten_has_more_than_the_upper_figure():
    assert sight.upper(list(range(100))) == 90
    assert sight.upper([7]) == 7
