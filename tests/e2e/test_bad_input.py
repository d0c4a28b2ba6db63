"""Bad input gets a clear sentence and leaves nothing broken."""

import os
import socket
import subprocess

import pytest

import server as program
from waiting import wait_until

# field -> (value, a word of the sentence besides the field's name)
WRONG_FIELDS = [
    ("task", 5, "string"),
    ("task", ["a"], "string"),
    ("task", "", "empty"),
    ("task", "  \n", "empty"),
    ("max_steps", 1, "2"),
    ("max_steps", 129, "128"),
    ("max_steps", -3, "2"),
    ("max_steps", 2.5, ""),
    ("max_steps", "ten", ""),
    ("max_steps", 10**30, ""),
    ("max_steps", True, ""),
    ("device", "tablet", "desktop-lg"),
    ("device", 7, "string"),
    ("agent", "gpt", "smooth-lite"),
    ("agent", {}, "string"),
    ("url", "ftp://127.0.0.1/", "http"),
    ("url", "javascript:alert(1)", "http"),
    ("url", "file:///etc/passwd", "http"),
    ("url", "no address", ""),
    ("url", "http://", ""),
    ("url", 80, "string"),
    ("metadata", [], "object"),
    ("metadata", {str(n): n for n in range(17)}, "16"),
    ("metadata", {"a": "x" * 2049}, "2048"),
    ("metadata", {"a": {"b": 1}}, ""),
    ("response_model", "text", "object"),
    ("response_model", [], "object"),
    ("files", "f_1", ""),
    ("files", [1], ""),
    ("allowed_urls", "https://a.example/*", ""),
    ("allowed_urls", [5], ""),
    ("enable_recording", "yes", "true or false"),
    ("profile_id", 5, "string"),
    ("profile_read_only", "no", "true or false"),
    ("use_stealth", 1, "true or false"),
    ("use_adblock", "x", "true or false"),
    ("show_cursor", "x", "true or false"),
    ("proxy_server", 5, "string"),
    ("proxy_server", "gopher://127.0.0.1:70", ""),
    ("proxy_server", "self", "self"),
    ("certificates", {}, ""),
    ("certificates", [{"file": "%%%"}], "base64"),
    ("certificates", [{}], "base64"),
    ("custom_tools", {}, ""),
    ("custom_tools", [{}], "name"),
    ("custom_tools", ["x"], ""),
    ("custom_tools", [{"name": "a", "inputs": 5}], ""),
    ("additional_tools", [], "object"),
    ("experimental_features", 5, "object"),
    ("extensions", "e_1", ""),
    ("webhook_url", "ftp://127.0.0.1/", "http"),
]


@pytest.mark.parametrize(
    "field, value, word", WRONG_FIELDS, ids=[f"{field}={value!r:.30}" for field, value, _ in WRONG_FIELDS]
)
def test_a_wrong_field_is_named(api, field, value, word):
    answer = api.request("POST", "/task", {"task": None, field: value})

    assert answer.status in (400, 422), answer.text
    assert field in answer.detail
    assert word in answer.detail


def test_a_response_model_that_is_no_schema_is_refused(api):
    answer = api.request("POST", "/task", {"task": "Return the title", "response_model": {"type": "nonsense"}})

    assert answer.status in (400, 422), answer.text
    assert "response_model" in answer.detail


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"5",
        b'"text"',
        b'{"task": null,}',
        b"{'task': null}",
        b'{"task": "\xff\xfe"}',
        b"\x00\x01\x02",
        b"[" * 20_000,
        b'{"task": ' + b"[" * 2_000 + b"]" * 2_000 + b"}",
        b"task=null",
    ],
)
def test_a_body_that_is_no_object_is_refused(api, body):
    for path in ("/task", "/profile"):
        answer = api.request("POST", path, body or b" ")
        assert answer.status in (400, 422), (path, answer.text)
        assert len(answer.detail) > 10


@pytest.mark.parametrize(
    "field, value", [("profile_id", "no-such-profile"), ("files", ["f_nothing"]), ("extensions", ["e_nothing"])]
)
def test_what_does_not_exist_is_not_found(api, field, value):
    answer = api.request("POST", "/task", {"task": None, field: value})

    assert answer.status == 404
    assert (value if isinstance(value, str) else value[0]) in answer.detail


