"""What is kept of a task, and that nothing of it is left when its data has been deleted: looked for on the disk, not in answers."""

import urllib.request

import counterparts
import pytest
import rest
import server as program
from test_resources import upload
from waiting import wait_until

WORD = "zwitschermaschine"
PAGE = f"""<title>{WORD}</title><h1>{WORD}</h1><a href=/download download="{WORD}.txt">Get it</a><script>console.log('{WORD}')</script>"""


@pytest.fixture(scope="module")
def server():
    with program.Server() as running:
        yield running


@pytest.fixture
def web():
    with counterparts.Web() as running:
        running.pages |= {f"/{WORD}": PAGE, "/download": ("application/octet-stream", f"a file of {WORD}")}
        yield running


def places_of_the_word(server):
    """Files of the server that have the word in their name or in them; the database's journal is one."""
    files = [path for path in server.folder.rglob("*") if path.is_file()]
    return {
        str(path.relative_to(server.folder)) for path in files if WORD in str(path) or WORD.encode() in path.read_bytes()
    }


def kept(api, task, name, **query):
    return wait_until(lambda: api.get(task, **query).r[name], f"{name} is there", 30)


def test_nothing_of_a_deleted_task_is_on_the_disk(server, api, web):
    """One with all that leaves something: words, steps, requests, console, script, film, pictures, downloads."""
    task = api.submit(
        task=f"Return the heading of this page, not {WORD} itself",
        url=web.url(f"/{WORD}"),
        metadata={"reason": WORD},
        response_model={"type": "object", "properties": {"heading": {"type": "string", "description": WORD}}},
        experimental_features={"replay": "auto"},
        webhook_url=web.url(f"/hook-{WORD}"),
        enable_recording=True,
    )["id"]
    assert WORD in str(api.wait_final(task)["output"])
    with rest.Session(api, enable_recording=True) as session:
        session.goto(web.url(f"/{WORD}"))
        session.output("screenshot")
        session.js("document.querySelector('a').click()")
    api.wait_final(session.id)
    with urllib.request.urlopen(kept(api, session.id, "downloads_url", downloads="true")) as archive:
        archive.read()
    kept(api, session.id, "recording_url")
    before = places_of_the_word(server)
    assert any("lissom.db" in place for place in before) and any("downloads" in place for place in before), before
    assert any("trace" in place for place in before) and any("network" in place for place in before), before

    for id in (task, session.id):
        assert api.request("DELETE", f"/task/{id}/data").json == {"r": True}

    assert places_of_the_word(server) == set()
    names = [str(path) for path in server.data.rglob("*") if task in path.name or session.id in path.name]
    assert names == []
    for id in (task, session.id):
        reading = api.get(id, 0, details="true")
        assert WORD not in reading.text and reading.r["output"] is None and reading.r["events"] == []
        for what in ("trace", "network", "console"):
            assert WORD not in api.request("GET", f"/task/{id}/{what}").text
    assert WORD not in api.request("GET", "/task?details=true&l=128").text


def test_no_log_tells_what_a_task_was_about(server):
    assert WORD not in server.log.read_text(errors="replace")


# Files.

CHOOSER = "<label>A file<input type=file></label><script>document.querySelector('input').onchange = async (event) => { const [file] = event.target.files; document.title = file.name + ': ' + await file.text(); }</script>"


@pytest.fixture
def file(api):
    id = upload(api, "/file", "cv.txt", b"A life in letters", file_purpose="Resume").r["id"]
    yield id
    api.request("DELETE", f"/file/{id}")


def test_a_file_is_given_by_many_tasks_one_after_the_other_and_at_once(api, web, file):
    web.pages["/"] = CHOOSER
    with rest.Session(api, files=[file]) as first, rest.Session(api, files=[file]) as second:
        for session in (first, second):
            session.goto(web.url("/"))
            session.run_task("Upload the file cv.txt with 'A file'")
            assert session.js("document.title") == "cv.txt: A life in letters"
    api.wait_final(first.id)
    with rest.Session(api, files=[file]) as third:
        assert third.output("read_file", {"file": "cv.txt"})["value"] == "A life in letters"


@pytest.mark.parametrize("name", ["/etc/passwd", "../../../../etc/passwd", "cv.txt/../../lissom.db", ""])
def test_no_other_file_of_the_machine_ever_is(api, web, file, name):
    web.pages["/"] = CHOOSER
    with rest.Session(api, files=[file]) as session:
        session.goto(web.url("/"))
        for action, input in (("upload", {"element": "e1", "files": [name]}), ("read_file", {"file": name})):
            payload = session.act(action, input)
            assert payload["code"] == 400 or name == "" and "root:" not in str(payload), payload
        assert session.js("document.querySelector('input').files.length") == 0


def test_a_file_deleted_while_a_task_has_it_does_no_harm(api, web, file):
    with rest.Session(api, files=[file]) as session:
        session.js("1")
        assert api.request("DELETE", f"/file/{file}").json == {"r": True}
        assert session.output("read_file", {"file": "cv.txt"})["value"] == "A life in letters"
    assert api.wait_final(session.id)["status"] == "cancelled"
    assert api.request("POST", "/task", {"task": None, "files": [file]}).status == 404
