"""The fifteen rules that silently break clients when a server gets them wrong. One or more tests for each, by number."""

import select
import socket
import time

import pytest

import rest
from waiting import wait_until

SCHEMA = {"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"]}
QUICK_S = 1.0  # far below any hold, far above an answer on a busy machine


# 1. The cursor.


def test_01_only_events_after_the_cursor_come(session, api):
    for number in range(4):
        session.js(str(number))

    events = api.events(session.id)

    assert len(events) >= 5
    for index, event in enumerate(events[:-1]):
        assert api.events(session.id, event["timestamp"]) == events[index + 1 :]


def test_01_timestamps_are_unique_ascending_whole_milliseconds(session, api):
    ids = [api.send(session.id, "evaluate_js", {"js": str(number)}) for number in range(25)]
    api.wait_result(session.id, ids[-1])

    times = [event["timestamp"] for event in api.events(session.id)]

    assert all(type(stamp) is int for stamp in times)
    assert times == sorted(set(times))
    assert abs(times[-1] / 1000 - time.time()) < 60
    assert len(times) >= 26


def test_01_actions_sent_in_a_burst_are_answered_in_order(session, api):
    ids = [api.send(session.id, "evaluate_js", {"js": str(number)}) for number in range(25)]
    api.wait_result(session.id, ids[-1])

    results = [event for event in api.events(session.id) if event["id"] in ids]

    assert [event["id"] for event in results] == ids
    assert [event["payload"]["output"]["output"] for event in results] == list(range(25))


# 2. Reading does not consume.


def test_02_the_same_cursor_answers_the_same_events_again(session, api):
    session.js("1")

    first, second = api.events(session.id), api.events(session.id)

    assert first == second
    assert len(first) >= 2


def test_02_the_events_are_still_there_after_the_end(session, api):
    session.js("1")
    before = api.events(session.id)
    session.close()

    api.wait_final(session.id)

    assert api.events(session.id)[: len(before)] == before


# 3. A result is visible before the final status.


def test_03_the_result_of_close_comes_while_the_status_is_running(session, api):
    session.js("1")
    cursor = api.events(session.id)[-1]["timestamp"]
    id = api.send(session.id, "close")

    def with_result():
        reading = api.get(session.id, cursor).r
        return reading if any(event["id"] == id for event in reading["events"]) else None

    reading = wait_until(with_result, "the result of close is there")

    assert reading["status"] == "running"
    assert api.wait_final(session.id, within=15)["status"] in ("done", "cancelled")


def test_03_a_client_that_keeps_its_cursor_still_sees_the_result(session, api):
    id = api.send(session.id, "close")

    assert api.wait_result(session.id, id)["payload"]["output"]["output"] is True


# 4. Result codes are 200, 400 and 500, and nothing else.


@pytest.mark.parametrize(
    "action, input",
    [
        ("goto", {"url": "http://127.0.0.1:9/nobody-listens"}),
        ("goto", {"url": "http://no.such.host.example/"}),
        ("goto", {"url": "ftp://127.0.0.1/"}),
        ("goto", {}),
        ("evaluate_js", {"js": "throw new Error('on purpose')"}),
        ("evaluate_js", {"js": "this is no JavaScript"}),
        ("evaluate_js", {}),
        ("extract", {"schema": "no schema"}),
        ("extract", {"schema": {"type": "nonsense"}}),
        ("extract", {}),
        ("run_task", {}),
        ("run_task", {"task": "Return the title", "max_steps": 1000}),
    ],
)
def test_04_what_goes_wrong_is_a_400_with_a_sentence(session, action, input):
    payload = session.act(action, input)

    assert payload["code"] == 400
    assert isinstance(payload["output"], str) and len(payload["output"]) > 10


# 5. A client's request never comes back to it.


def test_05_requests_are_not_echoed_among_the_events(session, api):
    id = api.send(session.id, "evaluate_js", {"js": "new Promise(done => { window.finish = done; })"})
    # Sent later, answered only after the first: when this one's turn would come, the first was taken up.
    api.wait_event(session.id, lambda event: event["name"] == "session_started")

    assert not [event for event in api.events(session.id) if event["id"] == id]

    api.delete(session.id)
    api.wait_final(session.id)
    for event in api.events(session.id):
        if event["name"] in ("browser_action", "session_action"):
            assert "code" in event["payload"]


# 6. The envelope of results.


