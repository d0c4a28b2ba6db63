"""The rest of the wire contract: addresses, lists, deleted data, profiles, files, extensions, and routes of older clients."""

import io
import json
import urllib.error
import urllib.request
import zipfile

import pytest

import rest
from waiting import wait_until

BOUNDARY = "----e2e"


def upload(api, path, name, content, field="file", fields=None, **more):
    fields = {**(fields or {}), **more}
    parts = "".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in fields.items()
    ).encode()
    body = (
        parts
        + (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
            f"Content-Type: application/octet-stream\r\n\r\n"
        ).encode()
        + content
        + f"\r\n--{BOUNDARY}--\r\n".encode()
    )
    return api.request("POST", path, body, headers={"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})


def archive(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as writer:
        for name, text in files.items():
            writer.writestr(name.replace("__", "/"), text)
    return buffer.getvalue()


MANIFEST = json.dumps(
    {
        "manifest_version": 3,
        "name": "Marker",
        "version": "1.0",
        "content_scripts": [{"matches": ["<all_urls>"], "js": ["mark.js"]}],
    }
)
EXTENSION = {"manifest.json": MANIFEST, "mark.js": "document.documentElement.dataset.marked = 'yes';"}


# Addresses and errors.


@pytest.mark.parametrize("prefix", ["/api/v1", "/v1", "/api//v1", "//v1", "/api/v1/"])
def test_the_api_answers_under_every_address_clients_use(api, prefix):
    assert api.request("GET", "/task?l=1", prefix=prefix).status == 200


def test_health_needs_no_key(api):
    for path in ("/healthz", "/readyz"):
        assert api.request("GET", path, prefix="", key=None).status == 200


def test_metrics_and_the_description_of_the_api(api):
    assert "lissom" in api.request("GET", "/metrics", prefix="").text
    description = api.request("GET", "/openapi.json", prefix="", key=None).json
    assert description["openapi"].startswith("3.")
    assert any(path.endswith("/task/{id}") or path.endswith("/task/{task_id}") for path in description["paths"])


def test_browsers_of_other_origins_may_call(api):
    answer = api.request(
        "OPTIONS",
        "/task",
        key=None,
        headers={
            "Origin": "https://dashboard.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "apikey,content-type",
        },
    )

    assert answer.status in (200, 204)
    allowed = answer.headers["access-control-allow-headers"].lower().split(", ")
    assert {"apikey", "authorization", "*"} <= set(allowed)
    assert "POST" in answer.headers["access-control-allow-methods"]


def test_telemetry_is_taken_and_thrown_away(api):
    body = {
        "events": [{"event": "sdk.run", "timestamp": "2026-01-01T00:00:00Z", "properties": {"task": "private words"}}]
    }

    assert api.request("POST", "/telemetry", body).status == 200


# Tasks.


def test_the_list_is_newest_first_and_can_be_paged(api):
    made = []
    for _ in range(3):
        made.append(api.submit(task=None, enable_recording=False)["id"])
        api.delete(made[-1])
    listed = api.request("GET", "/task?l=128").r

    mine = [task["id"] for task in listed if task["id"] in made]
    assert mine == made[::-1]
    assert len(api.request("GET", "/task?l=2").r) == 2
    oldest = min(task["created_at"] for task in listed)
    assert all(task["created_at"] < oldest + 1 for task in api.request("GET", f"/task?t={oldest + 1}").r)
    assert api.request("GET", f"/task?t={oldest - 1000}").r == []


def test_deleted_data_is_gone(session, api, sites):
    session.goto(f"{sites}/shop/")
    session.js("'a private word'")
    session.close()
    api.wait_final(session.id)

    assert api.request("DELETE", f"/task/{session.id}/data").json == {"r": True}

    reading = api.get(session.id, 0)
    assert reading.status in (200, 404)
    assert "private word" not in reading.text
    if reading.status == 200:
        assert reading.r["output"] is None and not reading.r["events"]


def test_a_session_may_begin_at_an_address(api, sites):
    with rest.Session(api, url=f"{sites}/news/") as session:
        assert session.js("document.title") == "The Meridian Post"


def test_empty_strings_count_as_nothing(api):
    task = api.submit(
        task=None, url="", profile_id="", proxy_server="", proxy_username="", proxy_password="", enable_recording=False
    )

    api.delete(task["id"])


def test_unknown_fields_are_ignored(api):
    task = api.submit(task=None, enable_recording=False, something_new={"a": 1})

    api.delete(task["id"])


@pytest.mark.parametrize(
    "device, width, touch", [("desktop", 1280, False), ("desktop-lg", 1920, False), ("mobile", 390, True)]
)
def test_devices_are_what_they_say(api, sites, device, width, touch):
    with rest.Session(api, device=device, url=f"{sites}/odd/landing") as session:
        seen = session.js(
            "({width: innerWidth, touch: navigator.maxTouchPoints > 0, agent: navigator.userAgent, "
            "mobile: navigator.userAgentData ? navigator.userAgentData.mobile : null})"
        )

    assert abs(seen["width"] - width) <= width * 0.4
    assert seen["touch"] is touch
    assert "Headless" not in seen["agent"]
    assert ("Mobile" in seen["agent"]) is touch
    assert seen["mobile"] in (None, touch)


def test_a_task_waits_when_all_browsers_are_taken_and_is_refused_when_the_queue_is_full(sites):
    import server as program

    with program.Server("--max-sessions", "1", "--max-waiting", "1") as small:
        api = small.api
        with rest.Session(api) as first:
            first.js("1")
            waiting = api.submit(task=None, enable_recording=False)
            assert api.get(waiting["id"]).r["status"] == "waiting"
            refused = api.request("POST", "/task", {"task": None})
            assert refused.status == 429
            assert refused.detail
        api.wait_running(waiting["id"])
        api.delete(waiting["id"])


def test_closing_while_a_task_runs_is_answered_with_false(api, sites):
    with rest.Session(api) as session:
        running = api.send(session.id, "run_task", {"task": f"Go to {sites}/odd/hang and return the title"})
        close = api.send(session.id, "close")

        payload = api.wait_result(session.id, close, within=15)["payload"]

        assert payload["code"] == 200
        assert payload["output"]["output"] is False
        assert not [event for event in api.events(session.id) if event["id"] == running]


# Profiles.


@pytest.fixture
def profile(api):
    id = api.request("POST", "/profile", {"id": None}).r["id"]
    yield id
    api.request("DELETE", f"/profile/{id}")


def test_profiles_are_listed_with_what_they_hold(api, sites, profile):
    with rest.Session(api, profile_id=profile) as session:
        session.goto(f"{sites}/odd/cookies")
    api.wait_final(session.id)

    listed = next(each for each in api.request("GET", "/profile").r if each["id"] == profile)

    assert listed["cookie_domains"] == ["127.0.0.1"]
    assert listed["cookie_count"] >= 2
    assert listed["profile_size_bytes"] > 0
    assert listed["last_saved_at"] > 1_700_000_000


def test_a_profile_twice_is_a_conflict(api, profile):
    assert api.request("POST", "/profile", {"id": profile}).status == 409


def test_a_read_only_profile_is_not_changed(api, sites, profile):
    with rest.Session(api, profile_id=profile) as session:
        session.goto(f"{sites}/odd/storage")
        session.js("saveAll('first')")
    api.wait_final(session.id)

    with rest.Session(api, profile_id=profile, profile_read_only=True) as session:
        session.goto(f"{sites}/odd/storage")
        assert session.js("loadAll()")["local"] == "first"
        session.js("saveAll('second')")
    api.wait_final(session.id)

    with rest.Session(api, profile_id=profile) as session:
        session.goto(f"{sites}/odd/storage")
        assert session.js("loadAll()")["local"] == "first"


def test_sessions_share_nothing_without_a_profile(api, sites):
    with rest.Session(api) as first, rest.Session(api) as second:
        for session in (first, second):
            session.goto(f"{sites}/odd/storage")
        first.js("saveAll('mine')")

        assert set(second.js("loadAll()").values()) == {None}


@pytest.mark.parametrize("id", ["../../etc", "a/b", "..", "x" * 300, "\u0000"])
def test_a_profile_s_name_is_no_path(api, id):
    answer = api.request("POST", "/profile", {"id": id})

    assert answer.status in (400, 422)
    assert answer.detail


@pytest.mark.parametrize("id", ["work", "Größe und ähnliches", "a b@c.d", "100%", "日本"])
def test_profiles_may_have_any_reasonable_name(api, id):
    import urllib.parse

    assert api.request("POST", "/profile", {"id": id}).r["id"] == id
    assert id in [each["id"] for each in api.request("GET", "/profile").r]
    assert api.request("DELETE", "/profile/" + urllib.parse.quote(id, safe="")).json == {"r": True}


# Files and downloads.


def test_an_uploaded_file_reaches_a_page(api, sites):
    id = upload(api, "/file", "cv.txt", b"A life in letters", file_purpose="Resume").r["id"]
    with rest.Session(api, files=[id]) as session:
        session.goto(f"{sites}/odd/upload")
        payload = session.run_task("Upload the file cv.txt with 'One file' and press Upload")

        assert payload["code"] == 200, payload
        assert "cv.txt: 17 bytes, A life in letters" in session.js("document.getElementById('uploads').textContent")
    assert api.request("DELETE", f"/file/{id}").json == {"r": True}


@pytest.mark.parametrize("path, field", [("/file", "file"), ("/upload_file", "file")])
def test_files_are_taken_under_their_old_names_too(api, path, field):
    id = upload(api, path, "a.txt", b"x", field).r["id"]

    assert api.request("DELETE", f"/file/{id}").status == 200


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "C:\\\\windows\\\\a.txt", "..", ".hidden", "a\u0000b", "x" * 400]
)
def test_a_file_s_name_is_no_path(api, name):
    answer = upload(api, "/file", name, b"x")

    assert answer.status in (200, 400, 422)
    if answer.status == 200:
        api.request("DELETE", f"/file/{answer.r['id']}")


def test_downloads_come_as_one_archive_without_a_key(api, sites):
    with rest.Session(api) as session:
        session.goto(f"{sites}/odd/downloads")
        for text in ("Small file", "Ümläute and spaces"):
            session.js(
                "({text}) => [...document.links].find(link => link.textContent === text).click()", {"text": text}
            )
        # Complete once the page has nothing more to fetch: closing waits for downloads under way.
    api.wait_final(session.id)
    url = wait_until(lambda: api.get(session.id, downloads="true").r["downloads_url"], "a downloads_url", 30)

    with urllib.request.urlopen(url) as answer:
        found = zipfile.ZipFile(io.BytesIO(answer.read()))

    assert sorted(found.namelist()) == ["small.txt", "über größe.txt"]
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(url.replace(url.rsplit("/", 1)[1], "x" + url.rsplit("/", 1)[1]))


# Extensions.


def test_an_extension_changes_a_page(api, sites):
    id = upload(api, "/extension", "marker.zip", archive(**EXTENSION)).r["id"]
    assert id in [each["id"] for each in api.request("GET", "/extension").r]
    with rest.Session(api, extensions=[id]) as session:
        session.goto(f"{sites}/odd/landing")
        marked = session.js("document.documentElement.dataset.marked")
    api.wait_final(session.id)

    assert marked == "yes"
    assert api.request("DELETE", f"/extension/{id}").json == {"r": True}


def test_an_extension_can_be_deleted_at_its_other_address(api):
    id = upload(api, "/extension", "marker.zip", archive(**EXTENSION)).r["id"]

    assert api.request("DELETE", f"/browser/extension/{id}").json == {"r": True}


@pytest.mark.parametrize(
    "files",
    [
        None,
        {"readme.txt": "no manifest"},
        {"manifest.json": "{"},
        {"manifest.json": MANIFEST, "..__..__evil.js": "x"},
        {"manifest.json": MANIFEST, "bomb.js": "0" * (100 << 20)},
    ],
    ids=["no-zip", "no-manifest", "bad-manifest", "outside", "bomb"],
)
def test_what_is_no_extension_is_refused(api, files):
    answer = upload(api, "/extension", "x.zip", archive(**files) if files else b"no archive")

    assert answer.status in (400, 413, 422)
    assert answer.detail


# Older clients.


def test_the_old_address_for_tasks(api):
    id = api.request("POST", "/task/smooth", {"task": None, "enable_recording": False}).r["id"]

    api.delete(id)


def test_the_old_name_of_a_profile(api, profile):
    id = api.submit(task=None, session_id=profile, enable_recording=False)["id"]

    api.delete(id)
    api.wait_final(id)


def test_the_old_shapes_of_profiles_and_extensions(api, profile):
    assert profile in api.request("GET", "/browser/profile").r["profile_ids"]
    assert isinstance(api.request("GET", "/browser/extension").r["extensions"], list)


def test_the_old_browser_session(api, sites):
    opened = api.request("POST", "/browser/session", {"url": f"{sites}/odd/landing", "live_view": True}).r

    assert set(opened) >= {"profile_id", "session_id", "live_id", "live_url"}
    assert api.request("DELETE", f"/browser/session/{opened['live_id']}").json == {"r": True}


# Keys.


def test_another_key_sees_nothing(server, session, api):
    import subprocess

    import server as program

    made = subprocess.run(
        [str(program.binary()), "keys", "create", "second", "--data", str(server.data)],
        capture_output=True,
        text=True,
        env=program.environment(server.folder, LISSOM_API_KEY=program.KEY),
        timeout=30,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    other = rest.Api(server.port, made.stdout.strip())
    wait_until(lambda: other.request("GET", "/task").status == 200, f"the new key is known: {made.stdout}")

    assert other.request("GET", "/task").r == []
    assert other.get(session.id).status == 404
    assert other.delete(session.id).status == 404
    assert (
        other.request(
            "POST", f"/task/{session.id}/event", {"name": "session_action", "payload": {"name": "close"}}
        ).status
        == 404
    )
    assert api.get(session.id).status == 202
