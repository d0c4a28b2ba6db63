"""Power cuts, dead browsers, dead proxies and full disks at every stage of a task: what was told stays told, every task ends, nothing
goes on running, and the next task is fine.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.request

import pytest

import processes
import rest
import server as program
from counterparts import HttpProxy, Web
from waiting import wait_until

NEVER = "new Promise(() => {})"
LATE = {"name": "browser_action", "payload": {"name": "evaluate_js", "input": {"js": "1"}}}


def post_without_waiting(api, method, path):
    """Sends a request and leaves its answer unread."""
    connection = socket.create_connection(("127.0.0.1", api.port))
    connection.sendall(f"{method} /api/v1{path} HTTP/1.1\r\nHost: x\r\napikey: {api.key}\r\n\r\n".encode())
    return connection


def is_fine(api, sites):
    """A task from its begin to its end."""
    with rest.Session(api) as session:
        session.goto(f"{sites}/odd/landing")
        assert session.js("document.title") == "Landing"
    assert api.wait_final(session.id)["status"] == "cancelled"


def film_is_decided(api, task):
    """What recording_url says in the end: nothing was kept, or a film that plays."""
    url = wait_until(lambda: (r := api.get(task).r)["recording_url"] is not None and r, "recording_url", 30)["recording_url"]
    if url:
        with urllib.request.urlopen(url) as film:
            assert b"ftyp" in film.read()[:16]
    return url


# Each brings a task to its stage and answers its id; the server (or the browser) dies right after.


def queued(api, sites, stack):
    stack.enter_context(rest.Session(api)).js("1")
    stack.enter_context(rest.Session(api)).js("1")
    task = api.submit(task=None, enable_recording=False)["id"]
    assert api.get(task).r["status"] == "waiting"
    return task


def starting(api, sites, stack):
    return api.submit(task=None, use_stealth=True, enable_recording=False)["id"]


def idle(api, sites, stack):
    session = stack.enter_context(rest.Session(api))
    session.goto(f"{sites}/odd/landing")
    return session.id


def navigating(api, sites, stack):
    session = stack.enter_context(rest.Session(api))
    session.goto(f"{sites}/odd/landing")
    api.send(session.id, "goto", {"url": f"{sites}/odd/hang"})
    return session.id


def acting(api, sites, stack):
    session = stack.enter_context(rest.Session(api))
    session.goto(f"{sites}/odd/landing")
    api.send(session.id, "evaluate_js", {"js": NEVER})
    return session.id


def working(api, sites, stack):
    task = api.submit(task=f"Go to {sites}/odd/landing, then go to {sites}/odd/hang", enable_recording=False)["id"]
    api.wait_event(task, lambda event: event["name"] == "step")
    return task


def asking_a_tool(api, sites, stack):
    tool = {"name": "get_code", "description": "The code from the text message", "inputs": {}, "output": "A code"}
    task = api.submit(task="Call the tool get_code and return its answer", custom_tools=[tool], enable_recording=False)["id"]
    api.wait_event(task, lambda event: event["name"] == "tool_call")
    return task


def filming(api, sites, stack):
    session = stack.enter_context(rest.Session(api, enable_recording=True))
    session.goto(f"{sites}/odd/restless")
    session.js("1")
    return session.id


def saving(api, sites, stack):
    profile = api.request("POST", "/profile", {"id": None}).r["id"]
    session = rest.Session(api, profile_id=profile, enable_recording=True)
    session.goto(f"{sites}/odd/storage")
    session.js("saveAll('kept')")
    stack.callback(post_without_waiting(api, "DELETE", f"/task/{session.id}").close)
    return session.id


def answering(api, sites, stack):
    """Its result is there for who reads it, its status not yet."""
    session = stack.enter_context(rest.Session(api, enable_recording=True))
    session.goto(f"{sites}/odd/landing")
    id = api.send(session.id, "close")
    wait_until(lambda: any(event["id"] == id for event in api.get(session.id, 1).r["events"]), "the result is there")
    return session.id


def finishing(api, sites, stack):
    """A film that takes a while to be finished."""
    session = rest.Session(api, enable_recording=True)
    session.goto(f"{sites}/odd/restless")
    began = time.monotonic()
    wait_until(lambda: time.monotonic() > began + 2, "there is something to see")
    stack.callback(post_without_waiting(api, "DELETE", f"/task/{session.id}").close)
    wait_until(lambda: api.request("POST", f"/task/{session.id}/event", LATE).status == 400, "it is being closed")
    return session.id


def ended(api, sites, stack):
    with rest.Session(api, enable_recording=True) as session:
        session.goto(f"{sites}/odd/landing")
    api.wait_final(session.id)
    return session.id


STAGES = [
    queued, starting, idle, navigating, acting, working, asking_a_tool, filming, answering, finishing, saving, ended,
]  # fmt: skip


@pytest.fixture
def server():
    """A server of its own: these tests break it."""
    with program.Server("--max-sessions", "2") as running:
        yield running


@pytest.fixture
def api(server):
    return server.api


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__)
def test_after_a_power_cut_every_task_has_ended_and_the_next_is_fine(server, api, sites, stage):
    with contextlib.ExitStack() as stack:
        task = stage(api, sites, stack)
        told = api.get(task, 0).r

        processes.assert_gone(server.kill())
        server.start()

        kept = api.get(task, 0).r
        assert kept["status"] == (told["status"] if told["status"] in rest.FINAL else "failed")
        assert told["status"] not in rest.FINAL or kept["output"] == told["output"]
        # Nobody will answer the tools of a task that is over.
        visible = [event for event in told["events"] if event["name"] != "tool_call"]
        assert kept["events"][: len(visible)] == visible
        film_is_decided(api, task)
        is_fine(api, sites)


WITH_A_BROWSER = [stage for stage in STAGES if stage not in (queued, ended)]
CLOSING = (answering, finishing, saving)


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__)
def test_after_a_stop_every_task_has_ended_and_what_it_made_is_saved(server, api, sites, stage):
    with contextlib.ExitStack() as stack:
        task = stage(api, sites, stack)
        told = api.get(task, 0).r

        server.stop()  # fails where anything is left
        server.start()

        kept = api.get(task, 0).r
        assert kept["status"] == told["status"] if told["status"] in rest.FINAL else kept["status"] in rest.FINAL
        visible = [event for event in told["events"] if event["name"] != "tool_call"]
        assert kept["events"][: len(visible)] == visible
        url = film_is_decided(api, task)
        assert url or stage not in (filming, answering, finishing, saving, ended), "the film is kept"
        if stage is saving:
            profile = api.get(task, details="true").r["request"]["profile_id"]
            with rest.Session(api, profile_id=profile) as session:
                session.goto(f"{sites}/odd/storage")
                assert session.js("loadAll()")["local"] == "kept"
        is_fine(api, sites)


@pytest.mark.parametrize("stage", WITH_A_BROWSER, ids=lambda stage: stage.__name__)
def test_when_the_browser_dies_the_task_ends_and_the_next_is_fine(server, api, sites, stage):
    with contextlib.ExitStack() as stack:
        task = stage(api, sites, stack)
        wait_until(server.browsers, "there is a browser")

        for browser in server.browsers():
            with contextlib.suppress(ProcessLookupError):
                os.kill(browser.pid, signal.SIGKILL)

        if stage is starting:
            # Its browser may have come after the blow.
            wait_until(lambda: api.get(task).r["status"] != "waiting", "it starts or fails", 30)
            api.delete(task)
        ended = api.wait_final(task, within=40)
        assert ended["status"] == "failed" or stage is starting or stage in CLOSING
        if ended["status"] == "failed":
            assert "browser" in ended["output"].lower()
        film_is_decided(api, task)
        is_fine(api, sites)


def test_a_profile_that_was_saved_outlives_whatever_comes_next(server, api, sites):
    profile = api.request("POST", "/profile", {"id": None}).r["id"]
    for value in ("first", "second"):
        with rest.Session(api, profile_id=profile) as session:
            session.goto(f"{sites}/odd/storage")
            session.js(f"saveAll('{value}')")
        api.wait_final(session.id)
    third = rest.Session(api, profile_id=profile)
    third.goto(f"{sites}/odd/storage")
    third.js("saveAll('third')")

    processes.assert_gone(server.kill())
    server.start()

    with rest.Session(api, profile_id=profile) as session:
        session.goto(f"{sites}/odd/storage")
        found = session.js("loadAll()")
    assert found["local"] == found["database"] == "second"
    assert found["lasting"] in ("second", "third")  # cookies are saved as the session goes, too


def test_events_are_the_same_after_a_restart_to_the_last_digit(server, api):
    with rest.Session(api) as session:
        for number in range(60):
            session.js(f"{number} / 7")
        told = api.events(session.id)
        processes.assert_gone(server.kill())
        server.start()

        assert api.events(session.id)[: len(told)] == told


# The client's own server, and the proxy.


def test_a_webhook_that_nobody_took_is_sent_by_the_next_server(server, api):
    port = program.free_port()
    with rest.Session(api, webhook_url=f"http://127.0.0.1:{port}/hook") as session:
        session.js("1")
    api.wait_final(session.id)
    lost = api.submit(task=None, webhook_url=f"http://127.0.0.1:{port}/hook", enable_recording=False)["id"]
    api.wait_running(lost)
    processes.assert_gone(server.kill())

    with Web(port) as web:
        web.pages["/hook"] = "taken"
        server.start()
        wait_until(lambda: len(web.posted) >= 2, "both are told", 30)
        told = {}
        for _, headers, body in web.posted:
            task = json.loads(body)["task"]
            told[task["id"]] = (task["status"], headers["Lissom-Delivery"])
        server.stop()  # which gives what is under way the time to be noted
        count = len(web.posted)
        server.start()
        is_nobody_told = server.api.get(lost).r["status"] == "failed" and len(web.posted) == count

    assert told == {session.id: ("cancelled", f"wh_{session.id}"), lost: ("failed", f"wh_{lost}")}
    assert is_nobody_told


@pytest.mark.parametrize("stage", ["starting", "navigating", "working", "closing"])
def test_a_proxy_that_dies_ends_nothing_but_what_goes_through_it(server, api, sites, stage):
    with contextlib.ExitStack() as stack:
        proxy = stack.enter_context(HttpProxy())
        where = {"proxy_server": f"127.0.0.1:{proxy.port}", "enable_recording": False}
        if stage == "working":
            task = api.submit(task=f"Go to {sites}/odd/landing, then go to {sites}/odd/hang", **where)["id"]
            api.wait_event(task, lambda event: event["name"] == "step")
        else:
            session = stack.enter_context(rest.Session(api, **where))
            task = session.id
        if stage == "navigating":
            hanging = api.send(task, "goto", {"url": f"{sites}/odd/hang"})
            wait_until(lambda: proxy.targets, "it goes through the proxy")
        if stage == "closing":
            session.goto(f"{sites}/odd/landing")
            session.close()

        proxy.__exit__(None, None, None)

        if stage == "starting":
            assert "proxy" in session.act("goto", {"url": f"{sites}/odd/landing"})["output"]
        if stage == "navigating":
            proxy.hang_up()
            assert api.wait_result(task, hanging)["payload"]["code"] == 400
        if stage == "working":
            proxy.hang_up()
            final = api.wait_final(task)
            assert final["status"] == "failed" and final["output"]
        else:
            api.delete(task)
            assert api.wait_final(task)["status"] == "cancelled"
        is_fine(api, sites)


def test_a_proxy_that_dies_is_named_and_the_session_goes_on(server, api, sites):
    with contextlib.ExitStack() as stack:
        proxy = stack.enter_context(HttpProxy())
        session = stack.enter_context(rest.Session(api, proxy_server=f"http://127.0.0.1:{proxy.port}"))
        session.goto(f"{sites}/odd/landing")

        proxy.__exit__(None, None, None)

        payload = session.act("goto", {"url": f"{sites}/news/"})
        assert payload["code"] == 400
        assert "proxy" in payload["output"]
        assert session.js("1 + 1") == 2
        session.close()
        assert api.wait_final(session.id)["status"] == "cancelled"
        is_fine(api, sites)


# A full disk.


@pytest.fixture
def small_disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=24m,mode=755", "tmpfs", str(folder)]
    if subprocess.run(mounting, capture_output=True).returncode != 0:
        pytest.skip("mounting a small disk needs root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder):
    with open(folder / "ballast", "ab", buffering=0) as ballast, contextlib.suppress(OSError):
        while ballast.write(bytes(16 << 10)):
            pass


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__)
def test_when_the_disk_is_full_the_task_still_ends_and_the_next_is_fine_with_room_again(small_disk, sites, stage):
    with program.Server("--max-sessions", "2", data=small_disk / "data") as server, contextlib.ExitStack() as stack:
        api = server.api
        before = ended(api, sites, stack)
        told = api.get(before, 0).r
        task = stage(api, sites, stack)

        fill(small_disk)

        if stage is idle:
            id = api.send(task, "evaluate_js", {"js": "6 * 7"})
            assert api.wait_result(task, id)["payload"]["output"]["output"] == 42
        api.delete(task)
        ends = ("cancelled", "failed") if stage is not answering else ("done", "failed")
        assert api.wait_final(task, within=40)["status"] in ends
        stack.close()  # those who kept it waiting
        assert api.get(before, 0).r == {**told, "recording_url": api.get(before).r["recording_url"]}

        os.unlink(small_disk / "ballast")
        wait_until(lambda: api.request("GET", "/readyz", prefix="").status == 200, "the server is ready again")
        is_fine(api, sites)
        processes.assert_gone(server.kill())
        server.start()
        assert api.get(task).r["status"] in ends
        assert api.get(before).r["status"] == told["status"]
        film_is_decided(api, task)
