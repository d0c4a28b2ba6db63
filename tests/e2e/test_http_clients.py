"""Clients nobody here has seen: what HTTP allows, and what people write by hand, gets the answer it means."""

import gzip
import http.client
import io
import json
import urllib.error
import urllib.request
import zipfile
import zlib

import pytest

import rest
from test_resources import BOUNDARY, EXTENSION, MANIFEST, archive, upload
from waiting import wait_until

NOTHING = {
    name: None
    for name in (
        "task response_model url metadata files agent max_steps device allowed_urls enable_recording profile_id "
        "profile_read_only stealth_mode use_stealth proxy_server proxy_username proxy_password certificates use_adblock "
        "use_captcha_solver additional_tools custom_tools experimental_features extensions show_cursor session_id webhook_url"
    ).split()
}


def talk(api, data, wanted=b"\r\n\r\n"):
    """What comes back for these bytes, until `wanted` is in it or the server hangs up."""
    import socket

    with socket.create_connection(("127.0.0.1", api.port), timeout=15) as connection:
        connection.sendall(data)
        said = b""
        while wanted not in said and (more := connection.recv(65536)):
            said += more
        return said


def end(api, answer):
    api.delete(answer.r["id"])
    return answer


# Requests.


@pytest.mark.parametrize("path", ["/task", "/profile", "/file", "/extension", "/key", "/server", "/browser/session"])
def test_head_is_a_get_without_its_body(api, path):
    got, head = api.request("GET", path), api.request("HEAD", path)

    assert head.status == got.status == 200
    assert head.text == ""
    assert head.headers["content-type"] == got.headers["content-type"]


@pytest.mark.parametrize("path", ["/task", "/task/x", "/task/x/event", "/profile", "/file", "/extension", "/telemetry"])
def test_options_says_what_is_allowed(api, path):
    answer = api.request("OPTIONS", path, key=None, headers={"Origin": "https://a.example"})

    assert answer.status == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-methods"]


def test_a_method_nobody_knows_is_a_405(api):
    answer = api.request("BREW", "/task")

    assert answer.status == 405
    assert answer.headers["allow"]
    assert "BREW" in answer.detail


@pytest.mark.parametrize("path", ["/task/", "//task", "/task/?l=1", "/profile/"])
def test_slashes_too_many_do_no_harm(api, path):
    assert api.request("GET", path).status == 200


@pytest.mark.parametrize(
    "pack, name",
    [
        (gzip.compress, "gzip"),
        (gzip.compress, "GZIP"),
        (zlib.compress, "deflate"),
        (lambda body: body, "identity"),
    ],
    ids=["gzip", "capitals", "deflate", "identity"],
)
def test_a_packed_body_is_unpacked(api, pack, name):
    body = json.dumps({**NOTHING, "enable_recording": False}).encode()

    end(api, api.request("POST", "/task", pack(body), headers={"Content-Encoding": name}))


def test_a_body_that_unpacks_to_a_flood_is_refused(api):
    bomb = gzip.compress(b" " * (300 << 20))

    answer = api.request("POST", "/task", bomb, headers={"Content-Encoding": "gzip"})

    assert answer.status == 413
    assert answer.detail


@pytest.mark.parametrize("body, name", [(b"{}", "gzip"), (b"{}", "br"), (gzip.compress(b"{}")[:-3], "gzip")])
def test_a_packed_body_that_cannot_be_read_is_a_400(api, body, name):
    answer = api.request("POST", "/task", body, headers={"Content-Encoding": name})

    assert answer.status == 400
    assert "Content-Encoding" in answer.detail


@pytest.mark.parametrize(
    "kind",
    ["application/json", "application/json; charset=utf-8", "text/plain", "application/x-www-form-urlencoded", "", "???"],
)
def test_a_json_body_is_read_whatever_it_is_called(api, kind):
    end(api, api.request("POST", "/task", json.dumps({"task": None}), headers={"Content-Type": kind}))