def test_06_results_come_in_an_envelope(session, sites):
    results = {
        "goto": session.act("goto", {"url": f"{sites}/news/"}),
        "evaluate_js": session.act("evaluate_js", {"js": "document.title"}),
        "extract": session.act("extract", {"schema": SCHEMA, "prompt": None}),
        "run_task": session.run_task("Return the title of this page"),
    }

    for action, payload in results.items():
        assert payload["code"] == 200, (action, payload)
        envelope = payload["output"]
        assert set(envelope) >= {"output", "credits_used", "duration"}, action
        assert isinstance(envelope["credits_used"], (int, float)), action
        assert 0 <= envelope["duration"] < 60, action
    assert results["evaluate_js"]["output"]["output"] == "The Meridian Post"
    assert isinstance(results["extract"]["output"]["output"]["title"], str)


def test_06_nothing_is_null_and_not_absent(session):
    assert session.act("evaluate_js", {"js": "undefined"})["output"]["output"] is None


def test_06_the_deprecated_exec_js_answers_the_bare_value(session):
    assert session.act("exec_js", {"js": "[1, 2]"}) == {"code": 200, "output": [1, 2]}


def test_06_results_carry_the_name_their_request_used(session, api):
    id = api.send(session.id, "run_task", {"task": "Return the title of this page"}, name="browser_action")

    assert api.wait_result(session.id, id)["name"] == "browser_action"


# 7. Every answer is JSON.


def test_07_successes_are_200_or_202_with_json(session, api):
    answers = [
        api.get(session.id),
        api.get(session.id, 0),
        api.request("GET", "/task"),
        api.request("GET", "/profile"),
        api.request("GET", "/extension"),
        api.request("POST", "/telemetry", {"events": []}),
        api.delete(session.id),
    ]

    for answer in answers:
        assert answer.status in (200, 202)
        assert answer.headers["content-type"].startswith("application/json")
        answer.json


def test_07_errors_have_a_detail(api):
    for method, path in (
        ("GET", "/task/nothing"),
        ("GET", "/nothing"),
        ("PATCH", "/task"),
        ("DELETE", "/file/nothing"),
    ):
        answer = api.request(method, path)
        assert 400 <= answer.status < 500, (method, path)
        assert answer.headers["content-type"].startswith("application/json")
        assert answer.detail


# 8. DELETE may come twice.


def test_08_deleting_twice_is_fine(session, api):
    first, second = api.delete(session.id), api.delete(session.id)
    api.wait_final(session.id)
    third = api.delete(session.id)

    assert [answer.status for answer in (first, second, third)] == [200, 200, 200]
    assert first.json == second.json == third.json == {"r": True}


# 9. Retries do no harm.


def test_09_an_event_sent_twice_is_executed_once(session, api):
    session.js("window.count = 0")
    for _ in range(3):
        assert api.send(session.id, "evaluate_js", {"js": "++window.count"}, id="the-same") == "the-same"
    api.wait_result(session.id, "the-same")

    assert session.js("window.count") == 1
    assert len([event for event in api.events(session.id) if event["id"] == "the-same"]) == 1


def test_09_an_event_without_an_id_gets_one(session, api):
    id = api.send(session.id, "evaluate_js", {"js": "40 + 2"}, id=None)

    assert api.wait_result(session.id, id)["payload"]["output"]["output"] == 42


def test_09_equal_tasks_are_two_tasks(api):
    first, second = (api.submit(task=None, enable_recording=False)["id"] for _ in range(2))

    assert first != second
    for id in (first, second):
        assert not id.startswith("-")
        api.delete(id)


# 10. The links of what is left after the end.


def test_10_recording_is_null_while_running_and_empty_when_not_wanted(session, api):
    api.wait_running(session.id)
    assert api.get(session.id).r["recording_url"] is None

    session.close()

    assert api.wait_final(session.id)["recording_url"] == ""


def test_10_a_wanted_recording_has_its_answer_within_30_seconds_of_the_end(api, sites):
    with rest.Session(api, enable_recording=True) as session:
        session.goto(f"{sites}/odd/restless")
        assert api.get(session.id).r["recording_url"] is None
    api.wait_final(session.id)

    reading = wait_until(
        lambda: (r := api.get(session.id).r)["recording_url"] is not None and r, "the recording is there", 30
    )

    if reading["recording_url"]:  # "" where this server was built without a recorder
        assert reading["recording_url"].startswith("http")


def test_10_downloads_are_told_only_when_asked_for(session, api, sites):
    session.goto(f"{sites}/odd/downloads")
    session.close()
    api.wait_final(session.id)

    assert api.get(session.id).r["downloads_url"] is None
    for spelling in ("true", "True", "1"):
        assert api.get(session.id, downloads=spelling).r["downloads_url"] == ""


