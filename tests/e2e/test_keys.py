"""What a key may do: its limits are answered with the statuses the Smooth API has for them."""

import time

import pytest

import rest
import server as program
from test_resources import upload


@pytest.fixture(scope="module")
def server():
    """Of its own: after the wrong keys of other tests, the common one makes new keys of this address wait."""
    with program.Server() as running:
        yield running


@pytest.fixture
def api(server):
    return server.api


@pytest.fixture
def key(api):
    """Makes a key with these limits and answers the API as its holder sees it."""
    made = []

    def make(**limits):
        key = api.request("POST", "/key", {"name": "somebody", "limits": limits}).r
        made.append(key["id"])
        return rest.Api(api.port, key["key"])

    yield make
    for id in made:
        api.request("DELETE", f"/key/{id}")


def test_a_key_that_was_revoked_opens_nothing_more(api):
    key = api.request("POST", "/key", {"name": "short-lived"}).r
    theirs = rest.Api(api.port, key["key"])
    assert theirs.request("GET", "/task").status == 200

    api.request("DELETE", f"/key/{key['id']}")

    assert theirs.request("GET", "/task").status == 401


def test_a_key_ends_at_its_time(key):
    assert key(expires_at_ms=int(time.time() * 1000) - 1).request("GET", "/task").status == 401
    assert key(expires_at_ms=int(time.time() * 1000) + 600_000).request("GET", "/task").status == 200


def test_more_sessions_than_a_key_may_have_wait(key):
    theirs = key(concurrent_sessions=1)
    with rest.Session(theirs) as first:
        first.js("1")
        second = theirs.submit(task=None, enable_recording=False)["id"]

        assert theirs.get(second).r["status"] == "waiting"

    theirs.wait_running(second)
    theirs.delete(second)


def test_credits_that_are_used_up_are_a_429(key, sites):
    theirs = key(credits=0.5)
    task = theirs.submit(task=f"Go to {sites}/odd/landing and return the title", enable_recording=False)["id"]
    theirs.wait_final(task)
    used = theirs.get(task).r["credits_used"]

    answer = theirs.request("POST", "/task", {"task": None})

    if used:
        assert answer.status == 429
        assert "credit" in answer.detail
    else:
        theirs.delete(answer.r["id"])
    assert key(credits=0).request("POST", "/task", {"task": None}).status == 429


@pytest.mark.parametrize(
    "feature, spec",
    [
        ("profiles", {"task": None, "profile_id": "p"}),
        ("proxy", {"task": None, "proxy_server": "127.0.0.1:9"}),
        ("custom_tools", {"task": "x", "custom_tools": [{"name": "a", "inputs": {}}]}),
        ("sessions", {"task": None}),
        ("webhooks", {"task": None, "webhook_url": "http://127.0.0.1:9/"}),
        ("extensions", {"task": None, "extensions": ["e_1"]}),
        ("files", {"task": None, "files": ["f_1"]}),
        ("certificates", {"task": None, "certificates": [{"file": "QUJD"}]}),
    ],
)
def test_a_feature_that_is_switched_off_is_a_403_that_names_it(key, feature, spec):
    answer = key(disabled_features=[feature]).request("POST", "/task", spec)

    assert answer.status == 403
    assert feature in answer.detail


def test_what_is_switched_off_cannot_be_prepared_either(key):
    theirs = key(disabled_features=["profiles", "files", "extensions"])

    assert theirs.request("POST", "/profile", {"id": None}).status == 403
    for path in ("/file", "/extension"):
        assert upload(theirs, path, "a.zip", b"x").status == 403


def test_too_many_requests_are_a_429_that_passes(key):
    theirs = key(requests_per_minute=5)

    statuses = [theirs.request("GET", "/task").status for _ in range(12)]

    assert statuses[:5] == [200] * 5
    assert 429 in statuses


def test_keys_are_the_operator_s_business(key):
    theirs = key()

    assert theirs.request("POST", "/key", {"name": "x"}).status == 403
    assert len(theirs.request("GET", "/key").r) == 1