def test_a_body_may_begin_with_a_byte_order_mark(api):
    end(api, api.request("POST", "/task", b'\xef\xbb\xbf{"task": null}'))


def test_a_client_that_waits_for_100_continue_gets_it(api):
    body = b'{"id": null}'
    head = f"POST /v1/profile HTTP/1.1\r\nHost: x\r\napikey: {api.key}\r\nExpect: 100-continue\r\nContent-Length: {len(body)}\r\n\r\n"

    assert talk(api, head.encode()).startswith(b"HTTP/1.1 100")
    said = talk(api, head.encode() + body, b'"}}')

    assert b"HTTP/1.1 200" in said
    made = json.loads(said[said.rindex(b"\r\n\r\n") :])["r"]["id"]
    assert api.request("DELETE", f"/profile/{made}").status == 200


def test_a_body_may_come_in_chunks(api):
    head = f"POST /v1/telemetry HTTP/1.1\r\nHost: x\r\napikey: {api.key}\r\nTransfer-Encoding: chunked\r\n\r\n"

    said = talk(api, head.encode() + b'5\r\n{"eve\r\n9;a=b\r\nnts": []}\r\n0\r\nTrailer: x\r\n\r\n', b"}")

    assert said.startswith(b"HTTP/1.1 200")


def test_requests_may_follow_each_other_without_waiting(api):
    one = f"GET /v1/task?l=1 HTTP/1.1\r\nHost: x\r\napikey: {api.key}\r\n\r\n".encode()
    last = one.replace(b"Host: x", b"Host: x\r\nConnection: close")

    assert talk(api, one + one + last, b"never").count(b"HTTP/1.1 200 OK") == 3


@pytest.mark.parametrize(
    "target, version",
    [("http://proxy.example/v1/task?l=1", "1.1"), ("/v1/task?l=1", "1.0"), ("/v1/task?l=1#top", "1.1")],
)
def test_addresses_in_their_other_forms(api, target, version):
    said = talk(api, f"GET {target} HTTP/{version}\r\nHost: x\r\nApiKey:  {api.key} \r\n\r\n".encode())

    assert said.split()[1] == b"200"


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER "])
def test_a_bearer_in_any_case(api, scheme):
    assert api.request("GET", "/task", key=None, headers={"Authorization": f"{scheme} {api.key}"}).status == 200


@pytest.mark.parametrize("query", ["l=1&l=2", "l=1.0", "l=1&unknown=x", "l=1&", "&l=1", "l=1&t=", "t=9999999999.5&l=%31"])
def test_odd_queries_mean_what_they_say(api, query):
    assert len(api.request("GET", f"/task?{query}").r) <= 1


# Tasks.


def test_null_stands_for_every_field_that_is_not_there(api):
    end(api, api.request("POST", "/task", NOTHING))


def test_empty_lists_and_objects_ask_for_nothing(api):
    empty = dict.fromkeys(("files", "extensions", "certificates", "custom_tools"), [])
    empty |= dict.fromkeys(("metadata", "additional_tools", "experimental_features"), {})

    end(api, api.request("POST", "/task", {**NOTHING, **empty}))


def test_of_a_key_that_comes_twice_the_last_counts(api):
    answer = api.request("POST", "/task", '{"task": "first", "device": "mobile", "task": null, "device": "desktop-lg"}')

    assert end(api, answer).r["device"] == "desktop-lg"


def test_words_in_every_script_come_back_as_they_went(api, sites):
    words = {"task": "Öffne die Seite 漢字 🦊 \u202e עברית", "metadata": {"Schlüssel": "värde 🦊", "": "", "a" * 300: 1.5}}
    task = api.submit(**words, url=f"{sites}/odd/landing", enable_recording=False)["id"]
    api.delete(task)

    request = api.get(task, details="true").r["request"]

    assert {name: request[name] for name in words} == words


