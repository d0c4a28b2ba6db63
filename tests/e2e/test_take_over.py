"""Taking over in the live view: what a person does reaches the page, and what agents and clients do meanwhile."""

import concurrent.futures
import contextlib

import pytest
import rest
from live_viewer import FIELD, Viewer, live_url
from server import Server
from waiting import wait_until


def links(session):
    return session.api.request("GET", f"/task/{session.id}/live").r


def js(session, code):
    """What the page says, None while it is on its way to another one."""
    with contextlib.suppress(AssertionError):
        return session.js(code)


def is_at(session, path):
    return js(session, "location.pathname") == path


def value(session):
    return session.js("document.querySelector('#field').value")


def test_a_person_types_into_the_page(page):
    with Viewer(live_url(page), interactive=True) as viewer:
        viewer.wait_said("hello", may_control=True)
        viewer.wait_said("control", holder="agent")
        viewer.click(300, 120)
        viewer.wait_said("control", holder="you")
        viewer.type("hello")
        viewer.press("Enter", code="Enter", number=13)
        viewer.send(type="text", text=" Zürich, ¿qué?")
        viewer.give_back()
        wait_until(lambda: value(page) == "hello Zürich, ¿qué?", "the text is there")

        viewer.press("a", code="KeyA", number=65, modifiers=2)
        viewer.press("Backspace", code="Backspace", number=8)
        viewer.give_back()
        wait_until(lambda: value(page) == "", "all of it was selected and deleted")

        viewer.send(type="wheel", x=300, y=300, dx=0, dy=120)
        viewer.give_back()
        heard = wait_until(
            lambda: (h := page.js("heard")) and any(e[0] == "wheel" for e in h) and h, "the wheel was heard"
        )

    assert ["keydown", "h", True] in heard
    assert ["keydown", "Enter", True] in heard
    assert all(event[2] for event in heard), "a page could tell it from a person's"


def test_a_long_paste_is_cut_between_two_characters(page):
    with Viewer(live_url(page), interactive=True) as viewer:
        viewer.click(300, 120)
        viewer.send(type="text", text="x" + 60_000 * "ü")
        viewer.give_back()
        pasted = wait_until(lambda: value(page), "the text is there")

    assert pasted == "x" + 49_999 * "ü", "100 000 bytes at most"


BUSY_WITH_WHEELS = """() => {
  document.body.style.height = '9000px';
  window.turned = [];
  addEventListener('wheel', (e) => {
    turned.push(e.deltaY);
    for (const end = performance.now() + 40; performance.now() < end; );
  }, {passive: false});
}"""


def test_a_page_that_is_slow_with_a_wheel_gets_all_of_it_and_no_queue(page):
    page.js(BUSY_WITH_WHEELS)
    with Viewer(live_url(page), interactive=True) as viewer:
        viewer.send(type="control", take=True)
        viewer.wait_said("control", holder="you")
        for _ in range(400):
            viewer.send(type="wheel", x=300, y=400, dx=0, dy=5)
        viewer.give_back()
        turned = page.js("turned")

    assert sum(turned) == 400 * 5
    assert len(turned) < 100, "what waits becomes one turn"


def test_a_dialog_is_shown_and_answered(page):
    with Viewer(live_url(page), interactive=True) as viewer:
        viewer.wait_frame()
        viewer.click(200, 220)
        shown = viewer.wait(lambda message: isinstance(message, dict) and message.get("dialog"), "the dialog")
        viewer.send(type="dialog", accept=True, text="Ada")
        viewer.wait(
            lambda message: isinstance(message, dict) and message["type"] == "page" and not message["dialog"], "it goes"
        )
        viewer.give_back()
        wait_until(lambda: page.js("window.answer") == "Ada", "the page has the answer")

    assert shown["dialog"] == {"kind": "prompt", "message": "Your name?", "text": "nobody"}


def is_dialog(kind):
    return lambda message: isinstance(message, dict) and (message.get("dialog") or {}).get("kind") == kind


def no_dialog(message):
    return isinstance(message, dict) and message["type"] == "page" and not message["dialog"]


