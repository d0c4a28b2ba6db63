"""The live view: what comes over its WebSocket, who may take over, what an agent does meanwhile, and how it ends."""

import concurrent.futures
import contextlib
import pathlib
import socket
import time
import urllib.error
import urllib.parse
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
        frames = len(viewer.frames)
        page.js(f"void window.open('{sites}/odd/popup')")
        shown = viewer.wait(
            lambda message: isinstance(message, dict) and len(message.get("tabs", [])) == 2 and "popup" in message["url"],
            "the popup in front",
        )
        # It may have come before the word of it.
        if len(viewer.frames) == frames:
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


def raw_viewer(live_url):
    """A connection that has opened its WebSocket and will never read a byte of it."""
    parts = urllib.parse.urlsplit(live_url)
    peer = socket.socket()
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    peer.connect((parts.hostname, parts.port))
    peer.sendall(
        f"GET {parts.path}/ws HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
    )
    return peer


def resident(pid):
    """Memory of a process, in MB."""
    return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 / 1e6


def test_viewers_that_never_read_cost_no_memory_and_no_time(page, server):
    page.js(ANIMATION)
    dead = [raw_viewer(live_url(page)) for _ in range(5)]
    try:
        with Viewer(live_url(page)) as viewer:
            for _ in range(20):
                viewer.wait_frame()
            before = resident(server.process.pid)
            for _ in range(150):
                viewer.wait_frame()
            after = resident(server.process.pid)
            began = time.monotonic()
            page.js("1 + 1")
            took = time.monotonic() - began
    finally:
        for peer in dead:
            peer.close()

    assert after - before < 15, (before, after)
    assert took < 2


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


# Who may come.


def test_the_twenty_first_viewer_is_told_why(page):
    url = live_url(page)
    with contextlib.ExitStack() as open:
        for _ in range(20):
            open.enter_context(Viewer(url)).wait_said("hello")
        late = open.enter_context(Viewer(url))
        assert late.wait_said("full")["viewers"] == 20
        with pytest.raises(ConnectionClosed):
            while True:
                late.take(5)


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


def test_no_link_is_in_the_log_and_none_in_a_referer(sites):
    with Server("--log-level", "debug") as server:
        with rest.Session(server.api, enable_recording=True) as session:
            session.goto(f"{sites}/odd/landing")
            session.js(FIELD)
            url = live_url(session)
            with urllib.request.urlopen(f"{url}&interactive=true") as page:
                assert page.headers["Referrer-Policy"] == "no-referrer"
            with Viewer(url, interactive=True) as viewer:
                viewer.click(300, 120)
                viewer.type("x")
                viewer.wait_said("control", holder="you")
            with pytest.raises(InvalidStatus):
                Viewer(url, origin="https://evil.example")
        film = server.api.wait_final(session.id)["recording_url"]
        with urllib.request.urlopen(film) as answer:
            assert answer.headers["Referrer-Policy"] == "no-referrer"
        said = server.log.read_text(errors="replace")

    assert session.id in said, "it does say something"
    for link in (url, film):
        token = link.split("?")[0].rsplit("/", 1)[1].removesuffix(".mp4")
        for part in token.split("."):
            assert part not in said


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