def test_half_a_character_on_a_page_does_no_harm(session, sites):
    session.goto(f"{sites}/odd/landing")

    assert session.js("'cut \\ud83d off'") == "cut \ufffd off"
    session.js("document.body.append('cut \\ud83d off'); document.title = 'half \\ude00'")
    payload = session.run_task("Return the title of this page")
    assert payload["code"] == 200, payload
    assert payload["output"]["output"] == "half \ufffd"


@pytest.mark.parametrize("number", [0.1 + 0.2, 13.387664401253277, 2**53, -0.0, 1e300, 123456789012345])
def test_numbers_come_back_exactly(session, number):
    assert session.js("args => args.number", {"number": number}) == number


def test_numbers_of_events_are_the_same_after_the_task_as_before(session, api):
    for _ in range(40):
        session.js("1")
    during = api.events(session.id)
    session.close()
    api.wait_final(session.id)
    stored = wait_until(lambda: api.request("GET", f"/task/{session.id}?event_t=0").r["events"], "the events are kept")

    assert stored[: len(during)] == during


def test_a_poll_in_the_style_of_the_typescript_client(api, sites):
    """GET without a cursor, then with the last timestamp, on one connection, until the result is there."""
    connection = http.client.HTTPConnection("127.0.0.1", api.port, timeout=40)

    def ask(method, path, body=None):
        connection.request(
            method,
            f"/api/v1{path}",
            body and json.dumps(body),
            {"apikey": api.key, "Content-Type": "application/json", "User-Agent": "smooth-ts-sdk/0.4.5"},
        )
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())["r"]

    _, task = ask("POST", "/task", {"task": None, "device": "desktop", "enable_recording": False, "session_id": None})
    status, first = ask("GET", f"/task/{task['id']}?event_t=0")
    assert status == 202
    cursor = max([event["timestamp"] for event in first["events"]], default=0)
    action = {"name": "goto", "input": {"url": f"{sites}/odd/landing"}}
    ask("POST", f"/task/{task['id']}/event", {"name": "browser_action", "payload": action, "id": "ts_1"})
    result = None
    while result is None:
        _, reading = ask("GET", f"/task/{task['id']}?event_t={cursor}&downloads=undefined")
        for event in reading["events"]:
            cursor = max(cursor, event["timestamp"])
            result = event if event["id"] == "ts_1" else result
    ask("DELETE", f"/task/{task['id']}")
    connection.close()

    assert result["payload"]["code"] == 200


# Uploads.


def test_a_form_with_two_files_is_refused(api):
    form = "".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\nx\r\n' for name in "ab"
    )
    answer = api.request(
        "POST",
        "/file",
        f"{form}--{BOUNDARY}--\r\n".encode(),
        headers={"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"},
    )

    assert answer.status == 400
    assert "file" in answer.detail


@pytest.mark.parametrize(
    "disposition, kind",
    [
        ('form-data; name="file"', "multipart/form-data; boundary=b"),
        ('form-data; name="file"; filename=""', "multipart/form-data; boundary=b"),
        ('form-data; filename="a.txt"', "multipart/form-data; boundary=b"),
        ('form-data; name="file"; filename="a.txt"', "multipart/form-data; boundary=other"),
        ('form-data; name="file"; filename="a.txt"', "multipart/mixed; boundary=b"),
        ('attachment; filename="a.txt"', "multipart/form-data; boundary=b"),
    ],
)
def test_odd_forms_are_refused_with_a_reason(api, disposition, kind):
    form = f"--b\r\nContent-Disposition: {disposition}\r\n\r\nx\r\n--b--\r\n"

    answer = api.request("POST", "/file", form.encode(), headers={"Content-Type": kind})

    assert answer.status == 400
    assert len(answer.detail) > 10