def test_a_question_of_any_length_is_shown(page):
    page.js("document.querySelector('#ask').onclick = () => { window.answer = confirm('x' + 'ü'.repeat(5000)) }; 0")
    with Viewer(live_url(page), interactive=True) as viewer:
        viewer.wait_frame()
        viewer.click(200, 220)
        shown = viewer.wait(is_dialog("confirm"), "the question")
        viewer.send(type="dialog", accept=True, text="")
        viewer.wait(no_dialog, "it goes")
        viewer.give_back()
        assert page.js("window.answer") is True

    assert shown["dialog"]["message"] == "x" + 999 * "ü" + "…"


@pytest.mark.parametrize("accept", [True, False])
def test_an_alert_and_a_question_are_answered(page, accept):
    page.js("document.querySelector('#ask').onclick = () => { alert('first'); window.answer = confirm('sure?') }; 0")
    with Viewer(live_url(page), interactive=True) as viewer:
        viewer.wait_frame()
        viewer.click(200, 220)
        viewer.wait(is_dialog("alert"), "the alert")
        viewer.send(type="dialog", accept=True, text="")
        viewer.wait(is_dialog("confirm"), "the question")
        viewer.send(type="dialog", accept=accept, text="")
        viewer.wait(no_dialog, "it goes")
        viewer.give_back()
        assert page.js("window.answer") is accept


def test_a_person_is_asked_before_a_page_is_left_that_does_not_want_to_be(page):
    page.js("window.mark = 1; addEventListener('beforeunload', (e) => e.preventDefault()); 0")
    with Viewer(live_url(page), interactive=True) as viewer:
        viewer.wait_frame()
        viewer.click(300, 120)
        viewer.type("unsaved")
        viewer.send(type="go", where="reload")
        viewer.wait(is_dialog("before_unload"), "the question")
        viewer.send(type="dialog", accept=False, text="")
        viewer.wait(no_dialog, "it goes")
        viewer.send(type="go", where="reload")
        viewer.wait(is_dialog("before_unload"), "the question comes again: the page is still there")
        viewer.send(type="dialog", accept=True, text="")
        viewer.wait(no_dialog, "it goes")
        viewer.give_back()
        wait_until(lambda: js(page, "window.mark ?? 0") == 0, "it was loaded anew")


def test_an_agent_is_not_asked(page):
    page.js("window.mark = 1; addEventListener('beforeunload', (e) => e.preventDefault()); 0")
    with Viewer(live_url(page), interactive=True) as viewer:
        viewer.wait_frame()
        viewer.click(300, 120)
        viewer.type("unsaved")
        viewer.give_back()
        js(page, "setTimeout(() => location.reload(), 50); 0")
        wait_until(lambda: js(page, "window.mark ?? 0") == 0, "it was loaded anew")


def test_back_reload_and_tabs(page, sites):
    with Viewer(live_url(page), interactive=True) as viewer:
        page.goto(f"{sites}/shop/")
        viewer.send(type="go", where="back")
        viewer.give_back()
        wait_until(lambda: is_at(page, "/odd/landing"), "it went back")
        page.js("window.mark = 1")
        viewer.send(type="go", where="reload")
        viewer.give_back()
        wait_until(lambda: js(page, "window.mark ?? 0") == 0, "it was loaded anew")

        page.js(f"void window.open('{sites}/odd/popup')")
        tabs = viewer.wait(
            lambda message: isinstance(message, dict) and len(message.get("tabs", [])) == 2, "a second tab"
        )["tabs"]
        viewer.send(type="tab", id=tabs[0]["id"])
        viewer.give_back()
        wait_until(lambda: is_at(page, "/odd/landing"), "the first tab is in front again")


def test_a_finger_touches_a_telephone(api, sites):
    with rest.Session(api, device="mobile") as session:
        session.goto(f"{sites}/odd/landing")
        session.js(FIELD)
        with Viewer(live_url(session), interactive=True) as viewer:
            _, _, width, height, _ = viewer.wait_frame()
            viewer.send(type="touch", kind="start", points=[{"x": 150, "y": 120, "id": 1}])
            viewer.send(type="touch", kind="end", points=[])
            viewer.give_back()
            wait_until(lambda: session.js("heard.some((e) => e[0] === 'touchstart')"), "the touch was heard")

    assert (width, height) == (390, 844)


