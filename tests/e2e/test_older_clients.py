"""What clients before 0.4, and readers of the Smooth API's own documentation, rely on."""

import json

import pytest

import rest
from test_resources import EXTENSION, archive, upload
from waiting import wait_until

OLD = {"User-Agent": "smooth-python-sdk/0.3.1"}
TOOLS = [
    {"name": "get_code", "description": "Gets the one-time code", "output": "The code", "inputs": {"site": {"type": "string"}}}
]


@pytest.fixture
def profile(api):
    id = api.request("POST", "/browser/profile", {"profile_id": None}).r["id"]
    yield id
    api.request("DELETE", f"/browser/profile/{id}")


def old_reading(api, task):
    return api.request("GET", f"/task/{task}", headers=OLD).r


def test_tools_are_called_and_answered_as_before_0_4(api):
    task = api.submit(
        task="Call the tool get_code for the site 'github' and return its output", custom_tools=TOOLS, enable_recording=False
    )["id"]
    calls = wait_until(lambda: old_reading(api, task)["tool_calls"], "the tool is called", 30)
    id, call = next(iter(calls.items()))

    assert call["name"] == "get_code"
    assert json.loads(call["input"]) == {"site": "github"}
    assert old_reading(api, task)["tool_calls"] == calls  # again and again, until it is answered

    body = {"tool_response": {"id": id, "code": 200, "output": json.dumps("493-112")}}
    assert api.request("PUT", f"/task/{task}", body, headers=OLD).json == {"r": True}

    final = api.wait_final(task)
    assert "493-112" in str(final["output"])
    assert old_reading(api, task)["tool_calls"] == {}


def test_the_live_view_of_a_profile_s_session(api, profile):
    with rest.Session(api, session_id=profile) as session:
        session.js("1")
        found = api.request("GET", f"/browser?session_id={profile}").r["live_url"]

        assert found == api.get(session.id).r["live_url"]

    api.wait_final(session.id)
    assert api.request("GET", f"/browser?session_id={profile}").status == 404


def test_a_session_is_opened_and_closed_as_before_0_4(api, sites):
    body = {
        "session_id": "of an old client",
        "session_name": "mine",
        "live_view": True,
        "device": "mobile",
        "url": f"{sites}/odd/landing",
        "proxy_server": "",
        "extensions": None,
        "use_stealth": True,
    }
    opened = api.request("POST", "/browser/session", body).r
    listed = api.request("GET", "/browser/session").r

    assert opened["profile_id"] == opened["session_id"] == "of an old client"
    assert opened["live_url"].startswith("http")
    assert "of an old client" in listed["session_ids"] and "of an old client" in listed["profile_ids"]
    assert api.request("DELETE", f"/browser/session/{opened['live_id']}").json == {"r": True}
    assert api.wait_final(opened["live_id"])["device"] == "mobile"
    # The oldest clients delete a profile at the same address.
    assert api.request("DELETE", "/browser/session/of%20an%20old%20client").json == {"r": True}
    assert api.request("DELETE", "/browser/session/of%20an%20old%20client").status == 404


def test_files_and_extensions_at_their_old_addresses(api):
    fields = {"name": "cv.pdf", "purpose": "Resume"}
    file = upload(api, "/upload_file", "blob", b"PDF", fields=fields).r["id"]
    extension = upload(api, "/browser/extension", "marker.zip", archive(**EXTENSION)).r["id"]

    assert {each["id"]: each["file_name"] for each in api.request("GET", "/file").r}[file] == "cv.pdf"
    assert extension in [each["id"] for each in api.request("GET", "/browser/extension").r["extensions"]]
    assert api.request("DELETE", f"/file/{file}").json == {"r": True}
    assert api.request("DELETE", f"/browser/extension/{extension}").json == {"r": True}
    assert api.request("DELETE", f"/extension/{extension}").status == 404


def test_close_and_run_task_under_the_name_they_had_first(session, api):
    ran = session.run_task("Return the title of this page", name="browser_action")
    assert ran["code"] == 200

    id = api.send(session.id, "close", name="browser_action")
    event = api.wait_event(session.id, lambda event: event["id"] == id)

    assert event["name"] == "browser_action"
    assert event["payload"]["output"]["output"] is True


def test_bare_outputs_for_those_who_ask_for_them(session, api):
    id = api.send(session.id, "evaluate_js", {"js": "[1, 2]"})
    api.wait_result(session.id, id)

    def payload(**headers):
        events = api.request("GET", f"/task/{session.id}?event_t=0", headers=headers).r["events"]
        return next(event["payload"] for event in events if event["id"] == id)

    assert payload(**{"Smooth-Compat": "bare-output"})["output"] == [1, 2]
    assert payload()["output"]["output"] == [1, 2]


def test_a_cursor_in_seconds_is_a_small_one(session, api):
    session.js("1")

    assert api.get(session.id, 1_699_999_999).r["events"] == api.events(session.id)


@pytest.mark.parametrize("events", [[], [{"event": "sdk.run", "timestamp": "2026-01-01T00:00:00Z", "properties": {"js": "x"}}] * 10])
def test_telemetry_needs_no_key_and_leaves_no_trace(server, api, events):
    assert api.request("POST", "/telemetry", {"events": events}, key=None, prefix="/v1").status == 200
    assert api.request("POST", "/telemetry", b"not json", key=None).status == 200
    assert "sdk.run" not in server.log.read_text(errors="replace")