@pytest.mark.parametrize(
    "sent, kept",
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\\\Users\\\\me\\\\cv.pdf", "cv.pdf"),
        (".bashrc", "bashrc"),
        ("blob", "blob"),
        ("naïve 漢字.txt", "naïve 漢字.txt"),
        ("e\u0301te\u0301.txt", "été.txt"),
        ("x" * 400 + ".jpeg", "x" * 250 + ".jpeg"),
    ],
    ids=["path", "windows", "dot", "blob", "unicode", "decomposed", "long"],
)
def test_names_of_files_lose_what_is_no_name(api, sent, kept):
    body = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{sent}"\r\n\r\nx\r\n--b--\r\n'
    id = api.request(
        "POST", "/file", body.encode(), headers={"Content-Type": "multipart/form-data; boundary=b"}
    ).r["id"]

    listed = {file["id"]: file["file_name"] for file in api.request("GET", "/file").r}
    api.request("DELETE", f"/file/{id}")

    assert listed[id] == kept


def test_a_profile_is_the_same_however_its_letters_are_composed(api):
    made = api.request("POST", "/profile", {"id": "Cafe\u0301"}).r["id"]

    again = api.request("POST", "/profile", {"id": "Caf\u00e9"})
    deleted = api.request("DELETE", "/profile/Cafe%CC%81")

    assert again.status == 409
    assert made == "Caf\u00e9"
    assert deleted.status == 200


def links():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as writer:
        writer.writestr("manifest.json", MANIFEST)
        link = zipfile.ZipInfo("mark.js")
        link.external_attr = 0o120777 << 16
        writer.writestr(link, "/etc/passwd")
    return buffer.getvalue()


def many():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as writer:
        writer.writestr("manifest.json", MANIFEST)
        for number in range(30_000):
            writer.writestr(f"f{number}", "")
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        links(),
        many(),
        archive(**{**EXTENSION, "/etc/cron.d/x": "x"}),
        archive(**EXTENSION)[:-30],
        archive(**{**EXTENSION, "zeros": "0" * (200 << 20)}),
    ],
    ids=["link", "many", "absolute", "cut", "bomb"],
)
def test_archives_that_mean_harm_are_refused(api, content):
    answer = upload(api, "/extension", "x.zip", content)

    assert answer.status in (400, 413)
    assert answer.detail
    assert api.request("GET", "/healthz", prefix="").status == 200


# What is fetched from a link.


def test_parts_of_a_recording_can_be_asked_for(api, sites):
    with rest.Session(api, enable_recording=True) as session:
        session.goto(f"{sites}/odd/landing")
    url = wait_until(lambda: api.get(session.id).r["recording_url"], "the recording is there", 40)
    whole = urllib.request.urlopen(url).read()

    def part(wanted):
        try:
            with urllib.request.urlopen(urllib.request.Request(url, headers={"Range": wanted})) as answer:
                return answer.status, answer.read(), answer.headers.get("Content-Range")
        except urllib.error.HTTPError as error:
            return error.code, b"", error.headers.get("Content-Range")

    size = len(whole)
    assert part("bytes=0-99") == (206, whole[:100], f"bytes 0-99/{size}")
    assert part("bytes=100-") == (206, whole[100:], f"bytes 100-{size - 1}/{size}")
    assert part("bytes=-50") == (206, whole[-50:], f"bytes {size - 50}-{size - 1}/{size}")
    assert part(f"bytes=0-{size * 2}")[:2] == (206, whole)
    assert part(f"bytes={size}-")[0] == 416
    assert part("bytes=x-y")[0] in (200, 416)
    assert part("lines=1-2")[:2] == (200, whole)
    assert part("bytes=0-1,5-6")[0] in (200, 206)


def test_a_head_of_a_recording_says_how_long_it_is(api, sites):
    with rest.Session(api, enable_recording=True) as session:
        session.goto(f"{sites}/odd/landing")
    url = wait_until(lambda: api.get(session.id).r["recording_url"], "the recording is there", 40)

    with urllib.request.urlopen(urllib.request.Request(url, method="HEAD")) as answer:
        length, body = int(answer.headers["Content-Length"]), answer.read()

    assert body == b""
    assert length == len(urllib.request.urlopen(url).read())
