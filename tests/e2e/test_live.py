"""The live view: what comes over its WebSocket, who may take over, what an agent does meanwhile, and how it ends."""

import concurrent.futures
import contextlib
import time
import urllib.error
import urllib.request

import pytest
import rest
from live_viewer import Viewer
from server import Server
from waiting import wait_until
from websockets.exceptions import ConnectionClosed, InvalidStatus

ANIMATION = """() => {
  document.body.innerHTML = '<div style="width:300px;height:300px;position:absolute"></div>';
  const box = document.querySelector('div');
  const step = (t) => {
    box.style.background = `hsl(${(t / 5) % 360} 80% 50%)`; box.style.left = `${(t / 4) % 900}px`; requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}"""

FIELD = """() => {
  document.title = 'A field';
  document.body.innerHTML = '<input id=field style="position:absolute;left:100px;top:100px;width:400px;height:40px">' +
    '<button id=ask style="position:absolute;left:100px;top:200px;width:200px;height:40px">Ask</button>';
  window.heard = [];
  for (const kind of ['keydown', 'keyup', 'click', 'wheel', 'paste', 'contextmenu', 'touchstart'])
    addEventListener(kind, (e) => heard.push([kind, e.key ?? e.button ?? e.deltaY ?? null, e.isTrusted]), true);
  document.querySelector('#ask').onclick = () => { window.answer = prompt('Your name?', 'nobody'); };
}"""


@pytest.fixture
def page(session, sites):
    """A session on a page with a field."""
    session.goto(f"{sites}/odd/landing")
    session.js(FIELD)
    return session


def live_url(session):
    return wait_until(lambda: session.api.get(session.id).r["live_url"], "a live_url")


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


# Watching.


def test_a_viewer_sees_the_page_at_once(page, sites):
    with Viewer(live_url(page)) as viewer:
        hello = viewer.wait_said("hello", task=page.id)
        shown = viewer.wait_said("page")
        _, _, width, height, jpeg = viewer.wait_frame(within=3)

    assert hello["may_control"] is False
    assert shown["url"] == f"{sites}/odd/landing"
    assert (width, height) == (1280, 720)
    assert jpeg.startswith(b"\xff\xd8")


def test_a_moving_page_moves(page):
    page.js(ANIMATION)
    with Viewer(live_url(page)) as viewer:
        viewer.wait_frame()
        start = time.monotonic()
        while time.monotonic() < start + 3:
            viewer.take(1)

    # Half of what a quiet machine shows: bench/live.py measures, this only notices that it is broken.
    assert len(viewer.frames) > 3 * 7
    assert len({frame[4] for frame in viewer.frames}) > 10


def test_a_page_at_rest_sends_nothing_until_it_changes(page):
    with Viewer(live_url(page)) as viewer:
        viewer.wait_frame()
        before = len(viewer.frames)
        page.js("document.body.style.background = 'teal'")
        viewer.wait(lambda message: len(viewer.frames) > before, "the change")


def test_what_changes_is_told(page, sites):
    with Viewer(live_url(page)) as viewer:
        viewer.wait_frame()
        page.goto(f"{sites}/shop/")
        viewer.wait(
            lambda message: isinstance(message, dict) and message.get("url") == f"{sites}/shop/", "the new address"
        )
        page.run_task("Click the first link")
        step = viewer.wait_said("step")

    assert step["number"] >= 1 and step["effect"]


def test_another_site_in_another_process_is_followed(page, sites):
    with Viewer(live_url(page)) as viewer:
        viewer.wait_frame()
        page.goto(sites.replace("127.0.0.1", "localhost") + "/odd/landing")
        viewer.wait(lambda message: isinstance(message, dict) and "localhost" in message.get("url", ""), "its address")
        page.js(ANIMATION)
        before = len(viewer.frames)
        viewer.wait(lambda message: len(viewer.frames) > before + 10, "its pictures")


def test_a_popup_is_followed(page, sites):
    with Viewer(live_url(page)) as viewer:
        viewer.wait_frame()
        page.js(f"void window.open('{sites}/odd/popup')")
        shown = viewer.wait(
            lambda message: isinstance(message, dict) and len(message.get("tabs", [])) == 2 and "popup" in message["url"],
            "the popup in front",
        )
        frames = len(viewer.frames)
        viewer.wait(lambda message: len(viewer.frames) > frames, "its picture")

    assert [tab["front"] for tab in shown["tabs"]] == [False, True]


def test_a_slow_viewer_misses_frames_and_sees_the_newest(page):
    page.js(ANIMATION)
    with Viewer(live_url(page), acknowledges=False) as viewer:
        _, first, *_ = viewer.wait_frame()
        viewer.send(type="seen", number=first)
        # It has said once what it has seen; now it stalls, and only so many are on their way.
        seen = []
        with contextlib.suppress(AssertionError):
            viewer.wait(lambda message: seen.append(message) or len(seen) > 30, "too many frames", within=2)
        stalled = len(viewer.frames)
        viewer.send(type="seen", number=viewer.frames[-1][1])
        viewer.wait_frame()

    assert stalled <= 6


# Taking over.