FINGERS = """() => {
  window.touches = [];
  for (const kind of ['touchstart', 'touchmove', 'touchend', 'touchcancel'])
    addEventListener(kind, (e) => touches.push([kind, e.touches.length, e.changedTouches.length]), true);
}"""


def test_two_fingers_are_two_to_the_page_and_lifted_one_by_one(api, sites):
    one, other = {"x": 100, "y": 300, "id": 7}, {"x": 250, "y": 400, "id": 8}
    with rest.Session(api, device="mobile") as session:
        session.goto(f"{sites}/odd/landing")
        session.js(FINGERS)
        with Viewer(live_url(session), interactive=True) as viewer:
            viewer.wait_frame()
            viewer.send(type="touch", kind="start", points=[one])
            viewer.send(type="touch", kind="start", points=[one, other])
            viewer.send(type="touch", kind="end", points=[other])
            viewer.send(type="touch", kind="end", points=[])
            viewer.give_back()
            touches = session.js("touches")

    assert [touch for touch in touches if touch[0] != "touchmove"] == [
        ["touchstart", 1, 1],
        ["touchstart", 2, 1],
        ["touchend", 1, 1],
        ["touchend", 0, 1],
    ]


def test_the_agent_waits_while_a_person_holds_the_controls(page):
    url = live_url(page)
    with Viewer(url, interactive=True) as viewer, concurrent.futures.ThreadPoolExecutor() as pool:
        viewer.send(type="control", take=True)
        viewer.wait_said("control", holder="you")
        task = pool.submit(page.run_task, "Click the button 'Ask'")
        viewer.click(300, 120)
        viewer.type("mine")
        with pytest.raises(AssertionError, match="not within"):
            viewer.wait_said("step", within=2)
        assert not task.done()

        viewer.give_back()
        viewer.wait_said("step", within=30)
        viewer.send(type="dialog", accept=True, text="x")
        assert task.result(60)["code"] in (200, 400)

    names = [event["payload"]["by"] for event in page.api.events(page.id) if event["name"] == "control"]
    assert names[:2] == ["person", "agent"]


def test_only_one_person_holds_the_controls(page):
    url = live_url(page)
    with Viewer(url, interactive=True) as first, Viewer(url, interactive=True) as second:
        first.wait_said("control")
        second.wait_said("control")
        first.send(type="control", take=True)
        second.wait_said("control", holder="person")
        second.click(300, 120)
        second.type("no")
        second.send(type="control", take=True)  # asked for, and after all of that
        first.wait_said("control", holder="person")
        second.close()
        first.wait_said("control", holder="agent")
        assert value(page) == ""


def test_who_only_watches_cannot_touch(page):
    both = links(page)
    for url, interactive in ((both["view_url"], True), (both["live_url"], False)):
        with Viewer(url, interactive=interactive) as viewer:
            viewer.wait_said("hello", may_control=False)
            viewer.send(type="control", take=True)
            viewer.click(300, 120)
            viewer.type("no")
            viewer.send(type="go", where="reload")
            viewer.send(type="seen", number=0)
            with pytest.raises(AssertionError, match="not within"):
                viewer.wait_said("control", holder="you", within=1)

    assert value(page) == ""
    assert page.js("heard") == []


def test_what_a_client_asks_for_waits_for_the_person(page, sites):
    with Viewer(live_url(page), interactive=True) as viewer, concurrent.futures.ThreadPoolExecutor() as pool:
        viewer.send(type="control", take=True)
        viewer.wait_said("control", holder="you")
        asked = pool.submit(page.goto, f"{sites}/shop/")
        viewer.click(300, 120)
        viewer.type("mine")
        with pytest.raises(AssertionError, match="not within"):
            viewer.wait(lambda message: isinstance(message, dict) and "/shop/" in message.get("url", ""), "", within=1.5)
        assert not asked.done()

        viewer.give_back()
        viewer.wait(lambda message: isinstance(message, dict) and "/shop/" in message.get("url", ""), "the shop")
        asked.result(30)