@pytest.mark.parametrize(
    "method, path, body",
    [
        ("GET", "/task/nothing", None),
        ("GET", "/task/nothing?event_t=5", None),
        ("DELETE", "/task/nothing", None),
        (
            "POST",
            "/task/nothing/event",
            {"name": "browser_action", "payload": {"name": "goto", "input": {"url": "http://127.0.0.1/"}}},
        ),
        ("DELETE", "/task/nothing/data", None),
        ("DELETE", "/profile/nothing", None),
        ("DELETE", "/file/f_nothing", None),
        ("DELETE", "/extension/e_nothing", None),
        ("DELETE", "/browser/extension/e_nothing", None),
        ("GET", "/nothing", None),
        ("GET", "/task/" + "x" * 3000, None),
        ("GET", "/task/..%2f..%2fetc%2fpasswd", None),
    ],
)
def test_an_unknown_id_or_path_is_a_404(api, method, path, body):
    answer = api.request(method, path, body)

    assert answer.status == 404
    assert answer.detail


@pytest.mark.parametrize(
    "method, path",
    [
        ("PUT", "/task"),
        ("PATCH", "/task"),
        ("DELETE", "/task"),
        ("POST", "/task/abc"),
        ("GET", "/task/abc/event"),
        ("DELETE", "/profile"),
        ("PUT", "/file"),
        ("GET", "/telemetry"),
    ],
)
def test_a_wrong_method_is_a_405_that_says_what_is_allowed(api, method, path):
    answer = api.request(method, path)

    assert answer.status == 405
    assert answer.headers["allow"]
    assert answer.detail


@pytest.mark.parametrize(
    "key", [None, "", "wrong", "x" * 5000, program.KEY + "x", program.KEY[:-1], program.KEY.upper()]
)
def test_without_the_right_key_nothing_is_told(api, key):
    for method, path, body in (
        ("GET", "/task", None),
        ("POST", "/task", {"task": None}),
        ("GET", "/task/abc", None),
        ("GET", "/profile", None),
    ):
        answer = api.request(method, path, body, key=key)
        assert answer.status in (401, 403), (method, path)
        assert answer.detail


def test_a_bearer_token_is_a_key_too(api):
    assert api.request("GET", "/task", key=None, headers={"Authorization": f"Bearer {api.key}"}).status == 200


@pytest.mark.parametrize("query", ["l=0", "l=129", "l=-1", "l=x", "t=x", "t=-5"])
def test_a_wrong_page_of_the_list_is_refused(api, query):
    answer = api.request("GET", f"/task?{query}")

    assert answer.status in (400, 422)
    assert query[0] in answer.detail


@pytest.mark.parametrize(
    "cursor, is_fine",
    [
        ("", True),
        ("0", True),
        ("1699999999", True),
        ("12.75", True),
        ("-1", True),
        ("1e3", True),
        ("99999999999999999999", None),
        ("abc", False),
        ("nan", False),
        ("1;2", False),
    ],
)
def test_cursors_of_all_spellings(session, api, cursor, is_fine):
    session.js("1")
    api.delete(session.id)  # an ended task never holds
    api.wait_final(session.id)

    answer = api.request("GET", f"/task/{session.id}?event_t={cursor}")

    if is_fine is None:
        assert answer.status in (200, 400, 422)
    else:
        assert (answer.status == 200) is is_fine, answer.text
    if is_fine and cursor:
        assert answer.r["events"]


EVENTS = [
    ({}, "must"),
    ({"name": "browser_action"}, "payload"),
    ({"name": 5, "payload": {}}, "name"),
    ({"name": "dance", "payload": {}}, "dance"),
    ({"name": "browser_action", "payload": []}, "payload"),
    ({"name": "browser_action", "payload": {}}, "name"),
    ({"name": "browser_action", "payload": {"name": "goto", "input": "x"}}, "input"),
    (
        {
            "name": "browser_action",
            "payload": {"name": "goto", "input": {"url": "http://127.0.0.1/"}},
            "id": "x" * 5000,
        },
        "id",
    ),
    ({"name": "browser_action", "payload": {"name": "goto", "input": {"url": "http://127.0.0.1/"}}, "id": 5}, "id"),
]


@pytest.mark.parametrize("event, word", EVENTS, ids=[str(number) for number in range(len(EVENTS))])
def test_a_wrong_event_is_refused(session, api, event, word):
    answer = api.request("POST", f"/task/{session.id}/event", event)

    assert answer.status in (400, 422)
    assert word in answer.detail


