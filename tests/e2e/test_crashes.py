"""Whatever dies: an answer for everybody, nothing lost that was acknowledged, nothing left behind."""

import pytest

import processes
import rest
import server as program
from waiting import wait_until

NEVER = "new Promise(() => {})"


@pytest.fixture
def server():
    """A server of its own: these tests break it."""
    with program.Server() as running:
        yield running


@pytest.fixture
def api(server):
    return server.api


def end(found):
    assert found, "there is nothing to kill"
    for process in found:
        try:
            program.os.kill(process.pid, program.signal.SIGKILL)
        except ProcessLookupError:
            pass  # the first one's death took it along


def test_a_killed_renderer_is_an_answer_and_the_session_goes_on(server, session, api, sites):
    session.goto(f"{sites}/shop/")
    id = api.send(session.id, "evaluate_js", {"js": f"document.title = 'reached'; {NEVER}"})
    wait_until(server.renderers, "there is a renderer")

    end(server.renderers())

    payload = api.wait_result(session.id, id, within=15)["payload"]
    assert payload["code"] in (400, 500)
    assert "crash" in payload["output"] or "gone" in payload["output"] or "closed" in payload["output"]
    assert session.act("goto", {"url": f"{sites}/news/"})["code"] == 200
    assert session.js("document.title") == "The Meridian Post"


def test_a_killed_browser_ends_its_sessions_with_a_reason(server, session, api, sites):
    session.goto(f"{sites}/shop/")
    id = api.send(session.id, "evaluate_js", {"js": NEVER})

    end(server.browsers())

    # The answer of the action, or the end of the session, whichever the client sees first: never silence.
    final = api.wait_final(session.id, within=30)
    assert final["status"] == "failed"
    assert "browser" in final["output"].lower()
    results = [event for event in api.events(session.id) if event["id"] == id]
    assert len(results) == 1 and results[0]["payload"]["code"] in (400, 500)


def test_after_a_killed_browser_new_sessions_work(server, session, api, sites):
    session.js("1")
    end(server.browsers())

    with rest.Session(api) as second:
        second.goto(f"{sites}/news/")
        assert second.js("document.title") == "The Meridian Post"


def test_a_browser_killed_during_an_agent_s_task_fails_the_task(server, api, sites):
    id = api.submit(task=f"Go to {sites}/odd/hang and return the title", enable_recording=False)["id"]
    api.wait_event(id, lambda event: event["name"] == "session_started")
    wait_until(server.browsers, "there is a browser")

    end(server.browsers())

    final = api.wait_final(id, within=30)
    assert final["status"] == "failed"
    assert isinstance(final["output"], str) and final["output"]


def test_after_a_power_cut_what_was_told_is_still_told(server, api, sites):
    task = api.submit(task=f"Go to {sites}/odd/landing and return the title", enable_recording=False)["id"]
    done = api.wait_final(task)
    with rest.Session(api) as closed:
        closed.js("'kept'")
    api.wait_final(closed.id)
    open_session = rest.Session(api)
    open_session.goto(f"{sites}/shop/")
    running = api.submit(task=f"Go to {sites}/odd/hang and return the title", enable_recording=False)["id"]
    api.wait_event(running, lambda event: event["name"] == "session_started")
    told = {id: api.events(id) for id in (task, closed.id, open_session.id, running)}

    owned = server.kill()
    processes.assert_gone(owned)
    server.start()

    assert {name: api.get(task).r[name] for name in ("status", "output")} == {
        name: done[name] for name in ("status", "output")
    }
    assert api.get(closed.id).r["status"] == "cancelled"
    for id in (open_session.id, running):
        reading = api.get(id).r
        assert reading["status"] == "failed"
        assert "restart" in reading["output"] or "stopped" in reading["output"]
        assert reading["live_url"] is None
    for id, events in told.items():
        assert api.events(id)[: len(events)] == events
    assert {entry["id"] for entry in api.request("GET", "/task").r} >= set(told)


def test_after_a_power_cut_no_temporary_folder_stays(server, session, api, sites):
    session.goto(f"{sites}/odd/storage")

    processes.assert_gone(server.kill())
    server.start()

    folders = [path for path in server.leftovers()]
    server.stop()
    assert server.leftovers() == []
    assert len(folders) <= 2  # the running server's own: nothing of the one before


def test_a_key_and_a_profile_outlive_a_power_cut(server, api):
    api.request("POST", "/profile", {"id": "kept"})

    server.kill()
    server.start()

    assert [profile["id"] for profile in api.request("GET", "/profile").r] == ["kept"]


def test_a_stop_ends_running_tasks_and_keeps_what_they_told(server, session, api, sites):
    session.js("'told'")
    told = api.events(session.id)

    server.stop()
    server.start()

    reading = api.get(session.id, 0).r
    assert reading["status"] in ("cancelled", "failed", "done")
    assert reading["events"][: len(told)] == told


def test_a_stop_is_not_held_up_by_those_who_hold(server, session, api):
    import concurrent.futures

    session.js("1")
    last = api.events(session.id)[-1]["timestamp"]
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        held = [pool.submit(api.get, session.id, last) for _ in range(20)]
        server.stop()  # fails where it takes more than 30 s
        for each in held:
            # An answer or a broken connection, both of which clients take for what they are.
            assert each.exception(30) is None or isinstance(
                each.exception(), (OSError, program.rest.http.client.HTTPException)
            )


def test_a_browser_that_ignores_everything_is_ended_too(server, session, api, sites):
    session.goto(f"{sites}/odd/busy")
    api.send(session.id, "evaluate_js", {"js": "for (;;) {}"})

    session.close()

    assert api.wait_final(session.id, within=30)["status"] == "cancelled"
    with rest.Session(api) as second:
        assert second.js("1 + 1") == 2