# 11. Holding.


def test_11_without_news_a_cursor_of_zero_or_none_is_answered_at_once(session, api):
    session.js("1")
    last = api.events(session.id)[-1]["timestamp"]

    assert api.get(session.id, 0).seconds < QUICK_S
    assert api.get(session.id).seconds < QUICK_S
    assert api.get(session.id, last - 1).seconds < QUICK_S


def test_11_a_poll_without_news_is_held_and_woken_by_the_next_event(session, api):
    session.js("1")
    last = api.events(session.id)[-1]["timestamp"]
    with socket.create_connection(("127.0.0.1", api.port)) as held:
        held.sendall(
            f"GET /api/v1/task/{session.id}?event_t={last} HTTP/1.1\r\nHost: x\r\napikey: {api.key}\r\n\r\n".encode()
        )
        assert not select.select([held], [], [], QUICK_S)[0], "answered without news"

        id = api.send(session.id, "evaluate_js", {"js": "6 * 7"})

        assert select.select([held], [], [], 10)[0], "not woken"
        assert id.encode() in held.recv(65536)


def test_11_the_end_of_the_task_wakes_a_held_poll(session, api):
    session.js("1")
    last = api.events(session.id)[-1]["timestamp"]
    with socket.create_connection(("127.0.0.1", api.port)) as held:
        held.sendall(
            f"GET /api/v1/task/{session.id}?event_t={last} HTTP/1.1\r\nHost: x\r\napikey: {api.key}\r\n\r\n".encode()
        )
        assert not select.select([held], [], [], QUICK_S)[0], "answered without news"

        api.delete(session.id)

        assert select.select([held], [], [], 10)[0], "not woken"


# 12. There is always an event.


def test_12_a_session_starts_with_an_event(session, api):
    api.wait_running(session.id)

    first = wait_until(lambda: api.events(session.id), "an event")[0]

    assert first["name"] == "session_started"
    assert first["id"] and isinstance(first["payload"], dict) and first["timestamp"] > 0


# 13. The live view's address.


def test_13_live_url_is_null_or_absolute_and_never_empty(api):
    with rest.Session(api) as session:
        seen = set()

        def running():
            reading = api.get(session.id).r
            seen.add(reading["live_url"])
            return reading["status"] == "running"

        wait_until(running, "the session runs")
        session.js("1")
        seen.add(api.get(session.id).r["live_url"])

    assert all(url is None or url.startswith("http") for url in seen)


def test_13_live_url_bears_what_clients_append(session, api):
    import urllib.request

    url = wait_until(lambda: api.get(session.id).r["live_url"], "a live_url", within=20)
    with urllib.request.urlopen(f"{url}{'&' if '?' in url else '?'}interactive=true&embed=false") as answer:
        assert answer.status == 200
        assert "html" in answer.headers["Content-Type"]


# 14. Words and units.


@pytest.mark.parametrize("device", ["desktop", "desktop-lg", "mobile"])
def test_14_answers_fit_the_published_models(api, device):
    from smooth.models import TaskResponse

    submitted = api.submit(task=None, device=device, enable_recording=False)
    api.delete(submitted["id"])
    final = api.wait_final(submitted["id"])

    for reading in (submitted, final):
        TaskResponse(**reading)
        assert reading["device"] == device
        assert type(reading["credits_used"]) is int
        assert abs(reading["created_at"] - time.time()) < 120
    assert submitted["status"] in ("waiting", "running")


def test_14_status_codes_follow_the_status(session, api):
    assert api.get(session.id).status == 202

    session.close()
    api.wait_final(session.id)

    assert api.get(session.id).status == 200


# 15. DELETE closes, and saves.


def test_15_a_deleted_session_is_cancelled(session, api):
    session.js("1")
    session.close()

    assert api.wait_final(session.id)["status"] == "cancelled"


def test_15_deleting_saves_the_profile(api, sites):
    profile = api.request("POST", "/profile", {"id": None}).r["id"]
    with rest.Session(api, profile_id=profile) as session:
        session.goto(f"{sites}/odd/storage")
        session.js("saveAll('kept')")
    api.wait_final(session.id)

    with rest.Session(api, profile_id=profile) as session:
        session.goto(f"{sites}/odd/storage")
        found = session.js("loadAll()")

    assert {name: found[name] for name in ("lasting", "session", "local", "database")} == dict.fromkeys(
        ("lasting", "session", "local", "database"), "kept"
    )
    api.request("DELETE", f"/profile/{profile}")
