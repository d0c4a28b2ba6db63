"""What a task saw, was asked, did and spent: GET /task/{id}/trace and `lissom trace`."""

import struct
import subprocess
import urllib.error
import urllib.request

import counterparts
import pytest
import rest
import server as program
from waiting import wait_until


def finished(api, instruction, url):
    task = api.submit(task=instruction, url=url, agent="smooth-lite")
    return api.wait_final(task["id"])


def trace(api, task):
    return api.request("GET", f"/task/{task}/trace").r


@pytest.fixture(scope="module")
def searched(api, sites):
    return finished(api, "Search for 'lamp'", f"{sites}/shop/")


def test_every_step_tells_what_was_seen_done_and_how_long_it_took(api, searched):
    entries = trace(api, searched["id"])

    steps = [entry for entry in entries if entry["kind"] == "step"]
    fill = next(step for step in steps if step["action"] == "fill")
    assert "Search products" in fill["observation"]
    assert fill["params"]["text"] == "lamp" or fill["params"]["value"] == "lamp"
    assert fill["effect"] and fill["took_ms"] > 0 and not fill["failed"]
    assert entries[-1]["kind"] == "result" and "Results for" in entries[-1]["observation"]
    assert [entry["n"] for entry in entries] == list(range(1, len(entries) + 1))


def test_a_secret_is_in_no_entry(api, sites):
    with rest.Session(api) as session:
        session.goto(f"{sites}/app/")
        session.act(
            "run_task",
            {
                "task": "Enter <secret>pw</secret> into the field Password",
                "secrets": {"pw": {"value": "correct horse battery", "allowed_urls": [f"{sites}/*"]}},
            },
            within=60,
        )
        text = str(trace(api, session.id))

    assert "run_task" in text
    assert "correct horse battery" not in text


@pytest.mark.parametrize("word", ["Enter", "Type"])
def test_a_secret_is_dots_in_pictures_whatever_field_it_is_in(server, api, word):
    """Two secrets of one length look the same: what a picture, a film and a viewer see is the same."""
    looks = []
    with counterparts.Web() as web:
        web.pages["/"] = "<input id=name aria-label=Name style='font: 30px monospace; caret-color: transparent; outline: none'>"
        for value in ("WWWWWWWWWW", "iiiiiiiiii"):
            with rest.Session(api, use_stealth=False) as session:
                session.goto(web.url("/"))
                payload = session.run_task(
                    f"{word} <secret>pw</secret> into the field Name", secrets={"pw": {"value": value, "allowed_urls": [web.url("/*")]}}
                )
                assert payload["code"] == 200, payload
                # Whole, it would be masked on its way out.
                assert session.js("[...document.getElementById('name').value]") == list(value)
                name = session.output("screenshot")["value"]["file"]
                (picture,) = server.data.rglob(f"{session.id}/**/{name}")
                looks.append(picture.read_bytes())

    assert looks[0] == looks[1]


def test_the_command_line_prints_it(server, searched):
    said = subprocess.run(
        [program.binary(), "trace", searched["id"], "--server", server.address, "--api-key", program.KEY],
        capture_output=True,
        text=True,
        timeout=30,
    )

    assert said.returncode == 0, said.stderr
    assert "fill: filled" in said.stdout and "answer:" in said.stdout


def test_it_goes_with_the_data(api, sites):
    task = finished(api, "Return the heading of the page", f"{sites}/shop/")
    assert trace(api, task["id"])

    assert api.request("DELETE", f"/task/{task['id']}/data").r

    assert trace(api, task["id"]) == []


# Pictures of steps.


def picture(server, task, entry, key=program.KEY):
    url = f"{server.address}/api/v1/task/{task}/trace/{entry}/picture"
    with urllib.request.urlopen(urllib.request.Request(url, headers={"apikey": key})) as answer:
        assert answer.headers["Content-Type"] == "image/jpeg"
        return answer.read()


def size_of(jpeg):
    """Width and height as the JPEG itself says."""
    at = 2
    while jpeg[at + 1] not in (0xC0, 0xC1, 0xC2):
        at += 2 + struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
    height, width = struct.unpack(">HH", jpeg[at + 5 : at + 9])
    return width, height


def pictured(api, task):
    return [entry["n"] for entry in trace(api, task) if entry.get("picture")]


@pytest.mark.parametrize("is_recorded", [True, False])
def test_steps_have_small_pictures_until_the_data_is_deleted(server, api, sites, is_recorded):
    with rest.Session(api, enable_recording=is_recorded) as session:
        session.goto(f"{sites}/shop/")
        session.js("1")
        session.run_task("Search for 'lamp'")
        wait_until(lambda: [e for e in trace(api, session.id) if e["kind"] == "step" and e.get("picture")], "a picture")
    api.wait_final(session.id)

    entries = trace(api, session.id)
    with_picture = [entry for entry in entries if entry.get("picture")]
    assert with_picture and with_picture[0]["action"] == "goto"
    assert any(entry["kind"] == "step" for entry in with_picture)
    assert not any(entry.get("action") == "evaluate_js" for entry in with_picture)
    jpeg = picture(server, session.id, with_picture[-1]["n"])
    assert size_of(jpeg) == (640, 360)
    assert 2_000 < len(jpeg) < 60_000

    api.request("DELETE", f"/task/{session.id}/data")
    with pytest.raises(urllib.error.HTTPError) as gone:
        picture(server, session.id, with_picture[0]["n"])
    assert gone.value.code == 404


def test_a_picture_is_for_its_key_alone(server, api, sites):
    with rest.Session(api) as session:
        session.goto(f"{sites}/shop/")
        entry = wait_until(lambda: pictured(api, session.id), "a picture")[0]
        assert picture(server, session.id, entry)
        with pytest.raises(urllib.error.HTTPError) as refused:
            picture(server, session.id, entry, "sk_nobody")
        assert refused.value.code == 401
        for other, code in (("999", 404), ("x", 400), ("0", 400), ("-1", 400), ("..%2f..%2fx", 404)):
            with pytest.raises(urllib.error.HTTPError) as refused:
                picture(server, session.id, other)
            assert refused.value.code == code


def test_an_operator_may_do_without_pictures(sites):
    with program.Server("--step-pictures", "off") as server, rest.Session(server.api) as session:
        session.goto(f"{sites}/shop/")
        session.close()
        server.api.wait_final(session.id)
        assert pictured(server.api, session.id) == []
        assert not list((server.data / "traces").glob("*.pictures"))
