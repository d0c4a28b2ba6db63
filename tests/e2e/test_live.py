"""The live view: what comes over its WebSocket, who may come, and how it ends. Taking over is in test_take_over.py."""

import contextlib
import pathlib
import socket
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest
import rest
from live_viewer import FIELD, Viewer, live_url
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
