"""Profiles when something goes wrong, and when two have one at the same time."""

import contextlib
import os
import signal

import pytest

import rest
import server as program

KEPT = ("lasting", "session", "local", "database")


@pytest.fixture(scope="module")
def server():
    """Of their own: these tests kill what renders."""
    with program.Server() as running:
        yield running


@pytest.fixture
def profile(api):
    id = api.request("POST", "/profile", {"id": None}).r["id"]
    yield id
    api.request("DELETE", f"/profile/{id}")


def opened(api, sites, profile, **spec):
    session = rest.Session(api, profile_id=profile, **spec)
    session.goto(f"{sites}/odd/storage")
    return session


def stored(api, sites, profile, **spec):
    with opened(api, sites, profile, **spec) as session:
        found = session.js("loadAll()")
    api.wait_final(session.id)
    return {name: found[name] for name in KEPT}


@pytest.mark.parametrize("stealth", [True, False])
def test_after_a_crash_of_the_page_everything_is_saved(server, api, sites, profile, stealth):
    with opened(api, sites, profile, use_stealth=stealth) as session:
        session.js("saveAll('kept')")
        for renderer in server.renderers():
            with contextlib.suppress(ProcessLookupError):
                os.kill(renderer.pid, signal.SIGKILL)
        assert session.act("evaluate_js", {"js": "1"})["code"] in (200, 400)
    api.wait_final(session.id)

    assert stored(api, sites, profile, use_stealth=stealth) == dict.fromkeys(KEPT, "kept")


@pytest.mark.parametrize("stealth", [True, False])
def test_two_sessions_at_once_never_corrupt_it(api, sites, profile, stealth):
    with opened(api, sites, profile, use_stealth=stealth) as first, opened(api, sites, profile, use_stealth=stealth) as second:
        first.js("saveAll('first')")
        second.js("saveAll('second')")
        for session, name in ((first, "first"), (second, "second")):
            session.js("(args) => { document.cookie = `from_${args.name}=1; max-age=9999`; }", {"name": name})
    api.wait_final(first.id)
    api.wait_final(second.id)

    assert set(stored(api, sites, profile, use_stealth=stealth).values()) <= {"first", "second"}
    with opened(api, sites, profile) as session:
        cookies = session.js("document.cookie")
    assert "from_first=1" in cookies and "from_second=1" in cookies


def test_a_profile_is_the_same_in_both_browsers(api, sites, profile):
    """With and without stealth, on a telephone and on a desktop."""
    with opened(api, sites, profile, use_stealth=True) as session:
        session.js("saveAll('kept')")
    api.wait_final(session.id)

    assert stored(api, sites, profile, use_stealth=False, device="mobile") == dict.fromkeys(KEPT, "kept")


def test_one_that_is_deleted_while_a_session_has_it_stays_deleted(api, sites, profile):
    with opened(api, sites, profile) as session:
        session.js("saveAll('x')")
        assert api.request("DELETE", f"/profile/{profile}").json == {"r": True}
    assert api.wait_final(session.id)["status"] == "cancelled"

    assert profile not in [each["id"] for each in api.request("GET", "/profile").r]
    assert api.request("POST", "/task", {"task": None, "profile_id": profile}).status == 404