def test_an_unknown_action_is_refused_or_answered_with_a_400(session, api):
    answer = api.request(
        "POST",
        f"/task/{session.id}/event",
        {"name": "browser_action", "payload": {"name": "fly", "input": {}}, "id": "fly"},
    )

    if answer.status == 200:
        payload = api.wait_result(session.id, "fly")["payload"]
        assert payload["code"] == 400
        assert "fly" in payload["output"]
    else:
        assert answer.status in (400, 422)
        assert "fly" in answer.detail


def test_an_event_for_a_finished_task_is_refused(session, api):
    session.close()
    ended = api.wait_final(session.id)

    answer = api.request(
        "POST",
        f"/task/{session.id}/event",
        {"name": "browser_action", "payload": {"name": "goto", "input": {"url": "http://127.0.0.1/"}}},
    )

    assert answer.status == 400
    assert ended["status"] in answer.detail or "ended" in answer.detail or "closed" in answer.detail


def test_deleting_the_data_of_a_running_task_is_refused(session, api):
    answer = api.request("DELETE", f"/task/{session.id}/data")

    assert answer.status in (400, 409)
    assert answer.detail


# Sizes and broken HTTP.


def test_a_huge_task_is_refused(api):
    answer = api.request("POST", "/task", {"task": "x" * (20 << 20)})

    assert answer.status in (400, 413)
    assert answer.detail


def raw(api, data, timeout=15):
    """The first bytes of the answer to these bytes, b"" when the server hangs up."""
    with socket.create_connection(("127.0.0.1", api.port), timeout=timeout) as connection:
        connection.sendall(data)
        try:
            return connection.recv(65536)
        except ConnectionResetError:
            return b""


def test_a_body_announced_as_endless_is_refused_before_it_comes(api):
    answer = raw(
        api,
        f"POST /api/v1/task HTTP/1.1\r\nHost: x\r\napikey: {api.key}\r\nContent-Length: 99999999999\r\n\r\n{{".encode(),
    )

    assert answer == b"" or answer.split()[1] in (b"400", b"413")


@pytest.mark.parametrize(
    "data",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"nonsense\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"GET /healthz HTTP/1.1\r\n" + b"A: b\r\n" * 20_000 + b"\r\n",
        b"GET /" + b"x" * 200_000 + b" HTTP/1.1\r\n\r\n",
        b"POST /api/v1/task HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
    ids=["tls", "nonsense", "version", "short", "two-lengths", "many-headers", "long-path", "bad-chunk"],
)
def test_broken_http_breaks_nothing_else(server, api, data):
    answer = raw(api, data)

    assert (
        answer == b""
        or answer.split()[1] in (b"400", b"404", b"413", b"414", b"431", b"501", b"505")
        or b"healthz" in data
    )
    assert api.request("GET", "/healthz", prefix="").status == 200