def test_it_does_not_wait_for_ever(sites):
    with Server("--wait-for-person-seconds", "1") as server, rest.Session(server.api) as session:
        session.goto(f"{sites}/odd/landing")
        with Viewer(live_url(session), interactive=True) as viewer:
            viewer.send(type="control", take=True)
            viewer.wait_said("control", holder="you")
            for action, given in (("goto", {"url": sites}), ("evaluate_js", {"js": "1"}), ("click", {"element": "e1"})):
                refused = session.act(action, given)
                assert refused["code"] == 400
                assert "a person has held the controls of the live view for 1 s" in refused["output"]


TOOL = {"name": "get_code", "description": "Gets the one-time code of a site", "output": "The code", "inputs": {}}


def test_the_agent_is_told_that_a_person_was_there(api, sites):
    with rest.Session(api, custom_tools=[TOOL]) as session:
        session.goto(f"{sites}/odd/landing")
        session.js(FIELD)
        asked = api.send(session.id, "run_task", {"task": "Use the get_code tool. Then click the button 'Ask'"})
        call = api.wait_event(session.id, lambda event: event["name"] == "tool_call", within=30)
        with Viewer(live_url(session), interactive=True) as viewer:
            viewer.send(type="control", take=True)
            viewer.wait_said("control", holder="you")
            viewer.give_back()
            api.answer_tool(session.id, call["id"], 200, "1234")
            viewer.wait(lambda message: isinstance(message, dict) and message.get("dialog"), "its click")
            viewer.send(type="dialog", accept=True, text="x")
        api.wait_result(session.id, asked)

    clicks = [e["payload"] for e in api.events(session.id) if e["name"] == "step" and e["payload"]["action"] == "click"]
    assert "a person had the controls" in clicks[0]["effect"]


FRAME_WITH_FILE = """(url) => new Promise((resolve) => {
  document.body.innerHTML = '<iframe style="position:absolute;left:0;top:0;width:600px;height:300px;border:0"></iframe>';
  document.querySelector('iframe').onload = resolve;
  document.querySelector('iframe').src = url;
})"""


def test_a_frame_of_another_site_gets_the_file_of_a_person(page, sites):
    other = sites.replace("127.0.0.1", "localhost")
    page.output("evaluate_js", {"js": FRAME_WITH_FILE, "args": f"{other}/odd/upload"})
    lines = page.output("snapshot", {"max_tokens": 4000})
    assert "file" in str(lines)
    with Viewer(live_url(page), interactive=True) as viewer:
        viewer.wait_frame()
        # Wherever the field is: from the first control of the frame on, by the keyboard.
        viewer.click(5, 5)
        for _ in range(6):
            viewer.press("Tab", code="Tab", number=9)
            viewer.press(" ", text=" ", code="Space", number=32)
            try:
                viewer.wait_said("files", within=1.5)
                break
            except AssertionError:
                continue
        assert viewer.heard("files")
        viewer.send(type="files", files=[{"name": "letter.txt", "data": "RGVhciBwYWdl"}])
        viewer.give_back()
        wait_until(lambda: "letter.txt" in str(page.output("snapshot", {"max_tokens": 4000})), "the frame has the file")


def test_who_does_nothing_loses_the_controls(sites):
    with Server("--take-over-seconds", "1") as server, rest.Session(server.api) as session:
        session.goto(f"{sites}/odd/landing")
        with Viewer(live_url(session), interactive=True) as viewer:
            viewer.send(type="control", take=True)
            viewer.wait_said("control", holder="you")
            viewer.wait_said("control", holder="agent", within=5)


def test_an_operator_may_forbid_taking_over(sites):
    with Server("--live-control", "off") as server, rest.Session(server.api) as session:
        session.goto(f"{sites}/odd/landing")
        with Viewer(live_url(session), interactive=True) as viewer:
            viewer.wait_said("hello", may_control=False)