def test_a_person_types_into_the_page(page):
    with Viewer(live_url(page), interactive=True) as viewer:
        viewer.wait_said("hello", may_control=True)
        viewer.wait_said("control", holder="agent")
        viewer.click(300, 120)
        viewer.wait_said("control", holder="you")
        viewer.type("hello")
        viewer.press("Enter", code="Enter", number=13)
        viewer.send(type="text", text=" Zürich, ¿qué?")
        wait_until(lambda: value(page) == "hello Zürich, ¿qué?", "the text is there")

        viewer.press("a", code="KeyA", number=65, modifiers=2)
        viewer.press("Backspace", code="Backspace", number=8)
        wait_until(lambda: value(page) == "", "all of it was selected and deleted")

        viewer.send(type="wheel", x=300, y=300, dx=0, dy=120)
        heard = wait_until(
            lambda: (h := page.js("heard")) and any(e[0] == "wheel" for e in h) and h, "the wheel was heard"
        )

    assert ["keydown", "h", True] in heard
    assert ["keydown", "Enter", True] in heard
    assert all(event[2] for event in heard), "a page could tell it from a person's"


def test_a_dialog_is_shown_and_answered(page):
    with Viewer(live_url(page), interactive=True) as viewer:
        viewer.wait_frame()
        viewer.click(200, 220)
        shown = viewer.wait(lambda message: isinstance(message, dict) and message.get("dialog"), "the dialog")
        viewer.send(type="dialog", accept=True, text="Ada")
        viewer.wait(
            lambda message: isinstance(message, dict) and message["type"] == "page" and not message["dialog"], "it goes"
        )
        wait_until(lambda: page.js("window.answer") == "Ada", "the page has the answer")

    assert shown["dialog"] == {"kind": "prompt", "message": "Your name?", "text": "nobody"}


def test_back_reload_and_tabs(page, sites):
    with Viewer(live_url(page), interactive=True) as viewer:
        page.goto(f"{sites}/shop/")
        viewer.send(type="go", where="back")
        wait_until(lambda: is_at(page, "/odd/landing"), "it went back")
        page.js("window.mark = 1")
        viewer.send(type="go", where="reload")
        wait_until(lambda: js(page, "window.mark ?? 0") == 0, "it was loaded anew")

        page.js(f"void window.open('{sites}/odd/popup')")
        tabs = viewer.wait(
            lambda message: isinstance(message, dict) and len(message.get("tabs", [])) == 2, "a second tab"
        )["tabs"]
        viewer.send(type="tab", id=tabs[0]["id"])
        wait_until(lambda: is_at(page, "/odd/landing"), "the first tab is in front again")


def test_a_finger_touches_a_telephone(api, sites):
    with rest.Session(api, device="mobile") as session:
        session.goto(f"{sites}/odd/landing")
        session.js(FIELD)
        with Viewer(live_url(session), interactive=True) as viewer:
            _, _, width, height, _ = viewer.wait_frame()
            viewer.send(type="touch", kind="start", points=[{"x": 150, "y": 120, "id": 1}])
            viewer.send(type="touch", kind="end", points=[])
            wait_until(lambda: session.js("heard.some((e) => e[0] === 'touchstart')"), "the touch was heard")

    assert (width, height) == (390, 844)


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

        viewer.send(type="control", take=False)
        viewer.wait_said("control", holder="agent")
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
        assert value(page) == ""
        second.close()
        first.wait_said("control", holder="agent")


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


# Who may come.


def test_pages_of_other_origins_are_refused(page):
    url = live_url(page)
    for origin in ("https://evil.example", "null", "http://127.0.0.1:1"):
        with pytest.raises(InvalidStatus) as refused:
            Viewer(url, origin=origin)
        assert refused.value.response.status_code == 403

    own = "/".join(url.split("/")[:3])
    with Viewer(url, origin=own) as viewer:
        viewer.wait_said("hello")


def test_a_link_that_is_not_ours_opens_nothing(page):
    url = live_url(page)
    head, token = url.split("?")[0].rsplit("/", 1)
    bad = f"{head}/{token[:-2]}{'AA' if token[-2:] != 'AA' else 'BB'}"

    with pytest.raises(InvalidStatus) as refused:
        Viewer(bad)
    assert refused.value.response.status_code == 404
    with pytest.raises(urllib.error.HTTPError) as failed:
        urllib.request.urlopen(bad)
    assert failed.value.code == 404


def test_the_page_needs_nothing_from_elsewhere(page):
    url = f"{live_url(page)}&interactive=true&embed=true"
    with urllib.request.urlopen(url) as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "http" not in answer.read().decode()

    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert "frame-ancestors *" in policy


# The end.


def test_a_server_that_stops_leaves_no_viewer_behind(sites):
    with Server() as server:
        session = rest.Session(server.api)
        session.goto(f"{sites}/odd/landing")
        with Viewer(live_url(session)) as viewer:
            viewer.wait_frame()
            server.stop()
            viewer.wait_said("ended")


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


def test_it_ends_with_the_session(api, sites):
    session = rest.Session(api)
    session.goto(f"{sites}/odd/landing")
    url = live_url(session)
    with Viewer(url) as viewer:
        viewer.wait_frame()
        session.close()
        ended = viewer.wait_said("ended")
        with pytest.raises(ConnectionClosed):
            while True:
                viewer.take(5)
    assert ended == {"type": "ended", "status": "cancelled", "recording_url": ""}

    api.wait_final(session.id)
    with Viewer(url) as late:
        late.wait_said("ended", status="cancelled")