def test_uploads_must_be_forms_with_a_file(api):
    boundary = "b0undary"
    form = f'--{boundary}\r\nContent-Disposition: form-data; name="other"\r\n\r\nvalue\r\n--{boundary}--\r\n'
    for body, kind in (
        (b"plain", "text/plain"),
        (b"{}", "application/json"),
        (form.encode(), f"multipart/form-data; boundary={boundary}"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
    ):
        answer = api.request("POST", "/file", body, headers={"Content-Type": kind})
        assert answer.status in (400, 415, 422), kind
        assert answer.detail


# Pages that do not come.


@pytest.mark.parametrize("path, word", [("/odd/loop", "redirect"), ("/odd/status/204", "")])
def test_a_page_that_cannot_be_shown_is_a_400(session, sites, path, word):
    payload = session.act("goto", {"url": sites + path})

    if word or payload["code"] != 200:
        assert payload["code"] == 400
        assert word in payload["output"].lower()
    assert session.js("1 + 1") == 2


@pytest.mark.parametrize("code", [404, 500, 403])
def test_a_page_with_an_error_status_is_a_page(session, sites, code):
    session.goto(f"{sites}/odd/status/{code}")

    assert session.js("document.getElementById('text').textContent") == f"This page was answered with {code}."


@pytest.mark.slow_answers
def test_a_page_whose_pictures_never_come_is_usable(slow_answers):
    assert slow_answers["pictures"].result(120) == "A button"


@pytest.mark.slow_answers
def test_a_page_that_never_answers_ends_with_a_clear_400(slow_answers):
    payload = slow_answers["hang"].result(90)

    assert payload["code"] == 400
    assert "time" in payload["output"] or "load" in payload["output"]


@pytest.mark.slow_answers
def test_after_a_page_that_never_answers_the_session_goes_on(slow_answers):
    assert slow_answers["after the hang"].result(120)["code"] == 200


# Starting where it cannot start.


def start(*arguments, **settings):
    """(exit code, what was said) of a server that is expected to give up at once."""
    # As for a server that goes on: Chromium may run as another user, who has to be able to walk through this folder.
    folder = program.pathlib.Path(program.tempfile.mkdtemp(prefix="lissom-e2e-"))
    folder.chmod(0o755)
    (folder / "tmp").mkdir()
    done = subprocess.run(
        [str(program.binary()), "serve", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=folder,
        env=program.environment(folder, LISSOM_API_KEY=program.KEY, **settings),
    )
    program.shutil.rmtree(folder)
    return done.returncode, done.stdout + done.stderr


def test_a_port_that_is_taken_is_named(server, tmp_path):
    code, said = start("--listen", f"127.0.0.1:{server.port}", "--data", str(tmp_path / "data"))

    assert code not in (0, -6, -11)
    assert str(server.port) in said
    assert "--listen" in said


def test_a_data_folder_that_is_in_use_is_named(server):
    code, said = start("--listen", "127.0.0.1:0", "--data", str(server.data))

    assert code not in (0, -6, -11)
    assert str(server.data) in said
    assert "--data" in said


@pytest.mark.parametrize(
    "arguments, word",
    [
        (["--listen", "nonsense"], "--listen"),
        (["--listen", "127.0.0.1:99999"], "--listen"),
        (["--max-sessions", "none"], "--max-sessions"),
        (["--no-such-flag"], "--no-such-flag"),
        (["--log-level", "loud"], "--log-level"),
    ],
)
def test_a_wrong_flag_is_named(arguments, word):
    code, said = start(*arguments)

    assert code not in (0, -6, -11)
    assert word in said


def test_a_data_folder_that_cannot_be_made_is_named():
    code, said = start("--listen", "127.0.0.1:0", "--data", "/proc/nowhere/data")

    assert code not in (0, -6, -11)
    assert "/proc/nowhere" in said


def test_a_database_that_is_none_is_named(tmp_path):
    (tmp_path / "lissom.db").write_bytes(os.urandom(8192))

    code, said = start("--listen", "127.0.0.1:0", "--data", str(tmp_path))

    assert code not in (0, -6, -11)
    assert "lissom.db" in said


def test_without_a_chromium_the_way_to_one_is_said(tmp_path):
    code, said = start(
        "--listen",
        "127.0.0.1:0",
        "--data",
        str(tmp_path),
        "--chromium",
        "/nowhere/chromium",
        "--headless-shell",
        "/nowhere/shell",
    )

    assert code not in (0, -6, -11)
    assert "/nowhere" in said


# A full disk.


@pytest.fixture
def small_disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m,mode=755", "tmpfs", str(folder)], capture_output=True
    )
    if done.returncode != 0:
        pytest.skip("mounting a small disk needs root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_said_and_nothing_is_lost(small_disk):
    with program.Server(data=small_disk / "data") as running:
        api = running.api
        before = api.submit(task=None, enable_recording=False)["id"]
        api.delete(before)
        api.wait_final(before)
        with open(small_disk / "ballast", "wb") as ballast:
            try:
                while True:
                    ballast.write(bytes(64 << 10))
                    ballast.flush()
            except OSError:
                pass

        refused = api.request("POST", "/task", {"task": None, "metadata": {"filling": "x" * 2000}})
        for _ in range(40):  # the last free bytes of the database's own pages may take a few more
            if refused.status != 200:
                break
            api.delete(refused.r["id"])
            refused = api.request("POST", "/task", {"task": None, "metadata": {"filling": "x" * 2000}})

        assert refused.status in (500, 503, 507), refused.text
        assert "disk" in refused.detail or "space" in refused.detail
        assert api.get(before).r["status"] == "cancelled"

        os.unlink(small_disk / "ballast")
        after = wait_until(
            lambda: (answer := api.request("POST", "/task", {"task": None})).status == 200 and answer, "it works again"
        )
        api.delete(after.r["id"])
        api.wait_final(after.r["id"])
